// Reads what follows of a long list on a thread of libuv's pool while what came before is decoded: the kernel makes the next datagram of a list when
// the one before is read (net/netlink/af_netlink.c: netlink_recvmsg(), netlink_dump()), which takes as long as decoding it. Two sets of slots in
// turns: one is handed out, the other is filled, and nothing is read beyond them.

import { hostIsLittleEndian } from '../bytes.js';
import { NLM_F_MULTI, NLMSG_DONE } from '../constants.js';
import { EAGAIN, EINTR } from '../errno-numbers.js';
import type { Datagram } from '../transport.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import type { Pool } from './pool.js';
import { RECEIVE_FLAGS, Slots } from './slots.js';

/** Datagrams read at once, some 350 links: as many as are read while V8 compiles what decodes the first 20 of a process. */
export const SLOTS = 16;

/** Bytes from which on a datagram is one of a long list: the kernel makes those of 32 KiB as full as it can. */
const LONG = 16 * 1024;

/** Bytes of an NLMSG_DONE: header and error. With an extended acknowledgement it is longer, and what is read behind it finds nothing, which does no harm. */
const DONE_LENGTH = 20;

/** Whether a datagram is one of a long list that goes on. */
export function goesOn(bytes: Uint8Array): boolean {
  if (bytes.length < LONG) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = bytes.length - DONE_LENGTH;
  const done = view.getUint32(last, hostIsLittleEndian) === DONE_LENGTH && view.getUint16(last + 4, hostIsLittleEndian) === NLMSG_DONE;
  return (view.getUint16(6, hostIsLittleEndian) & NLM_F_MULTI) !== 0 && !done;
}

/** Slots, and which of them hold what is yet to be handed out. */
class Batch {
  readonly slots: Slots;
  next = 0;
  count = 0;
  private readonly bytes: Uint8Array;
  private readonly spare: Uint8Array;

  constructor(
    libc: Libc,
    private readonly size: number,
  ) {
    this.bytes = new Uint8Array(new ArrayBuffer(SLOTS * size));
    this.spare = new Uint8Array(new ArrayBuffer(size));
    this.slots = new Slots(libc, SLOTS, [{ bytes: this.bytes, size }]);
  }

  get isLeft(): boolean {
    return this.next < this.count;
  }

  filled(count: number): void {
    this.next = 0;
    this.count = count;
  }

  take(lent: boolean): Datagram {
    const i = this.next++;
    const content = this.content(i);
    const bytes = !lent ? content.slice() : this.isLeft ? content : this.spared(content);
    return { bytes, fullLength: this.slots.fullLength(i), senderPortId: this.slots.senderPortId(i), lent };
  }

  /** What follows the last is read into the slots at once. */
  private spared(content: Uint8Array): Uint8Array {
    this.spare.set(content);
    return this.spare.subarray(0, content.length);
  }

  /** Whether the list goes on behind what came. */
  get goesOn(): boolean {
    return this.count > 0 && goesOn(this.content(this.count - 1));
  }

  private content(i: number): Uint8Array {
    return this.bytes.subarray(i * this.size, i * this.size + Math.min(this.slots.fullLength(i), this.size));
  }
}

export class Ahead {
  /** Whether datagrams are being read in the pool. */
  reading = false;
  /** What is handed out, and what is filled meanwhile. */
  private front: Batch;
  private back: Batch;
  /** The list goes on behind what was read. */
  private more = false;
  private failure = 0;
  private ended = false;
  private onIdle: (() => void) | undefined;

  /** `size` bytes of room for each datagram; `ready` is called from the event loop when some were read. */
  constructor(
    private readonly libc: Libc,
    private readonly read: NonNullable<Libc['recvmmsgLater']>,
    readonly size: number,
    private readonly pool: Pool,
    private readonly ready: () => void,
    private readonly now: () => number,
  ) {
    this.front = new Batch(libc, size);
    this.back = new Batch(libc, size);
  }

  /** Whether it is from here that the next datagram comes, be it yet to be read. */
  get active(): boolean {
    return this.reading || this.isLeft || this.failure < 0;
  }

  /** Whether `receive` has something. */
  get isLeft(): boolean {
    return this.front.isLeft;
  }

  /**
   * Reads the next datagram here, and in the pool what follows it, where the list goes on and a thread there was free meanwhile: short lists are over
   * before another thread has begun. Nothing may be left to be handed out.
   */
  begin(fd: number): void {
    this.more = false;
    this.pool.ask(this.libc);
    this.came(this.libc.recvmmsg(fd, this.front.slots.headers, 1, RECEIVE_FLAGS), this.front);
    if (this.front.goesOn && this.pool.answers) this.start(fd);
  }

  private came(result: number, batch: Batch): void {
    batch.filled(Math.max(result, 0));
    if (result < 0 && result !== -EAGAIN && result !== -EINTR) this.failure = result;
  }

  /** Reads what comes next in the pool. */
  private start(fd: number): void {
    this.reading = true;
    this.pool.enter();
    const start = this.now();
    this.read(fd, this.back.slots.headers, SLOTS, RECEIVE_FLAGS, (result) => {
      this.reading = false;
      this.pool.leave();
      this.came(result, this.back);
      this.more = this.pool.came(this.now() - start) && this.back.count === SLOTS && this.back.goesOn;
      if (!this.front.isLeft) this.advance(fd);
      this.onIdle?.();
      if (!this.ended) this.ready();
    });
  }

  /** The next datagram, or undefined where none has come yet. Throws SystemError. */
  receive(fd: number, lent: boolean): Datagram | undefined {
    if (!this.front.isLeft) {
      const { failure } = this;
      this.failure = 0;
      check('recvmmsg', failure);
      return undefined;
    }
    const datagram = this.front.take(lent);
    if (!this.front.isLeft && !this.reading) this.advance(fd);
    return datagram;
  }

  /** Nothing more is read. Resolves once nothing is being read. */
  end(): Promise<void> {
    this.ended = true;
    return new Promise((resolve) => {
      if (this.reading) this.onIdle = resolve;
      else resolve();
    });
  }

  /** What was filled is handed out from now on, and what was handed out is filled. */
  private advance(fd: number): void {
    [this.front, this.back] = [this.back, this.front];
    if (this.more && this.pool.isFree && !this.ended) this.start(fd);
  }
}
