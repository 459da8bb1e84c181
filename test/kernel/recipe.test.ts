// The macvlan recipe as it is typed, `rtnl` for `ip`: each row's commands, what they print beside the real `ip`, and who reaches whom.

import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { machineGround } from '../../src/cli/lab/ground.js';
import { Host } from '../../src/cli/lab/host.js';
import { Lab } from '../../src/cli/lab/topology.js';
import { main } from '../../src/cli/main.js';
import { netns } from '../../src/index.js';
import { kernelSuite } from './kernel.js';

const test = kernelSuite('recipe');

const hasIp = spawnSync('ip', ['-V']).status === 0;
if (!hasIp) console.log('recipe: nothing is compared with ip, which is not installed');

/** How often a list that changes by itself is compared. */
const ROUNDS = 20;

interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command line, in that host. Words with `-n` go where they say. */
async function told(host: Host, line: string): Promise<Told> {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout(text: string) {
      stdout += text;
    },
    stderr(text: string) {
      stderr += text;
    },
  };
  const words = line.split(' ');
  const code = await main(words[0] === '-n' ? words : ['-n', `/proc/self/fd/${host.netns.fd}`, ...words], io);
  return { code, stdout, stderr };
}

async function ip(host: Host, line: string): Promise<Told> {
  using namespace = await netns.open(host.netns);
  const { status, stdout, stderr } = namespace.run(() => spawnSync('ip', line.split(' '), { encoding: 'utf8' }));
  return { code: status, stdout, stderr };
}

/** Commands that do their work without a word. */
async function typed(host: Host, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) assert.equal(await told(host, line), { code: 0, stdout: '', stderr: '' }, line);
}

/** Without timers, which run. */
const still = (one: Told): string => JSON.stringify({ ...one, stdout: one.stdout.replace(/(_timer +)[\d.]+/g, '$1') }, undefined, 1);

/** What a command prints, which is what `ip` prints; neighbours may change while they are compared. */
async function beside(host: Host, line: string): Promise<Told> {
  let ours = await told(host, line);
  for (let round = 1; hasIp; round++) {
    const theirs = await ip(host, line);
    if (round === ROUNDS || still(theirs) === still(ours)) {
      assert.is(still(ours), still(theirs), line);
      break;
    }
    ours = await told(host, line);
  }
  return ours;
}

async function shown(host: Host, line: string): Promise<string> {
  const { code, stdout, stderr } = await beside(host, line);
  assert.equal({ code, stderr }, { code: 0, stderr: '' }, line);
  return stdout;
}

async function reaches(from: Host, ...addresses: readonly string[]): Promise<void> {
  for (const address of addresses) assert.ok((await from.reaches(address)).reachable, `${from.label} reaches ${address}`);
}

async function misses(from: Host, ...addresses: readonly string[]): Promise<void> {
  const answers = await Promise.all(addresses.map((address) => from.misses(address)));
  for (const [i, { reachable }] of answers.entries()) assert.not(reachable, `${from.label} does not reach ${addresses[i]}`);
}

function inLab(body: (lab: Lab) => Promise<void>): () => Promise<void> {
  return async () => {
    const lab = await Lab.build({ signal: new AbortController().signal });
    try {
      await body(lab);
    } finally {
      await lab.close();
    }
  };
}

/** The words of a mode, none for the kernel's own. */
const addChild = (name: string, link: string, address: string, ...mode: readonly string[]): string[] => [
  ['link add', name, 'link', link, 'type macvlan', ...mode].join(' '),
  `address add ${address}/24 dev ${name}`,
  `link set ${name} up`,
];

/** Rows 1 to 3. */
async function addFour({ net1, net2 }: Lab): Promise<void> {
  await typed(net1, ...addChild('macvlan1', 'eth0', '172.16.10.5'), ...addChild('macvlan2', 'eth0', '172.16.10.6'), ...addChild('macvlan3', 'eth1', '192.168.10.5'));
  await typed(net2, ...addChild('macvlan4', 'eth1', '192.168.10.6'));
}

const macOf = async ({ rtnl }: Host, name: string): Promise<string> => (await rtnl.links.get(name)).address as string;

test(
  'rows 1 and 2: two children on one parent, vepa by default, reached by the server',
  inLab(async (lab) => {
    const { net1, server } = lab;
    await typed(net1, ...addChild('macvlan1', 'eth0', '172.16.10.5'));
    assert.match(await shown(net1, '-d link show macvlan1'), / macvlan1@eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> [\s\S]* macvlan mode vepa /);
    await typed(net1, ...addChild('macvlan2', 'eth0', '172.16.10.6'));
    assert.match(await shown(net1, 'address show macvlan2'), / macvlan2@eth0: [\s\S]*inet 172\.16\.10\.6\/24 scope global macvlan2\n/);
    assert.is((await shown(net1, 'link show type macvlan')).split('link/ether').length, 3);
    await shown(net1, '-d -j link show');
    await reaches(server, '172.16.10.5', '172.16.10.6');
  }),
);

test(
  'rows 3 and 4: parents without an address; the routes of the host',
  inLab(async (lab) => {
    const { net1, net2 } = lab;
    await addFour(lab);
    assert.not.match(await shown(net1, '-4 address show eth1'), /inet/);
    await reaches(net1, '192.168.10.6');
    assert.is(await shown(net2, 'route show dev macvlan4'), '192.168.10.0/24 proto kernel scope link src 192.168.10.6 \n');
    assert.is(
      (await shown(net1, 'route')).replace(/ proto (static|boot)/, ''),
      [
        'default via 172.16.10.1 dev eth0 ',
        '172.16.10.0/24 dev eth0 proto kernel scope link src 172.16.10.2 ',
        '172.16.10.0/24 dev macvlan1 proto kernel scope link src 172.16.10.5 ',
        '172.16.10.0/24 dev macvlan2 proto kernel scope link src 172.16.10.6 ',
        '192.168.10.0/24 dev macvlan3 proto kernel scope link src 192.168.10.5 ',
        '',
      ].join('\n'),
    );
    await shown(net1, '-j route show');
  }),
);

test(
  "row 5: each address with its own link's in the switch's table, once net1 is told to",
  inLab(async (lab) => {
    const { net1, wire } = lab;
    await addFour(lab);
    await reaches(wire, '172.16.10.2', '172.16.10.5', '172.16.10.6');
    await shown(wire, 'neighbour show dev br10');
    for (const key of ['arp_ignore=1', 'arp_announce=2', 'rp_filter=2']) {
      assert.equal(await told(net1, `sysctl -w net.ipv4.conf.all.${key}`), { code: 0, stdout: `net.ipv4.conf.all.${key.replace('=', ' = ')}\n`, stderr: '' });
    }
    await typed(wire, 'neighbour flush dev br10');
    await reaches(wire, '172.16.10.2', '172.16.10.5', '172.16.10.6');
    const table = await shown(wire, 'neighbour show dev br10');
    for (const [name, address] of [
      ['eth0', '172.16.10.2'],
      ['macvlan1', '172.16.10.5'],
      ['macvlan2', '172.16.10.6'],
    ] as const) {
      assert.ok(table.includes(`${address} lladdr ${await macOf(net1, name)} `), table);
    }
  }),
);

test(
  'rows 6 and 7: the parent is promiscuous as long as it has a child; what is gone is told by name',
  inLab(async (lab) => {
    const { net1, net2 } = lab;
    await addFour(lab);
    assert.match(await shown(net1, '-d link show eth1'), / promiscuity 1 /);
    await typed(net1, 'link delete macvlan1', 'link delete macvlan2', 'link delete macvlan3');
    await typed(net2, 'link delete macvlan4');
    assert.match(await shown(net1, '-d link show eth1'), / promiscuity 0 /);
    assert.equal(await beside(net1, 'link delete macvlan1'), { code: 1, stdout: '', stderr: 'Cannot find device "macvlan1"\n' });
    assert.is(await shown(net1, 'link show type macvlan'), '');
  }),
);

test(
  'row 15: passthru is alone on its parent, with its address',
  inLab(async ({ net1 }) => {
    await typed(net1, 'link add macvlan1 link eth1 type macvlan mode passthru');
    assert.is(await macOf(net1, 'macvlan1'), await macOf(net1, 'eth1'));
    assert.match(await shown(net1, '-d link show macvlan1'), / macvlan mode passthru /);
    const second = await beside(net1, 'link add macvlan2 link eth1 type macvlan mode passthru');
    assert.equal(second, { code: 2, stdout: '', stderr: 'RTNETLINK answers: Invalid argument\n' });
  }),
);

test(
  'row 16: source receives those on its list',
  inLab(async (lab) => {
    const { net1, net2 } = lab;
    const host = await lab.namespace('namespace1');
    const source = await macOf(net2, 'eth1');
    const list = async () => / remotes \((\d+)\)((?: [0-9a-f:]{17})*)/.exec(await shown(host, '-d link show macvlan3'))?.slice(1);
    await typed(net2, 'address add 192.168.10.6/24 dev eth1');
    await typed(net1, 'link add macvlan3 link eth1 type macvlan mode source');
    await net1.rtnl.links.set('macvlan3', { netns: host.netns });
    await typed(host, 'address add 192.168.10.5/24 dev macvlan3', 'link set macvlan3 up');
    await misses(net2, '192.168.10.5');
    await typed(host, `link set macvlan3 type macvlan macaddr add ${source}`);
    assert.equal(await list(), ['1', ` ${source}`]);
    await reaches(net2, '192.168.10.5');
    await typed(host, `link set macvlan3 type macvlan macaddr del ${source}`);
    assert.equal(await list(), ['0', '']);
    await misses(net2, '192.168.10.5');
    await typed(host, `link set macvlan3 type macvlan macaddr set ${source} 02:00:00:00:00:99`);
    assert.is((await list())?.[0], '2');
    await reaches(net2, '192.168.10.5');
    await typed(host, 'link set macvlan3 type macvlan macaddr flush');
    assert.equal(await list(), ['0', '']);
    await misses(net2, '192.168.10.5');
  }),
);

test(
  'row 17: modes of a live link are changed, but for passthru',
  inLab(async ({ net1 }) => {
    const refusal = { code: 2, stdout: '', stderr: 'RTNETLINK answers: Invalid argument\n' };
    await typed(net1, 'link add macvlan1 link eth0 type macvlan mode bridge', 'link set macvlan1 up');
    for (const mode of ['vepa', 'private', 'bridge']) {
      await typed(net1, `link set macvlan1 type macvlan mode ${mode}`);
      assert.match(await shown(net1, '-d link show macvlan1'), ` macvlan mode ${mode} `);
    }
    assert.equal(await beside(net1, 'link set macvlan1 type macvlan mode passthru'), refusal);
    await typed(net1, 'link add macvlan2 link eth1 type macvlan mode passthru');
    assert.equal(await beside(net1, 'link set macvlan2 type macvlan mode bridge'), refusal);
  }),
);

/** Of this process alone: others may walk the recipe at the same time. */
const names = ['namespace1', 'namespace2'].map((name) => `rtnl-recipe-${process.pid}-${name}`) as [string, string];

/** Why namespaces cannot have names here. */
async function nameless(): Promise<string | undefined> {
  const name = `rtnl-recipe-${process.pid}`;
  try {
    (await netns.create(name)).close();
    await netns.delete(name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const reason = await nameless().catch(String);
if (reason !== undefined) console.log(`recipe: namespaces are typed without names, ${reason}`);

/** namespace1 and namespace2 with a macvlan of net1 each, in this mode. */
async function contain(lab: Lab, ...mode: readonly string[]): Promise<readonly [Host, Host]> {
  const { net1 } = lab;
  const hosts: Host[] = [];
  for (const [i, name] of names.entries()) {
    const child = `macvlan${i + 1}`;
    if (reason === undefined) await typed(net1, `netns add ${name}`);
    const host = reason === undefined ? await Host.enter(machineGround, `namespace${i + 1}`, name, lab.signal) : await lab.namespace(`namespace${i + 1}`);
    hosts.push(host);
    await typed(net1, ['link add', child, 'link eth0 type macvlan', ...mode].join(' '), `link set ${child} netns ${host.name ?? `/proc/${process.pid}/fd/${host.netns.fd}`}`);
    await typed(host, `address add 172.16.10.${5 + i}/24 dev ${child}`, `link set ${child} up`);
  }
  await lab.forget();
  return hosts as [Host, Host];
}

async function release(lab: Lab, hosts: readonly Host[]): Promise<void> {
  for (const [i, host] of hosts.entries()) {
    // With its namespace it would go when the kernel comes to it.
    await typed(host, `link delete macvlan${i + 1}`);
    if (reason !== undefined) await lab.remove(host);
    else await host.leave();
    if (reason === undefined) await typed(lab.net1, `netns delete ${names[i]}`);
  }
}

test(
  'rows 8 to 14: children in namespaces of their own, and whom their mode and the switch let them reach',
  inLab(async (lab) => {
    const { net1, wire, server } = lab;
    const addDefaults = async (hosts: readonly Host[]) => {
      for (const host of hosts) await typed(host, 'route add default via 172.16.10.1');
    };
    try {
      let hosts = await contain(lab);
      if (reason === undefined) {
        const listed = await shown(net1, 'netns list');
        for (const name of names) assert.match(listed, new RegExp(`^${name}( |$)`, 'm'));
        assert.is(await shown(net1, `-n ${names[0]} link`), await shown(hosts[0], 'link'));
      }
      assert.match(await shown(hosts[0], 'link show macvlan1'), /^\d+: macvlan1@if\d+: .*\n.* link-netnsid \d+\n$/);
      assert.is(await shown(hosts[0], 'route'), '172.16.10.0/24 dev macvlan1 proto kernel scope link src 172.16.10.5 \n');
      await misses(server, '172.16.10.5');
      await addDefaults(hosts);
      await reaches(server, '172.16.10.2', '172.16.10.5', '172.16.10.6');
      await misses(hosts[0], '172.16.10.6', '172.16.10.2');
      await typed(wire, 'link set net1-eth0 type bridge_slave hairpin on');
      assert.match(await shown(wire, '-d link show net1-eth0'), / hairpin on /);
      await reaches(hosts[0], '172.16.10.6', '172.16.10.2');
      await typed(wire, 'link set net1-eth0 type bridge_slave hairpin off');
      await release(lab, hosts);

      hosts = await contain(lab, 'mode bridge');
      await addDefaults(hosts);
      await reaches(hosts[0], '172.16.10.6');
      await misses(hosts[0], '172.16.10.2');
      await release(lab, hosts);

      hosts = await contain(lab, 'mode private');
      await misses(hosts[0], '172.16.10.6');
      await typed(wire, 'link set net1-eth0 type bridge_slave hairpin on');
      await misses(hosts[0], '172.16.10.6');
      await release(lab, hosts);
    } finally {
      for (const name of await netns.list()) if (names.includes(name)) await netns.delete(name);
    }
  }),
);

test.run();
