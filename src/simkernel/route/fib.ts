// The routes of a namespace: tables by number, routes by link and by the address they prefer. net/ipv4/fib_frontend.c, fib_semantics.c.

import { AF_INET, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTNH_F_DEAD, RTNH_F_LINKDOWN } from '../../rtnl/constants.js';
import type { IpFamily } from '../ip.js';
import type { Device } from '../link/device.js';
import { dropFrom, setOf } from '../sets.js';
import { RoutesByLink } from './by-link.js';
import { type Hop, isOurs6, type RouteEntry, RT_SCOPE } from './route.js';
import { RouteTable } from './table.js';

/** FIB_TABLE_HASHSZ: tables are listed by their number's last eight bits. */
const HASH = 256;

export class Fib {
  private readonly tables = new Map<number, RouteTable>();
  private readonly byLink = new RoutesByLink();
  private readonly bySource = new Map<string, Set<RouteEntry>>();
  private readonly byNexthop = new Map<number, Set<RouteEntry>>();
  /** Those that have a lifetime. */
  readonly expiring = new Set<RouteEntry>();
  /** RTNH_F_* of ways that may have been marked so, of links whose routes have: of others nothing comes back to life. */
  private readonly marked = new WeakMap<Device, number>();
  count = 0;
  /** A rule was added once; of IPv4, or deleted. */
  customRules = false;
  /** IPv4: a local route was asked for once. */
  customLocalRoutes = false;
  private realms = 0;

  constructor(readonly family: IpFamily) {
    if (family === AF_INET) return;
    this.table(RT_TABLE_MAIN);
    this.table(RT_TABLE_LOCAL);
  }

  find(id: number): RouteTable | undefined {
    return this.tables.get(id);
  }

  /** The table, made where there is none. */
  table(id: number): RouteTable {
    const known = this.tables.get(id);
    if (known !== undefined) return known;
    // IPv4 keeps the local table within the main one as long as there are no rules but its own.
    if (id === RT_TABLE_LOCAL && !this.customRules) this.table(RT_TABLE_MAIN);
    const made = new RouteTable(this.family, id);
    this.tables.set(id, made);
    return made;
  }

  /** In the order in which they are listed: the last made first among those of a hash. */
  inOrder(): RouteTable[] {
    return [...this.tables.values()].reverse().sort((a, b) => (a.id % HASH) - (b.id % HASH));
  }

  /** Some of them, in the order of all. */
  inListOrder(routes: readonly RouteEntry[]): RouteEntry[] {
    const some = [...new Set(routes)];
    const ids = new Set(some.map(({ table }) => table));
    return some.length < 2 ? some : this.inOrder().flatMap((table) => (ids.has(table.id) ? table.ordered(some.filter((route) => route.table === table.id)) : []));
  }

  /** Some of them, in the order in which the tables are walked to change routes: the highest address first. */
  inWalkOrder(routes: readonly RouteEntry[]): RouteEntry[] {
    const tables = new Map(this.inOrder().map(({ id }, place) => [id, place]));
    const place = ({ table }: RouteEntry) => tables.get(table) as number;
    return this.inListOrder(routes).sort((a, b) => place(a) - place(b) || (a.dst === b.dst ? 0 : a.dst < b.dst ? 1 : -1));
  }

  insert(route: RouteEntry, before: RouteEntry | undefined): void {
    this.table(route.table).insert(route, before);
    this.index(route);
  }

  replace(old: RouteEntry, route: RouteEntry): void {
    this.table(old.table).replace(old, route);
    this.unindex(old);
    this.index(route);
  }

  remove(route: RouteEntry): void {
    this.tables.get(route.table)?.remove(route);
    this.unindex(route);
  }

  /** Routes that leave by a link. */
  of(dev: Device): readonly RouteEntry[] {
    return [...this.byLink.of(dev)];
  }

  /** Routes of a prefix that leave by a link. */
  ofPrefix(dev: Device, prefix: Pick<RouteEntry, 'table' | 'dst' | 'length'>): RouteEntry[] {
    return this.byLink.ofPrefix(dev, prefix);
  }

  /** Routes that prefer an address. */
  preferring(address: string): readonly RouteEntry[] {
    return [...(this.bySource.get(address) ?? [])];
  }

  /** The route has no source of its own any more. */
  forgetSource(route: RouteEntry): void {
    if (route.prefsrc !== undefined) dropFrom(this.bySource, route.prefsrc, route);
    route.prefsrc = undefined;
  }

  /** Gives a route a lifetime, or none. */
  setExpiry(route: RouteEntry, expires: RouteEntry['expires']): void {
    route.expires = expires;
    if (expires === undefined) this.expiring.delete(route);
    else this.expiring.add(route);
  }

  /** Routes that go by a nexthop object. */
  by(nhid: number): readonly RouteEntry[] {
    return [...(this.byNexthop.get(nhid) ?? [])];
  }

  /** Ways by a link whose carrier has come or gone; what is local is so without one, and of nexthop objects nobody looks at it. */
  setCarrier(dev: Device, carrier: boolean): void {
    for (const route of this.byLink.of(dev)) {
      if (route.nhid !== undefined) continue;
      for (const hop of route.hops) {
        if (hop.dev !== dev || !followsCarrier(route, hop)) continue;
        if (carrier) hop.flags &= ~RTNH_F_LINKDOWN;
        else if (route.family !== AF_INET || (hop.flags & RTNH_F_DEAD) === 0) this.mark(hop, RTNH_F_LINKDOWN);
      }
      if (carrier) reviveWhole(route, RTNH_F_LINKDOWN);
      else if (route.hops.every((hop) => hop.dev === dev || (hop.flags & RTNH_F_DEAD) !== 0)) this.markWhole(route);
    }
  }

  /** A way is dead, or its link has no carrier. */
  mark(hop: Hop, flags: number): void {
    hop.flags |= flags;
    this.remember(hop, flags);
  }

  private markWhole(route: RouteEntry): void {
    route.linkdown = RTNH_F_LINKDOWN;
    for (const hop of route.hops) this.remember(hop, RTNH_F_LINKDOWN);
  }

  private remember({ dev }: Hop, flags: number): void {
    if (dev !== undefined) this.marked.set(dev, (this.marked.get(dev) ?? 0) | flags);
  }

  /** fib_sync_up(): ways by a link are no longer marked so. */
  revive(dev: Device, flags: number): void {
    const marked = this.marked.get(dev) ?? 0;
    if ((marked & flags) === 0) return;
    this.marked.set(dev, marked & ~flags);
    for (const route of this.byLink.of(dev)) {
      if (route.nhid !== undefined) continue;
      for (const hop of route.hops) if (hop.dev === dev) hop.flags &= ~flags;
      reviveWhole(route, flags);
    }
  }

  /** fib_num_tclassid_users(): whether a way has realms. */
  get usesRealms(): boolean {
    return this.realms > 0;
  }

  private index(route: RouteEntry): void {
    this.count++;
    this.realms += realmsOf(route);
    for (const hop of route.hops) {
      if (hop.dev === undefined) continue;
      this.byLink.add(hop.dev, route);
      // fib_check_nh_v6_gw() does not ask for the carrier.
      const foreign = route.family === AF_INET && hop.gateway?.length === 32;
      if (!hop.dev.carrier && route.nhid === undefined && !foreign && followsCarrier(route, hop)) this.mark(hop, RTNH_F_LINKDOWN);
    }
    if (route.hops.length > 0 && route.hops.every(({ flags }) => (flags & RTNH_F_LINKDOWN) !== 0)) this.markWhole(route);
    if (route.prefsrc !== undefined) setOf(this.bySource, route.prefsrc).add(route);
    if (route.nhid !== undefined) setOf(this.byNexthop, route.nhid).add(route);
    if (route.expires !== undefined) this.expiring.add(route);
  }

  private unindex(route: RouteEntry): void {
    this.count--;
    this.realms -= realmsOf(route);
    for (const { dev } of route.hops) if (dev !== undefined) this.byLink.drop(dev, route);
    if (route.prefsrc !== undefined) dropFrom(this.bySource, route.prefsrc, route);
    if (route.nhid !== undefined) dropFrom(this.byNexthop, route.nhid, route);
    this.expiring.delete(route);
  }
}

const realmsOf = ({ hops }: RouteEntry): number => hops.filter(({ flow = 0 }) => flow !== 0).length;

/** With one way that is alive the whole route is. */
function reviveWhole(route: RouteEntry, flags: number): void {
  if ((flags & RTNH_F_LINKDOWN) !== 0 && route.hops.some((hop) => (hop.flags & flags) === 0)) route.linkdown = 0;
}

/** What is ours is so without a carrier. */
function followsCarrier(route: RouteEntry, { scope }: Hop): boolean {
  return route.family === AF_INET ? scope !== RT_SCOPE.nowhere : !isOurs6(route);
}
