// Canonical Huffman codes as deflate has them. RFC 1951, 3.2.2.

/** Bits of a code at most. */
export const MAX_CODE_BITS = 15;

/** Codes of so many bits or fewer take one look. */
export const QUICK_BITS = 10;

/** A code, ready for decoding. */
export interface Huffman {
  /** By the next QUICK_BITS bits: symbol times 16, and the bits of its code; 0 where it is longer, or none. */
  readonly quick: Int32Array;
  /** How many codes there are of each length. */
  readonly counts: Int32Array;
  /** Symbols, ordered by code. */
  readonly symbols: Int32Array;
}

/** The code with these lengths, 0 for symbols without a code; undefined where there is none, or where it is incomplete with more than one symbol in it. */
export function huffman(lengths: Uint8Array): Huffman | undefined {
  const counts = new Int32Array(MAX_CODE_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const used = lengths.length - (counts[0] as number);
  counts[0] = 0;
  let left = 1;
  const offsets = new Int32Array(MAX_CODE_BITS + 2);
  const firsts = new Int32Array(MAX_CODE_BITS + 1);
  for (let bits = 1, code = 0; bits <= MAX_CODE_BITS; bits++) {
    left = 2 * left - (counts[bits] as number);
    if (left < 0) return undefined;
    code = (code + (counts[bits - 1] as number)) << 1;
    firsts[bits] = code;
    offsets[bits + 1] = (offsets[bits] as number) + (counts[bits] as number);
  }
  if (left > 0 && used > 1) return undefined;
  const quick = new Int32Array(1 << QUICK_BITS);
  const symbols = new Int32Array(used);
  const next = offsets.slice();
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const bits = lengths[symbol] as number;
    if (bits === 0) continue;
    const place = next[bits] as number;
    next[bits] = place + 1;
    symbols[place] = symbol;
    if (bits > QUICK_BITS) continue;
    const code = reversed((firsts[bits] as number) + place - (offsets[bits] as number), bits);
    for (let i = code; i < quick.length; i += 1 << bits) quick[i] = (symbol << 4) | bits;
  }
  return { quick, counts, symbols };
}

/** Codes stand in the stream with their first bit lowest. */
function reversed(code: number, bits: number): number {
  let out = 0;
  for (let i = 0; i < bits; i++) out |= ((code >> i) & 1) << (bits - 1 - i);
  return out;
}

/** Symbol and bits, as in `quick`, for a code that is longer than QUICK_BITS; 0 where these bits begin no code. */
export function slowly({ counts, symbols }: Huffman, next: number): number {
  let code = 0;
  let first = 0;
  let place = 0;
  for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
    code |= (next >> (bits - 1)) & 1;
    const count = counts[bits] as number;
    if (code - first < count) return ((symbols[place + code - first] as number) << 4) | bits;
    place += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return 0;
}
