// Fields of C structs that are neither scalars nor bytes: structs in structs, text of a fixed size, addresses of either family.

import { formatIpv4, formatIpv6, parseIp } from './address.js';
import type { Bytes, Writer } from './bytes.js';
import { expectInteger } from './codec.js';
import { EncodeError } from './errors.js';
import { told } from './expect.js';
import { __field, type CType, type StructCodec } from './struct.js';
import { text } from './text.js';
import { exactlyInUtf8 } from './utf8.js';

/** `struct one name`. */
export function __struct<T>(one: StructCodec<T>): CType<T> {
  return __field(one.size, {} as T, {
    read: (b, at) => one.read(b, at),
    write(w, at, value) {
      if (typeof value !== 'object' || value === null) throw new EncodeError(`expected an object, got ${told(value)}`);
      one.fill(w, at, value);
    },
    dissectFields: (b, start, end) => one.dissectFields(b, start, end),
  });
}

/** `struct one name[count]`. */
export function __structs<T>(one: StructCodec<T>, count: number): CType<T[]> {
  return __field<T[]>(one.size * count, [], {
    read: (b, at) => Array.from({ length: count }, (_, i) => one.read(b, at + i * one.size)),
    write(w, at, value: unknown) {
      if (!Array.isArray(value) || value.length > count) throw new EncodeError(`expected a list of at most ${count}`);
      for (const [i, item] of (value as T[]).entries()) one.fill(w, at + i * one.size, item);
    },
  });
}

/** `__be64 name`: big-endian whatever the host. */
export const __be64: CType<bigint> = __field<bigint>(8, 0n, {
  read: ({ view }, at) => view.getBigUint64(at, false),
  write({ view }, at, value: unknown) {
    if (typeof value !== 'bigint' || value < 0n || value > 0xffffffffffffffffn) throw new EncodeError(`be64 cannot hold ${told(value)}`);
    view.setBigUint64(at, value, false);
  },
});

/** `__s64 name`. */
export const __s64: CType<bigint> = __field<bigint>(8, 0n, {
  read: ({ view, littleEndian }, at) => view.getBigInt64(at, littleEndian),
  write({ view, littleEndian }, at, value: unknown) {
    if (typeof value !== 'bigint' || value !== BigInt.asIntN(64, value)) throw new EncodeError(`s64 cannot hold ${told(value)}`);
    view.setBigInt64(at, value, littleEndian);
  },
});

/** `__s16 name`. */
export const __s16: CType<number> = __field<number>(2, 0, {
  read: ({ view, littleEndian }, at) => view.getInt16(at, littleEndian),
  write({ view, littleEndian }, at, value: unknown) {
    expectInteger(value, -0x8000, 0x7fff, 's16');
    view.setInt16(at, value, littleEndian);
  },
});

/** `__u64 name[count]`. */
export function __u64s(count: number): CType<bigint[]> {
  return __field<bigint[]>(8 * count, [], {
    read: ({ view, littleEndian }, at) => Array.from({ length: count }, (_, i) => view.getBigUint64(at + 8 * i, littleEndian)),
    write({ view, littleEndian }, at, value: unknown) {
      if (!Array.isArray(value) || value.length > count) throw new EncodeError(`expected a list of at most ${count}`);
      for (const [i, item] of value.entries()) {
        if (typeof item !== 'bigint' || item < 0n || item > 0xffffffffffffffffn) throw new EncodeError(`u64 cannot hold ${told(item)}`);
        view.setBigUint64(at + 8 * i, item, littleEndian);
      }
    },
  });
}

/** `__u32 name[count]`. */
export function __u32s(count: number): CType<number[]> {
  return __field<number[]>(4 * count, [], {
    read: ({ view, littleEndian }, at) => Array.from({ length: count }, (_, i) => view.getUint32(at + 4 * i, littleEndian)),
    write({ view, littleEndian }, at, value: unknown) {
      if (!Array.isArray(value) || value.length > count) throw new EncodeError(`expected a list of at most ${count}`);
      for (const [i, item] of value.entries()) {
        expectInteger(item, 0, 0xffffffff, 'u32');
        view.setUint32(at + 4 * i, item, littleEndian);
      }
    },
  });
}

/** `char name[size]`: text up to its first NUL, or all of it where there is none. */
export function __chars(size: number): CType<string> {
  return __field<string>(size, '', {
    read(b, at) {
      const { array, inexact } = b;
      let stop = at;
      while (stop < at + size && array[stop] !== 0) stop++;
      b.inexact = false;
      let value = text(b, at, stop);
      // U+FFFD takes three bytes, and might not find room again.
      if (b.inexact) value = Array.from(array.subarray(at, stop), (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '?')).join('');
      b.inexact ||= inexact;
      for (let i = stop; i < at + size; i++) if (array[i] !== 0) b.inexact = true;
      return value;
    },
    write(w, at, value: unknown) {
      if (typeof value !== 'string' || value.includes('\0')) throw new EncodeError(`expected a string without NUL, got ${typeof value}`);
      const bytes = exactlyInUtf8(value);
      if (bytes.length > size) throw new EncodeError(`'${value}' is longer than ${size} bytes`);
      w.array.set(bytes, at);
    },
  });
}

const AF_INET = 2;
const AF_INET6 = 10;

/** Where an address's family stands, counted from the address: one byte, or a word of two. */
export interface FamilyAt {
  readonly at: number;
  readonly size: 1 | 2;
}

function familyOf(b: Bytes, at: number, where: FamilyAt | undefined): number {
  if (where === undefined || at + where.at < 0 || at + where.at + where.size > b.array.length) return 0;
  return where.size === 1 ? b.view.getUint8(at + where.at) : b.view.getUint16(at + where.at, b.littleEndian);
}

/**
 * Sixteen bytes that hold an IPv6 address, or an IPv4 address and zeros (`xfrm_address_t`, `__be32 idiag_src[4]`). Where no
 * family is told, or none of the two, what has zeros behind its first four bytes counts as IPv4.
 */
export function __ip(family?: FamilyAt): CType<string> {
  return __field<string>(16, '0.0.0.0', {
    read(b, at) {
      const told = familyOf(b, at, family);
      let zeros = true;
      for (let i = at + 4; i < at + 16; i++) zeros &&= b.array[i] === 0;
      if (told === AF_INET6 || (told !== AF_INET && !zeros)) return formatIpv6(b.array, at);
      if (!zeros) b.inexact = true;
      return formatIpv4(b.array, at);
    },
    write: writeIp,
  });
}

function writeIp(w: Writer, at: number, value: unknown): void {
  if (typeof value !== 'string') throw new EncodeError(`expected an address as text, got ${typeof value}`);
  w.array.set(parseIp(value), at);
}
