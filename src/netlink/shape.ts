// A dump is one message over and over. What an attribute set decoded to is remembered by the sequence of its attributes:
// the next of the same sequence starts as a copy of it, and only what differs is decoded and stored.

import { align4, type Bytes } from './bytes.js';
import { notesOf } from './note.js';
import { Template } from './template.js';

/** Longer sets are decoded without. */
const MAX_ATTRIBUTES = 100;
/** Shapes remembered for each attribute set: a power of 2. */
const SLOTS = 64;

/** What one sequence of attributes decodes to; `F` is what the attribute set knows about each. */
export class Shape<F> {
  /** A word for each attribute's length and type, as they stand on the wire, and the type with its flag bits alone. */
  readonly words: Int32Array;
  readonly headers: readonly number[];
  /** Bytes of each, padding included. */
  readonly spans: readonly number[];
  /** The bytes they were decoded from. */
  private readonly sample: DataView;
  private uses = 0;

  constructor(
    /** Keys that come before those of the attributes: a message's struct. */
    readonly prefix: readonly string[],
    readonly littleEndian: boolean,
    readonly fields: readonly (F | undefined)[],
    /** `prefix`, then a key for each attribute. */
    readonly keys: readonly string[],
    /** What `template` holds; undefined for what has to be decoded every time. */
    readonly values: readonly unknown[],
    readonly template: Template,
    b: Bytes,
    start: number,
    end: number,
  ) {
    const words: number[] = [];
    const headers: number[] = [];
    const spans: number[] = [];
    for (let at = start; at < end; at += spans.at(-1) as number) {
      words.push(b.view.getInt32(at, littleEndian));
      headers.push(b.view.getUint16(at + 2, littleEndian));
      spans.push(align4(b.view.getUint16(at, littleEndian)));
    }
    this.words = Int32Array.from(words);
    this.headers = headers;
    this.spans = spans;
    this.sample = new DataView(b.array.slice(start, end).buffer);
    let from = 0;
    this.offsets = spans.map((span, i) => {
      from += span;
      return values[prefix.length + i] === undefined ? -1 : from - span;
    });
  }

  /** Where each attribute stands in the sample; -1 for one that has to be decoded every time. */
  private readonly offsets: readonly number[];

  /** Whether the attribute at `at`, whose first word is the same, is the very one whose value the template holds, padding included. */
  isUnchanged(index: number, view: DataView, at: number, end: number): boolean {
    const from = this.offsets[index] as number;
    const span = this.spans[index] as number;
    if (from < 0 || span > end - at) return false;
    for (let i = 4; i < span; i += 4) if (view.getInt32(at + i) !== this.sample.getInt32(from + i)) return false;
    return true;
  }

  /** The first link of a dump, the loopback, is unlike the others: a shape is learnt again, ever more rarely. */
  isDue(): boolean {
    this.uses++;
    return (this.uses & (this.uses - 1)) === 0;
  }

  /** The same shape with the values of another set of it. */
  relearn(values: readonly unknown[], b: Bytes, start: number, end: number): Shape<F> {
    const { prefix, littleEndian, fields, keys, template } = this;
    const again = new Shape(prefix, littleEndian, fields, keys, values, template.update(values), b, start, end);
    again.uses = this.uses;
    return again;
  }
}

/** The shapes in which one attribute set came lately, by length. */
export class Shapes<F> {
  private readonly slots: (Shape<F> | undefined)[] = new Array(SLOTS).fill(undefined);

  /** No old value may stand under the keys in `unstable`: they are read while the object is being filled, or depend on it. */
  constructor(private readonly unstable: ReadonlySet<string>) {}

  /** The shape that a set of this length had last. */
  find(prefix: readonly string[], b: Bytes, start: number, end: number): Shape<F> | undefined {
    const shape = this.slots[((end - start) >> 2) & (SLOTS - 1)];
    return shape === undefined || shape.prefix !== prefix || shape.littleEndian !== b.littleEndian ? undefined : shape;
  }

  /** That shape did not fit. */
  forget(start: number, end: number): void {
    this.slots[((end - start) >> 2) & (SLOTS - 1)] = undefined;
  }

  /** Remembers `value` as what the attributes from `start` up to `end` decode to; `known` is the shape it was made with, or what is known about each. */
  learn(prefix: readonly string[], b: Bytes, start: number, end: number, value: Readonly<Record<string, unknown>>, known: Shape<F> | readonly (F | undefined)[]): void {
    const fields = known instanceof Shape ? known.fields : known;
    if (fields.length > MAX_ATTRIBUTES) return;
    const keys = Object.keys(value);
    if (keys.length !== prefix.length + fields.length || ((end - start) & 3) !== 0) return;
    const notes = notesOf(value);
    const values = keys.map((key) => (typeof value[key] === 'object' || this.unstable.has(key) || notes?.has(key) === true ? undefined : value[key]));
    this.slots[((end - start) >> 2) & (SLOTS - 1)] =
      known instanceof Shape ? known.relearn(values, b, start, end) : new Shape(prefix, b.littleEndian, fields, keys, values, new Template(keys, values), b, start, end);
  }
}
