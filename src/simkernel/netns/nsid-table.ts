// What a namespace calls others. net/core/net_namespace.c: alloc_netid(), __peernet2id().

import type { NetNamespace } from '../namespace.js';

export class NsidTable {
  private readonly byPeer = new Map<NetNamespace, number>();
  private readonly byId = new Map<number, NetNamespace>();

  constructor(private readonly ns: NetNamespace) {}

  idOf(peer: NetNamespace): number | undefined {
    return this.byPeer.get(peer);
  }

  find(id: number): NetNamespace | undefined {
    return this.byId.get(id);
  }

  /** Takes `id` for the namespace, or the lowest that is free; undefined where `id` is in use. */
  assign(peer: NetNamespace, id?: number): number | undefined {
    let chosen = id ?? 0;
    if (id === undefined) while (this.byId.has(chosen)) chosen++;
    else if (this.byId.has(id)) return undefined;
    this.byPeer.set(peer, chosen);
    this.byId.set(chosen, peer);
    peer.knownIn.add(this.ns);
    return chosen;
  }

  forget(peer: NetNamespace): number | undefined {
    const id = this.byPeer.get(peer);
    if (id === undefined) return undefined;
    this.byPeer.delete(peer);
    this.byId.delete(id);
    peer.knownIn.delete(this.ns);
    return id;
  }

  /** In the order of the ids. */
  entries(): [id: number, peer: NetNamespace][] {
    return [...this.byId].sort(([a], [b]) => a - b);
  }
}
