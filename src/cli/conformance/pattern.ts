// Bytes in hex in which some are told by name: `24000000 0200 0001 <seq1><port0> 00000000`, without the spaces. A name stands for a value that whoever
// runs the case knows (`seq1`, `port0`, `fd1`, four bytes each), or for one that is learnt where it is met first and must be the same from then on
// (`<mac1:6>`); with a star it stands for bytes that nobody expects anything of (`<*stamp:4>`).

import { fromHex } from '../../netlink/bytes.js';

/** What has a name. */
export interface Part {
  readonly name: string;
  readonly length: number;
  readonly free: boolean;
}

/** A pattern taken apart: bytes, and parts that have names. */
export type Pattern = readonly (Uint8Array | Part)[];

/** Of a name whose value is given. */
const GIVEN_LENGTH = 4;
/** No message is longer. */
const MAX_LENGTH = 0xffff;

/** Whether whoever runs a case knows what the name stands for. */
export const isGiven = (name: string): boolean => /^(seq[1-9]\d*|(port|fd)(0|[1-9]\d*))$/.test(name);

/** Throws TypeError for what is none. */
export function parsePattern(text: string): Pattern {
  const out: (Uint8Array | Part)[] = [];
  let rest = text;
  while (rest !== '') {
    const [token = '', bytes, star, name = '', length] = /^(?:((?:[0-9a-f]{2})+)|<(\*?)([a-z]\w*)(?::(\d+))?>)/.exec(rest) ?? [];
    if (token === '') throw new TypeError(wrongAt(rest));
    out.push(bytes === undefined ? { name, length: lengthTold(token, name, length), free: star !== '' } : fromHex(bytes));
    rest = rest.slice(token.length);
  }
  return out;
}

function wrongAt(rest: string): string {
  if (/^[0-9a-f](<|$)/.test(rest)) return `"${rest.slice(0, 1)}" ends hex of an odd number of digits`;
  return `"${rest.slice(0, 20)}" is neither bytes in hex, in lowercase, nor a name in <>`;
}

function lengthTold(token: string, name: string, told: string | undefined): number {
  const length = told === undefined ? GIVEN_LENGTH : Number(told);
  if (isGiven(name) && told !== undefined) throw new TypeError(`${token}: the name has ${GIVEN_LENGTH} bytes and is given without a length`);
  if (!isGiven(name) && told === undefined) throw new TypeError(`${token} is none of the given names, <seq1>, <port0> and <fd0> and those that follow, and tells no length`);
  if (length < 1 || length > MAX_LENGTH) throw new TypeError(`${token} has no length from 1 to ${MAX_LENGTH}`);
  return length;
}

/** The part that begins at an offset, or the bytes from there on; undefined where neither does. */
export function partAt(pattern: Pattern, offset: number): Uint8Array | Part | undefined {
  let at = 0;
  for (const part of pattern) {
    if (at === offset) return part;
    if (part instanceof Uint8Array && offset < at + part.length) return part.subarray(offset - at);
    at += part.length;
  }
  return undefined;
}

export const lengthOf = (pattern: Pattern): number => pattern.reduce((sum, part) => sum + part.length, 0);

/** What the names of a case stand for. */
export class Names {
  private readonly values: Map<string, Uint8Array>;

  constructor(values: Iterable<readonly [string, Uint8Array]> = []) {
    this.values = new Map(values);
  }

  get(name: string): Uint8Array | undefined {
    return this.values.get(name);
  }

  set(name: string, value: Uint8Array): void {
    this.values.set(name, value);
  }

  /** The same, to learn from without this one knowing. */
  copy(): Names {
    return new Names(this.values);
  }

  adopt(other: Names): void {
    for (const [name, value] of other.values) this.values.set(name, value);
  }
}

/** The bytes that a pattern stands for, zeros where it is free or not known yet. */
export function fill(pattern: Pattern, names: Names): Uint8Array {
  const out = new Uint8Array(lengthOf(pattern));
  let at = 0;
  for (const part of pattern) {
    if (part instanceof Uint8Array) out.set(part, at);
    else if (!part.free) out.set((names.get(part.name) ?? new Uint8Array()).subarray(0, part.length), at);
    at += part.length;
  }
  return out;
}

/** Where `bytes` are first other than the pattern says, which may be their end; undefined where they are not. Learns names. */
export function firstDifference(pattern: Pattern, bytes: Uint8Array, names: Names): number | undefined {
  let at = 0;
  for (const part of pattern) {
    if (part instanceof Uint8Array || !part.free) {
      const wanted = part instanceof Uint8Array ? part : names.get(part.name);
      if (at + part.length > bytes.length) return differs(wanted, bytes, at) ?? bytes.length;
      if (wanted === undefined) names.set((part as Part).name, bytes.slice(at, at + part.length));
      const found = differs(wanted, bytes, at);
      if (found !== undefined) return found;
    } else if (at + part.length > bytes.length) return bytes.length;
    at += part.length;
  }
  return at < bytes.length ? at : undefined;
}

function differs(wanted: Uint8Array | undefined, bytes: Uint8Array, at: number): number | undefined {
  const found = (wanted ?? []).findIndex((byte, i) => at + i < bytes.length && byte !== bytes[at + i]);
  return found < 0 ? undefined : at + found;
}
