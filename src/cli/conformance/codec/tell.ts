// Our own decoding as a meaning: the dissection of a datagram, told in kernel names, numbers and JSON.

import { mac } from '../../../netlink/address.js';
import { type Bytes, toHex } from '../../../netlink/bytes.js';
import { be16, be32, type Codec, u8, u16, u32, u64 } from '../../../netlink/codec.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../../../netlink/constants.js';
import type { DissectedField, Dissection } from '../../../netlink/dissection.js';
import type { DecodeError } from '../../../netlink/errors.js';
import { type Bodies, type DoneBody, dissectMessages, type ErrorBody, eachMessage, type MessageHeader, NLMSG_HDRLEN, type Protocol, toBytes } from '../../../netlink/message.js';
import { NLA_F_NESTED, NLA_F_NET_BYTEORDER } from '../../../netlink/nlattr.js';
import { ifinfomsg } from '../../../rtnl/link.js';
import type { NexthopGroupEntry } from '../../../rtnl/nexthop.js';
import { rtnexthop } from '../../../rtnl/route-nexthops.js';
import type { Attribute, Header, Meaning, Refusal, Told } from './meaning.js';

/** Numbers that have names: read again, as numbers. */
const NUMBERS: Readonly<Record<string, Codec<number> | Codec<bigint>>> = { u8, u16, u32, u64, be16, be32 };

/** Values of our own making: these are told as bytes. */
const OPAQUE: ReadonlySet<string> = new Set([
  'sci',
  '64 bits of an IPv6 address',
  'struct seg6_iptunnel_encap',
  'struct ipv6_sr_hdr',
  'struct ipv6_rpl_sr_hdr',
  'struct ioam6_trace_hdr',
]);

/** Kinds by another name than the dissection's. */
const KINDS: Readonly<Record<string, string>> = { IPv4: 'ip', IPv6: 'ip', 'link address': 'mac', 'MPLS labels': 'labels' };

/** Structs that stand before the attributes of another attribute, or of a next hop. */
const HEADS = { [rtnexthop.type]: rtnexthop, ifinfomsg } as const;

/** Fields that we spell otherwise since an attribute has the name, and padding, which nobody tells. */
export const spelled = (name: string): string | undefined => (/(^|\.)(pad(\d+|Reserved)?|len)$/.test(name) ? undefined : snake(name.replace(/^(flags|table)8$/, '$1')));

/** `rxPackets` as the kernel spells it. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A value of ours as JSON. */
function told(value: unknown): Told {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return toHex(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, told);
  if (Array.isArray(value)) return value.map(told);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [snake(name), told(item)]));
  return value as Told;
}

function fieldsOf(fields: readonly DissectedField[]): { readonly [name: string]: Told } {
  return Object.fromEntries(fields.flatMap(({ name, value }) => (spelled(name) === undefined ? [] : [[spelled(name) as string, told(value)]])));
}

function refusal({ reason, offset, path }: DecodeError): Refusal {
  return { message: reason, offset, ...(path.length > 0 && { path }) };
}

/** Of a payload that holds no attributes. */
function payload(b: Bytes, { payload: type, value, fields, offset, length }: Dissection): Pick<Attribute, 'kind' | 'value' | 'words'> {
  const [number = '', named] = type.split(' ');
  const codec = NUMBERS[number];
  if (codec !== undefined && (named === 'enum' || named === 'bits')) {
    const words = (Array.isArray(value) ? value : [value]).filter((word) => typeof word === 'string');
    return { kind: number, value: told(codec.decode(b, offset + 4, offset + length)), ...(words.length > 0 && { words }) };
  }
  if (type === 'flag or u8') return { kind: value === true ? 'flag' : 'u8', value: value as Told };
  if (type === 'bridge id') return { kind: 'struct ifla_bridge_id', value: { prio: be16.decode(b, offset + 4, offset + 6), addr: mac.decode(b, offset + 6, offset + 12) } };
  // Its weights are one more than on the wire.
  if (type === 'struct nexthop_grp[]') return { kind: type, value: (value as readonly NexthopGroupEntry[]).map(({ id, weight }) => ({ id, weight: weight - 1 })) };
  if (OPAQUE.has(type)) return { kind: 'bytes', value: toHex(b.array.subarray(offset + 4, offset + length)) };
  // An array of structs has its fields one behind the other.
  const plain = fields === undefined || type.endsWith('[]') ? told(value) : fieldsOf(fields);
  return { kind: KINDS[type] ?? type, value: plain };
}

function attribute(b: Bytes, node: Dissection): Attribute {
  const { name, type, flags, offset, length, payload: kind, children, error } = node;
  const head = HEADS[kind];
  const isNexthop = kind === rtnexthop.type;
  return {
    ...(!name.startsWith('#') && { name }),
    ...(!isNexthop && { type }),
    offset,
    length,
    ...(!isNexthop && (flags & NLA_F_NESTED) !== 0 && { nested: true }),
    ...(!isNexthop && (flags & NLA_F_NET_BYTEORDER) !== 0 && { netByteOrder: true }),
    ...inside(),
  };

  function inside(): Attribute {
    if (error !== undefined) return { kind: 'bytes', value: toHex(b.array.subarray(offset + 4, offset + length)), error: refusal(error) };
    // What looks like attributes to us may be none.
    if (kind === 'nest' && name.startsWith('#')) return { kind: 'bytes', value: toHex(b.array.subarray(offset + 4, offset + length)) };
    if (children === undefined) return payload(b, node);
    const start = isNexthop ? offset : offset + 4;
    return {
      kind: head === undefined ? 'nest' : `struct ${head.name}`,
      ...(head !== undefined && { fields: fieldsOf(head.dissectFields(b, start, start + head.size)) }),
      attributes: children.map((child) => attribute(b, child)),
    };
  }
}

const headerOf = ({ length, type, flags, sequence, portId }: MessageHeader): Header => ({ length, type, flags, sequence, port: portId });

function message(b: Bytes, node: Dissection, header: MessageHeader): Meaning {
  const { name, offset, payload: struct, fields = [], children = [], value, error } = node;
  const start = offset + NLMSG_HDRLEN;
  const base = { ...(!name.startsWith('#') && { name }), offset, ...headerOf(header) };
  if (error !== undefined) return { ...base, payload: toHex(b.array.subarray(start, offset + header.length)), error: refusal(error) };
  const attributes = children.filter(({ offset }) => header.type !== NLMSG_ERROR || offset !== start + 4).map((child) => attribute(b, child));
  if (header.type === NLMSG_ERROR) {
    const { error, request } = value as ErrorBody;
    return {
      ...base,
      struct: 'nlmsgerr',
      fields: { error },
      request: headerOf(request),
      ...(request.body !== undefined && { payload: toHex(request.body) }),
      ...(attributes.length > 0 && { attributes }),
    };
  }
  if (header.type === NLMSG_DONE)
    return {
      ...base,
      ...(header.length > NLMSG_HDRLEN && { struct: 'int', fields: { error: (value as DoneBody).error ?? 0 } }),
      ...(attributes.length > 0 && { attributes }),
    } as Meaning;
  if (name.startsWith('#') || fields.length === 0) return { ...base, payload: toHex(b.array.subarray(start, offset + header.length)) };
  return { ...base, struct, fields: fieldsOf(fields), attributes };
}

/** The messages of a datagram. Throws DecodeError where their framing is broken. */
export function meanings<P extends Bodies>(protocol: Protocol<P>, datagram: Uint8Array, byteOrder: 'little' | 'big'): Meaning[] {
  const b = toBytes(datagram, { byteOrder });
  const headers: MessageHeader[] = [];
  eachMessage(b, (header) => headers.push(header));
  return dissectMessages(protocol, b).map((node, i) => message(b, node, headers[i] as MessageHeader));
}
