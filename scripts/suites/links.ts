// Links by kind, and what is told of them. net/core/rtnetlink.c, net/core/dev.c, drivers/net/.

import { RTNLGRP_LINK } from '../../src/rtnl/groups.js';
import { CREATE, linkMessage } from '../../src/rtnl/link-message.js';
import { linkFields } from '../../src/rtnl/link-options.js';
import { altnameRequest, deleteLinkGroupRequest, listLinksRequest } from '../../src/rtnl/link-requests.js';
import { change, type Definition, list, type SuiteDefinition } from './define.js';
import { add, down, get, looked, mac, pair, quiet, remove, set, settled, up } from './world.js';

const listen = [{ groups: [RTNLGRP_LINK] }];
const veth = 'veth';
const bridge = 'bridge';

/** v0 and v0p (40, 41), down. */
const VETH = [pair(40, 'v0'), quiet(40), quiet(41), looked(40), looked(41)];
/** b0 (20), and v0 in it; all down. */
const BRIDGE = [...VETH, add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), quiet(20), set(40, { master: 20 }), looked(40), looked(20)];

/** A name that the library does not send. */
const NO_NAME = change({ name: 'RTM_NEWLINK', header: {}, body: { index: 40, ifname: 'a/b' } });

const plain = (kind: 'dummy' | 'ifb'): Definition[] => {
  const requires = { kinds: [kind] };
  const made = add({ kind, name: 'd0', index: 30, address: mac(0x30) });
  // The alias is passed over: the library does not send it.
  const told = linkFields({ address: mac(0x30), mtu: 1400, txqlen: 77, group: 5, alias: 'text' });
  return [
    { name: `${kind}: made, with an index and an address`, requires, listen, steps: [made, get(30), get('d0')] },
    {
      name: `${kind}: made, with what can be told of any link`,
      requires,
      listen,
      steps: [change(linkMessage(CREATE, { ...told, name: 'd0', index: 30, linkinfo: { kind } })), get(30)],
    },
    { name: `${kind}: made up`, requires, listen, steps: [...settled(add({ kind, name: 'd0', index: 30, address: mac(0x30), up: true }), 30)] },
    { name: `${kind}: up and down`, requires, listen, steps: [made, quiet(30), ...settled(up(30), 30), ...settled(down(30), 30)] },
    { name: `${kind}: deleted`, requires, listen, steps: [made, remove(30), remove(30)] },
    { name: `${kind}: the name is taken`, requires, listen, steps: [made, add({ kind, name: 'd0', index: 31 }), add({ kind, name: 'd1', index: 30 })] },
  ];
};

const changed: readonly Definition[] = [
  { name: 'change: mtu', setup: veth, listen, steps: [set(40, { mtu: 1400 }), set(40, { mtu: 1400 }), set(40, { mtu: 67 }), set(40, { mtu: 65536 }), get(40)] },
  {
    name: 'change: address',
    setup: veth,
    listen,
    steps: [set(40, { address: mac(0x77) }), set(40, { address: mac(0x77) }), set(40, { address: '01:00:00:00:00:01' }), set(40, { address: '00:00:00:00:00:00' }), get(40)],
  },
  {
    name: 'change: name',
    setup: veth,
    listen,
    steps: [set(40, { name: 'w0' }), set(40, { name: 'v0p' }), set(40, { name: 'w0' }), NO_NAME, set(40, { name: 'y%d' }), get(40)],
  },
  { name: 'change: alias', setup: veth, listen, steps: [set(40, { alias: 'one' }), set(40, { alias: '' }), get(40)] },
  { name: 'change: group', setup: veth, listen, steps: [set(40, { group: 7 }), set(40, { group: 7 }), get(40)] },
  { name: 'change: transmit queue length', setup: veth, listen, steps: [set(40, { txqlen: 5 }), set(40, { txqlen: 0 }), get(40)] },
  { name: 'change: promiscuous', setup: veth, listen, steps: [set(40, { promisc: true }), set(40, { promisc: true }), set(40, { promisc: false }), get(40)] },
  { name: 'change: all multicast', setup: veth, listen, steps: [set(40, { allmulticast: true }), set(40, { allmulticast: false }), get(40)] },
  { name: 'change: no ARP', setup: veth, listen, steps: [set(40, { arp: false }), get(40), set(40, { arp: true })] },
  { name: 'change: several at once', setup: veth, listen, steps: [set(40, { mtu: 1300, txqlen: 9, group: 2, alias: 'x' }), get(40)] },
  { name: 'change: the first that is refused ends it', setup: veth, listen, steps: [set(40, { mtu: 70_000, txqlen: 9 }), get(40)] },
  {
    name: 'change: alternative names',
    setup: veth,
    listen,
    steps: [
      change(altnameRequest('add', 40, ['other', 'another'])),
      change(altnameRequest('add', 41, ['other'])),
      get('another'),
      change(altnameRequest('delete', 40, ['other'])),
      change(altnameRequest('delete', 40, ['other'])),
    ],
  },
  { name: 'change: the loopback cannot be deleted', listen, steps: [remove(1)] },
  { name: 'change: the loopback up and down', listen, steps: [...settled(up(1), 1), ...settled(down(1), 1)] },
];

const pairs: readonly Definition[] = [
  { name: 'veth: made', requires: { kinds: ['veth'] }, listen, steps: [pair(40, 'v0'), get(40), get(41)] },
  { name: 'veth: the carrier needs both ends up', setup: veth, listen, steps: [...settled(up(40), 40, 41), ...settled(up(41), 41, 40), ...settled(down(40), 40, 41)] },
  { name: 'veth: one end takes the other along', setup: veth, listen, steps: [remove(41), get(40)] },
  { name: 'veth: the name of the peer is taken', setup: veth, listen, steps: [add({ kind: 'veth', name: 'w0', index: 42, peer: { name: 'v0', index: 43 } }), get(42)] },
  { name: 'veth: the mtu is each its own', setup: veth, listen, steps: [set(40, { mtu: 1280 }), get(41)] },
];

const bridges: readonly Definition[] = [
  { name: 'bridge: made', requires: { kinds: ['bridge'] }, listen, steps: [add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), get(20)] },
  {
    name: 'bridge: a port joins and leaves',
    setup: veth,
    listen,
    steps: [add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }), set(40, { master: 20 }), get(40), set(40, { master: 0 }), get(40)],
  },
  {
    name: 'bridge: a port of it joins another',
    setup: bridge,
    listen,
    steps: [add({ kind: 'bridge', name: 'b1', index: 21, address: mac(0x21) }), set(40, { master: 21 }), get(40)],
  },
  { name: 'bridge: a bridge is no port', setup: bridge, listen, steps: [add({ kind: 'bridge', name: 'b1', index: 21, address: mac(0x21) }), set(21, { master: 20 })] },
  { name: 'bridge: the loopback is no port', setup: bridge, listen, steps: [set(1, { master: 20 })] },
  { name: 'bridge: what is none has no ports', setup: veth, listen, steps: [set(40, { master: 41 }), set(40, { master: 99 })] },
  { name: 'bridge: deleted, its ports stay', setup: bridge, listen, steps: [remove(20), get(40)] },
  { name: 'bridge: a port deleted', setup: bridge, listen, steps: [remove(40)] },
  { name: 'bridge: the mtu is that of the smallest port', setup: bridge, listen, steps: [set(40, { mtu: 1300 }), get(20)] },
  { name: 'bridge: ports are listed by it', setup: bridge, steps: [list(listLinksRequest({ master: 20, statistics: false }))] },
  { name: 'bridge: hairpin', setup: bridge, listen, steps: [set(40, { kind: 'bridge_slave', hairpin: true }), get(40), set(40, { kind: 'bridge_slave', hairpin: false })] },
];

const groups: readonly Definition[] = [
  { name: 'group: deleted as a whole', setup: veth, listen, steps: [set(40, { group: 9 }), set(41, { group: 9 }), change(deleteLinkGroupRequest(9)), get(40)] },
  { name: 'group: nothing is in it', setup: veth, listen, steps: [change(deleteLinkGroupRequest(123))] },
];

export const links: SuiteDefinition = {
  suite: 'links',
  description: 'Links made, changed and deleted: dummy, ifb, veth, bridges and their ports; what is told of each change.',
  requires: { kinds: ['veth', 'bridge'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { veth: VETH, bridge: BRIDGE },
  cases: [...plain('dummy'), ...plain('ifb'), ...changed, ...pairs, ...bridges, ...groups],
};
