// A C struct declared once, field by field, for either byte order. What reads and writes is derived from the declaration when it is
// first needed; so is the layout of buffer-layout, ten times as slow, which is loaded then. test/netlink/struct.test.ts holds the two equal.

import type { BufferLayout } from 'buffer-layout';
import { Bytes, type Writer } from './bytes.js';
import { type Codec, type Maker, bytes as opaque } from './codec.js';
import type { DissectedField } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { told } from './expect.js';
import type { Source } from './source.js';
import { type FieldCodec, isPlain, isZero, type Kind, readField, type StructField, type Word, wordOf, writeField } from './struct-field.js';
import { Template } from './template.js';
import { firstDifference, type Sample } from './words.js';

/** The C type of a field; `T` is what it reads as. */
export interface CType<T> {
  readonly kind: Kind;
  readonly size: number;
  readonly zero: T;
  /** What reads and writes a field that is no scalar and no bytes. */
  readonly codec?: FieldCodec<T>;
}

const number = (kind: Kind, size: number): CType<number> => ({ kind, size, zero: 0 });

/** A field of type __u8, a C scalar of `linux/types.h`. */
export const __u8: CType<number> = number('u8', 1);
/** A field of type __s8, a C scalar of `linux/types.h`. */
export const __s8: CType<number> = number('s8', 1);
/** A field of type __u16, a C scalar of `linux/types.h`. */
export const __u16: CType<number> = number('u16', 2);
/** A field of type __u32, a C scalar of `linux/types.h`. */
export const __u32: CType<number> = number('u32', 4);
/** A field of type __s32, a C scalar of `linux/types.h`. */
export const __s32: CType<number> = number('s32', 4);
/** A field of type __u64, a C scalar of `linux/types.h`. */
export const __u64: CType<bigint> = { kind: 'u64', size: 8, zero: 0n };
/** A field of type __be16, a C scalar of `linux/types.h`. */
export const __be16: CType<number> = number('be16', 2);
/** A field of type __be32, a C scalar of `linux/types.h`. */
export const __be32: CType<number> = number('be32', 4);
/** `__u8 name[size]`. */
export const __u8s = (size: number): CType<Uint8Array> => ({ kind: 'bytes', size, zero: new Uint8Array(size) });

/** A field that a codec of its own reads; see `fields.ts`. */
export const __field = <T>(size: number, zero: T, codec: FieldCodec<T>): CType<T> => ({ kind: 'codec', size, zero, codec });

// A codec is invariant in the type it reads and writes; only Struct below looks at it.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Fields = Readonly<Record<string, CType<any>>>;

/** Fields named `pad…` are written as zero and not read. */
type Visible<K> = K extends `pad${string}` ? never : K;

type Flat<T> = { [K in keyof T]: T[K] } & {};
/** What a struct reads as; `tail` is what a newer kernel put behind the last field we know. */
export type Struct<F> = Flat<{ -readonly [K in keyof F as Visible<K>]: F[K] extends CType<infer T> ? T : never } & { tail?: Uint8Array }>;

export interface StructCodec<T> extends Codec<T> {
  readonly name: string;
  /** Bytes, padding included. */
  readonly size: number;
  readonly keys: readonly string[];
  /** The fields at `start`; the caller has seen to it that `size` bytes are there. */
  read(bytes: Bytes, start: number): T;
  /** What has bytes in this word. */
  wordAt(word: number): Word;
  /** Stores the fields that have bytes in this word, counted from `start`; false where they are no numbers, or bytes of no field are not zero. */
  reread(out: Record<string, unknown>, bytes: Bytes, start: number, word: number): boolean;
  /** Fields that are missing from `value` are written as zero. */
  write(writer: Writer, value: Partial<T>): void;
  /** By name. */
  readonly places: ReadonlyMap<string, StructField>;
  /** Writes one field of the struct at `start`, whose bytes are zero so far. Throws EncodeError. */
  put(writer: Writer, start: number, field: StructField, item: unknown): void;
  /** All of them. */
  fill(writer: Writer, start: number, value: Partial<T>): void;
  /** The fields of its struct, as far as the bytes go. */
  dissectFields(bytes: Bytes, start: number, end: number): DissectedField[];
  /** The declaration as buffer-layout knows it, which is loaded for it. */
  layout(littleEndian: boolean): Promise<DeclaredLayout>;
}

/** What {@link StructCodec.layout} gives: the part of buffer-layout's Structure that holds for both libraries. */
export interface DeclaredLayout {
  readonly span: number;
  readonly fields: readonly { readonly span: number }[];
  /** The struct at the start of the bytes. */
  decode(bytes: Uint8Array, offset?: number): Record<string, unknown>;
  /** Writes the struct at the start of the bytes. */
  encode(value: Record<string, unknown>, bytes: Uint8Array, offset?: number): number;
}

/** How a struct is read: derived from its declaration when it is first needed. */
interface Plan {
  readonly fields: readonly StructField[];
  readonly byKey: ReadonlyMap<string, StructField>;
  readonly pads: readonly StructField[];
  /** All fields are numbers. */
  readonly plain: boolean;
  /** By word: the fields that have bytes in it, for the words that were seen to change. */
  readonly words: Word[];
  /** All fields zero, as most counters are: those need no store. Made for those that come often. */
  template: Template | undefined;
  reads: number;
}

/** A struct that was read less often comes seldom: it has no template. */
const OFTEN = 8;

function buildLayout(layout: BufferLayout, fields: Fields, littleEndian: boolean): DeclaredLayout {
  const one = ([key, { kind, size }]: [string, CType<unknown>]) => {
    const name = key.startsWith('pad') ? undefined : key;
    switch (kind) {
      case 'u8':
        return layout.u8(name);
      case 's8':
        return layout.s8(name);
      case 'u16':
        return littleEndian ? layout.u16(name) : layout.u16be(name);
      case 'u32':
        return littleEndian ? layout.u32(name) : layout.u32be(name);
      case 's32':
        return littleEndian ? layout.s32(name) : layout.s32be(name);
      case 'u64':
        return littleEndian ? layout.nu64(name) : layout.nu64be(name);
      case 'be16':
        return layout.u16be(name);
      case 'be32':
        return layout.u32be(name);
      case 'bytes':
      case 'codec':
        return layout.blob(size, name);
    }
  };
  return layout.struct(Object.entries(fields).map(one));
}

/** Makes a struct whose fields are numbers. */
class StructMaker implements Maker {
  readonly sample: Sample;
  readonly total = true;

  constructor(
    private readonly struct: Pick<StructCodec<unknown>, 'reread' | 'wordAt'>,
    private readonly template: Template,
    words: Int32Array,
  ) {
    this.sample = { words, compared: Int32Array.of(0, words.length) };
  }

  make(): Record<string, unknown> {
    return this.template.make();
  }

  makeLike(b: Bytes, start: number, _end: number, difference: number): Record<string, unknown> | undefined {
    const { sample } = this;
    const out = this.make();
    for (let word = difference; word < sample.words.length; word = firstDifference(b.words, start >> 2, sample, word + 1)) {
      if (!this.struct.reread(out, b, start, word)) return undefined;
    }
    return out;
  }

  write(source: Source, at: number): string | undefined {
    const code = source.fields(this.struct, at, this.sample.words.length);
    return code && source.object(this.template.values, code);
  }
}

const isPad = (key: string): boolean => key.startsWith('pad');

class CStruct<F extends Fields> implements StructCodec<Struct<F>> {
  readonly type: string;
  readonly keys: readonly string[];
  readonly size: number;
  private derived: Plan | undefined;

  constructor(
    readonly name: string,
    private readonly declared: F,
  ) {
    this.type = `struct ${name}`;
    const keys = Object.keys(declared);
    let size = 0;
    for (const key of keys) size += (declared[key] as CType<unknown>).size;
    this.size = size;
    this.keys = keys.filter((key) => !isPad(key));
  }

  async layout(littleEndian: boolean): Promise<DeclaredLayout> {
    const { default: layout } = await import('buffer-layout');
    return buildLayout(layout, this.declared, littleEndian);
  }

  private get plan(): Plan {
    if (this.derived === undefined) {
      const fields: StructField[] = [];
      const pads: StructField[] = [];
      const byKey = new Map<string, StructField>();
      let at = 0;
      for (const key of Object.keys(this.declared)) {
        const { kind, size, zero, codec } = this.declared[key] as CType<unknown>;
        const field = { key, kind, size, zero, codec, at };
        at += size;
        if (isPad(key)) {
          pads.push(field);
          continue;
        }
        fields.push(field);
        byKey.set(key, field);
      }
      this.derived = { fields, byKey, pads, plain: fields.every(isPlain), words: [], template: undefined, reads: 0 };
    }
    return this.derived;
  }

  private templateOf(plan: Plan): Template {
    plan.template ??= Template.of(
      this.keys,
      plan.fields.map(({ zero }) => zero),
    );
    return plan.template;
  }

  read(b: Bytes, start: number): Struct<F> {
    const { plan } = this;
    const { fields, pads } = plan;
    const often = plan.reads === OFTEN;
    if (!often) plan.reads++;
    const out = often ? this.templateOf(plan).make() : {};
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i] as StructField;
      if (!often || !isZero(b.view, start + field.at, field)) out[field.key] = readField(b, field, start + field.at);
    }
    for (let i = 0; i < pads.length; i++) {
      const { at, size } = pads[i] as StructField;
      for (let p = start + at; p < start + at + size; p++) if (b.array[p] !== 0) b.inexact = true;
    }
    return out as Struct<F>;
  }

  wordAt(word: number): Word {
    const { words, fields } = this.plan;
    words[word] ??= wordOf(fields, word << 2);
    return words[word] as Word;
  }

  reread(out: Record<string, unknown>, b: Bytes, start: number, word: number): boolean {
    const { fields, padding, plain } = this.wordAt(word);
    if (!plain) return false;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i] as StructField;
      out[field.key] = readField(b, field, start + field.at);
    }
    const at = start + (word << 2);
    for (let byte = 0; padding >> byte !== 0; byte++) if (((padding >> byte) & 1) !== 0 && b.array[at + byte] !== 0) return false;
    return true;
  }

  maker(b: Bytes, start: number, end: number, value: Struct<F>): Maker | undefined {
    const { plan } = this;
    if (end - start !== this.size || this.size % 4 !== 0 || !plan.plain) return undefined;
    const values = this.keys.map((key) => (value as Record<string, unknown>)[key]);
    return new StructMaker(this, this.templateOf(plan).with(this.keys, values) as Template, b.words.slice(start >> 2, end >> 2));
  }

  decode(b: Bytes, start: number, end: number): Struct<F> {
    const length = end - start;
    if (length === this.size) return this.read(b, start);
    if (b.strict) throw new DecodeError('ERR_NETLINK_LENGTH', `${this.type} of ${length} bytes, expected ${this.size}`, start);
    if (length > this.size) {
      return Object.assign(this.read(b, start), { tail: b.array.slice(start + this.size, end) });
    }
    const filled = new Uint8Array(this.size);
    filled.set(b.array.subarray(start, end));
    b.inexact = true;
    return this.read(new Bytes(filled, b.littleEndian), 0);
  }

  dissectFields(b: Bytes, start: number, end: number): DissectedField[] {
    const { fields, pads } = this.plan;
    return [...fields, ...pads]
      .filter(({ at, size }) => start + at + size <= end)
      .sort((a, c) => a.at - c.at)
      .flatMap(({ codec, ...field }) => {
        const at = start + field.at;
        const inside = codec?.dissectFields?.(b, at, at + field.size);
        if (inside !== undefined) return inside.map(({ name, ...rest }) => ({ name: `${field.key}.${name}`, ...rest }));
        return [{ name: field.key, offset: at, length: field.size, value: readField(b, { codec, ...field }, at) }];
      });
  }

  write(w: Writer, value: Partial<Struct<F>>): void {
    if (typeof value !== 'object' || value === null) throw new EncodeError(`expected an object, got ${told(value)}`).within(this.name);
    this.fill(w, w.reserve(this.size), value);
  }

  get places(): ReadonlyMap<string, StructField> {
    return this.plan.byKey;
  }

  fill(w: Writer, start: number, value: Partial<Struct<F>>): void {
    for (const field of this.plan.fields) this.put(w, start, field, (value as Record<string, unknown>)[field.key]);
  }

  put(w: Writer, start: number, field: StructField, item: unknown): void {
    if (item === undefined || (item === 0 && field.zero === 0)) return;
    try {
      writeField(w, start + field.at, field, item);
    } catch (error) {
      throw error instanceof EncodeError ? error.within(field.key).within(this.name) : error;
    }
  }

  encode(w: Writer, value: Struct<F>): void {
    this.write(w, value);
    const { tail } = value as { tail?: Uint8Array };
    if (tail !== undefined) opaque.encode(w, tail);
  }
}

/**
 * Declares a C struct by its fields in order, padding included. As a payload it decodes from more bytes too (`tail` keeps
 * them) and from fewer (the rest reads as zero): the kernel grows structs at the end. `strict` decoding refuses both.
 */
export function struct<const F extends Fields>(name: string, fields: F): StructCodec<Struct<F>> {
  return new CStruct(name, fields);
}
