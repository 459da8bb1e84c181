// Whether an IPv4 route can be: its scope, its gateways, its source. net/ipv4/fib_semantics.c: fib_create_info(), fib_check_nh().

import { AF_INET, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { EINVAL, ENETDOWN, ENETUNREACH, ENODEV } from '../errno.js';
import { isZero } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import { checkedHop6 } from './check6.js';
import type { HopAsked, RouteAsked } from './config.js';
import { lookup, lookupTable } from './lookup.js';
import { type Hop, isReject, type RouteEntry, RT_SCOPE, RTN } from './route.js';

/** fib_props: the least scope that a type of route has; 255 where there is none of that type. */
const SCOPES: readonly number[] = [255, 0, 254, 253, 253, 0, 0, 0, 0, 0, 255, 255];

/** The route that was asked for. Throws Refusal. */
export function checkedRoute(ns: NetNamespace, asked: RouteAsked): RouteEntry {
  const { type, scope, hops } = asked;
  if ((SCOPES[type] as number) > scope) throw new Refusal(EINVAL, 'Invalid scope');
  if (hops.some(({ flags }) => (flags & 0x11) !== 0)) throw new Refusal(EINVAL, 'Invalid rtm_flags - can not contain DEAD or LINKDOWN');
  const nexthop = asked.nhid === undefined ? undefined : ns.nexthops.get(asked.nhid);
  if (asked.nhid !== undefined && nexthop === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  const ways = nexthop === undefined ? checkedHops(ns, asked) : ns.nexthops.hopsOf(nexthop);
  if (asked.prefsrc !== undefined && !isZero(asked.prefsrc) && !isOwn(ns, asked.prefsrc) && !(type === RTN.local && asked.prefsrc === asked.dst)) {
    throw new Refusal(EINVAL, 'Invalid prefsrc address');
  }
  return {
    family: AF_INET,
    table: asked.table,
    dst: asked.dst,
    length: asked.length,
    tos: asked.tos,
    priority: asked.priority,
    type,
    scope,
    protocol: asked.protocol,
    prefsrc: asked.prefsrc === undefined || isZero(asked.prefsrc) ? undefined : asked.prefsrc,
    metrics: asked.metrics,
    hops: ways,
    nhid: asked.nhid,
    pref: 0,
  };
}

/** inet_addr_type() is local. */
function isOwn(ns: NetNamespace, address: string): boolean {
  const table = ns.fib4.find(RT_TABLE_LOCAL);
  try {
    return table !== undefined && lookupTable(table, { family: AF_INET, dst: address })?.route.type === RTN.local;
  } catch {
    return false;
  }
}

function checkedHops(ns: NetNamespace, asked: RouteAsked): readonly Hop[] {
  const { type, scope, hops, multipath, table } = asked;
  const [first] = hops as [HopAsked];
  if (isReject(type)) {
    if (multipath || first.gateway !== undefined || first.oif !== 0) throw new Refusal(EINVAL, 'Gateway, device and multipath can not be specified for this route type');
    return [];
  }
  if (type < RTN.unicast || type > RTN.multicast) throw new Refusal(EINVAL, 'Invalid route type');
  if (scope > RT_SCOPE.host) throw new Refusal(EINVAL, 'Invalid scope');
  if (scope !== RT_SCOPE.host) return hops.map((hop) => checkedHop(ns, hop, table, scope));
  if (hops.length !== 1) throw new Refusal(EINVAL, 'Route with host scope can not have multiple nexthops');
  if (first.gateway !== undefined) throw new Refusal(EINVAL, 'Route with host scope can not have a gateway');
  const dev = ns.links.get(first.oif);
  if (dev === undefined) throw new Refusal(ENODEV);
  return [{ dev, gateway: undefined, weight: 1, flags: first.flags, flow: first.flow }];
}

/** fib_check_nh(). Throws Refusal. */
export function checkedHop(ns: NetNamespace, hop: HopAsked, table: number, scope: number): Hop {
  const { gateway, flags, weight, oif, flow: realms } = hop;
  if (gateway === undefined) return withoutGateway(ns, hop);
  if (gateway.length === 32) return throughIpv6(ns, hop);
  const own = oif === 0 ? undefined : ns.links.get(oif);
  if ((flags & RTNH_F_ONLINK) !== 0) {
    if (scope >= RT_SCOPE.link) throw new Refusal(EINVAL, 'Nexthop has invalid scope');
    if (own === undefined) throw new Refusal(ENODEV, 'Nexthop device required for onlink');
    if (!own.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
    if (isOwn(ns, gateway)) throw new Refusal(EINVAL, 'Nexthop has invalid gateway');
    return { dev: own, gateway, weight, flags, flow: realms };
  }
  if (oif !== 0 && own === undefined) throw new Refusal(ENETUNREACH, 'Nexthop has invalid gateway');
  const flow = { family: AF_INET, dst: gateway, oif: own, scope: Math.max(scope + 1, RT_SCOPE.link) } as const;
  const found = inTable(ns, table, flow) ?? anywhere(ns, flow);
  if (found.route.type !== RTN.unicast && found.route.type !== RTN.local) throw new Refusal(EINVAL, 'Nexthop has invalid gateway');
  const dev = found.hop?.dev;
  if (dev === undefined) throw new Refusal(EINVAL, 'No egress device for nexthop gateway');
  if (!dev.up) throw new Refusal(ENETDOWN);
  return { dev, gateway, weight, flags, flow: realms };
}

type GatewayFlow = Parameters<typeof lookup>[1];

function inTable(ns: NetNamespace, id: number, flow: GatewayFlow) {
  const table = id === RT_TABLE_MAIN ? undefined : ns.fib4.find(id);
  if (table === undefined) return undefined;
  try {
    return lookupTable(table, flow);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function anywhere(ns: NetNamespace, flow: GatewayFlow) {
  try {
    return lookup(ns, flow);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.errno, 'Nexthop has invalid gateway');
    throw error;
  }
}

function withoutGateway(ns: NetNamespace, { oif, flags, weight, flow }: HopAsked): Hop {
  if ((flags & (RTNH_F_ONLINK | 0x02)) !== 0) throw new Refusal(EINVAL, 'Invalid flags for nexthop - PERVASIVE and ONLINK can not be set');
  const dev = ns.links.get(oif);
  if (dev?.inet === undefined) throw new Refusal(ENODEV);
  if (!dev.up) throw new Refusal(ENETDOWN, 'Device for nexthop is not up');
  return { dev, gateway: undefined, weight, flags, flow };
}

/** fib_check_nh_v6_gw(). */
const throughIpv6 = (ns: NetNamespace, hop: HopAsked): Hop => ({ ...checkedHop6(ns, hop, { type: RTN.unicast }), flow: hop.flow });
