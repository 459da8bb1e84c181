// Routes: struct rtmsg and the attributes RTA_*. include/uapi/linux/rtnetlink.h; net/ipv4/fib_frontend.c, net/ipv6/route.c,
// net/mpls/af_mpls.c, net/ipv4/ipmr.c.

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { be16, be32, bytes, u8, u32, u64 } from '../netlink/codec.js';
import { enumeration } from '../netlink/enumeration.js';
import { __s32, __u8, __u32, __u64, struct } from '../netlink/struct.js';
import { AF_MPLS, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from './constants.js';
import { routeEncapLines } from './encap/encap.js';
import { mplsLabels } from './encap/mpls.js';
import { metricsAttributes } from './route-metrics.js';
import { nexthops } from './route-nexthops.js';
import { rtvia } from './via.js';

/** What every message about a route begins with. */
export const rtmsg = struct('rtmsg', {
  /** AF_INET, AF_INET6, AF_MPLS; RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR for multicast routing. */
  family: __u8,
  /** Bits of `dst` that count; 20 of an MPLS label. */
  dstLen: __u8,
  /** Bits of `src` that count. */
  srcLen: __u8,
  /** Type of service. */
  tos: __u8,
  /** The table where it is below 256; `table` has it whatever it is. */
  table8: __u8,
  /** RTPROT_*: who made it. */
  protocol: __u8,
  /** RT_SCOPE_*: how far the destination is. */
  scope: __u8,
  /** RTN_*. */
  type: __u8,
  /** RTM_F_* and, in the low eight bits, RTNH_F_*. */
  flags: __u32,
});

/** Times in hundredths of a second; `error` is a negative errno. */
export const rta_cacheinfo = struct('rta_cacheinfo', {
  /** How many use it. */
  clntref: __u32,
  lastuse: __u32,
  /** What is left; 0 for ever. */
  expires: __s32,
  error: __u32,
  used: __u32,
  id: __u32,
  ts: __u32,
  tsage: __u32,
});

/** What went through a multicast route. */
export const rta_mfc_stats = struct('rta_mfc_stats', { packets: __u64, bytes: __u64, wrongIf: __u64 });

/** RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE. */
export const routeBody = body(
  rtmsg,
  attributes(() => ({
    /** The destination; the default route has none. */
    dst: ['RTA_DST', 1, ip],
    /** The destination of an MPLS route: one label. */
    dstLabels: ['RTA_DST', 1, mplsLabels, { by: 'family', is: AF_MPLS }],
    /** Only packets from here; in a reply, where they were said to come from. */
    src: ['RTA_SRC', 2, ip],
    /** Index of the link that packets come in by. */
    iif: ['RTA_IIF', 3, u32],
    /** Index of the link that they leave by. */
    oif: ['RTA_OIF', 4, u32],
    /** The gateway, of the route's family. */
    gateway: ['RTA_GATEWAY', 5, ip],
    /** The metric: the lowest wins. */
    priority: ['RTA_PRIORITY', 6, u32],
    /** The source address that packets get. */
    prefsrc: ['RTA_PREFSRC', 7, ip],
    /** What TCP and others take from the route. */
    metrics: ['RTA_METRICS', 8, metricsAttributes],
    /** Several ways; of a multicast route, where it goes out. */
    multipath: ['RTA_MULTIPATH', 9, nexthops],
    protoinfo: ['RTA_PROTOINFO', 10, bytes],
    /** Realms, from in the upper 16 bits, to in the lower. */
    flow: ['RTA_FLOW', 11, u32],
    cacheinfo: ['RTA_CACHEINFO', 12, rta_cacheinfo],
    session: ['RTA_SESSION', 13, bytes],
    mpAlgo: ['RTA_MP_ALGO', 14, bytes],
    /** The table, whatever its number. */
    table: ['RTA_TABLE', 15, u32],
    /** The mark that a packet was said to have. */
    mark: ['RTA_MARK', 16, u32],
    mfcStats: ['RTA_MFC_STATS', 17, rta_mfc_stats],
    /** The gateway where it is of another family than the route. */
    via: ['RTA_VIA', 18, rtvia],
    /** What the destination becomes. */
    newdst: ['RTA_NEWDST', 19, ip],
    /** The labels that take the place of an MPLS route's own. */
    newdstLabels: ['RTA_NEWDST', 19, mplsLabels, { by: 'family', is: AF_MPLS }],
    /** ICMPV6_ROUTER_PREF_*: 0 medium, 1 high, 3 low. */
    pref: ['RTA_PREF', 20, u8],
    /** What is put around packets, each kind under a name of its own: `mplsEncap`, `ipEncap` ... */
    ...routeEncapLines,
    /** Seconds until an IPv6 route goes; the kernel tells it in `cacheinfo`. */
    expires: ['RTA_EXPIRES', 23, u32],
    /** Of a multicast route: hundredths of a second since a packet went by it. */
    age: ['RTA_EXPIRES', 23, u64, { by: 'family', is: RTNL_FAMILY_IPMR }],
    /** The same of IPv6. */
    age6: ['RTA_EXPIRES', 23, u64, { by: 'family', is: RTNL_FAMILY_IP6MR }],
    pad: ['RTA_PAD', 24, bytes],
    /** The user whose packets were asked about. */
    uid: ['RTA_UID', 25, u32],
    /** Whether the TTL of IP is carried over to MPLS and back. */
    ttlPropagate: ['RTA_TTL_PROPAGATE', 26, u8],
    /** IPPROTO_* of the packet that was asked about; its ports stand beside it. */
    ipProto: ['RTA_IP_PROTO', 27, u8],
    sport: ['RTA_SPORT', 28, be16],
    dport: ['RTA_DPORT', 29, be16],
    /** Id of the nexthop object it goes by. */
    nhId: ['RTA_NH_ID', 30, u32],
    flowlabel: ['RTA_FLOWLABEL', 31, be32],
    /** Only in what the kernel tells of an IPv6 route that it removed: RT_DEL_REASON_*. Linux 7.3. */
    delReason: ['RTA_DEL_REASON', 32, enumeration(u32, { expired: 1, 'ra-withdrawn': 2 })],
  })),
);

/** A route as the kernel tells it. */
export type Route = Body<typeof routeBody>;

/** The table a route is in. */
export const tableOf = ({ table, table8 }: Pick<Route, 'table' | 'table8'>): number => table ?? table8;
