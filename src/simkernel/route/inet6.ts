// IPv6 routes among others of their prefix. net/ipv6/ip6_fib.c: fib6_add_rt2node(), fib6_del(), fib6_clean_all().

import { NLM_F_CREATE, NLM_F_EXCL } from '../../netlink/constants.js';
import { AF_INET6, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTPROT_KERNEL } from '../../rtnl/constants.js';
import { EEXIST, ENETDOWN } from '../errno.js';
import { lastOf, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { announceRoute } from './message.js';
import { NO_METRICS } from './metrics.js';
import { type RouteEntry, RTN } from './route.js';

/** IP6_RT_PRIO_ADDRCONF: the metric of routes that follow from addresses. */
export const METRIC_ADDRCONF = 256;

/** rt6_duplicate_nexthop(). */
export const sameWay6 = (a: RouteEntry, b: RouteEntry): boolean =>
  a.nhid === b.nhid && sameSource(a, b) && a.hops.length === b.hops.length && a.hops.every((hop, i) => hop.dev === b.hops[i]?.dev && hop.gateway === b.hops[i]?.gateway);

/** Whether two routes are for packets from the same place. */
export const sameSource = ({ src: a }: Pick<RouteEntry, 'src'>, { src: b }: Pick<RouteEntry, 'src'>): boolean => a?.address === b?.address && a?.length === b?.length;

/** Whether a route of the same prefix stands behind another: those that ask for a source first, as a tree below the prefix is walked before it; then by metric. */
export function isBehind(other: RouteEntry, route: RouteEntry): boolean {
  const key = ({ src }: RouteEntry) => (src === undefined ? 'g' : lastOf(src.address, src.length));
  return (
    key(other) > key(route) || (key(other) === key(route) && ((other.src?.length ?? 0) < (route.src?.length ?? 0) || (sameSource(other, route) && other.priority > route.priority)))
  );
}

/** The routes of a prefix that leave by the same link: few, where those of all links may be many. */
function ofPrefix(ns: NetNamespace, { table, dst, length, hops }: Pick<RouteEntry, 'table' | 'dst' | 'length' | 'hops'>): RouteEntry[] {
  const dev = hops[0]?.dev as Device;
  return ns.fib6.of(dev).filter((other) => other.table === table && other.dst === dst && other.length === length);
}

/** Adds a route of the kernel's own, by one link; where it is there already nothing happens. Throws Refusal. */
export function insertRoute6(ns: NetNamespace, route: RouteEntry, cause?: Request): void {
  if (ofPrefix(ns, route).some((other) => other.priority === route.priority && sameWay6(other, route))) throw new Refusal(EEXIST);
  let before: RouteEntry | undefined;
  let last: RouteEntry | undefined;
  for (last of ns.fib6.table(route.table).backwards(route.dst, route.length)) {
    if (!isBehind(last, route)) break;
    before = last;
  }
  ns.fib6.insert(route, before);
  announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_CREATE | (last !== undefined && last.priority === route.priority && sameSource(last, route) ? 0 : NLM_F_EXCL), cause);
}

/** ip6_del_rt(). */
export function removeRoute6(ns: NetNamespace, route: RouteEntry, cause?: Request): void {
  ns.fib6.remove(route);
  announceRoute(ns, 'RTM_DELROUTE', route, 0, cause);
}

function own(dev: Device, what: { readonly table: number; readonly dst: string; readonly length: number; readonly type: number; readonly priority: number }): RouteEntry {
  return {
    family: AF_INET6,
    tos: 0,
    scope: 0,
    protocol: RTPROT_KERNEL,
    prefsrc: undefined,
    metrics: NO_METRICS,
    hops: [{ dev, gateway: undefined, weight: 1, flags: 0 }],
    nhid: undefined,
    pref: 0,
    ...what,
  };
}

/** ip6_route_add() of the kernel's own; on a link that is down there is none. */
function tryInsert(dev: Device, route: RouteEntry): void {
  try {
    if (!dev.up) throw new Refusal(ENETDOWN);
    insertRoute6(dev.ns, route);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** addrconf_prefix_route(). */
export function addPrefixRoute(dev: Device, address: string, length: number, priority: number): void {
  tryInsert(dev, own(dev, { table: RT_TABLE_MAIN, dst: network(address, length), length, type: RTN.unicast, priority: priority === 0 ? METRIC_ADDRCONF : priority }));
}

/** addrconf_add_mroute(). */
export function addMulticastRoute(dev: Device): void {
  tryInsert(dev, own(dev, { table: RT_TABLE_LOCAL, dst: `ff${'0'.repeat(30)}`, length: 8, type: RTN.multicast, priority: METRIC_ADDRCONF }));
}

/** The route of an address of ours. */
export function hostRoute(dev: Device, address: string): RouteEntry {
  return own(dev, { table: RT_TABLE_LOCAL, dst: address, length: 128, type: RTN.local, priority: 0 });
}

/** addrconf_get_prefix_route(). */
export function prefixRoute(dev: Device, address: string, length: number): RouteEntry | undefined {
  const routes = dev.ns.fib6.of(dev).filter(({ table, dst, length: its }) => table === RT_TABLE_MAIN && dst === network(address, length) && its === length);
  return routes.find(({ hops, protocol, type }) => protocol === RTPROT_KERNEL && type === RTN.unicast && hops[0]?.dev === dev && hops[0].gateway === undefined);
}

/** rt6_sync_down_dev(): routes of a link that is down go, and everybody is told. */
export function flushDevice6(ns: NetNamespace, dev: Device): void {
  const routes = new Set(ns.fib6.of(dev));
  if (routes.size === 0) return;
  const ids = new Set([...routes].map(({ table }) => table));
  for (const table of ns.fib6.inOrder()) {
    if (!ids.has(table.id)) continue;
    for (const route of inOrder([...routes].filter((one) => one.table === table.id))) removeRoute6(ns, route);
  }
}

/** As the tree is walked: what is inside a prefix before the prefix. */
function inOrder(routes: RouteEntry[]): RouteEntry[] {
  const end = ({ dst, length }: RouteEntry) => lastOf(dst, length);
  return routes.sort((a, b) => (end(a) < end(b) ? -1 : end(a) > end(b) ? 1 : b.length - a.length || a.priority - b.priority));
}
