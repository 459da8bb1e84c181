// The schema of an attribute set, and the machine behind it: one declaration gives the decoder, the encoder, the
// TypeScript type, dissections and the paths in errors. Layout and rules: include/uapi/linux/netlink.h, lib/nlattr.c.

import { decodeField, type Field, type Selection } from './attribute.js';
import { align4, type Bytes, type Writer } from './bytes.js';
import type { Codec, Maker } from './codec.js';
import { bytes as opaque } from './codec.js';
import { type Dissection, withCodec } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { freeKey, keepRaw } from './kept.js';
import { eachAttribute, NLA_F_NESTED, NLA_TYPE_MASK } from './nlattr.js';
import { type Note, note, notesOf } from './note.js';
import type { Head } from './shape.js';
import { type AttributeTable, Shapes } from './shapes.js';
import type { StructCodec } from './struct.js';
import { wordOf } from './struct-field.js';
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

type FieldWriter = Pick<StructCodec<unknown>, 'places' | 'put'>;

/** A codec for a whole attribute set. */
export interface AttributeCodec<S extends Schema> extends Codec<Attributes<S>> {
  readonly schema: S;
  /** Decodes the set where it stands behind a struct: both into one object. */
  behind(head: Head): Pick<Codec<Record<string, unknown>>, 'decode'>;
  /** Adds what it decodes to an object that holds something already. */
  decodeInto(out: Record<string, unknown>, bytes: Bytes, start: number, end: number): void;
  /** Encodes what may come from a decoded value, whose notes are heeded. */
  encodeFrom(writer: Writer, value: Readonly<Record<string, unknown>>, except: ReadonlySet<string>): void;
  /** Encodes what has no notes; fields of `head` go into that struct at `start`, whose bytes are zero so far. */
  encodeBehind(writer: Writer, value: Readonly<Record<string, unknown>>, head: FieldWriter, start: number): void;
  dissect(bytes: Bytes, start: number, end: number, fields?: Readonly<Record<string, unknown>>): Dissection[];
  /** The line of that key. */
  lineNamed(key: string): Field | undefined;
  /** The kernel's name of an attribute type. */
  nameOf(type: number): string;
}

const NONE: ReadonlySet<string> = new Set();
const NO_HEAD: Head = { keys: [], size: 0, read: () => ({}), reread: () => false, wordAt: () => wordOf([], 0) };

/** What a schema says, by number. */
interface Tables {
  /** The keys of the lines without `when`. */
  readonly keys: readonly (string | undefined)[];
  readonly selections: ReadonlyMap<number, Selection>;
  /** What variants are selected by. */
  readonly selectors: readonly string[];
  /** The lines that were met: made then, since most never are and the codec of some has to be loaded. */
  readonly byType: (Field | undefined)[];
  readonly byKey: Map<string, Field>;
}

/** By type of attribute: in which look for duplicates it was seen last. */
const seenBy: number[] = [];
let looks = 0;

/** `#type` and array indexes are taken. */
const cannotName = (key: string): boolean => key.startsWith('#') || (key >= '0' && key < ':' && /^\d+$/.test(key));

function tablesOf(schema: Schema): Tables {
  const keys: string[] = [];
  const selections = new Map<number, Selection>();
  for (const key of Object.keys(schema)) {
    const { 0: name, 1: type, 3: when } = schema[key] as Schema[string];
    if (cannotName(key)) throw new TypeError(`'${key}' cannot name an attribute`);
    const general = keys[type];
    if (when === undefined) {
      if (general !== undefined) throw new TypeError(`${name} and ${schema[general]?.[0]} have the same number`);
      keys[type] = key;
      continue;
    }
    if (general === undefined) throw new TypeError(`variant ${key} of ${name} needs a line without \`when\` above it`);
    const selection = selections.get(type) ?? { by: when.by, keys: new Map<unknown, string>() };
    if (selection.by !== when.by) throw new TypeError(`variants of ${name} are selected by ${selection.by}, not ${when.by}`);
    selections.set(type, selection);
    selection.keys.set(when.is, key);
  }
  return { keys, selections, selectors: [...new Set(Array.from(selections.values(), ({ by }) => by))], byType: [], byKey: new Map() };
}

class AttributeSet<S extends Schema> implements AttributeCodec<S>, AttributeTable {
  readonly type = 'nest';
  private readonly shapes = new Shapes(this, NO_HEAD);
  private written: S | undefined;
  private derived: Tables | undefined;

  constructor(
    private readonly declared: () => S,
    readonly flags: number,
  ) {}

  get schema(): S {
    this.written ??= this.declared();
    return this.written;
  }

  /** Derived when it is first needed: a program uses few of hundreds of sets. */
  private get tables(): Tables {
    this.derived ??= tablesOf(this.schema);
    return this.derived;
  }

  /** The line without `when`. */
  private lineOfType(type: number): Field | undefined {
    const { byType, keys } = this.tables;
    const met = byType[type];
    if (met !== undefined) return met;
    const key = keys[type];
    const field = key === undefined ? undefined : this.lineNamed(key);
    byType[type] = field;
    return field;
  }

  lineNamed(key: string): Field | undefined {
    const { byKey, selections } = this.tables;
    const met = byKey.get(key);
    if (met !== undefined || !Object.hasOwn(this.schema, key)) return met;
    const { 0: name, 1: type, 2: codec, 3: when } = this.schema[key] as S[string];
    const field = { key, name, type, header: type | (codec.flags ?? 0), codec, selection: when === undefined ? selections.get(type) : undefined };
    byKey.set(key, field);
    return field;
  }

  get selectors(): Tables['selectors'] {
    return this.tables.selectors;
  }

  nameOf(type: number): string {
    return this.lineOfType(type)?.name ?? `#${type}`;
  }

  decode(b: Bytes, start: number, end: number): Attributes<S> {
    b.enter(start);
    const out = this.shapes.decode(b, start, end);
    b.leave();
    b.inexact = false;
    return out as Attributes<S>;
  }

  maker(b: Bytes, start: number, end: number, value: Attributes<S>): Maker | undefined {
    b.enter(start);
    const maker = this.shapes.maker(b, start, end, value);
    b.leave();
    return maker;
  }

  behind(head: Head): Pick<Codec<Record<string, unknown>>, 'decode'> {
    return new Shapes(this, head);
  }

  lineOf(type: number, value: Readonly<Record<string, unknown>>, b: Bytes, next: number, end: number): Field | undefined {
    const field = this.lineOfType(type);
    return field?.selection === undefined ? field : this.variant(field, field.selection, value, b, next, end);
  }

  decodeInto(out: Record<string, unknown>, b: Bytes, start: number, end: number): void {
    const last = this.duplicates(b, start, end);
    /** Under which key each went, and whether one that repeats came back behind another. */
    const sequence: string[] = [];
    let interleaved = false;
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const generic = this.lineOfType(type);
      if (generic === undefined || (last?.has(type) && last.get(type) !== at)) {
        const key = freeKey(out, type);
        sequence.push(key);
        return keepRaw(out, key, b, header, at, length, end);
      }
      const { selection } = generic;
      const field = selection === undefined ? generic : this.variant(generic, selection, out, b, at + align4(length), end);
      const again = field.codec.repeats !== undefined && field.key in out;
      const error = again ? this.decodeAgain(out, field, b, header, at, length, end) : decodeField(out, field, b, header, at, length, end);
      const key = error === undefined ? field.key : freeKey(out, type);
      interleaved ||= again && sequence.at(-1) !== key;
      sequence.push(key);
      if (error === undefined) return;
      if (b.strict) throw error;
      b.errors.push(error);
      keepRaw(out, key, b, header, at, length, end, error);
    });
    if (interleaved) note(out, '', { sequence });
  }

  /** One more element of an attribute that repeats. */
  private decodeAgain(out: Record<string, unknown>, { codec, ...field }: Field, b: Bytes, header: number, at: number, length: number, end: number): DecodeError | undefined {
    const items = out[field.key] as unknown[];
    const key = elementKey(field.key, items.length);
    const one: Record<string, unknown> = {};
    const error = decodeField(one, { ...field, key, codec: codec.repeats as Codec<unknown> }, b, header, at, length, end);
    if (error !== undefined) return error;
    const kept = notesOf(one)?.get(key);
    if (kept !== undefined) note(out, key, kept);
    items.push(one[key]);
    return undefined;
  }

  /** Where the last attribute of each type stands, if a known one came twice: it counts, as in nla_parse(), those before are kept raw. */
  private duplicates(b: Bytes, start: number, end: number): ReadonlyMap<number, number> | undefined {
    if (!this.hasDuplicates(b, start, end)) return undefined;
    const last = new Map<number, number>();
    eachAttribute(b, start, end, (header, at) => {
      const type = header & NLA_TYPE_MASK;
      const field = this.lineOfType(type);
      if (field !== undefined && field.codec.repeats === undefined) last.set(type, at);
    });
    return last;
  }

  /** A loop that makes nothing, since there hardly ever are any. Where attributes do not end says whoever decodes them next. */
  private hasDuplicates(b: Bytes, start: number, end: number): boolean {
    const { view, littleEndian } = b;
    looks++;
    for (let at = start; end - at >= 4; ) {
      const length = view.getUint16(at, littleEndian);
      if (length < 4) return false;
      const type = view.getUint16(at + 2, littleEndian) & NLA_TYPE_MASK;
      const field = this.lineOfType(type);
      if (field !== undefined && field.codec.repeats === undefined) {
        if (seenBy[type] === looks) return true;
        seenBy[type] = looks;
      }
      at += align4(length);
    }
    return false;
  }

  private variant(field: Field, { by, keys }: Selection, out: Readonly<Record<string, unknown>>, b: Bytes, next: number, end: number): Field {
    const key = keys.get(out[by] ?? this.lookAhead(by, b, next, end));
    return (key === undefined ? undefined : this.lineNamed(key)) ?? field;
  }

  /** The kernel writes some selectors behind what they select: RTA_ENCAP_TYPE follows RTA_ENCAP. */
  private lookAhead(key: string, b: Bytes, start: number, end: number): unknown {
    const selector = this.lineNamed(key);
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
    if (notes === undefined) return this.encodePlain(w, value, except);
    const sequence = notes.get('')?.sequence;
    const state = { unpadded: 0 };
    if (sequence === undefined) {
      for (const key of Object.keys(value)) if (!except.has(key)) this.encodeKey(w, value[key], key, 0, true, notes, state);
      return;
    }
    const written = new Map<string, number>();
    for (const { key, all } of turns(value, sequence)) {
      const first = written.get(key) ?? 0;
      written.set(key, first + 1);
      if (!except.has(key)) this.encodeKey(w, value[key], key, first, all, notes, state);
    }
  }

  encodeBehind(w: Writer, value: Readonly<Record<string, unknown>>, head: FieldWriter, start: number): void {
    this.encodePlain(w, value, NONE, head, start);
  }

  /** What nothing is noted of, as in requests, which come by the thousand. */
  private encodePlain(w: Writer, value: Readonly<Record<string, unknown>>, except: ReadonlySet<string>, head?: FieldWriter, start = 0): void {
    const places = head?.places;
    const keys = Object.keys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const item = value[key];
      const place = places?.get(key);
      if (place !== undefined) {
        head?.put(w, start, place, item);
        continue;
      }
      if (except !== NONE && except.has(key)) continue;
      const field = this.lineNamed(key);
      if (field === undefined || field.codec.repeats !== undefined) this.encodeKey(w, item, key, 0, true, undefined, { unpadded: 0 });
      else if (item !== undefined) writePlain(w, field, item);
    }
  }

  /** What stands under `key`; of an attribute that repeats, elements from `first` on. */
  private encodeKey(w: Writer, item: unknown, key: string, first: number, all: boolean, notes: ReadonlyMap<string, Note> | undefined, state: { unpadded: number }): void {
    if (item === undefined) return;
    const field = this.lineNamed(key);
    if (field?.codec.repeats !== undefined) return writeElements(w, field, item, first, all, notes, state);
    const header = field === undefined ? this.rawHeader(key, item) : field.header;
    write(w, { header, name: field?.name ?? key, codec: field?.codec, item, kept: notes?.get(key) }, state);
  }

  /** The type field of an attribute kept raw under `key`. */
  private rawHeader(key: string, item: unknown): number {
    const type = /^#(\d+)(\.\d+)?$/.exec(key)?.[1];
    if (type === undefined) throw new EncodeError(`no attribute is named ${key}; known: ${Object.keys(this.schema).join(', ')}`);
    if (Number(type) > NLA_TYPE_MASK) throw new EncodeError(`attribute ${type}, ${NLA_TYPE_MASK} is the most`);
    const { flags = 0 } = (item ?? {}) as Partial<RawAttribute>;
    if (typeof item !== 'object' || item === null || typeof flags !== 'number') throw new EncodeError('expected flags and payload').within(key);
    return Number(type) | (flags & ~NLA_TYPE_MASK);
  }

  dissect(b: Bytes, start: number, end: number, fields: Readonly<Record<string, unknown>> = {}): Dissection[] {
    const out: Dissection[] = [];
    const known: Record<string, unknown> = { ...fields };
    // Once for all: one look ahead for each of many variants would take quadratic time.
    for (const by of this.selectors) known[by] ??= this.lookAhead(by, b, start, end);
    const { depth } = b;
    eachAttribute(b, start, end, (header, at, length) => {
      const type = header & NLA_TYPE_MASK;
      const generic = this.lineOfType(type);
      const field = generic?.selection === undefined ? generic : this.variant(generic, generic.selection, known, b, end, end);
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

/**
 * Declares a set of attributes: the one place that names them, types them and says how they are encoded. It is asked for when the set is first
 * used, which is when a TypeError says what is wrong with it: a program uses few of the hundreds that there are. A set may so hold itself.
 */
export function attributes<const S extends Schema>(schema: () => S): AttributeCodec<S> {
  return new AttributeSet(schema, 0);
}

/** Like {@link attributes}, for nests whose header carries NLA_F_NESTED. */
export function flaggedAttributes<const S extends Schema>(schema: () => S): AttributeCodec<S> {
  return new AttributeSet(schema, NLA_F_NESTED);
}
