// C arrays of numbers in one attribute (IFLA_INET_CONF, IFLA_INET6_STATS) as typed arrays. They borrow from the datagram
// where byte order and alignment allow it: a dump holds some ninety such numbers for each link.

import { type Bytes, hostIsLittleEndian, type Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';

/** Turns each run of `size` bytes around. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** The bytes of an array of `size`-byte elements, in a buffer of their own, in the machine's byte order. */
function copy({ array, littleEndian }: Bytes, start: number, end: number, size: number): ArrayBufferLike {
  const out = array.buffer.slice(array.byteOffset + start, array.byteOffset + end);
  if (littleEndian !== hostIsLittleEndian) reverse(new Uint8Array(out), size);
  return out;
}

function write(w: Writer, value: ArrayBufferView, size: number): void {
  const at = w.reserve(value.byteLength);
  w.array.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
  if (w.littleEndian !== hostIsLittleEndian) reverse(w.array.subarray(at, at + value.byteLength), size);
}

function expectMultiple(start: number, end: number, size: number, what: string): void {
  if ((end - start) % size !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `${what} of ${end - start} bytes, not a multiple of ${size}`, start);
}

/** Whether the payload can be looked at in place. */
const inPlace = (b: Bytes, start: number, size: number): boolean => b.littleEndian === hostIsLittleEndian && (b.array.byteOffset + start) % size === 0;

export const u32Array: Codec<Uint32Array> = {
  type: 'u32[]',
  decode(b, start, end) {
    expectMultiple(start, end, 4, 'u32 array');
    return inPlace(b, start, 4) ? new Uint32Array(b.array.buffer, b.array.byteOffset + start, (end - start) >> 2) : new Uint32Array(copy(b, start, end, 4));
  },
  encode(w, value: unknown) {
    if (!(value instanceof Uint32Array)) throw new EncodeError('expected a Uint32Array');
    write(w, value, 4);
  },
};

export const s32Array: Codec<Int32Array> = {
  type: 's32[]',
  decode(b, start, end) {
    expectMultiple(start, end, 4, 's32 array');
    return inPlace(b, start, 4) ? new Int32Array(b.array.buffer, b.array.byteOffset + start, (end - start) >> 2) : new Int32Array(copy(b, start, end, 4));
  },
  encode(w, value: unknown) {
    if (!(value instanceof Int32Array)) throw new EncodeError('expected an Int32Array');
    write(w, value, 4);
  },
};

export const u64Array: Codec<BigUint64Array> = {
  type: 'u64[]',
  decode(b, start, end) {
    expectMultiple(start, end, 8, 'u64 array');
    return inPlace(b, start, 8) ? new BigUint64Array(b.array.buffer, b.array.byteOffset + start, (end - start) >> 3) : new BigUint64Array(copy(b, start, end, 8));
  },
  encode(w, value: unknown) {
    if (!(value instanceof BigUint64Array)) throw new EncodeError('expected a BigUint64Array');
    write(w, value, 8);
  },
};
