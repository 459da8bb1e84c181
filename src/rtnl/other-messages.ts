// Messages of rtnetlink that have no object here and are only decoded, as a monitor meets them: traffic
// control, bridge groups and VLANs, VXLAN tunnels, data-centre bridging, multicast cache reports.
// include/uapi/linux/rtnetlink.h, gen_stats.h, pkt_sched.h, if_bridge.h, if_link.h, dcbnl.h.

import { attributes } from '../netlink/attributes.js';
import { body } from '../netlink/body.js';
import { bytes, u8, u32, u64 } from '../netlink/codec.js';
import { __s32, __u8, __u16, __u32, __u64, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

const tcmsg = struct('tcmsg', { family: __u8, pad1: __u8, pad2: __u16, index: __s32, handle: __u32, parent: __u32, info: __u32 });

/** What went through: linux/gen_stats.h. */
const basic = struct('gnet_stats_basic', { bytes: __u64, packets: __u32, pad: __u32 });

const counters = attributes(() => ({
  basic: ['TCA_STATS_BASIC', 1, basic],
  /** Bytes and packets in a second. */
  rateEst: ['TCA_STATS_RATE_EST', 2, struct('gnet_stats_rate_est', { bps: __u32, pps: __u32 })],
  queue: ['TCA_STATS_QUEUE', 3, struct('gnet_stats_queue', { qlen: __u32, backlog: __u32, drops: __u32, requeues: __u32, overlimits: __u32 })],
  /** Counters of the kind's own. */
  app: ['TCA_STATS_APP', 4, bytes],
  rateEst64: ['TCA_STATS_RATE_EST64', 5, struct('gnet_stats_rate_est64', { bps: __u64, pps: __u64 })],
  /** Of what hardware did. */
  basicHw: ['TCA_STATS_BASIC_HW', 7, basic],
  pkt64: ['TCA_STATS_PKT64', 8, u64],
}));

/** Queueing disciplines, classes, filters and chains of them. What `options` hold is the kind's own. */
export const trafficControlBody = body(
  tcmsg,
  attributes(() => ({
    kind: ['TCA_KIND', 1, string],
    options: ['TCA_OPTIONS', 2, bytes],
    /** As old programs read them; the same are in stats2. */
    stats: ['TCA_STATS', 3, struct('tc_stats', { bytes: __u64, packets: __u32, drops: __u32, overlimits: __u32, bps: __u32, pps: __u32, qlen: __u32, backlog: __u32, pad: __u32 })],
    xstats: ['TCA_XSTATS', 4, bytes],
    rate: ['TCA_RATE', 5, bytes],
    stats2: ['TCA_STATS2', 7, counters],
    stab: ['TCA_STAB', 8, bytes],
    dumpInvisible: ['TCA_DUMP_INVISIBLE', 10, bytes],
    chain: ['TCA_CHAIN', 11, u32],
    /** 0 or 1. */
    hwOffload: ['TCA_HW_OFFLOAD', 12, u8],
    ingressBlock: ['TCA_INGRESS_BLOCK', 13, u32],
    egressBlock: ['TCA_EGRESS_BLOCK', 14, u32],
    dumpFlags: ['TCA_DUMP_FLAGS', 15, struct('nla_bitfield32', { value: __u32, selector: __u32 })],
    extWarnMsg: ['TCA_EXT_WARN_MSG', 16, string],
  })),
);

/** Actions of traffic control. */
export const actionBody = body(
  struct('tcamsg', { family: __u8, pad1: __u8, pad2: __u16 }),
  attributes(() => ({ tab: ['TCA_ACT_TAB', 1, bytes] })),
);

/** Multicast groups of bridges. */
export const bridgeGroupBody = body(
  struct('br_port_msg', { family: __u8, pad1: __u8, pad2: __u16, index: __u32 }),
  attributes(() => ({ mdb: ['MDBA_MDB', 1, bytes], router: ['MDBA_ROUTER', 2, bytes] })),
);

/** VLANs of bridges. */
export const bridgeVlanBody = body(
  struct('br_vlan_msg', { family: __u8, reserved1: __u8, reserved2: __u16, index: __u32 }),
  attributes(() => ({ entry: ['BRIDGE_VLANDB_ENTRY', 1, bytes], globalOptions: ['BRIDGE_VLANDB_GLOBAL_OPTIONS', 2, bytes] })),
);

/** VNIs of a VXLAN. */
export const tunnelBody = body(
  struct('tunnel_msg', { family: __u8, flags: __u8, reserved2: __u16, index: __u32 }),
  attributes(() => ({ entry: ['VXLAN_VNIFILTER_ENTRY', 1, bytes] })),
);

/** Data-centre bridging. */
export const dcbBody = body(
  struct('dcbmsg', { family: __u8, cmd: __u8, pad: __u16 }),
  attributes(() => ({ ifname: ['DCB_ATTR_IFNAME', 1, string] })),
);

/** RTM_NEWCACHEREPORT: a packet that no multicast route is for. */
export const cacheReportBody = body(
  struct('rtgenmsg', { family: __u8 }),
  attributes(() => ({
    msgtype: ['IPMRA_CREPORT_MSGTYPE', 1, u8],
    vifId: ['IPMRA_CREPORT_VIF_ID', 2, u32],
    srcAddr: ['IPMRA_CREPORT_SRC_ADDR', 3, bytes],
    dstAddr: ['IPMRA_CREPORT_DST_ADDR', 4, bytes],
  })),
);
