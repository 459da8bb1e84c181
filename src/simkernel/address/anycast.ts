// The anycast addresses of routers: one for each prefix that a link which forwards has an address in. net/ipv6/anycast.c: __ipv6_dev_ac_inc();
// net/ipv6/addrconf.c: addrconf_join_anycast(), dev_forward_change().

import { AF_INET6, IFA_F_TENTATIVE, IFF_MULTICAST, IFF_NOARP, RT_TABLE_LOCAL } from '../../rtnl/constants.js';
import { isZero, network } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import { Refusal } from '../refusal.js';
import { insertRoute6, ownRoute6, removeRoute6 } from '../route/inet6.js';
import { type RouteEntry, RTN } from '../route/route.js';
import type { Inet6Address, Inet6Device } from './inet6-device.js';
import { solicitedNode } from './multicast.js';
import { announceParameter } from './netconf.js';

/** RFC 6164: no such address in prefixes of two addresses or one. */
const LONGEST = 126;
export const ALL_ROUTERS_OF_LINK = `ff02${'0'.repeat(27)}2`;
const ALL_ROUTERS = [ALL_ROUTERS_OF_LINK, `ff01${'0'.repeat(27)}2`, `ff05${'0'.repeat(27)}2`];

interface Joined {
  users: number;
  readonly route: RouteEntry;
}

const lists = new WeakMap<Inet6Device, Map<string, Joined>>();

function listOf(inet6: Inet6Device): Map<string, Joined> {
  const known = lists.get(inet6) ?? new Map<string, Joined>();
  lists.set(inet6, known);
  return known;
}

const prefixOf = ({ address, prefixlen }: Inet6Address): string | undefined => {
  const prefix = network(address, prefixlen);
  return prefixlen > LONGEST || isZero(prefix) ? undefined : prefix;
};

/** addrconf_join_anycast(). */
export function joinAnycast(ifp: Inet6Address, inet6: Inet6Device): void {
  const prefix = prefixOf(ifp);
  if (prefix === undefined) return;
  const list = listOf(inet6);
  const known = list.get(prefix);
  if (known !== undefined) {
    known.users++;
    return;
  }
  const route = ownRoute6(inet6.dev, { table: RT_TABLE_LOCAL, dst: prefix, length: 128, type: RTN.anycast, priority: 0 });
  list.set(prefix, { users: 1, route });
  if (!inet6.dev.loopback && (inet6.dev.flags & IFF_NOARP) === 0) inet6.multicast.join(solicitedNode(prefix));
  try {
    insertRoute6(inet6.dev.ns, route);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** addrconf_leave_anycast(). */
export function leaveAnycast(ifp: Inet6Address, inet6: Inet6Device): void {
  const prefix = prefixOf(ifp);
  const joined = prefix === undefined ? undefined : listOf(inet6).get(prefix);
  if (prefix === undefined || joined === undefined || --joined.users > 0) return;
  listOf(inet6).delete(prefix);
  inet6.multicast.leave(solicitedNode(prefix));
  drop(inet6.dev, joined.route);
}

/** ipv6_ac_destroy_dev(). */
export function destroyAnycast(inet6: Inet6Device): void {
  for (const [prefix, { route }] of [...listOf(inet6)].reverse()) {
    inet6.multicast.leave(solicitedNode(prefix));
    drop(inet6.dev, route);
  }
  listOf(inet6).clear();
}

function drop({ ns }: Device, route: RouteEntry): void {
  if (ns.fib6.find(route.table)?.holds(route) === true) removeRoute6(ns, route);
}

/** dev_forward_change(). */
export function forwardingChanged(dev: Device): void {
  const inet6 = dev.inet6 as Inet6Device;
  const forwards = inet6.setting('forwarding') !== 0;
  for (const group of (dev.flags & IFF_MULTICAST) === 0 ? [] : ALL_ROUTERS) {
    if (forwards) inet6.multicast.join(group);
    else inet6.multicast.leave(group);
  }
  for (const ifp of [...inet6.addresses]) {
    if ((ifp.flags & IFA_F_TENTATIVE) !== 0) continue;
    if (forwards) joinAnycast(ifp, inet6);
    else leaveAnycast(ifp, inet6);
  }
  announceParameter(dev.ns, AF_INET6, dev.index, inet6.conf, INET6.forwarding);
}
