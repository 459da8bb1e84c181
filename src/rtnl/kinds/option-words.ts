// The words of a kind that are a list of options, in any order: the first option a word begins is meant, as iproute2's
// matches() has it in each ip/iplink_*.c.

import type { Schema } from '../../netlink/attributes.js';
import { AttributeList, type Sparse } from '../attribute-list.js';
import type { KindContext } from '../kind.js';
import { matches, UsageError, type Words, wholeNumber } from '../words.js';
import { kindError } from './word-values.js';

/** Reads what stands behind an option. Throws UsageError. */
export type ReadOption<T extends object> = (data: AttributeList<T>, words: Words, context: KindContext) => void | Promise<void>;

export interface OptionWord<T extends object> {
  readonly name: string;
  /** The word must be whole. */
  readonly whole: boolean;
  readonly read: ReadOption<T>;
}

/** An option that may be cut short. */
export const option = <T extends object>(name: string, read: ReadOption<T>): OptionWord<T> => ({ name, whole: false, read });

/** An option whose word must be whole. */
export const wholeOption = <T extends object>(name: string, read: ReadOption<T>): OptionWord<T> => ({ name, whole: true, read });

/** An option with one value. */
export const one =
  <T extends object, K extends keyof T & string>(key: K, read: (word: string) => NonNullable<T[K]>): ReadOption<T> =>
  (data, words) =>
    data.add(key, read(words.next()));

/** A number from 0 to `max`, with the error `why` for any other. */
export const number =
  (why: string, max = 0xffffffff) =>
  (word: string): number =>
    wholeNumber(word, why, max);

/** What stops `ip` at a word that is no option: the usage, below `unknown` unless help was asked for; code 1. */
export function notAnOption(word: string, unknown: string, usage: string): UsageError {
  return kindError(matches(word, 'help') ? usage : unknown + usage);
}

/** All words that are left, in the order typed; undefined for none. `refuse` says what is wrong with a word that is no option. */
export async function optionWords<T extends object>(
  words: Words,
  context: KindContext,
  schema: Schema,
  options: readonly OptionWord<T>[],
  refuse: (word: string) => UsageError,
): Promise<Sparse<T> | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<T>(schema, () => context.littleEndian);
  while (words.left > 0) {
    const word = words.next();
    const found = options.find(({ name, whole }) => (whole ? word === name : matches(word, name)));
    if (found === undefined) throw refuse(word);
    await found.read(data, words, context);
  }
  return data.object();
}

/** The index of a link by name, with an error of the kind's own where there is none. */
export async function linkWord(word: string, { linkIndex }: Pick<KindContext, 'linkIndex'>, wrong: (name: string) => UsageError): Promise<number> {
  try {
    return await linkIndex(word);
  } catch (error) {
    throw error instanceof UsageError ? wrong(word) : error;
  }
}

/** `Cannot find device "eth9"`, where the kind stops at it: code 1. */
export const noLink = (name: string): UsageError => kindError(`Cannot find device "${name}"\n`);
