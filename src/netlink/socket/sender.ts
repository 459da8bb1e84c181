// Sends datagrams in the order of the calls: at once where the kernel answers without waiting, or has lately done so (pace.ts), else from
// libuv's thread pool with write(2), which on a netlink socket that is not connected goes to port 0, the kernel (net/netlink/af_netlink.c:
// netlink_sendmsg). One pooled send per socket, so that slow ones leave the rest of the pool to others.

import { hostIsLittleEndian } from '../bytes.js';
import { SystemError } from '../errors.js';
import { Queue } from '../queue.js';
import { anyPort } from './layout.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { EINTR } from './linux.js';
import { Pace } from './pace.js';

const { write } = process.getBuiltinModule('node:fs');

/** Bytes of a nlmsghdr. */
const NLMSG_HDRLEN = 16;

/** A kind that is never sent at once. */
const SEVERAL = -1;

interface Waiting {
  readonly datagram: Uint8Array;
  readonly mayWait: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Sender {
  private readonly kernel = anyPort();
  private readonly waiting = new Queue<Waiting>();
  /** One is on its way through the pool, or those that waited for it are being sent. */
  private busy = false;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
    private readonly pace = new Pace(),
    private readonly now = () => performance.now(),
  ) {}

  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    if (!this.busy && this.sendAtOnce(datagram, mayWait)) return undefined;
    return new Promise((resolve, reject) => {
      this.waiting.push({ datagram, mayWait, resolve, reject });
      if (!this.busy) this.sendNext();
    });
  }

  /** Resolves once everything handed to `send` so far has gone out or failed. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.busy) this.onIdle = resolve;
      else resolve();
    });
  }

  private readonly sendNext = (): void => {
    const next = this.waiting.shift() as Waiting;
    this.busy = true;
    try {
      if (!this.sendAtOnce(next.datagram, next.mayWait)) return this.sendFromPool(next);
      next.resolve();
    } catch (error) {
      next.reject(error);
    }
    this.goOn();
  };

  /** With the one behind only when whoever sent this one has had his turn: its reply is read then, and replies do not pile up. */
  private goOn(): void {
    this.busy = this.waiting.length > 0;
    if (this.busy) queueMicrotask(this.sendNext);
    else this.onIdle?.();
  }

  /** Whether it is a matter of the calling thread; then it is sent. */
  private sendAtOnce(datagram: Uint8Array, mayWait: boolean): boolean {
    if (!mayWait) {
      this.sendNow(datagram);
      return true;
    }
    const kind = kindOf(datagram);
    if (kind === SEVERAL || !this.pace.atOnce(kind)) return false;
    const start = this.now();
    try {
      this.sendNow(datagram);
    } finally {
      this.pace.sent(kind, this.now() - start);
    }
    return true;
  }

  private sendNow(datagram: Uint8Array): void {
    let result: number;
    do result = this.libc.sendto(this.fd, datagram, 0, this.kernel);
    while (result === -EINTR);
    check('sendto', result);
  }

  /** A datagram is written whole or not at all; libuv itself repeats a write that a signal interrupted. */
  private sendFromPool({ datagram, resolve, reject }: Waiting): void {
    const start = this.now();
    write(this.fd, datagram, (error) => {
      this.pace.pooled(kindOf(datagram), this.now() - start);
      if (error === null) resolve();
      else reject(error.errno === undefined ? error : new SystemError('write', -error.errno));
      this.goOn();
    });
  }
}

/** Type and flags of the message that a datagram is; SEVERAL where it holds more than one. */
function kindOf(datagram: Uint8Array): number {
  const at = (i: number) => datagram[i] as number;
  const length = hostIsLittleEndian ? at(0) | (at(1) << 8) | (at(2) << 16) : (at(1) << 16) | (at(2) << 8) | at(3);
  if (datagram.length < NLMSG_HDRLEN || length < datagram.length) return SEVERAL;
  return at(4) * 0x1000000 + ((at(5) << 16) | (at(6) << 8) | at(7));
}
