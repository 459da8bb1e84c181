// `rtnl netns`: recorded command lines, right and wrong, to the letter.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recordedNames } from '../../src/cli/namespaces.js';
import { readCases } from '../../src/cli/recordings.js';
import { recordings, replayed, rtnl } from './recordings.js';

const test = suite('netns command');

test('says what ip says, on both outputs, and ends as it does', async () => {
  let compared = 0;
  for (const { name = '', argv = [], exchange = [], setup = [], stdout, stderr, rc } of readCases(recordings('host-6.18')['netns-words'] as string)) {
    // Programs, processes and namespaces to enter are this machine's: they are not in a recording.
    if (/ (exec \S+ \S|attach x -?\d|-n zz)/.test(` ${argv.join(' ')}`) || argv.includes('-all') || argv.includes('zz') || argv.join(' ') === 'ip -n') continue;
    assert.equal(await replayed({ argv, exchange, setup }), { code: rc, stdout, stderr }, `${name}: ${argv.join(' ')}`);
    compared++;
  }
  assert.ok(compared > 60, `${compared}`);
});

test('knows from the setup of a case which names there are, the last made first', () => {
  assert.equal(recordedNames(['ip netns add a', 'ip netns add b; ip -n b netns add c', 'ip netns add d # rc=1', 'ip netns del a', 'ip netns attach e 12']), ['e', 'c', 'b']);
  assert.equal(recordedNames(['ip netns add a', 'ip netns add b', 'ip -all netns delete', 'ip link add a type bridge']), []);
  assert.equal(recordedNames(['ip netns add a', 'ip netns del x', 'ip netns add a']), ['a']);
});

test('what cannot be made says why', async () => {
  assert.equal(await rtnl('netns', 'pids', 'no-such-namespace'), { code: 1, stdout: '', stderr: 'Cannot open network namespace: No such file or directory\n' });
  assert.equal(await rtnl('netns', 'del', 'no-such-namespace'), {
    code: 1,
    stdout: '',
    stderr: 'Cannot remove namespace file "/run/netns/no-such-namespace": No such file or directory\n',
  });
  assert.equal(await rtnl('netns', 'identify', '4194305'), { code: 1, stdout: '', stderr: 'Cannot open network namespace: No such file or directory\n' });
  assert.equal(await rtnl('-n', 'no-such-namespace', 'link', 'help'), {
    code: 255,
    stdout: '',
    stderr: 'Cannot open network namespace "no-such-namespace": No such file or directory\n',
  });
  assert.is((await rtnl('netns', 'help', '--help')).code, 0);
});

test.run();
