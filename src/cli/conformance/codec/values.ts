// Whether two ways of telling a value say the same. What is let through is listed in guides/conformance.md.

import { parseIp } from '../../../netlink/address.js';
import { equalBytes, toHex } from '../../../netlink/bytes.js';
import type { Attribute, Told } from './meaning.js';

/** Names are compared without regard to case, `-` and `_`. */
export const plain = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

function whole(value: Told): bigint | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^(-?\d+|0x[\da-f]+)$/i.test(value)) return undefined;
  return BigInt(value);
}

const isNumber = (value: Told): value is number | string => typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value));

const sameNumber = (wanted: Told, got: Told): boolean => whole(got) !== undefined && whole(wanted) === whole(got);

/** Bytes in hex, with or without colons and spaces. */
const hexDigits = (value: Told): string | undefined => (typeof value === 'string' && /^[\da-f: ]*$/i.test(value) ? value.toLowerCase().replace(/[: ]/g, '') : undefined);

function sameIp(wanted: Told, got: Told): boolean {
  if (typeof wanted !== 'string' || typeof got !== 'string') return false;
  try {
    return equalBytes(parseIp(wanted), parseIp(got));
  } catch {
    return false;
  }
}

/** Whether `got` is the IP address of these bytes. */
function isIpOf(wanted: string, got: Told): boolean {
  try {
    return typeof got === 'string' && toHex(parseIp(got)) === hexDigits(wanted);
  } catch {
    return false;
  }
}

function sameWords(words: readonly string[], got: Told): boolean {
  const said = Array.isArray(got) ? (got as readonly Told[]) : typeof got === 'string' ? got.split(/[,|]/) : [];
  return said.length === words.length && said.every((word) => typeof word === 'string' && words.some((one) => plain(one) === plain(word.trim())));
}

/** What differs; `at` is the field, empty where it is all of the value. */
export interface Difference {
  readonly at: string;
  readonly expected: string;
  readonly got: string;
}

const shown = (value: Told | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What stands for a list: one, or, of numbers, an object that has names for them, in their order. */
function listed(wanted: readonly Told[], got: Told): readonly Told[] | undefined {
  if (Array.isArray(got)) return got;
  return typeof got === 'object' && got !== null && wanted.every(isNumber) ? Object.values(got) : undefined;
}

/** Bytes told one by one. */
const bytesOf = (got: Told): Told => (Array.isArray(got) && got.every((one) => typeof one === 'number' && one >= 0 && one < 256) ? toHex(Uint8Array.from(got as number[])) : got);

/** The first difference between two values of no special kind; undefined where there is none. */
export function difference(wanted: Told, got: Told, at = ''): Difference | undefined {
  const differs = { at, expected: shown(wanted), got: shown(got) };
  if (Array.isArray(wanted)) {
    const items = listed(wanted, got);
    if (items === undefined || items.length > wanted.length || (Array.isArray(got) && items.length < wanted.length)) return differs;
    return items.map((item, i) => difference(wanted[i] as Told, item, `${at}[${i}]`)).find((one) => one !== undefined);
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof got !== 'object' || got === null || Array.isArray(got)) return differs;
    const told = new Map(Object.entries(got).map(([name, value]) => [plain(name), value]));
    return Object.entries(wanted)
      .filter(([name]) => told.has(plain(name)))
      .map(([name, value]) => difference(value, told.get(plain(name)) as Told, at === '' ? name : `${at}.${name}`))
      .find((one) => one !== undefined);
  }
  // Digits may be a number or bytes.
  if (isNumber(wanted) && sameNumber(wanted, got)) return undefined;
  if (typeof wanted === 'string' && (wanted === got || sameIp(wanted, got) || (hexDigits(wanted) !== undefined && hexDigits(wanted) === hexDigits(bytesOf(got))))) return undefined;
  return wanted === got ? undefined : differs;
}

/** Fields of a struct, or numbers of a list, that were not told. */
export function untold(wanted: Told, got: Told): string[] {
  if (Array.isArray(wanted) && !Array.isArray(got) && typeof got === 'object' && got !== null) {
    const left = wanted.length - Object.keys(got).length;
    return left > 0 ? [`the last ${left} of ${wanted.length}`] : [];
  }
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted) || typeof got !== 'object' || got === null || Array.isArray(got)) return [];
  const told = new Set(Object.keys(got).map(plain));
  return Object.keys(wanted).filter((name) => !told.has(plain(name)));
}

/** The difference between the value of an attribute and what was told of it; undefined where there is none. */
export function differs({ kind = '', value: wanted = null, words = [] }: Attribute, got: Told): Difference | undefined {
  const said = { at: '', expected: `${kind} ${shown(wanted)}${words.length > 0 ? ` (${words.join(', ')})` : ''}`, got: shown(got) };
  switch (kind) {
    case 'string':
      return wanted === got ? undefined : said;
    case 'mac':
    case 'bytes':
      // A hardware address of a tunnel is an IP address.
      if (kind === 'mac' && typeof wanted === 'string' && isIpOf(wanted, got)) return undefined;
      return hexDigits(bytesOf(got)) !== undefined && hexDigits(wanted) === hexDigits(bytesOf(got)) ? undefined : said;
    case 'ip':
      return sameIp(wanted, got) ? undefined : said;
    case 'flag':
      return got === true || got === null ? undefined : said;
    default:
      if (words.length > 0 && sameWords(words, got)) return undefined;
      if (/^(u|s|be)\d+$/.test(kind)) return sameNumber(wanted, got) ? undefined : said;
      return difference(wanted, got);
  }
}
