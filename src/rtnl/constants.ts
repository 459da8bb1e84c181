// Numbers of include/uapi/linux/rtnetlink.h, if_link.h, if_addr.h, if.h, and the address families.

export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const AF_BRIDGE = 7;
export const AF_INET6 = 10;
export const AF_PACKET = 17;
export const AF_MPLS = 28;
export const AF_MCTP = 45;

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;
export const RTM_SETLINK = 19;
export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
export const RTM_GETADDR = 22;
export const RTM_NEWNSID = 88;
export const RTM_DELNSID = 89;
export const RTM_GETNSID = 90;
export const RTM_NEWROUTE = 24;
export const RTM_DELROUTE = 25;
export const RTM_GETROUTE = 26;
export const RTM_NEWSTATS = 92;
export const RTM_GETSTATS = 94;
export const RTM_NEWLINKPROP = 108;
export const RTM_DELLINKPROP = 109;
export const RTM_GETLINKPROP = 110;

/** Bits of IFLA_EXT_MASK. */
export const RTEXT_FILTER_VF = 1 << 0;
export const RTEXT_FILTER_SKIP_STATS = 1 << 3;

/** Interface flags, ifi_flags. */
export const IFF_UP = 0x1;
export const IFF_BROADCAST = 0x2;
export const IFF_LOOPBACK = 0x8;
export const IFF_POINTOPOINT = 0x10;
export const IFF_NOTRAILERS = 0x20;
export const IFF_RUNNING = 0x40;
export const IFF_NOARP = 0x80;
export const IFF_PROMISC = 0x100;
export const IFF_ALLMULTI = 0x200;
export const IFF_MULTICAST = 0x1000;
export const IFF_DYNAMIC = 0x8000;

/** Address flags: ifa_flags has the low eight, IFA_FLAGS all. */
export const IFA_F_SECONDARY = 0x01;
export const IFA_F_NODAD = 0x02;
export const IFA_F_OPTIMISTIC = 0x04;
export const IFA_F_DADFAILED = 0x08;
export const IFA_F_HOMEADDRESS = 0x10;
export const IFA_F_DEPRECATED = 0x20;
export const IFA_F_TENTATIVE = 0x40;
export const IFA_F_PERMANENT = 0x80;
export const IFA_F_MANAGETEMPADDR = 0x100;
export const IFA_F_NOPREFIXROUTE = 0x200;
export const IFA_F_MCAUTOJOIN = 0x400;
export const IFA_F_STABLE_PRIVACY = 0x800;

/** In IFLA_MASTER and NDA_MASTER of a list that is asked for: links that have no master. */
export const NO_MASTER = 0xffffffff;

/** Longest interface name, without NUL; longer ones are alternative names. */
export const IFNAMSIZ_MAX = 15;
/** The same of an alternative name: ALTIFNAMSIZ less its NUL. */
export const ALTIFNAMSIZ_MAX = 127;

/** A lifetime, in seconds, that does not end. */
export const INFINITY_LIFE_TIME = 0xffffffff;

/** RT_SCOPE_*, by the names `ip` has for them. */
export const SCOPES = { global: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

/** Multicast routing, in rtm_family: beyond the address families. */
export const RTNL_FAMILY_IPMR = 128;
export const RTNL_FAMILY_IP6MR = 129;

/** RTN_*: what a route does, by the names `ip` has for them. */
export const ROUTE_TYPES = {
  none: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
} as const;

export const RT_TABLE_UNSPEC = 0;
export const RT_TABLE_DEFAULT = 253;
export const RT_TABLE_MAIN = 254;
export const RT_TABLE_LOCAL = 255;

export const RTPROT_UNSPEC = 0;
export const RTPROT_KERNEL = 2;
export const RTPROT_BOOT = 3;
export const RTPROT_STATIC = 4;

/** Flags of a next hop: rtnh_flags, and the low eight bits of rtm_flags. */
export const RTNH_F_DEAD = 0x01;
export const RTNH_F_PERVASIVE = 0x02;
export const RTNH_F_ONLINK = 0x04;
export const RTNH_F_OFFLOAD = 0x08;
export const RTNH_F_LINKDOWN = 0x10;
export const RTNH_F_UNRESOLVED = 0x20;
export const RTNH_F_TRAP = 0x40;

/** Flags of a route, rtm_flags. */
export const RTM_F_NOTIFY = 0x100;
/** From the cache of exceptions. */
export const RTM_F_CLONED = 0x200;
export const RTM_F_LOOKUP_TABLE = 0x1000;
export const RTM_F_FIB_MATCH = 0x2000;
export const RTM_F_OFFLOAD = 0x4000;
export const RTM_F_TRAP = 0x8000;
export const RTM_F_OFFLOAD_FAILED = 0x20000000;

/** ICMPV6_ROUTER_PREF_*. */
export const ROUTER_PREFERENCES = { low: 3, medium: 0, high: 1 } as const;

/** The families that have IP addresses, by the names `ip` has for them. */
export const IP_FAMILIES = { inet: AF_INET, inet6: AF_INET6 } as const;

/** Ticks of a second in what the kernel tells of ages and times left. */
export const USER_HZ = 100;
