// IOAM pre-allocated traces in IPv6 packets (RFC 9197, RFC 9486). include/uapi/linux/ioam6.h, ioam6_iptunnel.h; net/ipv6/ioam6_iptunnel.c.

import { ipv6 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { type Codec, expectFields, expectInteger, expectLength, u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';

/** IOAM6_IPTUNNEL_MODE_*, as `ip` spells them. */
export const ioam6Mode = enumeration(u8, { inline: 1, encap: 2, auto: 3 });

/** The modes by name. */
export type Ioam6Mode = keyof typeof ioam6Mode.names;

/** What a packet's trace is to hold. */
export interface Ioam6Trace {
  /** IOAM namespace, 16 bits. */
  namespaceId: number;
  /** Bits of the data each node is to write, 24 of them, the first on top. */
  type: number;
  /** Bytes that are pre-allocated, a multiple of 4. */
  size: number;
  /** Words of 4 bytes that a node writes: the kernel computes it. */
  nodeLength?: number;
}

/** struct ioam6_trace_hdr. */
const ioam6Trace: Codec<Ioam6Trace> = {
  type: 'struct ioam6_trace_hdr',
  decode(b, start, end) {
    expectLength(start, end, 8, 'ioam6_trace_hdr');
    const nodeLength = (b.array[start + 2] as number) >> 3;
    if (((b.array[start + 2] as number) & 7) !== 0 || ((b.array[start + 3] as number) & 0x80) !== 0 || b.array[start + 7] !== 0) b.inexact = true;
    const size = ((b.array[start + 3] as number) & 0x7f) * 4;
    return { namespaceId: b.view.getUint16(start, false), type: b.view.getUint32(start + 4, false) >>> 8, size, ...(nodeLength !== 0 && { nodeLength }) };
  },
  encode(w, value) {
    expectFields(value);
    const { namespaceId, type, size, nodeLength = 0 } = value;
    expectInteger(namespaceId, 0, 0xffff, 'namespaceId');
    expectInteger(type, 0, 0xffffff, 'type');
    expectInteger(size, 0, 508, 'size');
    expectInteger(nodeLength, 0, 31, 'nodeLength');
    if (size % 4 !== 0) throw new EncodeError(`size ${size} is no multiple of 4`);
    const at = w.reserve(8);
    w.view.setUint16(at, namespaceId, false);
    w.array[at + 2] = nodeLength << 3;
    w.array[at + 3] = size / 4;
    w.view.setUint32(at + 4, (type << 8) >>> 0, false);
  },
};

/** IOAM6_IPTUNNEL_*. */
export const ioam6Encap = flaggedAttributes(() => ({
  mode: ['IOAM6_IPTUNNEL_MODE', 1, ioam6Mode],
  /** Destination of the outer header. */
  dst: ['IOAM6_IPTUNNEL_DST', 2, ipv6],
  trace: ['IOAM6_IPTUNNEL_TRACE', 3, ioam6Trace],
  /** `freqK` of each `freqN` packets get a trace. */
  freqK: ['IOAM6_IPTUNNEL_FREQ_K', 4, u32],
  freqN: ['IOAM6_IPTUNNEL_FREQ_N', 5, u32],
  /** Source of the outer header. */
  src: ['IOAM6_IPTUNNEL_SRC', 6, ipv6],
}));

/** What it decodes to. */
export type Ioam6Encap = Value<typeof ioam6Encap>;

/** Has packets carry an IOAM trace. The kernel needs CONFIG_IPV6_IOAM6_LWTUNNEL, else it answers EOPNOTSUPP. */
export interface Ioam6EncapSpec {
  readonly type: 'ioam6';
  /** `inline` by default: the trace goes into the packet; `encap` puts an IPv6 header before it; `auto` does that for packets that pass through only. */
  readonly mode?: Ioam6Mode;
  /** Of encap and auto: destination of the outer header, an IPv6 address. */
  readonly tundst?: string;
  /** Of encap and auto: source of the outer header, by default one of the device's; kernel 6.13. */
  readonly tunsrc?: string;
  /** `k` of each `n` packets, 1 to 1000000 both; every packet by default. */
  readonly frequency?: { readonly k: number; readonly n: number };
  readonly trace: {
    /** Bits of the data each node is to write, 24 of them, the first on top (0x800000 is hop limit and node id). */
    readonly type: number;
    /** IOAM namespace, 16 bits. */
    readonly ns: number;
    /** Bytes to allocate, 4 to 244, a multiple of 4. */
    readonly size: number;
  };
}

/** The attribute for the options. Throws EncodeError. */
export function ioam6EncapOf({ mode = 'inline', tundst, tunsrc, frequency: { k, n } = { k: 1, n: 1 }, trace: { type, ns, size } }: Ioam6EncapSpec): Ioam6Encap {
  if (mode !== 'inline' && tundst === undefined) throw new EncodeError(`mode ${mode} wants tundst`);
  if (mode === 'inline' && tundst !== undefined) throw new EncodeError('mode inline has no tundst');
  expectInteger(k, 1, 1000000, 'frequency.k');
  expectInteger(n, k, 1000000, 'frequency.n');
  expectInteger(size, 4, 244, 'trace.size');
  const dst = { ...(tundst !== undefined && { dst: tundst }), ...(tunsrc !== undefined && { src: tunsrc }) };
  return { freqK: k, freqN: n, mode, ...dst, trace: { namespaceId: ns, type, size } };
}
