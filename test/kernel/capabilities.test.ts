// What works with which capabilities, and what is said where one is missing. setpriv(1) takes them away.

import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { bundled } from '../bundled.js';
import { env } from '../package/packed.js';
import { kernelSuite } from './kernel.js';

const test = kernelSuite('capabilities');

const root = process.getuid?.() === 0;
const setpriv = spawnSync('setpriv', ['--version']);

/** What each attempt comes to in a fresh namespace, holding those capabilities alone. */
function withCapabilities(...capabilities: readonly string[]): Readonly<Record<string, string>> {
  const set = ['-all', ...capabilities.map((capability) => `+${capability}`)].join();
  // A user who is not root keeps what is ambient; root keeps what is in the bounding set.
  const taken = [`--inh-caps=${set}`, root ? `--bounding-set=${set}` : `--ambient-caps=${set}`];
  const program = [process.execPath, '--disable-warning=ExperimentalWarning', bundled(new URL('capabilities-worker.ts', import.meta.url))];
  using netns = Namespace.create();
  const { status, stdout, stderr } = netns.run(() => spawnSync('setpriv', [...taken, ...program], { env, encoding: 'utf8' }));
  assert.is(status, 0, stderr);
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
}

const TO_ENTER = /^SystemError EPERM: .*CAP_SYS_ADMIN is needed to enter a network namespace/;
const TO_MAKE = /^SystemError EPERM: .*CAP_SYS_ADMIN is needed to make a network namespace/;

if (setpriv.status === 0) {
  test('without any, links are listed and watched; a change is refused by the kernel, a namespace by name of what it needs', () => {
    const outcome = withCapabilities();
    assert.is(outcome.list, 'done');
    assert.is(outcome.monitor, 'done');
    assert.match(outcome.add ?? '', /^KernelError EPERM: RTM_NEWLINK br0: Operation not permitted/);
    assert.match(outcome.address ?? '', /^KernelError EPERM: .*Operation not permitted/);
    assert.match(outcome.enter ?? '', TO_ENTER);
    assert.match(outcome.make ?? '', TO_MAKE);
    for (const change of ['add', 'address', 'nsid']) assert.match(outcome[change] ?? '', /: CAP_NET_ADMIN is needed, in every network namespace that it is about$/);
    // Root, whatever he may not do, is the owner of his namespace's parameters.
    const refused = /^SystemError EACCES: .*CAP_NET_ADMIN is needed in the network namespace to change \/proc\/sys\/net\//;
    for (const parameter of ['sysctl', 'echo']) assert.ok(root ? outcome[parameter] === 'done' : refused.test(outcome[parameter] ?? ''), outcome[parameter]);
  });

  test('CAP_NET_ADMIN alone is enough for changes where one is', () => {
    const outcome = withCapabilities('net_admin');
    assert.equal([outcome.list, outcome.monitor, outcome.add, outcome.address], ['done', 'done', 'done', 'done']);
    assert.match(outcome.enter ?? '', TO_ENTER);
    assert.match(outcome.make ?? '', TO_MAKE);
  });

  test('CAP_NET_ADMIN and CAP_SYS_ADMIN are enough for everything', () => {
    const outcome = withCapabilities('net_admin', 'sys_admin');
    assert.equal([...new Set(Object.values(outcome))], ['done']);
  });
} else {
  console.log('capabilities: skipped, setpriv cannot be used');
  test.skip('what works with which capabilities');
}

test.run();
