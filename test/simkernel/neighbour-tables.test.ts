// The tables of neighbours of a simulated kernel: what is said of one namespace, of all, and of links to come.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError, type NeighbourTable, Rtnl } from '../../src/index.js';
import { world } from './world.js';

const test = suite('simkernel tables of neighbours');

const arp = async (rtnl: Rtnl): Promise<NeighbourTable[]> => [...(await rtnl.neighbourTables.list({ family: 'inet' }))];

test('the first namespace alone says how large a table may get; all are told', async () => {
  const { kernel, rtnl } = await world();
  const other = await Rtnl.open({ transport: kernel.transport({ netns: kernel.createNamespace() }) });
  await rtnl.neighbourTables.set({ name: 'arp_cache', thresh3: 9000, gcInterval: 10 });
  await assert_refused(other.neighbourTables.set({ name: 'arp_cache', thresh3: 5 }), 'ENOENT');
  const [table] = await arp(other);
  assert.is(table?.thresh3, 9000);
  assert.is(table?.gcInterval, 12n, 'rounded up to a tick');
});

test('links begin with what is said of links to come', async () => {
  const { rtnl } = await world();
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.neighbourTables.set({ name: 'arp_cache', retrans: 500 });
  await rtnl.links.add({ kind: 'dummy', name: 'd1' });
  assert.equal(
    (await arp(rtnl)).map(({ parms }) => [parms?.ifindex, parms?.retransTime]),
    [
      [undefined, 500n],
      [3, 500n],
      [2, 1000n],
      [1, 1000n],
    ],
  );
});

test('what IPv6 tells of a link is what its parameters say', async () => {
  const { rtnl } = await world();
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.neighbourTables.set({ name: 'ndisc_cache', dev: 'd0', retrans: 250, baseReachable: 4 });
  const { afSpec } = await rtnl.links.get('d0');
  assert.is(afSpec?.inet6?.cacheinfo?.retransTime, 252);
  assert.is(afSpec?.inet6?.cacheinfo?.reachableTime, 0, 'half of a tick, and less than one more');
});

test('a table counts the neighbours of all namespaces, and who uses the parameters of a link', async () => {
  const { kernel, rtnl } = await world();
  await rtnl.links.add({ kind: 'dummy', name: 'd0', up: true });
  for (let i = 1; i <= 9; i++) await rtnl.neighbours.add({ dev: 'd0', dst: `10.0.0.${i}`, lladdr: '02:00:00:00:00:09' });
  const other = await Rtnl.open({ transport: kernel.transport({ netns: kernel.createNamespace() }) });
  const [table] = await arp(other);
  assert.is(table?.config?.entries, 9);
  assert.is(table?.config?.hashMask, 15);
  assert.is((await arp(rtnl))[1]?.parms?.refcnt, 10);
  await rtnl.links.delete('d0');
  assert.is((await arp(other))[0]?.config?.entries, 0);
});

async function assert_refused(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof KernelError && error.code === code, String(error));
}

test.run();
