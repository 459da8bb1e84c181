// What went through a queueing discipline, a class or an action. include/uapi/linux/gen_stats.h.

import { attributes } from '../../netlink/attributes.js';
import { bytes, u64 } from '../../netlink/codec.js';
import { __u32, __u64, struct } from '../../netlink/struct.js';

const basic = struct('gnet_stats_basic', { bytes: __u64, packets: __u32, pad: __u32 });

/** TCA_STATS2, TCA_ACT_STATS. */
export const counters = attributes(() => ({
  basic: ['TCA_STATS_BASIC', 1, basic],
  /** Bytes and packets in a second. */
  rateEst: ['TCA_STATS_RATE_EST', 2, struct('gnet_stats_rate_est', { bps: __u32, pps: __u32 })],
  queue: ['TCA_STATS_QUEUE', 3, struct('gnet_stats_queue', { qlen: __u32, backlog: __u32, drops: __u32, requeues: __u32, overlimits: __u32 })],
  /** Counters of the kind's own; the same are in `xstats` of the message. */
  app: ['TCA_STATS_APP', 4, bytes],
  rateEst64: ['TCA_STATS_RATE_EST64', 5, struct('gnet_stats_rate_est64', { bps: __u64, pps: __u64 })],
  pad: ['TCA_STATS_PAD', 6, bytes],
  /** Of what hardware did. */
  basicHw: ['TCA_STATS_BASIC_HW', 7, basic],
  pkt64: ['TCA_STATS_PKT64', 8, u64],
}));
