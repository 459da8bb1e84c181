// The best IPv4 route of one table. net/ipv4/fib_trie.c: fib_table_lookup(); net/ipv4/fib_frontend.c: fib_unmerge().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { RT_TABLE_LOCAL, RT_TABLE_MAIN, RTNH_F_DEAD } from '../../rtnl/constants.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Flow, Found } from './flow.js';
import { hopFlags } from './message.js';
import { errorOf, type Hop, type RouteEntry } from './route.js';

/** INET_DSCP_LEGACY_TOS_MASK: the bits of the field that routes are chosen by. */
export const LEGACY_TOS = 0x1c;

/** Throws Refusal where the route refuses; undefined where there is none. */
export function lookupTable4(ns: NetNamespace, id: number, flow: Flow): Found | undefined {
  for (const route of candidates(ns, id, flow.dst)) {
    if (route.tos !== 0 && route.tos !== ((flow.tos ?? 0) & LEGACY_TOS)) continue;
    if (flow.scope !== undefined && route.scope < flow.scope) continue;
    const errno = errorOf(route.type) ?? (route.hops[0]?.blackhole === true ? EINVAL : undefined);
    if (errno !== undefined) throw new Refusal(errno);
    const flagsOf = (hop: Hop): number => (flow.withoutCarrier === true ? hop.flags : hopFlags(hop, route.family));
    const hop = route.hops.find((one) => (flagsOf(one) & RTNH_F_DEAD) === 0 && flow.lost !== true && (flow.oif === undefined || one.dev === flow.oif));
    if (hop !== undefined) return { route, hop };
  }
  return undefined;
}

/** The routes to an address, as they are tried. As long as there are no rules but its own, IPv4 keeps the local table's within the main one: both are one. */
function candidates({ fib4 }: NetNamespace, id: number, dst: string): Iterable<RouteEntry> {
  const table = fib4.find(id);
  if (fib4.customRules || (id !== RT_TABLE_LOCAL && id !== RT_TABLE_MAIN)) return table?.matches(dst) ?? [];
  const routes = [RT_TABLE_LOCAL, RT_TABLE_MAIN].flatMap((one) => [...(fib4.find(one)?.matches(dst) ?? [])]);
  return routes.sort((a, b) => b.length - a.length);
}
