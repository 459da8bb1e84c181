// Values behind the options of several kinds: numbers, links, keys of tunnels. Those that other commands read too are in word-values.ts.

import { AF_INET } from '../constants.js';
import type { KindContext } from '../kind-command.js';
import { namedNumber } from '../name-tables.js';
import { invalidWord, UsageError, wholeNumber } from '../words.js';
import type { Reading } from './option-words.js';
import { kindError } from './word-values.js';

/** A number from 0 to `max`, with the error `why` for any other. */
export const number =
  (why: string, max = 0xffffffff) =>
  (word: string): number =>
    wholeNumber(word, why, max);

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
