// Strings on the wire: NUL-terminated bytes, nearly always ASCII and short.

import type { Bytes, Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { EncodeError } from './errors.js';
import { exactlyInUtf8, inUtf8 } from './utf8.js';

/** Made for the first text that is not ASCII. */
let decoder: InstanceType<typeof TextDecoder> | undefined;

/** Text of the bytes from `start` up to `end`; sets `inexact` where they are not UTF-8. */
export function text(b: Bytes, start: number, end: number): string {
  const { array } = b;
  let all = 0;
  for (let i = start; i < end; i++) all |= array[i] as number;
  if (all > 0x7f) return wide(b, start, end);
  let out = '';
  let at = start;
  // Names are short: a few characters at a time are made into a string faster than a decoder is called.
  for (; at + 4 <= end; at += 4) out += String.fromCharCode(array[at] as number, array[at + 1] as number, array[at + 2] as number, array[at + 3] as number);
  for (; at < end; at++) out += String.fromCharCode(array[at] as number);
  return out;
}

function wide(b: Bytes, start: number, end: number): string {
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  const out = decoder.decode(b.array.subarray(start, end));
  const again = inUtf8(out);
  if (again.length !== end - start || !again.every((byte, i) => byte === b.array[start + i])) b.inexact = true;
  return out;
}

function terminated(b: Bytes, start: number, end: number): string {
  let stop = start;
  while (stop < end && b.array[stop] !== 0) stop++;
  if (stop !== end - 1) b.inexact = true;
  return text(b, start, stop);
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return inUtf8(text).length;
  return text.length;
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
      w.bytes(exactlyInUtf8(value));
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
