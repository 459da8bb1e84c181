// What the kinds of queueing disciplines count for themselves. include/uapi/linux/pkt_sched.h.

import { attributes } from '../../netlink/attributes.js';
import type { Bytes } from '../../netlink/bytes.js';
import { bytes, type Codec, expectFields, s32, u32, u64 } from '../../netlink/codec.js';
import { __s64, __u32s, __u64s } from '../../netlink/fields.js';
import { numbered } from '../../netlink/list.js';
import { __s32, __u8s, __u32, __u64, struct } from '../../netlink/struct.js';
import type { TrafficCodecs, TrafficOptions } from './codecs.js';

/** TCA_XSTATS and TCA_STATS_APP. */
export function queueingStatistics(): TrafficCodecs {
  const cakeTinStats = attributes(() => ({
    pad: ['TCA_CAKE_TIN_STATS_PAD', 1, bytes],
    sentPackets: ['TCA_CAKE_TIN_STATS_SENT_PACKETS', 2, u32],
    sentBytes64: ['TCA_CAKE_TIN_STATS_SENT_BYTES64', 3, u64],
    droppedPackets: ['TCA_CAKE_TIN_STATS_DROPPED_PACKETS', 4, u32],
    droppedBytes64: ['TCA_CAKE_TIN_STATS_DROPPED_BYTES64', 5, u64],
    acksDroppedPackets: ['TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS', 6, u32],
    acksDroppedBytes64: ['TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64', 7, u64],
    ecnMarkedPackets: ['TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS', 8, u32],
    ecnMarkedBytes64: ['TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64', 9, u64],
    backlogPackets: ['TCA_CAKE_TIN_STATS_BACKLOG_PACKETS', 10, u32],
    backlogBytes: ['TCA_CAKE_TIN_STATS_BACKLOG_BYTES', 11, u32],
    thresholdRate64: ['TCA_CAKE_TIN_STATS_THRESHOLD_RATE64', 12, u64],
    targetUs: ['TCA_CAKE_TIN_STATS_TARGET_US', 13, u32],
    intervalUs: ['TCA_CAKE_TIN_STATS_INTERVAL_US', 14, u32],
    wayIndirectHits: ['TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS', 15, u32],
    wayMisses: ['TCA_CAKE_TIN_STATS_WAY_MISSES', 16, u32],
    wayCollisions: ['TCA_CAKE_TIN_STATS_WAY_COLLISIONS', 17, u32],
    peakDelayUs: ['TCA_CAKE_TIN_STATS_PEAK_DELAY_US', 18, u32],
    avgDelayUs: ['TCA_CAKE_TIN_STATS_AVG_DELAY_US', 19, u32],
    baseDelayUs: ['TCA_CAKE_TIN_STATS_BASE_DELAY_US', 20, u32],
    sparseFlows: ['TCA_CAKE_TIN_STATS_SPARSE_FLOWS', 21, u32],
    bulkFlows: ['TCA_CAKE_TIN_STATS_BULK_FLOWS', 22, u32],
    unresponsiveFlows: ['TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS', 23, u32],
    maxSkblen: ['TCA_CAKE_TIN_STATS_MAX_SKBLEN', 24, u32],
    flowQuantum: ['TCA_CAKE_TIN_STATS_FLOW_QUANTUM', 25, u32],
  }));
  const cakeStats = attributes(() => ({
    pad: ['TCA_CAKE_STATS_PAD', 1, bytes],
    capacityEstimate64: ['TCA_CAKE_STATS_CAPACITY_ESTIMATE64', 2, u64],
    memoryLimit: ['TCA_CAKE_STATS_MEMORY_LIMIT', 3, u32],
    memoryUsed: ['TCA_CAKE_STATS_MEMORY_USED', 4, u32],
    avgNetoff: ['TCA_CAKE_STATS_AVG_NETOFF', 5, u32],
    minNetlen: ['TCA_CAKE_STATS_MIN_NETLEN', 6, u32],
    maxNetlen: ['TCA_CAKE_STATS_MAX_NETLEN', 7, u32],
    minAdjlen: ['TCA_CAKE_STATS_MIN_ADJLEN', 8, u32],
    maxAdjlen: ['TCA_CAKE_STATS_MAX_ADJLEN', 9, u32],
    tinStats: ['TCA_CAKE_STATS_TIN_STATS', 10, numbered('TCA_CAKE_STATS_TIN_STATS', cakeTinStats)],
    deficit: ['TCA_CAKE_STATS_DEFICIT', 11, s32],
    cobaltCount: ['TCA_CAKE_STATS_COBALT_COUNT', 12, u32],
    dropping: ['TCA_CAKE_STATS_DROPPING', 13, u32],
    dropNextUs: ['TCA_CAKE_STATS_DROP_NEXT_US', 14, s32],
    pDrop: ['TCA_CAKE_STATS_P_DROP', 15, u32],
    blueTimerUs: ['TCA_CAKE_STATS_BLUE_TIMER_US', 16, s32],
    activeQueues: ['TCA_CAKE_STATS_ACTIVE_QUEUES', 17, u32],
  }));
  const tc_choke_xstats = struct('tc_choke_xstats', { early: __u32, pdrop: __u32, other: __u32, marked: __u32, matched: __u32 });
  const tc_codel_xstats = struct('tc_codel_xstats', {
    maxpacket: __u32,
    count: __u32,
    lastcount: __u32,
    ldelay: __u32,
    dropNext: __s32,
    dropOverlimit: __u32,
    ecnMark: __u32,
    dropping: __u32,
    ceMark: __u32,
  });
  const tc_dualpi2_xstats = struct('tc_dualpi2_xstats', {
    prob: __u32,
    delayC: __u32,
    delayL: __u32,
    pktsInC: __u32,
    pktsInL: __u32,
    maxq: __u32,
    ecnMark: __u32,
    stepMark: __u32,
    credit: __s32,
    memoryUsed: __u32,
    maxMemoryUsed: __u32,
    memoryLimit: __u32,
  });
  const tc_fq_qd_stats = struct('tc_fq_qd_stats', {
    gcFlows: __u64,
    highprioPackets: __u64,
    tcpRetrans: __u64,
    throttled: __u64,
    flowsPlimit: __u64,
    pktsTooLong: __u64,
    allocationErrors: __u64,
    timeNextDelayedFlow: __s64,
    flows: __u32,
    inactiveFlows: __u32,
    throttledFlows: __u32,
    unthrottleLatencyNs: __u32,
    ceMark: __u64,
    horizonDrops: __u64,
    horizonCaps: __u64,
    fastpathPackets: __u64,
    bandDrops: __u64s(3),
    bandPktCount: __u32s(3),
    pad0: __u8s(4),
  });
  /** A union: these where `type` is 0. */
  const fqCodelOfQdisc = struct('tc_fq_codel_xstats', {
    type: __u32,
    maxpacket: __u32,
    dropOverlimit: __u32,
    ecnMark: __u32,
    newFlowCount: __u32,
    newFlowsLen: __u32,
    oldFlowsLen: __u32,
    ceMark: __u32,
    memoryUsage: __u32,
    dropOvermemory: __u32,
  });
  /** And these where it is 1. */
  const fqCodelOfClass = struct('tc_fq_codel_xstats', {
    type: __u32,
    deficit: __s32,
    ldelay: __u32,
    count: __u32,
    lastcount: __u32,
    dropping: __u32,
    dropNext: __s32,
  });
  const fqCodelOf = (type: number) => (type === 1 ? fqCodelOfClass : fqCodelOfQdisc) as Codec<TrafficOptions>;
  const typeAt = ({ view, littleEndian }: Bytes, start: number, end: number) => (end - start < 4 ? 0 : view.getUint32(start, littleEndian));
  const tc_fq_codel_xstats: Codec<TrafficOptions> = {
    type: fqCodelOfQdisc.type,
    decode: (b, start, end) => fqCodelOf(typeAt(b, start, end)).decode(b, start, end),
    encode(w, value) {
      expectFields(value);
      fqCodelOf(Number(value.type)).encode(w, value);
    },
    dissectFields: (b, start, end) => fqCodelOf(typeAt(b, start, end)).dissectFields?.(b, start, end) ?? [],
  };
  const tc_fq_pie_xstats = struct('tc_fq_pie_xstats', {
    packetsIn: __u32,
    dropped: __u32,
    overlimit: __u32,
    overmemory: __u32,
    ecnMark: __u32,
    newFlowCount: __u32,
    newFlowsLen: __u32,
    oldFlowsLen: __u32,
    memoryUsage: __u32,
  });
  const tc_htb_xstats = struct('tc_htb_xstats', { lends: __u32, borrows: __u32, giants: __u32, tokens: __s32, ctokens: __s32 });
  const tc_hfsc_stats = struct('tc_hfsc_stats', { work: __u64, rtwork: __u64, period: __u32, level: __u32 });
  const tc_drr_stats = struct('tc_drr_stats', { deficit: __u32 });
  const tc_qfq_stats = struct('tc_qfq_stats', { weight: __u32, lmax: __u32 });
  const tc_hhf_xstats = struct('tc_hhf_xstats', { dropOverlimit: __u32, hhOverlimit: __u32, hhTotCount: __u32, hhCurCount: __u32 });
  const tc_pie_xstats = struct('tc_pie_xstats', {
    prob: __u64,
    delay: __u32,
    avgDqRate: __u32,
    dqRateEstimating: __u32,
    packetsIn: __u32,
    dropped: __u32,
    overlimit: __u32,
    maxq: __u32,
    ecnMark: __u32,
  });
  const tc_red_xstats = struct('tc_red_xstats', { early: __u32, pdrop: __u32, other: __u32, marked: __u32 });
  const tc_sfb_xstats = struct('tc_sfb_xstats', {
    earlydrop: __u32,
    penaltydrop: __u32,
    bucketdrop: __u32,
    queuedrop: __u32,
    childdrop: __u32,
    marked: __u32,
    maxqlen: __u32,
    maxprob: __u32,
    avgprob: __u32,
  });
  const tc_sfq_xstats = struct('tc_sfq_xstats', { allot: __s32 });
  return {
    cake: cakeStats,
    cake_mq: cakeStats,
    choke: tc_choke_xstats,
    codel: tc_codel_xstats,
    drr: tc_drr_stats,
    dualpi2: tc_dualpi2_xstats,
    fq: tc_fq_qd_stats,
    fq_codel: tc_fq_codel_xstats,
    fq_pie: tc_fq_pie_xstats,
    hfsc: tc_hfsc_stats,
    hhf: tc_hhf_xstats,
    htb: tc_htb_xstats,
    pie: tc_pie_xstats,
    qfq: tc_qfq_stats,
    red: tc_red_xstats,
    sfb: tc_sfb_xstats,
    sfq: tc_sfq_xstats,
  } as TrafficCodecs;
}
