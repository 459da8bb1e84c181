// A line of a hex dump, in any of the forms that tools write.

import { hexDigit } from './hex-text.js';

/**
 * What stands in a line: bytes, and as it is written, where in the dump; `squeezed`: lines like the one before were left out; `other`: nothing of a dump;
 * `broken`: what looks like one, and has something else in its midst.
 */
export type HexLine =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      /** Bytes that were written as one number: whether its first digits are the first byte is for the machine to say. */
      readonly width: number;
      readonly offset?: string;
    }
  | { readonly kind: 'squeezed' | 'blank' | 'other' | 'broken' };

/** `0000`, `00000010:`, `0x0010:`, `0000020`; strace has a bar before it, the kernel's log some words and a colon. */
const OFFSETS = [/^\s{0,80}(?:\| )?(?:0[xX])?([0-9a-fA-F]{3,16})(: {0,8}|\s{1,8}|$|:?\t)/, /^[^|]{0,80}?: ([0-9a-fA-F]{4,16})(: )/];
/** As no text has, nor any address or time: these have other separators. */
const MANY_GROUPS = /(?:(?:[0-9a-fA-F]{2}){1,4}[ ,]){8}/;
const GROUP = /( *)([0-9a-fA-F]+)(?=[\s|>]|$)/y;

/** C's and Python's ways. What stands in comments, and text behind `#` or `//`, is none of it. */
const NUMBER = /\b0[xX]([0-9a-fA-F]{1,16})\b/g;
const ASIDE = /\/\*.*?(?:\*\/|$)|(?:#|\/\/).*$/g;
const BETWEEN = /[\s,;(){}[\]]/;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/y;
const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, a: 7, b: 8 };

/** Reads a line. `isOffset` tells whether digits could be where it stands, the line having `behind` them some bytes, as groups of so many digits, or none; else they are bytes. */
export function hexLine(line: string, isOffset: (digits: string, behind: number | undefined) => boolean): HexLine {
  if (/^\s*$/.test(line)) return { kind: 'blank' };
  if (/^\s{0,80}\*\s*$/.test(line)) return { kind: 'squeezed' };
  for (const pattern of OFFSETS) {
    const found = pattern.exec(line);
    if (found === null) continue;
    const [all, offset = '', separator = ''] = found;
    const read = columns(line, all.length);
    if (read === undefined) return { kind: isOffset(offset, undefined) ? 'broken' : 'other' };
    if (isOffset(offset, separator.includes(':') && read.bytes.length > 0 ? undefined : 2 * read.width)) return { ...read, offset };
  }
  if (line.includes('\\x')) return quoted(line);
  const read = line.includes('0x') || line.includes('0X') ? listed(line) : stream(line);
  return read.kind === 'other' && MANY_GROUPS.test(line) ? { kind: 'broken' } : read;
}

/** Groups of digits, up to the wide gap before the same in characters; undefined where something else ends them. */
function columns(line: string, from: number): (HexLine & { kind: 'bytes' }) | undefined {
  const groups: string[] = [];
  let width = 0;
  GROUP.lastIndex = from;
  let end = from;
  for (let found = GROUP.exec(line); found !== null; found = GROUP.exec(line)) {
    const [, gap = '', digits = ''] = found;
    width ||= digits.length;
    // In the middle of 16 there may be two spaces.
    const separated = groups.length === 0 || gap.length === 1 || (gap.length === 2 && width === 2 && groups.length === 8);
    if (!separated || digits.length > width || digits.length % 2 !== 0) break;
    groups.push(digits);
    end = GROUP.lastIndex;
    if (digits.length < width) break;
  }
  if (!/^(?:\s{2}|\s*$|\s[|>])/.test(line.slice(end, end + 80))) return undefined;
  return { kind: 'bytes', bytes: pairs(groups.join('')), width: width >> 1 };
}

function listed(line: string): HexLine {
  const text = line.replace(ASIDE, '');
  const numbers = [...text.matchAll(NUMBER)].map(([, digits = '']) => digits);
  if (numbers.length === 0 || !mayBeAround(text.replace(NUMBER, ''))) return { kind: 'other' };
  const longest = numbers.reduce((most, { length }) => Math.max(most, length), 2);
  const width = longest <= 2 ? 1 : longest <= 4 ? 2 : longest <= 8 ? 4 : 8;
  return { kind: 'bytes', bytes: pairs(numbers.map((digits) => digits.padStart(2 * width, '0')).join('')), width };
}

/** What stands between numbers, and before the first of them what they are assigned or passed to. */
function mayBeAround(text: string): boolean {
  let end = text.length;
  while (end > 0 && BETWEEN.test(text[end - 1] as string)) end--;
  const before = text.slice(0, end);
  return before === '' || (!/["']/.test(before) && (before.endsWith('=') || /[({[]/.test(text.slice(end))));
}

/** One pass: an expression that looks for both ends would start again at every quotation mark that has no other. */
function quoted(line: string): HexLine {
  const out: number[] = [];
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string;
    if (quote === '') {
      if (char === '"' || char === "'") quote = char;
    } else if (char === quote) quote = '';
    else if (char === '\\') {
      ESCAPE.lastIndex = at;
      const [all = '', hex, octal, other = ''] = ESCAPE.exec(line) ?? [];
      at += Math.max(0, all.length - 1);
      if (hex !== undefined) out.push(Number.parseInt(hex, 16));
      else if (octal !== undefined) out.push(Number.parseInt(octal, 8) & 0xff);
      else if (other !== '') out.push(ESCAPES[other] ?? other.charCodeAt(0) & 0xff);
    } else out.push(char.charCodeAt(0) & 0xff);
  }
  return out.length === 0 ? { kind: 'other' } : { kind: 'bytes', bytes: Uint8Array.from(out), width: 1 };
}

/** Nothing but digits and what may stand between bytes: spaces, colons, commas, dashes. Node's `<Buffer 24 00>` too. */
function stream(line: string): HexLine {
  const text = line.startsWith('<Buffer ') ? line.slice(8).replace(/>$/, '') : line;
  const out = new Uint8Array(text.length >> 1);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const high = hexDigit(text.charCodeAt(at));
    if (high < 0) {
      if (!' \t:,-'.includes(text[at] as string)) return { kind: 'other' };
      at++;
      continue;
    }
    const low = hexDigit(text.charCodeAt(at + 1));
    if (low < 0) return { kind: 'other' };
    out[length++] = (high << 4) | low;
    at += 2;
  }
  return length === 0 ? { kind: 'other' } : { kind: 'bytes', bytes: out.subarray(0, length), width: 1 };
}

function pairs(digits: string): Uint8Array {
  const out = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = (hexDigit(digits.charCodeAt(2 * i)) << 4) | hexDigit(digits.charCodeAt(2 * i + 1));
  return out;
}
