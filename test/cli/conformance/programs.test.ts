// Programs under test that are none: each is told for what it does, in bounded time.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { adapter, put } from './suites.js';

const test = suite('conformance of programs that misbehave');

/** Says who it is, and not a word more. */
const polite = "head -c 9 >/dev/null; printf '\\012\\000\\000\\000E\\000\\000\\000\\000\\0006.18'; exec cat >/dev/null";

/** Four cases, and a second for each. */
const few = ['--timeout', '1', '--filter', 'newrule', '--filter', 'delnexthop', '--filter', 'delroute'];

test('one that is missing', async () => {
  const { code, stderr } = await put('--target', 'exec:/nonexistent/program', ...few);
  assert.match(stderr, /^rtnl conformance: \/nonexistent\/program ended with code 127: .*not found/);
  assert.is(code, 1);
});

test('one that says nothing', async () => {
  const { code, stderr } = await put('--target', adapter('mute'), ...few);
  assert.match(stderr, /did not answer HELLO within 1 s/);
  assert.is(code, 1);
});

test('one that speaks something else', async () => {
  const { code, stderr } = await put('--target', 'exec:echo hello, world; cat >/dev/null', ...few);
  assert.match(stderr, /wrote what is no frame: a frame of 1819043176 bytes, in 68656c6c6f/);
  assert.is(code, 1);
});

test('one that ends', async () => {
  const { code, lines, sum } = await put('--target', adapter('crash'), ...few, '--timeout', '60');
  for (const line of lines.slice(0, -1)) assert.match(line, /^failed .* ended with code 3$/);
  assert.match(sum, /^0 passed, 4 failed, 0 skipped$/);
  assert.is(code, 1);
});

test('one that writes garbage in between', async () => {
  const { code, lines, sum } = await put('--target', adapter('garbage'), ...few, '--timeout', '60');
  for (const line of lines.slice(0, -1)) assert.match(line, /^failed .* wrote what is no frame: /);
  assert.match(sum, /^0 passed, 4 failed, 0 skipped$/);
  assert.is(code, 1);
});

test('one that hangs: what is left is not tried', async () => {
  const { code, lines, sum } = await put('--target', `exec:${polite}`, ...few);
  assert.is(lines.filter((line) => /: no end within 1 s$/.test(line)).length, 3);
  assert.is(lines.filter((line) => /: not tried: the 3 cases before found no end$/.test(line)).length, 1);
  assert.match(sum, /^0 passed, 4 failed, 0 skipped$/);
  assert.is(code, 1);
});

test.run();
