// Many requests as few datagrams: each as long as the kernel takes it whole and its acknowledgements find room.

import { align4, Writer } from './bytes.js';

/** Bytes of a datagram of requests, and how many are in it, at most. */
export const BATCH_BYTES = 64 << 10;
export const BATCH_REQUESTS = 1000;

/** What an acknowledgement takes of the receive queue beside the request it may repeat: struct sk_buff, its shared info, rounding. */
const ACKNOWLEDGEMENT = 1024;

/** What the kernel gives a socket without being asked (net.core.rmem_default). */
const DEFAULT_ROOM = 212992;

/** Bytes made room for at first: what some hundred small ones take. */
const WRITER = 16 << 10;

/** Requests that go out together. */
export interface Part {
  readonly datagram: Uint8Array;
  /** Where in the datagram each begins. */
  readonly starts: readonly number[];
  /** Which of all is the first. */
  readonly from: number;
}

/**
 * Encodes each of `count` requests once and divides them. `room` is what the receive queue holds; two parts share it. No limit of
 * any kind holds where it is infinite. Throws what `encode` throws.
 */
export function packParts(littleEndian: boolean, count: number, encode: (w: Writer, at: number) => void, room = DEFAULT_ROOM): Part[] {
  const parts: Part[] = [];
  const whole = room === Number.POSITIVE_INFINITY;
  let w = new Writer(littleEndian, WRITER);
  let starts: number[] = [];
  for (let i = 0; i < count; i++) {
    const end = w.length;
    let start = align4(end);
    encode(w, i);
    const full = w.length > BATCH_BYTES || starts.length === BATCH_REQUESTS || w.length + (starts.length + 1) * ACKNOWLEDGEMENT > room / 2;
    if (full && !whole && starts.length > 0) {
      parts.push({ datagram: w.array.subarray(0, end), starts, from: i - starts.length });
      const moved = w.array.subarray(start, w.length);
      w = new Writer(littleEndian, WRITER);
      w.bytes(moved);
      starts = [];
      start = 0;
    }
    starts.push(start);
  }
  if (starts.length > 0) parts.push({ datagram: w.finish(), starts, from: count - starts.length });
  return parts;
}
