// Hexadecimal digits in bytes of text.

import { CaptureError } from '../errors.js';

/** What each character counts as a digit; -1 for those that are none. */
const DIGITS: Int8Array = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  DIGITS[text.charCodeAt(0)] = digit;
  DIGITS[text.toUpperCase().charCodeAt(0)] = digit;
}

/** What a character counts as a hexadecimal digit; negative for one that is none. */
export const hexDigit = (code: number): number => DIGITS[code] ?? -1;

/** The bytes that a run of digits spells, which stands at `offset` of the recording. Throws CaptureError. */
export function hexRun(text: Uint8Array, offset: number): Uint8Array {
  if (text.length % 2 !== 0) throw new CaptureError('ERR_CAPTURE_DAMAGED', `${text.length} hexadecimal digits, an odd number`, offset);
  const out = new Uint8Array(text.length >> 1);
  for (let i = 0; i < out.length; i++) {
    const high = DIGITS[text[2 * i] as number] as number;
    const value = (high << 4) | (DIGITS[text[2 * i + 1] as number] as number);
    if (value < 0) throw new CaptureError('ERR_CAPTURE_DAMAGED', 'no hexadecimal digit', offset + 2 * i + (high < 0 ? 0 : 1));
    out[i] = value;
  }
  return out;
}
