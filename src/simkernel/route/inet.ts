// IPv4 routes among others of their prefix. net/ipv4/fib_trie.c: fib_table_insert(), fib_table_delete(), fib_table_flush().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EEXIST, ENOENT, ESRCH } from '../../netlink/errno-numbers.js';
import { RT_TABLE_MAIN, RTNH_F_DEAD, RTNH_F_LINKDOWN } from '../../rtnl/constants.js';
import { sameEncap } from '../encap/encap.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { announceRoute } from './message.js';
import { sameMetrics } from './metrics.js';
import { type Hop, type RouteEntry, RT_SCOPE } from './route.js';

/** Whether two routes lead the same way: fib_find_info(). */
function sameWay(a: RouteEntry, b: RouteEntry): boolean {
  return (
    a.protocol === b.protocol &&
    a.scope === b.scope &&
    a.prefsrc === b.prefsrc &&
    a.priority === b.priority &&
    a.type === b.type &&
    a.nhid === b.nhid &&
    sameFlags(a.flags, b.flags) &&
    sameMetrics(a.metrics, b.metrics) &&
    a.hops.length === b.hops.length &&
    a.hops.every((hop, i) => sameHop(hop, b.hops[i] as Hop))
  );
}

/** RTNH_COMPARE_MASK: what becomes of a way is left out. */
const sameFlags = (a = 0, b = 0): boolean => ((a ^ b) & ~0x11) === 0;

const sameHop = (a: Hop, b: Hop): boolean =>
  a.dev === b.dev && a.gateway === b.gateway && a.weight === b.weight && a.flow === b.flow && sameEncap(a.encap, b.encap) && sameFlags(a.flags, b.flags);

/** fib_table_insert(). `flags` are those of the request. Throws Refusal. */
export function insertRoute(ns: NetNamespace, route: RouteEntry, flags: number, cause?: Request): void {
  const routes = [...ns.fib4.table(route.table).at(route.dst, route.length)];
  // Higher types of service first, then lower metrics.
  let place = routes.findIndex((other) => other.tos < route.tos || (other.tos === route.tos && other.priority >= route.priority));
  if (place < 0) place = routes.length;
  const first = routes[place];
  let told = NLM_F_EXCL;
  if (first !== undefined && first.tos === route.tos && first.priority === route.priority) {
    if ((flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
    told = 0;
    const alike = routes.filter((other) => other.tos === route.tos && other.priority === route.priority);
    const match = alike.find((other) => other.type === route.type && sameWay(other, route));
    if ((flags & NLM_F_REPLACE) !== 0) return replace(ns, first, match, route, cause);
    if (match !== undefined) throw new Refusal(EEXIST);
    if ((flags & NLM_F_APPEND) !== 0) {
      told = NLM_F_APPEND;
      place += alike.length;
    }
  }
  if ((flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT);
  ns.fib4.insert(route, routes[place]);
  announceRoute(ns, 'RTM_NEWROUTE', route, told | NLM_F_CREATE, cause);
}

function replace(ns: NetNamespace, first: RouteEntry, match: RouteEntry | undefined, route: RouteEntry, cause: Request | undefined): void {
  if (match !== undefined) {
    if (match === first) return;
    throw new Refusal(EEXIST);
  }
  ns.fib4.replace(first, route);
  announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_REPLACE, cause);
}

/** What a route to be deleted must be like; what is not told fits all. */
export interface RouteMatch {
  readonly table: number;
  readonly dst: string;
  readonly length: number;
  readonly tos: number;
  readonly type: number;
  readonly scope: number;
  readonly protocol: number;
  readonly priority: number;
  readonly prefsrc: string | undefined;
  readonly fits: (route: RouteEntry) => boolean;
}

/** fib_table_delete(). Throws Refusal. */
export function deleteRoute(ns: NetNamespace, match: RouteMatch, cause?: Request): void {
  const table = ns.fib4.find(match.table);
  if (table === undefined) throw new Refusal(ESRCH);
  const found = [...table.at(match.dst, match.length)].find(
    (route) =>
      route.tos === match.tos &&
      (match.type === 0 || route.type === match.type) &&
      (match.scope === RT_SCOPE.nowhere || route.scope === match.scope) &&
      (match.prefsrc === undefined || route.prefsrc === match.prefsrc) &&
      (match.protocol === 0 || route.protocol === match.protocol) &&
      (match.priority === 0 || route.priority === match.priority) &&
      match.fits(route),
  );
  if (found === undefined) throw new Refusal(ESRCH);
  ns.fib4.remove(found);
  announceRoute(ns, 'RTM_DELROUTE', found, 0, cause);
}

/**
 * fib_sync_down_dev() and fib_flush(): routes of a link go without a word; those with other ways lose the dead ones, but go with a link that is gone.
 * What is local on a link that is down is so still, unless `all` goes; a route of a nexthop object goes with that.
 */
export function flushDevice(ns: NetNamespace, dev: Device, { all, gone = false }: { readonly all: boolean; readonly gone?: boolean }): void {
  for (const route of ns.fib4.of(dev)) {
    if (route.nhid !== undefined) continue;
    for (const hop of route.hops) {
      const dies = hop.dev === dev && (hop.flags & RTNH_F_DEAD) === 0 && (all || hop.scope !== RT_SCOPE.nowhere);
      if (dies) ns.fib4.mark(hop, RTNH_F_DEAD | RTNH_F_LINKDOWN);
    }
    if (gone || route.hops.every(({ flags }) => (flags & RTNH_F_DEAD) !== 0)) ns.fib4.remove(route);
  }
}

/** fib_sync_up(): ways that were dead are alive again. */
export function reviveDevice(ns: NetNamespace, dev: Device): void {
  if (!dev.up) return;
  ns.fib4.revive(dev, dev.carrier || dev.operUp ? RTNH_F_DEAD | RTNH_F_LINKDOWN : RTNH_F_DEAD);
}

/** fib_sync_down_addr() and fib_flush(): routes of the main table that prefer an address which is gone. */
export function flushSource(ns: NetNamespace, address: string): void {
  for (const route of ns.fib4.inWalkOrder(ns.fib4.preferring(address).filter(({ table }) => table === RT_TABLE_MAIN))) {
    ns.fib4.remove(route);
    announceRoute(ns, 'RTM_DELROUTE', { ...route, flags: (route.flags ?? 0) | RTNH_F_DEAD }, 0);
  }
}
