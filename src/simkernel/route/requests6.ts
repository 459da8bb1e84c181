// RTM_NEWROUTE, RTM_DELROUTE and lists of IPv6 routes. net/ipv6/route.c: ip6_route_info_create(), ip6_route_del(); net/ipv6/ip6_fib.c: fib6_add_rt2node().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import { EEXIST, EINVAL, ENOENT, ESRCH } from '../errno.js';
import { isZero, network } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedHop6 } from './check6.js';
import { type HopAsked, type RouteAsked, routeAsked } from './config.js';
import { isBehind, sameSource, sameWay6 } from './inet6.js';
import { announceRoute } from './message.js';
import { dumpFib, leadsThere } from './requests.js';
import { type Hop, type RouteEntry, RTN } from './route.js';

/** IP6_RT_PRIO_USER. */
const METRIC_USER = 1024;

export function newInet6Route(request: Request): void {
  const { ns, flags } = request;
  const asked = routeAsked(request, AF_INET6);
  const nexthop = asked.nhid === undefined ? undefined : ns.nexthops.get(asked.nhid);
  if (asked.nhid !== undefined && nexthop === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  const hops = nexthop === undefined ? asked.hops.map((hop) => checkedHop6(ns, hop, asked)) : ns.nexthops.hopsOf(nexthop);
  insert(ns, routeOf(asked, hops, request.kernel.ticks), flags, asked.multipath, request);
}

function routeOf(asked: RouteAsked, hops: readonly Hop[], ticks: number): RouteEntry {
  const type = asked.type === 0 ? RTN.unicast : asked.type;
  return {
    family: AF_INET6,
    table: asked.table,
    dst: network(asked.dst, asked.length),
    length: asked.length,
    src: asked.src,
    tos: 0,
    priority: asked.priority === 0 ? METRIC_USER : asked.priority,
    type,
    scope: 0,
    protocol: asked.protocol,
    prefsrc: asked.prefsrc === undefined || isZero(asked.prefsrc) ? undefined : asked.prefsrc,
    metrics: asked.metrics,
    hops,
    nhid: asked.nhid,
    pref: asked.pref,
    ...(asked.expires !== undefined && { expires: { seconds: asked.expires, at: ticks } }),
  };
}

/** fib6_add_rt2node(): routes of one metric through gateways are ways of one route. */
function insert(ns: NetNamespace, route: RouteEntry, flags: number, multipath: boolean, cause: Request): void {
  const routes = [...ns.fib6.table(route.table).at(route.dst, route.length)];
  const alike = routes.filter((other) => other.priority === route.priority && sameSource(other, route));
  const [first] = alike;
  if (first !== undefined && (flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  if ((flags & NLM_F_REPLACE) !== 0) {
    if (first !== undefined) {
      ns.fib6.replace(first, route);
      return announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_REPLACE, cause);
    }
    if ((flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT, 'Can not replace route - no match found');
  }
  if (alike.some((other) => sameWay6(other, route) || other.hops.some((hop) => route.hops.length === 1 && sameHop(hop, route.hops[0] as Hop)))) throw new Refusal(EEXIST);
  const joined = alike.find((other) => other.nhid === undefined && route.nhid === undefined && isGatewayed(other) && isGatewayed(route));
  const told = NLM_F_CREATE | (first === undefined && !multipath ? NLM_F_EXCL : 0) | (flags & NLM_F_APPEND);
  if (joined !== undefined) {
    ns.fib6.replace(joined, { ...joined, hops: [...joined.hops, ...route.hops] });
    return announceRoute(ns, 'RTM_NEWROUTE', { ...route, hops: [...route.hops, ...joined.hops] }, told, cause);
  }
  ns.fib6.insert(
    route,
    routes.find((other) => isBehind(other, route)),
  );
  announceRoute(ns, 'RTM_NEWROUTE', route, told, cause);
}

const isGatewayed = ({ hops }: RouteEntry): boolean => hops.length > 0 && hops.every(({ gateway }) => gateway !== undefined);
const sameHop = (a: Hop, b: Hop): boolean => a.dev === b.dev && a.gateway === b.gateway;

/** ip6_route_del(). */
export function deleteInet6Route(request: Request): void {
  const { ns } = request;
  const asked = routeAsked(request, AF_INET6);
  if (asked.nhid !== undefined && ns.nexthops.get(asked.nhid) === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  const table = ns.fib6.find(asked.table);
  if (table === undefined) throw new Refusal(ESRCH, 'FIB table does not exist');
  const [way] = asked.hops as [HopAsked];
  for (const route of table.at(network(asked.dst, asked.length), asked.length)) {
    if (!sameSource(asked, route)) continue;
    if (asked.priority !== 0 && route.priority !== asked.priority) continue;
    if (asked.protocol !== 0 && route.protocol !== asked.protocol) continue;
    const hop = way.gateway === undefined ? undefined : route.hops.find((one) => one.gateway === way.gateway && (way.oif === 0 || one.dev?.index === way.oif));
    if (hop !== undefined && route.hops.length > 1 && !asked.multipath) {
      ns.fib6.replace(route, { ...route, hops: route.hops.filter((one) => one !== hop) });
      return announceRoute(ns, 'RTM_DELROUTE', { ...route, hops: [hop] }, 0, request);
    }
    if (!leadsThere(route, asked)) continue;
    ns.fib6.remove(route);
    return announceRoute(ns, 'RTM_DELROUTE', route, 0, request);
  }
  // The root of the tree holds a route of its own where nothing else is, which nobody can delete.
  const anything = way.oif === 0 && way.gateway === undefined && asked.priority === 0 && asked.protocol === 0 && asked.nhid === undefined;
  throw new Refusal(asked.length === 0 && anything && table.at('0'.repeat(32), 0).next().done === true ? ENOENT : ESRCH);
}

export const dumpInet6Routes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib6, 'ipv6', () => 0);
