// RTM_NEWROUTE. net/ipv4/fib_semantics.c: fib_dump_info(); net/ipv6/route.c: rt6_fill_node(); net/ipv4/nexthop.c.

import { AF_INET, AF_INET6, RTNH_F_DEAD, RTNH_F_LINKDOWN } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE } from '../../rtnl/groups.js';
import { encapPart } from '../encap/encap.js';
import { ipText } from '../ip.js';
import { INET, INET6 } from '../link/devconf.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import type { Request } from '../request.js';
import { RTA } from './config.js';
import { metricsPart } from './metrics.js';
import { type Hop, type RouteEntry, RTN, siblingsFrom } from './route.js';

/** fib_nexthop_info(): RTNH_F_DEAD, ONLINK, OFFLOAD, LINKDOWN and TRAP are told of a way. */
const TOLD = 0x5d;

/** What is told of a way: one without a carrier is dead where the link's parameters say so. */
export function hopFlags({ dev, flags }: Hop, family: number): number {
  if (dev === undefined || (flags & RTNH_F_LINKDOWN) === 0) return flags;
  const ignored =
    family === AF_INET
      ? dev.inet !== undefined && ((dev.ns.inetAll[INET.ignoreRoutesWithLinkdown] as number) || dev.inet.conf[INET.ignoreRoutesWithLinkdown])
      : (dev.inet6?.conf[INET6.ignoreRoutesWithLinkdown] ?? 1);
  return flags | (ignored ? RTNH_F_DEAD : 0);
}

function gatewayOf({ gateway }: Hop, family: number): object {
  if (gateway === undefined) return {};
  const other = gateway.length === 8 ? AF_INET : AF_INET6;
  return other === family ? { gateway: ipText(gateway) } : { via: { family: other, address: ipText(gateway) } };
}

const flowOf = ({ flow }: Hop): object => (flow === undefined || flow === 0 ? {} : { flow });

/** Those of its siblings too. */
const waysOf = (route: RouteEntry): readonly Hop[] => (route.siblings === undefined ? route.hops : siblingsFrom(route).flatMap(({ hops: own }) => own));

/** The way that is told as the route's own; IPv6 tells the only one of a group as one of several. */
const onlyWay = ([first, ...others]: readonly Hop[], family: number): Hop | undefined => (others.length > 0 || (family === AF_INET6 && first?.member === true) ? undefined : first);

function hops(route: RouteEntry): object {
  const { family } = route;
  const all = waysOf(route);
  const only = onlyWay(all, family);
  if (all.length === 0) return {};
  if (only !== undefined) return { ...gatewayOf(only, family), ...(only.dev !== undefined && { oif: only.dev.index }), ...encapPart(only.encap, RTA), ...flowOf(only) };
  return {
    multipath: all.map((hop) => ({
      flags: hopFlags(hop, family) & TOLD,
      hops: hop.weight - 1,
      ifindex: hop.dev?.index ?? 0,
      ...gatewayOf(hop, family),
      ...encapPart(hop.encap, RTA),
      ...flowOf(hop),
    })),
  };
}

/** fib_info.fib_flags: those of the request, and what the route is as a whole. */
function commonFlags({ flags = 0, linkdown = 0, hops: all }: RouteEntry): number {
  const dead = all.length > 0 && all.every((hop) => (hop.flags & RTNH_F_DEAD) !== 0) ? RTNH_F_DEAD : 0;
  return (flags | dead | linkdown) >>> 0;
}

/** The table where one byte holds it, else RT_TABLE_COMPAT. */
export const table8Of = (table: number): number => (table < 256 ? table : 252);

export function routeMessage(name: 'RTM_NEWROUTE' | 'RTM_DELROUTE', route: RouteEntry, ticks: number): Outgoing {
  const { family, table, length } = route;
  const all = waysOf(route);
  const only = onlyWay(all, family);
  const head = {
    family,
    dstLen: length,
    srcLen: route.src?.length ?? 0,
    tos: route.tos,
    table8: table8Of(table),
    protocol: route.protocol,
    scope: route.scope,
    type: all[0]?.blackhole === true ? RTN.blackhole : route.type,
    flags: only !== undefined ? hopFlags(only, family) & TOLD : family === AF_INET ? commonFlags(route) : 0,
    table,
    ...(length > 0 && { dst: ipText(route.dst) }),
    ...(route.src !== undefined && { src: ipText(route.src.address) }),
  };
  const own = family === AF_INET ? inetPart(route) : inet6Part(route, expiry(route, ticks));
  return { name, body: { ...head, ...own } as never };
}

function inetPart(route: RouteEntry): object {
  return {
    ...(route.priority !== 0 && { priority: route.priority }),
    ...metricsPart(route.metrics),
    ...(route.prefsrc !== undefined && { prefsrc: ipText(route.prefsrc) }),
    ...(route.nhid !== undefined && { nhId: route.nhid }),
    ...hops(route),
  };
}

const INT_MAX = 0x7fffffff;

/** In hundredths of a second from now. */
const expiry = ({ expires }: RouteEntry, ticks: number): number => (expires === undefined ? 0 : Math.min(expires - ticks, INT_MAX));

function inet6Part(route: RouteEntry, expires: number): object {
  return {
    ...(route.prefsrc !== undefined && { prefsrc: ipText(route.prefsrc) }),
    ...metricsPart(route.metrics),
    priority: route.priority,
    ...(route.nhid !== undefined && { nhId: route.nhid }),
    ...hops(route),
    cacheinfo: {
      clntref: 0,
      lastuse: 0,
      expires,
      error: 0,
      used: 0,
      id: 0,
      ts: 0,
      tsage: 0,
    },
    pref: route.pref,
  };
}

export function announceRoute(ns: NetNamespace, name: 'RTM_NEWROUTE' | 'RTM_DELROUTE', route: RouteEntry, flags: number, cause?: Request): void {
  const group = route.family === AF_INET ? RTNLGRP_IPV4_ROUTE : RTNLGRP_IPV6_ROUTE;
  ns.kernel.notify(ns, group, () => routeMessage(name, route, ns.kernel.ticks), { cause, flags });
}
