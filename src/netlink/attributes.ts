// The schema of an attribute set, and the machine behind it: one declaration gives the decoder, the encoder, the
// TypeScript type, dissections and the paths in errors. Layout and rules: include/uapi/linux/netlink.h, lib/nlattr.c.

import { align4, type Bytes, type Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { bytes as opaque } from './codec.js';
import { type Dissection, withCodec } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { freeKey, keepExact, keepPadding, keepRaw } from './kept.js';
import { eachAttribute, NLA_F_NESTED, NLA_TYPE_MASK } from './nlattr.js';
import { copyNotes, type Note, note, notesOf } from './note.js';
import { type Shape, Shapes } from './shape.js';
import { unknownNode } from './unknown.js';
import { elementKey, turns, write, writeElements, writePlain } from './written.js';

/** Selects one of several codecs by what a sibling attribute (or a field of the message's struct) holds. */
export interface When {
  readonly by: string;
  readonly is: string | number;
}

/**
 * One line of a schema: the kernel's name, its number, how the payload is encoded. A line with `when` is a variant of
 * the line of the same number above it.
 */
export type Entry<T = unknown> = readonly [name: string, type: number, codec: Codec<T>, when?: When];
/** The lines of an attribute set. */
// The element type is invariant in T (a codec both reads and writes it); the schema only ever passes back what it read.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Schema = Readonly<Record<string, Entry<any>>>;

/** An attribute kept as it came: one the schema does not know, one that did not decode, or an earlier duplicate. */
export interface RawAttribute {
  /** NLA_F_NESTED and NLA_F_NET_BYTEORDER, as they were. */
  readonly flags: number;
  readonly payload: Uint8Array;
  /** Why a known attribute was kept raw. */
  readonly error?: DecodeError;
}

type Flat<T> = { [K in keyof T]: T[K] } & {};

/**
 * What a schema decodes to: each known attribute by name, and as `#type` whatever was kept raw (`#type.2` for the next
 * one of the same type). Keys stand in the order of the wire, which is the order they are encoded in.
 */
export type Attributes<S extends Schema> = Flat<
  { -readonly [K in keyof S]?: S[K] extends readonly [string, number, Codec<infer T>, ...unknown[]] ? T : never } & { [type: `#${number}`]: RawAttribute }
>;

/** A codec for a whole attribute set. */
export interface AttributeCodec<S extends Schema> extends Codec<Attributes<S>> {
  readonly schema: S;
  /** What it decodes, behind the fields of `before`, whose keys are `keys`: always the same array for the same struct. */
  decodeAfter(before: Record<string, unknown>, keys: readonly string[], bytes: Bytes, start: number, end: number): Record<string, unknown>;
  /** Encodes what may come from a decoded value, whose notes are heeded. */
  encodeFrom(writer: Writer, value: Readonly<Record<string, unknown>>, except: ReadonlySet<string>): void;
  dissect(bytes: Bytes, start: number, end: number, fields?: Readonly<Record<string, unknown>>): Dissection[];
  /** The kernel's name of an attribute type. */
  nameOf(type: number): string;
}

interface Field {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  /** With the flag bits its header carries. */
  readonly header: number;
  readonly codec: Codec<unknown>;
  readonly variants?: { readonly by: string; readonly fields: Map<unknown, Field> };
}

const NONE: ReadonlySet<string> = new Set();
const NO_KEYS: readonly string[] = [];

/** What a schema says, by number and by key. */
interface Tables {
  readonly byType: readonly (Field | undefined)[];
  readonly byKey: ReadonlyMap<string, Field>;
  readonly shapes: Shapes<Field>;
  /** What variants are selected by. */
  readonly selectors: readonly string[];
}

function tablesOf(schema: Schema): Tables {
  const byType: (Field | undefined)[] = [];
  const byKey = new Map<string, Field>();
  for (const [key, [name, type, codec, when]] of Object.entries(schema)) {
    if (/^(#|\d+$)/.test(key) || byKey.has(key)) throw new TypeError(`'${key}' cannot name an attribute`);
    const field: Field = { key, name, type, header: type | (codec.flags ?? 0), codec };
    byKey.set(key, field);
    if (when === undefined) {
      if (byType[type] !== undefined) throw new TypeError(`${name} and ${byType[type]?.name} have the same number`);
      byType[type] = field;
      continue;
    }
    const fallback = byType[type];
    if (fallback === undefined) throw new TypeError(`variant ${key} of ${name} needs a line without \`when\` above it`);
    const variants = fallback.variants ?? { by: when.by, fields: new Map<unknown, Field>() };
    if (variants.by !== when.by) throw new TypeError(`variants of ${name} are selected by ${variants.by}, not ${when.by}`);
    variants.fields.set(when.is, field);
    byType[type] = { ...fallback, variants };
  }
  const variants = byType.flatMap((field) => (field?.variants === undefined ? [] : [field.key, field.variants.by, ...[...field.variants.fields.values()].map(({ key }) => key)]));
  return { byType, byKey, shapes: new Shapes(new Set(variants)), selectors: [...new Set(byType.flatMap((field) => field?.variants?.by ?? []))] };
}

class AttributeSet<S extends Schema> implements AttributeCodec<S> {
  readonly type = 'nest';
  private derived: Tables | undefined;

  constructor(
    readonly schema: S,
    readonly flags: number,
  ) {}

  /** Derived when it is first needed: a program uses few of hundreds of sets. */
  private get tables(): Tables {
    this.derived ??= tablesOf(this.schema);
    return this.derived;
  }

  private get byType(): Tables['byType'] {
    return this.tables.byType;
  }

  private get byKey(): Tables['byKey'] {
    return this.tables.byKey;
  }

  private get shapes(): Tables['shapes'] {
    return this.tables.shapes;
  }

  private get selectors(): Tables['selectors'] {
    return this.tables.selectors;
  }

  nameOf(type: number): string {
    return this.byType[type]?.name ?? `#${type}`;
  }

  decode(b: Bytes, start: number, end: number): Attributes<S> {
    b.enter(start);
    const out = this.decodeAfter({}, NO_KEYS, b, start, end);
    b.leave();
    b.inexact = false;
    return out as Attributes<S>;
  }

  decodeAfter(before: Record<string, unknown>, keys: readonly string[], b: Bytes, start: number, end: number): Record<string, unknown> {
    if (start === end) return before;
    const shape = this.shapes.find(keys, b, start, end);
    const errors = b.errors.length;
    const depth = b.depth;
    const like = shape === undefined ? undefined : this.decodeLike(shape, before, b, start, end);
    if (shape === undefined || like === undefined) {
      b.errors.length = errors;
      b.depth = depth;
      // Else nests in nests would each be tried twice, at every level.
      this.shapes.forget(start, end);
      return this.decodeEach(before, keys, b, start, end);
    }
    if (shape.isDue()) this.shapes.learn(keys, b, start, end, like, shape);
    return like;
  }

  /** Decodes what differs from the set `shape` was learnt from; undefined where the attributes are others, or one does not decode. */
  private decodeLike(shape: Shape<Field>, before: Record<string, unknown>, b: Bytes, start: number, end: number): Record<string, unknown> | undefined {
    const { view, littleEndian } = b;
    const { keys, fields, words, prefix } = shape;
    const out = enter(shape, before);
    let at = start;
    for (let i = 0; i < words.length; i++) {
      if (end - at < 4) return undefined;
      const same = view.getInt32(at, littleEndian) === words[i];
      if (same && shape.isUnchanged(i, view, at, end)) {
        at += shape.spans[i] as number;
        continue;
      }
      const length = view.getUint16(at, littleEndian);
      const header = view.getUint16(at + 2, littleEndian);
      if (length < 4 || length > end - at || (!same && header !== shape.headers[i])) return undefined;
      const next = at + align4(length);
      const key = keys[prefix.length + i] as string;
      let field = fields[i];
      if (field?.variants !== undefined) field = this.variant(field, out, b, next, end);
      if (field === undefined) keepRaw(out, key, b, header, at, length, end);
      else if (field.key !== key) return undefined;
      else if (this.decodeOne(out, field, b, header, at, length, end) !== undefined) return undefined;
      at = next;
    }
    return at === end ? out : undefined;
  }

  private decodeEach(before: Record<string, unknown>, keys: readonly string[], b: Bytes, start: number, end: number): Record<string, unknown> {
    const out = before;
    const last = this.duplicates(b, start, end);
    const learnt: (Field | undefined)[] = [];
    let learn = last === undefined;
    /** Under which key each went, and whether one that repeats came back behind another. */
    const sequence: string[] = [];
    let interleaved = false;
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const generic = this.byType[type];
      learnt.push(generic);
      if (generic === undefined || (last?.has(type) && last.get(type) !== at)) {
        const key = freeKey(out, type);
        sequence.push(key);
        return keepRaw(out, key, b, header, at, length, end);
      }
      const field = generic.variants === undefined ? generic : this.variant(generic, out, b, at + align4(length), end);
      const again = field.codec.repeats !== undefined && field.key in out;
      const error = again ? this.decodeAgain(out, field, b, header, at, length, end) : this.decodeOne(out, field, b, header, at, length, end);
      const key = error === undefined ? field.key : freeKey(out, type);
      interleaved ||= again && sequence.at(-1) !== key;
      sequence.push(key);
      if (error === undefined) return;
      if (b.strict) throw error;
      b.errors.push(error);
      learn = false;
      keepRaw(out, key, b, header, at, length, end, error);
    });
    if (interleaved) note(out, '', { sequence });
    if (learn) this.shapes.learn(keys, b, start, end, out, learnt);
    return out;
  }

  /** One more element of an attribute that repeats. */
  private decodeAgain(out: Record<string, unknown>, { codec, ...field }: Field, b: Bytes, header: number, at: number, length: number, end: number): DecodeError | undefined {
    const items = out[field.key] as unknown[];
    const key = elementKey(field.key, items.length);
    const one: Record<string, unknown> = {};
    const error = this.decodeOne(one, { ...field, key, codec: codec.repeats as Codec<unknown> }, b, header, at, length, end);
    if (error !== undefined) return error;
    const kept = notesOf(one)?.get(key);
    if (kept !== undefined) note(out, key, kept);
    items.push(one[key]);
    return undefined;
  }

  /** Stores what the attribute holds, or gives the error that says why it does not decode. */
  private decodeOne(out: Record<string, unknown>, field: Field, b: Bytes, header: number, at: number, length: number, end: number): DecodeError | undefined {
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

  /** Where the last attribute of each type stands, if a known one came twice: it counts, as in nla_parse(), those before are kept raw. */
  private duplicates(b: Bytes, start: number, end: number): ReadonlyMap<number, number> | undefined {
    const last = new Map<number, number>();
    let twice = false;
    eachAttribute(b, start, end, (header, at) => {
      const type = header & NLA_TYPE_MASK;
      const field = this.byType[type];
      if (field === undefined || field.codec.repeats !== undefined) return;
      twice ||= last.has(type);
      last.set(type, at);
    });
    return twice ? last : undefined;
  }

  private variant(field: Field, out: Readonly<Record<string, unknown>>, b: Bytes, next: number, end: number): Field {
    const { by, fields } = field.variants as NonNullable<Field['variants']>;
    const selector = out[by] ?? this.lookAhead(by, b, next, end);
    return fields.get(selector) ?? field;
  }

  /** The kernel writes some selectors behind what they select: RTA_ENCAP_TYPE follows RTA_ENCAP. */
  private lookAhead(key: string, b: Bytes, start: number, end: number): unknown {
    const selector = this.byKey.get(key);
    if (selector === undefined) return undefined;
    let found: unknown;
    try {
      eachAttribute(b, start, end, (header, at, length) => {
        if ((header & NLA_TYPE_MASK) === selector.type) found = selector.codec.decode(b, at + 4, at + length);
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    return found;
  }

  encode(w: Writer, value: Attributes<S>): void {
    if (typeof value !== 'object' || value === null) throw new EncodeError('expected an object of attributes');
    this.encodeFrom(w, value, NONE);
  }

  encodeFrom(w: Writer, value: Readonly<Record<string, unknown>>, except: ReadonlySet<string>): void {
    const notes = notesOf(value);
    const sequence = notes?.get('')?.sequence;
    const state = { unpadded: 0 };
    if (sequence === undefined) {
      for (const key of Object.keys(value)) {
        if (except.has(key)) continue;
        const field = notes === undefined ? this.byKey.get(key) : undefined;
        if (field === undefined || field.codec.repeats !== undefined) this.encodeKey(w, value[key], key, 0, true, notes, state);
        else if (value[key] !== undefined) writePlain(w, field, value[key]);
      }
      return;
    }
    const written = new Map<string, number>();
    for (const { key, all } of turns(value, sequence)) {
      const first = written.get(key) ?? 0;
      written.set(key, first + 1);
      if (!except.has(key)) this.encodeKey(w, value[key], key, first, all, notes, state);
    }
  }

  /** What stands under `key`; of an attribute that repeats, elements from `first` on. */
  private encodeKey(w: Writer, item: unknown, key: string, first: number, all: boolean, notes: ReadonlyMap<string, Note> | undefined, state: { unpadded: number }): void {
    if (item === undefined) return;
    const field = this.byKey.get(key);
    if (field?.codec.repeats !== undefined) return writeElements(w, field, item, first, all, notes, state);
    const header = field === undefined ? this.rawHeader(key, item) : field.header;
    write(w, { header, name: field?.name ?? key, codec: field?.codec, item, kept: notes?.get(key) }, state);
  }

  /** The type field of an attribute kept raw under `key`. */
  private rawHeader(key: string, item: unknown): number {
    const type = /^#(\d+)(\.\d+)?$/.exec(key)?.[1];
    if (type === undefined) throw new EncodeError(`no attribute is named ${key}; known: ${[...this.byKey.keys()].join(', ')}`);
    if (Number(type) > NLA_TYPE_MASK) throw new EncodeError(`attribute ${type}, ${NLA_TYPE_MASK} is the most`);
    if (typeof item !== 'object' || item === null) throw new EncodeError('expected flags and payload').within(key);
    return Number(type) | ((item as RawAttribute).flags & ~NLA_TYPE_MASK);
  }

  dissect(b: Bytes, start: number, end: number, fields: Readonly<Record<string, unknown>> = {}): Dissection[] {
    const out: Dissection[] = [];
    const known: Record<string, unknown> = { ...fields };
    // Once for all: one look ahead for each of many variants would take quadratic time.
    for (const by of this.selectors) known[by] ??= this.lookAhead(by, b, start, end);
    const { depth } = b;
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const generic = this.byType[type];
      const field = generic?.variants === undefined ? generic : this.variant(generic, known, b, end, end);
      const codec = field?.codec.repeats ?? field?.codec ?? opaque;
      const base = { name: field?.name ?? `#${type}`, type, flags: header & ~NLA_TYPE_MASK, offset: at, length, payload: codec.type };
      if (codec === opaque) {
        out.push(unknownNode(base, b, at + 4, at + length));
        return;
      }
      try {
        if (codec.dissect === undefined) {
          const value = codec.decode(b, at + 4, at + length);
          out.push(codec.dissectFields === undefined ? { ...base, value } : { ...base, value, fields: codec.dissectFields(b, at + 4, at + length) });
        } else {
          b.enter(at);
          out.push(withCodec({ ...base, children: codec.dissect(b, at + 4, at + length) }, codec));
          b.leave();
        }
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        b.depth = depth;
        out.push({ ...base, value: b.array.subarray(at + 4, at + length), error });
      }
    });
    return out;
  }
}

/** An object with all the keys of `shape`, and the fields of `before`. */
function enter({ template, prefix, values }: Shape<Field>, before: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out = template.make();
  for (let i = 0; i < prefix.length; i++) {
    const key = prefix[i] as string;
    const value = before[key];
    if (value !== values[i]) out[key] = value;
  }
  if (prefix.length > 0) copyNotes(before, out);
  return out;
}

/** Declares a set of attributes: the one place that names them, types them and says how they are encoded. What is wrong with it shows, as a TypeError, when it is first used. */
export function attributes<const S extends Schema>(schema: S): AttributeCodec<S> {
  return new AttributeSet(schema, 0);
}

/** Like {@link attributes}, for nests whose header carries NLA_F_NESTED. */
export function flaggedAttributes<const S extends Schema>(schema: S): AttributeCodec<S> {
  return new AttributeSet(schema, NLA_F_NESTED);
}
