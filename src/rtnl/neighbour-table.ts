// The kernel's tables of neighbours (arp_cache, ndisc_cache) and their parameters for each link: struct ndtmsg, NDTA_*, NDTPA_*.
// include/uapi/linux/neighbour.h; net/core/neighbour.c: neightbl_fill_info(), neightbl_set().

import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { u32, u64 } from '../netlink/codec.js';
import { __u8, __u16, __u32, __u64, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

/** What every message about tables of neighbours begins with. */
export const ndtmsg = struct('ndtmsg', { family: __u8, pad1: __u8, pad2: __u16 });

/** Of the table as a whole. */
const ndt_config = struct('ndt_config', {
  keyLen: __u16,
  entrySize: __u16,
  entries: __u32,
  /** Milliseconds since the table was last emptied. */
  lastFlush: __u32,
  /** Milliseconds since the reachable times were last drawn. */
  lastRand: __u32,
  hashRnd: __u32,
  hashMask: __u32,
  hashChainGc: __u32,
  proxyQlen: __u32,
});

/** Counters of the table. */
const ndt_stats = struct('ndt_stats', {
  allocs: __u64,
  destroys: __u64,
  hashGrows: __u64,
  resFailed: __u64,
  lookups: __u64,
  hits: __u64,
  rcvProbesMcast: __u64,
  rcvProbesUcast: __u64,
  periodicGcRuns: __u64,
  forcedGcRuns: __u64,
  tableFulls: __u64,
});

/** Times are in milliseconds. */
export const parms = attributes(() => ({
  /** The link they are for; missing from the defaults of the table. */
  ifindex: ['NDTPA_IFINDEX', 1, u32],
  refcnt: ['NDTPA_REFCNT', 2, u32],
  /** Drawn from around `baseReachableTime`; the kernel tells it, nobody sets it. */
  reachableTime: ['NDTPA_REACHABLE_TIME', 3, u64],
  baseReachableTime: ['NDTPA_BASE_REACHABLE_TIME', 4, u64],
  retransTime: ['NDTPA_RETRANS_TIME', 5, u64],
  gcStaletime: ['NDTPA_GC_STALETIME', 6, u64],
  delayProbeTime: ['NDTPA_DELAY_PROBE_TIME', 7, u64],
  /** Packets that may wait for an answer. */
  queueLen: ['NDTPA_QUEUE_LEN', 8, u32],
  appProbes: ['NDTPA_APP_PROBES', 9, u32],
  ucastProbes: ['NDTPA_UCAST_PROBES', 10, u32],
  mcastProbes: ['NDTPA_MCAST_PROBES', 11, u32],
  anycastDelay: ['NDTPA_ANYCAST_DELAY', 12, u64],
  proxyDelay: ['NDTPA_PROXY_DELAY', 13, u64],
  proxyQlen: ['NDTPA_PROXY_QLEN', 14, u32],
  locktime: ['NDTPA_LOCKTIME', 15, u64],
  queueLenbytes: ['NDTPA_QUEUE_LENBYTES', 16, u32],
  mcastReprobes: ['NDTPA_MCAST_REPROBES', 17, u32],
  intervalProbeTimeMs: ['NDTPA_INTERVAL_PROBE_TIME_MS', 19, u64],
}));

/** RTM_NEWNEIGHTBL, RTM_GETNEIGHTBL, RTM_SETNEIGHTBL. */
export const neighbourTableBody = body(
  ndtmsg,
  attributes(() => ({
    name: ['NDTA_NAME', 1, string],
    /** Entries below which none is dropped. */
    thresh1: ['NDTA_THRESH1', 2, u32],
    /** Entries above which old ones are dropped. */
    thresh2: ['NDTA_THRESH2', 3, u32],
    /** The most there may be. */
    thresh3: ['NDTA_THRESH3', 4, u32],
    config: ['NDTA_CONFIG', 5, ndt_config],
    parms: ['NDTA_PARMS', 6, parms],
    stats: ['NDTA_STATS', 7, ndt_stats],
    /** Milliseconds. */
    gcInterval: ['NDTA_GC_INTERVAL', 8, u64],
  })),
);

/** A table with its default parameters, or those of one link. */
export type NeighbourTable = Body<typeof neighbourTableBody>;
