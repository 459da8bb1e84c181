// Sends datagrams in the order of the calls: at once where the kernel answers without waiting, else from libuv's thread
// pool with write(2), which on a netlink socket that is not connected goes to port 0, the kernel (net/netlink/af_netlink.c:
// netlink_sendmsg). One pooled send per socket, so that slow ones leave the rest of the pool to others.

import { write } from 'node:fs';
import { SystemError } from '../errors.js';
import { anyPort } from './layout.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { EINTR } from './linux.js';

interface Waiting {
  readonly datagram: Uint8Array;
  readonly mayWait: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Sender {
  private readonly kernel = anyPort();
  private readonly waiting: Waiting[] = [];
  private writing = false;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
  ) {}

  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    if (!mayWait && !this.writing) {
      this.sendNow(datagram);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ datagram, mayWait, resolve, reject });
      this.advance();
    });
  }

  /** Resolves once everything handed to `send` so far has gone out or failed. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.writing) this.onIdle = resolve;
      else resolve();
    });
  }

  private advance(): void {
    while (!this.writing) {
      const next = this.waiting.shift();
      if (next === undefined) break;
      if (next.mayWait) this.sendFromPool(next);
      else this.settle(next);
    }
    if (!this.writing) this.onIdle?.();
  }

  private settle({ datagram, resolve, reject }: Waiting): void {
    try {
      this.sendNow(datagram);
      resolve();
    } catch (error) {
      reject(error);
    }
  }

  private sendNow(datagram: Uint8Array): void {
    let result: number;
    do result = this.libc.sendto(this.fd, datagram, 0, this.kernel);
    while (result === -EINTR);
    check('sendto', result);
  }

  /** A datagram is written whole or not at all; libuv itself repeats a write that a signal interrupted. */
  private sendFromPool(next: Waiting): void {
    this.writing = true;
    write(this.fd, next.datagram, (error) => {
      this.writing = false;
      if (error === null) next.resolve();
      else next.reject(error.errno === undefined ? error : new SystemError('write', -error.errno));
      this.advance();
    });
  }
}
