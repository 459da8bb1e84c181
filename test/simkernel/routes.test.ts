// Addresses, routes, rules, neighbours and nexthops of the simulated kernel, as kernel 6.18 told of them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError, type Route } from '../../src/index.js';
import { type World, world } from './world.js';

const test = suite('simkernel routes');

const refused = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof KernelError) return `${error.code} ${error.extendedAck?.message ?? ''}`.trim();
    throw error;
  }
  return 'granted';
};

/** A pair of veth that are up, with their own IPv6 addresses in use. */
async function pair(): Promise<World> {
  const made = await world();
  const { links } = made.rtnl;
  await links.add({ kind: 'veth', name: 'v0', address: '02:00:00:00:00:01', peer: { name: 'v1', address: '02:00:00:00:00:02' } });
  await links.set('v0', { up: true });
  await links.set('v1', { up: true });
  made.clock.advance(3000);
  made.heard();
  return made;
}

const listed = ({ dst, dstLen, table, type, priority }: Route): string => `${dst ?? 'default'}/${dstLen} ${table} ${type} ${priority ?? 0}`;

test('puts the routes that follow from an address in, and takes them back', async () => {
  const { rtnl, heard } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  assert.equal(heard(), ['NEWADDR 10.0.0.1/24', 'NEWROUTE 10.0.0.1/32 255', 'NEWROUTE 10.0.0.0/24 254', 'NEWROUTE 10.0.0.255/32 255']);
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.2/24' });
  assert.equal(heard(), ['NEWADDR 10.0.0.2/24', 'NEWROUTE 10.0.0.2/32 255']);
  await rtnl.addresses.delete({ dev: 'v0', address: '10.0.0.1/24' });
  assert.equal(heard(), [
    'DELADDR 10.0.0.2/24',
    'DELROUTE 10.0.0.2/32 255',
    'DELADDR 10.0.0.1/24',
    'DELROUTE 10.0.0.0/24 254',
    'DELROUTE 10.0.0.255/32 255',
    'DELROUTE 10.0.0.1/32 255',
  ]);
});

test('looks for duplicates of an IPv6 address on the clock it was given', async () => {
  const { rtnl, clock, heard } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: 'fd00::5/64' });
  assert.equal(heard(), ['NEWROUTE fd00::/64 254', 'NEWADDR fd00::5/64', 'NEWMULTICAST ff02::1:ff00:5']);
  const tentative = async () => (await rtnl.addresses.list({ family: 'inet6' })).some(({ address, flags }) => address === 'fd00::5' && ((flags ?? 0) & 0x40) !== 0);
  clock.advance(999);
  assert.ok(await tentative());
  clock.advance(1001);
  assert.not(await tentative());
  assert.equal(heard(), ['NEWADDR fd00::5/64', 'NEWROUTE fd00::5/128 255']);
});

test('lets addresses expire', async () => {
  const { rtnl, clock } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24', validLft: 10, preferredLft: 5 });
  const all = async () => (await rtnl.addresses.list({ family: 'inet' })).map(({ local, flags, cacheinfo }) => [local, (flags ?? 0) & 0x20, cacheinfo?.valid]);
  clock.advance(6000);
  assert.equal(await all(), [['10.0.0.1', 0x20, 4]]);
  clock.advance(5000);
  assert.equal(await all(), []);
});

test('takes routes along with a link that goes down: those of IPv4 in silence', async () => {
  const { rtnl, heard } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  await rtnl.routes.add({ dst: 'default', via: '10.0.0.2' });
  heard();
  await rtnl.links.set('v0', { up: false });
  assert.equal(
    heard().filter((line) => line.startsWith('DELROUTE') && !line.includes(':')),
    [],
  );
  assert.equal((await rtnl.routes.list({ family: 'inet' })).map(listed), []);
  await rtnl.links.set('v0', { up: true });
  assert.equal((await rtnl.routes.list({ family: 'inet' })).map(listed), ['10.0.0.0/24 254 1 0']);
});

test('adds, appends, replaces and deletes routes, and says why not', async () => {
  const { rtnl } = await pair();
  const { routes } = rtnl;
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  await routes.add({ dst: '10.9.0.0/16', via: '10.0.0.2' });
  assert.is(await refused(routes.add({ dst: '10.9.0.0/16', via: '10.0.0.3' })), 'EEXIST');
  await routes.append({ dst: '10.9.0.0/16', via: '10.0.0.3' });
  await routes.replace({ dst: '10.9.0.0/16', via: '10.0.0.4' });
  assert.equal(
    (await routes.list({ family: 'inet' })).filter(({ dst }) => dst === '10.9.0.0').map(({ gateway }) => gateway),
    ['10.0.0.4', '10.0.0.3'],
  );
  assert.is(await refused(routes.add({ dst: '10.8.0.0/16', via: '192.0.2.1' })), 'ENETUNREACH Nexthop has invalid gateway');
  assert.is(await refused(routes.add({ dst: '10.8.0.0/16', dev: 'v0', src: '10.0.0.77' })), 'EINVAL Invalid prefsrc address');
  assert.is(await refused(routes.delete({ dst: '10.77.0.0/16' })), 'ESRCH');
});

test('answers where a packet would go', async () => {
  const { rtnl } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  await rtnl.routes.add({ dst: 'default', via: '10.0.0.2' });
  const { gateway, prefsrc, oif } = await rtnl.routes.get({ to: '8.8.8.8' });
  assert.equal([gateway, prefsrc, oif], ['10.0.0.2', '10.0.0.1', 3]);
  assert.is((await rtnl.routes.get({ to: '10.0.0.1' })).type, 2);
  await rtnl.rules.add({ from: '10.0.0.0/8', to: '8.8.0.0/16', action: 'prohibit' });
  assert.is(await refused(rtnl.routes.get({ to: '8.8.8.8', from: '10.0.0.1' })), 'EACCES');
});

test('keeps rules in the order of their priorities, and gives one that has none the place before the second', async () => {
  const { rtnl } = await world();
  await rtnl.rules.add({ from: '10.0.0.0/8', table: 100 });
  await rtnl.rules.add({ from: '10.0.0.0/8', table: 100 });
  assert.equal(
    (await rtnl.rules.list({ family: 'inet' })).map(({ priority = 0, table }) => [priority, table]),
    [
      [0, 255],
      [32764, 100],
      [32765, 100],
      [32766, 254],
      [32767, 253],
    ],
  );
  await rtnl.rules.delete({ priority: 32764 });
  assert.is((await rtnl.rules.list({ family: 'inet' })).length, 4);
});

test('changes the routes that go by a nexthop with it', async () => {
  const { rtnl, heard } = await pair();
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  for (const [id, via] of [
    [1, '10.0.0.2'],
    [2, '10.0.0.3'],
  ] as const)
    await rtnl.nexthops.add({ id, via, dev: 'v0' });
  await rtnl.nexthops.add({ id: 3, group: [{ id: 1 }, { id: 2, weight: 5 }] });
  await rtnl.routes.add({ dst: '10.6.0.0/16', nhid: 3 });
  heard();
  await rtnl.nexthops.delete(2);
  assert.equal(heard(), ['DELNEXTHOP', 'NEWNEXTHOP']);
  await rtnl.nexthops.replace({ id: 1, via: '10.0.0.9', dev: 'v0' });
  assert.equal(heard(), ['NEWNEXTHOP', 'NEWROUTE 10.6.0.0/16 254']);
  await rtnl.nexthops.delete(3);
  assert.equal((await rtnl.routes.list({ family: 'inet' })).filter(({ dst }) => dst === '10.6.0.0').length, 0);
});

test('marks a neighbour as failed before it forgets it', async () => {
  const { rtnl, messages } = await pair();
  await rtnl.neighbours.add({ dev: 'v0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' });
  assert.is(await refused(rtnl.neighbours.add({ dev: 'v0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' })), 'EEXIST');
  messages();
  await rtnl.neighbours.delete({ dev: 'v0', dst: '10.0.0.2' });
  assert.equal(
    messages().map(({ name, body }) => [name, (body as { state?: number }).state]),
    [
      ['RTM_NEWNEIGH', 0x20],
      ['RTM_DELNEIGH', 0x20],
    ],
  );
});

test.run();
