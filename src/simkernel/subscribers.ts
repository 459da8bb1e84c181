// Who hears which group in which namespace. net/netlink/af_netlink.c: netlink_broadcast_filtered(), do_one_broadcast().

import type { NetNamespace } from './namespace.js';
import { type Addressed, datagram, type Outgoing } from './protocol.js';
import type { SimulatedSocket } from './socket.js';

/** Who hears which group. */
export class Subscribers {
  /** By namespace and group, in the order in which they joined. */
  private readonly own = new Map<NetNamespace, Map<number, Set<SimulatedSocket>>>();
  /** Those that listen to every namespace which has an id in theirs. */
  private readonly everywhere = new Map<number, Set<SimulatedSocket>>();
  /** While it is set, notifications are kept back there. */
  private held: (() => void)[] | undefined;

  /** @internal */
  add(socket: SimulatedSocket, group: number): void {
    groupsOf(this.own, socket.ns, group).add(socket);
    if (socket.options.allNamespaces) setOf(this.everywhere, group).add(socket);
  }

  /** @internal */
  remove(socket: SimulatedSocket, group: number): void {
    this.own.get(socket.ns)?.get(group)?.delete(socket);
    this.everywhere.get(group)?.delete(socket);
  }

  /** From now on what is told waits for `release`. */
  hold(): void {
    this.held ??= [];
  }

  /** Hands out what was kept back, in the order that `order` makes of it. */
  release(order: (waiting: (() => void)[]) => (() => void)[]): void {
    const waiting = this.held ?? [];
    this.held = undefined;
    for (const tell of order(waiting)) tell();
  }

  /** @internal Sends a message to all of a group, and to `echoed` once, whether it is in the group or not. */
  notify(ns: NetNamespace, group: number, make: () => Outgoing, addressed: Addressed, echoed: SimulatedSocket | undefined): void {
    const here = this.own.get(ns)?.get(group);
    const elsewhere = this.everywhere.get(group);
    if (here === undefined && elsewhere === undefined && echoed === undefined) return;
    if ((here?.size ?? 0) + (elsewhere?.size ?? 0) === 0 && echoed === undefined) return;
    const bytes = datagram(make(), addressed, ns.kernel.littleEndian);
    const tell = () => {
      for (const socket of here ?? []) if (socket !== echoed) socket.deliver(bytes);
      for (const socket of elsewhere ?? []) {
        if (socket.ns === ns) continue;
        const nsid = socket.ns.nsids.idOf(ns);
        if (nsid !== undefined) socket.deliver(bytes, nsid);
      }
    };
    if (this.held === undefined) tell();
    else this.held.push(tell);
    echoed?.deliver(bytes);
  }
}

function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}

function groupsOf(own: Map<NetNamespace, Map<number, Set<SimulatedSocket>>>, ns: NetNamespace, group: number): Set<SimulatedSocket> {
  const groups = own.get(ns) ?? new Map<number, Set<SimulatedSocket>>();
  own.set(ns, groups);
  return setOf(groups, group);
}
