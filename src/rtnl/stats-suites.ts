// Counters of links as `ip stats` names them: suites in groups and subgroups. iproute2: ip/ipstats.c, iplink_bridge.c, iplink_bond.c.

import type { LinkKinds } from './kind.js';
import { type StatsGroup, statsRequest } from './stats.js';

/** Counters that are shown together. */
export interface StatsSuite {
  /** The words after `group`, `subgroup` and `suite`. */
  readonly path: readonly string[];
  /** The attribute they are in. */
  readonly group: StatsGroup;
  /** In `linkOffloadXstats`: which of its attributes they need, a bit for each. */
  readonly bits?: number;
  /** In `linkXstats` and `linkXstatsSlave`: the kind that counts, and which of its attributes they are. */
  readonly of?: { readonly kind: string; readonly key: string };
}

/** Bits of IFLA_OFFLOAD_XSTATS_*. */
const CPU_HIT = 1 << 0;
const HW_S_INFO = 1 << 1;
const L3_STATS = 1 << 2;

function kindSuites(kinds: LinkKinds, name: 'xstats' | 'xstats_slave', group: StatsGroup): StatsSuite[] {
  return Object.entries(kinds).flatMap(([kind, { xstats }]) =>
    Object.entries(xstats?.suites ?? {}).map(([suite, key]) => ({ path: [name, kind, suite], group, of: { kind, key } })),
  );
}

/** All that there are, for the link kinds given, in the order of `ip stats help`. */
export function statsSuites(kinds: LinkKinds): StatsSuite[] {
  return [
    { path: ['link'], group: 'link64' },
    ...kindSuites(kinds, 'xstats', 'linkXstats'),
    ...kindSuites(kinds, 'xstats_slave', 'linkXstatsSlave'),
    { path: ['offload', 'cpu_hit'], group: 'linkOffloadXstats', bits: CPU_HIT },
    { path: ['offload', 'hw_stats_info'], group: 'linkOffloadXstats', bits: HW_S_INFO },
    { path: ['offload', 'l3_stats'], group: 'linkOffloadXstats', bits: L3_STATS | HW_S_INFO },
    { path: ['afstats', 'mpls'], group: 'afSpec' },
  ];
}

/** Asks for what `suites` show: of every link, as a dump, or of the one with that index. */
export function suitesRequest(suites: readonly StatsSuite[], ifindex = 0) {
  const offload = suites.reduce((bits, suite) => bits | (suite.bits ?? 0), 0);
  const some = offload !== 0 && offload !== (CPU_HIT | HW_S_INFO | L3_STATS);
  return statsRequest([...new Set(suites.map(({ group }) => group))], ifindex, some ? { linkOffloadXstats: offload } : undefined);
}
