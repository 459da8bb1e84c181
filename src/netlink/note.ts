// What encoding must know beside a value to give back the very bytes it was decoded from: held under a symbol, where
// neither printing nor comparing nor copying the value sees it.

import { equalBytes, Writer } from './bytes.js';
import type { Codec } from './codec.js';

export interface Note {
  /** An attribute's type field, where its flag bits are not those of its codec. */
  readonly header?: number;
  /** Padding that is missing or not zero, and the attribute's length that it goes with. */
  readonly padding?: Uint8Array;
  readonly length?: number;
  /** The payload as it was, and what its value encodes to: the first is written as long as the value still gives the second. */
  readonly raw?: Uint8Array;
  readonly canonical?: Uint8Array;
  /** Of a whole set, under no key: the keys in the order of the wire, where others stand between two elements of one that repeats. */
  readonly sequence?: readonly string[];
}

const NOTES = Symbol('notes');

export function note(target: object, key: string, more: Note): void {
  const holder = target as { [NOTES]?: Map<string, Note> };
  let notes = holder[NOTES];
  if (notes === undefined) {
    notes = new Map();
    Object.defineProperty(target, NOTES, { value: notes });
  }
  notes.set(key, { ...notes.get(key), ...more });
}

export function notesOf(target: object): ReadonlyMap<string, Note> | undefined {
  return (target as { [NOTES]?: Map<string, Note> })[NOTES];
}

/** The bytes that `value` encodes to on its own. */
export function encoded<T>(codec: Pick<Codec<T>, 'encode'>, value: T, littleEndian: boolean): Uint8Array {
  const w = new Writer(littleEndian);
  codec.encode(w, value);
  return w.finish();
}

/** The bytes of a note's payload if its value is still the one that was decoded. */
export function unchanged(notes: Note | undefined, now: Uint8Array): Uint8Array {
  return notes?.raw !== undefined && notes.canonical !== undefined && equalBytes(now, notes.canonical) ? notes.raw : now;
}
