// Options as verbs take them, looked at before anything is asked of the kernel: a key that is misspelt in a query would otherwise find everything.

import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';

/** Every key of `T`, of each of its members where it is a union. */
export type Keys<T> = Readonly<Record<T extends unknown ? keyof T & string : never, true>>;

/** Throws EncodeError for what holds no options. */
export function expectObject(value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new EncodeError(`${what}: expected an object of options, got ${told(value)}`);
}

/** Throws EncodeError for what holds no options, and for one that is none of `known`. */
export function expectQuery(query: object, known: Readonly<Record<string, true>>, what: string): void {
  expectObject(query, what);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && !Object.hasOwn(known, key)) throw new EncodeError(`${what} are not chosen by ${key}; known: ${Object.keys(known).join(', ')}`);
  }
}

/** The number of a word. Throws EncodeError for one that is not in the table. */
export function numberOf<const T extends Readonly<Record<string, number>>>(table: T, word: keyof T & string, what: string): T[keyof T & string] {
  if (!Object.hasOwn(table, word)) throw new EncodeError(`${what} is one of ${Object.keys(table).join(', ')}, not ${told(word)}`);
  return table[word];
}
