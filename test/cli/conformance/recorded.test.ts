// The recorded commands of iproute2 6.1.0: ours send the same requests, print the same and end with the same code.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCases } from '../../../src/cli/recordings.js';
import { recordings, replayed, rtnl, withFile } from '../recordings.js';

/** Every reason there may be. */
const REASONS =
  /: (the program is \S+|the version is another program's|a recording starts no program|what a file system lets do is not recorded|a process was told by its id|namespace \S+ could not be entered|queue lengths came from an ioctl|iproute2 looked at a refusal without receiving it|iproute2 left part of the request out|a user's name came from a file|object \S+ takes .*)$/;

const test = suite('conformance of recordings');

for (const tree of ['host-6.18', 'vm-6.1-x86_64', 'vm-6.1-s390x']) {
  for (const [group, path] of Object.entries(recordings(tree))) {
    test(`${tree}: ${group}`, async () => {
      const { stdout, code } = await rtnl('conformance', path);
      const lines = stdout.trimEnd().split('\n');
      assert.equal(
        lines.filter((line) => line.startsWith('failed ')),
        [],
      );
      assert.equal(
        lines.filter((line) => line.startsWith('skipped ') && !REASONS.test(line)),
        [],
      );
      assert.match(lines.at(-1) as string, /^[1-9]\d* passed, 0 failed/);
      assert.is(code, 0);
    });
  }
}

test('standard error is the same as well', async () => {
  const { grammar, 'kinds-words': kinds, 'route-grammar': routes } = recordings('host-6.18');
  for (const recorded of [grammar, kinds, routes].flatMap((path) => readCases(path as string))) {
    const { name = '', argv = [], exchange = [], stderr } = recorded;
    // iproute2 looked at the refusal without receiving it: it is not in the recording.
    if (stderr?.startsWith('Failed to send flush request')) continue;
    assert.is((await replayed({ argv, exchange })).stderr, stderr, name);
  }
});

const [recorded] = readCases(recordings('host-6.18').addr as string);

test('tells a request that was not recorded, attribute by attribute', async () => {
  const { stdout, code } = await withFile(JSON.stringify({ ...recorded, argv: ['ip', 'addr', 'add', '172.16.10.6/24', 'dev', 'mv0'] }), (path) => rtnl('conformance', path));
  assert.match(stdout, /^failed addr-01-add: request: request was not recorded\nsent:/);
  assert.match(stdout, /IFA_LOCAL \(8 bytes\) "172\.16\.10\.6"/);
  assert.match(stdout, /IFA_LOCAL \(8 bytes\) "172\.16\.10\.5"/);
  assert.match(stdout, /request: not sent/);
  assert.match(stdout, /\n0 passed, 1 failed\n$/);
  assert.is(code, 1);
});

test('tells which line of the output and which code differ', async () => {
  const { stdout } = await withFile(JSON.stringify({ ...recorded, stdout: 'two\nlines\n', rc: 2 }), (path) => rtnl('conformance', path));
  assert.match(stdout, /failed addr-01-add: stdout, line 1:\n {2}expected "two"\n {2}got {6}""\n/);
  assert.match(stdout, /failed addr-01-add: code: expected 2, got 0\n/);
});

test('a recording that breaks off fails its case and no other', async () => {
  const [show] = readCases(recordings('host-6.18').filters as string);
  const broken = { ...show, name: 'broken', exchange: show?.exchange?.slice(0, 3) };
  const { stdout } = await withFile(`${JSON.stringify(broken)}\n${JSON.stringify(show)}\n`, (path) => rtnl('conformance', path));
  assert.match(stdout, /failed broken: request: RTM_GETLINK: no reply within/);
  assert.match(stdout, /\n1 passed, 1 failed\n$/);
});

test('replays an exchange alone, and wants all of it sent', async () => {
  const lines = (recorded?.exchange ?? []).map((datagram) => JSON.stringify(datagram)).join('\n');
  const { code } = await withFile(lines, (path) => rtnl('--replay', path, 'address', 'add', '172.16.10.5/24', 'dev', 'mv0'));
  assert.is(code, 0);
  const unsent = await withFile(JSON.stringify(recorded?.exchange), (path) => rtnl('--replay', path, 'link', 'show', 'dev', 'mv0'));
  assert.match(unsent.stderr, /recorded, but not sent:/);
  assert.is(unsent.code, 1);
});

test('says what is wrong with a file', async () => {
  assert.is((await rtnl('conformance', '/nonexistent')).stderr, 'rtnl conformance: /nonexistent: No such file or directory\n');
  assert.match((await withFile('{"name": 1}', (path) => rtnl('conformance', path))).stderr, /a line without an exchange/);
  assert.match((await withFile('nonsense', (path) => rtnl('--replay', path, 'link'))).stderr, /JSON/);
  assert.is((await rtnl('conformance')).code, 1);
});

test.run();
