// Bridges with VLANs, which the simulated kernel has where it is asked for them. What Linux 6.18.15 makes of them is in
// fixtures/differential/6.18-vlans-*.json. net/bridge/br_vlan.c.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError } from '../../src/index.js';
import type { KernelOptions } from '../../src/simkernel/kernel.js';
import { world } from './world.js';

const test = suite('simkernel VLANs of bridges');

async function bridged(options: KernelOptions = {}) {
  const { rtnl, ...rest } = await world({ bridgeVlans: true, ...options });
  await rtnl.links.add({ kind: 'bridge', name: 'b0', address: '02:00:00:00:00:01', up: true });
  const data = async () => (await rtnl.links.get('b0')).linkinfo?.bridge;
  return { rtnl, data, ...rest };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'granted',
    (error) => (error instanceof KernelError ? error.code : Promise.reject(error)),
  );

test('are not there unless they are asked for', async () => {
  const { rtnl, data } = await bridged({ bridgeVlans: false });
  assert.is((await data())?.vlanDefaultPvid, undefined);
  assert.is(await code(rtnl.links.set('b0', { kind: 'bridge', vlanFiltering: 1 })), 'EOPNOTSUPP');
  assert.is(await code(rtnl.links.set('b0', { kind: 'bridge', vlanDefaultPvid: 4095 })), 'granted');
  assert.equal(
    (await rtnl.fdb.list()).filter(({ vlan }) => vlan !== undefined),
    [],
  );
});

test('begin with one, in which the bridge and its ports have their addresses', async () => {
  const { rtnl, data } = await bridged();
  await rtnl.links.add({ kind: 'dummy', name: 'd0', address: '02:00:00:00:00:02', up: true });
  await rtnl.links.set('d0', { master: 'b0' });
  assert.equal([(await data())?.vlanFiltering, (await data())?.vlanProtocol, (await data())?.vlanDefaultPvid], [0, '802.1Q', 1]);
  const listed = (await rtnl.fdb.list({ bridge: 'b0' })).flatMap(({ lladdr, vlan, master }) => (master === undefined ? [] : [`${lladdr} ${vlan ?? 'none'}`]));
  assert.equal(listed.sort(), ['02:00:00:00:00:01 1', '02:00:00:00:00:01 none', '02:00:00:00:00:02 1', '02:00:00:00:00:02 none']);
});

test('filter once that is turned on', async () => {
  const { rtnl, data } = await bridged();
  await rtnl.links.set('b0', { kind: 'bridge', vlanFiltering: 1, vlanDefaultPvid: 7 });
  assert.equal([(await data())?.vlanFiltering, (await data())?.vlanDefaultPvid], [1, 7]);
});

test.run();
