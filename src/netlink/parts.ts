// Many requests as few datagrams: each as long as the kernel takes it whole and its acknowledgements find room.

import { align4, Writer } from './bytes.js';

/** Bytes of a datagram of requests, and how many are in it, at most. */
export const BATCH_BYTES = 64 << 10;
export const BATCH_REQUESTS = 1000;

/** How many are in the first one, at most. */
export const FIRST_REQUESTS = 125;

/** What an acknowledgement takes of the receive queue beside the request it may repeat: struct sk_buff, its shared info, rounding. */
const ACKNOWLEDGEMENT = 1024;

/** What the kernel gives a socket without being asked (net.core.rmem_default). */
const DEFAULT_ROOM = 212992;

/** Bytes made room for at first: what the first part takes of small ones. */
const WRITER = 8 << 10;
const SHORT = 64;

/** Requests that go out together. */
export interface Part {
  readonly datagram: Uint8Array;
  /** Where in the datagram each begins. */
  readonly starts: readonly number[];
  /** Which of all is the first. */
  readonly from: number;
}

/**
 * Encodes each of `count` requests once and divides them, a part at a time as they are asked for: one is on its way while the next is made. The first
 * parts are small, for the kernel to begin early. `room` is what the receive queue holds; two parts share it. No limit of any kind holds where it is
 * infinite. What `encode` throws goes to `failed`: nothing is sent of that request, which keeps its place.
 */
export function* partsOf(
  littleEndian: boolean,
  count: number,
  encode: (w: Writer, at: number) => void,
  failed: (at: number, error: unknown) => void,
  room = DEFAULT_ROOM,
): Generator<Part> {
  const whole = room === Number.POSITIVE_INFINITY;
  let most = FIRST_REQUESTS;
  let w = new Writer(littleEndian, Math.min(WRITER, count * SHORT));
  let starts: number[] = [];
  for (let i = 0; i < count; i++) {
    const end = w.length;
    let start = align4(end);
    try {
      encode(w, i);
    } catch (error) {
      w.array.fill(0, end, w.length);
      w.length = end;
      failed(i, error);
    }
    const full = w.length > BATCH_BYTES || starts.length === most || w.length + (starts.length + 1) * ACKNOWLEDGEMENT > room / 2;
    if (full && !whole && starts.length > 0) {
      yield { datagram: w.array.subarray(0, end), starts, from: i - starts.length };
      const moved = w.array.subarray(start, w.length);
      most = Math.min(2 * most, BATCH_REQUESTS);
      w = new Writer(littleEndian, Math.min(2 * end, BATCH_BYTES));
      w.bytes(moved);
      starts = [];
      start = 0;
    }
    starts.push(start);
  }
  if (starts.length > 0) yield { datagram: w.finish(), starts, from: count - starts.length };
}
