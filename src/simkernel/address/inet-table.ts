// The IPv4 addresses of a namespace by address. net/ipv4/devinet.c: inet_hash_insert().

import type { InetAddress } from './inet-device.js';

export class InetTable {
  private readonly byLocal = new Map<string, Set<InetAddress>>();
  /** inet_base_seq(): changes with every address. */
  generation = 1;

  add(address: InetAddress): void {
    const known = this.byLocal.get(address.local);
    if (known === undefined) this.byLocal.set(address.local, new Set([address]));
    else known.add(address);
    this.generation++;
  }

  remove(address: InetAddress): void {
    const known = this.byLocal.get(address.local);
    known?.delete(address);
    if (known?.size === 0) this.byLocal.delete(address.local);
    this.generation++;
  }

  /** Those of any link. */
  find(local: string): ReadonlySet<InetAddress> {
    return this.byLocal.get(local) ?? NONE;
  }
}

const NONE: ReadonlySet<InetAddress> = new Set();
