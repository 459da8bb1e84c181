// Options as verbs take them, looked at before anything is asked of the kernel: a key that is misspelt in a query would otherwise find everything.

import { expectInteger } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, expectOwn, isWordOf, told } from '../netlink/expect.js';

/** How a value is looked at: by its type, or by whoever makes something of it. */
type Look = 'boolean' | 'number' | 'string' | true;

type LookAt<V> = [V] extends [boolean | undefined]
  ? 'boolean'
  : [V] extends [number | undefined]
    ? 'number'
    : [V] extends [string | undefined]
      ? string extends V
        ? 'string'
        : true
      : true;

/** Every key of `T`, and how its value is looked at. */
export type Keys<T> = { readonly [K in keyof T & string]-?: LookAt<T[K]> };

/** Throws EncodeError for what holds no options of its own: a Map, or a promise that was not waited for, would be a query for everything. */
export function expectObject(value: unknown, what: string): asserts value is object {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new EncodeError(`${what}: expected an object of options, got ${told(value)}`);
  if (tag !== 'Object') throw new EncodeError(`${what}: expected an object of options, got one of type ${tag}`);
  expectOwn(value, what);
}

/** Throws EncodeError for what holds no options, for one that is none of `known`, and for a value of another type: it would match nothing. */
export function expectQuery(query: object, known: Readonly<Record<string, Look>>, what: string): void {
  expectObject(query, what);
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(known, key)) throw new EncodeError(`${what} are not chosen by ${key}; known: ${Object.keys(known).join(', ')}`);
    const look = known[key];
    if (look === 'boolean') expectBoolean(value, key);
    else if (look === 'number') expectInteger(value, 0, 0xffffffff, key);
    else if (look === 'string' && (typeof value !== 'string' || value === '')) throw new EncodeError(`${key} is text, not ${told(value)}`);
  }
}

/** The index of a link that others are chosen by. Throws EncodeError for 0 too: a kernel would leave it aside, and find all. */
export function expectIndex(index: number, key: string): number {
  expectInteger(index, 1, 0x7fffffff, key);
  return index;
}

/** The number of a word. Throws EncodeError for one that is not in the table. */
export function numberOf<const T extends Readonly<Record<string, number>>>(table: T, word: keyof T & string, what: string): T[keyof T & string] {
  if (!isWordOf(table, word)) throw new EncodeError(`${what} is one of ${Object.keys(table).join(', ')}, not ${told(word)}`);
  return table[word];
}
