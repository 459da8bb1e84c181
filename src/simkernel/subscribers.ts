// Who hears which group in which namespace. net/netlink/af_netlink.c: netlink_broadcast_filtered(), do_one_broadcast().

import type { NetNamespace } from './namespace.js';
import { type Addressed, datagram, type MessageName, type Outgoing } from './protocol.js';
import { setOf } from './sets.js';
import type { SimulatedSocket } from './socket.js';

/** A notification that is held back. */
export interface Held {
  readonly name: MessageName;
  /** The multicast group it is for: RTNLGRP_*. */
  readonly group: number;
  /** Where it is told. */
  readonly netns: NetNamespace;
  /** @internal */
  readonly tell: () => void;
}

/** Who hears which group. */
export class Subscribers {
  /** By namespace and group, in the order in which they joined. */
  private readonly own = new Map<NetNamespace, Map<number, Set<SimulatedSocket>>>();
  /** Those that listen to every namespace which has an id in theirs. */
  private readonly everywhere = new Map<number, Set<SimulatedSocket>>();
  /** While it is set, notifications are kept back there. */
  private held: Held[] | undefined;

  add(socket: SimulatedSocket, group: number): void {
    groupsOf(this.own, socket.ns, group).add(socket);
    if (socket.options.allNamespaces) setOf(this.everywhere, group).add(socket);
  }

  remove(socket: SimulatedSocket, group: number): void {
    this.own.get(socket.ns)?.get(group)?.delete(socket);
    this.everywhere.get(group)?.delete(socket);
  }

  /** From now on what is told waits for `release`. */
  hold(): void {
    this.held ??= [];
  }

  /** Hands out what was kept back, in the order that `order` makes of it. */
  release(order: (held: readonly Held[]) => readonly Held[]): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const { tell } of order(held)) tell();
  }

  /** Sends a message to all of a group, and to `echoed` once, whether it is in the group or not. */
  notify(ns: NetNamespace, group: number, make: () => Outgoing, addressed: Addressed, echoed: SimulatedSocket | undefined): void {
    const here = this.own.get(ns)?.get(group);
    const elsewhere = this.everywhere.get(group);
    if (here === undefined && elsewhere === undefined && echoed === undefined) return;
    if ((here?.size ?? 0) + (elsewhere?.size ?? 0) === 0 && echoed === undefined) return;
    const outgoing = make();
    const bytes = datagram(outgoing, addressed, ns.kernel.littleEndian);
    const groups = 1 << (group - 1);
    const tell = () => {
      const lost = ns.kernel.faults.loses(outgoing.name, ns);
      const hand = (socket: SimulatedSocket, nsid?: number) => (lost ? socket.overflow() : socket.deliver(bytes, { groups, ...(nsid !== undefined && { nsid }) }));
      for (const socket of here ?? []) if (socket !== echoed) hand(socket);
      for (const socket of elsewhere ?? []) {
        if (socket.ns === ns) continue;
        const nsid = socket.ns.nsids.idOf(ns);
        if (nsid !== undefined) hand(socket, nsid);
      }
    };
    if (this.held === undefined) tell();
    else this.held.push({ name: outgoing.name, group, netns: ns, tell });
    echoed?.deliver(bytes);
  }
}

function groupsOf(own: Map<NetNamespace, Map<number, Set<SimulatedSocket>>>, ns: NetNamespace, group: number): Set<SimulatedSocket> {
  const groups = own.get(ns) ?? new Map<number, Set<SimulatedSocket>>();
  own.set(ns, groups);
  return setOf(groups, group);
}
