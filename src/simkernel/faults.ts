// What is to go wrong, on demand: requests that fail, come late or never, notifications that are lost or out of order.

import { Refusal } from './refusal.js';
import type { Request } from './request.js';
import type { SimulatedSocket } from './socket.js';

/** Which requests a fault is about; those that ask for something, counted from the moment it was set. */
export interface FaultWhere {
  /** Passes over so many; 0 by default. */
  readonly after?: number;
  /** How many it is about; 1 by default. */
  readonly times?: number;
  /** Only messages of this type (`nlmsg_type`). */
  readonly type?: number;
}

interface Planned {
  readonly kind: 'fail' | 'drop' | 'delay';
  readonly type: number | undefined;
  skip: number;
  left: number;
  readonly errno: number;
  readonly text: string | undefined;
  readonly milliseconds: number;
}

/** The faults of a kernel. Each is used up by the requests it strikes. */
export class Faults {
  private planned: Planned[] = [];

  /** A request is refused with `errno`, before the kernel looks at it. */
  fail(errno: number, { text, ...where }: FaultWhere & { readonly text?: string } = {}): void {
    this.plan('fail', where, { errno, text });
  }

  /** A request is never answered. */
  drop(where: FaultWhere = {}): void {
    this.plan('drop', where, {});
  }

  /** The datagram of a request comes in `milliseconds` later, by the kernel's clock. */
  delay(milliseconds: number, where: FaultWhere = {}): void {
    this.plan('delay', where, { milliseconds });
  }

  /** The socket loses what comes next, and is told so: ENOBUFS. */
  overflow(socket: SimulatedSocket): void {
    socket.overflow();
  }

  /** The next part of the dump under way on the socket says that what it lists has changed. */
  interrupt(socket: SimulatedSocket): void {
    socket.interruptDump();
  }

  /** Forgets all that was planned. */
  clear(): void {
    this.planned = [];
  }

  /** @internal Whether a request is to be passed over. */
  swallows(request: Request): boolean {
    return this.planned.length > 0 && this.take('drop', request.header.type) !== undefined;
  }

  /** @internal Throws Refusal where a request is to fail. */
  strike(request: Request): void {
    if (this.planned.length === 0) return;
    const fault = this.take('fail', request.header.type);
    if (fault !== undefined) throw new Refusal(fault.errno, fault.text);
  }

  /** @internal How late a datagram is to come in. */
  delayOf(bytes: Uint8Array, littleEndian: boolean): number {
    if (this.planned.length === 0 || bytes.length < 16) return 0;
    const type = new DataView(bytes.buffer, bytes.byteOffset).getUint16(4, littleEndian);
    return this.take('delay', type)?.milliseconds ?? 0;
  }

  private plan(kind: Planned['kind'], { after = 0, times = 1, type }: FaultWhere, told: Partial<Planned>): void {
    this.planned.push({ kind, type, skip: after, left: times, errno: 0, text: undefined, milliseconds: 0, ...told });
  }

  private take(kind: Planned['kind'], type: number): Planned | undefined {
    let struck: Planned | undefined;
    for (const fault of this.planned) {
      if (fault.kind !== kind || (fault.type !== undefined && fault.type !== type)) continue;
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
