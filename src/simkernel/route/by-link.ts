// The routes that leave by a link, and those of a prefix among them.

import type { Device } from '../link/device.js';
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
      if (known.byPrefix !== undefined) put(known.byPrefix, route);
    }
  }

  drop(dev: Device, route: RouteEntry): void {
    const known = this.links.get(dev);
    if (known === undefined) return;
    known.all.delete(route);
    if (known.all.size === 0) this.links.delete(dev);
    const key = keyOf(route);
    const sharing = known.byPrefix?.get(key);
    sharing?.delete(route);
    if (sharing?.size === 0) known.byPrefix?.delete(key);
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
      for (const route of known.all) put(known.byPrefix, route);
    }
    return [...(known.byPrefix.get(key) ?? [])];
  }
}

function put(byPrefix: Map<string, Set<RouteEntry>>, route: RouteEntry): void {
  const key = keyOf(route);
  const sharing = byPrefix.get(key);
  if (sharing === undefined) byPrefix.set(key, new Set([route]));
  else sharing.add(route);
}
