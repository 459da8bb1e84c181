// Who reaches whom on the macvlan recipe, without a packet: the answers of the rows as kernel 6.18 gave them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { SimulatedKernel } from '../../src/simkernel/kernel.js';
import type { NetNamespace } from '../../src/simkernel/namespace.js';

const test = suite('simkernel reach');

const NAMES = ['net1', 'net2', 'switch', 'server', 'namespace1', 'namespace2'] as const;
type Name = (typeof NAMES)[number];

interface Lab {
  readonly kernel: SimulatedKernel;
  readonly spaces: Readonly<Record<Name, NetNamespace>>;
  readonly clients: Readonly<Record<Name, Rtnl>>;
  /** `yes`, or why not. */
  ask(from: Name, to: string): string;
}

/** net1 and net2 behind a bridge of the switch, a server behind its other link, and two containers on macvlans of net1. */
async function lab(mode: 'private' | 'vepa' | 'bridge' | 'source', { routes = true } = {}): Promise<Lab> {
  const kernel = new SimulatedKernel({ kernel: '6.18' });
  const spaces = Object.fromEntries(NAMES.map((name) => [name, kernel.createNamespace(name)])) as Record<Name, NetNamespace>;
  const clients = {} as Record<Name, Rtnl>;
  for (const name of NAMES) clients[name] = await Rtnl.open({ transport: kernel.transport({ netns: spaces[name] }) });
  const wire = clients.switch;
  kernel.sysctl(spaces.switch, 'net.ipv4.ip_forward', 1);
  await wire.links.add({ kind: 'bridge', name: 'br10', up: true });
  await wire.addresses.add({ dev: 'br10', address: '172.16.10.1/24' });
  for (const name of ['net1', 'net2', 'server'] as const) {
    await wire.links.add({ kind: 'veth', name: `${name}-eth0`, peer: { name: 'eth0', netns: { fd: spaces[name].fd } } });
    await wire.links.set(`${name}-eth0`, { ...(name !== 'server' && { master: 'br10' }), up: true });
    await clients[name].links.set('eth0', { up: true });
  }
  await wire.addresses.add({ dev: 'server-eth0', address: '10.20.30.1/24' });
  await clients.server.addresses.add({ dev: 'eth0', address: '10.20.30.13/24' });
  await clients.server.routes.add({ dst: 'default', via: '10.20.30.1' });
  for (const [name, host] of [
    ['net1', 2],
    ['net2', 3],
  ] as const) {
    await clients[name].addresses.add({ dev: 'eth0', address: `172.16.10.${host}/24` });
    await clients[name].routes.add({ dst: 'default', via: '172.16.10.1' });
  }
  for (const n of [1, 2] as const) {
    const inside = clients[`namespace${n}`];
    const { index } = await clients.net1.links.add({ kind: 'macvlan', name: `macvlan${n}`, link: 'eth0', mode });
    await clients.net1.links.set(index, { netns: { fd: spaces[`namespace${n}`].fd } });
    await inside.addresses.add({ dev: `macvlan${n}`, address: `172.16.10.${4 + n}/24` });
    await inside.links.set(`macvlan${n}`, { up: true });
    if (routes) await inside.routes.add({ dst: 'default', via: '172.16.10.1' });
  }
  return {
    kernel,
    spaces,
    clients,
    ask(from, to) {
      const { reachable, why } = kernel.reach(spaces[from], to);
      return reachable ? 'yes' : why;
    },
  };
}

test('lets a server reach all that have a route back to it', async () => {
  const { ask } = await lab('vepa');
  for (const to of ['172.16.10.2', '172.16.10.3', '172.16.10.5', '172.16.10.6']) assert.is(ask('server', to), 'yes', to);
  const without = await lab('vepa', { routes: false });
  assert.is(without.ask('server', '172.16.10.5'), 'namespace1 has no route to 10.20.30.13');
});

test('keeps siblings in mode vepa apart until the port hairpins, and says so', async () => {
  const apart = await lab('vepa');
  assert.is(
    apart.ask('namespace1', '172.16.10.6'),
    'nobody answers for 172.16.10.6 on macvlan1 in namespace1: macvlan1 is in vepa mode and port net1-eth0 of br10 does not hairpin',
  );
  assert.match(apart.ask('namespace1', '172.16.10.2'), /does not hairpin/);
  const { ask } = apart;
  await hairpin(apart);
  assert.is(ask('namespace1', '172.16.10.6'), 'yes');
  assert.is(ask('namespace1', '172.16.10.2'), 'yes');
});

const hairpin = ({ clients }: Lab) => clients.switch.links.set('net1-eth0', { kind: 'bridge_slave', hairpin: true });

test('lets siblings in mode bridge reach each other, and never the parent', async () => {
  const { ask } = await lab('bridge');
  assert.is(ask('namespace1', '172.16.10.6'), 'yes');
  assert.match(ask('namespace1', '172.16.10.2'), /does not hairpin/);
  assert.is(ask('namespace1', '172.16.10.3'), 'yes');
});

test('keeps siblings in mode private apart, hairpin or not', async () => {
  const made = await lab('private');
  assert.match(made.ask('namespace1', '172.16.10.6'), /private mode/);
  await hairpin(made);
  assert.match(made.ask('namespace1', '172.16.10.6'), /private mode/);
  assert.is(made.ask('namespace1', '172.16.10.3'), 'yes');
});

test('receives in mode source from those on the list alone', async () => {
  const { ask, clients } = await lab('source');
  const { address } = await clients.net2.links.get('eth0');
  assert.match(ask('net2', '172.16.10.5'), /is not on the list of macvlan1/);
  await clients.namespace1.links.set('macvlan1', { kind: 'macvlan', macaddrs: { add: address as string } });
  assert.is(ask('net2', '172.16.10.5'), 'yes');
  await clients.namespace1.links.set('macvlan1', { kind: 'macvlan', macaddrs: { flush: true } });
  assert.match(ask('net2', '172.16.10.5'), /is not on the list of macvlan1/);
});

test('lets hosts reach each other by macvlans on parents that have no address', async () => {
  const { ask, clients, kernel, spaces } = await lab('vepa');
  await clients.switch.links.add({ kind: 'bridge', name: 'br20', up: true });
  for (const [name, host, child] of [
    ['net1', 5, 'macvlan3'],
    ['net2', 6, 'macvlan4'],
  ] as const) {
    await clients.switch.links.add({ kind: 'veth', name: `${name}-eth1`, master: 'br20', up: true, peer: { name: 'eth1', netns: { fd: spaces[name].fd } } });
    await clients[name].links.set('eth1', { up: true });
    await clients[name].links.add({ kind: 'macvlan', name: child, link: 'eth1', up: true });
    await clients[name].addresses.add({ dev: child, address: `192.168.10.${host}/24` });
  }
  assert.is(ask('net1', '192.168.10.6'), 'yes');
  // At first any link of a host answers for it.
  for (const name of ['net1', 'net2'] as const) kernel.sysctl(spaces[name], 'net.ipv4.conf.all.arp_ignore', 1);
  assert.equal(kernel.reach(spaces.net1, '192.168.10.6').path, ['macvlan4 in net2', 'macvlan3 in net1']);
  assert.is(ask('server', '192.168.10.6'), 'switch has no route to 192.168.10.6');
  await clients.net2.links.delete('macvlan4');
  assert.is(ask('net1', '192.168.10.6'), 'nobody answers for 192.168.10.6 on macvlan3 in net1: macvlan3 is in vepa mode and port net1-eth1 of br20 does not hairpin');
});

test('gives the only child in mode passthru all that comes, and its parent nothing', async () => {
  const { ask, clients, spaces } = await lab('bridge');
  for (const n of [1, 2] as const) await clients[`namespace${n}`].links.delete(`macvlan${n}`);
  const { index } = await clients.net1.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', mode: 'passthru' });
  await clients.net1.links.set(index, { netns: { fd: spaces.namespace1.fd } });
  await clients.namespace1.addresses.add({ dev: 'macvlan1', address: '172.16.10.5/24' });
  await clients.namespace1.links.set('macvlan1', { up: true });
  await clients.namespace1.routes.add({ dst: 'default', via: '172.16.10.1' });
  assert.is(ask('server', '172.16.10.5'), 'yes');
  assert.is(ask('net2', '172.16.10.5'), 'yes');
  assert.match(ask('net2', '172.16.10.2'), /^nobody answers for 172\.16\.10\.2 on eth0 in net2/);
});

test('goes by the mode that a live link was changed to', async () => {
  const { ask, clients } = await lab('bridge');
  const change = async (mode: 'vepa' | 'private' | 'bridge') => {
    for (const n of [1, 2] as const) await clients[`namespace${n}`].links.set(`macvlan${n}`, { kind: 'macvlan', mode });
    return ask('namespace1', '172.16.10.6');
  };
  assert.match(await change('vepa'), /vepa mode and port net1-eth0 of br10 does not hairpin/);
  assert.match(await change('private'), /private mode/);
  assert.is(await change('bridge'), 'yes');
});

test('asks at which link an address is, where arp_ignore says so', async () => {
  const { ask, clients, kernel, spaces } = await lab('vepa');
  await clients.net1.addresses.add({ dev: 'lo', address: '10.0.0.9/32' });
  await clients.switch.routes.add({ dst: '10.0.0.9/32', dev: 'br10' });
  await clients.net1.links.set('lo', { up: true });
  assert.is(ask('switch', '10.0.0.9'), 'yes');
  kernel.sysctl(spaces.net1, 'net.ipv4.conf.all.arp_ignore', 1);
  assert.match(ask('switch', '10.0.0.9'), /^nobody answers for 10\.0\.0\.9 on br10 in switch/);
});

test('says what is down', async () => {
  const { ask, clients, kernel, spaces } = await lab('bridge');
  await clients.switch.links.set('net2-eth0', { up: false });
  assert.match(ask('net1', '172.16.10.3'), /net2-eth0/);
  kernel.sysctl(spaces.switch, 'net.ipv4.ip_forward', 0);
  assert.is(ask('net1', '10.20.30.13'), 'switch does not forward');
});

test.run();
