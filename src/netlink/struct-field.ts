// A field of a C struct: where it lies, and how its bytes become a value and back, in either byte order.

import type { Bytes, Writer } from './bytes.js';
import { expectInteger } from './codec.js';
import type { DissectedField } from './dissection.js';
import { EncodeError } from './errors.js';
import { told } from './expect.js';

export type Kind = 'u8' | 's8' | 'u16' | 'u32' | 's32' | 'u64' | 'be16' | 'be32' | 'bytes' | 'codec';

/** How a field of several bytes becomes a value and back: an address, a text, a struct in a struct. */
export interface FieldCodec<T> {
  /** Sets `inexact` where the value does not tell all of the bytes. */
  read(bytes: Bytes, at: number): T;
  /** Fills in the field at `at`, which is zero so far. Throws EncodeError. */
  write(writer: Writer, at: number, value: T): void;
  /** What is inside it, where the field is a struct itself. */
  dissectFields?(bytes: Bytes, start: number, end: number): DissectedField[];
}

/** Where a field lies in a struct, and how it is encoded. */
export interface StructField {
  readonly key: string;
  readonly kind: Kind;
  readonly at: number;
  readonly size: number;
  readonly zero: unknown;
  readonly codec: FieldCodec<unknown> | undefined;
}

/** Whether the template's value will do; a field of bytes needs an array of its own each time, and so may others. */
export function isZero(view: DataView, at: number, { kind, size }: StructField): boolean {
  if (kind === 'bytes' || kind === 'codec') return false;
  switch (size) {
    case 1:
      return view.getUint8(at) === 0;
    case 2:
      return view.getUint16(at) === 0;
    case 4:
      return view.getUint32(at) === 0;
    default:
      return view.getUint32(at) === 0 && view.getUint32(at + 4) === 0;
  }
}

export function readField(b: Bytes, { kind, size, codec }: StructField, at: number): unknown {
  const { view, array, littleEndian } = b;
  switch (kind) {
    case 'u8':
      return view.getUint8(at);
    case 's8':
      return view.getInt8(at);
    case 'u16':
      return view.getUint16(at, littleEndian);
    case 'u32':
      return view.getUint32(at, littleEndian);
    case 's32':
      return view.getInt32(at, littleEndian);
    case 'u64':
      return view.getBigUint64(at, littleEndian);
    case 'be16':
      return view.getUint16(at, false);
    case 'be32':
      return view.getUint32(at, false);
    case 'bytes':
      return array.slice(at, at + size);
    case 'codec':
      return codec?.read(b, at);
  }
}

/** Over bytes that are zero so far. Throws EncodeError. */
export function writeField(w: Writer, at: number, field: StructField, item: unknown): void {
  const { view, littleEndian } = w;
  const { kind } = field;
  switch (kind) {
    case 'u8':
      expectInteger(item, 0, 0xff, 'u8');
      return view.setUint8(at, item);
    case 's8':
      expectInteger(item, -0x80, 0x7f, 's8');
      return view.setInt8(at, item);
    case 'u16':
    case 'be16':
      expectInteger(item, 0, 0xffff, kind);
      return view.setUint16(at, item, kind === 'u16' && littleEndian);
    case 'u32':
    case 'be32':
      expectInteger(item, 0, 0xffffffff, kind);
      return view.setUint32(at, item, kind === 'u32' && littleEndian);
    case 's32':
      expectInteger(item, -0x80000000, 0x7fffffff, 's32');
      return view.setInt32(at, item, littleEndian);
    case 'u64':
      if (typeof item !== 'bigint' || item < 0n || item > 0xffffffffffffffffn) throw new EncodeError(`u64 cannot hold ${told(item)}`);
      return view.setBigUint64(at, item, littleEndian);
    case 'bytes':
      if (!(item instanceof Uint8Array) || item.length > field.size) throw new EncodeError(`expected a Uint8Array of at most ${field.size} bytes`);
      return w.array.set(item, at);
    case 'codec':
      field.codec?.write(w, at, item);
  }
}

/** It is a number. */
export const isPlain = ({ kind }: StructField): boolean => kind !== 'bytes' && kind !== 'codec';

/** The fields that have bytes in a word, and which of its bytes are no field's, a bit for each. */
export interface Word {
  readonly fields: readonly StructField[];
  readonly padding: number;
  /** All of them are numbers. */
  readonly plain: boolean;
}

export function wordOf(all: readonly StructField[], from: number): Word {
  const fields = all.filter(({ at, size }) => at < from + 4 && at + size > from);
  const isField = (byte: number) => fields.some(({ at, size }) => from + byte >= at && from + byte < at + size);
  return { fields, padding: [0, 1, 2, 3].reduce((bits, byte) => (isField(byte) ? bits : bits | (1 << byte)), 0), plain: fields.every(isPlain) };
}
