// Bad datagrams: what is wrong with each and where, told by hand.

import { attr, hex, ifaddrmsg, ifinfomsg, message, type Piece, rtmsg, text, u8, u16, u32, zeros } from './bytes.js';

/** A datagram of which something must be refused, from `offset` on; where neither is told, whatever comes of it is right but no answer. */
export interface Damaged {
  readonly name: string;
  readonly pieces: readonly Piece[];
  readonly refuse?: { readonly offset: number; readonly length: number; readonly path: readonly string[]; readonly why: string };
}

const NESTED = 0x8000;
const RTM_NEWLINK = 16;
const HEADER = 16;
/** Where the attributes of a link, an address, a route start. */
const [LINK, ADDRESS, ROUTE] = [HEADER + 16, HEADER + 8, HEADER + 12];
const IFNAME = attr(3, [text('eth0\0')]);
/** Bytes of it, padded. */
const IFNAME_SIZE = 12;

const framing = (name: string, pieces: readonly Piece[], offset: number, length: number, why: string): Damaged => ({ name, pieces, refuse: { offset, length, path: [], why } });

const FRAMES: readonly Damaged[] = [
  framing('3 bytes', [hex('100000')], 0, 3, 'no header fits'),
  framing('15 bytes of a header', [(order) => (message(RTM_NEWLINK, 0, []) as (order: 'little' | 'big') => Uint8Array)(order).subarray(0, 15)], 0, 15, 'the header is cut short'),
  framing('nlmsg_len 15', [message(RTM_NEWLINK, 0, [ifinfomsg], { length: 15 })], 0, 16, 'a message is 16 bytes at least'),
  framing('nlmsg_len 0 and more behind it', [message(RTM_NEWLINK, 0, [ifinfomsg], { length: 0 })], 0, 16, 'a message is 16 bytes at least'),
  framing(
    'nlmsg_len 4 beyond the datagram',
    [message(RTM_NEWLINK, 0, [ifinfomsg, IFNAME], { length: HEADER + 16 + IFNAME_SIZE + 4 })],
    0,
    HEADER + 16 + IFNAME_SIZE,
    'the message claims more than there is',
  ),
  framing('nlmsg_len 0xffffffff', [message(RTM_NEWLINK, 0, [ifinfomsg], { length: 0xffffffff })], 0, 32, 'the message claims more than there is'),
  framing(
    'a second message that is cut short',
    [message(RTM_NEWLINK, 2, [ifinfomsg]), message(RTM_NEWLINK, 2, [ifinfomsg], { length: 64 })],
    32,
    32,
    'the second message claims more than there is',
  ),
  framing('8 bytes behind the last message', [message(RTM_NEWLINK, 0, [ifinfomsg]), hex('deadbeefdeadbeef')], 32, 8, 'that is no message'),
  {
    name: 'NLMSG_ERROR of 8 bytes',
    pieces: [message(2, 0, [u32(-22), u32(20)])],
    refuse: { offset: HEADER, length: 8, path: ['NLMSG_ERROR'], why: 'an error is a number and a header: 20 bytes' },
  },
];

const inLink = (name: string, pieces: readonly Piece[], path: readonly string[], offset: number, length: number, why: string): Damaged => ({
  name,
  pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, ...pieces])],
  refuse: { offset, length, path: ['RTM_NEWLINK', ...path], why },
});

const HEADERS: readonly Damaged[] = [
  ...[0, 1, 2, 3].map((length) => inLink(`nla_len ${length}`, [IFNAME, attr(4, [u32(1500)], { length })], [], LINK + IFNAME_SIZE, 8, 'an attribute is 4 bytes at least')),
  inLink('nla_len beyond the message', [IFNAME, attr(4, [u32(1500)], { length: 12 })], [], LINK + IFNAME_SIZE, 8, 'the attribute claims more than there is'),
  inLink('nla_len 0xffff', [IFNAME, attr(4, [u32(1500)], { length: 0xffff })], [], LINK + IFNAME_SIZE, 8, 'the attribute claims more than there is'),
  ...[1, 2, 3].map((size) => inLink(`${size} bytes behind the last attribute`, [IFNAME, hex('aabbcc'.slice(0, 2 * size))], [], LINK + IFNAME_SIZE, size, 'they are no attribute')),
  inLink(
    'an attribute that does not start at a multiple of four',
    [attr(3, [text('e0\0')], { unpadded: true }), attr(4, [u32(0x05050505)])],
    [],
    LINK + 8,
    7,
    'what stands there claims more than there is',
  ),
  inLink(
    'an attribute in a nest that claims more than the nest',
    [attr(18, [attr(1, [text('vlan\0')], { length: 40 })]), attr(4, [u32(1500)]), attr(13, [u32(1)]), zeros(16)].slice(0, 3),
    ['IFLA_LINKINFO'],
    LINK,
    16,
    'what is in it claims more than it has',
  ),
  inLink(
    'two bytes behind the last attribute of a nest',
    [attr(18, [attr(1, [text('veth\0abc')]), hex('aabb')], { unpadded: true }), zeros(2), attr(4, [u32(1500)])],
    ['IFLA_LINKINFO'],
    LINK,
    18,
    'they are no attribute',
  ),
  inLink(
    'nla_len 2 three levels down',
    [attr(18, [attr(1, [text('macvlan\0')]), attr(2, [attr(5, [attr(4, [hex('020000000001')], { length: 2 })])])])],
    ['IFLA_LINKINFO', 'IFLA_INFO_DATA'],
    LINK,
    40,
    'an attribute is 4 bytes at least',
  ),
];

const short = (name: string, type: number, pieces: readonly Piece[], size: number, wanted: string): Damaged =>
  inLink(`${name} of ${size} byte${size === 1 ? '' : 's'}`, [attr(type, pieces), IFNAME], [name], LINK, 4 + size, `it is ${wanted}`);

const PAYLOADS: readonly Damaged[] = [
  ...[0, 1, 2, 3].map((size) => short('IFLA_MTU', 4, [zeros(size)], size, 'a number of 4 bytes')),
  short('IFLA_CARRIER', 33, [], 0, 'a number of 1 byte'),
  short('IFLA_HEADROOM', 68, [u8(1)], 1, 'a number of 2 bytes'),
  {
    name: 'IFLA_BR_HELLO_TIMER of 4 bytes',
    pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, attr(18, [attr(1, [text('bridge\0')]), attr(2, [attr(16, [u32(5)])])])])],
    refuse: { offset: LINK + 4 + 12 + 4, length: 8, path: ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_BR_HELLO_TIMER'], why: 'it is a number of 8 bytes' },
  },
  {
    name: 'IFLA_INET_CONF of 6 bytes',
    pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, attr(26, [attr(2, [attr(1, [hex('010000000200')])])])])],
    refuse: { offset: LINK + 8, length: 10, path: ['RTM_NEWLINK', 'IFLA_AF_SPEC', 'AF_INET', 'IFLA_INET_CONF'], why: 'it is numbers of 4 bytes each' },
  },
  {
    name: 'IFLA_MACVLAN_MACADDR of 5 bytes',
    pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, attr(18, [attr(1, [text('macvlan\0')]), attr(2, [attr(4, [hex('0200000000')])])])])],
    refuse: { offset: LINK + 4 + 12 + 4, length: 9, path: ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MACADDR'], why: 'it is an address of 6 bytes' },
  },
  ...[0, 3, 5, 15, 17].map((size) => ({
    name: `IFA_LOCAL of ${size} bytes`,
    pieces: [message(20, 0, [ifaddrmsg(2, 24), attr(2, [zeros(size)])])],
    refuse: { offset: ADDRESS, length: 4 + size, path: ['RTM_NEWADDR', 'IFA_LOCAL'], why: 'it is an address of 4 or 16 bytes' },
  })),
  {
    name: 'RTA_OIF of 2 bytes',
    pieces: [message(24, 0, [rtmsg(2, 16), attr(1, [hex('0a010000')]), attr(4, [u16(3)])])],
    refuse: { offset: ROUTE + 8, length: 6, path: ['RTM_NEWROUTE', 'RTA_OIF'], why: 'it is a number of 4 bytes' },
  },
  ...[4, 64].map((length) => ({
    name: `a next hop that claims ${length} bytes`,
    pieces: [message(24, 0, [rtmsg(2, 16), attr(9, [u16(length), u8(0), u8(0), u32(2), attr(5, [hex('0a000001')])])])],
    refuse: { offset: ROUTE, length: 20, path: ['RTM_NEWROUTE', 'RTA_MULTIPATH'], why: length < 8 ? 'a next hop is 8 bytes at least' : 'the next hop claims more than there is' },
  })),
];

/** Attribute in attribute, `depth` of them. */
const nested = (depth: number, type: number): Piece[] => Array.from({ length: depth }, (_, i) => [u16(4 * (depth - i)), u16(type)]).flat();

/** What is right to do with these is open; to end, or never to, is wrong. */
const ENDURED: readonly Damaged[] = [
  ...[40, 4000].map((depth) => ({ name: `unknown nests, ${depth} deep`, pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, ...nested(depth, 0x200 | NESTED)])] })),
  { name: 'actions in actions, 1000 deep', pieces: [message(48, 0, [zeros(4), ...nested(1000, 1)])] },
  { name: '2000 empty attributes of one type', pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, ...Array.from({ length: 2000 }, () => attr(3, []))])] },
  { name: '1000 messages of 16 bytes', pieces: Array.from({ length: 1000 }, () => message(1, 0, [])) },
  { name: 'a struct that is cut short', pieces: [message(RTM_NEWLINK, 0, [zeros(8)])] },
  { name: 'no struct at all', pieces: [message(24, 0, [])] },
  { name: 'no bytes', pieces: [] },
];

export const damaged: readonly Damaged[] = [...FRAMES, ...HEADERS, ...PAYLOADS, ...ENDURED];
