// Strings on the wire: NUL-terminated bytes, nearly always ASCII, the same few names over and over.

import type { Bytes, Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { EncodeError } from './errors.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Names met before, by a hash of their bytes: `eth0` and `noqueue` come with every message. */
const interned: (string | undefined)[] = new Array(1024);

/** Text of the bytes from `start` up to `end`; sets `inexact` where they are not UTF-8. */
export function text(b: Bytes, start: number, end: number): string {
  const array = b.array;
  let hash = end - start;
  for (let i = start; i < end; i++) {
    const byte = array[i] as number;
    if (byte > 0x7f) return wide(b, start, end);
    hash = (hash * 31 + byte) | 0;
  }
  const slot = hash & 1023;
  const known = interned[slot];
  if (known !== undefined && matches(known, array, start, end)) return known;
  let out = '';
  for (let i = start; i < end; i++) out += String.fromCharCode(array[i] as number);
  if (out.length <= 32) interned[slot] = out;
  return out;
}

function matches(known: string, array: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = start; i < end; i++) if (known.charCodeAt(i - start) !== array[i]) return false;
  return true;
}

function wide(b: Bytes, start: number, end: number): string {
  const out = decoder.decode(b.array.subarray(start, end));
  const again = encoder.encode(out);
  if (again.length !== end - start || !again.every((byte, i) => byte === b.array[start + i])) b.inexact = true;
  return out;
}

function terminated(b: Bytes, start: number, end: number): string {
  let stop = start;
  while (stop < end && b.array[stop] !== 0) stop++;
  if (stop !== end - 1) b.inexact = true;
  return text(b, start, stop);
}

function write(w: Writer, value: unknown): void {
  if (typeof value !== 'string') throw new EncodeError(`expected a string, got ${typeof value}`);
  if (value.includes('\0')) throw new EncodeError('a string cannot hold NUL');
  const ascii = value.length;
  const at = w.reserve(ascii);
  for (let i = 0; i < ascii; i++) {
    const code = value.charCodeAt(i);
    if (code > 0x7f) {
      w.array.fill(0, at, at + ascii);
      w.length = at;
      w.bytes(encoder.encode(value));
      return;
    }
    w.array[at + i] = code;
  }
}

/** A string with its NUL, as nla_put_string() writes it. One that came without NUL, or with bytes after it, decodes too. */
export const string: Codec<string> = {
  type: 'string',
  decode: terminated,
  encode(w, value) {
    write(w, value);
    w.reserve(1);
  },
};

/** A string written without NUL, as iproute2 sends some; one that the kernel gives back with NUL decodes too. */
export const unterminatedString: Codec<string> = {
  type: 'string',
  decode(b, start, end) {
    let stop = start;
    while (stop < end && b.array[stop] !== 0) stop++;
    if (stop !== end) b.inexact = true;
    return text(b, start, stop);
  },
  encode: write,
};
