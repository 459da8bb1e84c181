// The examples, each as a user would run it: copied into a project that has the package installed, in a namespace of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as assert from 'uvu/assert';
import { netns, Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { kernelSuite } from '../kernel/kernel.js';
import { inNamespace, type Place } from '../kernel/rtnl.js';
import { env, filesOf, project, root } from './packed.js';

const test = kernelSuite('examples');

const examples = join(root, 'examples');
/** Those in codecs/ are other libraries', in other languages: test/cli/conformance/codec.test.ts runs them. */
const programs = (): readonly string[] => filesOf(examples).filter((name) => !name.startsWith('codecs/'));
let where = '';

test.before(() => {
  where = project();
  cpSync(examples, where, { recursive: true });
  for (const name of ['@types', 'undici-types']) symlinkSync(join(root, 'node_modules', name), join(where, 'node_modules', name));
  // Once for all: each would have to be read and stripped of its types else.
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  const strict = ['--strict', '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--module', 'nodenext', '--types', 'node'];
  const names = programs().map((name) => join(where, name));
  const { status, stdout, stderr } = spawnSync(compiler, [...strict, ...names], { cwd: where, env, encoding: 'utf8' });
  assert.is(status, 0, `${stdout}${stderr}`);
});

interface Run {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Node says once that node:ffi is experimental. */
const quiet = ['--disable-warning=ExperimentalWarning'];

/** What it printed; a child process lives where the thread is that starts it. */
function run(netns: Namespace, name: string, ...words: readonly string[]): Run {
  const { status, stdout, stderr } = netns.run(() => spawnSync(process.execPath, [...quiet, name, ...words], { cwd: where, env, encoding: 'utf8' }));
  return { code: status, lines: `${stderr}${stdout}`.trimEnd().split('\n') };
}

/** Resolves once it has printed such a line. */
async function printed(child: ChildProcess, lines: readonly string[], wanted: RegExp): Promise<void> {
  while (!lines.some((line) => wanted.test(line))) await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit').then(() => assert.unreachable(lines.join('\n')))]);
}

const tested = new Set<string>();

/** A suite that runs one example in a namespace with the pair `eth0`, `far0`. */
function example(name: string, title: string, body: (place: Place & { readonly runs: (...words: readonly string[]) => Run }) => Promise<void>): void {
  tested.add(`${name}.ts`);
  test(
    `${name} ${title}`,
    inNamespace((place) => body({ ...place, runs: (...words) => run(place.netns, `${name}.js`, ...words) })),
  );
}

example('add-macvlan', 'makes a macvlan with an address, and repeats what the kernel says of a second', async ({ rtnl, runs }) => {
  const { code, lines } = runs('eth0', '172.16.10.7/24');
  const made = await rtnl.links.get('macvlan1');
  assert.equal(lines, [`macvlan1 is ${made.address}, in mode bridge, with 172.16.10.7/24`]);
  assert.is(code, 0);
  assert.is(made.linkinfo?.macvlan?.mode, 'bridge');
  assert.is((await rtnl.addresses.list({ dev: 'macvlan1', family: 'inet' }))[0]?.local, '172.16.10.7');
  const again = runs('eth0');
  assert.is(again.code, 1);
  assert.match(again.lines[0] ?? '', /File exists/);
});

example('list-addresses', 'lists every link with its addresses', async ({ rtnl, runs }) => {
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.8/24' });
  const { code, lines } = runs();
  assert.is(code, 0);
  assert.equal(lines.map((line) => line.split(' ')[0]).sort(), ['eth0', 'far0', 'lo']);
  assert.ok(lines.some((line) => line.startsWith('eth0 172.16.10.8/24')));
});

example('watch-links', 'tells of links until it is interrupted', async ({ rtnl, netns }) => {
  const child = netns.run(() => spawn(process.execPath, ['watch-links.js'], { cwd: where, env, stdio: ['ignore', 'pipe', 'inherit'] }));
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
});

example('decode-capture', 'prints what was recorded, attribute by attribute', async ({ runs }) => {
  const { code, lines } = runs(join(root, 'fixtures/start/ip-d-link-s390x.jsonl'), 'big');
  assert.is(code, 0);
  assert.match(lines[0] ?? '', /^> RTM_GETLINK/);
  assert.ok(lines.includes('<   IFLA_IFNAME "macvlan2"'));
  assert.ok(lines.some((line) => /IFLA_MACVLAN_MODE "bridge"/.test(line)));
});

example('macvlan-in-container', 'makes a macvlan inside the namespace of a process', async ({ rtnl, runs }) => {
  using netns = Namespace.create();
  const container = netns.run(() => spawn('sleep', ['60'], { stdio: 'ignore' }));
  try {
    await once(container, 'spawn');
    const { code, lines } = runs(String(container.pid), 'eth0', '172.16.10.5/24', '172.16.10.1');
    assert.is(code, 0, lines.join('\n'));
    assert.equal([...lines].sort(), ['172.16.10.0/24 from 172.16.10.5', 'default/0 via 172.16.10.1']);
    await using inside = await Rtnl.open({ netns });
    const { link, linkinfo } = await inside.links.get('macvlan1');
    assert.is(link, await rtnl.links.index('eth0'));
    assert.is(linkinfo?.macvlan?.mode, 'bridge');
  } finally {
    container.kill('SIGKILL');
  }
});

example('cni-macvlan', 'does what a container runtime asks for, and undoes it, as often as it is asked', async ({ rtnl, netns: host }) => {
  using container = Namespace.create();
  await using inside = await Rtnl.open({ netns: container });
  const configuration = { cniVersion: '1.0.0', name: 'lan', type: 'cni-macvlan', master: 'eth0', address: '172.16.10.5/24', gateway: '172.16.10.1' };
  const sandbox = `/proc/${process.pid}/fd/${container.fd}`;
  const asked = (command: string, { gateway = configuration.gateway, path = sandbox } = {}) => {
    const called = { CNI_COMMAND: command, CNI_CONTAINERID: 'one', CNI_NETNS: path, CNI_IFNAME: 'eth0' };
    const input = JSON.stringify({ ...configuration, gateway });
    const { status, stdout, stderr } = host.run(() =>
      spawnSync(process.execPath, [...quiet, 'cni-macvlan.js'], { cwd: where, env: { ...env, ...called }, encoding: 'utf8', input }),
    );
    assert.is(stderr, '');
    return { code: status, said: stdout === '' ? undefined : JSON.parse(stdout) };
  };
  assert.equal(asked('VERSION'), { code: 0, said: { cniVersion: '1.0.0', supportedVersions: ['1.0.0'] } });
  const { code, said } = asked('ADD');
  const { address: mac, linkinfo, link } = await inside.links.get('eth0');
  assert.equal([code, linkinfo?.kind, link], [0, 'macvlan', await rtnl.links.index('eth0')]);
  assert.equal(said, {
    cniVersion: '1.0.0',
    interfaces: [{ name: 'eth0', mac, sandbox }],
    ips: [{ address: '172.16.10.5/24', gateway: '172.16.10.1', interface: 0 }],
    routes: [{ dst: '0.0.0.0/0', gw: '172.16.10.1' }],
  });
  assert.is((await inside.routes.get({ to: '203.0.113.1' })).gateway, '172.16.10.1');
  const again = asked('ADD');
  assert.equal([again.code, again.said.code, again.said.details], [1, 100, 'RTM_NEWLINK']);
  assert.match(again.said.msg, /EEXIST/);
  assert.equal(asked('CHECK'), { code: 0, said: undefined });
  for (const path of [sandbox, sandbox, '/no/such/namespace', '/dev/null']) assert.equal(asked('DEL', { path }), { code: 0, said: undefined });
  assert.match(asked('CHECK').said.msg, /ENODEV/);
  assert.match(asked('ADD', { gateway: '203.0.113.1' }).said.msg, /ENETUNREACH/);
  assert.match(asked('ADD', { path: '/dev/null' }).said.msg, /"\/dev\/null": there is a file, but no namespace behind it/);
  assert.equal(
    (await inside.links.list()).map(({ ifname }) => ifname),
    ['lo'],
  );
});

example('named-namespace', 'makes one that is listed by its name, where names may be given', async ({ runs }) => {
  const name = `rtnl-example-${process.pid}`;
  const { code, lines } = runs(name);
  const output = lines.join('\n');
  const listed = (await netns.list()).includes(name);
  if (listed) await netns.delete(name);
  if (code !== 0) {
    // A user who may not write in /run/netns, or not mount there.
    assert.match(output, /CAP_DAC_OVERRIDE|CAP_SYS_ADMIN/);
    assert.not(listed);
    return;
  }
  assert.ok(listed);
  assert.equal([...lines].sort(), ['192.0.2.0/24 by itself', '198.51.100.0/24 by 192.0.2.254']);
});

example('replace-default-route', 'puts one gateway in the place of another, and repeats what the kernel says of a third', async ({ rtnl, runs }) => {
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' });
  assert.equal(runs('172.16.10.1'), { code: 0, lines: ['none -> 172.16.10.1'] });
  assert.equal(runs('172.16.10.254'), { code: 0, lines: ['172.16.10.1 -> 172.16.10.254'] });
  assert.is((await rtnl.routes.list({ family: 'inet' })).filter(({ dstLen }) => dstLen === 0).length, 1);
  const { code, lines } = runs('203.0.113.1');
  assert.is(code, 1);
  assert.match(lines[0] ?? '', /ENETUNREACH/);
});

example('list-neighbours', 'lists who is known, of one link or of all', async ({ rtnl, runs }) => {
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' });
  await rtnl.neighbours.add({ dev: 'eth0', dst: '172.16.10.1', lladdr: '02:00:00:00:00:01' });
  assert.ok(runs().lines.includes('eth0 172.16.10.1 02:00:00:00:00:01'));
  assert.ok(runs('eth0').lines.includes('eth0 172.16.10.1 02:00:00:00:00:01'));
  assert.not(runs('far0').lines.some((line) => line.startsWith('eth0')));
});

example('bridge-and-veth', 'has a port that sends back what came from it', async ({ rtnl, runs }) => {
  const { code, lines } = runs();
  assert.is(code, 0, lines.join('\n'));
  assert.match(lines[0] ?? '', /^port0 of a bridge, \w+, hairpin 1$/);
  assert.is((await rtnl.links.get('port0')).linkinfo?.bridge_slave?.mode, 1);
});

example('policy-rule', 'sends what comes from one address by a table of its own', async ({ rtnl, runs }) => {
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' });
  const { code, lines } = runs('172.16.10.5', '172.16.10.254');
  assert.is(code, 0, lines.join('\n'));
  assert.ok(lines.includes('1000: from 172.16.10.5 lookup 100'), lines.join('\n'));
  assert.is((await rtnl.routes.get({ to: '198.51.100.1', from: '172.16.10.5' })).gateway, '172.16.10.254');
});

example('nexthop-group', 'has a route over two gateways', async ({ rtnl, runs }) => {
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' });
  const { code, lines } = runs('172.16.10.1', '172.16.10.254');
  assert.is(code, 0, lines.join('\n'));
  assert.equal(lines, ['1 172.16.10.1', '2 172.16.10.254', '3 1 (2) 2 (1)']);
  assert.is((await rtnl.routes.list({ family: 'inet' })).find(({ dst }) => dst === '198.51.100.0')?.nhId, 3);
});

example('add-addresses', 'adds a thousand, and tells which are there already', async ({ rtnl, runs }) => {
  assert.equal(runs('eth0'), { code: 0, lines: ['1000 added, 0 refused'] });
  assert.is((await rtnl.addresses.list({ dev: 'eth0', family: 'inet' })).length, 1000);
  await rtnl.addresses.delete({ dev: 'eth0', address: '10.1.0.7/32' });
  const { lines } = runs('eth0');
  assert.ok(lines.includes('1 added, 999 refused'));
  assert.ok(lines.includes('10.1.0.8/32 EEXIST'));
});

example('sysctl', 'reads and writes a parameter of this namespace, and says what is not there', async ({ rtnl, runs }) => {
  const key = 'net.ipv4.conf.eth0.arp_ignore';
  assert.equal(runs(key, '1'), { code: 0, lines: [`${key} = 1`] });
  assert.is(await rtnl.sysctl.read(key), '1');
  const { code, lines } = runs('net.ipv4.no_such');
  assert.is(code, 1);
  assert.match(lines[0] ?? '', /no_such/);
});

example('agent/main', 'puts a container on the network, keeps it there, and takes everything back', async ({ netns }) => {
  using inside = Namespace.create();
  const container = inside.run(() => spawn('sleep', ['60'], { stdio: 'ignore' }));
  await once(container, 'spawn');
  const child = netns.run(() => spawn(process.execPath, [...quiet, 'agent/main.js', 'eth0', 'bridge', '172.16.10.1', `${container.pid}=172.16.10.5/24`], { cwd: where, env }));
  try {
    const lines: string[] = [];
    for (const out of [child.stdout, child.stderr]) createInterface({ input: out }).on('line', (line) => lines.push(line));
    await printed(child, lines, /^\d+: ready$/);
    await using rtnl = await Rtnl.open({ netns: inside });
    assert.is((await rtnl.links.get('eth0')).linkinfo?.macvlan?.mode, 'bridge');
    assert.is((await rtnl.routes.list({ family: 'inet' })).find(({ dstLen }) => dstLen === 0)?.gateway, '172.16.10.1');
    lines.length = 0;
    await rtnl.links.delete('eth0');
    await printed(child, lines, /makes eth0 on eth0/);
    const gone = once(child, 'exit');
    child.kill('SIGINT');
    assert.equal(await gone, [0, null]);
    assert.equal(
      (await rtnl.links.list()).map(({ ifname }) => ifname),
      ['lo'],
    );
  } finally {
    child.kill('SIGKILL');
    container.kill('SIGKILL');
  }
});

test('the agent passes its tests, on this kernel too', () => {
  for (const name of ['agent', 'attachment', 'worlds', 'agent.test', 'faults.test']) tested.add(`agent/${name}.ts`);
  const { status, stdout } = spawnSync(process.execPath, [...quiet, '--test', '--test-reporter=tap', 'agent/agent.test.js', 'agent/faults.test.js'], {
    cwd: where,
    env,
    encoding: 'utf8',
  });
  assert.is(status, 0, stdout);
  assert.match(stdout, /\n# pass 17\n# fail 0\n# cancelled 0\n# skipped 0\n/);
});

test('all have a test', () => {
  assert.equal([...programs()].sort(), [...tested].sort());
});

test.run();
