// Nexthop objects and groups of them. net/ipv4/nexthop.c: struct nexthop, nh_group.

import { EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import type { Device } from '../link/device.js';
import { Refusal } from '../refusal.js';
import { type Hop, RT_SCOPE } from '../route/route.js';
import type { ResilientTable } from './resilient.js';

export interface NexthopEntry {
  readonly id: number;
  family: number;
  protocol: number;
  flags: number;
  hop: Hop;
  blackhole: boolean;
  fdb: boolean;
  /** Of a group; `hop` means nothing then. */
  group: readonly { readonly id: number; readonly weight: number }[] | undefined;
  /** Of a resilient group. */
  readonly resilient: ResilientTable | undefined;
  /** Of a group: hardware is to count, where there is some. */
  hwStats: boolean;
}

export class NexthopTable {
  private readonly byId = new Map<number, NexthopEntry>();
  private readonly groupsOf = new Map<number, Set<number>>();
  private readonly byDevice = new Map<Device, Set<number>>();
  private last = 0;
  generation = 1;

  get(id: number): NexthopEntry | undefined {
    return this.byId.get(id);
  }

  /** nh_find_unused_id(). */
  freeId(): number {
    do this.last = this.last >= 0xffffffff ? 1 : this.last + 1;
    while (this.byId.has(this.last));
    return this.last;
  }

  /** In the order of the ids. */
  all(): NexthopEntry[] {
    return [...this.byId.values()].sort((a, b) => a.id - b.id);
  }

  add(entry: NexthopEntry): void {
    this.byId.set(entry.id, entry);
    this.index(entry);
    this.generation++;
  }

  remove(entry: NexthopEntry): void {
    this.byId.delete(entry.id);
    this.unindex(entry);
    this.generation++;
  }

  /** Gives an object of the same id another way, or other members; a group stays whose it was: replace_nexthop_single(), replace_nexthop_grp(). */
  change(entry: NexthopEntry, to: Omit<NexthopEntry, 'id'>): void {
    this.unindex(entry);
    const { hop, group, family, flags, blackhole, fdb, hwStats } = to;
    const { protocol } = group === undefined ? to : entry;
    Object.assign(entry, { hop, group, family, protocol, flags, blackhole, fdb, hwStats });
    this.index(entry);
    this.generation++;
  }

  /** Groups that a nexthop is in, the last that took it first. */
  groups(id: number): NexthopEntry[] {
    return [...(this.groupsOf.get(id) ?? [])].reverse().flatMap((group) => this.byId.get(group) ?? []);
  }

  /** Those that leave by a link, the last first. */
  of(dev: Device): NexthopEntry[] {
    return [...(this.byDevice.get(dev) ?? [])].reverse().flatMap((id) => this.byId.get(id) ?? []);
  }

  /** The ways that a route by this object has. */
  hopsOf({ group, hop, blackhole }: NexthopEntry): readonly Hop[] {
    if (group === undefined) return [blackhole ? { ...hop, blackhole } : hop];
    return group.flatMap(({ id, weight }) => {
      const member = this.byId.get(id);
      return member === undefined ? [] : [{ ...member.hop, weight, member: true, ...(member.blackhole && { blackhole: true }) }];
    });
  }

  /** fib_check_nexthop(). Throws Refusal. */
  expectUsable(entry: NexthopEntry, scope: number): void {
    if (entry.fdb) throw new Refusal(EINVAL, 'Route cannot point to a fdb nexthop');
    if (entry.group !== undefined && scope === RT_SCOPE.host) throw new Refusal(EINVAL, 'Route with host scope can not have multiple nexthops');
    const first = entry.group === undefined ? entry : this.byId.get(entry.group[0]?.id ?? 0);
    if (first === undefined) return;
    if (scope === RT_SCOPE.host && first.hop.gateway !== undefined) throw new Refusal(EINVAL, 'Route with host scope can not have a gateway');
    if ((first.hop.flags & RTNH_F_ONLINK) !== 0 && scope >= RT_SCOPE.link) throw new Refusal(EINVAL, 'Scope mismatch with nexthop');
  }

  /** fib6_check_nexthop(). Throws Refusal. */
  expectUsable6(entry: NexthopEntry): void {
    const members = entry.group === undefined ? [entry] : entry.group.flatMap(({ id }) => this.byId.get(id) ?? []);
    if (members.some(({ family }) => family === AF_INET)) throw new Refusal(EINVAL, 'IPv6 routes can not use an IPv4 nexthop');
    if (entry.fdb) throw new Refusal(EINVAL, 'Route cannot point to a fdb nexthop');
  }

  private index({ id, group, hop }: NexthopEntry): void {
    for (const member of group ?? []) this.setOf(this.groupsOf, member.id).add(id);
    if (group === undefined && hop.dev !== undefined) this.setOf(this.byDevice, hop.dev).add(id);
  }

  private unindex({ id, group, hop }: NexthopEntry): void {
    for (const member of group ?? []) this.groupsOf.get(member.id)?.delete(id);
    if (hop.dev !== undefined) this.byDevice.get(hop.dev)?.delete(id);
  }

  private setOf<K>(map: Map<K, Set<number>>, key: K): Set<number> {
    const known = map.get(key) ?? new Set<number>();
    map.set(key, known);
    return known;
  }
}
