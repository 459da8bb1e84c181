// A dump is one message over and over. Where the attributes of an example come again, in the same order, the value starts
// as a copy of what that decoded to, and only those whose bytes differ are decoded.

import { decodeField, type Field } from './attribute.js';
import { align4, type Bytes } from './bytes.js';
import type { Codec, Maker } from './codec.js';
import { keepRaw } from './kept.js';
import type { Template } from './template.js';
import { firstDifference, NO_WORDS, runsOf, type Sample } from './words.js';

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
  /** Its value is not in the template: an object, which no two sets may share, or one with notes. */
  readonly varies: boolean;
  /** Makes it, where it is made. */
  readonly maker: Maker | undefined;
  /** Decodes it, where nothing can go wrong and nothing needs to be noted. */
  readonly codec: Codec<unknown> | undefined;
}

/** In place of a piece's number: the word belongs to the head. */
const IN_HEAD = 255;
/** The most pieces that can be told apart. */
export const MAX_PIECES = IN_HEAD;

/** A sequence of attributes, and what an example of it decoded to. */
export class Shape implements Maker {
  readonly sample: Sample;
  readonly total: boolean;
  private readonly littleEndian: boolean;
  private readonly strict: boolean;
  private readonly depth: number;
  /** Which piece each word of the sample belongs to. */
  private readonly owners: Uint8Array;
  private readonly varying: readonly Piece[];

  constructor(
    private readonly head: Head,
    private readonly pieces: readonly Piece[],
    /** Fields of the head that decide how attributes are decoded, and what they are. */
    private readonly selecting: readonly (readonly [key: string, value: unknown])[],
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
    for (const [i, { at, span }] of pieces.entries()) this.owners.fill(i, at >> 2, (at + span) >> 2);
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
    /** Varying ones that are not those of the sample, and where they differ first. */
    let changed: number[] | undefined;
    let reread = false;
    let word = difference;
    while (word < length) {
      const owner = owners[word] as number;
      if (owner === IN_HEAD) {
        if (!this.head.reread(out, b, start, word)) return undefined;
        reread = true;
        word++;
      } else {
        const piece = pieces[owner] as Piece;
        const { at } = piece;
        const sameHeader = words[base + (at >> 2)] === sample.words[at >> 2];
        if (piece.selects || !(sameHeader || isAlike(piece, b, start))) return undefined;
        if (!piece.varies) store(out, piece, b, start, end);
        else if (changed === undefined) changed = [owner, word];
        else changed.push(owner, word);
        word = (piece.at + piece.span) >> 2;
      }
      word = firstDifference(words, base, sample, word);
    }
    if (reread) for (const [key, value] of this.selecting) if (out[key] !== value) return undefined;
    // What holds others is decoded once all are known to be alike: nests in nests would each be tried twice, at every level.
    for (let i = 0, c = 0; i < varying.length; i++) {
      const piece = varying[i] as Piece;
      if (changed !== undefined && pieces[changed[c] as number] === piece) {
        storeLike(out, piece, changed[c + 1] as number, b, start, end);
        c += 2;
      } else {
        storeAgain(out, piece, b, start, end);
      }
    }
    return out;
  }

  make(b: Bytes, start: number): Record<string, unknown> {
    const { varying } = this;
    const end = start + (this.sample.words.length << 2);
    const out = this.template.make();
    for (let i = 0; i < varying.length; i++) storeAgain(out, varying[i] as Piece, b, start, end);
    return out;
  }
}

/** Which words decide: all but payloads that are decoded anyway and on which nothing depends. */
function compared(varying: readonly Piece[], length: number): Int32Array {
  const decides = new Uint8Array(length).fill(1);
  for (const { at, length, span, selects, maker, codec } of varying) {
    if (selects) continue;
    const payload = (at >> 2) + 1;
    // Padding is kept by what decodes, not by what makes.
    decides.fill(0, payload, (codec === undefined ? at + span : at + length) >> 2);
    const inside = maker === undefined ? NO_WORDS : maker.sample.compared;
    for (let i = 0; i < inside.length; i += 2) decides.fill(1, payload + (inside[i] as number), payload + (inside[i + 1] as number));
  }
  return runsOf(decides);
}

/** Whether what stands where `piece` stood is the same attribute, as long but for its padding. */
function isAlike({ at, span, header }: Piece, { view, littleEndian }: Bytes, start: number): boolean {
  const length = view.getUint16(start + at, littleEndian);
  return length >= 4 && align4(length) === span && view.getUint16(start + at + 2, littleEndian) === header;
}

/** Decodes one attribute. Throws DecodeError. */
function store(out: Record<string, unknown>, { field, key, at, header }: Piece, b: Bytes, start: number, end: number): void {
  const from = start + at;
  const length = b.view.getUint16(from, b.littleEndian);
  const error = field === undefined ? keepRaw(out, key, b, header, from, length, end) : decodeField(out, field, b, header, from, length, end);
  if (error !== undefined) throw error;
}

/** Stores the value of an attribute whose bytes are those of the sample, as far as they decide. */
function storeAgain(out: Record<string, unknown>, piece: Piece, b: Bytes, start: number, end: number): void {
  const { key, maker, codec } = piece;
  const at = start + piece.at;
  if (codec !== undefined) out[key] = codec.decode(b, at + 4, at + piece.length);
  else if (maker?.total === true) out[key] = maker.make(b, at + 4);
  else if (maker === undefined) store(out, piece, b, start, end);
  else {
    const errors = b.errors.length;
    b.depth++;
    out[key] = maker.make(b, at + 4);
    b.depth--;
    if (b.errors.length > errors) within(piece, b, errors);
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
