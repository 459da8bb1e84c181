// Sends datagrams in the order of the calls: at once with send(2) where the kernel answers without waiting, or has lately done so (pace.ts), else
// from libuv's thread pool with write(2). On a netlink socket that is not connected both go to port 0, the kernel (net/netlink/af_netlink.c:
// netlink_sendmsg). One pooled send per socket, so that slow ones leave the rest of the pool to others.

import { hostIsLittleEndian } from '../bytes.js';
import { EINTR } from '../errno-numbers.js';
import { SystemError } from '../errors.js';
import { Queue } from '../queue.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { Pace } from './pace.js';
import { pool } from './pool.js';

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
  private readonly waiting = new Queue<Waiting>();
  /** One is on its way through the pool, or those that waited for it are being sent. */
  private busy = false;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
    private readonly pace = new Pace(),
    private readonly now = () => performance.now(),
    private readonly threads = pool,
  ) {}

  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    if (!this.busy && (!mayWait || (this.isQuick(datagram) && !this.pace.spent))) {
      this.sendHere(datagram, mayWait);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const one = { datagram, mayWait, resolve, reject };
      if (this.busy) this.waiting.push(one);
      else this.start(one);
    });
  }

  /** Resolves once everything handed to `send` so far has gone out or failed. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.busy) this.onIdle = resolve;
      else resolve();
    });
  }

  /** As its kind was so far. */
  private isQuick(datagram: Uint8Array): boolean {
    const kind = kindOf(datagram);
    return kind !== SEVERAL && this.pace.isQuick(kind);
  }

  /** Sends one from where it is to be sent from, and then those behind it. */
  private start(one: Waiting): void {
    this.busy = true;
    if (one.mayWait && !this.isQuick(one.datagram)) {
      this.sendFromPool(one);
    } else if (one.mayWait && this.pace.spent) {
      setImmediate(() => {
        this.pace.rest();
        this.sendNext(one);
      });
    } else {
      // Whoever sent the one before has his turn first: he reads the reply, and replies do not pile up.
      queueMicrotask(() => this.sendNext(one));
    }
  }

  private sendHere(datagram: Uint8Array, mayWait: boolean): void {
    const start = mayWait ? this.now() : 0;
    try {
      let result: number;
      do result = this.libc.send(this.fd, datagram);
      while (result === -EINTR);
      check('send', result);
    } finally {
      if (mayWait) this.pace.sent(kindOf(datagram), this.now() - start);
    }
  }

  private sendNext({ datagram, mayWait, resolve, reject }: Waiting): void {
    let told = resolve;
    try {
      this.sendHere(datagram, mayWait);
    } catch (error) {
      told = () => reject(error);
    }
    this.goOn(told);
  }

  /** A datagram is written whole or not at all; libuv itself repeats a write that a signal interrupted. */
  private sendFromPool({ datagram, resolve, reject }: Waiting): void {
    const start = this.now();
    this.threads.enter();
    write(this.fd, datagram, (error) => {
      this.threads.leave();
      this.pace.pooled(kindOf(datagram), this.now() - start);
      this.goOn(() => {
        if (error === null) resolve();
        else reject(error.errno === undefined ? error : new SystemError('write', -error.errno));
      });
    });
  }

  private goOn(told: () => void): void {
    told();
    const next = this.waiting.shift();
    this.busy = next !== undefined;
    if (next !== undefined) this.start(next);
    else this.onIdle?.();
  }
}

/** Type and flags of the message that a datagram is; SEVERAL where it holds more than one. */
function kindOf(datagram: Uint8Array): number {
  if (datagram.length < NLMSG_HDRLEN || lengthOf(datagram) < datagram.length) return SEVERAL;
  return (datagram[4] as number) * 0x1000000 + (((datagram[5] as number) << 16) | ((datagram[6] as number) << 8) | (datagram[7] as number));
}

/** The lower 24 bits of nlmsg_len. */
function lengthOf(datagram: Uint8Array): number {
  const first = datagram[hostIsLittleEndian ? 0 : 3] as number;
  const second = datagram[hostIsLittleEndian ? 1 : 2] as number;
  const third = datagram[hostIsLittleEndian ? 2 : 1] as number;
  return first | (second << 8) | (third << 16);
}
