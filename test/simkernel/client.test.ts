// The library as it is, over the simulated kernel: monitors, mirrors, streams, batches, the other byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Link, Rtnl } from '../../src/index.js';
import { addAddressRequest } from '../../src/rtnl/address-requests.js';
import { SimulatedKernel } from '../../src/simkernel/kernel.js';
import { world } from './world.js';

const test = suite('simkernel client');

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('is monitored', async () => {
  const { rtnl } = await world();
  const monitor = rtnl.monitor(['link', 'address']);
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.addresses.add({ dev: 'd0', address: '10.0.0.1/24' });
  const seen: string[] = [];
  for await (const change of monitor) {
    if (change.kind === 'message') seen.push(change.message.name);
    if (seen.length === 2) break;
  }
  assert.equal(seen, ['RTM_NEWLINK', 'RTM_NEWADDR']);
});

test('is mirrored by a watch that is never stale', async () => {
  const { rtnl } = await world();
  const watch = rtnl.watch(['link', 'address', 'route']);
  await watch.ready;
  await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } });
  await rtnl.links.set('v0', { up: true });
  await rtnl.links.set('v1', { up: true });
  await rtnl.addresses.add({ dev: 'v0', address: '10.0.0.1/24' });
  await rtnl.routes.add({ dst: '10.9.0.0/16', via: '10.0.0.2' });
  await rtnl.links.set('v0', { up: false });
  await turn();
  await watch.settled();
  const names = [...watch.current.link.values()].map((link) => (link as Link).ifname);
  assert.equal(names, ['lo', 'v1', 'v0']);
  assert.is(watch.current.route.size, (await rtnl.routes.list({ table: 'all' })).length);
  await watch.close();
});

test('lists what does not fit in one datagram, one by one as well', async () => {
  const { rtnl } = await world();
  for (let n = 0; n < 300; n++) await rtnl.links.add({ kind: 'dummy' });
  let count = 0;
  for await (const { ifname } of rtnl.links.stream()) if (ifname !== undefined) count++;
  assert.is(count, 301);
  assert.is((await rtnl.links.list({ kind: 'dummy' })).length, 300);
});

test('takes batches, each request with an answer of its own', async () => {
  const { rtnl } = await world();
  const { index } = await rtnl.links.add({ kind: 'dummy' });
  const outcomes = await rtnl.batch(['10.0.0.1/24', '10.0.0.2/24', '10.0.0.1/24'].map((address) => addAddressRequest(index, { address })));
  assert.equal(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  );
});

test('speaks either byte order', async () => {
  for (const byteOrder of ['little', 'big'] as const) {
    const kernel = new SimulatedKernel({ kernel: '6.18', byteOrder });
    const rtnl = await Rtnl.open({ transport: kernel.transport() });
    await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', address: '02:00:00:00:00:01' } });
    await rtnl.addresses.add({ dev: 'v0', address: 'fd00::1/64' });
    assert.is((await rtnl.links.get('v1')).address, '02:00:00:00:00:01', byteOrder);
    assert.is((await rtnl.addresses.list({ family: 'inet6' }))[0]?.address, 'fd00::1', byteOrder);
  }
});

test('is the same again with the same seed', async () => {
  const addresses = async (seed: number) => {
    const { rtnl } = await world({ seed });
    for (const name of ['a', 'b']) await rtnl.links.add({ kind: 'dummy', name });
    return (await rtnl.links.list()).map(({ address }) => address).join();
  };
  assert.is(await addresses(7), await addresses(7));
  assert.is.not(await addresses(7), await addresses(8));
});

test.run();
