// Every word behind `encap`, right and wrong, and every encapsulation shown: the same requests, output and code as iproute2's.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCases } from '../../src/cli/recordings.js';
import { replayedHere } from './in-process.js';

const test = suite('encap words');

for (const file of ['encap-words', 'encap-show']) {
  test(file, async () => {
    const cases = readCases(new URL(`../../fixtures/vectors/${file}.jsonl.gz`, import.meta.url).pathname);
    for (const { name, argv = [], exchange = [], stdout, stderr, rc } of cases) {
      assert.equal(await replayedHere({ argv, exchange }), { code: rc, stdout, stderr, problems: [] }, `${name} ${argv.join(' ')}`);
    }
    assert.ok(cases.length > 100);
  });
}

test.run();
