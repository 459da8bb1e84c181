// The routes that follow from IPv4 addresses. net/ipv4/fib_frontend.c: fib_add_ifaddr(), fib_del_ifaddr(), fib_magic(), fib_modify_prefix_metric().

import { NLM_F_APPEND, NLM_F_CREATE } from '../../netlink/constants.js';
import { AF_INET, IFA_F_NOPREFIXROUTE, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTPROT_KERNEL } from '../../rtnl/constants.js';
import { isMulticast, isZero, lastOf, network } from '../ip.js';
import { Refusal } from '../refusal.js';
import { deleteRoute, flushDevice, flushSource, insertRoute, reviveDevice } from '../route/inet.js';
import { NO_METRICS } from '../route/metrics.js';
import { RT_SCOPE, RTN } from '../route/route.js';
import { prefixOf } from './address-list.js';
import { type InetAddress, type InetDevice, isSecondary } from './inet-device.js';

const ALL_ONES = 'ffffffff';

const hasPrefixRoute = ({ flags }: InetAddress): boolean => (flags & IFA_F_NOPREFIXROUTE) === 0;
const prefixType = ({ dev }: InetAddress): number => (dev.loopback ? RTN.local : RTN.unicast);

/** fib_valid_prefsrc(): whether packets can come from there. */
const isSource = (address: string): boolean => !isMulticast(address) && address !== ALL_ONES && !isZero(address);

/** fib_magic(): adds or deletes one; where it is there already, or is not, nothing happens. */
function magic(verb: 'add' | 'delete', type: number, dst: string, length: number, { dev, local }: InetAddress, priority = 0): void {
  if (verb === 'add' && !(type === RTN.local && dst === local) && !isSource(local)) return;
  const scope = type === RTN.local ? RT_SCOPE.host : RT_SCOPE.link;
  const table = type === RTN.unicast ? RT_TABLE_MAIN : RT_TABLE_LOCAL;
  dev.ns.fib4.table(table);
  const common = { table, dst, length, tos: 0, type, scope, protocol: RTPROT_KERNEL, priority, prefsrc: local };
  try {
    if (verb === 'add') {
      const hops = [{ dev, gateway: undefined, weight: 1, flags: 0, scope: scope === RT_SCOPE.host ? RT_SCOPE.nowhere : RT_SCOPE.host }];
      insertRoute(dev.ns, { ...common, family: AF_INET, metrics: NO_METRICS, hops, nhid: undefined, pref: 0 }, NLM_F_CREATE | NLM_F_APPEND);
    } else {
      deleteRoute(dev.ns, { ...common, fits: (route) => route.hops[0]?.dev === dev });
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** inet_ifa_byprefix(): the first address of the subnet, itself perhaps. */
function primaryOf(ifa: InetAddress): InetAddress | undefined {
  const [first] = ifa.dev.inet?.addresses.sharing(ifa) ?? [];
  return first === undefined || isSecondary(first) ? undefined : first;
}

/** fib_add_ifaddr(). */
export function addRoutes(ifa: InetAddress): void {
  const { dev, local, address, prefixlen, broadcast } = ifa;
  const prefix = network(address, prefixlen);
  const primary = isSecondary(ifa) ? primaryOf(ifa) : ifa;
  if (primary === undefined) return;
  magic('add', RTN.local, local, 32, primary);
  if (!dev.up) return;
  if (broadcast !== undefined && broadcast !== ALL_ONES) magic('add', RTN.broadcast, broadcast, 32, primary);
  if (isZero(prefix) || isSecondary(ifa) || (prefix === local && prefixlen === 32)) return;
  if (hasPrefixRoute(ifa)) magic('add', prefixType(ifa), prefix, prefixlen, primary, ifa.priority);
  if (prefixlen < 31) magic('add', RTN.broadcast, lastOf(prefix, prefixlen), 32, primary);
}

/** Which routes another address still needs. */
interface Needed {
  local: boolean;
  broadcast: boolean;
  last: boolean;
  first: boolean;
}

/** fib_del_ifaddr(); `from` is the address whose place another one takes. */
export function deleteRoutes(ifa: InetAddress, from?: InetAddress): void {
  const { dev, local, address, prefixlen } = ifa;
  const any = network(address, prefixlen);
  const last = lastOf(address, prefixlen);
  let primary = ifa;
  let subnet = false;
  if (isSecondary(ifa)) {
    const found = from ?? primaryOf(ifa);
    if (found === undefined) return;
    primary = found;
  } else if (!isZero(any) && (any !== local || prefixlen < 32)) {
    if (hasPrefixRoute(ifa)) magic('delete', prefixType(ifa), any, prefixlen, primary);
    subnet = true;
  }
  const { needed, gone } = dev.inet === undefined || dev.inet.dead ? { needed: nothing(), gone: true } : stillNeeded(ifa, primary, from, any, last);
  if (!needed.broadcast && ifa.broadcast !== undefined) magic('delete', RTN.broadcast, ifa.broadcast, 32, primary);
  if (subnet && prefixlen < 31) {
    if (!needed.last) magic('delete', RTN.broadcast, last, 32, primary);
    if (!needed.first) magic('delete', RTN.broadcast, any, 32, primary);
  }
  if (needed.local) return;
  magic('delete', RTN.local, local, 32, primary);
  if (gone && !dev.ns.inet.hasOther(ifa)) flushSource(dev.ns, local);
}

const nothing = (): Needed => ({ local: false, broadcast: false, last: false, first: false });

function stillNeeded(ifa: InetAddress, primary: InetAddress, from: InetAddress | undefined, any: string, last: string): { readonly needed: Needed; readonly gone: boolean } {
  const needed = nothing();
  const { addresses } = ifa.dev.inet as InetDevice;
  const left = from === undefined ? undefined : prefixOf(from);
  for (const other of addresses.own(ifa.local)) {
    if (other !== ifa && prefixOf(other) !== left && primaryOf(other)?.local === primary.local) needed.local = true;
  }
  for (const its of addresses.own(primary.local)) {
    if (isSecondary(its) || prefixOf(its) === left) continue;
    const ends = its === ifa || its.prefixlen >= 31 ? [] : endsOf(its);
    const uses = (broadcast: string) => ends.includes(broadcast) || addresses.hasBroadcast(its, broadcast, ifa);
    if (ifa.broadcast !== undefined && uses(ifa.broadcast)) needed.broadcast = true;
    if (uses(last)) needed.last = true;
    if (uses(any)) needed.first = true;
  }
  return { needed, gone: !addresses.has(ifa) };
}

/** The first and the last address of a subnet, where it has such. */
function endsOf({ address, prefixlen }: InetAddress): readonly string[] {
  const first = network(address, prefixlen);
  return isZero(first) ? [] : [first, lastOf(address, prefixlen)];
}

/** fib_modify_prefix_metric(). */
export function modifyPrefixMetric(ifa: InetAddress, priority: number): void {
  const { dev, local, address, prefixlen } = ifa;
  const prefix = network(address, prefixlen);
  if (!dev.up || isSecondary(ifa) || !hasPrefixRoute(ifa) || isZero(prefix) || (prefix === local && prefixlen === 32)) return;
  magic('add', prefixType(ifa), prefix, prefixlen, ifa, priority);
  magic('delete', prefixType(ifa), prefix, prefixlen, ifa, ifa.priority);
}

/** fib_inetaddr_event(): an address has come. */
export function addressUp(ifa: InetAddress): void {
  addRoutes(ifa);
  reviveDevice(ifa.dev.ns, ifa.dev);
}

/** fib_inetaddr_event(): an address has gone; with the last of a link IPv4 stops there. */
export function addressDown(ifa: InetAddress): void {
  const { dev } = ifa;
  deleteRoutes(ifa);
  if (dev.inet?.addresses.size !== 0) return;
  flushDevice(dev.ns, dev, { all: true });
  dev.ns.neighbours.stop(dev, AF_INET, false);
}
