// IFLA_INFO_DATA of gre, gretap, erspan, and the same over IPv6. include/uapi/linux/if_tunnel.h: IFLA_GRE_*; net/ipv4/ip_gre.c:
// ipgre_policy, ipgre_fill_info(); net/ipv6/ip6_gre.c: ip6gre_policy.

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, flag, u8, u16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { encapFlags, encapType, greFlags, ip6TunnelFlags } from './tunnel-data.js';

/** IFLA_INFO_DATA of all kinds of GRE. */
export const greData = attributes(() => ({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_GRE_LINK', 1, u32],
  /** Asked of what comes in. */
  iflags: ['IFLA_GRE_IFLAGS', 2, greFlags],
  /** Done with what goes out. */
  oflags: ['IFLA_GRE_OFLAGS', 3, greFlags],
  ikey: ['IFLA_GRE_IKEY', 4, be32],
  okey: ['IFLA_GRE_OKEY', 5, be32],
  /** IPv4, or IPv6 for the kinds over IPv6. */
  local: ['IFLA_GRE_LOCAL', 6, ip],
  remote: ['IFLA_GRE_REMOTE', 7, ip],
  /** 0 takes it from the inner packet. Over IPv6 it is the hop limit. */
  ttl: ['IFLA_GRE_TTL', 8, u8],
  /** 1 takes it from the inner packet. IPv4 only. */
  tos: ['IFLA_GRE_TOS', 9, u8],
  /** 0 or 1. IPv4 only. */
  pmtudisc: ['IFLA_GRE_PMTUDISC', 10, u8],
  /** How deep tunnels may nest: RFC 2473. IPv6 only. */
  encapLimit: ['IFLA_GRE_ENCAP_LIMIT', 11, u8],
  /** Traffic class (bits 20 to 27) and flow label (bits 0 to 19). IPv6 only. */
  flowinfo: ['IFLA_GRE_FLOWINFO', 12, be32],
  /** IPv6 only. */
  flags: ['IFLA_GRE_FLAGS', 13, ip6TunnelFlags],
  encapType: ['IFLA_GRE_ENCAP_TYPE', 14, encapType],
  encapFlags: ['IFLA_GRE_ENCAP_FLAGS', 15, encapFlags],
  encapSport: ['IFLA_GRE_ENCAP_SPORT', 16, be16],
  encapDport: ['IFLA_GRE_ENCAP_DPORT', 17, be16],
  /** Routes and filters say for each packet where it goes. */
  collectMetadata: ['IFLA_GRE_COLLECT_METADATA', 18, flag],
  /** 0 or 1. IPv4 only. */
  ignoreDf: ['IFLA_GRE_IGNORE_DF', 19, u8],
  fwmark: ['IFLA_GRE_FWMARK', 20, u32],
  /** Of ERSPAN version 1, 20 bits. */
  erspanIndex: ['IFLA_GRE_ERSPAN_INDEX', 21, u32],
  /** 0, 1 or 2: type I, II, III. */
  erspanVer: ['IFLA_GRE_ERSPAN_VER', 22, u8],
  /** Of ERSPAN version 2. */
  erspanDir: ['IFLA_GRE_ERSPAN_DIR', 23, enumeration(u8, { ingress: 0, egress: 1 })],
  /** Of ERSPAN version 2, 6 bits. */
  erspanHwid: ['IFLA_GRE_ERSPAN_HWID', 24, u16],
}));

/** What it holds. */
export type Gre = Value<typeof greData>;
