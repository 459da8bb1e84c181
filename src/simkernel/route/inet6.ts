// IPv6 routes among others of their prefix: each way is an entry of its own, those of one metric through gateways are siblings.
// net/ipv6/ip6_fib.c: fib6_add_1(), fib6_add_rt2node(), fib6_del_route(), fib6_clean_node(); net/ipv6/route.c: fib6_ifdown(), fib6_ifup().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EEXIST, ENETDOWN, ENOENT } from '../../netlink/errno-numbers.js';
import { AF_INET6, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTNH_F_DEAD, RTNH_F_LINKDOWN, RTPROT_KERNEL } from '../../rtnl/constants.js';
import { sameEncap } from '../encap/encap.js';
import { LOOPBACK6, lastOf, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { announceRoute } from './message.js';
import { mtuOf, NO_METRICS, withMtu } from './metrics.js';
import { type Hop, type RouteEntry, RTN, sameSource, siblingsFrom } from './route.js';

/** IP6_RT_PRIO_ADDRCONF: the metric of routes that follow from addresses. */
export const METRIC_ADDRCONF = 256;

/** rt6_qualify_for_ecmp(). */
const isEqualCost = ({ nhid, hops }: RouteEntry): boolean => nhid === undefined && hops[0]?.gateway !== undefined;

/** rt6_duplicate_nexthop(). */
export function isDuplicate(a: RouteEntry, b: RouteEntry): boolean {
  if (a.nhid !== undefined || b.nhid !== undefined) return a.nhid === b.nhid;
  return a.hops[0]?.dev === b.hops[0]?.dev && a.hops[0]?.gateway === b.hops[0]?.gateway && sameEncap(a.hops[0]?.encap, b.hops[0]?.encap);
}

/** Whether a route of the same prefix stands behind another: those that ask for a source first, as a tree below the prefix is walked before it; then by metric. */
function isBehind(other: RouteEntry, route: RouteEntry): boolean {
  const key = ({ src }: RouteEntry) => (src === undefined ? 'g' : lastOf(src.address, src.length));
  return (
    key(other) > key(route) || (key(other) === key(route) && ((other.src?.length ?? 0) < (route.src?.length ?? 0) || (sameSource(other, route) && other.priority > route.priority)))
  );
}

/** The kernel's own, by one link: what other links have of the prefix is not looked through. */
function insertOwn(ns: NetNamespace, route: RouteEntry): void {
  for (const other of ns.fib6.ofPrefix(route.hops[0]?.dev as Device, route)) {
    if (other.priority === route.priority && sameSource(other, route) && isDuplicate(other, route)) refresh(ns, other, route);
  }
  let before: RouteEntry | undefined;
  let last: RouteEntry | undefined;
  for (last of ns.fib6.table(route.table).backwards(route.dst, route.length)) {
    if (!isBehind(last, route)) break;
    before = last;
  }
  ns.fib6.insert(route, before);
  announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_CREATE | (last !== undefined && last.priority === route.priority && sameSource(last, route) ? 0 : NLM_F_EXCL));
}

/** How an entry is added: flags of the request, those of the kernel's own where there is none. */
export interface Adding {
  readonly flags: number;
  /** Somebody else tells of it. */
  readonly silent?: boolean;
  readonly cause?: Request;
}

/** fib6_add(). Throws Refusal. */
export function insertRoute6(ns: NetNamespace, route: RouteEntry, adding?: Adding): void {
  if (adding === undefined) return insertOwn(ns, route);
  const { flags, silent = false, cause } = adding;
  const replacing = (flags & NLM_F_REPLACE) !== 0;
  const creating = (flags & NLM_F_CREATE) !== 0;
  const node = [...ns.fib6.table(route.table).at(route.dst, route.length)];
  const absent = route.src === undefined ? node.length === 0 && route.length > 0 : !node.some((other) => sameSource(other, route));
  if (absent && replacing && !creating) throw new Refusal(ENOENT, 'Can not replace route - no match found');
  const equal = isEqualCost(route);
  const alike = node.filter((other) => other.priority === route.priority && sameSource(other, route));
  if (alike.length > 0 && (flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  const told = (alike.length > 0 ? 0 : NLM_F_EXCL) | (flags & NLM_F_APPEND);
  const tell = (how: number) => {
    if (!silent) announceRoute(ns, 'RTM_NEWROUTE', route, how, cause);
  };
  const replaced = replacing ? (alike.find((other) => isEqualCost(other) === equal) ?? alike[0]) : undefined;
  if (replaced !== undefined) {
    replace(ns, replaced, route);
    return tell(NLM_F_REPLACE);
  }
  if (replacing && !creating) throw new Refusal(ENOENT);
  for (const other of alike) if (!replacing && isDuplicate(other, route)) refresh(ns, other, route);
  const first = equal && !replacing ? alike.find(isEqualCost) : undefined;
  ns.fib6.insert(
    route,
    node.find((other) => isBehind(other, route)),
  );
  if (first !== undefined) join(first, route);
  tell(told | NLM_F_CREATE);
}

/** One that is there already gets the other's lifetime, and no more. */
function refresh({ fib6 }: NetNamespace, other: RouteEntry, route: RouteEntry): never {
  if (other.expires !== undefined) fib6.setExpiry(other, route.expires);
  throw new Refusal(EEXIST);
}

function join(first: RouteEntry, route: RouteEntry): void {
  const ring = first.siblings ?? [first];
  const at = ring.indexOf(first);
  ring.splice(at === 0 ? ring.length : at, 0, route);
  for (const one of ring) one.siblings = ring;
}

/** The siblings of what is replaced go with it. */
function replace(ns: NetNamespace, old: RouteEntry, route: RouteEntry): void {
  const hadSiblings = old.siblings !== undefined;
  ns.fib6.replace(old, route);
  leave(old);
  if (!hadSiblings) return;
  const node = [...ns.fib6.table(route.table).at(route.dst, route.length)];
  for (const other of node.slice(node.indexOf(route) + 1)) {
    if (other.priority > route.priority || !sameSource(other, route)) return;
    if (!isEqualCost(other)) continue;
    leave(other);
    ns.fib6.remove(other);
  }
}

function leave(route: RouteEntry): void {
  const ring = route.siblings;
  if (ring === undefined) return;
  ring.splice(ring.indexOf(route), 1);
  route.siblings = undefined;
  const [last] = ring;
  if (ring.length === 1 && last !== undefined) last.siblings = undefined;
}

/** fib6_del(): what is gone has no lifetime. */
export function removeRoute6(ns: NetNamespace, route: RouteEntry, { cause, silent = false }: { readonly cause?: Request | undefined; readonly silent?: boolean } = {}): void {
  ns.fib6.remove(route);
  leave(route);
  route.expires = undefined;
  if (!silent) announceRoute(ns, 'RTM_DELROUTE', route, 0, cause);
}

/** __ip6_del_rt_siblings(): all ways of a route, told as one. */
export function removeSiblings6(ns: NetNamespace, route: RouteEntry, cause: Request): void {
  if (route.siblings === undefined) return removeRoute6(ns, route, { cause });
  const others = siblingsFrom(route).slice(1);
  const whole = { ...route };
  whole.siblings = [whole, ...others];
  for (const sibling of [...others, route]) removeRoute6(ns, sibling, { silent: true });
  announceRoute(ns, 'RTM_DELROUTE', whole, 0, cause);
}

/** A route that the kernel makes itself, by a link: addrconf_f6i_alloc(). */
export function ownRoute6(dev: Device, what: Pick<RouteEntry, 'table' | 'dst' | 'length' | 'type' | 'priority' | 'expires' | 'refused'>): RouteEntry {
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
export function addPrefixRoute(dev: Device, address: string, length: number, priority: number, expires?: RouteEntry['expires']): void {
  const dst = network(address, length);
  const common = { table: RT_TABLE_MAIN, dst, length, type: RTN.unicast, priority: priority === 0 ? METRIC_ADDRCONF : priority };
  // Through a loopback packets would go round.
  const loops = dev.loopback && dst !== LOOPBACK6;
  tryInsert(dev, ownRoute6(dev, loops ? { ...common, refused: true } : { ...common, expires }));
}

/** addrconf_add_mroute(). */
export function addMulticastRoute(dev: Device): void {
  tryInsert(dev, ownRoute6(dev, { table: RT_TABLE_LOCAL, dst: `ff${'0'.repeat(30)}`, length: 8, type: RTN.multicast, priority: METRIC_ADDRCONF }));
}

/** The route of an address of ours. */
export function hostRoute(dev: Device, address: string): RouteEntry {
  return ownRoute6(dev, { table: RT_TABLE_LOCAL, dst: address, length: 128, type: RTN.local, priority: 0 });
}

/** addrconf_get_prefix_route(): the first by the link, whoever made it; without `anyWay` it has no gateway. */
export function prefixRoute(dev: Device, address: string, length: number, anyWay = false): RouteEntry | undefined {
  const prefix = { table: RT_TABLE_MAIN, dst: network(address, length), length };
  const routes = dev.ns.fib6.ofPrefix(dev, prefix).filter(({ hops, nhid, src }) => nhid === undefined && src === undefined && (anyWay || hops[0]?.gateway === undefined));
  if (routes.length < 2) return routes[0];
  for (const route of dev.ns.fib6.table(prefix.table).at(prefix.dst, length)) if (routes.includes(route)) return route;
  return undefined;
}

/** fib6_run_gc(): what is over goes; with a link that goes down, or has another address (ndisc_netdev_event()). */
export function expiryEvent(event: LinkEvent, { ns }: Device): void {
  if (event !== 'down' && event !== 'changeAddress') return;
  const { ticks } = ns.kernel;
  const over = [...ns.fib6.expiring].filter(({ expires = ticks }) => expires < ticks);
  for (const route of inTables(ns, over)) removeRoute6(ns, route);
}

/** rt6_sync_down_dev(): routes of a link that is down go, and everybody is told; of several ways the dead are marked as long as one is left. */
export function flushDevice6(ns: NetNamespace, dev: Device, gone: boolean): void {
  const routes = ns.fib6.of(dev).filter(({ nhid }) => nhid === undefined);
  if (routes.length === 0) return;
  const uses = (route: RouteEntry) => route.hops[0]?.dev === dev;
  const doomed = new Set<RouteEntry>();
  for (const route of routes) {
    const ring = siblingsFrom(route);
    const dead = ring.filter((one) => uses(one) || ((one.hops[0] as Hop).flags & RTNH_F_DEAD) !== 0);
    if (gone || ring.length === 1) doomed.add(route);
    else if (dead.length === ring.length) for (const one of ring) doomed.add(one);
    else for (const one of ring) if (uses(one)) (one.hops[0] as Hop).flags |= RTNH_F_DEAD | RTNH_F_LINKDOWN;
  }
  for (const route of inTables(ns, [...doomed])) removeRoute6(ns, route);
}

/** Some routes, in the order in which all are walked. */
function inTables(ns: NetNamespace, routes: readonly RouteEntry[]): RouteEntry[] {
  const ids = new Set(routes.map(({ table }) => table));
  return ns.fib6.inOrder().flatMap((table) => (ids.has(table.id) ? table.ordered(routes.filter((one) => one.table === table.id)) : []));
}

/** rt6_sync_up(): ways that were dead are alive again. */
export function reviveDevice6(ns: NetNamespace, dev: Device): void {
  const revived = RTNH_F_DEAD | (dev.carrier ? RTNH_F_LINKDOWN : 0);
  for (const { hops, nhid } of ns.fib6.of(dev)) if (nhid === undefined) for (const hop of hops) if (hop.dev === dev) hop.flags &= ~revived;
}

/** rt6_mtu_change(): routes by a link whose MTU was more than it is now, or as much as it was before. */
export function changeMtu6(ns: NetNamespace, dev: Device, before: number): void {
  for (const route of ns.fib6.of(dev)) {
    const mtu = mtuOf(route.metrics);
    if (mtu >= dev.mtu || (mtu !== 0 && mtu === before)) route.metrics = withMtu(route.metrics, dev.mtu);
  }
}
