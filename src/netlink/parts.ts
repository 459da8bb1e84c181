// Many requests as few datagrams: each as long as the kernel takes it whole and its acknowledgements find room.

import { align4, Writer } from './bytes.js';
import type { Bodies } from './message.js';
import type { Pending } from './pending.js';

/** Bytes of a datagram of requests, and how many are in it, at most. */
export const BATCH_BYTES = 64 << 10;
export const BATCH_REQUESTS = 400;

/** What an acknowledgement takes of the receive queue beside the request it may repeat: struct sk_buff, its shared info, rounding. */
const ACKNOWLEDGEMENT = 1024;

/** What the kernel gives a socket without being asked (net.core.rmem_default). */
const DEFAULT_ROOM = 212992;

/** Requests that go out together. */
export interface Part<P extends Bodies> {
  readonly datagram: Uint8Array;
  readonly requests: readonly Pending<P>[];
}

/**
 * Encodes each request once and divides them. `room` is what the receive queue holds; two parts share it. No limit of
 * any kind holds where it is infinite. Throws what `encode` throws.
 */
export function packParts<P extends Bodies>(
  littleEndian: boolean,
  requests: readonly Pending<P>[],
  encode: (request: Pending<P>, at: number, w: Writer) => void,
  room = DEFAULT_ROOM,
): Part<P>[] {
  const parts: Part<P>[] = [];
  const whole = room === Number.POSITIVE_INFINITY;
  let w = new Writer(littleEndian);
  let ends: number[] = [];
  let taken = 0;
  const finish = (end: number) => {
    if (ends.length === 0) return;
    const datagram = w.array.subarray(0, end);
    const own = requests.slice(taken, taken + ends.length);
    for (const [i, request] of own.entries()) request.bytes = datagram.subarray(align4(ends[i - 1] ?? 0), ends[i]);
    parts.push({ datagram, requests: own });
    taken += ends.length;
  };
  for (const [at, request] of requests.entries()) {
    const start = w.length;
    encode(request, at, w);
    const full = w.length > BATCH_BYTES || ends.length === BATCH_REQUESTS || w.length + (ends.length + 1) * ACKNOWLEDGEMENT > room / 2;
    if (full && !whole && ends.length > 0) {
      const moved = w.array.subarray(align4(start), w.length);
      finish(start);
      w = new Writer(littleEndian);
      w.bytes(moved);
      ends = [];
    }
    ends.push(w.length);
  }
  finish(w.length);
  return parts;
}
