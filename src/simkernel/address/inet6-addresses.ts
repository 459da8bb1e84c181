// IPv6 addresses: adding, deleting, and the detection of duplicates before one is used. net/ipv6/addrconf.c: ipv6_add_addr(),
// addrconf_dad_start(), addrconf_dad_begin(), addrconf_dad_work(), addrconf_dad_completed(), ipv6_del_addr().

import { IFA_F_DADFAILED, IFA_F_DEPRECATED, IFA_F_NODAD, IFA_F_NOPREFIXROUTE, IFA_F_OPTIMISTIC, IFA_F_PERMANENT, IFA_F_TENTATIVE, IFF_NOARP } from '../../rtnl/constants.js';
import { isMulticast } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import { Refusal } from '../refusal.js';
import { isOwn6 } from '../route/check6.js';
import { addPrefixRoute, hostRoute, insertRoute6, prefixRoute, removeRoute6 } from '../route/inet6.js';
import type { RouteEntry } from '../route/route.js';
import { joinAnycast, leaveAnycast } from './anycast.js';
import { IF_RS_SENT, type Inet6Address, type Inet6Device } from './inet6-device.js';
import { announceInet6 } from './inet6-message.js';
import { FOREVER } from './lifetime.js';
import { solicitedNode } from './multicast.js';

const SECOND = 1000;
const SCOPE_LINK = 253;

/** RT_SCOPE_* of an address. */
function scopeOf(address: string): number {
  if (address === `${'0'.repeat(31)}1`) return 254;
  if (isMulticast(address)) return { 1: 254, 2: SCOPE_LINK, 5: 200 }[address[3] as string] ?? 0;
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
    suspended: false,
    dead: false,
  };
  inet6.insert(made);
  return made;
}

const inet6Of = ({ dev }: Inet6Address): Inet6Device | undefined => dev.inet6;

/** addrconf_dad_start(): a worker does the rest. */
export function startDad(ifp: Inet6Address): void {
  schedule(ifp, 0, beginDad);
}

function beginDad(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined || ifp.dead) return;
  joinSolicited(ifp, inet6);
  const { dev } = ifp;
  const needless =
    dev.loopback ||
    (dev.flags & IFF_NOARP) !== 0 ||
    (inet6.setting('acceptDad') < 1 && (dev.ns.inet6All[INET6.acceptDad] as number) < 1) ||
    (ifp.flags & IFA_F_TENTATIVE) === 0 ||
    (ifp.flags & IFA_F_NODAD) !== 0;
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
function kickDad(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined) return;
  ifp.probes = inet6.setting('dadTransmits');
  schedule(ifp, whileOf(inet6), probe);
}

/** Those that wait for the link to be ready. */
export function runDad(inet6: Inet6Device): void {
  for (const ifp of inet6.addresses) if ((ifp.flags & IFA_F_TENTATIVE) !== 0 && ifp.solicited && ifp.cancel === undefined) kickDad(ifp);
}

/** addrconf_dad_run() once more, where links answer for their neighbours or no longer do: a random while later each is told again. */
export function proveAgain(inet6: Inet6Device): void {
  for (const ifp of inet6.addresses) schedule(ifp, whileOf(inet6), beginDad);
}

/** addrconf_dad_kick(): as long as a router would be waited for. */
const whileOf = (inet6: Inet6Device): number => inet6.dev.ns.kernel.random.below(Math.max(1, inet6.setting('routerSolicitationDelay')));

/** addrconf_mod_dad_work(): there is one worker for each, which comes after so many milliseconds, whenever it was to come before. */
function schedule(ifp: Inet6Address, after: number, act: (ifp: Inet6Address) => void): void {
  ifp.cancel?.();
  const { kernel } = ifp.dev.ns;
  let wanted = true;
  const run = () => {
    if (!wanted) return;
    ifp.cancel = undefined;
    act(ifp);
  };
  if (after > 0) {
    ifp.cancel = kernel.clock.schedule(after, () => {
      run();
      kernel.settle();
    });
    return;
  }
  ifp.cancel = () => {
    wanted = false;
  };
  kernel.defer(run);
}

function probe(ifp: Inet6Address): void {
  const inet6 = inet6Of(ifp);
  if (inet6 === undefined || ifp.dead) return;
  if (ifp.probes > 0) {
    ifp.probes--;
    schedule(ifp, SECOND, probe);
    return;
  }
  ifp.flags &= ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED);
  completeDad(ifp, inet6);
}

/** addrconf_dad_completed(). */
function completeDad(ifp: Inet6Address, inet6: Inet6Device): void {
  announceInet6('RTM_NEWADDR', ifp);
  insertHostRoute(ifp);
  if (inet6.setting('forwarding') !== 0) joinAnycast(ifp, inet6);
  const { dev } = ifp;
  if (ifp.peer !== undefined) addPrefixRoute(dev, ifp.peer, 128, ifp.priority);
  const solicits = inet6.setting('acceptRa') !== 0 && inet6.setting('routerSolicitations') !== 0;
  if (ifp.scope === SCOPE_LINK && !dev.loopback && solicits) inet6.flags |= IF_RS_SENT;
}

/** An address that no link has twice: it is told and has its route at once. */
export function completeAtOnce(ifp: Inet6Address): void {
  announceInet6('RTM_NEWADDR', ifp);
  insertHostRoute(ifp);
  const inet6 = inet6Of(ifp);
  if (inet6 !== undefined && inet6.setting('forwarding') !== 0) joinAnycast(ifp, inet6);
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
export function tellGone(ifp: Inet6Address, inet6 = inet6Of(ifp)): void {
  const { dev } = ifp;
  ifp.dead = true;
  ifp.cancel?.();
  ifp.cancel = undefined;
  timers.get(ifp)?.();
  announceInet6('RTM_DELADDR', ifp);
  if (inet6 !== undefined && inet6.setting('forwarding') !== 0) leaveAnycast(ifp, inet6);
  if (ifp.solicited) inet6?.multicast.leave(solicitedNode(ifp.address));
  if (ifp.peer !== undefined) {
    const route = prefixRoute(dev, ifp.peer, 128, true);
    if (route !== undefined) removeRoute6(dev.ns, route);
  }
  if (ifp.route !== undefined && isListed(ifp.route, ifp)) removeRoute6(dev.ns, ifp.route);
}

/** A permanent address stays while its link is down, without its route, and is to be proven again. */
export function suspend(ifp: Inet6Address): void {
  const { dev } = ifp;
  ifp.cancel?.();
  ifp.cancel = undefined;
  ifp.suspended = true;
  if ((ifp.flags & IFA_F_NODAD) === 0) ifp.flags |= IFA_F_TENTATIVE;
  const { route } = ifp;
  ifp.route = undefined;
  if (route !== undefined && isListed(route, ifp)) removeRoute6(dev.ns, route);
  if (dev.inet6 !== undefined && dev.inet6.setting('forwarding') !== 0) leaveAnycast(ifp, dev.inet6);
  if (ifp.solicited) dev.inet6?.multicast.leave(solicitedNode(ifp.address));
  ifp.solicited = false;
}

/** fixup_permanent_addr(), once the link is up again. */
export function restore(ifp: Inet6Address): void {
  if (!ifp.suspended) return;
  ifp.suspended = false;
  startDad(ifp);
}

/** ipv6_del_addr(): the route of the prefix goes with the last address in it. */
export function deleteAddress6(inet6: Inet6Device, ifp: Inet6Address): void {
  const { dev } = ifp;
  const had = (ifp.flags & IFA_F_PERMANENT) !== 0 && (ifp.flags & IFA_F_NOPREFIXROUTE) === 0;
  const clean = had ? cleaningOf(ifp) : undefined;
  inet6.remove(ifp);
  tellGone(ifp);
  if (clean !== undefined) clean();
  for (const route of dev.ns.fib6.preferring(ifp.address)) forgetSource(route, ifp);
}

/** fib6_remove_prefsrc(): whoever preferred it chooses again, unless another link has it too. */
function forgetSource(route: RouteEntry, { dev, address }: Inet6Address): void {
  if (route.nhid === undefined && !isOwn6(dev.ns, address, route.hops[0]?.dev)) dev.ns.fib6.forgetSource(route);
}

/** What becomes of the prefix's route without this address: check_cleanup_prefix_route(). */
function cleaningOf(ifp: Inet6Address): (() => void) | undefined {
  const { dev, address, prefixlen } = ifp;
  const { ticks } = dev.ns.kernel;
  let last: number | undefined;
  for (const other of dev.inet6?.addresses.sharing(ifp) ?? []) {
    if (other === ifp) continue;
    if ((other.flags & (IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE)) !== 0) return undefined;
    last = Math.max(last ?? 0, other.updated + other.valid * 100);
  }
  return () => {
    const route = prefixRoute(dev, address, prefixlen);
    if (route === undefined) return;
    if (last === undefined) return removeRoute6(dev.ns, route);
    if (route.expires === undefined) dev.ns.fib6.setExpiry(route, Math.max(last, ticks));
  };
}

/** The same where the address stays and wants no such route any more. */
export function cleanUpPrefixRoute(ifp: Inet6Address): void {
  cleaningOf(ifp)?.();
}

const timers = new WeakMap<Inet6Address, () => void>();

/** addrconf_verify_rtnl(): what has expired goes, what is no longer preferred says so. */
export function watchLifetime6(ifp: Inet6Address): void {
  timers.get(ifp)?.();
  const { clock, ticks } = ifp.dev.ns.kernel;
  const deprecates = ifp.preferred !== FOREVER && (ifp.flags & IFA_F_DEPRECATED) === 0;
  if (ifp.valid === FOREVER && !deprecates) return;
  const next = deprecates && ifp.preferred < ifp.valid ? ifp.preferred : ifp.valid;
  timers.set(
    ifp,
    clock.schedule(next * SECOND - (ticks - ifp.updated) * 10, () => expire(ifp)),
  );
}

function expire(ifp: Inet6Address): void {
  const { kernel } = ifp.dev.ns;
  const inet6 = inet6Of(ifp);
  if (ifp.dead || inet6 === undefined) return;
  if (ifp.valid !== FOREVER && kernel.ticks - ifp.updated >= ifp.valid * 100) deleteAddress6(inet6, ifp);
  else {
    ifp.flags |= IFA_F_DEPRECATED;
    announceInet6('RTM_NEWADDR', ifp);
    watchLifetime6(ifp);
  }
  kernel.settle();
}
