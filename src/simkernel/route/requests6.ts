// RTM_NEWROUTE, RTM_DELROUTE and lists of IPv6 routes. net/ipv6/route.c: inet6_rtm_newroute(), ip6_route_multipath_add(), ip6_route_del().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EEXIST, EINVAL, ENOENT, ESRCH } from '../../netlink/errno-numbers.js';
import { AF_INET6, RTPROT_KERNEL } from '../../rtnl/constants.js';
import type { Attribute } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { network } from '../ip.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedRoute6, validateRoute6 } from './check6.js';
import { type HopAsked, inet6Hops, type RouteAsked, routeAsked } from './config.js';
import { insertRoute6, isDuplicate, removeRoute6, removeSiblings6 } from './inet6.js';
import { announceRoute } from './message.js';
import { dumpFib } from './requests.js';
import { type RouteEntry, sameSource, siblingsFrom } from './route.js';

/** IP6_RT_PRIO_USER. */
const METRIC_USER = 1024;

export function newInet6Route(request: Request): void {
  const { ns, flags } = request;
  const told = routeAsked(request, AF_INET6);
  const asked = told.priority === 0 ? { ...told, priority: METRIC_USER } : told;
  validateRoute6(asked);
  if (asked.multipath !== undefined) return addWays(request, asked, asked.multipath);
  insertRoute6(ns, checkedRoute6(ns, asked, asked.way), { flags, cause: request });
}

/** ip6_route_multipath_add(): one way after the other, told as one; what was added goes again where one of them cannot be. */
function addWays(request: Request, asked: RouteAsked, multipath: Attribute): void {
  const { ns, flags } = request;
  const ways = inet6Hops(multipath, asked.way);
  const routes: RouteEntry[] = [];
  for (const way of ways) {
    const route = checkedRoute6(ns, asked, way);
    if (routes.some((other) => isDuplicate(other, route))) throw new Refusal(EEXIST);
    routes.push(route);
  }
  const replacing = (flags & NLM_F_REPLACE) !== 0;
  const told = (replacing ? NLM_F_REPLACE : NLM_F_CREATE) | (flags & NLM_F_APPEND);
  let how = flags;
  const added: RouteEntry[] = [];
  try {
    for (const route of routes) {
      insertRoute6(ns, route, { flags: how, silent: true, cause: request });
      added.push(route);
      how = (flags & ~(NLM_F_EXCL | NLM_F_REPLACE)) | NLM_F_CREATE;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tellWays(request, added, told);
    for (const [i] of added.entries()) tryDelete(request, { ...asked, way: ways[i] as HopAsked });
    if (replacing && added.length > 0) throw new Refusal(error.errno, 'ipv6: multipath route replace failed (check consistency of installed routes)');
    throw error;
  }
  tellWays(request, added, told);
}

/** ip6_route_mpath_notify(). */
function tellWays(request: Request, added: readonly RouteEntry[], flags: number): void {
  const last = added.at(-1);
  const [first] = added;
  if (first === undefined || last === undefined) return;
  const from = (flags & NLM_F_APPEND) !== 0 && last.siblings !== undefined ? (siblingsFrom(last)[1] as RouteEntry) : first;
  announceRoute(request.ns, 'RTM_NEWROUTE', from, flags, request);
}

function tryDelete(request: Request, asked: RouteAsked): void {
  try {
    deleteOne(request, asked, false);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

export function deleteInet6Route(request: Request): void {
  const asked = routeAsked(request, AF_INET6);
  if (asked.nhid !== undefined && request.ns.nexthops.get(asked.nhid) === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  if (asked.multipath === undefined) return deleteOne(request, asked, true);
  let failed: Refusal | undefined;
  for (const way of inet6Hops(asked.multipath, asked.way)) {
    try {
      deleteOne(request, { ...asked, way }, false);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed = error;
    }
  }
  if (failed !== undefined) throw failed;
}

/** Of fib6_null_entry. */
const LAST_METRIC = 0xffffffff;

/** ip6_route_del(): the first that is as told; one way where a gateway is, else all of them. */
function deleteOne(request: Request, { table: id, dst, length, src, priority, protocol, nhid, way }: RouteAsked, whole: boolean): void {
  const { ns } = request;
  const table = ns.fib6.find(id);
  if (table === undefined) throw new Refusal(ESRCH, 'FIB table does not exist');
  const node = [...table.at(network(dst, length), length)];
  // fib6_locate(): where no route of a prefix asks for a source, nobody looks at the one that was told.
  const sourced = node.some((route) => route.src !== undefined);
  for (const route of node) {
    if ((sourced || src === undefined) && !sameSource(route, { src })) continue;
    if (route.nhid !== undefined && nhid !== undefined && route.nhid !== nhid) continue;
    if ((priority !== 0 && route.priority !== priority) || (protocol !== 0 && route.protocol !== protocol)) continue;
    if (route.nhid !== undefined) return removeRoute6(ns, route, { cause: request });
    if (nhid !== undefined) continue;
    const [hop] = route.hops;
    if ((way.oif !== 0 && hop?.dev?.index !== way.oif) || (way.gateway !== undefined && (hop?.gateway ?? '0'.repeat(32)) !== way.gateway)) continue;
    if (way.gateway !== undefined || !whole) return removeRoute6(ns, route, { cause: request });
    return removeSiblings6(ns, route, request);
  }
  // At the root of a table stands a route that no packet passes, as long as there is no other; those that ask for a source are below it.
  const root = length === 0 && (src === undefined || !sourced) && node.every((route) => route.src !== undefined);
  const bare = root && nhid === undefined && way.gateway === undefined;
  if (bare && (priority === 0 || priority === LAST_METRIC) && (protocol === 0 || protocol === RTPROT_KERNEL) && way.oif <= 1) throw new Refusal(ENOENT);
  throw new Refusal(ESRCH);
}

export const dumpInet6Routes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib6, 'ipv6', () => 0);
