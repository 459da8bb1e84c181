// One attribute on its way in: what its set knows of it, and how it is decoded into the object of the set.

import type { Bytes } from './bytes.js';
import type { Codec } from './codec.js';
import { DecodeError } from './errors.js';
import { keepExact, keepPadding } from './kept.js';
import { note } from './note.js';

/** Which key an attribute goes by, by what stands under `by`. */
export interface Selection {
  readonly by: string;
  readonly keys: Map<unknown, string>;
}

/** A line of a schema. */
export interface Field {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  /** With the flag bits its header carries. */
  readonly header: number;
  readonly codec: Codec<unknown>;
  /** Which line counts in its place, by what the attribute `by` holds. */
  readonly selection: Selection | undefined;
}

/** Stores what the attribute holds, or gives the error that says why it does not decode. */
export function decodeField(out: Record<string, unknown>, field: Field, b: Bytes, header: number, at: number, length: number, end: number): DecodeError | undefined {
  const errors = b.errors.length;
  const depth = b.depth;
  b.inexact = false;
  try {
    const value = field.codec.decode(b, at + 4, at + length);
    for (let e = errors; e < b.errors.length; e++) b.errors[e]?.within(field.name);
    if (b.inexact) keepExact(out, field.codec, field.key, value, b, at, length);
    out[field.key] = value;
    if (header !== field.header) note(out, field.key, { header });
    if ((length & 3) !== 0) keepPadding(out, field.key, b, at, length, end);
    return undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    b.depth = depth;
    b.errors.length = errors;
    return error.within(field.name);
  }
}
