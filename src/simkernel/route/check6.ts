// Whether an IPv6 route can be: its ways, its source. net/ipv6/route.c: ip6_route_info_create(), ip6_route_info_create_nh(), fib6_nh_init(),
// ip6_validate_gw(), ip6_route_check_nh(), ip6_route_check_nh_onlink().

import { EACCES, EHOSTUNREACH, EINVAL, ENETDOWN, ENODEV } from '../../netlink/errno-numbers.js';
import { AF_INET6, IFA_F_TENTATIVE, RT_TABLE_MAIN, RTNH_F_ONLINK, RTPROT_BOOT } from '../../rtnl/constants.js';
import { builtEncap } from '../encap/encap.js';
import { isLinkLocal6, isMulticast, isZero, LOOPBACK6, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { HopAsked, RouteAsked } from './config.js';
import type { Flow, Found } from './flow.js';
import { lookup, lookupIn6 } from './lookup.js';
import { metricsOf } from './metrics.js';
import { type Hop, isReject, type RouteEntry, RTN, RTN_MAX } from './route.js';

const BITS = 128;

/** fib6_config_validate(). Throws Refusal. */
export function validateRoute6({ type, length, src, nhid }: RouteAsked): void {
  if (type > RTN_MAX) throw new Refusal(EINVAL, 'Invalid route type');
  if (length > BITS) throw new Refusal(EINVAL, 'Invalid prefix length');
  if (src !== undefined && src.length > BITS) throw new Refusal(EINVAL, 'Invalid source address length');
  if (nhid !== undefined && src !== undefined) throw new Refusal(EINVAL, 'Nexthops can not be used with source routing');
}

/** The route by one way, or by a nexthop object. Throws Refusal. */
export function checkedRoute6(ns: NetNamespace, asked: RouteAsked, way: HopAsked): RouteEntry {
  ns.fib6.table(asked.table);
  const metrics = metricsOf(asked.metrics);
  const { hops, refused } = waysOf(ns, asked, way);
  const prefsrc = asked.prefsrc === undefined || isZero(asked.prefsrc) ? undefined : asked.prefsrc;
  if (prefsrc !== undefined && !isOwn6(ns, prefsrc, hops[0]?.dev)) throw new Refusal(EINVAL, 'Invalid source address');
  return {
    family: AF_INET6,
    table: asked.table,
    dst: network(asked.dst, asked.length),
    length: asked.length,
    src: asked.src,
    tos: 0,
    priority: asked.priority,
    type: asked.type === 0 ? RTN.unicast : asked.type,
    scope: 0,
    protocol: asked.protocol === 0 ? RTPROT_BOOT : asked.protocol,
    prefsrc,
    metrics,
    hops,
    nhid: asked.nhid,
    pref: asked.pref,
    ...(refused && { refused }),
    // Only a way of its own that leads nowhere takes its preference and its lifetime from a route.
    ...(refused && asked.nhid === undefined ? { pref: 0 } : asked.expires !== undefined && { expires: ns.kernel.ticks + asked.expires * 100 }),
  };
}

function waysOf(ns: NetNamespace, asked: RouteAsked, way: HopAsked): { readonly hops: readonly Hop[]; readonly refused: boolean } {
  if (asked.nhid === undefined) {
    const hop = checkedHop6(ns, way, { ...asked, table: asked.told });
    // Through a loopback packets would go round.
    const loops = hop.dev?.loopback === true && asked.dst !== LOOPBACK6 && asked.type !== RTN.local;
    return { hops: [hop], refused: isReject(asked.type) || loops };
  }
  const nexthop = ns.nexthops.get(asked.nhid);
  if (nexthop === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  ns.nexthops.expectUsable6(nexthop);
  return { hops: ns.nexthops.hopsOf(nexthop), refused: isReject(asked.type) };
}

/** ipv6_chk_addr_and_flags(): one of ours; of this link, where it means something on its own link alone. A gateway is looked at before its duplicates are. */
export function isOwn6(ns: NetNamespace, address: string, dev: Device | undefined, banned = IFA_F_TENTATIVE): boolean {
  const near = isLinkLocal6(address) || address === LOOPBACK6;
  return ns.inet6.find(address).some((ifp) => (ifp.flags & banned) === 0 && (dev === undefined || !near || ifp.dev === dev));
}

type Of = Pick<RouteAsked, 'type' | 'table' | 'prefsrc'>;

/** fib6_nh_init(). Throws Refusal. */
export function checkedHop6(ns: NetNamespace, { oif, gateway, weight, flags, encap: told }: HopAsked, asked: Of): Hop {
  const named = oif === 0 ? undefined : ns.links.get(oif);
  if (oif !== 0 && named?.inet6 === undefined) throw new Refusal(ENODEV);
  const onlink = flags & RTNH_F_ONLINK;
  if (onlink !== 0) {
    if (named === undefined) throw new Refusal(ENODEV, 'Nexthop device required for onlink');
    if (!named.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  }
  if (isReject(asked.type)) {
    const loopback = ns.links.get(1);
    if (loopback?.inet6 === undefined) throw new Refusal(ENODEV);
    return { dev: loopback, gateway: undefined, weight, flags: onlink };
  }
  const dev = gateway === undefined ? named : egress(ns, gateway, named, onlink !== 0, asked);
  if (dev === undefined) throw new Refusal(ENODEV);
  if (dev.inet6 === undefined || dev.inet6.setting('disableIpv6') !== 0) throw new Refusal(EACCES, 'IPv6 is disabled on nexthop device');
  if (!dev.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  const encap = builtEncap(ns.kernel, told, AF_INET6);
  return { dev, gateway, weight, flags: onlink, ...(encap !== undefined && { encap }) };
}

/** ip6_validate_gw(). */
function egress(ns: NetNamespace, gateway: string, named: Device | undefined, onlink: boolean, asked: Of): Device {
  const linkLocal = isLinkLocal6(gateway);
  const own = (dev: Device) => isOwn6(ns, gateway, linkLocal ? dev : undefined, 0);
  if (named !== undefined && own(named)) throw new Refusal(EINVAL, 'Gateway can not be a local address');
  let dev = named;
  if (!linkLocal) {
    if (isMulticast(gateway) || isZero(gateway) || gateway === LOOPBACK6) throw new Refusal(EINVAL, 'Invalid gateway address');
    if (onlink) expectOnlink(ns, gateway, named, asked);
    else dev = neighbouring(ns, gateway, named, asked);
  }
  if (dev === undefined) throw new Refusal(EINVAL, 'Egress device not specified');
  if (dev.loopback) throw new Refusal(EINVAL, 'Egress device can not be loopback device for this route');
  if (named === undefined && own(dev)) throw new Refusal(EINVAL, 'Gateway can not be a local address');
  return dev;
}

/** What a table says; undefined where it says nothing. */
function inTable(ns: NetNamespace, id: number, flow: Omit<Flow, 'family'>): Found | undefined {
  const table = ns.fib6.find(id);
  try {
    return table === undefined ? undefined : lookupIn6(table, { ...flow, family: AF_INET6, withoutCarrier: true });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** ip6_route_check_nh_onlink(): no other link may lead there, unless by the default route. */
function expectOnlink(ns: NetNamespace, gateway: string, dev: Device | undefined, { prefsrc }: Of): void {
  const found = inTable(ns, RT_TABLE_MAIN, { dst: gateway, src: prefsrc, oif: dev, anyLink: true });
  if (found === undefined || found.route.refused === true || isZero(found.route.dst)) return;
  if (found.route.type !== RTN.unicast || found.hop?.dev !== dev) throw new Refusal(EINVAL, 'Nexthop has invalid gateway or device mismatch');
}

/** ip6_route_check_nh(): a gateway is reached without another one. */
function neighbouring(ns: NetNamespace, gateway: string, named: Device | undefined, { table, prefsrc }: Of): Device {
  const near = (found: Found | undefined): Device | undefined =>
    found === undefined || found.route.refused === true || found.hop?.gateway !== undefined ? undefined : found.hop?.dev;
  const first = table === 0 ? undefined : near(inTable(ns, table, { dst: gateway, src: prefsrc, oif: named }));
  if (first !== undefined && (named === undefined || first === named)) return first;
  const dev = near(anywhere(ns, gateway, named));
  if (dev === undefined || (named !== undefined && dev !== named)) throw new Refusal(EHOSTUNREACH);
  return dev;
}

function anywhere(ns: NetNamespace, gateway: string, oif: Device | undefined): Found | undefined {
  try {
    return lookup(ns, { family: AF_INET6, dst: gateway, oif, iifIndex: 0, gateway: true });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
