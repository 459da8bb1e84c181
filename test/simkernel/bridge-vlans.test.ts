// Bridges with VLANs, which the simulated kernel has where it is asked for them. What Linux 6.18.15 makes of them is in
// fixtures/differential/6.18-vlans-*.json. net/bridge/br_vlan.c.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram, KernelError, type RtnlMessage } from '../../src/index.js';
import { AF_BRIDGE } from '../../src/rtnl/constants.js';
import type { KernelOptions } from '../../src/simkernel/kernel.js';
import { received, world } from './world.js';

const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_DUMP = 0x300;
const RTEXT_FILTER_MST = 1 << 7;

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

test('tell the states of trees in nests that do not say so, which requests must', async () => {
  const { rtnl, kernel } = await bridged();
  await rtnl.links.set('b0', { kind: 'bridge', mstEnable: true });
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  const { index } = await rtnl.links.set('d0', { master: 'b0' }).then(() => rtnl.links.get('d0'));
  const transport = kernel.transport();
  const ask = (name: 'RTM_SETLINK' | 'RTM_GETLINK', flags: number, body: object) => {
    const request = encodeDatagram([{ name, header: { flags }, body: { family: AF_BRIDGE, ...body } } as never], { byteOrder: 'little' });
    transport.send(request, false);
    return { request, replies: received(transport) };
  };
  const entry = [{ msti: 0, state: 1 }];
  const { request, replies } = ask('RTM_SETLINK', NLM_F_REQUEST | NLM_F_ACK, { index, afSpecBridge: { mst: { entry } } });
  assert.equal([...request.subarray(-20, -16)], [20, 0, 1, 0x80]);
  assert.equal(
    replies.map(({ body }) => (body as { readonly error?: number }).error),
    [-34],
    'tree 0 is not set so',
  );
  const { replies: dump } = ask('RTM_GETLINK', NLM_F_REQUEST | NLM_F_DUMP, { extMask: RTEXT_FILTER_MST });
  const told = dump.find(({ body }) => (body as { readonly index?: number }).index === index) as RtnlMessage;
  assert.equal((told.body as unknown as { readonly afSpecBridge: { readonly mst: object } }).afSpecBridge.mst, { entry: [{ msti: 0, state: 0 }] });
  const bytes = Buffer.from(encodeDatagram([told], { byteOrder: 'little' }));
  assert.is(bytes.includes(Buffer.from([20, 0, 1, 0x80, 6, 0, 1, 0])), false);
  assert.ok(bytes.includes(Buffer.from([20, 0, 1, 0, 6, 0, 1, 0])));
});

test.run();
