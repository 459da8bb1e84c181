// How one attribute payload becomes a value and back: the interface, and the scalars of include/net/netlink.h (NLA_U8 ...).

import type { Bytes, Writer } from './bytes.js';
import type { DissectedField, Dissection } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { told } from './expect.js';
import type { Source } from './source.js';
import type { Sample } from './words.js';

/** Codecs are stateless plain objects and compose by function; a nest of attributes is one, so is a struct. */
export interface Codec<T> {
  /** What the payload is, for dissections and the reference: `u32`, `string`, `nest`. */
  readonly type: string;
  /** Decodes exactly the bytes from `start` up to `end`. Throws DecodeError, and nothing else, for bytes that do not fit. */
  decode(bytes: Bytes, start: number, end: number): T;
  /** Throws EncodeError for a value that does not fit. */
  encode(writer: Writer, value: T): void;
  /** Set on nests whose header carries NLA_F_NESTED. */
  readonly flags?: number;
  /** Set where the attribute may stand several times in its set: what each of them holds. See `repeated`. */
  readonly repeats?: Codec<unknown>;
  /** Any bytes of a length that it decodes once it decodes always, and all that they tell is in the value. */
  readonly total?: boolean;
  /** What makes `value`, which these bytes decode to, without decoding them again; undefined where nothing does. */
  maker?(bytes: Bytes, start: number, end: number, value: T): Maker | undefined;
  /** The attributes inside, for codecs that hold some. */
  dissect?(bytes: Bytes, start: number, end: number): Dissection[];
  /** The fields of a struct, as far as the bytes go. */
  dissectFields?(bytes: Bytes, start: number, end: number): DissectedField[];
}

/** Makes one value over and over, each time as an object of its own, but for arrays of numbers. */
export interface Maker {
  /** The bytes it is known from. */
  readonly sample: Sample;
  /** Nothing can go wrong in `make`, and nothing needs to be noted. */
  readonly total: boolean;
  /** The value of what stands at `start` and does not differ from the sample. */
  make(bytes: Bytes, start: number): unknown;
  /** The value of what is as long and differs from the sample first at this word; undefined where it has to be decoded. Throws DecodeError. */
  makeLike(bytes: Bytes, start: number, end: number, difference: number): unknown;
  /** Writes what makes the value of what stands at `at` and differs in the words of the source alone; the expression for it, undefined where there is none. */
  write(source: Source, at: number): string | undefined;
}

/** The value type of a codec: `type Macvlan = Value<typeof macvlan>`. */
export type Value<C> = C extends { decode(bytes: Bytes, start: number, end: number): infer T } ? T : never;

/** Throws DecodeError unless the payload is `size` bytes long. */
export function expectLength(start: number, end: number, size: number, what: string): void {
  if (end - start !== size) throw new DecodeError('ERR_NETLINK_LENGTH', `${what} of ${end - start} bytes, expected ${size}`, start);
}

/** Throws EncodeError unless `value` is a whole number from `min` to `max`. */
export function expectInteger(value: unknown, min: number, max: number, what: string): asserts value is number {
  if (typeof value === 'number' && value >= min && value <= max && value % 1 === 0) return;
  throw new EncodeError(`${what} cannot hold ${told(value)}, it takes whole numbers from ${min} to ${max}`);
}

/** Throws EncodeError unless `value` has fields. */
export function expectFields(value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new EncodeError(`expected an object, got ${told(value)}`);
}

function expectBigint(value: unknown, min: bigint, max: bigint, what: string): bigint {
  const big = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof big !== 'bigint' || big < min || big > max) throw new EncodeError(`${what} cannot hold ${told(value)}, it takes whole numbers from ${min} to ${max}`);
  return big;
}

/** An unsigned number of 8 bits. */
export const u8: Codec<number> = {
  type: 'u8',
  decode(b, start, end) {
    expectLength(start, end, 1, 'u8');
    return b.view.getUint8(start);
  },
  encode(w, value) {
    expectInteger(value, 0, 0xff, 'u8');
    const at = w.reserve(1);
    w.view.setUint8(at, value);
  },
};

/** An unsigned number of 16 bits in the byte order of the message. */
export const u16: Codec<number> = {
  type: 'u16',
  decode(b, start, end) {
    expectLength(start, end, 2, 'u16');
    return b.view.getUint16(start, b.littleEndian);
  },
  encode(w, value) {
    expectInteger(value, 0, 0xffff, 'u16');
    const at = w.reserve(2);
    w.view.setUint16(at, value, w.littleEndian);
  },
};

/** An unsigned number of 32 bits in the byte order of the message. */
export const u32: Codec<number> = {
  type: 'u32',
  decode(b, start, end) {
    expectLength(start, end, 4, 'u32');
    return b.view.getUint32(start, b.littleEndian);
  },
  encode(w, value) {
    expectInteger(value, 0, 0xffffffff, 'u32');
    const at = w.reserve(4);
    w.view.setUint32(at, value, w.littleEndian);
  },
};

/** A signed number of 32 bits in the byte order of the message. */
export const s32: Codec<number> = {
  type: 's32',
  decode(b, start, end) {
    expectLength(start, end, 4, 's32');
    return b.view.getInt32(start, b.littleEndian);
  },
  encode(w, value) {
    expectInteger(value, -0x80000000, 0x7fffffff, 's32');
    const at = w.reserve(4);
    w.view.setInt32(at, value, w.littleEndian);
  },
};

/** An unsigned number of 64 bits in the byte order of the message, as a bigint. */
export const u64: Codec<bigint> = {
  type: 'u64',
  decode(b, start, end) {
    expectLength(start, end, 8, 'u64');
    return b.view.getBigUint64(start, b.littleEndian);
  },
  encode(w, value) {
    const big = expectBigint(value, 0n, 0xffffffffffffffffn, 'u64');
    const at = w.reserve(8);
    w.view.setBigUint64(at, big, w.littleEndian);
  },
};

/** A signed number of 64 bits in the byte order of the message, as a bigint. */
export const s64: Codec<bigint> = {
  type: 's64',
  decode(b, start, end) {
    expectLength(start, end, 8, 's64');
    return b.view.getBigInt64(start, b.littleEndian);
  },
  encode(w, value) {
    const big = expectBigint(value, -0x8000000000000000n, 0x7fffffffffffffffn, 's64');
    const at = w.reserve(8);
    w.view.setBigInt64(at, big, w.littleEndian);
  },
};

/** NLA_UINT: 4 bytes where the number fits in them, else 8. */
export const uint: Codec<bigint> = {
  type: 'uint',
  decode(b, start, end) {
    if (end - start === 4) return BigInt(b.view.getUint32(start, b.littleEndian));
    expectLength(start, end, 8, 'uint');
    const value = b.view.getBigUint64(start, b.littleEndian);
    if (value <= 0xffffffffn) b.inexact = true;
    return value;
  },
  encode(w, value) {
    const big = expectBigint(value, 0n, 0xffffffffffffffffn, 'uint');
    if (big <= 0xffffffffn) u32.encode(w, Number(big));
    else u64.encode(w, big);
  },
};

/** NLA_SINT: 4 bytes where the signed number fits in them, else 8. */
export const sint: Codec<bigint> = {
  type: 'sint',
  decode(b, start, end) {
    if (end - start === 4) return BigInt(b.view.getInt32(start, b.littleEndian));
    expectLength(start, end, 8, 'sint');
    const value = b.view.getBigInt64(start, b.littleEndian);
    if (value === BigInt.asIntN(32, value)) b.inexact = true;
    return value;
  },
  encode(w, value) {
    const big = expectBigint(value, -0x8000000000000000n, 0x7fffffffffffffffn, 'sint');
    if (big === BigInt.asIntN(32, big)) s32.encode(w, Number(big));
    else s64.encode(w, big);
  },
};

/** Big-endian whatever the host: a kernel `__be16`. */
export const be16: Codec<number> = {
  type: 'be16',
  decode(b, start, end) {
    expectLength(start, end, 2, 'be16');
    return b.view.getUint16(start, false);
  },
  encode(w, value) {
    expectInteger(value, 0, 0xffff, 'be16');
    const at = w.reserve(2);
    w.view.setUint16(at, value, false);
  },
};

/** Big-endian whatever the host: a kernel `__be32`. */
export const be32: Codec<number> = {
  type: 'be32',
  decode(b, start, end) {
    expectLength(start, end, 4, 'be32');
    return b.view.getUint32(start, false);
  },
  encode(w, value) {
    expectInteger(value, 0, 0xffffffff, 'be32');
    const at = w.reserve(4);
    w.view.setUint32(at, value, false);
  },
};

/** Big-endian whatever the host: a kernel `__be64`. */
export const be64: Codec<bigint> = {
  type: 'be64',
  decode(b, start, end) {
    expectLength(start, end, 8, 'be64');
    return b.view.getBigUint64(start, false);
  },
  encode(w, value) {
    const big = expectBigint(value, 0n, 0xffffffffffffffffn, 'be64');
    const at = w.reserve(8);
    w.view.setBigUint64(at, big, false);
  },
};

/** An attribute that says all by being there (NLA_FLAG). `false` cannot be encoded: leave the attribute out. */
export const flag: Codec<true> = {
  type: 'flag',
  decode(_b, start, end) {
    expectLength(start, end, 0, 'flag');
    return true;
  },
  encode(_w, value: unknown) {
    if (value !== true) throw new EncodeError('a flag is true or left out');
  },
};

/** Bytes as they are. The value borrows from the datagram where that stays. */
export const bytes: Codec<Uint8Array> = {
  type: 'bytes',
  decode: (b, start, end) => b.held(start, end),
  encode(w, value: unknown) {
    if (!(value instanceof Uint8Array)) throw new EncodeError(`expected a Uint8Array, got ${typeof value}`);
    w.bytes(value);
  },
};
