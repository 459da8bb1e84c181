// Links of the simulated kernel: what is told of them, to whom and in which order. Orders are those that a monitor of kernel 6.18 saw.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError } from '../../src/index.js';
import { world } from './world.js';

const test = suite('simkernel links');

const refused = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof KernelError) return `${error.code} ${error.extendedAck?.message ?? ''}`.trim();
    throw error;
  }
  return 'granted';
};

test('has a loopback from the start, and gives indexes and names as the kernel does', async () => {
  const { rtnl } = await world();
  await rtnl.links.add({ kind: 'dummy' });
  await rtnl.links.add({ kind: 'dummy' });
  await rtnl.links.delete('dummy0');
  assert.is((await rtnl.links.add({ kind: 'dummy' })).index, 4);
  assert.equal(
    (await rtnl.links.list()).map(({ index, ifname }) => `${index} ${ifname}`),
    ['1 lo', '3 dummy1', '4 dummy0'],
  );
});

test('tells of a pair of veth as the kernel does', async () => {
  const { rtnl, heard } = await world();
  await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } });
  const one = (index: number, name: string) => [`NEWNETCONF 2 ${index}`, `NEWNETCONF 10 ${index}`, 'NEWMULTICAST ff01::1', 'NEWMULTICAST ff02::1', `NEWLINK ${name} down`];
  assert.equal(heard(), [...one(2, 'v1'), ...one(3, 'v0')]);
  await rtnl.links.set('v0', { up: true });
  assert.equal(heard(), ['NEWLINK v0 lowerlayerdown', 'NEWMULTICAST 224.0.0.1']);
  await rtnl.links.set('v1', { up: true });
  const ready = (name: string) => ['NEWROUTE ff00::/8 255', 'NEWROUTE fe80::/64 254', `NEWLINK ${name} up family 10`, `NEWLINK ${name} up`];
  assert.equal(heard().slice(0, -2), ['NEWLINK v1 lowerlayerdown', 'NEWMULTICAST 224.0.0.1', ...ready('v1'), ...ready('v0')]);
  await rtnl.links.delete('v1');
  assert.equal(
    (await rtnl.links.list()).map(({ ifname }) => ifname),
    ['lo'],
  );
});

test("lets ports join and leave a bridge in the kernel's order", async () => {
  const { rtnl, heard } = await world();
  await rtnl.links.add({ kind: 'bridge', name: 'b0', address: '02:00:00:00:00:b0' });
  await rtnl.links.add({ kind: 'veth', name: 'v0', address: '02:00:00:00:00:01', peer: { name: 'v1' } });
  heard();
  await rtnl.links.set('v0', { master: 'b0' });
  assert.equal(heard(), ['NEWLINK v0 down', 'NEWLINK v0 down', 'NEWLINK b0 down', 'NEWNEIGH 02:00:00:00:00:01', 'NEWLINK v0 down family 7']);
  const port = await rtnl.links.get('v0');
  assert.equal([port.promiscuity, port.allmulti, port.linkinfo?.slaveKind, port.linkinfo?.bridge_slave?.id], [1, 1, 'bridge', 0x8001]);
  await rtnl.links.set('v0', { master: 0 });
  assert.equal((await rtnl.links.get('v0')).promiscuity, 0);
});

test('takes the address of a bridge from its ports', async () => {
  const { rtnl } = await world();
  await rtnl.links.add({ kind: 'bridge', name: 'b0' });
  for (const n of [5, 3, 4]) {
    await rtnl.links.add({ kind: 'veth', name: `v${n}`, address: `02:00:00:00:00:0${n}`, peer: { name: `p${n}` } });
    await rtnl.links.set(`v${n}`, { master: 'b0' });
  }
  assert.is((await rtnl.links.get('b0')).address, '02:00:00:00:00:03');
});

test('shrinks macvlans with their lower link, counts promiscuity, and deletes them with it', async () => {
  const { rtnl, heard } = await world();
  await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } });
  await rtnl.links.set('v0', { up: true });
  for (const name of ['m0', 'm1']) await rtnl.links.add({ kind: 'macvlan', name, link: 'v0', mode: 'bridge', up: true });
  assert.is((await rtnl.links.get('v0')).promiscuity, 1);
  await rtnl.links.set('v0', { mtu: 1400 });
  assert.is((await rtnl.links.get('m1')).mtu, 1400);
  assert.is(await refused(rtnl.links.set('m1', { mtu: 1500 })), 'EINVAL');
  await rtnl.links.set('m0', { up: false });
  await rtnl.links.set('m1', { up: false });
  assert.is((await rtnl.links.get('v0')).promiscuity, 0);
  heard();
  await rtnl.links.delete('v0');
  assert.equal(
    heard()
      .filter((line) => line.startsWith('DELLINK'))
      .sort(),
    ['DELLINK m0 down', 'DELLINK m1 down', 'DELLINK v0 down', 'DELLINK v1 down'],
  );
});

test('keeps the rules of macvlan modes', async () => {
  const { rtnl } = await world();
  const { links } = rtnl;
  await links.add({ kind: 'dummy', name: 'd0', address: '02:00:00:00:00:0d' });
  await links.add({ kind: 'macvlan', name: 'm0', link: 'd0', mode: 'bridge' });
  for (const mode of ['vepa', 'private', 'bridge'] as const) await links.set('m0', { kind: 'macvlan', mode });
  assert.is(await refused(links.set('m0', { kind: 'macvlan', mode: 'passthru' })), 'EINVAL');
  assert.is(await refused(links.add({ kind: 'macvlan', name: 'm1', link: 'd0', mode: 'passthru' })), 'EINVAL');
  await links.delete('m0');
  await links.add({ kind: 'macvlan', name: 'm1', link: 'd0', mode: 'passthru' });
  assert.is((await links.get('m1')).address, '02:00:00:00:00:0d');
  assert.is(await refused(links.add({ kind: 'macvlan', name: 'm2', link: 'd0' })), 'EINVAL');
});

test('finds the fault in a VLAN that cannot be', async () => {
  const { rtnl } = await world();
  const { links } = rtnl;
  await links.add({ kind: 'dummy', name: 'd0' });
  await links.add({ kind: 'vlan', name: 'd0.5', link: 'd0', id: 5 });
  assert.is(await refused(links.add({ kind: 'vlan', name: 'other', link: 'd0', id: 5 })), 'EEXIST 8021q: VLAN device already exists');
  assert.is(await refused(links.add({ kind: 'vlan', name: 'other', link: 'lo', id: 5 })), 'EOPNOTSUPP 8021q: VLANs not supported on device');
  assert.is(await refused(links.set('d0.5', { up: true })), 'ENETDOWN');
  await links.set('d0', { up: true });
  await links.set('d0.5', { up: true });
  assert.ok(((await links.get('d0.5')).flags & 1) === 1);
});

test('refuses changes without CAP_NET_ADMIN, and answers questions', async () => {
  const { kernel } = await world();
  const { Rtnl } = await import('../../src/index.js');
  const rtnl = await Rtnl.open({ transport: kernel.transport({ admin: false }) });
  assert.is(await refused(rtnl.links.set('lo', { up: true })), 'EPERM');
  assert.is((await rtnl.links.get('lo')).index, 1);
});

test.run();
