// The shapes in which an attribute set came lately, and how they are learnt: see shape.ts.

import type { Field } from './attribute.js';
import { align4, type Bytes } from './bytes.js';
import type { Maker } from './codec.js';
import { Compiled } from './compiled.js';
import { DecodeError } from './errors.js';
import { NLA_TYPE_MASK } from './nlattr.js';
import { type Note, notesOf } from './note.js';
import { type Head, MAX_PIECES, type Piece, Shape } from './shape.js';
import { Template } from './template.js';
import { firstDifference } from './words.js';

/** Longer sets are decoded without. */
const MAX_BYTES = 16 << 10;
/** Shapes remembered for each attribute set: a power of 2. */
const SLOTS = 64;

/** Sets that are decoded before any is learnt: a program that lists a few links and ends is done sooner without what learns, which has to be compiled first. */
const BEFORE = 64;
let decoded = 0;

/** What shapes know of the attribute set they are shapes of. */
export interface AttributeTable {
  /** The line for an attribute of `type` in a set that decoded to `value`; `next` is where the one behind it starts. */
  lineOf(type: number, value: Readonly<Record<string, unknown>>, bytes: Bytes, next: number, end: number): Field | undefined;
  /** Keys that other attributes' lines depend on. */
  readonly selectors: readonly string[];
  /** Adds what the attributes decode to, one by one. */
  decodeInto(out: Record<string, unknown>, bytes: Bytes, start: number, end: number): void;
}

interface Slot {
  shape: Shape | undefined;
  /** Of the shape, where it is that of whole messages. */
  compiled: Compiled | undefined;
  /** By what was not the same. */
  uses: number;
  /** At which use it is learnt again: 64, 512, 4096 ... */
  again: number;
  misses: number;
}

const isPowerOf2 = (n: number): boolean => (n & (n - 1)) === 0;

/** Decodes an attribute set, by the shapes in which it came lately: for each length one. */
export class Shapes {
  private slots: (Slot | undefined)[] | undefined;

  constructor(
    private readonly table: AttributeTable,
    private readonly head: Head,
  ) {}

  decode(b: Bytes, start: number, end: number): Record<string, unknown> {
    const slot = this.slotOf(start, end);
    const { shape } = slot;
    // The first sets of a dump are unlike those that follow: it is learnt again, ever more rarely, and from one that is decoded without, which V8 then has
    // seen when it compiles this: the first set of the next dump would be a surprise, and all to be compiled again.
    let again = false;
    if (shape?.fits(b, start, end) === true) {
      const errors = b.errors.length;
      const { depth, top } = b;
      try {
        const made = slot.compiled?.decode(b, start);
        if (made !== undefined) return made;
        const difference = firstDifference(b.words, start >> 2, shape.sample, 0);
        // From one that is the same there is nothing to learn.
        again = difference < shape.sample.words.length && slot.compiled?.isMade !== true && ++slot.uses === slot.again;
        if (again) slot.again *= 8;
        const known = again ? undefined : shape.makeLike(b, start, end, difference);
        if (known !== undefined) {
          slot.compiled?.look(b, start, difference);
          return known;
        }
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        this.remember(slot, undefined);
        b.errors.length = errors;
        b.depth = depth;
        b.top = top;
      }
    }
    const out = this.head.read(b, start, end);
    if (end - start > this.head.size) this.table.decodeInto(out, b, start + this.head.size, end);
    if (decoded < BEFORE) {
      decoded++;
      return out;
    }
    // One that comes once is not worth it, nor are two of the same length that come in turns.
    slot.misses += again ? 0 : 1;
    const missed = isPowerOf2(slot.misses) && slot.misses > 1;
    if (missed || again) this.learn(slot, b, start, end, out);
    return out;
  }

  /** What makes `value`, which these bytes decoded to, of the same bytes elsewhere. */
  maker(b: Bytes, start: number, end: number, value: Readonly<Record<string, unknown>>): Maker | undefined {
    const slot = this.slotOf(start, end);
    const { shape } = slot;
    return shape?.fits(b, start, end) === true && firstDifference(b.words, start >> 2, shape.sample, 0) === shape.sample.words.length
      ? shape
      : this.learn(slot, b, start, end, value);
  }

  private slotOf(start: number, end: number): Slot {
    this.slots ??= new Array(SLOTS).fill(undefined);
    const index = ((end - start) >> 2) & (SLOTS - 1);
    let slot = this.slots[index];
    if (slot === undefined) {
      slot = { shape: undefined, compiled: undefined, uses: 0, again: 64, misses: 0 };
      this.slots[index] = slot;
    }
    return slot;
  }

  /** Remembers that what stands from `start` to `end` decodes to `value`; undefined where that cannot be. */
  private learn(slot: Slot, b: Bytes, start: number, end: number, value: Readonly<Record<string, unknown>>): Shape | undefined {
    const { head, table } = this;
    const notes = notesOf(value);
    if (((start | end) & 3) !== 0 || end - start < head.size || end - start > MAX_BYTES || notes?.has('') === true) return undefined;
    const keys = Object.keys(value);
    const pieces = this.piecesOf(b, start, end, value, keys, notes);
    if (pieces === undefined) return undefined;
    const values = keys.map((key) => value[key]);
    for (let i = 0; i < pieces.length; i++) if (pieces[i]?.varies === true) values[head.keys.length + i] = undefined;
    if (values.some((item) => typeof item === 'object')) return undefined;
    const selecting = table.selectors.filter((key) => head.keys.includes(key)).map((key) => ({ key, value: value[key] }));
    const template = slot.shape?.template.with(keys, values) ?? Template.of(keys, values);
    const shape = new Shape(head, pieces, selecting, template, b, start, end);
    this.remember(slot, shape);
    return shape;
  }

  private remember(slot: Slot, shape: Shape | undefined): void {
    slot.compiled?.forget();
    slot.shape = shape;
    slot.compiled = shape !== undefined && this.head.size > 0 ? new Compiled(shape) : undefined;
  }

  /** The attributes behind `keys`; undefined where one did not decode, repeats, or came before another of its type. */
  private piecesOf(
    b: Bytes,
    start: number,
    end: number,
    value: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    notes: ReadonlyMap<string, Note> | undefined,
  ): Piece[] | undefined {
    const { head, table } = this;
    const pieces: Piece[] = [];
    let varying = 0;
    for (let at = start + head.size; at < end; ) {
      const length = b.view.getUint16(at, b.littleEndian);
      const header = b.view.getUint16(at + 2, b.littleEndian);
      const span = align4(length);
      const key = keys[head.keys.length + pieces.length];
      const field = table.lineOf(header & NLA_TYPE_MASK, value, b, at + span, end);
      if (key === undefined || pieces.length === MAX_PIECES || (field === undefined ? !key.startsWith('#') : key !== field.key)) return undefined;
      const item = value[key];
      const noted = notes?.has(key) === true;
      const varies = noted || typeof item === 'object';
      const codec = varies && !noted ? field?.codec : undefined;
      const faulty = b.errors.some(({ offset }) => offset >= at && offset < at + span);
      pieces.push({
        key,
        field,
        at: at - start,
        length,
        span,
        header,
        selects: table.selectors.includes(key),
        order: varies ? varying++ : -1,
        varies,
        // Errors in there would have to be told where they are, over and over.
        maker: faulty ? undefined : codec?.maker?.(b, at + 4, at + length, item),
        codec: codec?.total === true ? codec : undefined,
      });
      at += span;
    }
    return keys.length === head.keys.length + pieces.length ? pieces : undefined;
  }
}
