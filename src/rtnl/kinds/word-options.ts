// Tables of a kind's words: which of them a typed one is, in the order in which iproute2 tries them, and readers of common values.

import { AF_INET } from '../constants.js';
import type { KindContext } from '../kind.js';
import { namedNumber } from '../name-tables.js';
import { garbageWord, invalidWord, matches, UsageError, type Words, wholeNumber } from '../words.js';
import { kindError } from './word-values.js';

/** What the words of a kind are read from and with. */
export interface Reading {
  readonly words: Words;
  readonly context: KindContext;
}

/** Reads what stands behind an option, which was typed as `word`. Throws UsageError. */
export type Read<R extends Reading> = (reading: R, word: string) => void | Promise<void>;
/** Whether a word is the option, and how it is read. */
export type WordOption<R extends Reading> = readonly [is: (word: string) => boolean, read: Read<R>];

/** A word that must be whole. */
export const whole =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.includes(word);

/** A word that may be cut short. */
export const short =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.some((name) => matches(word, name));

/** Either of two tests. */
export const either =
  (one: (word: string) => boolean, other: (word: string) => boolean) =>
  (word: string): boolean =>
    one(word) || other(word);

/** Reads all words by the table; `unknown` makes the error of a word that is not in it. */
export async function readOptions<R extends Reading>(reading: R, table: readonly WordOption<R>[], unknown: (word: string) => Error): Promise<void> {
  while (reading.words.left > 0) {
    const word = reading.words.next();
    const option = table.find(([is]) => is(word));
    if (option === undefined) throw unknown(word);
    await option[1](reading, word);
  }
}

/** Words that may be told once, by what they set: check_duparg() of many kinds. */
export class Once {
  private readonly told = new Set<string>();

  /** Throws UsageError where `what` was told before. */
  check(what: string, key: string, word: string): void {
    if (this.told.has(what)) throw garbageWord(key, word);
    this.told.add(what);
  }

  has(what: string): boolean {
    return this.told.has(what);
  }
}

/** The index of the link that the next word names. */
export function deviceWord({ words, context }: Reading): Promise<number> {
  return context.linkIndex(words.next());
}

/** A type of service: a name of rt_dsfield or hexadecimal; `inherit` is 1. */
export function serviceWord(word: string, { tables }: KindContext): number {
  const value = word === 'inherit' ? 1 : namedNumber(tables.dsfields, word, 255, 16);
  if (value === undefined) throw invalidWord('bad TOS value', word);
  return value;
}

/** A number in hexadecimal, with or without 0x. Throws UsageError with `why`. */
export function hexWord(word: string, why: string, max: number): number {
  const digits = /^\s*\+?(?:0[xX])?([0-9a-fA-F]+)$/.exec(word)?.[1];
  const value = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
  if (!(value <= max)) throw invalidWord(why, word);
  return value;
}

/** A key of a tunnel, as a number: typed as one, or as an IPv4 address. Throws UsageError, code 1 for an address that is none. */
export function keyWord(key: string, word: string, context: KindContext): number {
  if (word.includes('.')) return ipv4Number(word, context);
  try {
    return wholeNumber(word, '');
  } catch {
    throw new UsageError(`invalid value for "${key}": "${word}"; it should be an unsigned integer\n`);
  }
}

function ipv4Number(word: string, context: KindContext): number {
  try {
    const { bytes } = context.address(word, AF_INET);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  } catch (error) {
    throw error instanceof UsageError ? kindError(`Error: an IP address is expected rather than "${word}"\n`) : error;
  }
}

/** A decimal number, leading zeros or not. Throws UsageError with `why`. */
export function decimalWord(word: string, why: string, max: number): number {
  const digits = /^\s*\+?(\d+)$/.exec(word)?.[1];
  if (digits === undefined || Number(digits) > max) throw invalidWord(why, word);
  return Number(digits);
}
