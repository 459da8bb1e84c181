// The suites of the package are what this machine's kernel answers, where it is one that was measured; and nothing is left of the cases.

import { release } from 'node:os';
import * as assert from 'uvu/assert';
import { main } from '../../../src/cli/main.js';
import { currentNamespace, descriptors, kernelSuite } from '../../kernel/kernel.js';
import { put, suites } from './suites.js';

const test = kernelSuite('conformance of the kernel');
const check = /^(6\.1|6\.18)\./.test(release()) ? test : test.skip;

const all = suites.reduce((sum, { cases }) => sum + cases.length, 0);

check('passes every case, or skips it by name', async () => {
  const before = [currentNamespace(), ...descriptors()];
  const { code, lines, sum } = await put('--target', 'kernel', '--timeout', '60');
  assert.equal(
    lines.slice(0, -1).filter((line) => !/^skipped \S.*: needs (link kind \w+$|a kernel (from|up to) \d|fresh namespaces to hold)/.test(line)),
    [],
  );
  const [passed = 0, failed, skipped = 0] = sum.match(/\d+/g)?.map(Number) ?? [];
  assert.is(failed, 0);
  assert.is(passed + skipped, all);
  assert.ok(passed > 100);
  if (release().startsWith('6.18.')) assert.not.match(lines.join('\n'), /needs a kernel/);
  assert.is(code, 0);
  assert.equal([currentNamespace(), ...descriptors()], before);
});

test('leaves nothing behind where a signal ends it', async () => {
  const before = [currentNamespace(), ...descriptors()];
  const controller = new AbortController();
  let results = 0;
  const code = await main(['conformance', '--target', 'kernel', '--timeout', '60', '--jobs', '4', '--report', 'tap', '--filter', 'links/'], {
    stdout(text) {
      if (!/^(not )?ok/.test(text)) return;
      results++;
      controller.abort(130);
    },
    stderr: (text) => assert.unreachable(text),
    signal: controller.signal,
  });
  assert.is(code, 130);
  // Those that were under way, or ended before what stands first.
  assert.ok(results >= 1);
  assert.equal([currentNamespace(), ...descriptors()], before);
});

test.run();
