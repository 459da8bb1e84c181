// Tables of the options that a kind's words are made of, in any order: which of them a typed word is, in the order in which
// iproute2 tries them in each ip/iplink_*.c, and how it is read.

import type { Schema } from '../../netlink/attributes.js';
import { AttributeList, type Sparse } from '../attribute-list.js';
import type { KindContext } from '../kind-command.js';
import { garbageWord, matches, type UsageError, type Words } from '../words.js';
import { kindError } from './word-values.js';

/** What the words of a kind are read from and with. */
export interface Reading {
  readonly words: Words;
  readonly context: KindContext;
}

/** Reads what stands behind an option, which was typed as `word`. Throws UsageError. */
export type Read<R extends Reading> = (reading: R, word: string) => void | Promise<void>;
/** Whether a word is the option, and how it is read. */
export type OptionWord<R extends Reading> = readonly [is: (word: string) => boolean, read: Read<R>];

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
export async function readOptions<R extends Reading>(reading: R, table: readonly OptionWord<R>[], unknown: (word: string) => Error): Promise<void> {
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

/** What stops `ip` at a word that is no option: the usage, below `unknown` unless help was asked for; code 1. */
export function notAnOption(word: string, unknown: string, usage: string): UsageError {
  return kindError(matches(word, 'help') ? usage : unknown + usage);
}

/** What options are read from and with that are attributes, in the order typed. */
export interface ListReading<T extends object> extends Reading {
  readonly data: AttributeList<T>;
}

/** Reads what stands behind such an option. */
export type ReadAttribute<T extends object> = Read<ListReading<T>>;
export type AttributeOption<T extends object> = OptionWord<ListReading<T>>;

/** An option that may be cut short. */
export const option = <T extends object>(name: string, read: ReadAttribute<T>): AttributeOption<T> => [short(name), read];

/** An option whose word must be whole. */
export const wholeOption = <T extends object>(name: string, read: ReadAttribute<T>): AttributeOption<T> => [whole(name), read];

/** An option with one value. */
export const one =
  <T extends object, K extends keyof T & string>(key: K, read: (word: string) => NonNullable<T[K]>): ReadAttribute<T> =>
  ({ data, words }) =>
    data.add(key, read(words.next()));

/** All words that are left, in the order typed; undefined for none. `refuse` says what is wrong with a word that is no option. */
export async function optionWords<T extends object>(
  words: Words,
  context: KindContext,
  schema: Schema,
  options: readonly AttributeOption<T>[],
  refuse: (word: string) => UsageError,
): Promise<Sparse<T> | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<T>(schema, () => context.littleEndian);
  await readOptions({ words, context, data }, options, refuse);
  return data.object();
}
