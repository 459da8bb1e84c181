// Whether a way of an IPv6 route can be: its link, its gateway. net/ipv6/route.c: fib6_nh_init(), ip6_validate_gw(), ip6_route_check_nh().

import { AF_INET6, RT_TABLE_LOCAL, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { EACCES, EHOSTUNREACH, EINVAL, ENETDOWN, ENODEV } from '../errno.js';
import { isLinkLocal6, isMulticast, isZero } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { HopAsked, RouteAsked } from './config.js';
import { lookup } from './lookup.js';
import { type Hop, isReject, RTN } from './route.js';

/** fib6_nh_init(). Throws Refusal. */
export function checkedHop6(ns: NetNamespace, { oif, gateway, weight, flags }: HopAsked, { type }: Pick<RouteAsked, 'type'>): Hop {
  const named = oif === 0 ? undefined : ns.links.get(oif);
  if (oif !== 0 && named?.inet6 === undefined) throw new Refusal(ENODEV);
  if ((flags & RTNH_F_ONLINK) !== 0) {
    if (named === undefined) throw new Refusal(ENODEV, 'Nexthop device required for onlink');
    if (!named.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  }
  if (isReject(type)) return { dev: ns.links.get(1), gateway: undefined, weight, flags };
  const dev = gateway === undefined ? named : egress(ns, gateway, named, flags);
  if (dev?.inet6 === undefined) throw new Refusal(ENODEV);
  if (dev.inet6.setting('disableIpv6') !== 0) throw new Refusal(EACCES, 'IPv6 is disabled on nexthop device');
  if (!dev.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  return { dev, gateway, weight, flags };
}

/** ip6_validate_gw(). */
function egress(ns: NetNamespace, gateway: string, named: Device | undefined, flags: number): Device {
  const refuseOwn = (on: Device) => {
    if (isOwn(ns, gateway, on)) throw new Refusal(EINVAL, 'Gateway can not be a local address');
  };
  if (named !== undefined) refuseOwn(named);
  if (isMulticast(gateway) || isZero(gateway)) throw new Refusal(EINVAL, 'Invalid gateway address');
  let dev = named;
  if (!isLinkLocal6(gateway) && (flags & RTNH_F_ONLINK) === 0) dev = neighbouring(ns, gateway, named);
  if (dev === undefined) throw new Refusal(EINVAL, 'Egress device not specified');
  if (dev.loopback) throw new Refusal(EINVAL, 'Egress device can not be loopback device for this route');
  if (named === undefined) refuseOwn(dev);
  return dev;
}

/** ipv6_chk_addr_and_flags(): tentative or not; one of a link is ours on that link alone. */
function isOwn(ns: NetNamespace, address: string, on: Device): boolean {
  const has = ({ inet6 }: Device) => inet6?.addresses.some((ifp) => ifp.address === address) === true;
  return isLinkLocal6(address) ? has(on) : [...ns.links.all()].some(has);
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
