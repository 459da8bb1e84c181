// Numbers that may be told by name. iproute2: lib/rt_names.c.

import { type NameTables, namedNumber } from '../rtnl/name-tables.js';
import { invalidWord } from '../rtnl/words.js';

/** The tables that hold names of numbers, and the largest number of each. */
const LIMITS = { protocols: 255, scopes: 255, realms: 255, tables: 0xffffffff, dsfields: 255, groups: 0x7fffffff, protoDownReasons: 31 } as const;

/** What `word` means in one of the tables. Throws UsageError with `why`. */
export function numberOf(table: keyof typeof LIMITS, word: string, why: string, tables: NameTables): number {
  const value = namedNumber(tables[table], word, LIMITS[table], table === 'dsfields' ? 16 : 0);
  if (value === undefined) throw invalidWord(why, word);
  return value;
}

/** The group of a link. Throws UsageError. */
export function groupNumber(word: string, tables: NameTables): number {
  return numberOf('groups', word, 'Invalid "group" value\n', tables);
}

/** IPPROTO_* by number, in decimal, or by any of its names. Throws UsageError. */
export function ipProtocolWord(word: string, { ipProtocols }: NameTables): number {
  const number = /^\s*\+?\d+$/.test(word) ? Number(word) : undefined;
  const value = number !== undefined && number <= 255 ? number : /^\s*[+-]?\d/.test(word) ? undefined : namedNumber(ipProtocols, word, -1);
  if (value === undefined) throw invalidWord('Invalid "ipproto" value\n', word);
  return value;
}

/** The largest C int. */
export const INT_MAX = 0x7fffffff;
