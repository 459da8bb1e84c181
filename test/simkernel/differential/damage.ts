// Requests that no program should send: a good one with something wrong in it.

import * as fc from 'fast-check';
import { NLM_F_CREATE } from '../../../src/netlink/constants.js';
import { RTM_NEWLINK, RTM_NEWROUTE } from '../../../src/rtnl/constants.js';

/** What is done to a request before it is sent. `attribute` counts those of the message itself, and begins again where there are fewer. */
export type Damage =
  | { readonly how: 'header'; readonly at: number; readonly value: number }
  | { readonly how: 'flags'; readonly bits: number }
  | { readonly how: 'cut' | 'longer'; readonly attribute: number; readonly by: number }
  | { readonly how: 'type' | 'repeat'; readonly attribute: number; readonly type: number }
  | { readonly how: 'mark'; readonly attribute: number; readonly bits: number }
  | { readonly how: 'add'; readonly type: number; readonly payload: readonly number[] }
  | { readonly how: 'garbage' | 'short'; readonly by: number };

const attribute = fc.nat({ max: 5 });
const type = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 40 }) }, { weight: 1, arbitrary: fc.nat({ max: 80 }) });

export const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ how: fc.constant('header' as const), at: fc.nat({ max: 15 }), value: fc.constantFrom(0, 1, 2, 3, 10, 17, 33, 129, 255) }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('flags' as const), bits: fc.constantFrom(0x100, 0x200, 0x400, 0x800, 0x8, 0x300, 0x1000) }) },
  { weight: 4, arbitrary: fc.record({ how: fc.constantFrom('cut' as const, 'longer' as const), attribute, by: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('type' as const), attribute, type }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('repeat' as const), attribute, type: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('mark' as const), attribute, bits: fc.constantFrom(0x8000, 0x4000) }) },
  { weight: 5, arbitrary: fc.record({ how: fc.constant('add' as const), type, payload: fc.array(fc.constantFrom(0, 1, 2, 5), { maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constantFrom('garbage' as const, 'short' as const), by: fc.integer({ min: 1, max: 9 }) }) },
);

const HEADER = 16;
/** From here on families are of multicast routing, which is not simulated. */
const RTNL_FAMILY_IPMR = 128;
/** Bytes of the struct behind nlmsghdr, by nlmsg_type less 16 and over 4. */
const STRUCTS: Readonly<Record<number, number>> = { 0: 16, 1: 8, 2: 12, 3: 12, 4: 12, 12: 4, 16: 4, 18: 4, 22: 8, 23: 16, 24: 8 };
/**
 * Attributes that are never made by accident: processes and descriptors would be those of this machine, encapsulations can hang this
 * machine's kernel, neighbours that are kept resolved (NDA_FLAGS_EXT) send packets.
 */
const FORBIDDEN: Readonly<Record<number, readonly number[]>> = { 0: [19, 28, 43], 2: [21, 22, 9], 3: [15], 18: [2, 3], 22: [7, 8], 23: [19, 28] };
/** Attributes that hold a process or a descriptor of this machine, by the same: IFLA_NET_NS_PID, IFLA_NET_NS_FD, NETNSA_PID, NETNSA_FD. Under another number it would be seen. */
const MACHINE: Readonly<Record<number, readonly number[]>> = { 0: [19, 28], 18: [2, 3] };
const RTA_EXPIRES = 23;
/** Attributes without which the kernel draws an address: IFLA_ADDRESS, IFLA_LINKINFO. */
const DRAWN: readonly number[] = [1, 18];
const MASK = 0x3fff;

interface Piece {
  type: number;
  payload: Uint8Array;
}

/** The request with the damage done; as it was where that cannot be done to it. */
export function damaged(bytes: Uint8Array, wanted: Damage, littleEndian: boolean): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const group = (view.getUint16(4, littleEndian) - 16) >> 2;
  const size = STRUCTS[group];
  if (size === undefined) return bytes;
  const start = HEADER + size;
  const out = { head: bytes.slice(0, start), pieces: [] as Piece[], tail: new Uint8Array() };
  for (let at = start; bytes.length - at >= 4; ) {
    const length = view.getUint16(at, littleEndian);
    if (length < 4 || length > bytes.length - at) break;
    out.pieces.push({ type: view.getUint16(at + 2, littleEndian), payload: bytes.slice(at + 4, at + length) });
    at += (length + 3) & ~3;
  }
  const before = out.pieces.map((piece) => piece.type);
  const [harmed] = 'attribute' in wanted && out.pieces.length > 0 ? [out.pieces[wanted.attribute % out.pieces.length]] : [];
  if (group === 0 && harmed !== undefined && DRAWN.includes(harmed.type & MASK) && wanted.how !== 'mark' && wanted.how !== 'repeat') return bytes;
  if (wanted.how === 'type' && harmed !== undefined && MACHINE[group]?.includes(harmed.type & MASK)) return bytes;
  if (isFree(group, wanted) || (wanted.how === 'header' && wanted.at % size === 0 && wanted.value >= RTNL_FAMILY_IPMR)) return bytes;
  spoil(out, wanted, littleEndian);
  const made = out.pieces.map((piece) => piece.type & MASK).filter((number) => !before.some((known) => (known & MASK) === number));
  if (made.some((number) => FORBIDDEN[group]?.includes(number))) return bytes;
  // A lifetime would be another than those of which seconds may pass.
  if (view.getUint16(4, littleEndian) === RTM_NEWROUTE && made.includes(RTA_EXPIRES)) return bytes;
  return joined(out.head, out.pieces, out.tail, littleEndian);
}

/** Headers that would have the kernel send packets of its own (NTF_USE), or look at what is not simulated (rtm_src_len; the cached exceptions that RTM_F_CLONED means). */
function isFree(group: number, wanted: Damage): boolean {
  if (wanted.how !== 'header') return false;
  return (group === 3 && wanted.at % 12 === 10 && (wanted.value & 1) !== 0) || (group === 2 && (wanted.at % 12 === 2 || (wanted.at % 12 === 9 && (wanted.value & 2) !== 0)));
}

function spoil(out: { head: Uint8Array; readonly pieces: Piece[]; tail: Uint8Array }, wanted: Damage, littleEndian: boolean): void {
  const { head, pieces } = out;
  const chosen = 'attribute' in wanted && pieces.length > 0 ? pieces[wanted.attribute % pieces.length] : undefined;
  switch (wanted.how) {
    case 'header':
      head[HEADER + (wanted.at % (head.length - HEADER))] = wanted.value;
      return;
    case 'flags': {
      const view = new DataView(head.buffer);
      // A link made by a change has an address that the kernel chooses.
      const bits = view.getUint16(4, littleEndian) === RTM_NEWLINK ? wanted.bits & ~NLM_F_CREATE : wanted.bits;
      view.setUint16(6, view.getUint16(6, littleEndian) ^ bits, littleEndian);
      return;
    }
    case 'add':
      pieces.push({ type: wanted.type, payload: Uint8Array.from(wanted.payload) });
      return;
    case 'garbage':
      out.tail = new Uint8Array(wanted.by).fill(1);
      return;
    case 'short':
      out.head = head.slice(0, Math.max(HEADER + 1, head.length - wanted.by));
      pieces.length = 0;
      return;
  }
  if (chosen === undefined) return;
  if (wanted.how === 'cut') chosen.payload = chosen.payload.slice(0, Math.max(0, chosen.payload.length - wanted.by));
  else if (wanted.how === 'longer') chosen.payload = Uint8Array.from([...chosen.payload, ...new Uint8Array(wanted.by)]);
  else if (wanted.how === 'type') chosen.type = wanted.type;
  else if (wanted.how === 'mark') chosen.type ^= wanted.bits;
  else pieces.push({ ...chosen });
}

function joined(head: Uint8Array, pieces: readonly Piece[], tail: Uint8Array, littleEndian: boolean): Uint8Array {
  const length = pieces.reduce((sum, { payload }) => sum + ((4 + payload.length + 3) & ~3), head.length) + tail.length;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  out.set(head);
  let at = head.length;
  for (const { type, payload } of pieces) {
    view.setUint16(at, 4 + payload.length, littleEndian);
    view.setUint16(at + 2, type, littleEndian);
    out.set(payload, at + 4);
    at += (4 + payload.length + 3) & ~3;
  }
  out.set(tail, at);
  view.setUint32(0, length, littleEndian);
  return out;
}
