// Whether an IPv4 route can be: its scope, its gateways, its source. net/ipv4/fib_semantics.c: fib_create_info(), fib_check_nh().

import { EINVAL, ENETDOWN, ENODEV } from '../../netlink/errno-numbers.js';
import { AF_INET, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { builtEncap } from '../encap/encap.js';
import { isMulticast, isZero } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import type { NexthopEntry } from '../nexthop/table.js';
import { Refusal } from '../refusal.js';
import { checkedHop6 } from './check6.js';
import { expectHops, type HopAsked, inetHops, type RouteAsked } from './config.js';
import { lookup } from './lookup.js';
import { lookupTable4 } from './lookup4.js';
import { metricsOf, type RouteMetrics, sameMetrics } from './metrics.js';
import { errorOf, type Hop, type RouteEntry, RT_SCOPE, RTN } from './route.js';

/** fib_props: the least scope that a type of route has; 255 where there is none of that type. */
const SCOPES: readonly number[] = [255, 0, 254, 253, 253, 0, 0, 0, 0, 0, 255, 255];

/** fib_create_info(). Throws Refusal. */
export function checkedRoute(ns: NetNamespace, asked: RouteAsked): RouteEntry {
  const { type, scope, way, multipath } = asked;
  if ((SCOPES[type] as number) > scope) throw new Refusal(EINVAL, 'Invalid scope');
  if ((way.flags & 0x11) !== 0) throw new Refusal(EINVAL, 'Invalid rtm_flags - can not contain DEAD or LINKDOWN');
  const nexthop = asked.nhid === undefined ? undefined : ns.nexthops.get(asked.nhid);
  if (asked.nhid !== undefined && nexthop === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  if (multipath !== undefined) expectHops(multipath);
  const metrics = metricsOf(asked.metrics);
  const told = multipath === undefined ? [way] : inetHops(multipath, way);
  const encaps = nexthop === undefined ? told.map(({ encap }) => builtEncap(ns.kernel, encap, AF_INET)) : [];
  const ways = checkedWays(ns, asked, told, nexthop).map((hop, i) => (encaps[i] === undefined ? hop : { ...hop, encap: encaps[i] }));
  const prefsrc = asked.prefsrc === undefined || isZero(asked.prefsrc) ? undefined : asked.prefsrc;
  if (prefsrc !== undefined && errorOf(type) === undefined && !isOwn(ns, prefsrc, asked.table) && !(type === RTN.local && prefsrc === asked.dst && !isZero(asked.dst))) {
    throw new Refusal(EINVAL, 'Invalid prefsrc address');
  }
  const made: RouteEntry = {
    family: AF_INET,
    table: asked.table,
    dst: asked.dst,
    length: asked.length,
    tos: asked.tos,
    priority: asked.priority,
    type,
    scope,
    protocol: asked.protocol,
    prefsrc,
    metrics,
    hops: ways,
    nhid: asked.nhid,
    pref: 0,
    flags: asked.flags,
  };
  // A copy with other metrics would have V8 describe each route by itself, in 500 bytes.
  if (asked.metrics === undefined) made.metrics = knownMetrics(ns, made);
  return made;
}

/** fib_find_info_nh(): who tells none takes those of another route by the same nexthop object that is alike else; of several the last made. */
function knownMetrics(ns: NetNamespace, made: RouteEntry): RouteMetrics {
  const alike = made.nhid === undefined ? [] : ns.fib4.by(made.nhid).filter((other) => ALIKE.every((key) => other[key] === made[key]));
  return alike.filter(({ metrics }, i) => alike.findIndex((other) => sameMetrics(other.metrics, metrics)) === i).at(-1)?.metrics ?? made.metrics;
}

const ALIKE = ['table', 'protocol', 'scope', 'prefsrc', 'priority', 'type', 'flags'] as const;

/** inet_addr_type_table() is local; beside a table of its own, in the local one. */
function isOwn(ns: NetNamespace, address: string, table = RT_TABLE_LOCAL): boolean {
  return typeIn(ns, address, table === RT_TABLE_MAIN ? RT_TABLE_LOCAL : table) === RTN.local || typeIn(ns, address, RT_TABLE_LOCAL) === RTN.local;
}

function typeIn(ns: NetNamespace, address: string, id: number): number | undefined {
  try {
    return lookupTable4(ns, id, { family: AF_INET, dst: address })?.route.type;
  } catch {
    return undefined;
  }
}

/** inet_addr_type_dev_table(): everything is broadcast where there is no local table yet. */
export function addressType(ns: NetNamespace, address: string): number {
  if (isMulticast(address)) return RTN.multicast;
  if (ns.fib4.find(RT_TABLE_LOCAL) === undefined || isZero(address) || address === 'ffffffff') return RTN.broadcast;
  return typeIn(ns, address, RT_TABLE_LOCAL) ?? RTN.unicast;
}

function checkedWays(ns: NetNamespace, { type, scope, table, way, multipath }: RouteAsked, hops: readonly HopAsked[], nexthop: NexthopEntry | undefined): readonly Hop[] {
  const [first] = hops as [HopAsked];
  if (errorOf(type) !== undefined) {
    if (multipath !== undefined || way.gateway !== undefined || way.oif !== 0) throw new Refusal(EINVAL, 'Gateway, device and multipath can not be specified for this route type');
    return nexthop === undefined ? [{ dev: undefined, gateway: undefined, weight: 1, flags: way.flags, flow: way.flow }] : ns.nexthops.hopsOf(nexthop);
  }
  if (type < RTN.unicast) throw new Refusal(EINVAL, 'Invalid route type');
  if (scope > RT_SCOPE.host) throw new Refusal(EINVAL, 'Invalid scope');
  if (nexthop !== undefined) {
    ns.nexthops.expectUsable(nexthop, scope);
    return ns.nexthops.hopsOf(nexthop);
  }
  if (scope !== RT_SCOPE.host) return hops.map((hop) => checkedHop(ns, hop, table, scope));
  if (hops.length !== 1) throw new Refusal(EINVAL, 'Route with host scope can not have multiple nexthops');
  if (first.gateway !== undefined) throw new Refusal(EINVAL, 'Route with host scope can not have a gateway');
  const dev = ns.links.get(first.oif);
  if (dev === undefined) throw new Refusal(ENODEV);
  return [{ dev, gateway: undefined, weight: 1, flags: first.flags, flow: first.flow, scope: RT_SCOPE.nowhere }];
}

/** fib_check_nh(). Throws Refusal. */
export function checkedHop(ns: NetNamespace, hop: HopAsked, table: number, scope: number): Hop {
  const { gateway, flags, weight, oif, flow: realms } = hop;
  if (gateway === undefined) return withoutGateway(ns, hop);
  if (gateway.length === 32) return throughIpv6(ns, hop, table);
  const own = oif === 0 ? undefined : ns.links.get(oif);
  if ((flags & RTNH_F_ONLINK) !== 0) {
    if (scope >= RT_SCOPE.link) throw new Refusal(EINVAL, 'Nexthop has invalid scope');
    if (own === undefined) throw new Refusal(ENODEV, 'Nexthop device required for onlink');
    if (!own.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
    if (addressType(ns, gateway) !== RTN.unicast) throw new Refusal(EINVAL, 'Nexthop has invalid gateway');
    return { dev: own, gateway, weight, flags, flow: realms, scope: RT_SCOPE.link };
  }
  const flow = { family: AF_INET, dst: gateway, oif: own, lost: oif !== 0 && own === undefined, scope: Math.max(scope + 1, RT_SCOPE.link), withoutCarrier: true } as const;
  const found = inTable(ns, table, flow) ?? anywhere(ns, flow);
  if (found.route.type !== RTN.unicast && found.route.type !== RTN.local) throw new Refusal(EINVAL, 'Nexthop has invalid gateway');
  const dev = found.hop?.dev;
  if (dev === undefined) throw new Refusal(EINVAL, 'No egress device for nexthop gateway');
  if (!dev.up) throw new Refusal(ENETDOWN);
  return { dev, gateway, weight, flags, flow: realms, scope: found.route.scope };
}

type GatewayFlow = Parameters<typeof lookup>[1];

function inTable(ns: NetNamespace, id: number, flow: GatewayFlow) {
  try {
    return id === RT_TABLE_MAIN ? undefined : lookupTable4(ns, id, flow);
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
  return { dev, gateway: undefined, weight, flags, flow, scope: RT_SCOPE.host };
}

/** fib_check_nh_v6_gw(). */
const throughIpv6 = (ns: NetNamespace, hop: HopAsked, table: number): Hop => ({
  ...checkedHop6(ns, { ...hop, encap: undefined }, { type: RTN.unicast, table, prefsrc: undefined }),
  flow: hop.flow,
  scope: RT_SCOPE.link,
});
