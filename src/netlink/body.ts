// What follows nlmsghdr: a fixed struct, then attributes. Both decode into one object, the struct's fields first.

import type { AttributeCodec, Attributes, Schema } from './attributes.js';
import { align4, Bytes, type Writer } from './bytes.js';
import type { Codec, Value } from './codec.js';
import type { DissectedField, Dissection } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { told } from './expect.js';
import { encoded, note, notesOf, unchanged } from './note.js';
import type { Place } from './stencil.js';
import type { StructCodec } from './struct.js';

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** What stands behind a message's header, whatever it is. */
export interface PayloadCodec<T> extends Pick<Codec<T>, 'type' | 'decode'> {
  readonly attributes?: AttributeCodec<Schema>;
  /** Fields that are missing are written as zero. */
  encode(writer: Writer, value: Partial<T>): void;
  /** Where in what was encoded from `bodyStart` on each key of `value` has its place, counted from `start`; undefined where that cannot be told. */
  places?(writer: Writer, value: Readonly<Record<string, unknown>>, start: number, bodyStart: number): (Place | undefined)[] | undefined;
  /** The attributes as a tree. */
  dissect(bytes: Bytes, start: number, end: number): Dissection[];
  /** The fields of its struct, as far as the bytes go. */
  dissectFields(bytes: Bytes, start: number, end: number): DissectedField[];
}

/** The body of most messages: a struct and its attributes as one object. */
export interface BodyCodec<T> extends PayloadCodec<T> {
  readonly header: StructCodec<unknown>;
  readonly attributes: AttributeCodec<Schema>;
}

/** The note under which a struct is kept whose bytes its fields do not tell (cut short, or padded otherwise than usual). */
const HEADER = '';

/**
 * A TypeError says, when the body is first used, that the struct and the attributes use the same name. A struct that is cut short reads as zeros, as
 * old programs send it; `strict` refuses it.
 */
export function body<H, S extends Schema>(header: StructCodec<H>, attributes: AttributeCodec<S>): BodyCodec<Flat<Omit<H, 'tail'> & Attributes<S>>> {
  type Body = Flat<Omit<H, 'tail'> & Attributes<S>>;
  let known: ReadonlySet<string> | undefined;
  /** The struct's. */
  function fields(): ReadonlySet<string> {
    if (known !== undefined) return known;
    const keys = new Set(header.keys);
    for (const key of Object.keys(attributes.schema)) if (keys.has(key)) throw new TypeError(`${key} names a field of ${header.name} and an attribute`);
    known = keys;
    return keys;
  }
  const size = align4(header.size);

  const encodeHeader = { encode: (w: Writer, value: Partial<H>) => header.write(w, value) };

  function decodeHeader(b: Bytes, start: number, end: number): Record<string, unknown> {
    fields();
    b.inexact = false;
    if (end - start >= header.size) {
      const out = header.read(b, start) as Record<string, unknown>;
      const attributesAt = Math.min(end, start + size);
      if (b.inexact || !isPadding(b, start + header.size, attributesAt, end)) keep(out, b, start, attributesAt);
      return out;
    }
    if (b.strict) throw new DecodeError('ERR_NETLINK_LENGTH', `${header.name} of ${end - start} bytes, expected ${header.size}`, start);
    const filled = new Uint8Array(header.size);
    filled.set(b.array.subarray(start, end));
    const out = header.read(new Bytes(filled, b.littleEndian), 0) as Record<string, unknown>;
    keep(out, b, start, end);
    return out;
  }

  /** Zeros before the attributes, nothing where there are none: what encode() writes. */
  function isPadding({ array }: Bytes, from: number, to: number, end: number): boolean {
    for (let i = from; i < to; i++) if (to === end || array[i] !== 0) return false;
    return true;
  }

  function keep(out: Record<string, unknown>, b: Bytes, start: number, end: number): void {
    note(out, HEADER, { raw: b.array.slice(start, end), canonical: encoded(encodeHeader, out as Partial<H>, b.littleEndian) });
    b.inexact = false;
  }

  const behind = attributes.behind({ keys: header.keys, size, read: decodeHeader, reread: header.reread.bind(header), wordAt: header.wordAt.bind(header) });

  return {
    type: header.name,
    header,
    dissectFields: header.dissectFields.bind(header),
    attributes: attributes as unknown as AttributeCodec<Schema>,
    decode: (b, start, end) => behind.decode(b, start, end) as Body,
    encode(w, value) {
      if (typeof value !== 'object' || value === null) throw new EncodeError(`expected an object, got ${told(value)}`);
      const notes = notesOf(value);
      const its = fields();
      if (notes === undefined) {
        const start = w.reserve(size);
        attributes.encodeBehind(w, value as Record<string, unknown>, header, start);
        if (w.length === start + size) w.length = start + header.size;
        return;
      }
      const kept = notes.get(HEADER);
      const start = w.length;
      if (kept === undefined) header.write(w, value as Partial<H>);
      else w.bytes(unchanged(kept, encoded(encodeHeader, value as Partial<H>, w.littleEndian)));
      const mark = w.length;
      w.reserve(start + size - mark);
      const attributesAt = w.length;
      attributes.encodeFrom(w, value as Record<string, unknown>, its);
      if (w.length === attributesAt) w.length = mark;
    },
    places(w, value, start, bodyStart) {
      const places: (Place | undefined)[] = [];
      let at = bodyStart + size;
      for (const key of Object.keys(value)) {
        const line = header.places.get(key);
        if (value[key] === undefined) {
          places.push(undefined);
        } else if (line !== undefined) {
          const from = bodyStart - start;
          places.push({ at: from + line.at, end: from + line.at + line.size, field: { head: header, start: from, line } });
        } else {
          const codec = attributes.lineNamed(key)?.codec;
          if (codec === undefined || codec.repeats !== undefined) return undefined;
          const length = w.view.getUint16(at, w.littleEndian);
          places.push({ at: at + 4 - start, end: at + length - start, codec });
          at += align4(length);
        }
      }
      return places;
    },
    dissect(b, start, end) {
      const out = decodeHeader(b, start, end);
      return end - start > size ? attributes.dissect(b, start + size, end, out) : [];
    },
  };
}

/** The object that a body decodes to. */
export type Body<C> = Value<C>;
