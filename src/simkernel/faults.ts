// What is to go wrong, on demand: requests that fail, come late or never, lists that are interrupted, notifications that are lost or out of order.

import { errnoOf } from '../netlink/errno.js';
import type { Place, SimulatedKernel } from './kernel.js';
import type { NetNamespace } from './namespace.js';
import { type MessageName, nameOf } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request } from './request.js';
import type { SimulatedSocket } from './socket.js';
import type { Held } from './subscribers.js';

/** What a fault is about: messages counted from the moment it was set. */
export interface FaultWhere {
  /** Only messages of this name: `RTM_NEWLINK`. Of any by default, look-ups of links by name among them. */
  readonly type?: MessageName;
  /** Only those sent from this namespace; of notifications, those told in it. */
  readonly netns?: Place;
  /** Passes over so many; 0 by default. */
  readonly after?: number;
  /** How many it is about; 1 by default. */
  readonly times?: number;
}

type Kind = 'fail' | 'drop' | 'loseReply' | 'delay' | 'interrupt' | 'overflow';

interface Planned {
  readonly kind: Kind;
  readonly type: MessageName | undefined;
  readonly ns: NetNamespace | undefined;
  skip: number;
  left: number;
  readonly errno: number;
  readonly text: string | undefined;
  readonly milliseconds: number;
}

/** The faults of a kernel. Each is used up by the messages it strikes. */
export class Faults {
  private planned: Planned[] = [];

  /** @internal */
  constructor(private readonly kernel: SimulatedKernel) {}

  /** A request is refused, before the kernel looks at it: `'ENOBUFS'`, and the words that the extended ACK is to have. Throws RangeError for what is no errno's name. */
  fail(errno: string, { text, ...where }: FaultWhere & { readonly text?: string } = {}): void {
    const number = errnoOf(errno);
    if (number === undefined) throw new RangeError(`${errno} is no errno`);
    this.plan('fail', where, { errno: number, text });
  }

  /** A request does not come in: nothing is done and nothing answered. A list that is never answered holds up the next on its client, as one that the kernel is at. */
  drop(where: FaultWhere = {}): void {
    this.plan('drop', where);
  }

  /** What a request asks for is done, and the answer finds no room: its sender is told ENOBUFS, and not whether it was done. */
  loseReply(where: FaultWhere = {}): void {
    this.plan('loseReply', where);
  }

  /** The datagram of a request comes in `milliseconds` later, by the kernel's clock. */
  delay(milliseconds: number, where: FaultWhere = {}): void {
    this.plan('delay', where, { milliseconds });
  }

  /** A list says that what it lists has changed meanwhile (NLM_F_DUMP_INTR): whoever asked for it asks again, 6 times in all. `type` is the request's: `RTM_GETLINK`. */
  interrupt(where: FaultWhere = {}): void {
    this.plan('interrupt', where);
  }

  /** A notification finds no room in the buffer of anybody who listens: it is lost, and they are told so (ENOBUFS). */
  overflow(where: FaultWhere = {}): void {
    this.plan('overflow', where);
  }

  /** From now on notifications are held back, until `release`. */
  hold(): void {
    this.kernel.subscribers.hold();
  }

  /** Hands out those held back, in the order that `order` gives; that of the kernel by default. What it leaves out nobody is told of. */
  release(order: (held: readonly Held[]) => readonly Held[] = (held) => held): void {
    this.kernel.subscribers.release(order);
  }

  /** Forgets all that was planned, and hands out what was held back. */
  clear(): void {
    this.planned = [];
    this.release();
  }

  /** @internal Whether a request is to be passed over. */
  drops(request: Request): boolean {
    return this.take('drop', request.header.type, request.ns) !== undefined;
  }

  /** @internal Whether the answer is to be lost. */
  losesReply(request: Request): boolean {
    return this.take('loseReply', request.header.type, request.ns) !== undefined;
  }

  /** @internal Throws Refusal where a request is to fail. */
  strike(request: Request): void {
    const fault = this.take('fail', request.header.type, request.ns);
    if (fault !== undefined) throw new Refusal(fault.errno, fault.text);
  }

  /** @internal Whether the list that a request asks for is to look interrupted. */
  interrupts(request: Request): boolean {
    return this.take('interrupt', request.header.type, request.ns) !== undefined;
  }

  /** @internal Whether a notification is to be lost. */
  loses(name: MessageName, ns: NetNamespace): boolean {
    return this.takeNamed('overflow', name, ns) !== undefined;
  }

  /** @internal How late a datagram is to come in. */
  delayOf(bytes: Uint8Array, socket: SimulatedSocket): number {
    if (bytes.length < 16) return 0;
    const type = new DataView(bytes.buffer, bytes.byteOffset).getUint16(4, socket.littleEndian);
    return this.take('delay', type, socket.ns)?.milliseconds ?? 0;
  }

  private plan(kind: Kind, { after = 0, times = 1, type, netns }: FaultWhere, told: Partial<Planned> = {}): void {
    const ns = netns === undefined ? undefined : this.kernel.namespace(netns);
    this.planned.push({ kind, type, ns, skip: after, left: times, errno: 0, text: undefined, milliseconds: 0, ...told });
  }

  private take(kind: Kind, type: number, ns: NetNamespace): Planned | undefined {
    return this.planned.length === 0 ? undefined : this.takeNamed(kind, nameOf(type), ns);
  }

  private takeNamed(kind: Kind, name: MessageName | undefined, ns: NetNamespace): Planned | undefined {
    let struck: Planned | undefined;
    for (const fault of this.planned) {
      if (fault.kind !== kind || (fault.type !== undefined && fault.type !== name) || (fault.ns !== undefined && fault.ns !== ns)) continue;
      if (fault.skip > 0) fault.skip--;
      else if (struck === undefined && fault.left > 0) {
        fault.left--;
        struck = fault;
      }
    }
    if (struck !== undefined) this.planned = this.planned.filter(({ left }) => left > 0);
    return struck;
  }
}
