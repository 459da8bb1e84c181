// Multicast groups of NETLINK_ROUTE that nothing here listens to by itself: for a Subscription of one's own. The others are in
// monitored.ts. include/uapi/linux/rtnetlink.h: enum rtnetlink_groups.

export const RTNLGRP_NOTIFY = 2;
/** Queueing disciplines, classes, filters and actions. */
export const RTNLGRP_TC = 4;
export const RTNLGRP_IPV6_IFINFO = 12;
/** Options of router advertisements for programs: RTM_NEWNDUSEROPT. */
export const RTNLGRP_ND_USEROPT = 20;
export const RTNLGRP_PHONET_IFADDR = 21;
export const RTNLGRP_PHONET_ROUTE = 22;
export const RTNLGRP_DCB = 23;
/** Multicast groups of bridges. */
export const RTNLGRP_MDB = 26;
/** Packets that no multicast route is for: RTM_NEWCACHEREPORT. */
export const RTNLGRP_IPV4_MROUTE_R = 30;
export const RTNLGRP_IPV6_MROUTE_R = 31;
/** VLANs of bridges; since Linux 5.6. */
export const RTNLGRP_BRVLAN = 33;
export const RTNLGRP_MCTP_IFADDR = 34;
/** VNIs of VXLANs; since Linux 5.18. */
export const RTNLGRP_TUNNEL = 35;
/** Multicast and anycast addresses; since Linux 6.14. */
export const RTNLGRP_IPV4_MCADDR = 37;
export const RTNLGRP_IPV6_MCADDR = 38;
export const RTNLGRP_IPV6_ACADDR = 39;
