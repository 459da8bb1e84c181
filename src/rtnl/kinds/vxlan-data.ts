// IFLA_INFO_DATA of a VXLAN. include/uapi/linux/if_link.h: IFLA_VXLAN_*; drivers/net/vxlan/vxlan_core.c: vxlan_policy, vxlan_fill_info().

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, type Codec, flag, u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { __be16, __be32, struct } from '../../netlink/struct.js';

/** A flag in requests, a number of 8 bits in what the kernel tells. */
const flagOrU8: Codec<true | number> = {
  type: 'flag or u8',
  decode: (b, start, end) => (start === end ? flag.decode(b, start, end) : u8.decode(b, start, end)),
  encode: (w, value) => (typeof value === 'number' ? u8.encode(w, value) : flag.encode(w, value)),
};

/** UDP ports to send from; both 0 leave them to the kernel. */
export const portRange = struct('ifla_vxlan_port_range', { low: __be16, high: __be16 });

/** Bits of the header: struct vxlanhdr. */
const vxlanhdr = struct('vxlanhdr', { flags: __be32, vni: __be32 });

/** Whether the outer header says "don't fragment": never, always, or as the inner one does. VXLAN_DF_*, GENEVE_DF_*. */
export const dontFragment = enumeration(u8, { unset: 0, set: 1, inherit: 2 });

/** Numbers of 8 bits are 0 or 1 where nothing else is said. */
export const vxlanData = attributes(() => ({
  /** VNI, 24 bits. */
  id: ['IFLA_VXLAN_ID', 1, u32],
  /** Where to send what has no entry in the table: a group, or one remote. */
  group: ['IFLA_VXLAN_GROUP', 2, ipv4],
  /** Index of the link to send from. */
  link: ['IFLA_VXLAN_LINK', 3, u32],
  local: ['IFLA_VXLAN_LOCAL', 4, ipv4],
  /** 0 leaves it to the kernel. */
  ttl: ['IFLA_VXLAN_TTL', 5, u8],
  /** 1 takes it from the inner packet. */
  tos: ['IFLA_VXLAN_TOS', 6, u8],
  learning: ['IFLA_VXLAN_LEARNING', 7, u8],
  /** Seconds; 0 keeps entries for ever. */
  ageing: ['IFLA_VXLAN_AGEING', 8, u32],
  /** Entries in the table; 0 is no limit. */
  limit: ['IFLA_VXLAN_LIMIT', 9, u32],
  portRange: ['IFLA_VXLAN_PORT_RANGE', 10, portRange],
  proxy: ['IFLA_VXLAN_PROXY', 11, u8],
  rsc: ['IFLA_VXLAN_RSC', 12, u8],
  l2miss: ['IFLA_VXLAN_L2MISS', 13, u8],
  l3miss: ['IFLA_VXLAN_L3MISS', 14, u8],
  /** UDP port to send to. */
  port: ['IFLA_VXLAN_PORT', 15, be16],
  group6: ['IFLA_VXLAN_GROUP6', 16, ipv6],
  local6: ['IFLA_VXLAN_LOCAL6', 17, ipv6],
  udpCsum: ['IFLA_VXLAN_UDP_CSUM', 18, u8],
  udpZeroCsum6Tx: ['IFLA_VXLAN_UDP_ZERO_CSUM6_TX', 19, u8],
  udpZeroCsum6Rx: ['IFLA_VXLAN_UDP_ZERO_CSUM6_RX', 20, u8],
  remcsumTx: ['IFLA_VXLAN_REMCSUM_TX', 21, u8],
  remcsumRx: ['IFLA_VXLAN_REMCSUM_RX', 22, u8],
  gbp: ['IFLA_VXLAN_GBP', 23, flag],
  remcsumNopartial: ['IFLA_VXLAN_REMCSUM_NOPARTIAL', 24, flag],
  collectMetadata: ['IFLA_VXLAN_COLLECT_METADATA', 25, u8],
  /** IPv6 flow label, 20 bits. */
  label: ['IFLA_VXLAN_LABEL', 26, be32],
  gpe: ['IFLA_VXLAN_GPE', 27, flag],
  ttlInherit: ['IFLA_VXLAN_TTL_INHERIT', 28, flagOrU8],
  df: ['IFLA_VXLAN_DF', 29, dontFragment],
  /** Only with collectMetadata. */
  vnifilter: ['IFLA_VXLAN_VNIFILTER', 30, u8],
  /** Linux 6.5. */
  localbypass: ['IFLA_VXLAN_LOCALBYPASS', 31, u8],
  /** Linux 6.7. */
  labelPolicy: ['IFLA_VXLAN_LABEL_POLICY', 32, enumeration(u32, { fixed: 0, inherit: 1 })],
  /** Bits of the header that are no reason to drop a packet. Linux 6.14. */
  reservedBits: ['IFLA_VXLAN_RESERVED_BITS', 33, vxlanhdr],
  /** Linux 6.17. */
  mcRoute: ['IFLA_VXLAN_MC_ROUTE', 34, u8],
}));

/** What IFLA_INFO_DATA of a VXLAN holds. */
export type Vxlan = Value<typeof vxlanData>;
