// netlink itself, whatever it carries: flags, acknowledgements, lists, broken messages. net/netlink/af_netlink.c, lib/nlattr.c.

import { AF_INET, AF_INET6 } from '../../src/rtnl/constants.js';
import { getLinkRequest, listLinksRequest } from '../../src/rtnl/link-requests.js';
import { ask, change, changes, type Definition, list, raw, type SuiteDefinition } from './define.js';
import { add, address, down, get, mac, quiet, set, up } from './world.js';

/** nlmsghdr in hex: length, type, flags; sequence and port are zero. */
const header = (length: number, type: number, flags: number): string => {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt16LE(type, 4);
  bytes.writeUInt16LE(flags, 6);
  return bytes.toString('hex');
};

const u32 = (number: number): string => Buffer.from(Uint32Array.of(number).buffer).toString('hex');
const ifinfomsg = (index: number): string => `00000000${u32(index)}${u32(0)}${u32(0)}`;
const nla = (type: number, payload: string, length = 4 + payload.length / 2): string =>
  `${Buffer.from(Uint16Array.of(length, type).buffer).toString('hex')}${payload}${'00'.repeat((4 - ((payload.length / 2) % 4)) % 4)}`;

const [GETLINK, NEWLINK, DELLINK, GETADDR, GETNEIGH, GETROUTE, GETRULE] = [18, 16, 17, 22, 30, 26, 34];
const [REQUEST, ACK, ECHO, DUMP, ATOMIC] = [1, 4, 8, 0x300, 0x400];
const LO = ifinfomsg(1);
const setup = 'bridge';

const acknowledgements: readonly Definition[] = [
  { name: 'ack: a change without NLM_F_ACK is silent', setup, steps: [raw(`${header(32, NEWLINK, REQUEST)}${ifinfomsg(40)}`)] },
  { name: 'ack: an error is told without NLM_F_ACK as well', setup, steps: [raw(`${header(32, NEWLINK, REQUEST)}${ifinfomsg(77)}`)] },
  { name: 'ack: a success repeats the header alone', setup, steps: [set(40, { mtu: 1400 })] },
  { name: 'ack: of a get it comes behind the reply', setup, steps: [raw(`${header(32, GETLINK, REQUEST | ACK)}${ifinfomsg(40)}`)] },
  { name: 'ack: an error repeats the request', setup, steps: [set(77, { mtu: 1400 })] },
  { name: 'ack: with NETLINK_CAP_ACK an error repeats the header alone', sockets: [{ capAck: true }], setup, steps: [set(77, { mtu: 1400 })] },
  { name: 'ack: words stand behind the header with NETLINK_CAP_ACK', sockets: [{ capAck: true }], setup, steps: [set(40, { mtu: 70_000 })] },
  { name: 'ack: words stand behind the request without', setup, steps: [set(40, { mtu: 70_000 })] },
  { name: 'ack: without NETLINK_EXT_ACK there are no words', sockets: [{ extendedAck: false }], setup, steps: [set(40, { mtu: 70_000 })] },
  {
    name: 'ack: without NETLINK_EXT_ACK a policy is not told',
    sockets: [{ extendedAck: false }],
    setup,
    steps: [raw(`${header(44, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, '7805')}${'00'.repeat(4)}`)],
  },
  { name: 'ack: a warning comes with a success', setup, steps: [raw(`${header(36, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}00000000`)] },
  {
    name: 'ack: NETLINK_CAP_ACK changes nothing about a warning',
    sockets: [{ capAck: true }],
    setup,
    steps: [raw(`${header(36, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}00000000`)],
  },
  {
    name: 'echo: NLM_F_ECHO tells the sender what was done',
    setup,
    steps: [change({ name: 'RTM_NEWADDR', header: { flags: 0x600 | ECHO }, body: { family: AF_INET, prefixlen: 24, index: 40, address: '192.0.2.1', local: '192.0.2.1' } })],
  },
];

const types: readonly Definition[] = [
  { name: 'type: below NLMSG_MIN_TYPE is acknowledged', steps: [raw(header(16, 5, REQUEST | ACK))] },
  { name: 'type: NLMSG_NOOP is acknowledged', steps: [raw(header(16, 1, REQUEST | ACK))] },
  { name: 'type: NLMSG_DONE from a program is acknowledged', steps: [raw(header(16, 3, REQUEST | ACK))] },
  { name: 'type: below NLMSG_MIN_TYPE without NLM_F_ACK is silent', steps: [raw(header(16, 5, REQUEST))] },
  { name: 'type: beyond the last of rtnetlink', steps: [raw(`${header(32, 250, REQUEST | ACK)}${LO}`)] },
  { name: 'type: one that the kernel sends only', steps: [raw(`${header(32, 68, REQUEST | ACK)}${LO}`)] },
  { name: 'type: without NLM_F_REQUEST nothing is done', setup, steps: [raw(`${header(32, DELLINK, ACK)}${ifinfomsg(40)}`), get(40)] },
  { name: 'type: a list of what has none', steps: [raw(`${header(32, 250, REQUEST | DUMP)}${LO}`)] },
];

const broken: readonly Definition[] = [
  { name: 'broken: no bytes of a header', steps: [raw('20000000'), get(1)] },
  { name: 'broken: nlmsg_len below a header', steps: [raw(`${header(12, GETLINK, REQUEST | ACK)}${LO}`), get(1)] },
  { name: 'broken: nlmsg_len beyond the datagram', steps: [raw(`${header(64, GETLINK, REQUEST | ACK)}${LO}`), get(1)] },
  { name: 'broken: nlmsg_len of zero', steps: [raw(`${header(0, GETLINK, REQUEST | ACK)}${LO}`), get(1)] },
  { name: 'broken: the family header is cut', steps: [raw(`${header(20, DELLINK, REQUEST | ACK)}00000000`)] },
  { name: 'broken: a get without family header', steps: [raw(header(16, GETLINK, REQUEST | ACK))] },
  { name: 'broken: a get without family header, not strict', sockets: [{ strict: false }], steps: [raw(header(16, GETLINK, REQUEST | ACK))] },
  { name: 'broken: zeros behind a message are nothing', steps: [raw(`${header(32, GETLINK, REQUEST)}${LO}${'00'.repeat(40)}`)] },
  { name: 'broken: a second message that is cut is nothing', steps: [raw(`${header(32, GETLINK, REQUEST)}${LO}${header(32, GETLINK, REQUEST)}`)] },
  { name: 'broken: an attribute of length 0', setup, steps: [raw(`${header(36, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${u32(0)}`)] },
  { name: 'broken: an attribute of length 3', setup, steps: [raw(`${header(36, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, '', 3)}`)] },
  { name: 'broken: an attribute beyond the message', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, u32(1400), 42)}`)] },
  { name: 'broken: two bytes behind the last attribute', setup, steps: [raw(`${header(42, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, u32(1400))}0000`)] },
  { name: 'broken: a strict get with an attribute beyond the message', setup, steps: [raw(`${header(40, GETLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(29, u32(1), 42)}`)] },
  { name: 'broken: a strict get with bytes behind the last attribute', setup, steps: [raw(`${header(42, GETLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(29, u32(1))}0000`)] },
  { name: 'broken: an odd length', setup, steps: [raw(`${header(37, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}0500110000`), get(40)] },
];

const attributes: readonly Definition[] = [
  { name: 'attribute: an unknown one of a change is ignored', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(200, u32(1))}`)] },
  { name: 'attribute: an unknown one of a strict get', setup, steps: [raw(`${header(40, GETLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(200, u32(1))}`)] },
  {
    name: 'attribute: an unknown one of a get that is not strict',
    sockets: [{ strict: false }],
    setup,
    steps: [raw(`${header(40, GETLINK, REQUEST)}${ifinfomsg(40)}${nla(200, u32(1))}`)],
  },
  { name: 'attribute: one that a strict get does not take', setup, steps: [raw(`${header(40, GETLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, u32(1400))}`)] },
  { name: 'attribute: a number that is short', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, '7805')}`)] },
  { name: 'attribute: a number that is long', setup, steps: [raw(`${header(44, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, `${u32(1400)}${u32(0)}`)}`), get(40)] },
  { name: 'attribute: a number in network order that is none', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4 | 0x4000, u32(1400))}`)] },
  { name: 'attribute: twice, the last counts', setup, steps: [raw(`${header(48, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, u32(1400))}${nla(4, u32(1300))}`), get(40)] },
  { name: 'attribute: number 0 is ignored', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(0, u32(1))}`)] },
  { name: 'attribute: text without its zero', setup, steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(20, '616c6961')}`), get(40)] },
  { name: 'attribute: text that is too long', setup, steps: [raw(`${header(56, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(3, '61'.repeat(17))}`)] },
  { name: 'attribute: a nest with its flag', setup, steps: [raw(`${header(48, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(18 | 0x8000, nla(1, '62726964676500'))}`)] },
];

const strict: readonly Definition[] = [
  { name: 'strict: a get with ifi_change', setup, steps: [raw(`${header(32, GETLINK, REQUEST | ACK)}00000000${u32(40)}${u32(0)}${u32(1)}`)] },
  { name: 'strict: a get with ifi_change, not strict', sockets: [{ strict: false }], setup, steps: [raw(`${header(32, GETLINK, REQUEST)}00000000${u32(40)}${u32(0)}${u32(1)}`)] },
  { name: 'strict: a list of links by index', setup, steps: [raw(`${header(32, GETLINK, REQUEST | DUMP)}${ifinfomsg(40)}`)] },
  {
    name: 'strict: a list of links by index, not strict',
    requires: { features: ['bare'] },
    sockets: [{ strict: false }],
    setup,
    steps: [raw(`${header(32, GETLINK, REQUEST | DUMP)}${ifinfomsg(40)}`)],
  },
  { name: 'strict: a list of links with rtgenmsg', setup, steps: [raw(`${header(20, GETLINK, REQUEST | DUMP)}00000000`)] },
  {
    name: 'strict: a list of links with rtgenmsg, not strict',
    requires: { features: ['bare'] },
    sockets: [{ strict: false }],
    setup,
    steps: [raw(`${header(20, GETLINK, REQUEST | DUMP)}00000000`)],
  },
  { name: 'strict: a list of links with an attribute it does not take', setup, steps: [raw(`${header(40, GETLINK, REQUEST | DUMP)}${ifinfomsg(0)}${nla(4, u32(1))}`)] },
  { name: 'strict: a list of addresses by link', setup, steps: [address(40, '192.0.2.1/24'), raw(`${header(24, GETADDR, REQUEST | DUMP)}00000000${u32(40)}`)] },
  { name: 'strict: a list of addresses with a prefix', steps: [raw(`${header(24, GETADDR, REQUEST | DUMP)}02180000${u32(0)}`)] },
  { name: 'strict: a list of addresses with rtgenmsg', steps: [raw(`${header(20, GETADDR, REQUEST | DUMP)}02000000`)] },
  { name: 'strict: a list of neighbours with a state', steps: [raw(`${header(28, GETNEIGH, REQUEST | DUMP)}02000000${u32(0)}02000000`)] },
  { name: 'strict: a list of routes with a prefix', steps: [raw(`${header(28, GETROUTE, REQUEST | DUMP)}02180000${u32(0)}${u32(0)}`)] },
  { name: 'strict: a list of routes with an attribute it does not take', steps: [raw(`${header(36, GETROUTE, REQUEST | DUMP)}02000000${u32(0)}${u32(0)}${nla(6, u32(1))}`)] },
  { name: 'strict: a list of rules with a prefix', steps: [raw(`${header(28, GETRULE, REQUEST | DUMP)}02180000${u32(0)}${u32(0)}`)] },
  { name: 'strict: a list of rules with an attribute', steps: [raw(`${header(36, GETRULE, REQUEST | DUMP)}02000000${u32(0)}${u32(0)}${nla(6, u32(1))}`)] },
  {
    name: 'strict: a list of rules with an attribute, not strict',
    sockets: [{ strict: false }],
    steps: [raw(`${header(36, GETRULE, REQUEST | DUMP)}02000000${u32(0)}${u32(0)}${nla(6, u32(1))}`)],
  },
];

const lists: readonly Definition[] = [
  { name: 'list: links, each a part, then NLMSG_DONE', requires: { features: ['bare'] }, setup, steps: [list(listLinksRequest({ statistics: false }))] },
  { name: 'list: nothing but NLMSG_DONE', steps: [raw(`${header(24, GETADDR, REQUEST | DUMP)}02000000${u32(0)}`)] },
  { name: 'list: NLM_F_ACK changes nothing', steps: [raw(`${header(24, GETADDR, REQUEST | ACK | DUMP)}02000000${u32(0)}`)] },
  { name: 'list: NLM_F_ROOT alone is a list', steps: [raw(`${header(24, GETADDR, REQUEST | 0x100)}02000000${u32(0)}`)] },
  { name: 'list: NLM_F_MATCH alone is a list', steps: [raw(`${header(24, GETADDR, REQUEST | 0x200)}02000000${u32(0)}`)] },
  { name: 'list: NLM_F_ATOMIC changes nothing', steps: [raw(`${header(24, GETADDR, REQUEST | DUMP | ATOMIC)}02000000${u32(0)}`)] },
  { name: 'list: a family without addresses', steps: [raw(`${header(24, GETADDR, REQUEST | DUMP)}63000000${u32(0)}`)] },
  { name: 'list: a kind of links', setup, steps: [list(listLinksRequest({ kind: 'bridge', statistics: false }))] },
  { name: 'list: a kind that nobody knows', requires: { features: ['bare'] }, setup, steps: [list(listLinksRequest({ kind: 'nonesuch', statistics: false }))] },
  { name: 'list: ports of a bridge that is not there', setup, steps: [list(listLinksRequest({ master: 99, statistics: false }))] },
];

const datagrams: readonly Definition[] = [
  {
    name: 'datagram: two changes, two acknowledgements',
    setup,
    steps: [
      changes([
        { name: 'RTM_NEWLINK', header: {}, body: { index: 40, mtu: 1400 } },
        { name: 'RTM_NEWLINK', header: {}, body: { index: 40, mtu: 1300 } },
      ]),
      get(40),
    ],
  },
  {
    name: 'datagram: what follows a refused change is done',
    setup,
    steps: [
      changes([
        { name: 'RTM_NEWLINK', header: {}, body: { index: 77, mtu: 1400 } },
        { name: 'RTM_NEWLINK', header: {}, body: { index: 40, mtu: 1300 } },
      ]),
      get(40),
    ],
  },
  {
    name: 'datagram: a change and a question',
    setup,
    steps: [raw(`${header(40, NEWLINK, REQUEST | ACK)}${ifinfomsg(40)}${nla(4, u32(1400))}${header(32, GETLINK, REQUEST)}${ifinfomsg(40)}`)],
  },
  { name: 'socket: two of them, each its own replies', sockets: [{}, {}], setup, steps: [get(40), get(40, { socket: 1 }), down(40, { socket: 1 }), up(77)] },
  { name: 'family: a get asks for any', setup, steps: [ask({ ...getLinkRequest(40, false), body: { index: 40, family: AF_INET6 } })] },
];

export const core: SuiteDefinition = {
  suite: 'netlink',
  description: 'What holds for every message: acknowledgements in their layouts, flags, lists, strict checking, messages and attributes that are broken.',
  requires: { kinds: ['bridge'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { bridge: [add({ kind: 'bridge', name: 'b0', index: 40, address: mac(1) }), quiet(40)] },
  cases: [...acknowledgements, ...types, ...broken, ...attributes, ...strict, ...lists, ...datagrams],
};
