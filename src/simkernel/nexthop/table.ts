// Nexthop objects and groups of them. net/ipv4/nexthop.c: struct nexthop, nh_group.

import type { Device } from '../link/device.js';
import type { Hop } from '../route/route.js';

export interface NexthopEntry {
  readonly id: number;
  readonly family: number;
  readonly protocol: number;
  flags: number;
  hop: Hop;
  readonly blackhole: boolean;
  readonly fdb: boolean;
  /** Of a group; `hop` means nothing then. */
  group: readonly { readonly id: number; readonly weight: number }[] | undefined;
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

  /** Gives an object of the same id another way, or other members. */
  change(entry: NexthopEntry, to: Pick<NexthopEntry, 'hop' | 'group'>): void {
    this.unindex(entry);
    entry.hop = to.hop;
    entry.group = to.group;
    this.index(entry);
    this.generation++;
  }

  /** Groups that a nexthop is in. */
  groups(id: number): NexthopEntry[] {
    return [...(this.groupsOf.get(id) ?? [])].flatMap((group) => this.byId.get(group) ?? []);
  }

  of(dev: Device): NexthopEntry[] {
    return [...(this.byDevice.get(dev) ?? [])].flatMap((id) => this.byId.get(id) ?? []);
  }

  /** The ways that a route by this object has. */
  hopsOf({ group, hop, blackhole }: NexthopEntry): readonly Hop[] {
    if (group === undefined) return blackhole ? [] : [hop];
    return group.flatMap(({ id, weight }) => {
      const member = this.byId.get(id);
      return member === undefined ? [] : [{ ...member.hop, weight }];
    });
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
