// RTM_NEWROUTE and RTM_DELROUTE of IPv4, and lists of routes. net/ipv4/fib_frontend.c: inet_rtm_newroute(), inet_rtm_delroute(), inet_dump_fib().

import { EINVAL, ENODEV, ENOENT, ESRCH } from '../../netlink/errno-numbers.js';
import { AF_INET } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import { builtEncap, sameEncap } from '../encap/encap.js';
import type { SimulatedKernel } from '../kernel.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedRoute } from './check.js';
import { type HopAsked, inetWays, type RouteAsked, type RouteFilter, routeAsked, routeFilter } from './config.js';
import type { Fib } from './fib.js';
import { deleteRoute, insertRoute } from './inet.js';
import { routeMessage } from './message.js';
import { fitMetrics } from './metrics.js';
import { type Hop, type RouteEntry, RTN, siblingsFrom } from './route.js';

export function newInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  request.ns.fib4.table(asked.table);
  insertRoute(request.ns, checkedRoute(request.ns, asked), request.flags, request);
  if (asked.type === RTN.local) request.ns.fib4.customLocalRoutes = true;
}

export function deleteInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  const { ns } = request;
  if (asked.nhid !== undefined && ns.nexthops.get(asked.nhid) === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  if (ns.fib4.find(asked.table) === undefined) throw new Refusal(ESRCH, 'FIB table does not exist');
  deleteRoute(ns, { ...asked, fits: (route) => leadsThere(request, route, asked) && fitMetrics(route.metrics, asked.metrics) }, request);
}

/** fib_nh_match(): a way that is not told fits all. */
function leadsThere({ kernel }: Request, route: RouteEntry, { way, multipath, nhid }: RouteAsked): boolean {
  if (nhid !== undefined) return route.nhid === nhid;
  if (route.nhid !== undefined) return way.oif === 0 && way.gateway === undefined && multipath === undefined;
  const fits = ({ oif, gateway, flow }: Pick<HopAsked, 'oif' | 'gateway' | 'flow'>, hop: Hop | undefined): boolean =>
    hop !== undefined && (oif === 0 || hop.dev?.index === oif) && (gateway === undefined || hop.gateway === gateway) && (flow === undefined || hop.flow === flow);
  if (way.oif !== 0 || way.gateway !== undefined) return fitsEncap(kernel, way, route.hops[0]) && fits(way, route.hops[0]);
  if (multipath === undefined) return true;
  const told = inetWays(multipath);
  // A gateway told as RTA_VIA is compared with gateways alone.
  return route.hops.every((hop, i) => {
    const one = told[i];
    return one !== undefined && fits(one.via && hop.gateway === undefined ? { ...one, gateway: undefined } : one, hop);
  });
}

/** fib_encap_match(). */
function fitsEncap(kernel: SimulatedKernel, { encap }: HopAsked, hop: Hop | undefined): boolean {
  if (encap === undefined || encap.type === 0) return true;
  try {
    return sameEncap(builtEncap(kernel, encap, AF_INET), hop?.encap);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Routes of one family, those that a filter lets through. */
export function dumpFib(request: Request, fib: Fib, words: 'ipv4' | 'ipv6', generation: () => number): DumpPlan {
  const filter = routeFilter(request);
  const { kernel } = request;
  const family = request.bytes.array[16];
  return {
    messages: (function* () {
      if (filter.cached) return;
      const named = filter.table === 0 ? undefined : fib.find(filter.table);
      if (filter.table !== 0 && named === undefined) {
        if (family === fib.family) throw new Refusal(ENOENT, `${words}: FIB table does not exist`);
        return;
      }
      for (const table of named === undefined ? fib.inOrder() : [named]) {
        for (const route of dumped(table.all())) if (passes(route, filter)) yield () => routeMessage('RTM_NEWROUTE', route, kernel.ticks);
      }
    })(),
    generation,
    split: true,
    // Without the exceptions a list is not whole.
    filtered: filter.table !== 0 || filter.protocol !== 0 || filter.type !== 0 || filter.dev !== undefined ? 'all' : request.strict || filter.cached ? 'messages' : undefined,
  };
}

/** fib6_dump_node(): siblings are told with the first of them. */
function* dumped(routes: Iterable<RouteEntry>): Generator<RouteEntry> {
  let last: RouteEntry | undefined;
  for (const route of routes) {
    if (last !== undefined) {
      if (route === last) last = undefined;
      continue;
    }
    yield route;
    if (route.siblings !== undefined) last = siblingsFrom(route).at(-1);
  }
}

function passes(route: RouteEntry, { protocol, type, dev }: RouteFilter): boolean {
  return (
    (protocol === 0 || route.protocol === protocol) &&
    (type === 0 || route.type === type) &&
    (dev === undefined || siblingsFrom(route).some(({ hops }) => hops.some((hop) => hop.dev === dev)))
  );
}

export const dumpInetRoutes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib4, 'ipv4', () => 0);

/** Throws Refusal. */
export function linkOf(ns: NetNamespace, index: number | undefined): Device | undefined {
  if (index === undefined || index === 0) return undefined;
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV);
  return dev;
}
