// The best IPv6 route of one table. net/ipv6/route.c: fib6_table_lookup(), rt6_select(), find_rr_leaf(), rt6_score_route().

import { RTNH_F_DEAD } from '../../rtnl/constants.js';
import { NUD_STATES } from '../../rtnl/neighbour.js';
import { isLinkLocal6, isMulticast, LOOPBACK6, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Flow, Found } from './flow.js';
import { hopFlags } from './message.js';
import { type Hop, isOurs6, type RouteEntry, sameSource } from './route.js';
import type { RouteTable } from './table.js';

/** fib6_table_lookup(); with `reachable`, gateways that were found not to answer are the last resort: RT6_LOOKUP_F_REACHABLE. */
export function lookupTable6(table: RouteTable, flow: Flow, reachable = false): Found | undefined {
  return select(table, flow, reachable) ?? (reachable ? select(table, flow, false) : undefined);
}

/** rt6_need_strict(): an address that means something on its own link alone. */
export const needsLink = (dst: string): boolean => isMulticast(dst) || isLinkLocal6(dst) || dst === LOOPBACK6;

/** ip6_rt_get_dev_rcu(): the link that packets leave by: what is ours, and what is refused, goes by the loopback. */
export function outOf(ns: NetNamespace, { route, hop }: Found): Device | undefined {
  return isOurs6(route) || route.refused === true || hop?.blackhole === true ? ns.links.get(1) : hop?.dev;
}

/** The best of the least metric of the longest prefix; where no way of that metric is one, the best of all others of the prefix. */
function select(table: RouteTable, flow: Flow, reachable: boolean): Found | undefined {
  let first: RouteEntry | undefined;
  let prefix: RouteEntry | undefined;
  let later = false;
  let best: Found | undefined;
  let score = -1;
  for (const route of table.matches(flow.dst)) {
    if (prefix?.length !== route.length) prefix = route;
    // fib6_node_lookup_1(): where some of a prefix ask for a source, and none for that of the packet, the others are passed over, unless nothing better would do.
    if (first === undefined && route.src === undefined && prefix.src !== undefined && route.length > 0) continue;
    if (route.src !== undefined && network(flow.src ?? '0'.repeat(32), route.src.length) !== route.src.address) continue;
    if (first === undefined || first.length !== route.length || !sameSource(first, route)) {
      if (best !== undefined) return best;
      first = route;
      later = false;
    }
    if (!later && route.priority !== first.priority) {
      if (best !== undefined) return best;
      later = true;
    }
    if (isOver(route)) continue;
    if (route.nhid !== undefined && route.hops.length === 1 && route.hops[0]?.blackhole === true) return { route, hop: route.hops[0] };
    const hop = route.hops.find((one) => scoreOf(one, route, flow, reachable) > score);
    if (hop === undefined) continue;
    best = { route, hop };
    score = scoreOf(hop, route, flow, reachable);
  }
  return best;
}

/** fib6_check_expired(). */
const isOver = ({ expires, hops }: RouteEntry): boolean => expires !== undefined && expires < (hops[0]?.dev?.ns.kernel.ticks ?? 0);

/** find_match(): the more the better, below 0 not at all. The link counts less than the preference of a router; of a packet that came in it is the one it came by. */
function scoreOf(hop: Hop, { family, pref }: RouteEntry, flow: Flow, reachable: boolean): number {
  if (((flow.withoutCarrier === true ? hop.flags : hopFlags(hop, family)) & RTNH_F_DEAD) !== 0) return -1;
  const link = flow.iif ?? flow.oif;
  const fits = flow.lost !== true && (link === undefined || hop.dev === link);
  if (!fits && (flow.iif === undefined ? flow.anyLink !== true : needsLink(flow.dst))) return -1;
  if (reachable && isFailed(hop)) return -1;
  return (fits ? 2 : 0) | ((pref ^ 2) << 2);
}

/** rt6_check_neigh(): a gateway that is not known may be there. */
function isFailed({ dev, gateway }: Hop): boolean {
  return gateway !== undefined && dev !== undefined && ((dev.ns.neighbours.find(dev, gateway)?.state ?? 0) & NUD_STATES.failed) !== 0;
}
