// Many requests as few datagrams: each as long as the kernel takes it whole and its acknowledgements find room.

import { align4, Writer } from './bytes.js';
import { flagsOf } from './expect.js';
import { type Bodies, type Encodable, encodeMessage, type Protocol } from './message.js';

/** Bytes of a datagram of requests, and how many are in it, at most. */
export const BATCH_BYTES = 64 << 10;
export const BATCH_REQUESTS = 1000;

/** How many are in the first one, at most. */
export const FIRST_REQUESTS = 125;

/** What an acknowledgement takes of the receive queue beside the request it may repeat: struct sk_buff, its shared info, rounding. */
const ACKNOWLEDGEMENT = 1024;

/** What the kernel gives a socket without being asked (net.core.rmem_default). */
const DEFAULT_ROOM = 212992;

/** Bytes made room for at first: what the first part takes of small ones; and what a small one takes. */
const WRITER = 8 << 10;
const SHORT = 64;

/** Requests that go out together. */
export interface Part {
  readonly datagram: Uint8Array;
  /** Which of all is the first, and how many they are. */
  readonly from: number;
  readonly count: number;
  /** How many of them could be encoded: the others are not in the datagram. */
  readonly encoded: number;
}

/** What is to be encoded, and for whom. */
export interface Job<P extends Bodies> {
  readonly protocol: Protocol<P>;
  readonly littleEndian: boolean;
  readonly messages: readonly Encodable<P>[];
  /** Beside those of each. */
  readonly flags: number;
  /** Of the first. */
  readonly sequence: number;
  /** What the receive queue holds; two parts share it. No limit of any kind holds where it is infinite. */
  readonly room?: number;
  /** Nothing is sent of what cannot be encoded; it keeps its place. */
  failed(at: number, error: unknown): void;
}

/**
 * Encodes each of many requests once and divides them, a part at a time as they are asked for: one is on its way while the next is made. The first
 * parts are small, for the kernel to begin early.
 */
export class Parts<P extends Bodies> {
  private from = 0;
  private most: number;
  private bytes = WRITER;
  /** The first of the next part, which found no room in the last. */
  private moved: Uint8Array | undefined;
  private readonly limit: number;
  private readonly queue: number;

  constructor(private readonly job: Job<P>) {
    const { room = DEFAULT_ROOM } = job;
    const whole = room === Number.POSITIVE_INFINITY;
    this.queue = room / 2;
    this.most = whole ? job.messages.length : FIRST_REQUESTS;
    this.limit = whole ? Number.POSITIVE_INFINITY : BATCH_BYTES;
  }

  /** The loop goes by thousands: all is in it that each takes. */
  next(): Part | undefined {
    const { job, from, moved, limit, queue } = this;
    const { protocol, messages, flags, sequence, littleEndian } = job;
    const stop = Math.min(messages.length, from + this.most);
    if (from === stop) return undefined;
    const w = new Writer(littleEndian, Math.min(this.bytes, (stop - from) * SHORT));
    const as = { flags, sequence };
    let encoded = 0;
    let at = from;
    if (moved !== undefined) {
      w.bytes(moved);
      this.moved = undefined;
      encoded = 1;
      at++;
    }
    let end = w.length;
    for (; at < stop; at++) {
      const message = messages[at] as Encodable<P>;
      as.sequence = sequence + at;
      try {
        as.flags = flagsOf(message) | flags;
        encodeMessage(protocol, w, message, as);
      } catch (error) {
        w.array.fill(0, end, w.length);
        w.length = end;
        job.failed(at, error);
        continue;
      }
      if (encoded > 0 && (w.length > limit || w.length + (encoded + 1) * ACKNOWLEDGEMENT > queue)) {
        this.moved = w.array.subarray(align4(end), w.length);
        break;
      }
      encoded++;
      end = w.length;
    }
    this.from = at;
    this.most = Math.min(2 * this.most, BATCH_REQUESTS);
    this.bytes = Math.min(2 * end, BATCH_BYTES);
    return { datagram: w.array.subarray(0, end), from, count: at - from, encoded };
  }
}
