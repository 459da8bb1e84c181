// IPv6 addresses: adding, deleting, and the detection of duplicates before one is used. net/ipv6/addrconf.c: ipv6_add_addr(),
// addrconf_dad_start(), addrconf_dad_begin(), addrconf_dad_work(), addrconf_dad_completed(), ipv6_del_addr().

import { IFA_F_DADFAILED, IFA_F_NODAD, IFA_F_NOPREFIXROUTE, IFA_F_OPTIMISTIC, IFA_F_PERMANENT, IFA_F_TENTATIVE, IFF_NOARP } from '../../rtnl/constants.js';
import { network } from '../ip.js';
import { Refusal } from '../refusal.js';
import { addPrefixRoute, hostRoute, insertRoute6, prefixRoute, removeRoute6 } from '../route/inet6.js';
import type { RouteEntry } from '../route/route.js';
import { IF_RS_SENT, type Inet6Address, type Inet6Device } from './inet6-device.js';
import { announceInet6 } from './inet6-message.js';
import { FOREVER } from './lifetime.js';

const SECOND = 1000;
const SCOPE_LINK = 253;

/** RT_SCOPE_* of an address. */
export function scopeOf(address: string): number {
  if (address === `${'0'.repeat(31)}1`) return 254;
  if (/^fe[89ab]/.test(address)) return SCOPE_LINK;
  return /^fe[c-f]/.test(address) ? 200 : 0;
}

/** What makes an address. */
export interface NewInet6Address {
  readonly address: string;
  readonly peer?: string | undefined;
  readonly prefixlen: number;
  readonly flags: number;
  readonly priority?: number;
  readonly protocol?: number;
  readonly valid?: number;
  readonly preferred?: number;
}

/** ipv6_add_addr(). */
export function makeAddress(inet6: Inet6Device, told: NewInet6Address): Inet6Address {
  const { dev } = inet6;
  const now = dev.ns.kernel.ticks;
  const made: Inet6Address = {
    dev,
    address: told.address,
    peer: told.peer,
    prefixlen: told.prefixlen,
    scope: scopeOf(told.address),
    flags: told.flags | ((told.flags & IFA_F_NODAD) === 0 ? IFA_F_TENTATIVE : 0),
    priority: told.priority ?? 0,
    protocol: told.protocol ?? 0,
    valid: told.valid ?? FOREVER,
    preferred: told.preferred ?? FOREVER,
    created: now,
    updated: now,
    route: undefined,
    probes: 0,
    solicited: false,
    cancel: undefined,
    dead: false,
  };
  inet6.insert(made);
  dev.ns.inet6Generation++;
  return made;
}

const inet6Of = ({ dev }: Inet6Address): Inet6Device | undefined => dev.inet6;
const solicitedNode = (address: string): string => `ff0200000000000000000001ff${address.slice(26)}`;

/** addrconf_dad_start(): a worker does the rest. */
export function startDad(ifp: Inet6Address): void {
  ifp.dev.ns.kernel.defer(() => beginDad(ifp));
}

function beginDad(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined || ifp.dead) return;
  joinSolicited(ifp, inet6);
  const { dev } = ifp;
  const needless = dev.loopback || (dev.flags & IFF_NOARP) !== 0 || inet6.setting('acceptDad') < 1 || (ifp.flags & IFA_F_TENTATIVE) === 0 || (ifp.flags & IFA_F_NODAD) !== 0;
  if (needless) {
    ifp.flags &= ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED);
    return completeDad(ifp, inet6);
  }
  if (inet6.ready) kickDad(ifp);
}

function joinSolicited(ifp: Inet6Address, inet6: Inet6Device): void {
  if (ifp.solicited || ifp.dev.loopback || (ifp.dev.flags & IFF_NOARP) !== 0) return;
  ifp.solicited = true;
  inet6.multicast.join(solicitedNode(ifp.address));
}

/** addrconf_dad_kick(): the first probe after a while that nobody can foresee. */
export function kickDad(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined) return;
  ifp.probes = inet6.setting('dadTransmits');
  schedule(ifp, ifp.dev.ns.kernel.random.below(SECOND));
}

/** Those that wait for the link to be ready. */
export function runDad(inet6: Inet6Device): void {
  for (const ifp of inet6.addresses) if ((ifp.flags & IFA_F_TENTATIVE) !== 0 && ifp.solicited && ifp.cancel === undefined) kickDad(ifp);
}

function schedule(ifp: Inet6Address, after: number): void {
  ifp.cancel?.();
  const { kernel } = ifp.dev.ns;
  ifp.cancel = kernel.clock.schedule(after, () => {
    ifp.cancel = undefined;
    probe(ifp);
    kernel.settle();
  });
}

function probe(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined || ifp.dead) return;
  if (ifp.probes > 0) {
    ifp.probes--;
    schedule(ifp, SECOND);
    return;
  }
  ifp.flags &= ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED);
  completeDad(ifp, inet6);
}

/** addrconf_dad_completed(). */
function completeDad(ifp: Inet6Address, inet6: Inet6Device): void {
  announceInet6('RTM_NEWADDR', ifp);
  insertHostRoute(ifp);
  const { dev } = ifp;
  if (ifp.peer !== undefined) addPrefixRoute(dev, ifp.peer, 128, ifp.priority);
  const solicits = inet6.setting('acceptRa') !== 0 && inet6.setting('routerSolicitations') !== 0;
  if (ifp.scope === SCOPE_LINK && !dev.loopback && solicits) inet6.flags |= IF_RS_SENT;
}

/** An address that no link has twice: it is told and has its route at once. */
export function completeAtOnce(ifp: Inet6Address): void {
  announceInet6('RTM_NEWADDR', ifp);
  insertHostRoute(ifp);
}

function insertHostRoute(ifp: Inet6Address): void {
  if (ifp.route !== undefined && isListed(ifp.route, ifp)) return;
  ifp.route ??= hostRoute(ifp.dev, ifp.address);
  try {
    insertRoute6(ifp.dev.ns, ifp.route);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

const isListed = (route: RouteEntry, { dev }: Inet6Address): boolean => dev.ns.fib6.find(route.table)?.holds(route) === true;

/** __ipv6_ifa_notify(RTM_DELADDR): tells, leaves the group, takes the routes back. */
export function tellGone(ifp: Inet6Address): void {
  const { dev } = ifp;
  ifp.dead = true;
  ifp.cancel?.();
  ifp.cancel = undefined;
  dev.ns.inet6Generation++;
  announceInet6('RTM_DELADDR', ifp);
  if (ifp.solicited) dev.inet6?.multicast.leave(solicitedNode(ifp.address));
  if (ifp.peer !== undefined) {
    const route = prefixRoute(dev, ifp.peer, 128);
    if (route !== undefined) removeRoute6(dev.ns, route);
  }
  if (ifp.route !== undefined && isListed(ifp.route, ifp)) removeRoute6(dev.ns, ifp.route);
}

/** ipv6_del_addr(): the route of the prefix goes with the last address in it. */
export function deleteAddress6(inet6: Inet6Device, ifp: Inet6Address): void {
  const { dev, address, prefixlen } = ifp;
  inet6.addresses.splice(inet6.addresses.indexOf(ifp), 1);
  tellGone(ifp);
  if ((ifp.flags & IFA_F_PERMANENT) === 0 || (ifp.flags & IFA_F_NOPREFIXROUTE) !== 0) return;
  const prefix = network(address, prefixlen);
  const shared = inet6.addresses.some(
    (other) => other.prefixlen === prefixlen && network(other.address, prefixlen) === prefix && (other.flags & (IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE)) !== 0,
  );
  const route = shared ? undefined : prefixRoute(dev, address, prefixlen);
  if (route !== undefined) removeRoute6(dev.ns, route);
}
