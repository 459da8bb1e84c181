// What can be monitored, and the multicast groups that tell of it. include/uapi/linux/rtnetlink.h: enum rtnetlink_groups;
// iproute2: ip/ipmonitor.c: do_ipmonitor().

import { EncodeError } from '../netlink/errors.js';
import { expectArray, expectSignal, isWordOf, told } from '../netlink/expect.js';
import { AF_INET, AF_INET6, AF_MPLS } from './constants.js';
import { expectQuery, type Keys, numberOf } from './expect.js';
import {
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_IPV4_MROUTE,
  RTNLGRP_IPV4_NETCONF,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV4_RULE,
  RTNLGRP_IPV6_IFADDR,
  RTNLGRP_IPV6_MROUTE,
  RTNLGRP_IPV6_NETCONF,
  RTNLGRP_IPV6_PREFIX,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_IPV6_RULE,
  RTNLGRP_LINK,
  RTNLGRP_MPLS_NETCONF,
  RTNLGRP_MPLS_ROUTE,
  RTNLGRP_NEIGH,
  RTNLGRP_NEXTHOP,
  RTNLGRP_NSID,
  RTNLGRP_STATS,
} from './groups.js';
import { ROUTE_FAMILIES, type RouteFamily } from './route-options.js';

/** A group, and the family it is for where it is for one. */
type Group = readonly [group: number, family?: number];

const GROUPS = {
  link: [[RTNLGRP_LINK]],
  address: [
    [RTNLGRP_IPV4_IFADDR, AF_INET],
    [RTNLGRP_IPV6_IFADDR, AF_INET6],
  ],
  route: [
    [RTNLGRP_IPV4_ROUTE, AF_INET],
    [RTNLGRP_IPV6_ROUTE, AF_INET6],
    [RTNLGRP_MPLS_ROUTE, AF_MPLS],
  ],
  mroute: [
    [RTNLGRP_IPV4_MROUTE, AF_INET],
    [RTNLGRP_IPV6_MROUTE, AF_INET6],
  ],
  prefix: [[RTNLGRP_IPV6_PREFIX, AF_INET6]],
  neighbour: [[RTNLGRP_NEIGH]],
  netconf: [
    [RTNLGRP_IPV4_NETCONF, AF_INET],
    [RTNLGRP_IPV6_NETCONF, AF_INET6],
    [RTNLGRP_MPLS_NETCONF, AF_MPLS],
  ],
  rule: [
    [RTNLGRP_IPV4_RULE, AF_INET],
    [RTNLGRP_IPV6_RULE, AF_INET6],
  ],
  nsid: [[RTNLGRP_NSID]],
  nexthop: [[RTNLGRP_NEXTHOP]],
  stats: [[RTNLGRP_STATS]],
} as const satisfies Record<string, readonly Group[]>;

/** What a monitor can tell of; `mroute` are multicast routes, `prefix` those that routers advertise, `stats` changes of what hardware counts. */
export type Monitored = keyof typeof GROUPS;

/** Every one of them. */
export const MONITORED = Object.keys(GROUPS) as readonly Monitored[];

/** How changes are watched. */
export interface MonitorOptions {
  readonly signal?: AbortSignal;
  /** Bytes of notifications that may wait to be read before the kernel drops some: the client's own by default, which is 8 MiB; without CAP_NET_ADMIN at most net.core.rmem_max. */
  readonly receiveBuffer?: number;
  /** Changes in every namespace that has an id in this one, too: `nsid` says which, and is absent for this one. Needs CAP_NET_BROADCAST. */
  readonly allNamespaces?: boolean;
  /** Only of this family, of what has a group for each. */
  readonly family?: MonitoredFamily;
  /** Only of this link, by index, of what is about one: links, addresses, routes that leave by it, neighbours, netconf. */
  readonly dev?: number;
}

/** A family that has multicast groups of its own. */
export type MonitoredFamily = RouteFamily;

/** The groups that tell of an object: those of one family (AF_*) alone, or of all. What has no family is told of in any case. */
export function groupsOf(object: Monitored, family: number = 0): number[] {
  const groups: readonly Group[] = GROUPS[object];
  return groups.filter(([, its]) => family === 0 || its === undefined || its === family).map(([group]) => group);
}

/** The groups that tell of several; what this kernel may be too old for is apart. */
export function groupsOfAll(objects: readonly (Monitored | 'all')[], family?: MonitoredFamily): { readonly groups: number[]; readonly optional: number[] } {
  expectArray(objects, 'monitor');
  for (const object of objects) if (object !== 'all' && !isWordOf(GROUPS, object)) throw new EncodeError(`monitor tells of ${MONITORED.join(', ')} or all, not of ${told(object)}`);
  const number = family === undefined ? 0 : numberOf(ROUTE_FAMILIES, family, 'family');
  const named = objects.filter((object) => object !== 'all');
  const rest = objects.includes('all') ? MONITORED.filter((object) => !named.includes(object)) : [];
  return { groups: named.flatMap((object) => groupsOf(object, number)), optional: rest.flatMap((object) => groupsOf(object, number)) };
}

const OPTIONS: Keys<MonitorOptions> = { signal: true, receiveBuffer: 'number', allNamespaces: 'boolean', family: true, dev: 'number' };

/** Throws EncodeError for what says in no way how changes are watched. */
export function expectMonitorOptions(options: MonitorOptions): void {
  expectQuery(options, OPTIONS, 'changes');
  expectSignal(options.signal);
  options.signal?.throwIfAborted();
}

/** Whether a message is about this link, or about none in particular. */
export function isAbout(name: string, body: unknown, index: number): boolean {
  const fields = body as { readonly index?: number; readonly ifindex?: number; readonly oif?: number };
  if (/^RTM_(NEW|DEL)(LINK|ADDR|NEIGH|NETCONF)$/.test(name)) return (fields.ifindex ?? fields.index) === index;
  return /^RTM_(NEW|DEL)ROUTE$/.test(name) ? fields.oif === index : true;
}
