// IFLA_AF_SPEC: what each address family keeps for a link. include/uapi/linux/if_link.h, ip.h, ipv6.h, snmp.h, mctp.h.

import { ipv6 } from '../netlink/address.js';
import { s32Array, u64Array } from '../netlink/array.js';
import { attributes } from '../netlink/attributes.js';
import { bytes, u8, u32 } from '../netlink/codec.js';
import { enumeration } from '../netlink/enumeration.js';
import { __u32, struct } from '../netlink/struct.js';

export const ifla_cacheinfo = struct('ifla_cacheinfo', { maxReasmLen: __u32, tstamp: __u32, reachableTime: __u32, retransTime: __u32 });

export const addrGenMode = enumeration(u8, { eui64: 0, none: 1, stable_secret: 2, random: 3 });

const inet = attributes(() => ({
  /** IPV4_DEVCONF_*, the one numbered 1 (forwarding) first. */
  conf: ['IFLA_INET_CONF', 1, s32Array],
}));

/** As part of IFLA_AF_SPEC, and in messages of family AF_INET6 as IFLA_PROTINFO. */
export const inet6 = attributes(() => ({
  /** IF_RA_*, IF_READY of net/if_inet6.h. */
  flags: ['IFLA_INET6_FLAGS', 1, u32],
  /** DEVCONF_* of ipv6.h, in their order. */
  conf: ['IFLA_INET6_CONF', 2, s32Array],
  /** IPSTATS_MIB_*: the first element is how many there are. */
  stats: ['IFLA_INET6_STATS', 3, u64Array],
  mcast: ['IFLA_INET6_MCAST', 4, bytes],
  /** Times in milliseconds, `tstamp` in hundredths of a second. */
  cacheinfo: ['IFLA_INET6_CACHEINFO', 5, ifla_cacheinfo],
  /** ICMP6_MIB_*: the first element is how many there are. */
  icmp6stats: ['IFLA_INET6_ICMP6STATS', 6, u64Array],
  token: ['IFLA_INET6_TOKEN', 7, ipv6],
  addrGenMode: ['IFLA_INET6_ADDR_GEN_MODE', 8, addrGenMode],
  /** MTU of the last router advertisement; 0 for none. */
  raMtu: ['IFLA_INET6_RA_MTU', 9, u32],
}));

const mctp = attributes(() => ({
  net: ['IFLA_MCTP_NET', 1, u32],
  physBinding: ['IFLA_MCTP_PHYS_BINDING', 2, u8],
}));

export const afSpec = attributes(() => ({
  inet: ['AF_INET', 2, inet],
  inet6: ['AF_INET6', 10, inet6],
  mctp: ['AF_MCTP', 45, mctp],
}));
