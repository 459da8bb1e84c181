// VLANs of the simulated kernel: what they take from the link below, and what it takes from them. net/8021q/vlan_dev.c, vlan.c.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError } from '../../src/index.js';
import { world } from './world.js';

const test = suite('simkernel VLANs');

const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const C = '02:00:00:00:00:0c';
/** Where GVRP and MVRP speak. */
const REGISTRATION = '01:80:c2:00:00:21';

async function dummy() {
  const { rtnl, ...rest } = await world();
  await rtnl.links.add({ kind: 'dummy', name: 'd0', address: A, up: true });
  const received = async () => (await rtnl.fdb.list({ dev: 'd0' })).map(({ lladdr }) => lladdr);
  return { rtnl, received, ...rest };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'granted',
    (error) => (error instanceof KernelError ? `${error.code} ${error.extendedAck?.message ?? ''}`.trim() : Promise.reject(error)),
  );

test('have the address of the link below until they are given one', async () => {
  const { rtnl, received } = await dummy();
  await rtnl.links.add({ kind: 'vlan', name: 'l0', link: 'd0', id: 5, up: true });
  assert.is((await rtnl.links.get('l0')).address, A);
  await rtnl.links.set('d0', { address: B });
  assert.is((await rtnl.links.get('l0')).address, B);
  await rtnl.links.set('l0', { address: B });
  await rtnl.links.set('d0', { address: C });
  assert.is((await rtnl.links.get('l0')).address, B);
  assert.ok((await received()).includes(B), 'the link below receives for a VLAN whose address is another');
  await rtnl.links.set('d0', { address: B });
  assert.not.ok((await received()).includes(B), 'and no longer where it is the same');
});

test('that are down take over an address when they come up', async () => {
  const { rtnl } = await dummy();
  await rtnl.links.add({ kind: 'vlan', name: 'l0', link: 'd0', id: 5 });
  await rtnl.links.set('d0', { address: B });
  assert.is((await rtnl.links.get('l0')).address, A);
  await rtnl.links.set('l0', { up: true });
  assert.is((await rtnl.links.get('l0')).address, B);
});

test('have the link below listen for GVRP and MVRP while there are any', async () => {
  const { rtnl, received } = await dummy();
  const listens = async () => (await received()).includes(REGISTRATION);
  assert.not.ok(await listens());
  for (const id of [5, 6]) await rtnl.links.add({ kind: 'vlan', name: `l${id}`, link: 'd0', id });
  assert.ok(await listens());
  await rtnl.links.delete('l5');
  assert.ok(await listens());
  await rtnl.links.delete('l6');
  assert.not.ok(await listens());
});

test('go up and down with the link below, but for those that are bound loosely', async () => {
  const { rtnl } = await dummy();
  await rtnl.links.add({ kind: 'vlan', name: 'strict', link: 'd0', id: 5, up: true });
  await rtnl.links.add({ kind: 'vlan', name: 'loose', link: 'd0', id: 6, looseBinding: true, up: true });
  const up = async () => {
    const links = await rtnl.links.list({ kind: 'vlan' });
    return links.filter(({ flags }) => (flags & 1) !== 0).map(({ ifname }) => ifname);
  };
  await rtnl.links.set('d0', { up: false });
  assert.equal(await up(), ['loose']);
  await rtnl.links.set('d0', { up: true });
  assert.equal(await up(), ['strict', 'loose']);
});

test('tell priorities by the bits that they are looked up by, the last one first', async () => {
  const { rtnl } = await dummy();
  const qos = async () => (await rtnl.links.get('l0')).linkinfo?.vlan;
  await rtnl.links.add({ kind: 'vlan', name: 'l0', link: 'd0', id: 5, egressQos: [1, 17, 0].map((from) => ({ from, to: 3 })), ingressQos: [{ from: 9, to: 5 }] });
  assert.equal(
    (await qos())?.egressQos?.map(({ from }) => from),
    [0, 17, 1],
  );
  assert.equal((await qos())?.ingressQos, [{ from: 1, to: 5 }]);
  await rtnl.links.set('l0', { kind: 'vlan', egressQos: [{ from: 17, to: 0 }] });
  assert.equal(
    (await qos())?.egressQos?.map(({ from }) => from),
    [0, 1],
  );
  await rtnl.links.set('l0', {
    kind: 'vlan',
    egressQos: [
      { from: 1, to: 4 },
      { from: 17, to: 2 },
    ],
  });
  assert.equal(
    (await qos())?.egressQos,
    [
      { from: 0, to: 3 },
      { from: 17, to: 2 },
      { from: 1, to: 4 },
    ],
    'what mapped to nothing has kept its place',
  );
});

test('are nested eight deep at most, bridges among them', async () => {
  const { rtnl } = await dummy();
  let below = 'd0';
  for (const id of [1, 2, 3, 4, 5, 6]) {
    await rtnl.links.add({ kind: 'vlan', name: `l${id}`, link: below, id });
    below = `l${id}`;
  }
  await rtnl.links.add({ kind: 'bridge', name: 'b0' });
  await rtnl.links.set(below, { master: 'b0' });
  assert.is(await code(rtnl.links.add({ kind: 'vlan', name: 'top', link: 'b0', id: 9 })), 'EMLINK');
});

test.run();
