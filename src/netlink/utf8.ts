// Text as bytes of UTF-8.

import { EncodeError } from './errors.js';

/** Made for the first text that is not ASCII. */
let encoder: InstanceType<typeof TextEncoder> | undefined;

/** Half of a pair: UTF-8 has no bytes for it, and an encoder writes those of U+FFFD. */
const LONE = /\p{Surrogate}/u;

/** Whatever it is. */
export function inUtf8(text: string): Uint8Array {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}

/** Throws EncodeError for what would come out as other text. */
export function exactlyInUtf8(text: string): Uint8Array {
  if (LONE.test(text)) throw new EncodeError(`'${text}' holds half of a surrogate pair, which is no character`);
  return inUtf8(text);
}
