// What the words of every encapsulation have in common: options that may be given once, numbers, addresses.

import { formatIp } from '../../netlink/address.js';
import type { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import { garbageWord, type Words, wholeNumber } from '../../rtnl/words.js';
import { readAddress } from '../prefix.js';

/** Options that were given. */
export class Seen {
  private readonly keys = new Set<string>();

  /** The value behind an option. Throws UsageError where there is none, and where the option was given before. */
  value(key: string, words: Words): string {
    const word = words.next();
    this.note(key, word);
    return word;
  }

  /** Notes an option. Throws UsageError, which tells `word`, where it was given before. */
  note(key: string, word: string = key): void {
    if (this.keys.has(key)) throw garbageWord(key, word);
    this.keys.add(key);
  }
}

/** Throws UsageError: "key" value is invalid. */
export const readU8 = (key: string, word: string): number => wholeNumber(word, `"${key}" value is invalid\n`, 0xff);
export const readU32 = (key: string, word: string): number => wholeNumber(word, `"${key}" value is invalid\n`);

/** Adds an address of one family; `any` goes out as no bytes at all. Throws UsageError. */
export function addAddress<T extends object, K extends keyof T & string>(data: AttributeList<T>, key: K, word: string, family: number): void {
  const { bytes } = readAddress(word, family);
  if (bytes.length === 0) data.addRaw(key, bytes);
  else data.add(key, formatIp(bytes) as NonNullable<T[K]>);
}

/** An IPv6 address where there is room for just one: `any` is `::`. Throws UsageError. */
export function readIpv6(word: string): string {
  const { bytes } = readAddress(word, AF_INET6);
  return bytes.length === 0 ? '::' : formatIp(bytes);
}
