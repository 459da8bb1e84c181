// IFLA_INFO_DATA of a GENEVE tunnel. include/uapi/linux/if_link.h: IFLA_GENEVE_*; drivers/net/geneve.c: geneve_policy, geneve_fill_info().

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, flag, u8, u32, type Value } from '../../netlink/codec.js';
import { dontFragment, portRange } from './vxlan-data.js';

/** Numbers of 8 bits are 0 or 1 where nothing else is said. */
export const geneveData = attributes(() => ({
  /** VNI, 24 bits. */
  id: ['IFLA_GENEVE_ID', 1, u32],
  remote: ['IFLA_GENEVE_REMOTE', 2, ipv4],
  /** 0 leaves it to the kernel. */
  ttl: ['IFLA_GENEVE_TTL', 3, u8],
  /** 1 takes it from the inner packet. */
  tos: ['IFLA_GENEVE_TOS', 4, u8],
  /** UDP port to send to. */
  port: ['IFLA_GENEVE_PORT', 5, be16],
  collectMetadata: ['IFLA_GENEVE_COLLECT_METADATA', 6, flag],
  remote6: ['IFLA_GENEVE_REMOTE6', 7, ipv6],
  udpCsum: ['IFLA_GENEVE_UDP_CSUM', 8, u8],
  udpZeroCsum6Tx: ['IFLA_GENEVE_UDP_ZERO_CSUM6_TX', 9, u8],
  udpZeroCsum6Rx: ['IFLA_GENEVE_UDP_ZERO_CSUM6_RX', 10, u8],
  /** IPv6 flow label, 20 bits. */
  label: ['IFLA_GENEVE_LABEL', 11, be32],
  ttlInherit: ['IFLA_GENEVE_TTL_INHERIT', 12, u8],
  df: ['IFLA_GENEVE_DF', 13, dontFragment],
  innerProtoInherit: ['IFLA_GENEVE_INNER_PROTO_INHERIT', 14, flag],
  /** Linux 6.16. */
  portRange: ['IFLA_GENEVE_PORT_RANGE', 15, portRange],
  /** Linux 7.0. */
  groHint: ['IFLA_GENEVE_GRO_HINT', 16, flag],
  /** Newer than Linux 7.1. */
  local: ['IFLA_GENEVE_LOCAL', 17, ipv4],
  local6: ['IFLA_GENEVE_LOCAL6', 18, ipv6],
}));

/** What IFLA_INFO_DATA of a GENEVE tunnel holds. */
export type Geneve = Value<typeof geneveData>;
