// C arrays of numbers in one attribute (IFLA_INET_CONF, IFLA_INET6_STATS) as typed arrays. They borrow from the datagram
// where that stays, and byte order and alignment allow it: a dump holds some ninety such numbers for each link.

import { type Bytes, hostIsLittleEndian, type Writer } from './bytes.js';
import type { Codec, Maker } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import type { Source } from './source.js';
import { firstDifference, type Sample } from './words.js';

/** An array to be read, not written: several that were decoded together may be one. `A.slice()` gives one to write. */
export type Numbers<A> = Readonly<Omit<A, 'copyWithin' | 'fill' | 'reverse' | 'set' | 'sort'>>;

/** Turns each run of `size` bytes around. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** What cannot be borrowed is copied into slabs of this many bytes: a buffer of its own costs ten times as much as the array on it. */
const SLAB = 8192;
/** Kept beside the array on it: asking that for it takes longer than making another. */
let buffer = new ArrayBuffer(SLAB);
let slab = new Uint8Array(buffer);
let used = 0;

/** Copies the payload into the slab, in the machine's byte order, and returns where: take `buffer` after it, not before. `size` is a power of 2. */
function copy(b: Bytes, start: number, end: number, size: number, what: string): number {
  const length = end - start;
  if ((length & (size - 1)) !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `${what} of ${length} bytes, not a multiple of ${size}`, start);
  if (used + length > buffer.byteLength) {
    buffer = new ArrayBuffer(Math.max(SLAB, length));
    slab = new Uint8Array(buffer);
    used = 0;
  }
  const at = used;
  slab.set(b.array.subarray(start, end), at);
  if (b.littleEndian !== hostIsLittleEndian) reverse(slab.subarray(at, at + length), size);
  used += (length + 7) & ~7;
  return at;
}

function write(w: Writer, value: ArrayBufferView, size: number): void {
  const at = w.reserve(value.byteLength);
  w.array.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
  if (w.littleEndian !== hostIsLittleEndian) reverse(w.array.subarray(at, at + value.byteLength), size);
}

/**
 * One array for all that is decoded in one turn, of bytes that are known to be the same: most links of a list tell the same numbers. Nobody can have
 * written into it meanwhile, since no code but ours has run.
 */
class Once implements Maker {
  readonly sample: Sample;
  readonly total = true;
  private value: unknown;
  private turn = 0;

  constructor(
    private readonly codec: Codec<unknown>,
    words: Int32Array,
  ) {
    this.sample = { words, compared: Int32Array.of(0, words.length) };
  }

  make(b: Bytes, start: number): unknown {
    if (this.turn !== b.turn) {
      this.value = this.codec.decode(b, start, start + this.sample.words.byteLength);
      this.turn = b.turn;
    }
    return this.value;
  }

  makeLike(b: Bytes, start: number, end: number): unknown {
    return this.codec.decode(b, start, end);
  }

  write(source: Source, at: number): string {
    const end = at + this.sample.words.byteLength;
    const from = source.at(at);
    const to = source.at(end);
    if (!source.varies(at, end)) return `${source.pass(this)}.make(b,${from})`;
    source.vary(at, end);
    return `${source.pass(this)}.makeEither(b,${from},${to})`;
  }

  makeEither(b: Bytes, start: number, end: number): unknown {
    return firstDifference(b.words, start >> 2, this.sample, 0) === this.sample.words.length ? this.make(b, start) : this.codec.decode(b, start, end);
  }
}

/** A C array of u32 as a Uint32Array, of which several that were decoded together may be one. */
export const u32Array: Codec<Numbers<Uint32Array>> = {
  type: 'u32[]',
  maker: (b, start, end) => new Once(u32Array, b.words.slice(start >> 2, end >> 2)),
  decode(b, start, end) {
    const from = b.byteOffset + start;
    if ((((end - start) | from) & 3) === 0 && b.littleEndian === hostIsLittleEndian && !b.lent) return new Uint32Array(b.buffer, from, (end - start) >> 2);
    const at = copy(b, start, end, 4, 'u32 array');
    return new Uint32Array(buffer, at, (end - start) >> 2);
  },
  encode(w, value: unknown) {
    if (!(value instanceof Uint32Array)) throw new EncodeError('expected a Uint32Array');
    write(w, value, 4);
  },
};

/** A C array of s32 as an Int32Array, of which several that were decoded together may be one. */
export const s32Array: Codec<Numbers<Int32Array>> = {
  type: 's32[]',
  maker: (b, start, end) => new Once(s32Array, b.words.slice(start >> 2, end >> 2)),
  decode(b, start, end) {
    const from = b.byteOffset + start;
    if ((((end - start) | from) & 3) === 0 && b.littleEndian === hostIsLittleEndian && !b.lent) return new Int32Array(b.buffer, from, (end - start) >> 2);
    const at = copy(b, start, end, 4, 's32 array');
    return new Int32Array(buffer, at, (end - start) >> 2);
  },
  encode(w, value: unknown) {
    if (!(value instanceof Int32Array)) throw new EncodeError('expected an Int32Array');
    write(w, value, 4);
  },
};

/** A C array of u64 as a BigUint64Array, of which several that were decoded together may be one. */
export const u64Array: Codec<Numbers<BigUint64Array>> = {
  type: 'u64[]',
  maker: (b, start, end) => new Once(u64Array, b.words.slice(start >> 2, end >> 2)),
  decode(b, start, end) {
    const from = b.byteOffset + start;
    if ((((end - start) | from) & 7) === 0 && b.littleEndian === hostIsLittleEndian && !b.lent) return new BigUint64Array(b.buffer, from, (end - start) >> 3);
    const at = copy(b, start, end, 8, 'u64 array');
    return new BigUint64Array(buffer, at, (end - start) >> 3);
  },
  encode(w, value: unknown) {
    if (!(value instanceof BigUint64Array)) throw new EncodeError('expected a BigUint64Array');
    write(w, value, 8);
  },
};
