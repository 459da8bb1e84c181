// A netlink socket of the simulated kernel: the Transport a client opens, and what waits to be read on it.
// net/netlink/af_netlink.c: netlink_recvmsg(), netlink_overrun(), netlink_attachskb().

import { EINVAL, ENOBUFS } from '../netlink/errno-numbers.js';
import { NetlinkError, SystemError } from '../netlink/errors.js';
import { Queue } from '../netlink/queue.js';
import type { Datagram, NamespaceRef, Parameters, Transport } from '../netlink/transport.js';
import { DUMP_MAX, DUMP_MIN, type RunningDump } from './dump.js';
import { receiveDatagram } from './intake.js';
import type { SimulatedKernel } from './kernel.js';
import type { NetNamespace } from './namespace.js';
import { type Addressed, datagram, type Outgoing } from './protocol.js';
import { parametersOf } from './sysctl.js';
import type { Origin } from './transcript.js';

/** What can be said of a socket. */
export interface SocketOptions {
  /** Whether it may change anything: CAP_NET_ADMIN. True by default. */
  readonly admin: boolean;
  /** NETLINK_GET_STRICT_CHK; true by default, as the library's own sockets have it. */
  readonly strict: boolean;
  /** NETLINK_EXT_ACK; true by default. */
  readonly extendedAck: boolean;
  /** NETLINK_CAP_ACK; false by default. */
  readonly capAck: boolean;
  /** SO_RCVBUF as the kernel counts it. */
  readonly receiveBuffer: number;
  /** Bytes the reader offers for a datagram. */
  readonly readSize: number;
  /** NETLINK_LISTEN_ALL_NSID. */
  readonly allNamespaces: boolean;
}

interface Waiting {
  readonly datagram: Datagram;
  readonly origin: Origin;
  readonly size: number;
}

/** The highest multicast group: RTNLGRP_MAX. */
const GROUP_MAX = 39;

/** What a datagram takes of the receive buffer: struct sk_buff, and its data in one of the kernel's slabs. */
function truesize(length: number): number {
  const data = length + 320;
  let slab = 512;
  while (slab < data) slab *= 2;
  return 256 + slab;
}

/** A netlink socket of the simulated kernel. */
export class SimulatedSocket implements Transport {
  readonly littleEndian: boolean;
  readonly receiveBuffer: number;
  readonly parameters: Parameters;
  private readonly queue = new Queue<Waiting>();
  private readonly groups = new Set<number>();
  private waiting = 0;
  private offered = 0;
  private congested = false;
  private lost = false;
  private dump: RunningDump | undefined;
  private listener: (() => void) | undefined;
  private woken = false;
  private closed = false;

  constructor(
    readonly kernel: SimulatedKernel,
    readonly ns: NetNamespace,
    readonly portId: number,
    readonly options: SocketOptions,
    /** Which of the kernel's sockets, counted from 0: as transcripts name it. */
    readonly number: number,
  ) {
    this.littleEndian = kernel.littleEndian;
    this.receiveBuffer = options.receiveBuffer;
    this.parameters = parametersOf(ns);
  }

  /** @inheritDoc */
  send(bytes: Uint8Array, _mayWait: boolean): Promise<void> | undefined {
    this.assertOpen();
    const copy = bytes.slice();
    const delay = this.kernel.faults.delayOf(copy, this);
    this.kernel.said.note(this, 'sent', copy);
    if (delay === 0) {
      receiveDatagram(this, copy);
      this.kernel.settle();
      return undefined;
    }
    return new Promise((resolve) => {
      this.kernel.clock.schedule(delay, () => {
        if (!this.closed) receiveDatagram(this, copy);
        this.kernel.settle();
        resolve();
      });
    });
  }

  /** @inheritDoc */
  receive(): Datagram | undefined {
    this.assertOpen();
    if (this.lost) {
      this.lost = false;
      throw new SystemError('recvmsg', ENOBUFS);
    }
    this.offered = Math.min(DUMP_MAX, Math.max(this.offered, this.options.readSize));
    const next = this.queue.shift();
    if (next !== undefined) this.waiting -= next.size;
    if (this.queue.length === 0) this.congested = false;
    if (this.dump !== undefined && this.waiting <= this.receiveBuffer / 2) this.continueDump();
    if (next !== undefined) this.kernel.said.note(this, 'received', next.datagram.bytes, next.origin);
    return next?.datagram;
  }

  /** @inheritDoc */
  listen(listener: (() => void) | undefined): void {
    if (listener !== undefined) this.assertOpen();
    this.listener = listener;
    this.wake();
  }

  /** @inheritDoc */
  join(group: number): void {
    this.assertOpen();
    if (!Number.isInteger(group) || group < 1 || group > GROUP_MAX) throw new SystemError('setsockopt', EINVAL, `multicast group ${group}`);
    this.groups.add(group);
    this.kernel.subscribers.add(this, group);
  }

  /** @inheritDoc */
  leave(group: number): void {
    this.assertOpen();
    this.groups.delete(group);
    this.kernel.subscribers.remove(this, group);
  }

  /** @inheritDoc */
  sibling({ receiveBuffer, allNamespaces, netns }: { readonly receiveBuffer?: number; readonly allNamespaces?: boolean; readonly netns?: NamespaceRef } = {}): SimulatedSocket {
    this.assertOpen();
    return this.kernel.transport({
      ...this.options,
      netns: netns ?? this.ns,
      ...(receiveBuffer !== undefined && { receiveBuffer }),
      ...(allNamespaces !== undefined && { allNamespaces }),
    });
  }

  /** @inheritDoc */
  schedule(after: number, task: () => void): () => void {
    return this.kernel.clock.schedule(after, task);
  }

  /** @inheritDoc */
  async close(): Promise<void> {
    if (this.closed) return;
    for (const group of this.groups) this.kernel.subscribers.remove(this, group);
    this.closed = true;
    this.listener = undefined;
    this.dump = undefined;
  }

  /** @internal Whether a dump is under way: another one would be EBUSY. */
  get dumping(): boolean {
    return this.dump !== undefined;
  }

  /** @internal Begins a dump: its first datagram is made at once. */
  start(dump: RunningDump): void {
    this.dump = dump;
    this.continueDump();
  }

  private continueDump(): void {
    const { bytes, last } = (this.dump as RunningDump).part(Math.max(DUMP_MIN, this.offered));
    if (last) this.dump = undefined;
    this.deliver(bytes);
  }

  /** @internal Sends one message to this socket alone. */
  unicast(outgoing: Outgoing, addressed: Addressed): void {
    this.deliver(datagram(outgoing, addressed, this.littleEndian));
  }

  /** @internal Puts a datagram where it is read; where there is no room it is lost, and the reader is told so once. */
  deliver(bytes: Uint8Array, origin: Origin = {}): void {
    if (this.closed) return;
    if (this.congested || this.waiting > this.receiveBuffer) return this.overflow();
    const size = truesize(bytes.length);
    this.waiting += size;
    const { nsid } = origin;
    this.queue.push({ datagram: { bytes, fullLength: bytes.length, senderPortId: 0, ...(nsid !== undefined && { nsid }) }, origin, size });
    this.wake();
  }

  /** @internal Loses what would have come: until the queue is read to its end everything else is lost as well. */
  overflow(): void {
    if (this.queue.length > 0) {
      if (this.congested) return;
      this.congested = true;
    }
    this.lost = true;
    this.wake();
  }

  private wake(): void {
    if (this.listener === undefined || this.woken || (this.queue.length === 0 && !this.lost)) return;
    this.woken = true;
    queueMicrotask(() => {
      this.woken = false;
      const before = this.queue.length;
      this.listener?.();
      if (this.queue.length < before) this.wake();
    });
  }

  private assertOpen(): void {
    if (this.closed) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the netlink socket is closed');
  }
}
