// Good messages that no recording holds: the rest of the message types, and what is rare but right.

import { attr, hex, ifaddrmsg, ifinfomsg, message, type Piece, rtgenmsg, rtmsg, tcmsg, text, u8, u16, u32, u64, zeros } from './bytes.js';

/** A datagram, and what is looked at. */
export interface Made {
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** Both where it is absent. */
  readonly checks?: readonly ('decode' | 'roundtrip')[];
}

const NESTED = 0x8000;
const NET_BYTEORDER = 0x4000;
const RTM_NEWLINK = 16;
const IFNAME = attr(3, [text('eth0\0')]);
const MTU = attr(4, [u32(1500)]);

const one = (name: string, type: number, ...pieces: readonly Piece[]): Made => ({ name, pieces: [message(type, 0, pieces)] });
const link = (name: string, ...pieces: readonly Piece[]): Made => one(name, RTM_NEWLINK, ifinfomsg, ...pieces);

const TYPES: readonly Made[] = [
  one('RTM_DELTCLASS', 41, tcmsg, attr(1, [text('htb\0')])),
  one('RTM_DELTFILTER', 45, tcmsg, attr(1, [text('u32\0')]), attr(11, [u32(7)])),
  one('RTM_DELACTION', 49, rtgenmsg(), attr(1, [attr(1, [attr(1, [text('gact\0')])])])),
  one('RTM_NEWPREFIX', 52, rtgenmsg(10), u32(2), u8(3), u8(64), u8(3), u8(0), attr(1, [hex('20010db8000100000000000000000000')]), attr(2, [u32(14400), u32(86400)])),
  one('RTM_NEWMULTICAST', 56, ifaddrmsg(10, 128), attr(7, [hex('ff020000000000000000000000000001')])),
  one('RTM_DELMULTICAST', 57, ifaddrmsg(2, 32), attr(7, [hex('e0000001')])),
  one('RTM_GETMULTICAST', 58, ifaddrmsg(10, 0)),
  one('RTM_NEWANYCAST', 60, ifaddrmsg(10, 128), attr(5, [hex('20010db8000000000000000000000000')])),
  one('RTM_DELANYCAST', 61, ifaddrmsg(10, 128), attr(5, [hex('20010db8000000000000000000000000')])),
  one('RTM_GETANYCAST', 62, ifaddrmsg(10, 0)),
  one('RTM_NEWNDUSEROPT', 68, u8(10), u8(0), u16(8), u32(2), u8(134), u8(0), u16(0), u32(0), hex('2601000000000000'), attr(1, [hex('fe800000000000000000000000000001')])),
  one('RTM_NEWCACHEREPORT', 96, rtgenmsg(128), attr(1, [u8(1)]), attr(2, [u32(3)]), attr(3, [hex('0a000001')]), attr(4, [hex('ef010101')]), attr(5, [hex('4500001c')])),
  one('RTM_GETCHAIN', 102, tcmsg, attr(11, [u32(5)])),
  one('RTM_GETLINKPROP', 110, ifinfomsg),
  one('RTM_DELVLAN', 113, rtgenmsg(7), u32(2), attr(1 | NESTED, [attr(1, [u16(0), u16(100)])])),
  one('RTM_DELNEXTHOPBUCKET', 117, rtgenmsg(), u32(0), attr(1, [u32(10)]), attr(13 | NESTED, [attr(1, [u16(4)]), attr(3, [u32(7)])])),
  one('RTM_DELTUNNEL', 121, rtgenmsg(7), u32(2), attr(1 | NESTED, [attr(1, [u32(100)])])),
  one('a type that nothing has', 0x3f0, rtgenmsg(), attr(1, [u32(5)])),
];

/** Numbers at the ends of their ranges, text that is not ASCII, nests that hold nothing. */
const VALUES: readonly Made[] = [
  link('numbers of 32 bits at the end of their range', attr(4, [u32(0xffffffff)]), attr(49, [u32(0xffffffff)]), attr(13, [u32(0)])),
  link('a number below zero', attr(37, [u32(-1)])),
  link('numbers of 8 bits above 127', attr(33, [u8(255)]), attr(16, [u8(200)])),
  link('numbers of 64 bits that are more than 53', attr(23, [u64(0xffffffffffffffffn), u64(0x8000000000000000n), u64(9007199254740993n), zeros(8 * 22)])),
  link('a name in UTF-8', attr(3, [text('\xc3\xa9t\xc3\xa90\0')])),
  link('an empty name', attr(3, [text('\0')])),
  link('an empty nest', IFNAME, attr(18, [])),
  link('a hardware address of 20 bytes', attr(1, [hex('80000048fe80000000000000f4521403007bcba1')])),
  link('a hardware address of no bytes', attr(1, [])),
  one('a gateway of another family: RTA_VIA', 24, rtmsg(2, 16), attr(1, [hex('0a010000')]), attr(18, [u16(10), hex('fe800000000000000000000000000001')])),
  one(
    'ports in network byte order, others in that of the message',
    16,
    ifinfomsg,
    attr(18, [attr(1, [text('vxlan\0')]), attr(2, [attr(1, [u32(100)]), attr(15, [hex('12b5')]), attr(8, [u32(300)])])]),
  ),
  one(
    'two next hops, each with a gateway',
    24,
    rtmsg(2, 16),
    attr(9, [u16(16), u8(0), u8(0), u32(2), attr(5, [hex('0a000001')]), u16(16), u8(4), u8(9), u32(3), attr(5, [hex('0a000002')])]),
  ),
  { name: 'sequence and port with the highest bit set', pieces: [message(RTM_NEWLINK, 0xffff, [ifinfomsg, MTU], { sequence: 0xffffffff, port: 0x80000001 })] },
];

/** What is not known, stands twice, or is longer than it was: kernels change so, and what is not known must not be lost. */
const CHANGES: readonly Made[] = [
  link('an unknown attribute between two known ones', IFNAME, attr(0x123, [hex('0102030405')]), MTU),
  link('an unknown attribute without payload', IFNAME, attr(0x124, []), MTU),
  link('the highest attribute type, with both flag bits', IFNAME, attr(0x3fff | NESTED | NET_BYTEORDER, [u32(1)])),
  link('attributes of type 0', attr(0, [u32(0)]), IFNAME, attr(0, [])),
  link('an unknown attribute inside a nest', attr(18, [attr(1, [text('macvlan\0')]), attr(2, [attr(1, [u32(4)]), attr(99, [hex('aabbccdd')]), attr(7, [u32(1000)])])])),
  link('a link kind that nothing is known about', attr(18, [attr(1, [text('frobnicator\0')]), attr(2, [attr(1, [u32(4)]), attr(2, [text('abc\0')])])])),
  link('a known attribute twice, of which the last counts', attr(4, [u32(1400)]), IFNAME, MTU),
  link('an unknown attribute twice', attr(0x123, [u8(1)]), IFNAME, attr(0x123, [u8(2)])),
  link('a nest with the flag bit it may have', attr(18 | NESTED, [attr(1, [text('dummy\0')])])),
  link('statistics that have grown by 16 bytes', attr(23, [...Array.from({ length: 25 }, (_, i) => u64(i + 1)), zeros(8), u64(7)])),
  link(
    'statistics of an old kernel, of 23 numbers',
    attr(
      23,
      Array.from({ length: 23 }, (_, i) => u64(i + 1)),
    ),
  ),
  one('a cache info that has grown by 4 bytes', 20, ifaddrmsg(2, 24), attr(2, [hex('c0000201')]), attr(6, [u32(3600), u32(7200), u32(1), u32(2), u32(3)])),
  link('a name without its NUL', attr(3, [text('eth0')])),
  link('a kind without its NUL, as iproute2 sends it', attr(18, [attr(1, [text('macvlan')])])),
];

/** Framing. */
const FRAMES: readonly Made[] = [
  { name: 'two messages in one datagram', pieces: [message(RTM_NEWLINK, 2, [ifinfomsg, IFNAME]), message(RTM_NEWLINK, 2, [ifinfomsg, MTU], { sequence: 2 })] },
  {
    name: 'a message of a length that is no multiple of four, and another',
    pieces: [message(RTM_NEWLINK, 2, [ifinfomsg, attr(3, [text('e0\0')], { unpadded: true })]), zeros(1), message(3, 2, [u32(0)])],
  },
  { name: 'a last attribute without its padding', pieces: [message(RTM_NEWLINK, 0, [ifinfomsg, MTU, attr(3, [text('e0\0')], { unpadded: true })])] },
  { name: 'zero bytes behind the message, as iproute2 sends them', pieces: [message(18, 0x301, [ifinfomsg]), zeros(96)], checks: ['decode'] },
  { name: 'NLMSG_NOOP, then NLMSG_DONE', pieces: [message(1, 0, []), message(3, 2, [u32(0)])] },
  { name: 'NLMSG_DONE with an error', pieces: [message(3, 2, [u32(-2)])] },
  { name: 'NLMSG_ERROR: an acknowledgement', pieces: [message(2, 0x100, [u32(0), u32(40), u16(16), u16(5), u32(9), u32(77)])] },
  { name: 'NLMSG_ERROR with the request', pieces: [message(2, 0, [u32(-19), u32(32), u16(16), u16(5), u32(9), u32(77), ifinfomsg])] },
  {
    name: 'NLMSG_ERROR with text and offset',
    pieces: [message(2, 0x300, [u32(-22), u32(40), u16(16), u16(5), u32(9), u32(77), attr(1, [text('Invalid MTU\0')]), attr(2, [u32(32)])])],
  },
];

/** What decodes in more ways than one, but must come back as it was. */
const KEPT: readonly Made[] = [
  { ...link('bytes behind the NUL of a name', attr(3, [text('eth0\0abc')])), checks: ['roundtrip'] },
  { ...link('a name that is not UTF-8', attr(3, [text('\xff\xfe0\0')])), checks: ['roundtrip'] },
  { ...link('padding that is not zero', attr(3, [text('e0\0')], { unpadded: true }), u8(0x5a), MTU), checks: ['roundtrip'] },
  { ...link('a number of 32 bits in 8 bytes, which the kernel takes', attr(4, [u32(1500), u32(7)])), checks: ['roundtrip'] },
];

export const made: readonly Made[] = [...TYPES, ...VALUES, ...CHANGES, ...FRAMES, ...KEPT];
