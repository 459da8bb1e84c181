// RTM_NEWROUTE and RTM_DELROUTE of IPv4, and lists of routes. net/ipv4/fib_frontend.c: inet_rtm_newroute(), inet_rtm_delroute(), inet_dump_fib().

import { AF_INET } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import { EINVAL, ENODEV, ENOENT, ESRCH } from '../errno.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedRoute } from './check.js';
import { type RouteAsked, type RouteFilter, routeAsked, routeFilter } from './config.js';
import type { Fib } from './fib.js';
import { deleteRoute, insertRoute } from './inet.js';
import { routeMessage } from './message.js';
import { metricsFit } from './metrics.js';
import type { RouteEntry } from './route.js';

export function newInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  request.ns.fib4.table(asked.table);
  insertRoute(request.ns, checkedRoute(request.ns, asked), request.flags, request);
}

export function deleteInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  const { ns } = request;
  if (asked.nhid !== undefined && ns.nexthops.get(asked.nhid) === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  if (ns.fib4.find(asked.table) === undefined) throw new Refusal(ESRCH, 'FIB table does not exist');
  deleteRoute(ns, { ...asked, prefsrc: asked.prefsrc, fits: (route) => leadsThere(route, asked) && metricsFit(route.metrics, asked.metrics) }, request);
}

/** fib_nh_match(): a way that is not told fits all. */
export function leadsThere(route: RouteEntry, { hops, multipath, nhid }: RouteAsked): boolean {
  if (nhid !== undefined) return route.nhid === nhid;
  const told = hops.filter(({ oif, gateway, flow }) => oif !== 0 || gateway !== undefined || flow !== undefined);
  if (told.length === 0) return true;
  if (route.nhid !== undefined) return false;
  if (multipath && route.hops.length !== hops.length) return false;
  return told.every(({ oif, gateway, flow }, i) => {
    const hop = route.hops[i];
    return hop !== undefined && (oif === 0 || hop.dev?.index === oif) && (gateway === undefined || hop.gateway === gateway) && (flow === undefined || hop.flow === flow);
  });
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
        for (const route of table.all()) if (passes(route, filter)) yield () => routeMessage('RTM_NEWROUTE', route, kernel.ticks);
      }
    })(),
    generation,
    split: true,
    filtered: filter.table !== 0 || filter.protocol !== 0 || filter.type !== 0 || filter.dev !== undefined ? 'all' : request.strict ? 'messages' : undefined,
  };
}

function passes(route: RouteEntry, { protocol, type, dev }: RouteFilter): boolean {
  return (protocol === 0 || route.protocol === protocol) && (type === 0 || route.type === type) && (dev === undefined || route.hops.some((hop) => hop.dev === dev));
}

export const dumpInetRoutes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib4, 'ipv4', () => 0);

/** Throws Refusal. */
export function linkOf(ns: NetNamespace, index: number | undefined): Device | undefined {
  if (index === undefined || index === 0) return undefined;
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV);
  return dev;
}
