// `address showdump` and `restore` of what `address save` wrote, against what iproute2 6.1.0 made of the same bytes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../src/cli/main.js';
import type { Case } from '../../src/cli/recordings.js';
import { decodeDatagram, route } from '../../src/index.js';
import { toHex, Writer } from '../../src/netlink/bytes.js';
import { encodeMessage } from '../../src/netlink/message.js';
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

/** The same as a big-endian machine would have saved it. */
function swapped(): Uint8Array {
  const w = new Writer(false);
  const at = w.reserve(4);
  w.view.setUint32(at, dump.readUInt32LE(0));
  for (const message of decodeDatagram(dump.subarray(4), { byteOrder: 'little' })) encodeMessage(route, w, message);
  return w.finish();
}

const folder = mkdtempSync(join(tmpdir(), 'rtnetlink-'));

/** What a command makes of this on standard input. Nothing is asked of the kernel, which is that of a machine called so. */
async function run(machine: string, words: readonly string[], input: Uint8Array) {
  const replayed = join(folder, machine);
  writeFileSync(replayed, JSON.stringify({ arch: machine, exchange: [] }));
  const said = { stdout: '', stderr: '', bytes: '' };
  const collect = (key: keyof typeof said) => (text: string | Uint8Array) => {
    said[key] += typeof text === 'string' ? text : toHex(text);
  };
  // The links of the dump are not here: their names are those of links nobody knows.
  const io = { stdout: collect('stdout'), stderr: collect('stderr'), bytes: collect('bytes'), stdin: () => input };
  return { code: await main(['--replay', replayed, ...words], io), ...said };
}

for (const { words, rc: code, stdout, stderr, bytes } of rows<Row>('vectors/address-showdump.jsonl.gz')) {
  test(`${words.join(' ')} of ${bytes ?? 'all'} bytes`, async () => {
    assert.equal(await run('x86_64', words, dump.subarray(0, bytes)), { code, stdout, stderr, bytes: '' });
    if (bytes === undefined || bytes > 3) assert.equal(await run('s390x', words, swapped().subarray(0, bytes)), { code, stdout, stderr, bytes: '' });
    // What is shown may be from elsewhere.
    if (words.includes('showdump') && bytes === undefined) assert.equal(await run('x86_64', words, swapped()), { code, stdout, stderr, bytes: '' });
    if (words.includes('showdump') && bytes === undefined) assert.equal(await run('s390x', words, dump), { code, stdout, stderr, bytes: '' });
  });
}

test('what goes to the kernel is of its byte order', async () => {
  assert.equal(await run('s390x', ['addr', 'restore'], dump), { code: 255, stdout: '', stderr: 'Magic mismatch (1 elems, 22123647 magic)\n', bytes: '' });
  assert.equal(await run('x86_64', ['addr', 'restore'], swapped()), { code: 255, stdout: '', stderr: 'Magic mismatch (1 elems, 22123647 magic)\n', bytes: '' });
});

test('where nothing passed, a recording is of the machine it was made on', async () => {
  const wrong = { code: 1, stdout: '', stderr: 'Error: any valid prefix is expected rather than "x".\n' };
  assert.equal(await run('x86_64', ['route', 'save', 'x'], dump), { ...wrong, bytes: '24123145' });
  assert.equal(await run('s390x', ['route', 'save', 'x'], dump), { ...wrong, bytes: '45311224' });
});

test.after(() => rmSync(folder, { recursive: true }));

test.run();
