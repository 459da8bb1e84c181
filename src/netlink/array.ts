// C arrays of numbers in one attribute (IFLA_INET_CONF, IFLA_INET6_STATS): typed arrays, copied out of the datagram in one go.

import { type Bytes, hostIsLittleEndian, type Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';

/** Arrays are cut from slabs of this many bytes: a buffer of its own costs ten times as much as the array. */
const SLAB = 8192;
let slab = new Uint8Array(SLAB);
let used = 0;

/** Copies the payload into a slab, in the host's byte order, and returns where. */
function copy(b: Bytes, start: number, end: number, size: number, what: string): number {
  const length = end - start;
  if (length % size !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `${what} of ${length} bytes, not a multiple of ${size}`, start);
  if (used + length > slab.length) {
    slab = new Uint8Array(Math.max(SLAB, length));
    used = 0;
  }
  const at = used;
  slab.set(b.array.subarray(start, end), at);
  if (b.littleEndian !== hostIsLittleEndian) reverse(slab.subarray(at, at + length), size);
  used += (length + 7) & ~7;
  return at;
}

/** Turns each run of `size` bytes around. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

function write(w: Writer, value: { readonly buffer: ArrayBufferLike; readonly byteOffset: number; readonly byteLength: number }, size: number): void {
  const at = w.reserve(value.byteLength);
  w.array.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
  if (w.littleEndian !== hostIsLittleEndian) reverse(w.array.subarray(at, at + value.byteLength), size);
}

export const u32Array: Codec<Uint32Array> = {
  type: 'u32[]',
  decode(b, start, end) {
    const at = copy(b, start, end, 4, 'u32 array');
    return new Uint32Array(slab.buffer, at, (end - start) / 4);
  },
  encode(w, value: unknown) {
    if (!(value instanceof Uint32Array)) throw new EncodeError('expected a Uint32Array');
    write(w, value, 4);
  },
};

export const s32Array: Codec<Int32Array> = {
  type: 's32[]',
  decode(b, start, end) {
    const at = copy(b, start, end, 4, 's32 array');
    return new Int32Array(slab.buffer, at, (end - start) / 4);
  },
  encode(w, value: unknown) {
    if (!(value instanceof Int32Array)) throw new EncodeError('expected an Int32Array');
    write(w, value, 4);
  },
};

export const u64Array: Codec<BigUint64Array> = {
  type: 'u64[]',
  decode(b, start, end) {
    const at = copy(b, start, end, 8, 'u64 array');
    return new BigUint64Array(slab.buffer, at, (end - start) / 8);
  },
  encode(w, value: unknown) {
    if (!(value instanceof BigUint64Array)) throw new EncodeError('expected a BigUint64Array');
    write(w, value, 8);
  },
};
