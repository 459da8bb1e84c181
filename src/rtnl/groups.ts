// Multicast groups of NETLINK_ROUTE; monitored.ts says which of them `monitor` joins. include/uapi/linux/rtnetlink.h: enum rtnetlink_groups.

export const RTNLGRP_LINK = 1;
export const RTNLGRP_NOTIFY = 2;
export const RTNLGRP_NEIGH = 3;
/** Queueing disciplines, classes, filters and actions. */
export const RTNLGRP_TC = 4;
export const RTNLGRP_IPV4_IFADDR = 5;
export const RTNLGRP_IPV4_MROUTE = 6;
export const RTNLGRP_IPV4_ROUTE = 7;
export const RTNLGRP_IPV4_RULE = 8;
export const RTNLGRP_IPV6_IFADDR = 9;
export const RTNLGRP_IPV6_MROUTE = 10;
export const RTNLGRP_IPV6_ROUTE = 11;
export const RTNLGRP_IPV6_IFINFO = 12;
export const RTNLGRP_IPV6_PREFIX = 18;
export const RTNLGRP_IPV6_RULE = 19;
/** Options of router advertisements for programs: RTM_NEWNDUSEROPT. */
export const RTNLGRP_ND_USEROPT = 20;
export const RTNLGRP_PHONET_IFADDR = 21;
export const RTNLGRP_PHONET_ROUTE = 22;
export const RTNLGRP_DCB = 23;
export const RTNLGRP_IPV4_NETCONF = 24;
export const RTNLGRP_IPV6_NETCONF = 25;
/** Multicast groups of bridges. */
export const RTNLGRP_MDB = 26;
export const RTNLGRP_MPLS_ROUTE = 27;
export const RTNLGRP_NSID = 28;
export const RTNLGRP_MPLS_NETCONF = 29;
/** Packets that no multicast route is for: RTM_NEWCACHEREPORT. */
export const RTNLGRP_IPV4_MROUTE_R = 30;
export const RTNLGRP_IPV6_MROUTE_R = 31;
/** Since Linux 5.3. */
export const RTNLGRP_NEXTHOP = 32;
/** VLANs of bridges; since Linux 5.6. */
export const RTNLGRP_BRVLAN = 33;
export const RTNLGRP_MCTP_IFADDR = 34;
/** VNIs of VXLANs; since Linux 5.18. */
export const RTNLGRP_TUNNEL = 35;
/** Since Linux 5.19. */
export const RTNLGRP_STATS = 36;
/** Multicast and anycast addresses; since Linux 6.14. */
export const RTNLGRP_IPV4_MCADDR = 37;
export const RTNLGRP_IPV6_MCADDR = 38;
export const RTNLGRP_IPV6_ACADDR = 39;
