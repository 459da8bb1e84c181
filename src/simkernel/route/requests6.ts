// RTM_NEWROUTE, RTM_DELROUTE and RTM_GETROUTE of IPv6. net/ipv6/route.c: ip6_route_info_create(), fib6_nh_init(), ip6_validate_gw(),
// ip6_route_del(), inet6_rtm_getroute(); net/ipv6/ip6_fib.c: fib6_add_rt2node().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { AF_INET6, RT_TABLE_LOCAL, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import type { DumpPlan } from '../dump.js';
import { EACCES, EEXIST, EHOSTUNREACH, EINVAL, ENETDOWN, ENODEV, ENOENT, ESRCH } from '../errno.js';
import { ipOf, ipText, isLinkLocal6, isMulticast, isZero, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { isReject } from './check.js';
import { type HopAsked, type RouteAsked, RTA, routeAsked, routePolicy } from './config.js';
import { sameWay6 } from './inet6.js';
import { lookup } from './lookup.js';
import { announceRoute } from './message.js';
import { dumpFib, leadsThere, linkOf } from './requests.js';
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

/** fib6_nh_init(). Throws Refusal. */
export function checkedHop6(ns: NetNamespace, { oif, gateway, weight, flags }: HopAsked, { type, table }: Pick<RouteAsked, 'type' | 'table'>): Hop {
  const named = oif === 0 ? undefined : ns.links.get(oif);
  if (oif !== 0 && named?.inet6 === undefined) throw new Refusal(ENODEV);
  if ((flags & RTNH_F_ONLINK) !== 0) {
    if (named === undefined) throw new Refusal(ENODEV, 'Nexthop device required for onlink');
    if (!named.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  }
  if (isReject(type)) return { dev: ns.links.get(1), gateway: undefined, weight, flags };
  const dev = gateway === undefined ? named : egress(ns, gateway, named, flags, table);
  if (dev?.inet6 === undefined) throw new Refusal(ENODEV);
  if (dev.inet6.setting('disableIpv6') !== 0) throw new Refusal(EACCES, 'IPv6 is disabled on nexthop device');
  if (!dev.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  return { dev, gateway, weight, flags };
}

/** ip6_validate_gw(). */
function egress(ns: NetNamespace, gateway: string, named: Device | undefined, flags: number, _table: number): Device {
  const isOwn = (dev: Device | undefined): boolean => dev?.inet6?.addresses.some(({ address }) => address === gateway) === true;
  if (isOwn(named)) throw new Refusal(EINVAL, 'Gateway can not be a local address');
  if (isMulticast(gateway) || isZero(gateway)) throw new Refusal(EINVAL, 'Invalid gateway address');
  let dev = named;
  if (!isLinkLocal6(gateway) && (flags & RTNH_F_ONLINK) === 0) dev = neighbouring(ns, gateway, named);
  if (dev === undefined) throw new Refusal(EINVAL, 'Egress device not specified');
  if (dev.loopback) throw new Refusal(EINVAL, 'Egress device can not be loopback device for this route');
  return dev;
}

/** ip6_route_check_nh(): a gateway is reached without another one. */
function neighbouring(ns: NetNamespace, gateway: string, named: Device | undefined): Device {
  let found: ReturnType<typeof lookup>;
  try {
    found = lookup(ns, { family: AF_INET6, dst: gateway, oif: named });
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(EHOSTUNREACH);
    throw error;
  }
  const { route, hop } = found;
  if (route.type === RTN.local && route.table === RT_TABLE_LOCAL) throw new Refusal(EINVAL, 'Gateway can not be a local address');
  if (hop?.dev === undefined || hop.gateway !== undefined || (named !== undefined && hop.dev !== named)) throw new Refusal(EHOSTUNREACH);
  return hop.dev;
}

/** fib6_add_rt2node(): routes of one metric through gateways are ways of one route. */
function insert(ns: NetNamespace, route: RouteEntry, flags: number, multipath: boolean, cause: Request): void {
  const routes = ns.fib6.table(route.table).at(route.dst, route.length);
  const alike = routes.filter(({ priority }) => priority === route.priority);
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
  const place = routes.findIndex(({ priority }) => priority > route.priority);
  ns.fib6.insert(route, place < 0 ? routes.length : place);
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
  throw new Refusal(ESRCH);
}

export const dumpInet6Routes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib6, 'ipv6', () => 0);

/** RTM_GETROUTE of one: where a packet would go. */
export function getInet6Route(request: Request): void {
  const header = request.struct(rtmsg, 'Invalid header for get route request');
  const attributes = request.attributes(rtmsg.size, routePolicy(AF_INET6), request.strict ? 'legacy' : 'liberal');
  const { ns } = request;
  const dst = attributes.get(RTA.dst);
  const source = attributes.get(RTA.src);
  const asked = dst === undefined ? '0'.repeat(32) : ipOf(dst.payload, AF_INET6);
  const src = source === undefined ? undefined : ipOf(source.payload, AF_INET6);
  const oif = linkOf(ns, attributes.u32(RTA.oif));
  const { route, hop } = lookup(ns, { family: AF_INET6, dst: asked, src, oif, iif: linkOf(ns, attributes.u32(RTA.iif)), mark: attributes.u32(RTA.mark) ?? 0 });
  const prefsrc = route.prefsrc ?? sourceFor6(hop?.dev, asked);
  const body = {
    family: AF_INET6,
    dstLen: 128,
    srcLen: header.srcLen === 0 && src === undefined ? 128 : header.srcLen,
    tos: 0,
    table8: Math.min(route.table, 252),
    protocol: route.protocol,
    scope: 0,
    type: route.type,
    flags: 0,
    table: route.table,
    dst: ipText(asked),
    src: ipText(src ?? '0'.repeat(32)),
    ...(prefsrc !== undefined && { prefsrc: ipText(prefsrc) }),
    ...(route.metrics !== undefined && { metrics: route.metrics }),
    priority: route.priority,
    ...(hop?.gateway !== undefined && { gateway: ipText(hop.gateway) }),
    ...(hop?.dev !== undefined && { oif: hop.dev.index }),
    cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
    pref: route.pref,
  };
  request.reply({ name: 'RTM_NEWROUTE', body } as Outgoing);
}

/** ipv6_dev_get_saddr(), in short: of the same scope, the first that is usable. */
export function sourceFor6(dev: Device | undefined, dst: string): string | undefined {
  const usable = dev?.inet6?.addresses.filter(({ flags }) => (flags & 0x40) === 0) ?? [];
  return (usable.find(({ address }) => isLinkLocal6(address) === isLinkLocal6(dst)) ?? usable[0])?.address;
}
