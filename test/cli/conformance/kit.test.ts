// The suites of the package: the simulated kernel answers as they say, and so does a program behind frames; what such a program does wrong is found, and
// nothing else.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../../src/cli/main.js';
import { rtnl, withFile } from '../recordings.js';
import { adapter, put, suites } from './suites.js';

const test = suite('conformance kit');
/** Whether there is such a process. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const all = suites.reduce((sum, { cases }) => sum + cases.length, 0);

test('there are cases, each with a name of its own', () => {
  assert.ok(all > 100);
  for (const { suite: name, cases } of suites) assert.is(new Set(cases.map((one) => one.name)).size, cases.length, name);
});

test('the simulated kernel passes every case', async () => {
  const { code, lines } = await put('--target', 'sim');
  assert.equal(
    lines.filter((line) => !line.startsWith('skipped ')),
    [`${all} passed, 0 failed, 0 skipped`],
  );
  assert.is(code, 0);
});

test('cases side by side are told as those in turn are', async () => {
  const told = async (jobs: string) => (await rtnl('conformance', '--target', 'sim', '--report', 'tap', '--jobs', jobs)).stdout;
  assert.is(await told('7'), await told('1'));
});

test('after a signal no case is begun, and the program under test is ended', async () => {
  const controller = new AbortController();
  let stdout = '';
  let pid = 0;
  const code = await withFile('', async (file) => {
    const words = ['--target', `exec:echo $$ >${file}; exec ${adapter().slice('exec:'.length)}`, '--report', 'tap'];
    return main(['conformance', ...words], {
      stdout(text) {
        stdout += text;
        if (!text.startsWith('ok')) return;
        pid = Number(readFileSync(file, 'utf8'));
        controller.abort(130);
      },
      stderr: (text) => assert.unreachable(text),
      signal: controller.signal,
    });
  });
  assert.is(code, 130);
  // The second had begun before the first was told.
  assert.match(stdout, /^TAP version 14\nok 1 - .*\nok 2 - .*\n1\.\.2\n# 2 passed, 0 failed, 0 skipped\n$/);
  assert.ok(pid > 1);
  while (lives(pid)) await new Promise((resolve) => setImmediate(resolve));
});

test('a program behind frames passes every case', async () => {
  const { code, lines } = await put('--target', adapter());
  assert.equal(lines, [`${all} passed, 0 failed, 0 skipped`]);
  assert.is(code, 0);
});

test('a wrong errno is found, and nothing else', async () => {
  const { code, failed, lines } = await put('--target', adapter('errno'));
  assert.ok(failed.includes('kernel-replies/newaddr: dup'));
  for (const line of lines.slice(0, -1)) assert.match(line, /RTM_NEWADDR .*: errno: expected EEXIST, got EINVAL$/);
  assert.is(code, 1);
});

test('a missing offset in an extended ACK is found, and nothing else', async () => {
  const { code, failed, lines } = await put('--target', adapter('offset'));
  assert.ok(failed.includes('kernel-replies/create: name 16 chars'));
  for (const line of lines.slice(0, -1)) assert.match(line, /: extended ACK offset: expected \d+, got none$/);
  assert.is(code, 1);
});

test('notifications to the wrong group are found, and nothing else', async () => {
  const { code, failed, lines } = await put(
    '--target',
    adapter('group'),
    '--filter',
    'addresses/inet: a',
    '--filter',
    'addresses/inet6: an',
    '--filter',
    'links/',
    '--filter',
    'rules/',
  );
  assert.ok(failed.includes('addresses/inet: an address and its routes'));
  assert.ok(failed.includes('addresses/inet6: an address and its routes'));
  for (const line of lines.slice(0, -1)) assert.match(line, /notification of group [59],/);
  assert.is(code, 1);
});

test('notifications in the wrong order are found, and nothing else', async () => {
  const { code, failed, lines } = await put('--target', adapter('order'), '--filter', 'macvlan/', '--filter', 'rules/');
  assert.ok(failed.includes('macvlan/macvlan: the lower link is deleted'));
  for (const line of lines.slice(0, -1)) assert.match(line, / notification /);
  assert.is(code, 1);
});

test.run();
