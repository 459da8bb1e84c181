// What decoding keeps that a value by itself does not tell: payloads as they were, padding, attributes that stay raw.

import { align4, type Bytes } from './bytes.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import { NLA_TYPE_MASK } from './nlattr.js';
import { encoded, note } from './note.js';

/** The value does not tell all about its payload (a string without NUL, a struct cut short): keep the payload as well. */
export function keepExact(out: Record<string, unknown>, codec: Codec<unknown>, key: string, value: unknown, b: Bytes, at: number, length: number): void {
  let canonical: Uint8Array;
  try {
    canonical = encoded(codec, value, b.littleEndian);
  } catch (error) {
    // Bytes that are no UTF-8 take three times the room as text: in a list that can be more than an attribute holds.
    if (error instanceof EncodeError) throw new DecodeError('ERR_NETLINK_LENGTH', `cannot be told and written again: ${error.message}`, at + 4);
    throw error;
  }
  note(out, key, { raw: b.array.slice(at + 4, at + length), canonical });
  b.inexact = false;
}

export function keepRaw(out: Record<string, unknown>, key: string, b: Bytes, header: number, at: number, length: number, end: number, error?: DecodeError): void {
  const raw = { flags: header & ~NLA_TYPE_MASK, payload: b.held(at + 4, at + length) };
  out[key] = error === undefined ? raw : { ...raw, error };
  if ((length & 3) !== 0) keepPadding(out, key, b, at, length, end);
}

const COUNTS = new WeakMap<object, Map<number, number>>();

/** `#63`, then `#63.2`, `#63.3`: counted, not searched, so that any number of duplicates takes linear time. */
export function freeKey(out: Record<string, unknown>, type: number): string {
  if (!(`#${type}` in out)) return `#${type}`;
  let counts = COUNTS.get(out);
  if (counts === undefined) {
    counts = new Map();
    COUNTS.set(out, counts);
  }
  const count = (counts.get(type) ?? 1) + 1;
  counts.set(type, count);
  return `#${type}.${count}`;
}

/** Padding is there and zero in all that the kernel sends; where it is not, it is kept. A message may end without. */
export function keepPadding(out: Record<string, unknown>, key: string, b: Bytes, at: number, length: number, end: number): void {
  const from = at + length;
  const to = at + align4(length);
  let zero = to <= end;
  for (let i = from; i < to && zero; i++) zero = b.array[i] === 0;
  if (!zero) note(out, key, { padding: b.array.slice(from, Math.min(to, end)), length });
}
