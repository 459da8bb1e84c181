// A route as the kernel holds it, of either family. net/ipv4/fib_lookup.h: struct fib_alias, fib_info; include/net/ip6_fib.h: struct fib6_info.

import { EACCES, EAGAIN, EHOSTUNREACH, EINVAL } from '../../netlink/errno-numbers.js';
import type { Encapsulation } from '../encap/encap.js';
import type { IpFamily } from '../ip.js';
import type { Device } from '../link/device.js';
import type { RouteMetrics } from './metrics.js';

/** One way out. */
export interface Hop {
  readonly dev: Device | undefined;
  /** Hex, of either family. */
  readonly gateway: string | undefined;
  readonly weight: number;
  /** RTA_FLOW: the realms of packets that go this way. */
  readonly flow?: number | undefined;
  readonly encap?: Encapsulation | undefined;
  /** RTNH_F_*: those that were asked for, and dead. */
  flags: number;
  /** RT_SCOPE_* of IPv4: how far away the next one is. */
  readonly scope?: number;
  /** A nexthop object that lets nothing pass. */
  readonly blackhole?: boolean;
  /** One of a group, which may be its only one. */
  readonly member?: boolean;
}

export interface RouteEntry {
  readonly family: IpFamily;
  readonly table: number;
  /** Hex, with zeros behind `length` bits. */
  readonly dst: string;
  readonly length: number;
  /** Where packets must come from: IPv6 alone. Hex. */
  readonly src?: { readonly address: string; readonly length: number } | undefined;
  readonly tos: number;
  /** The metric. */
  readonly priority: number;
  /** RTN_*. */
  readonly type: number;
  readonly scope: number;
  readonly protocol: number;
  prefsrc: string | undefined;
  metrics: RouteMetrics;
  hops: readonly Hop[];
  /** Of a nexthop object. */
  readonly nhid: number | undefined;
  readonly pref: number;
  /** Of IPv4, RTNH_F_LINKDOWN where it was so of all ways when it was last looked at: fib_info.fib_flags, which no way alone changes. */
  linkdown?: number;
  /** IPv6: when it is over, in hundredths of a second since the kernel started. */
  expires?: number | undefined;
  /** IPv6: the other ways of the same route, which are entries of their own, and this one; one list for all of them. */
  siblings?: RouteEntry[] | undefined;
  /** IPv4: which of several default routes was taken last, of which this one is the first. */
  lastDefault?: number;
  /** IPv4: RTNH_F_* of the request. */
  readonly flags?: number;
  /** Those tried before and after it, of its prefix: kept by the table it is in. */
  previous?: RouteEntry | undefined;
  next?: RouteEntry | undefined;
  /** IPv6: packets for it are refused, though its type does not say so: RTF_REJECT. */
  readonly refused?: boolean;
}

/** A route of IPv6 and its siblings, from it on. */
export function siblingsFrom(route: RouteEntry): RouteEntry[] {
  const { siblings } = route;
  if (siblings === undefined) return [route];
  const at = siblings.indexOf(route);
  return [...siblings.slice(at), ...siblings.slice(0, at)];
}

/** Whether two routes are for packets from the same place. */
export const sameSource = ({ src: a }: Pick<RouteEntry, 'src'>, { src: b }: Pick<RouteEntry, 'src'>): boolean => a?.address === b?.address && a?.length === b?.length;

export const RTN = { unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5, blackhole: 6, unreachable: 7, prohibit: 8, throw: 9 } as const;
export const RTN_MAX = 11;
export const RT_SCOPE = { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

/** Types of which IPv6 refuses packets: rtm_to_fib6_config(), RTF_REJECT. */
export const isReject = (type: number): boolean => type >= RTN.blackhole && type <= RTN.throw;

/** What IPv6 takes for itself: RTF_LOCAL; RTF_ANYCAST, which the kernel's own have, that alone have no metric. */
export const isOurs6 = ({ type, priority }: RouteEntry): boolean => type === RTN.local || (type === RTN.anycast && priority === 0);

const ERRORS: Readonly<Record<number, number>> = { [RTN.blackhole]: EINVAL, [RTN.unreachable]: EHOSTUNREACH, [RTN.prohibit]: EACCES, [RTN.throw]: EAGAIN };

/** The errno that a type means to whoever takes the route: fib_props, fib6_prop. Those that nobody has made, RTN_NAT and RTN_XRESOLVE, have one too. */
export const errorOf = (type: number): number | undefined => ERRORS[type] ?? (type > RTN.throw ? EINVAL : undefined);
