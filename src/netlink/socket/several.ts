// Reads many datagrams with one recvmmsg(2): thousands of acknowledgements come one to a datagram, and entering the kernel for each takes longer
// than what it does there. The head of each, which is all that an acknowledgement is, goes behind that of the one before; each has room of its own for
// the rest of the longest, where memory is taken only by what comes.

import { BARE_ACKNOWLEDGEMENT } from '../acknowledgement.js';
import { EAGAIN, EINTR } from '../errno-numbers.js';
import type { Datagram } from '../transport.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { LENGTH_AT, MMSGHDR, NAME, PORT_AT, RECEIVE_FLAGS, Slots } from './slots.js';

/** Datagrams read at once, at most. */
const SLOTS = 32;
const HEAD = BARE_ACKNOWLEDGEMENT;

export class Several {
  private readonly heads = new Uint8Array(new ArrayBuffer(SLOTS * HEAD));
  private readonly rests: Uint8Array;
  private readonly slots: Slots;
  /** Of those that were read, which is to be handed out next. */
  private next = 0;
  private count = 0;

  /** `size` bytes of room for each, beside its head. */
  constructor(
    private readonly libc: Libc,
    private readonly size: number,
  ) {
    this.rests = new Uint8Array(new ArrayBuffer(SLOTS * size));
    this.slots = new Slots(libc, SLOTS, [
      { bytes: this.heads, size: HEAD },
      { bytes: this.rests, size },
    ]);
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
      const result = this.libc.recvmmsg(fd, this.slots.headers, SLOTS, RECEIVE_FLAGS);
      if (result >= 0) return result;
      if (result === -EAGAIN) return 0;
      if (result !== -EINTR) check('recvmmsg', result);
    }
  }

  /** The first from `next` on that the kernel did not send or that is not as long as an acknowledgement. */
  private behindShort(next: number): number {
    const { count } = this;
    const { words, namesAt } = this.slots;
    let i = next;
    while (i < count && words[(i * MMSGHDR + LENGTH_AT) >> 2] === HEAD && words[(i * NAME + namesAt + PORT_AT) >> 2] === 0) i++;
    return i;
  }

  private long(i: number): Datagram {
    const fullLength = this.slots.fullLength(i);
    const length = Math.min(fullLength, HEAD + this.size);
    const bytes = new Uint8Array(length);
    bytes.set(this.heads.subarray(i * HEAD, i * HEAD + Math.min(length, HEAD)));
    if (length > HEAD) bytes.set(this.rests.subarray(i * this.size, i * this.size + length - HEAD), HEAD);
    return { bytes, fullLength, senderPortId: this.slots.senderPortId(i) };
  }
}
