// Attributes on their way out: one with what was noted of it, and those of one that repeats.

import type { Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { bytes as opaque } from './codec.js';
import { EncodeError } from './errors.js';
import { encoded, type Note, unchanged } from './note.js';

/** One attribute to be written; without a codec, one that was kept raw. */
export interface Written {
  readonly header: number;
  readonly name: string;
  readonly codec: Codec<unknown> | undefined;
  readonly item: unknown;
  readonly kept: Note | undefined;
}

/** One of which nothing was noted. */
export function writePlain(w: Writer, { header, name, codec }: Omit<Written, 'item' | 'kept'> & { readonly codec: Codec<unknown> }, item: unknown): void {
  try {
    const mark = w.reserve(4);
    codec.encode(w, item);
    w.closeAttribute(mark, header);
  } catch (error) {
    throw error instanceof EncodeError ? error.within(name) : error;
  }
}

/** `state` tells how much padding the attribute before went without: it may have been the last when it was decoded. */
export function write(w: Writer, { header, name, codec, item, kept }: Written, state: { unpadded: number }): void {
  w.reserve(state.unpadded);
  const mark = w.beginAttribute(kept?.header ?? header);
  let end: number;
  try {
    if (codec === undefined) opaque.encode(w, (item as { readonly payload: Uint8Array }).payload);
    else if (kept?.raw === undefined) codec.encode(w, item);
    else w.bytes(unchanged(kept, encoded(codec, item, w.littleEndian)));
    end = w.length;
    w.endAttribute(mark);
  } catch (error) {
    throw error instanceof EncodeError ? error.within(name) : error;
  }
  const padded = w.length;
  if (kept?.padding !== undefined && kept.length === end - mark) {
    w.length = end;
    w.bytes(kept.padding);
  }
  state.unpadded = padded - w.length;
}

/** Under which notes about a further element of an attribute that repeats are held. */
export const elementKey = (key: string, index: number): string => (index === 0 ? key : `${key}[${index}]`);

interface Repeated {
  readonly key: string;
  readonly name: string;
  readonly header: number;
  readonly codec: Codec<unknown>;
}

/** A key to be written, and of an attribute that repeats how many of its elements: the next one, or all that are left. */
export interface Turn {
  readonly key: string;
  readonly all: boolean;
}

/** The keys of `value` in the order in which they came; those that were not there last. */
export function turns(value: Readonly<Record<string, unknown>>, sequence: readonly string[]): Turn[] {
  const last = new Map(sequence.map((key, at) => [key, at]));
  const known = sequence.flatMap((key, at) => (key in value ? [{ key, all: last.get(key) === at }] : []));
  return [...known, ...Object.keys(value).flatMap((key) => (last.has(key) ? [] : [{ key, all: true }]))];
}

/** Elements from `first` on: one, or all. */
export function writeElements(
  w: Writer,
  { key, name, header, codec }: Repeated,
  items: unknown,
  first: number,
  all: boolean,
  notes: ReadonlyMap<string, Note> | undefined,
  state: { unpadded: number },
): void {
  if (!Array.isArray(items)) throw new EncodeError('expected a list').within(name);
  const end = all ? items.length : Math.min(items.length, first + 1);
  for (let index = first; index < end; index++) {
    write(w, { header, name, codec: codec.repeats, item: items[index], kept: notes?.get(elementKey(key, index)) }, state);
  }
}
