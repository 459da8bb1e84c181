// Options of the link kinds beside macvlan as IFLA_INFO_DATA, and what is shown where no recording has it.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../src/netlink/bytes.js';
import type { Codec } from '../../src/netlink/codec.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { encoded } from '../../src/netlink/note.js';
import { bridgeKind } from '../../src/rtnl/kinds/bridge.js';
import { bridgeCommand } from '../../src/rtnl/kinds/bridge-words.js';
import { vethKind } from '../../src/rtnl/kinds/veth.js';
import { vlanKind } from '../../src/rtnl/kinds/vlan.js';
import { vlanCommand } from '../../src/rtnl/kinds/vlan-words.js';
import { shown, wordsToHex } from './kinds-fixtures.js';

const hex = <T>(codec: Pick<Codec<T>, 'encode'>, data: T | undefined) => data && toHex(encoded(codec, data, true));
const refused = (why: RegExp) => (error: unknown) => error instanceof EncodeError && why.test(error.message);

const test = suite('kinds-options');

test('options encode to what the same words give', async () => {
  const { data: vlan } = vlanKind;
  assert.is(hex(vlan, vlanKind.add({ link: 'eth0', id: 5 })), await wordsToHex('vlan', ['id', '5']));
  assert.is(
    hex(vlan, vlanKind.add({ link: 'eth0', id: 6, protocol: '802.1ad', looseBinding: true, gvrp: false })),
    await wordsToHex('vlan', ['protocol', '802.1ad', 'id', '6', 'loose_binding', 'on', 'gvrp', 'off']),
  );
  assert.is(
    hex(vlan, vlanKind.change({ ingressQos: [{ from: 1, to: 2 }], egressQos: [{ from: 0, to: 1 }], reorderHdr: true })),
    await wordsToHex('vlan', ['ingress-qos-map', '1:2', 'egress-qos-map', '0:1', 'reorder_hdr', 'on']),
  );
  const { data: bridge } = bridgeKind;
  assert.is(
    hex(bridge, bridgeKind.add({ vlanFiltering: 1, vlanProtocol: '802.1ad', mcastVlanSnooping: true })),
    await wordsToHex('bridge', ['vlan_filtering', '1', 'vlan_protocol', '802.1ad', 'mcast_vlan_snooping', '1']),
  );
  assert.is(hex(bridge, bridgeKind.change({ noLinklocalLearn: false, fdbFlush: true })), await wordsToHex('bridge', ['no_linklocal_learn', '0', 'fdb_flush']));
  assert.is(
    hex(vethKind.data, vethKind.add({ peer: { name: 'veth3', address: '02:00:00:00:03:03', mtu: 1400 } })),
    await wordsToHex('veth', ['peer', 'name', 'veth3', 'address', '02:00:00:00:03:03', 'mtu', '1400']),
  );
});

test('no options are no data', () => {
  assert.is(bridgeKind.add({}), undefined);
  assert.is(vlanKind.change({}), undefined);
  assert.is(vethKind.add({}), undefined);
});

test('options of other floors are passed over', () => {
  const spec = { kind: 'bridge', name: 'br0', mtu: 1400, stpState: 1 };
  assert.equal(bridgeKind.add(spec), { stpState: 1 });
});

test('a peer can have flags, and an index', () => {
  assert.equal(vethKind.add({ peer: { index: 9, promisc: true } }), { peer: { index: 9, flags: 0x100, change: 0x100 } });
  assert.equal(vethKind.add({ peer: { arp: true } }), { peer: { index: 0, flags: 0, change: 0x80 } });
});

test('what the kernel refuses is refused', () => {
  for (const id of [4095, -1, 1.5]) assert.throws(() => vlanKind.add({ link: 'eth0', id }), refused(/no VLAN id/));
  assert.throws(() => vlanKind.add({ link: 'eth0', id: 1, protocol: 'ip' as '802.1Q' }), refused(/none of 802.1Q, 802.1ad/));
  assert.throws(() => vethKind.add({ peer: { mtuu: 1 } as object }), refused(/links have no option mtuu/));
  for (const key of ['alias', 'master', 'carrier']) assert.throws(() => vethKind.add({ peer: { [key]: 1 } as object }), refused(new RegExp(`^${key}: the kernel`)));
});

test('a vlan is shown with its maps and the flags that have no name', () => {
  const data = { id: 5, protocol: 0x9100, flags: { flags: 0x29, mask: 0xffffffff }, ingressQos: [{ from: 1, to: 2 }], egressQos: [] };
  assert.is(shown(vlanCommand.show, data), 'protocol [37120] id 5 <REORDER_HDR,MVRP,20> \n      ingress-qos-map { 1:2 } \n      egress-qos-map { } ');
  assert.is(shown(vlanCommand.show, data, { oneline: true }), 'protocol [37120] id 5 <REORDER_HDR,MVRP,20> \\      ingress-qos-map { 1:2 } \\      egress-qos-map { } ');
  assert.is(shown(vlanCommand.show, data, { json: true }), '{"protocol":"[37120]","id":5,"flags":["REORDER_HDR","MVRP","20"],"ingress_qos":[{"from":1,"to":2}],"egress_qos":[]}');
  assert.is(shown(vlanCommand.show, { id: 5, flags: { flags: 0, mask: 0 } }), 'protocol 802.1q id 5 <> ');
  assert.is(shown(vlanCommand.show, { protocol: '802.1Q' }), '');
});

test('a port is shown with what few ports have', () => {
  const data = { state: 5, cost: 0xffffffff, fastLeave: 1, groupFwdMask: 0x4005, backupPort: 7, forwardDelayTimer: 12345n };
  const text = 'state (5) cost -1 fastleave on forward_delay_timer  123.45 mcast_fast_leave on group_fwd_mask 0x4005 group_fwd_mask_str stp,lacp,lldp backup_port veth7 ';
  assert.is(shown(bridgeCommand.showSlave, data), text);
  assert.is(
    shown(bridgeCommand.showSlave, data, { json: true }),
    '{"state_index":5,"cost":-1,"fastleave":true,"forward_delay_timer":123.45,"group_fwd_mask":"0x4005","group_fwd_mask_str":"stp,lacp,lldp","backup_port":"veth7"}',
  );
  assert.is(shown(bridgeCommand.showSlave, { groupFwdMask: 0x12 }), 'group_fwd_mask 0x12 group_fwd_mask_str 0x2,0x10 ');
});

test('a bridge is shown with its own id as the root, as 6.1.0 does, and ids without leading zeros', () => {
  const data = { bridgeId: '8000.02:00:0a:00:00:01', rootId: '1000.02:00:00:00:00:02' };
  assert.is(shown(bridgeCommand.show, data), 'bridge_id 8000.2:0:a:0:0:1 designated_root 8000.2:0:a:0:0:1 ');
  assert.is(shown(bridgeCommand.show, { rootId: data.rootId }), 'designated_root 1000.2:0:0:0:0:2 ');
  assert.is(shown(bridgeCommand.show, { multiBoolopt: { optval: 2, optmask: 2 } }), 'mcast_vlan_snooping 1 ');
});

test('a bridge id that is none does not encode', () => {
  assert.throws(() => encoded(bridgeKind.data, { bridgeId: '8000' }, true), refused(/IFLA_BR_BRIDGE_ID: '8000' is no bridge id/));
});

test.run();
