// `address showdump` and `restore` of what `address save` wrote, against what iproute2 6.1.0 made of the same bytes.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../src/cli/main.js';
import type { Case } from '../../src/cli/recordings.js';
import { rows } from '../fixtures.js';

const test = suite('address restore');

interface Row {
  readonly words: readonly string[];
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How many bytes of the dump were there; all where left out. */
  readonly bytes?: number;
}

const saved = rows<Case & { readonly stdout_b64: string }>('captures/host-6.18/addr.jsonl.gz').find(({ name }) => name === 'addr-16-save');
const dump = Buffer.from(saved?.stdout_b64 as string, 'base64');

for (const { words, rc, stdout, stderr, bytes } of rows<Row>('vectors/address-showdump.jsonl.gz')) {
  test(`${words.join(' ')} of ${bytes ?? 'all'} bytes`, async () => {
    const said = { stdout: '', stderr: '' };
    const collect = (key: keyof typeof said) => (text: string) => {
      said[key] += text;
    };
    // The links of the dump are not here: their names are those of links nobody knows.
    const code = await main(['--replay', '/dev/null', ...words], { stdout: collect('stdout'), stderr: collect('stderr'), stdin: () => dump.subarray(0, bytes) });
    assert.is(code, rc);
    assert.is(said.stdout, stdout);
    assert.is(said.stderr, stderr);
  });
}

test.run();
