// Counters of links beyond those a link message has: struct if_stats_msg and the attributes IFLA_STATS_*.
// include/uapi/linux/if_link.h, mpls.h; net/core/rtnetlink.c: rtnl_fill_statsinfo(), rtnl_stats_get_policy.

import { attributes, type Entry, flaggedAttributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { bytes, u8, u32, type Value } from '../netlink/codec.js';
import { expectArray, expectBoolean } from '../netlink/expect.js';
import { __u8, __u16, __u32, __u64, struct } from '../netlink/struct.js';
import { numberOf } from './expect.js';
import type { LinkKinds } from './kind.js';
import { rtnlLinkStats64 } from './link-stats.js';

/** The fixed part of a message about counters: `linux/if_link.h`. */
export const if_stats_msg = struct('if_stats_msg', {
  family: __u8,
  pad1: __u8,
  pad2: __u16,
  /** Index of the link; in a dump's request 0. */
  ifindex: __u32,
  /** IFLA_STATS_FILTER_BIT() of what is asked for: attribute 1 is bit 0. */
  filterMask: __u32,
});

/** The counters that begin both structs. */
const traffic = {
  rxPackets: __u64,
  txPackets: __u64,
  rxBytes: __u64,
  txBytes: __u64,
  rxErrors: __u64,
  txErrors: __u64,
  rxDropped: __u64,
  txDropped: __u64,
};

/** As a router on a layer sees them, in hardware. */
export const rtnl_hw_stats64 = struct('rtnl_hw_stats64', {
  ...traffic,
  multicast: __u64,
});

/** Counters of MPLS: `linux/mpls.h`. */
export const mpls_link_stats = struct('mpls_link_stats', {
  ...traffic,
  rxNoroute: __u64,
});

const hwStatsInfo = flaggedAttributes(() => ({
  /** 1: somebody asked for these counters. */
  request: ['IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST', 1, u8],
  /** 1: a driver keeps them. */
  used: ['IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED', 2, u8],
}));

const offloadXstats = attributes(() => ({
  /** Packets the hardware left to the processor. */
  cpuHit: ['IFLA_OFFLOAD_XSTATS_CPU_HIT', 1, rtnlLinkStats64],
  hwStatsInfo: ['IFLA_OFFLOAD_XSTATS_HW_S_INFO', 2, flaggedAttributes(() => ({ l3Stats: ['IFLA_OFFLOAD_XSTATS_L3_STATS', 3, hwStatsInfo] }))],
  l3Stats: ['IFLA_OFFLOAD_XSTATS_L3_STATS', 3, rtnl_hw_stats64],
}));

const mpls = attributes(() => ({
  pad: ['MPLS_STATS_UNSPEC', 0, bytes],
  link: ['MPLS_STATS_LINK', 1, mpls_link_stats],
}));

/** Attributes are numbered by address family. */
const afSpec = attributes(() => ({ mpls: ['AF_MPLS', 28, mpls] }));

/** The lines of LINK_XSTATS_TYPE_* that the kinds bring along. */
type XstatsLines<K extends LinkKinds> = {
  // biome-ignore lint/suspicious/noExplicitAny: a codec is invariant in its value type; the type of each passes through
  readonly [N in keyof K as K[N] extends { readonly xstats: object } ? N : never]: K[N] extends { readonly xstats: { readonly line: infer E extends Entry<any> } } ? E : never;
};

function xstatsLines<K extends LinkKinds>(kinds: K): XstatsLines<K> {
  return Object.fromEntries(Object.entries(kinds).flatMap(([kind, one]) => ('xstats' in one ? [[kind, one.xstats?.line]] : []))) as never;
}

/** RTM_NEWSTATS, for the link kinds given. */
export const statsBody = <const K extends LinkKinds>(kinds: K) =>
  body(
    if_stats_msg,
    attributes(() => ({
      pad: ['IFLA_STATS_UNSPEC', 0, bytes],
      link64: ['IFLA_STATS_LINK_64', 1, rtnlLinkStats64],
      /** What the link's own kind counts. */
      linkXstats: ['IFLA_STATS_LINK_XSTATS', 2, attributes(() => xstatsLines(kinds))],
      /** What the kind of its master counts of it. */
      linkXstatsSlave: ['IFLA_STATS_LINK_XSTATS_SLAVE', 3, attributes(() => xstatsLines(kinds))],
      linkOffloadXstats: ['IFLA_STATS_LINK_OFFLOAD_XSTATS', 4, offloadXstats],
      afSpec: ['IFLA_STATS_AF_SPEC', 5, afSpec],
    })),
  );

/** For each group of counters, which of its own to tell: a bit for each attribute in it, as in `filterMask`. */
const statsFilters = flaggedAttributes(() => ({
  linkXstats: ['IFLA_STATS_LINK_XSTATS', 2, u32],
  linkXstatsSlave: ['IFLA_STATS_LINK_XSTATS_SLAVE', 3, u32],
  linkOffloadXstats: ['IFLA_STATS_LINK_OFFLOAD_XSTATS', 4, u32],
  afSpec: ['IFLA_STATS_AF_SPEC', 5, u32],
}));

/** RTM_GETSTATS: attributes of its own, IFLA_STATS_GETSET_*. */
export const getStatsBody = body(
  if_stats_msg,
  attributes(() => ({
    /** Since Linux 5.19. */
    getFilters: ['IFLA_STATS_GET_FILTERS', 1, statsFilters],
    /** In RTM_SETSTATS: 1 asks a driver to keep such counters. */
    setOffloadXstatsL3Stats: ['IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS', 2, u8],
  })),
);

/** The counters of a link of any kind: what the code below the composition knows of them. */
export type AnyLinkStats = Body<ReturnType<typeof statsBody<Record<never, never>>>>;

/** Groups of counters that can be asked for; the numbers are those of their attributes. */
const GROUPS = { link64: 1, linkXstats: 2, linkXstatsSlave: 3, linkOffloadXstats: 4, afSpec: 5 } as const;

/** IFLA_STATS_*, by name. */
export type StatsGroup = keyof typeof GROUPS;

/** Which of a group's own counters to tell. */
export type StatsFilters = Value<typeof statsFilters>;

/** Asks for counters of every link: send it as a dump. `ifindex` asks for those of one link: send it as a question. */
export function statsRequest(groups: readonly StatsGroup[], ifindex = 0, getFilters?: StatsFilters) {
  expectArray(groups, 'groups of counters');
  const filterMask = groups.reduce((mask, group) => mask | (1 << (numberOf(GROUPS, group, 'a group of counters') - 1)), 0);
  const body = { ...(ifindex !== 0 && { ifindex }), filterMask, ...(getFilters !== undefined && { getFilters }) };
  return { name: 'RTM_GETSTATS', header: {}, body } as const;
}

/** Asks the driver to count on layer 3, or no longer to. */
export function setL3StatsRequest(ifindex: number, on: boolean) {
  return { name: 'RTM_SETSTATS', header: {}, body: { ifindex, setOffloadXstatsL3Stats: expectBoolean(on, 'on') ? 1 : 0 } } as const;
}
