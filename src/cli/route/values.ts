// Values behind the words of a route: types, realms, times, families. iproute2: ip/rtm_map.c, lib/utils_math.c: get_time_rtt().

import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET, AF_UNSPEC, ROUTE_TYPES } from '../../rtnl/constants.js';
import { type NameTables, namedNumber } from '../../rtnl/name-tables.js';
import { invalidWord, matches, parseWhole } from '../../rtnl/words.js';

/** Those that may be cut short, in the order in which they are looked for. */
const SHORT_TYPES = ['broadcast', 'anycast', 'multicast', 'prohibit', 'unreachable', 'blackhole', 'xresolve', 'unicast'] as const;

/** RTN_* by name or number; undefined where the word is neither. */
export function routeType(word: string): number | undefined {
  if (word === 'local' || word === 'nat' || word === 'throw') return ROUTE_TYPES[word];
  if (word === 'brd') return ROUTE_TYPES.broadcast;
  const name = SHORT_TYPES.find((name) => matches(word, name));
  if (name !== undefined) return ROUTE_TYPES[name];
  const type = parseWhole(word);
  return type === undefined || type < 0 || type > 255 ? undefined : type;
}

/** `5/6`, `6`, `5/`, or all 32 bits as one number: from in the upper half, to in the lower. Throws UsageError with `why`. */
export function realmsOf(word: string, why: string, { realms }: NameTables): number {
  const slash = word.indexOf('/');
  const one = (name: string) => namedNumber(realms, name, 255);
  const from = slash < 0 ? 0 : one(word.slice(0, slash));
  const target = slash < 0 ? word : word.slice(slash + 1);
  const to = target === '' ? 0 : one(target);
  const value = from === undefined || to === undefined ? parseWhole(word) : from * 0x10000 + to;
  if (value === undefined || value < 0 || value > 0xffffffff) throw invalidWord(why, word);
  return value;
}

export interface TypedTime {
  /** Milliseconds, or without a unit whatever the kernel counts in. */
  readonly value: number;
  /** Without a unit. */
  readonly raw: boolean;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, sec: 1000, secs: 1000, ms: 1, msec: 1, msecs: 1 };

const ULONG = 2 ** 64;
const UINT = 2 ** 32;

/** `5`, `1.5s`, `20ms`. Throws UsageError with `why`. */
export function timeOf(word: string, why: string): TypedTime {
  const fraction = word.includes('.');
  const pattern = fraction ? /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/ : /^\s*[+-]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/;
  const digits = pattern.exec(word)?.[0];
  const number = digits === undefined ? undefined : fraction ? Number(digits) : parseWhole(digits);
  if (digits === undefined || number === undefined || (fraction && number < 0) || Math.abs(number) >= ULONG) throw invalidWord(why, word);
  const unit = word.slice(digits.length).toLowerCase();
  if (unit !== '' && !Object.hasOwn(UNITS, unit)) throw invalidWord(why, word);
  // Below zero it is a very large number to strtoul(3).
  const time = (number < 0 ? number + ULONG : number) * (unit === '' ? 1 : (UNITS[unit] as number));
  return { value: rounded(time), raw: unit === '' };
}

/** Up to a whole number, of which 32 bits are left: where that makes it less, one is added. */
function rounded(time: number): number {
  const value = time < 2 ** 63 ? Math.trunc(time) % UINT : 0;
  return (value < time ? value + 1 : value) % UINT;
}

const FAMILIES: ReadonlyMap<string, number> = new Map([
  ['inet', AF_INET],
  ['inet6', AF_INET6],
  ['link', AF_PACKET],
  ['mpls', AF_MPLS],
  ['bridge', AF_BRIDGE],
]);

/** The family a word names, in full; AF_UNSPEC for any other word. */
export const familyOf = (word: string): number => FAMILIES.get(word) ?? AF_UNSPEC;
