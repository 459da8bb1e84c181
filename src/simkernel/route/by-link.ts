// The routes that leave by a link, and those of a prefix among them.

import type { Device } from '../link/device.js';
import { dropFrom, setOf } from '../sets.js';
import type { RouteEntry } from './route.js';

type Prefix = Pick<RouteEntry, 'table' | 'dst' | 'length'>;

interface Routes {
  readonly all: Set<RouteEntry>;
  /** Kept once one was looked for among many. */
  byPrefix: Map<string, Set<RouteEntry>> | undefined;
}

/** As many are looked through sooner than they are sorted. */
const FEW = 16;

const keyOf = ({ table, dst, length }: Prefix): string => `${table} ${dst}/${length}`;

export class RoutesByLink {
  private readonly links = new Map<Device, Routes>();

  add(dev: Device, route: RouteEntry): void {
    const known = this.links.get(dev);
    if (known === undefined) this.links.set(dev, { all: new Set([route]), byPrefix: undefined });
    else {
      known.all.add(route);
      if (known.byPrefix !== undefined) setOf(known.byPrefix, keyOf(route)).add(route);
    }
  }

  drop(dev: Device, route: RouteEntry): void {
    const known = this.links.get(dev);
    if (known === undefined) return;
    known.all.delete(route);
    if (known.all.size === 0) this.links.delete(dev);
    if (known.byPrefix !== undefined) dropFrom(known.byPrefix, keyOf(route), route);
  }

  of(dev: Device): ReadonlySet<RouteEntry> {
    return this.links.get(dev)?.all ?? new Set<RouteEntry>();
  }

  ofPrefix(dev: Device, prefix: Prefix): RouteEntry[] {
    const known = this.links.get(dev);
    if (known === undefined) return [];
    const key = keyOf(prefix);
    if (known.byPrefix === undefined && known.all.size <= FEW) return [...known.all].filter((route) => keyOf(route) === key);
    if (known.byPrefix === undefined) {
      known.byPrefix = new Map();
      for (const route of known.all) setOf(known.byPrefix, keyOf(route)).add(route);
    }
    return [...(known.byPrefix.get(key) ?? [])];
  }
}
