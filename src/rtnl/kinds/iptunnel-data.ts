// IFLA_INFO_DATA of ipip and sit. include/uapi/linux/if_tunnel.h: IFLA_IPTUN_*; net/ipv4/ipip.c: ipip_policy, ipip_fill_info();
// net/ipv6/sit.c: ipip6_policy, ipip6_fill_info().

import { ip, ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, flag, u8, u16, u32, type Value } from '../../netlink/codec.js';
import { bitSet } from '../../netlink/enumeration.js';
import { encapFlags, encapType, tunnelProtocol } from './tunnel-data.js';

/** SIT_ISATAP. */
export const sitFlags = bitSet(u16, { isatap: 0x1 });

/** IFLA_INFO_DATA of either kind. */
export const iptunnelData = attributes(() => ({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_IPTUN_LINK', 1, u32],
  local: ['IFLA_IPTUN_LOCAL', 2, ip],
  remote: ['IFLA_IPTUN_REMOTE', 3, ip],
  /** 0 takes it from the inner packet. */
  ttl: ['IFLA_IPTUN_TTL', 4, u8],
  /** 1 takes it from the inner packet. */
  tos: ['IFLA_IPTUN_TOS', 5, u8],
  /** sit only. */
  flags: ['IFLA_IPTUN_FLAGS', 8, sitFlags],
  /** What it carries. */
  proto: ['IFLA_IPTUN_PROTO', 9, tunnelProtocol],
  /** 0 or 1. */
  pmtudisc: ['IFLA_IPTUN_PMTUDISC', 10, u8],
  /** sit only: 6rd, RFC 5969; 2002::/16 is 6to4. */
  sixrdPrefix: ['IFLA_IPTUN_6RD_PREFIX', 11, ipv6],
  sixrdRelayPrefix: ['IFLA_IPTUN_6RD_RELAY_PREFIX', 12, ipv4],
  /** Bits. */
  sixrdPrefixlen: ['IFLA_IPTUN_6RD_PREFIXLEN', 13, u16],
  sixrdRelayPrefixlen: ['IFLA_IPTUN_6RD_RELAY_PREFIXLEN', 14, u16],
  encapType: ['IFLA_IPTUN_ENCAP_TYPE', 15, encapType],
  encapFlags: ['IFLA_IPTUN_ENCAP_FLAGS', 16, encapFlags],
  encapSport: ['IFLA_IPTUN_ENCAP_SPORT', 17, be16],
  encapDport: ['IFLA_IPTUN_ENCAP_DPORT', 18, be16],
  /** Routes and filters say for each packet where it goes. */
  collectMetadata: ['IFLA_IPTUN_COLLECT_METADATA', 19, flag],
  fwmark: ['IFLA_IPTUN_FWMARK', 20, u32],
}));

/** What it holds. */
export type IpTunnel = Value<typeof iptunnelData>;
