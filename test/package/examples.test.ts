// The examples, each as a user would run it: copied into a project that has the package installed, in a namespace of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as assert from 'uvu/assert';
import type { Namespace } from '../../src/netlink/socket/namespace.js';
import { kernelSuite } from '../kernel/kernel.js';
import { inNamespace } from '../kernel/rtnl.js';
import { env, project, root, tsx } from './packed.js';

const test = kernelSuite('examples');

const examples = join(root, 'examples');
let where = '';

test.before(() => {
  where = project();
  cpSync(examples, where, { recursive: true });
});

/** What it printed; a child process lives where the thread is that starts it. */
function run(netns: Namespace, name: string, ...words: readonly string[]): { readonly code: number | null; readonly lines: readonly string[] } {
  const { status, stdout, stderr } = netns.run(() => spawnSync(process.execPath, [...tsx, name, ...words], { cwd: where, env, encoding: 'utf8' }));
  return { code: status, lines: `${stderr}${stdout}`.trimEnd().split('\n') };
}

/** Resolves once it has printed such a line. */
async function printed(child: ChildProcess, lines: readonly string[], wanted: RegExp): Promise<void> {
  while (!lines.some((line) => wanted.test(line))) await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit').then(() => assert.unreachable(lines.join('\n')))]);
}

test('all have a test', () => {
  assert.equal(readdirSync(examples).sort(), ['add-macvlan.ts', 'decode-capture.ts', 'list-addresses.ts', 'watch-links.ts']);
});

test(
  'add-macvlan makes a macvlan with an address, and repeats what the kernel says of a second',
  inNamespace(async ({ rtnl, netns }) => {
    const { code, lines } = run(netns, 'add-macvlan.ts', 'eth0', '172.16.10.7/24');
    const made = await rtnl.links.get('macvlan1');
    assert.equal(lines, [`macvlan1 is ${made.address}, in mode bridge, with 172.16.10.7/24`]);
    assert.is(code, 0);
    assert.is(made.linkinfo?.macvlan?.mode, 'bridge');
    assert.is((await rtnl.addresses.list({ dev: 'macvlan1', family: 'inet' }))[0]?.local, '172.16.10.7');
    const again = run(netns, 'add-macvlan.ts', 'eth0');
    assert.is(again.code, 1);
    assert.match(again.lines[0] ?? '', /File exists/);
  }),
);

test(
  'list-addresses lists every link with its addresses',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.8/24' });
    const { code, lines } = run(netns, 'list-addresses.ts');
    assert.is(code, 0);
    assert.equal(lines.map((line) => line.split(' ')[0]).sort(), ['eth0', 'far0', 'lo']);
    assert.ok(lines.some((line) => line.startsWith('eth0 172.16.10.8/24')));
  }),
);

test(
  'watch-links tells of links until it is interrupted',
  inNamespace(async ({ rtnl, netns }) => {
    const child = netns.run(() => spawn(process.execPath, [...tsx, 'watch-links.ts'], { cwd: where, env, stdio: ['ignore', 'pipe', 'inherit'] }));
    try {
      const lines: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      const gone = once(child, 'exit');
      await printed(child, lines, /^now: .*eth0/);
      await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', up: true });
      await printed(child, lines, /^is: macvlan1 up$/);
      await rtnl.links.delete('macvlan1');
      await printed(child, lines, /^gone: macvlan1$/);
      child.kill('SIGINT');
      assert.equal(await gone, [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  }),
);

test(
  'decode-capture prints what was recorded, attribute by attribute',
  inNamespace(async ({ netns }) => {
    const { code, lines } = run(netns, 'decode-capture.ts', join(root, 'fixtures/start/ip-d-link-s390x.jsonl'), 'big');
    assert.is(code, 0);
    assert.match(lines[0] ?? '', /^> RTM_GETLINK/);
    assert.ok(lines.includes('<   IFLA_IFNAME "macvlan2"'));
    assert.ok(lines.some((line) => /IFLA_MACVLAN_MODE "bridge"/.test(line)));
  }),
);

test.run();
