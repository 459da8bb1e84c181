// The words behind `encap ioam6`, which stand in one order only. iproute2: ip/iproute_lwtunnel.c: parse_encap_ioam6().

import { formatIp } from '../../netlink/address.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import { type Ioam6Encap, type Ioam6Mode, ioam6Mode } from '../../rtnl/encap/ioam6.js';
import { garbageWord, invalidWord, missingWord, parseWhole, type Words } from '../../rtnl/words.js';
import { readAddress } from '../prefix.js';

const FREQUENCY_MAX = 1000000;
const SIZE_MAX = 244;

export function ioam6Words(words: Words): Ioam6Encap {
  const { k, n } = frequency(words);
  const mode = modeOf(words);
  const dst = destination(words, mode);
  expect(words, 'trace');
  if (words.left === 0) words.next();
  expect(words, 'prealloc');
  const trace = traceWords(words);
  return { freqK: k, freqN: n, mode, ...(dst !== undefined && { dst }), trace };
}

/** Another word must follow in `ip`'s eyes: it looks at the next before it knows what it is. */
function more(words: Words): void {
  words.next();
  words.back();
}

function expect(words: Words, word: string): void {
  if (!words.accept(word)) throw missingWord(word);
}

function frequency(words: Words): { readonly k: number; readonly n: number } {
  if (!words.accept('freq')) return { k: 1, n: 1 };
  const word = words.next();
  if (word.length > 15) throw invalidWord('Invalid frequency (too long)', word);
  const [k, n] = /^[^/]+\/[^/]+$/.test(word) ? word.split('/').map(decimal) : [];
  if (k === undefined || n === undefined) throw invalidWord('Invalid frequency (malformed)', word);
  if (k < 1 || k > FREQUENCY_MAX) throw invalidWord('Out of bound "k" frequency', word);
  if (n < 1 || n > FREQUENCY_MAX) throw invalidWord('Out of bound "n" frequency', word);
  if (k > n) throw invalidWord('Frequency with k > n is forbidden', word);
  more(words);
  return { k, n };
}

function decimal(text: string): number | undefined {
  const value = /^\s*\+?\d+$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= 0xffffffff ? value : undefined;
}

function modeOf(words: Words): Ioam6Mode {
  if (!words.accept('mode')) return 'inline';
  const word = words.next();
  if (!Object.hasOwn(ioam6Mode.names, word)) throw invalidWord('Invalid mode', word);
  more(words);
  return word as Ioam6Mode;
}

function destination(words: Words, mode: Ioam6Mode): string | undefined {
  if (!words.accept('tundst')) {
    if (mode !== 'inline') throw missingWord('tundst');
    return undefined;
  }
  if (mode === 'inline') throw invalidWord('Inline mode does not need tundst', 'tundst');
  const word = words.next();
  const { bytes } = readAddress(word, AF_INET6);
  if (bytes.length !== 16) throw invalidWord('Invalid IPv6 address for tundst', word);
  more(words);
  return formatIp(bytes);
}

function traceWords(words: Words): NonNullable<Ioam6Encap['trace']> {
  let type = 0;
  let size = 0;
  let namespaceId: number | undefined;
  for (;;) {
    // `ip` reads the last word of a line again, as the next of the route.
    if (words.left === 0) {
      words.back();
      break;
    }
    if (words.accept('type')) {
      const word = words.next();
      if (type !== 0) throw garbageWord('type', word);
      type = bounded(word, 0xffffffff) ?? 0;
      if (type === 0) throw invalidWord('Invalid trace type', word);
    } else if (words.accept('ns')) {
      const word = words.next();
      if (namespaceId !== undefined) throw garbageWord('ns', word);
      namespaceId = bounded(word, 0xffff);
      if (namespaceId === undefined) throw invalidWord('Invalid namespace ID', word);
    } else if (words.accept('size')) {
      const word = words.next();
      if (size !== 0) throw garbageWord('size', word);
      size = bounded(word, 0xffff) ?? 0;
      if (size === 0) throw invalidWord('Invalid trace size', word);
      if (size % 4 !== 0) throw invalidWord('Trace size must be a 4-octet multiple', word);
      if (size > SIZE_MAX) throw invalidWord('Trace size is too big', word);
    } else {
      break;
    }
  }
  if (type === 0) throw missingWord('type');
  if (namespaceId === undefined) throw missingWord('ns');
  if (size === 0) throw missingWord('size');
  // Of more than 24 bits the upper ones are lost.
  return { namespaceId, type: type & 0xffffff, size };
}

function bounded(word: string, max: number): number | undefined {
  const value = parseWhole(word);
  return value !== undefined && value >= 0 && value <= max ? value : undefined;
}
