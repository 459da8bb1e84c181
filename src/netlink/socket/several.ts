// Reads many datagrams with one recvmmsg(2): thousands of acknowledgements come one to a datagram, and entering the kernel for each takes longer
// than what it does there. The head of each, which is all that an acknowledgement is, goes behind that of the one before; each has room of its own for
// the rest of the longest, where memory is taken only by what comes.

import { hostIsLittleEndian } from '../bytes.js';
import { EAGAIN, EINTR } from '../errno-numbers.js';
import { BARE_ACKNOWLEDGEMENT } from '../message.js';
import type { Datagram } from '../transport.js';
import { SOCKADDR_NL, wordSize } from './layout.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { MSG_CMSG_CLOEXEC, MSG_DONTWAIT, MSG_TRUNC } from './linux.js';

/** Datagrams read at once, at most. */
const SLOTS = 32;
const HEAD = BARE_ACKNOWLEDGEMENT;

// struct mmsghdr: a struct msghdr (name, namelen, iov, iovlen, control, controllen, flags, each on a word of its own) and the length.
const lengthAt = 7 * wordSize;
const MMSGHDR = 8 * wordSize;
const IOVEC = 2 * wordSize;
const NAME = 16;
const iovecsAt = SLOTS * MMSGHDR;
const namesAt = iovecsAt + 2 * SLOTS * IOVEC;

export class Several {
  private readonly structures = new DataView(new ArrayBuffer(namesAt + SLOTS * NAME));
  private readonly headers = new Uint8Array(this.structures.buffer);
  /** The same in fours. */
  private readonly words = new Int32Array(this.structures.buffer);
  private readonly heads = new Uint8Array(new ArrayBuffer(SLOTS * HEAD));
  private readonly rests: Uint8Array;
  /** Of those that were read, which is to be handed out next. */
  private next = 0;
  private count = 0;

  /** `size` bytes of room for each, beside its head. */
  constructor(
    private readonly libc: Libc,
    private readonly size: number,
  ) {
    this.rests = new Uint8Array(new ArrayBuffer(SLOTS * size));
    const base = libc.addressOf(this.headers);
    const heads = libc.addressOf(this.heads);
    const rests = libc.addressOf(this.rests);
    for (let i = 0; i < SLOTS; i++) {
      const header = i * MMSGHDR;
      const iovecs = iovecsAt + 2 * i * IOVEC;
      this.setWord(header, base + BigInt(namesAt + i * NAME));
      this.structures.setUint32(header + wordSize, SOCKADDR_NL, hostIsLittleEndian);
      this.setWord(header + 2 * wordSize, base + BigInt(iovecs));
      this.setWord(header + 3 * wordSize, 2n);
      this.setWord(iovecs, heads + BigInt(i * HEAD));
      this.setWord(iovecs + wordSize, BigInt(HEAD));
      this.setWord(iovecs + IOVEC, rests + BigInt(i * size));
      this.setWord(iovecs + IOVEC + wordSize, BigInt(size));
    }
  }

  /** Whether some that were read are yet to be handed out. */
  get isLeft(): boolean {
    return this.next < this.count;
  }

  /** The next datagram, or undefined when none is there; of the kernel's acknowledgements as many as there are, one behind the other: to messages that is the same. */
  receive(fd: number): Datagram | undefined {
    if (this.next === this.count) {
      this.next = 0;
      this.count = this.read(fd);
      if (this.count === 0) return undefined;
    }
    const first = this.next;
    const next = this.behindShort(first);
    this.next = next;
    if (next === first) return this.long(this.next++);
    const bytes = this.heads.slice(first * HEAD, next * HEAD);
    return { bytes, fullLength: bytes.length, senderPortId: 0 };
  }

  /** What fails behind the first is told by the next call. */
  private read(fd: number): number {
    for (;;) {
      const result = this.libc.recvmmsg(fd, this.headers, SLOTS, MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC);
      if (result >= 0) return result;
      if (result === -EAGAIN) return 0;
      if (result !== -EINTR) check('recvmmsg', result);
    }
  }

  /** The first from `next` on that the kernel did not send or that is not as long as an acknowledgement. */
  private behindShort(next: number): number {
    const { words, count } = this;
    let i = next;
    while (i < count && words[(i * MMSGHDR + lengthAt) >> 2] === HEAD && words[(i * NAME + namesAt + 4) >> 2] === 0) i++;
    return i;
  }

  private long(i: number): Datagram {
    const fullLength = this.structures.getUint32(i * MMSGHDR + lengthAt, hostIsLittleEndian);
    const length = Math.min(fullLength, HEAD + this.size);
    const bytes = new Uint8Array(length);
    bytes.set(this.heads.subarray(i * HEAD, i * HEAD + Math.min(length, HEAD)));
    if (length > HEAD) bytes.set(this.rests.subarray(i * this.size, i * this.size + length - HEAD), HEAD);
    return { bytes, fullLength, senderPortId: this.structures.getUint32(namesAt + i * NAME + 4, hostIsLittleEndian) };
  }

  private setWord(at: number, value: bigint): void {
    if (wordSize === 8) this.structures.setBigUint64(at, value, hostIsLittleEndian);
    else this.structures.setUint32(at, Number(value), hostIsLittleEndian);
  }
}
