// A decoded message as JSON and back, with nothing lost. Values look as a person expects - addresses are strings, counters numbers,
// bytes hex - and what JSON cannot tell of them stands beside: `types` says which are 64-bit numbers and bytes, `notes` holds what encoding must
// know to give back the very bytes (see note.ts).

import { fromHex, toHex } from './bytes.js';
import { expectInteger } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import type { Bodies, Message, MessageHeader } from './message.js';
import { type Note, note, notesOf } from './note.js';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a JSON value stands for where that is not itself: `bigint` (a number, text where it is too large for one), `bytes` (hex), an array
 * of C numbers, a DecodeError. Said of an object or list, it holds for all in it; else it is said of its members by their keys.
 */
export type JsonTypes = 'bigint' | 'bytes' | 'u32[]' | 's32[]' | 'u64[]' | 'error' | { readonly [key: string]: JsonTypes };

/** A note of the object at `path`, bytes as hex; `of` is the attribute's key, empty for the object's own. */
export interface JsonNote {
  readonly path: readonly string[];
  readonly of: string;
  readonly header?: number;
  readonly padding?: string;
  readonly length?: number;
  readonly raw?: string;
  readonly canonical?: string;
  readonly sequence?: readonly string[];
}

/** Why something did not decode. */
export interface JsonError {
  readonly code: string;
  readonly reason: string;
  readonly offset: number;
  readonly path: readonly string[];
}

/** A message as JSON. */
export interface JsonMessage {
  readonly name: string;
  readonly header: MessageHeader;
  readonly body: Json;
  readonly types?: JsonTypes;
  readonly notes?: readonly JsonNote[];
  readonly errors?: readonly JsonError[];
}

const ARRAYS = {
  'u32[]': { type: Uint32Array, from: (items: readonly Json[]) => Uint32Array.from(items.map((item) => whole(item, 0, 0xffffffff))) },
  's32[]': { type: Int32Array, from: (items: readonly Json[]) => Int32Array.from(items.map((item) => whole(item, -0x80000000, 0x7fffffff))) },
  'u64[]': { type: BigUint64Array, from: (items: readonly Json[]) => BigUint64Array.from(items.map(unsigned)) },
} as const;

const arrayTypes = Object.entries(ARRAYS) as [keyof typeof ARRAYS, (typeof ARRAYS)[keyof typeof ARRAYS]][];

/** A number where that is exact, else its digits. */
function plainBigint(value: bigint): Json {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function big(value: Json): bigint {
  if (typeof value !== 'number' && typeof value !== 'string') throw new EncodeError(`${JSON.stringify(value)} is no number`);
  try {
    return BigInt(value);
  } catch {
    throw new EncodeError(`${JSON.stringify(value)} is no whole number`);
  }
}

function whole(value: Json, least: number, most: number): number {
  expectInteger(value, least, most, 'an array');
  return value;
}

function unsigned(value: Json): bigint {
  const out = big(value);
  if (out !== BigInt.asUintN(64, out)) throw new EncodeError(`an array cannot hold ${out}`);
  return out;
}

/** A value as JSON, and what that does not tell. */
class ToJson {
  readonly notes: JsonNote[] = [];
  private readonly path: string[] = [];

  /** `types` takes under `key` what is to be said of the value. */
  value(value: unknown, types: Record<string, JsonTypes>, key: string): Json {
    if (typeof value === 'bigint') {
      types[key] = 'bigint';
      return plainBigint(value);
    }
    if (typeof value !== 'object' || value === null) return value as Json;
    if (value instanceof Uint8Array) {
      types[key] = 'bytes';
      return toHex(value);
    }
    if (value instanceof DecodeError) {
      types[key] = 'error';
      return jsonError(value) as unknown as Json;
    }
    for (const [name, { type }] of arrayTypes) {
      if (!(value instanceof type)) continue;
      types[key] = name;
      return Array.from(value as Iterable<number | bigint>, (item) => (typeof item === 'bigint' ? plainBigint(item) : item));
    }
    return this.members(value, types, key);
  }

  private members(value: object, types: Record<string, JsonTypes>, key: string): Json {
    const inside: Record<string, JsonTypes> = {};
    const { path } = this;
    for (const [of, kept] of notesOf(value) ?? []) this.notes.push(jsonNote([...path], of, kept));
    const out: Json[] = [];
    const keys = Object.keys(value);
    for (const name of keys) {
      path.push(name);
      out.push(this.value((value as Record<string, unknown>)[name], inside, name));
      path.pop();
    }
    const said = common(inside, keys.length);
    if (said !== undefined) types[key] = said;
    return Array.isArray(value) ? out : Object.fromEntries(keys.map((name, i) => [name, out[i] as Json]));
  }
}

/** What holds for all `count` members in one word; undefined where nothing is to be said. */
function common(types: Readonly<Record<string, JsonTypes>>, count: number): JsonTypes | undefined {
  const all = Object.values(types);
  const [first] = all;
  if (first === undefined) return undefined;
  return all.length === count && (first === 'bigint' || first === 'bytes') && all.every((one) => one === first) ? first : types;
}

function jsonNote(path: readonly string[], of: string, { header, padding, length, raw, canonical, sequence }: Note): JsonNote {
  return {
    path,
    of,
    ...(header !== undefined && { header }),
    ...(padding !== undefined && { padding: toHex(padding) }),
    ...(length !== undefined && { length }),
    ...(raw !== undefined && { raw: toHex(raw) }),
    ...(canonical !== undefined && { canonical: toHex(canonical) }),
    ...(sequence !== undefined && { sequence }),
  };
}

/** Why something did not decode, as JSON. */
function jsonError({ code, reason, offset, path }: DecodeError): JsonError {
  return { code, reason, offset, path };
}

/** A message as JSON, of which {@link messageFromJson} makes the same message again. */
export function messageToJson<P extends Bodies>({ name, header, body, errors }: Pick<Message<P>, 'name' | 'header' | 'errors'> & { readonly body: unknown }): JsonMessage {
  const to = new ToJson();
  const types: Record<string, JsonTypes> = {};
  const plain = to.value(body, types, 'body');
  return {
    name,
    header,
    body: plain,
    ...(types.body !== undefined && { types: types.body }),
    ...(to.notes.length > 0 && { notes: to.notes }),
    ...(errors !== undefined && errors.length > 0 && { errors: errors.map(jsonError) }),
  };
}

function errorFrom(json: Json): DecodeError {
  if (typeof json !== 'object' || json === null || !Array.isArray((json as unknown as JsonError).path)) throw new EncodeError(`${JSON.stringify(json)} is no error`);
  const { code, reason, offset, path } = json as unknown as JsonError;
  const error = new DecodeError(code as DecodeError['code'], reason, offset);
  for (const name of [...path].reverse()) error.within(name);
  return error;
}

function valueFrom(json: Json, types: JsonTypes | undefined): unknown {
  if (types === undefined) return json;
  if (types === 'error') return errorFrom(json);
  if (typeof types === 'string' && Object.hasOwn(ARRAYS, types)) {
    if (!Array.isArray(json)) throw new EncodeError('expected a list');
    return ARRAYS[types as keyof typeof ARRAYS].from(json);
  }
  if (typeof json === 'object' && json !== null) return membersFrom(json, types);
  if (types === 'bigint') return big(json);
  if (types !== 'bytes' || typeof json !== 'string') throw new EncodeError(`${JSON.stringify(json)} is said to be ${JSON.stringify(types)}`);
  return bytesFrom(json);
}

function bytesFrom(hex: string): Uint8Array {
  try {
    return fromHex(hex);
  } catch (error) {
    throw error instanceof DecodeError ? new EncodeError(error.message) : error;
  }
}

function membersFrom(json: readonly Json[] | { readonly [key: string]: Json }, types: JsonTypes): unknown {
  const typeOf = (key: string): JsonTypes | undefined => (typeof types === 'string' ? types : Object.hasOwn(types, key) ? types[key] : undefined);
  const inside = (value: Json, key: string): unknown => {
    try {
      return valueFrom(value, typeOf(key));
    } catch (error) {
      throw error instanceof EncodeError ? error.within(key) : error;
    }
  };
  if (Array.isArray(json)) return (json as readonly Json[]).map((value, i) => inside(value, String(i)));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, inside(value, key)]));
}

function restoreNote(body: unknown, { path, of, header, padding, length, raw, canonical, sequence }: JsonNote): void {
  let target = body;
  for (const key of path) target = typeof target === 'object' && target !== null && Object.hasOwn(target, key) ? (target as Record<string, unknown>)[key] : undefined;
  // Whoever took the object out has no use for its notes.
  if (typeof target !== 'object' || target === null) return;
  note(target, of, {
    ...(header !== undefined && { header }),
    ...(padding !== undefined && { padding: bytesFrom(padding) }),
    ...(length !== undefined && { length }),
    ...(raw !== undefined && { raw: bytesFrom(raw) }),
    ...(canonical !== undefined && { canonical: bytesFrom(canonical) }),
    ...(sequence !== undefined && { sequence }),
  });
}

/** The inverse of {@link messageToJson}: what `encodeMessages` encodes to the bytes the message was decoded from. Throws EncodeError for what is none. */
export function messageFromJson<P extends Bodies>({ name, header, body, types, notes = [], errors }: JsonMessage): Message<P> {
  const value = valueFrom(body, types);
  for (const one of notes) restoreNote(value, one);
  return { name, header, body: value, ...(errors !== undefined && { errors: errors.map((error) => errorFrom(error as unknown as Json)) }) } as Message<P>;
}
