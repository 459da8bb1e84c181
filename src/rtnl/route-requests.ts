// The requests for routes as pure functions: from a plain spec, with indexes of links, to the message that iproute2 6.1
// sends for it. iproute2: ip/iproute.c: iproute_modify(), iproute_get(), iproute_dump_filter().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean } from '../netlink/expect.js';
import {
  AF_INET,
  AF_INET6,
  AF_MPLS,
  AF_UNSPEC,
  ROUTE_TYPES,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTM_F_CLONED,
  RTM_F_FIB_MATCH,
  RTM_F_LOOKUP_TABLE,
  RTPROT_BOOT,
  SCOPES,
} from './constants.js';
import { numberOf } from './expect.js';
import { parsePrefix } from './prefix.js';
import type { Route } from './route.js';
import { namedNumberOf, type RouteTableRef } from './route-names.js';
import { destinationOf, labelsOf, ROUTE_FAMILIES, type RouteFamily, type RouteOptions, type RouteType, routeParts, routeTypeNumber } from './route-options.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';

/** What is known of a route before the defaults. */
interface Told {
  readonly family: number;
  readonly type?: number | undefined;
  readonly scope?: number | undefined;
  readonly protocol?: number | undefined;
  /** rtm_table, where a table was told. */
  readonly table?: number | undefined;
  readonly deleting: boolean;
  /** A gateway, next hops or a nexthop object were told. */
  readonly gateway: boolean;
}

const OF_LOCAL_TABLE: ReadonlySet<number> = new Set([ROUTE_TYPES.local, ROUTE_TYPES.broadcast, ROUTE_TYPES.nat, ROUTE_TYPES.anycast]);

/** The fields of struct rtmsg that `ip route` fills in where the user says nothing. */
export function routeDefaults({ family, type, scope, protocol, table, deleting, gateway }: Told) {
  const its = type ?? (deleting && family !== AF_MPLS ? ROUTE_TYPES.none : ROUTE_TYPES.unicast);
  return {
    family: family === AF_UNSPEC ? AF_INET : family,
    table8: table ?? (OF_LOCAL_TABLE.has(its) ? RT_TABLE_LOCAL : RT_TABLE_MAIN),
    protocol: protocol ?? (deleting ? 0 : RTPROT_BOOT),
    scope: scope ?? defaultScope(family, its, deleting, gateway),
    type: its,
  };
}

function defaultScope(family: number, type: number, deleting: boolean, gateway: boolean): number {
  if (family === AF_INET6 || family === AF_MPLS) return SCOPES.global;
  switch (type) {
    case ROUTE_TYPES.local:
    case ROUTE_TYPES.nat:
      return SCOPES.host;
    case ROUTE_TYPES.broadcast:
    case ROUTE_TYPES.multicast:
    case ROUTE_TYPES.anycast:
      return SCOPES.link;
    case ROUTE_TYPES.unicast:
    case ROUTE_TYPES.none:
      return deleting ? SCOPES.nowhere : gateway ? SCOPES.global : SCOPES.link;
    default:
      return deleting ? SCOPES.nowhere : SCOPES.global;
  }
}

/** How a route is added: what becomes of one that is there. */
export const ROUTE_FLAGS = {
  /** EEXIST. */
  add: NLM_F_CREATE | NLM_F_EXCL,
  /** ENOENT where there is none to change. */
  change: NLM_F_REPLACE,
  replace: NLM_F_CREATE | NLM_F_REPLACE,
  /** Goes before it. */
  prepend: NLM_F_CREATE,
  /** Goes behind it. */
  append: NLM_F_CREATE | NLM_F_APPEND,
  /** EEXIST or ENOENT: nothing is changed. */
  test: NLM_F_EXCL,
} as const;

function routeMessageBody(spec: RouteOptions, deleting: boolean): Partial<Route> {
  const { dstLen, srcLen, tos, flags, attributes, table8: table, ...told } = routeParts(spec);
  return { dstLen, srcLen, tos, ...routeDefaults({ ...told, table, deleting }), flags, ...attributes };
}

const newRoute = (how: Exclude<keyof typeof ROUTE_FLAGS, 'test'>, spec: RouteOptions) =>
  ({ name: 'RTM_NEWROUTE', header: { flags: ROUTE_FLAGS[how] }, body: routeMessageBody(spec, false) }) as const;

/** Throws EncodeError. The kernel refuses one that is there already: EEXIST. */
export function addRouteRequest(spec: RouteOptions) {
  return newRoute('add', spec);
}

/** Throws EncodeError. Takes the place of the first route of the same destination, table, metric and type of service, or is made. */
export function replaceRouteRequest(spec: RouteOptions) {
  return newRoute('replace', spec);
}

/** Throws EncodeError. The kernel refuses where there is none to change: ENOENT. */
export function changeRouteRequest(spec: RouteOptions) {
  return newRoute('change', spec);
}

/** Throws EncodeError. IPv4: goes behind those of the same destination and metric. IPv6: becomes one more next hop of it. */
export function appendRouteRequest(spec: RouteOptions) {
  return newRoute('append', spec);
}

/** Throws EncodeError. IPv4: goes before those of the same destination and metric. */
export function prependRouteRequest(spec: RouteOptions) {
  return newRoute('prepend', spec);
}

/** Throws EncodeError. The kernel removes the first route that is as told, and refuses where there is none: ESRCH. */
export function deleteRouteRequest(spec: RouteOptions) {
  return { name: 'RTM_DELROUTE', header: {}, body: routeMessageBody(spec, true) } as const;
}

/** Removes the very route that was listed. */
export function removeRouteRequest(route: Route) {
  // Beside a nexthop object the kernel tells the ways that it comes to, and takes no request that has both.
  const { family, dstLen, srcLen, tos, table8, protocol, scope, type, flags, dst, src, priority, table, nhId } = route;
  const byObject = { family, dstLen, srcLen, tos, table8, protocol, scope, type, flags, ...{ dst, src, priority, table, nhId } };
  return { name: 'RTM_DELROUTE', header: {}, body: nhId === undefined ? route : (byObject as Partial<Route>) } as const;
}

/** Filters the kernel itself applies (Linux 5.0); those before list everything. */
export interface RouteFilter {
  /** IPv4, IPv6, MPLS and multicast routes by default. */
  readonly family?: RouteFamily;
  /** `main` by default, as `ip route` has it; `all` for every table. */
  readonly table?: RouteTableRef;
  /** Who made them. */
  readonly protocol?: RouteProtocolRef;
  readonly type?: RouteType;
  /** Index of the link they leave by, or one of their next hops does. */
  readonly oif?: number;
  /** Of the cache: exceptions that packets found out, path MTUs and redirects (IPv4 since Linux 5.3), and no others. */
  readonly cloned?: boolean;
}

/** Throws EncodeError. */
export function listRoutesRequest({ family, table = RT_TABLE_MAIN, protocol, type, oif, cloned = false }: RouteFilter = {}) {
  const body: Partial<Route> = {
    family: family === undefined ? AF_UNSPEC : numberOf(ROUTE_FAMILIES, family, 'family'),
    protocol: protocol === undefined ? 0 : routeProtocolNumber(protocol),
    type: type === undefined ? ROUTE_TYPES.none : routeTypeNumber(type),
    flags: expectBoolean(cloned, 'cloned') ? RTM_F_CLONED : 0,
  };
  if (table !== 'all') body.table = namedNumberOf('tables', table);
  if (oif !== undefined) body.oif = oif;
  return { name: 'RTM_GETROUTE', header: {}, body } as const;
}

/** A packet, and what is asked about its way. They go out in the order in which they are given. */
export interface RouteQueryOptions {
  /** Where to: an address, or with family `mpls` a label. */
  readonly to: string;
  /** Told by `to`. */
  readonly family?: RouteFamily;
  /** Where from. */
  readonly from?: string;
  /** Index of the link it comes in by; IPv4 wants `from` beside it. */
  readonly iif?: number;
  /** Index of the link it shall leave by. */
  readonly oif?: number;
  /** The packet's mark; 0 for none. */
  readonly mark?: number;
  /** Of the user who sends it; the caller's by default. */
  readonly uid?: number;
  /** Type of service, 0 to 255. */
  readonly tos?: number;
  /** IPPROTO_*: 6 for TCP, 17 for UDP, 1 for ICMP; 58 for ICMPv6 (Linux 4.19 knows these, and the ports with them). */
  readonly ipproto?: number;
  /** Source port. */
  readonly sport?: number;
  /** Destination port. */
  readonly dport?: number;
  /** MPLS: the labels it becomes. */
  readonly as?: string;
  /** The route of the table that matches, not the way that a packet takes by it. */
  readonly fibmatch?: boolean;
}

/** Throws EncodeError. The kernel refuses where there is no way: ENETUNREACH, or what the route says (EHOSTUNREACH, EACCES, EINVAL). */
export function getRouteRequest({ to, family, from, iif, oif, mark, tos = 0, fibmatch = false, ...rest }: RouteQueryOptions) {
  const its = family === undefined ? parsePrefix(to).family : numberOf(ROUTE_FAMILIES, family, 'family');
  const { dstLen, ...destination } = destinationOf(to, its, true);
  const attributes: Partial<Route> = { ...destination };
  if (from !== undefined) attributes.src = parsePrefix(from).address;
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    if (key === 'as') attributes.newdstLabels = labelsOf(value as string);
    else if (key === 'ipproto') attributes.ipProto = value as number;
    else if (key === 'uid' || key === 'sport' || key === 'dport') attributes[key] = value as number;
    else throw new EncodeError(`route queries have no option ${key}`);
  }
  if (iif !== undefined) attributes.iif = iif;
  if (oif !== undefined) attributes.oif = oif;
  if (mark !== undefined && mark !== 0) attributes.mark = mark;
  const flags = (its === AF_INET ? RTM_F_LOOKUP_TABLE : 0) | (expectBoolean(fibmatch, 'fibmatch') ? RTM_F_FIB_MATCH : 0);
  const srcLen = from === undefined ? 0 : parsePrefix(from).length;
  return { name: 'RTM_GETROUTE', header: {}, body: { family: its, dstLen, srcLen, tos, flags, ...attributes } } as const;
}
