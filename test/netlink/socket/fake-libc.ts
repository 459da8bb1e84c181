// A C library whose kernel is the test: what waits in the socket's queue, and when a call on another thread is done. Addresses are made up; the
// structures behind them are read as the kernel reads them. Of 64-bit machines.

import { hostIsLittleEndian } from '../../../src/netlink/bytes.js';
import type { Libc } from '../../../src/netlink/socket/libc.js';

const EAGAIN = 11;
const MMSGHDR = 64;
const LENGTH_AT = 56;

/** What recvmsg finds: a datagram, the kernel's own unless said otherwise, or an errno. */
export type Queued = { readonly bytes: Uint8Array; readonly from?: number } | { readonly errno: number };

export class FakeLibc {
  readonly queue: Queued[] = [];
  /** Calls on the calling thread. */
  here = 0;
  /** Calls on another thread. */
  elsewhere = 0;
  /** No other thread is free. */
  occupied = false;
  private readonly memory: { readonly base: bigint; readonly bytes: Uint8Array }[] = [];
  private next = 0x1000n;
  private call: (() => void) | undefined;
  private asked: (() => void) | undefined;

  readonly libc = {
    addressOf: (bytes: Uint8Array) => {
      const base = this.next;
      this.memory.push({ base, bytes });
      this.next += BigInt(bytes.length + 0x1000);
      return base;
    },
    recvmsg: (_fd: number, header: Uint8Array) => {
      this.here++;
      return this.recvmsg(header);
    },
    timeLater: (seconds: Uint8Array, done: () => void) => {
      this.asked = () => {
        seconds[0] = 1;
        done();
      };
      if (!this.occupied) this.answer();
    },
    recvmmsg: (_fd: number, headers: Uint8Array, count: number) => {
      this.here++;
      return this.recvmmsg(headers, count);
    },
    recvmmsgLater: (_fd: number, headers: Uint8Array, count: number, _flags: number, done: (result: number) => void) => {
      if (this.call !== undefined) throw new Error('two calls at once');
      this.elsewhere++;
      this.call = () => done(this.recvmmsg(headers, count));
    },
  } as Partial<Libc> as Libc;

  /** Whether a call on another thread is under way. */
  get busy(): boolean {
    return this.call !== undefined;
  }

  /** A thread is free at last. */
  answer(): void {
    const { asked } = this;
    this.asked = undefined;
    asked?.();
  }

  /** It reads what is there, and comes back. */
  complete(): void {
    const { call } = this;
    this.call = undefined;
    call?.();
  }

  private recvmmsg(headers: Uint8Array, count: number): number {
    for (let i = 0; i < count; i++) {
      const result = this.recvmsg(headers.subarray(i * MMSGHDR, (i + 1) * MMSGHDR));
      // As the kernel does: what fails behind the first is told by the next call.
      if (result < 0) {
        if (i > 0 && result !== -EAGAIN) this.queue.unshift({ errno: -result });
        return i > 0 ? i : result;
      }
      new DataView(headers.buffer, headers.byteOffset + i * MMSGHDR).setUint32(LENGTH_AT, result, hostIsLittleEndian);
    }
    return count;
  }

  private recvmsg(header: Uint8Array): number {
    const first = this.queue.shift();
    if (first === undefined) return -EAGAIN;
    if ('errno' in first) return -first.errno;
    const view = new DataView(header.buffer, header.byteOffset, header.length);
    const word = (at: number, of = view) => of.getBigUint64(at, hostIsLittleEndian);
    const name = this.at(word(0));
    new DataView(name.buffer, name.byteOffset).setUint32(4, first.from ?? 0, hostIsLittleEndian);
    const iovecs = this.at(word(16));
    const iovec = new DataView(iovecs.buffer, iovecs.byteOffset);
    let copied = 0;
    for (let i = 0; i < Number(word(24)); i++) {
      const part = first.bytes.subarray(copied, copied + Number(word(16 * i + 8, iovec)));
      this.at(word(16 * i, iovec)).set(part);
      copied += part.length;
    }
    return first.bytes.length;
  }

  private at(address: bigint): Uint8Array {
    const block = this.memory.find(({ base, bytes }) => address >= base && address < base + BigInt(bytes.length));
    if (block === undefined) throw new Error(`nothing is at ${address}`);
    return block.bytes.subarray(Number(address - block.base));
  }
}
