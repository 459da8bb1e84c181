// A dump is one message over and over. Where the attributes of an example come again, in the same order, the value starts
// as a copy of what that decoded to, and only those whose bytes differ are decoded.

import { decodeField, type Field } from './attribute.js';
import { align4, type Bytes } from './bytes.js';
import type { Codec, Maker } from './codec.js';
import { keepRaw } from './kept.js';
import type { Source } from './source.js';
import type { Word } from './struct-field.js';
import type { Template } from './template.js';
import { firstDifference, Runs, type Sample } from './words.js';

/** What stands before the attributes, in one object with them: a struct. */
export interface Head {
  /** Of its fields, in order. */
  readonly keys: readonly string[];
  /** Bytes, padding included. */
  readonly size: number;
  /** The fields; where the message from `start` to `end` is cut short, what there is of them. */
  read(bytes: Bytes, start: number, end: number): Record<string, unknown>;
  /** Stores the fields that have bytes in this word; false where `read` would keep more than their values. */
  reread(out: Record<string, unknown>, bytes: Bytes, start: number, word: number): boolean;
  /** What has bytes in this word. */
  wordAt(word: number): Word;
}

/** An attribute of the example. */
export interface Piece {
  readonly key: string;
  readonly field: Field | undefined;
  /** Where it starts, in bytes from the start of the set; how long it is, and with its padding. */
  readonly at: number;
  readonly length: number;
  readonly span: number;
  /** Its type field. */
  readonly header: number;
  /** How others are decoded depends on it. */
  readonly selects: boolean;
  /** Which one it is of those that vary. */
  readonly order: number;
  /** Its value is not in the template: an object, which no two sets may share, or one with notes. */
  readonly varies: boolean;
  /** Makes it, where it is made. */
  readonly maker: Maker | undefined;
  /** Decodes it, where nothing can go wrong and nothing needs to be noted. */
  readonly codec: Codec<unknown> | undefined;
}

/** A field on which it depends how attributes are decoded, and what it held. */
interface Selected {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Which varying pieces are not those of the sample, and at which word they differ first, in turns: of each set that is being made, the nested above
 * the one it stands in. One stack for all: what grows with each set would be collected with it.
 */
const differing = new Array<number>(64).fill(0);

/** In place of a piece's number: the word belongs to the head. */
const IN_HEAD = 255;
/** The most pieces that can be told apart. */
export const MAX_PIECES = IN_HEAD;

/** A sequence of attributes, and what an example of it decoded to. */
export class Shape implements Maker {
  readonly sample: Sample;
  readonly total: boolean;
  readonly littleEndian: boolean;
  private readonly strict: boolean;
  private readonly depth: number;
  /** Which piece each word of the sample belongs to. */
  private readonly owners: Uint8Array;
  private readonly varying: readonly Piece[];

  constructor(
    private readonly head: Head,
    private readonly pieces: readonly Piece[],
    /** Fields of the head that decide how attributes are decoded, and what they are. */
    private readonly selecting: readonly Selected[],
    readonly template: Template,
    b: Bytes,
    start: number,
    end: number,
  ) {
    const words = b.words.slice(start >> 2, end >> 2);
    this.littleEndian = b.littleEndian;
    this.strict = b.strict;
    this.depth = b.depth;
    this.owners = new Uint8Array(words.length).fill(IN_HEAD);
    for (let i = 0; i < pieces.length; i++) {
      const { at, span } = pieces[i] as Piece;
      this.owners.fill(i, at >> 2, (at + span) >> 2);
    }
    this.varying = pieces.filter(({ varies }) => varies);
    this.total = this.varying.every(({ codec, maker }) => codec !== undefined || maker?.total === true);
    this.sample = { words, compared: compared(this.varying, words.length) };
  }

  /** Whether a set from `start` to `end` may be of this shape. Nested deeper, it may be too deep. */
  fits(b: Bytes, start: number, end: number): boolean {
    return end - start === this.sample.words.length << 2 && (start & 3) === 0 && b.littleEndian === this.littleEndian && b.strict === this.strict && b.depth <= this.depth;
  }

  /** `difference` is the first word of what is at `start`, which fits, that is not as in the sample; its length where there is none. */
  makeLike(b: Bytes, start: number, end: number, difference: number): Record<string, unknown> | undefined {
    const { sample, owners, pieces, varying } = this;
    const { words } = b;
    const base = start >> 2;
    const { length } = sample.words;
    if (difference === length) return this.make(b, start);
    const out = this.template.make();
    const bottom = b.top;
    let reread = false;
    let word = difference;
    while (word < length) {
      const owner = owners[word] as number;
      if (owner === IN_HEAD) {
        if (!this.head.reread(out, b, start, word)) return unlike(b, bottom);
        reread = true;
        word++;
      } else {
        const piece = pieces[owner] as Piece;
        const { at } = piece;
        const sameHeader = words[base + (at >> 2)] === sample.words[at >> 2];
        if (piece.selects || !(sameHeader || lengthAlike(piece, b, start + at) > 0)) return unlike(b, bottom);
        if (piece.varies) {
          differing[b.top++] = owner;
          differing[b.top++] = word;
        } else store(out, piece, b, start, end);
        word = (piece.at + piece.span) >> 2;
      }
      word = firstDifference(words, base, sample, word);
    }
    if (reread && !this.selectsAlike(out)) return unlike(b, bottom);
    // What holds others is decoded once all are known to be alike: nests in nests would each be tried twice, at every level.
    const { top } = b;
    let same = 0;
    for (let next = bottom; next < top; next += 2) {
      const piece = pieces[differing[next] as number] as Piece;
      storeAgain(out, varying, same, piece.order, b, start, end);
      storeLike(out, piece, differing[next + 1] as number, b, start, end);
      same = piece.order + 1;
    }
    storeAgain(out, varying, same, varying.length, b, start, end);
    b.top = bottom;
    return out;
  }

  private selectsAlike(out: Readonly<Record<string, unknown>>): boolean {
    const { selecting } = this;
    for (let i = 0; i < selecting.length; i++) {
      const { key, value } = selecting[i] as Selected;
      if (out[key] !== value) return false;
    }
    return true;
  }

  write(source: Source, at: number): string | undefined {
    const { head, selecting } = this;
    const code = source.fields(head, at, head.size >> 2);
    if (code === undefined) return undefined;
    for (const { key, value } of selecting) source.expect(code.get(key), value);
    const varied: Piece[] = [];
    for (let i = 0; i < this.pieces.length; i++) {
      const piece = this.pieces[i] as Piece;
      const { key, varies } = piece;
      const from = at + piece.at;
      const changed = source.varies(from, from + piece.span);
      if (changed && piece.selects) return undefined;
      const made = varies ? writeValue(source, piece, from, changed) : changed ? writeScalar(source, piece, from) : undefined;
      if (made !== undefined) code.set(key, made);
      else if (changed || varies) varied.push(piece);
    }
    const own = source.object(this.template.values, code);
    if (own === undefined) return undefined;
    const end = source.at(at + (this.sample.words.length << 2));
    for (const piece of varied) {
      source.vary(at + piece.at, at + piece.at + piece.span);
      source.step(`if(!${source.pass(storeIfAlike)}(${own},${source.pass(piece)},b,${source.at(at)},${end},${source.depth}))return`);
    }
    return own;
  }

  make(b: Bytes, start: number): Record<string, unknown> {
    const { varying } = this;
    const out = this.template.make();
    storeAgain(out, varying, 0, varying.length, b, start, start + (this.sample.words.length << 2));
    return out;
  }
}

/** It has to be decoded. */
function unlike(b: Bytes, bottom: number): undefined {
  b.top = bottom;
  return undefined;
}

/** Which words decide: all but payloads that are decoded anyway and on which nothing depends. */
function compared(varying: readonly Piece[], length: number): Int32Array {
  const runs = new Runs();
  let from = 0;
  for (let i = 0; i < varying.length; i++) {
    const { at, length: bytes, span, selects, maker, codec } = varying[i] as Piece;
    if (selects) continue;
    const payload = (at >> 2) + 1;
    runs.add(from, payload);
    if (maker !== undefined) runs.addAll(maker.sample.compared, payload);
    // Padding is kept by what decodes, not by what makes.
    from = (codec === undefined ? at + span : at + bytes) >> 2;
  }
  runs.add(from, length);
  return runs.finish();
}

/** The length of what stands at `at`, in the place of `piece`, if it is the same attribute, as long but for its padding; otherwise 0. */
function lengthAlike({ span, header }: Piece, { view, littleEndian }: Bytes, at: number): number {
  const length = view.getUint16(at, littleEndian);
  return length >= 4 && align4(length) === span && view.getUint16(at + 2, littleEndian) === header ? length : 0;
}

/** Decodes one attribute. Throws DecodeError. */
function store(out: Record<string, unknown>, { field, key, at, header }: Piece, b: Bytes, start: number, end: number): void {
  const from = start + at;
  const length = b.view.getUint16(from, b.littleEndian);
  const error = field === undefined ? keepRaw(out, key, b, header, from, length, end) : decodeField(out, field, b, header, from, length, end);
  if (error !== undefined) throw error;
}

/** The same, so much deeper, of what may be another attribute: false where it is, and where there are errors that those around it do not hear of. */
function storeIfAlike(out: Record<string, unknown>, piece: Piece, b: Bytes, start: number, end: number, depth: number): boolean {
  if (lengthAlike(piece, b, start + piece.at) === 0) return false;
  const errors = b.errors.length;
  b.depth += depth;
  store(out, piece, b, start, end);
  b.depth -= depth;
  return depth === 0 || b.errors.length === errors;
}

/** Code for the value of an attribute that is as long as that of the sample, be it the same or not. */
function writeValue(source: Source, { maker, codec, length }: Piece, at: number, changed: boolean): string | undefined {
  if (maker === undefined) return codec === undefined || changed ? undefined : `${source.pass(codec)}.decode(b,${source.at(at + 4)},${source.at(at + length)})`;
  if (source.varies(at, at + 4) || (length & 3) !== 0) return undefined;
  return source.nested(() => maker.write(source, at + 4));
}

/** Code for the value of an attribute that is a number or a text, as long as that of the sample but for its padding. */
function writeScalar(source: Source, piece: Piece, at: number): string | undefined {
  const { field, header, span } = piece;
  if (field === undefined || field.header !== header) return undefined;
  source.vary(at, at + span);
  return source.take(`${source.pass(scalar)}(b,${source.at(at)},${source.pass(piece)})`);
}

/** The value of an attribute that is no object; undefined where it is another, or there is more to it than its value. Throws DecodeError. */
function scalar(b: Bytes, at: number, piece: Piece): unknown {
  const length = lengthAlike(piece, b, at);
  if (length === 0) return undefined;
  b.inexact = false;
  const value = (piece.field as Field).codec.decode(b, at + 4, at + length);
  if (b.inexact) return undefined;
  for (let i = at + length; i < at + piece.span; i++) if (b.array[i] !== 0) return undefined;
  return value;
}

/** Stores the values of attributes whose bytes are those of the sample, as far as they decide. */
function storeAgain(out: Record<string, unknown>, pieces: readonly Piece[], first: number, last: number, b: Bytes, start: number, end: number): void {
  for (let i = first; i < last; i++) {
    const piece = pieces[i] as Piece;
    const { key, maker, codec } = piece;
    const at = start + piece.at;
    if (maker?.total === true) out[key] = maker.make(b, at + 4);
    else if (codec !== undefined) out[key] = codec.decode(b, at + 4, at + piece.length);
    else if (maker === undefined) store(out, piece, b, start, end);
    else {
      const errors = b.errors.length;
      b.depth++;
      out[key] = maker.make(b, at + 4);
      b.depth--;
      if (b.errors.length > errors) within(piece, b, errors);
    }
  }
}

/** Stores the value of an attribute like that of the sample, whose bytes differ at `word`. */
function storeLike(out: Record<string, unknown>, piece: Piece, word: number, b: Bytes, start: number, end: number): void {
  const { key, maker, at, span } = piece;
  const difference = word - (at >> 2) - 1;
  if (maker === undefined || difference < 0) return store(out, piece, b, start, end);
  const errors = b.errors.length;
  const payload = start + at + 4;
  b.depth++;
  const value = maker.makeLike(b, payload, start + at + span, difference);
  b.depth--;
  if (value === undefined) return store(out, piece, b, start, end);
  out[key] = value;
  if (b.errors.length > errors) within(piece, b, errors);
}

function within({ field }: Piece, b: Bytes, from: number): void {
  for (let i = from; i < b.errors.length; i++) b.errors[i]?.within(field?.name as string);
}
