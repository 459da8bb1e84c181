// Who reaches whom through a bridge that filters VLANs. The answers are those of `ping` on Linux 6.18.15, on the same links in the same order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram, Rtnl } from '../../src/index.js';
import { NLM_F_ACK, NLM_F_REQUEST } from '../../src/netlink/constants.js';
import { SimulatedKernel } from '../../src/simkernel/kernel.js';
import { received } from './world.js';

const test = suite('simkernel reach through VLANs');

const AF_BRIDGE = 7;
/** BRIDGE_VLAN_INFO_*. */
const PVID = 2;
const UNTAGGED = 4;
const OPTIONS_ALONE = 64;
/** BRIDGE_FLAGS_SELF. */
const SELF = 2;
const BLOCKING = 4;
const FORWARDING = 3;

test('is told as the kernel carries it', async () => {
  const kernel = new SimulatedKernel({ bridgeVlans: true });
  const [a, b] = [kernel.createNamespace('a'), kernel.createNamespace('b')];
  const open = (netns = kernel.init) => Rtnl.open({ transport: kernel.transport({ netns }) });
  const [wire, inA, inB] = [await open(), await open(a), await open(b)];
  await wire.links.add({ kind: 'bridge', name: 'br0', vlanFiltering: 1, up: true });
  for (const [name, netns, inside] of [
    ['va', a, inA],
    ['vb', b, inB],
  ] as const) {
    await wire.links.add({ kind: 'veth', name, peer: { name: 'e0', netns: { fd: netns.fd } } });
    await wire.links.set(name, { master: 'br0', up: true });
    await inside.links.set('e0', { up: true });
  }
  await inA.addresses.add({ dev: 'e0', address: '10.0.0.1/24' });
  await inB.addresses.add({ dev: 'e0', address: '10.0.0.2/24' });
  await wire.addresses.add({ dev: 'br0', address: '10.0.0.3/24' });

  const transport = kernel.transport();
  const ask = async (name: 'RTM_SETLINK' | 'RTM_DELLINK' | 'RTM_NEWVLAN', dev: string, body: object) => {
    const { index } = await wire.links.get(dev);
    const message = { name, header: { flags: NLM_F_REQUEST | NLM_F_ACK }, body: { family: AF_BRIDGE, index, ...body } };
    transport.send(encodeDatagram([message as never], { byteOrder: kernel.littleEndian ? 'little' : 'big' }), false);
    assert.equal(
      received(transport).map((reply) => (reply.body as { readonly error?: number }).error),
      [0],
    );
  };
  const vlan = (name: 'RTM_SETLINK' | 'RTM_DELLINK', dev: string, vid: number, flags = 0) =>
    ask(name, dev, { afSpecBridge: { ...(dev === 'br0' && { flags: SELF }), vlanInfo: [{ flags, vid }] } });
  const add = (dev: string, vid: number, flags = 0) => vlan('RTM_SETLINK', dev, vid, flags);
  const is = (to: string, expected: 'yes' | 'no', when: string, because = '') => {
    const { reachable, why } = kernel.reach(a, to);
    assert.is(reachable ? 'yes' : 'no', expected, `${when}: ${why}`);
    assert.ok(why.includes(because), why);
  };
  const [toB, toBridge] = ['10.0.0.2', '10.0.0.3'];

  is(toB, 'yes', 'both in 1');
  is(toBridge, 'yes', 'the bridge in 1');
  await add('vb', 5, PVID | UNTAGGED);
  is(toB, 'no', 'one in 5', 'port va of br0 is not in VLAN 5');
  await add('va', 5, PVID | UNTAGGED);
  is(toB, 'yes', 'both in 5');
  is(toBridge, 'no', 'the bridge not in 5', 'br0 is not in VLAN 5');
  await add('br0', 5);
  is(toBridge, 'no', 'the bridge in 5, but with tags');
  await add('br0', 5, PVID | UNTAGGED);
  is(toBridge, 'yes', 'the bridge in 5 without tags');
  await add('vb', 5, PVID);
  is(toB, 'no', 'what goes out in 5 has a tag');
  const addLink = async (protocol?: '802.1ad') => {
    await inB.links.add({ kind: 'vlan', name: 'e0.5', link: 'e0', id: 5, ...(protocol && { protocol }), up: true });
    await inB.addresses.add({ dev: 'e0.5', address: '10.0.0.2/24' });
  };
  await inB.addresses.delete({ dev: 'e0', address: '10.0.0.2/24' });
  await addLink();
  is(toB, 'yes', 'a VLAN there takes the tag');
  await add('vb', 5);
  is(toB, 'yes', 'and gives one');
  await vlan('RTM_DELLINK', 'va', 5);
  is(toB, 'no', 'nothing takes what has no tag', 'port va of br0 takes nothing without a tag');
  await add('va', 1, PVID | UNTAGGED);
  is(toB, 'no', 'one in 1, the other in 5');
  await add('va', 5, UNTAGGED);
  is(toB, 'no', 'an answer would come, but nothing goes there');
  await add('va', 5, PVID | UNTAGGED);
  is(toB, 'yes', 'both in 5 again');
  const state = (state: number) => ask('RTM_NEWVLAN', 'vb', { entry: [{ info: { flags: OPTIONS_ALONE, vid: 5 }, state }] });
  await state(BLOCKING);
  is(toB, 'no', 'a VLAN that blocks', 'port vb of br0 does not forward in VLAN 5');
  await state(FORWARDING);
  await wire.links.set('br0', { kind: 'bridge', vlanProtocol: '802.1ad' });
  is(toB, 'no', 'tags of another protocol');
  await inB.links.delete('e0.5');
  await addLink('802.1ad');
  is(toB, 'yes', 'tags of that protocol');
  await wire.links.set('br0', { kind: 'bridge', vlanFiltering: 0 });
  is(toB, 'no', 'no tags without filtering');
  await inB.addresses.delete({ dev: 'e0.5', address: '10.0.0.2/24' });
  await inB.addresses.add({ dev: 'e0', address: '10.0.0.2/24' });
  is(toB, 'yes', 'nor any needed');
});

test.run();
