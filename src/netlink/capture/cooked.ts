// What Linux puts before a netlink datagram in a capture: the headers of LINKTYPE_NETLINK, LINKTYPE_LINUX_SLL and
// LINKTYPE_LINUX_SLL2, always big-endian. https://www.tcpdump.org/linktypes; net/netlink/af_netlink.c: __netlink_deliver_tap_skb().

import { NETLINK_KOBJECT_UEVENT, NLM_F_REQUEST } from '../constants.js';
import { NLMSG_HDRLEN } from '../message.js';
import { byteOrderOf } from './byte-order.js';
import type { CapturedDatagram } from './captured.js';
import type { Stretch } from './records.js';

export const LINKTYPE_NETLINK = 253;
const LINKTYPE_LINUX_SLL = 113;
const LINKTYPE_LINUX_SLL2 = 276;

/** include/uapi/linux/if_arp.h. */
export const ARPHRD_NETLINK = 824;

/** Bytes of the header of LINKTYPE_NETLINK. */
export const COOKED_LENGTH = 16;

/** include/uapi/linux/if_packet.h: what nlmon gives each packet. A socket that captures from it is mostly told PACKET_OUTGOING instead. */
export const PACKET_USER = 6;
export const PACKET_KERNEL = 7;

/** NETLINK_USERSOCK, NETLINK_ISCSI, NETLINK_CONNECTOR, NETLINK_ECRYPTFS. */
const WITHOUT_REQUESTS: ReadonlySet<number> = new Set([2, 8, 11, 19]);

/** Where a link type has what matters; undefined for link types that carry no netlink. */
interface Cooked {
  readonly length: number;
  readonly packetType: (view: DataView, at: number) => number;
  readonly hardware: number;
  readonly family: number;
}

const sll: Cooked = { length: COOKED_LENGTH, packetType: (view, at) => view.getUint16(at), hardware: 2, family: 14 };

const HEADERS: Readonly<Record<number, Cooked>> = {
  [LINKTYPE_NETLINK]: sll,
  [LINKTYPE_LINUX_SLL]: sll,
  [LINKTYPE_LINUX_SLL2]: { length: 20, packetType: (view, at) => view.getUint8(at + 10), hardware: 8, family: 0 },
};

/** Whether packets of a link type can hold netlink. */
export const carriesNetlink = (linkType: number): boolean => HEADERS[linkType] !== undefined;

/** A packet as a capture file has it. */
export interface Packet {
  readonly linkType: number;
  /** Byte order of the machine that captured. */
  readonly littleEndian: boolean;
  readonly time: bigint | undefined;
  readonly interface: number | undefined;
  /** Of its record. */
  readonly offset: number;
  /** Where its bytes lie in the stretch. */
  readonly start: number;
  readonly end: number;
  /** Before it was cut to the capture's snap length. */
  readonly fullLength: number;
}

/** The netlink datagram in a packet; undefined where it holds none, or was cut before it began. */
export function datagramOf({ bytes, view }: Stretch, packet: Packet): CapturedDatagram | undefined {
  const { start, end, time } = packet;
  const header = HEADERS[packet.linkType];
  if (header === undefined || end - start < header.length || view.getUint16(start + header.hardware) !== ARPHRD_NETLINK) return undefined;
  const payload = bytes.subarray(start + header.length, end);
  const family = view.getUint16(start + header.family);
  const fullLength = Math.max(packet.fullLength - header.length, payload.length);
  const littleEndian = byteOrderOf(payload, fullLength, family, packet.littleEndian);
  const direction = directionOf(header.packetType(view, start), family, view, start + header.length, end, littleEndian);
  // Conditional spreads would take longer than all the rest.
  const datagram: { -readonly [K in keyof CapturedDatagram]: CapturedDatagram[K] } = { bytes: payload, littleEndian, family, offset: packet.offset, fullLength };
  if (direction !== undefined) datagram.direction = direction;
  if (time !== undefined) datagram.time = time;
  if (packet.interface !== undefined) datagram.interface = packet.interface;
  return datagram;
}

/** By the packet's type where it tells, else by its first message. */
function directionOf(packetType: number, family: number, view: DataView, at: number, end: number, littleEndian: boolean): CapturedDatagram['direction'] {
  if (packetType === PACKET_KERNEL) return 'sent';
  if (packetType === PACKET_USER) return 'received';
  return byFlags(family, end - at < NLMSG_HDRLEN ? undefined : view.getUint16(at + 6, littleEndian));
}

/**
 * netlink_rcv_skb() takes nothing but requests, and the kernel asks for nothing. Of families that do without that function nothing
 * can be told.
 */
function byFlags(family: number, flags: number | undefined): CapturedDatagram['direction'] {
  if (family === NETLINK_KOBJECT_UEVENT) return 'received';
  if (flags === undefined || WITHOUT_REQUESTS.has(family)) return undefined;
  return (flags & NLM_F_REQUEST) !== 0 ? 'sent' : 'received';
}

/** Where a datagram went, by the flags of its first message, for recordings that do not tell; undefined where they do not either. */
export function directionByFlags({ bytes, littleEndian, family }: CapturedDatagram): CapturedDatagram['direction'] {
  const [low = 0, high = 0] = bytes.subarray(6, 8);
  return byFlags(family, bytes.length < NLMSG_HDRLEN ? undefined : littleEndian ? low | (high << 8) : high | (low << 8));
}
