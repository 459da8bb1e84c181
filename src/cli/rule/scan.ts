// Ranges as sscanf(3) reads them: what stands behind a number that ends the pattern does not count.

export interface Scanned {
  readonly start: number;
  /** Undefined where there is one number only. */
  readonly end: number | undefined;
}

/** `1000-2000`, or `1000` alone; undefined where no number comes first. Numbers too large keep their low `bits`. */
export function scanRange(word: string, bits: 16 | 32): Scanned | undefined {
  const match = /^\s*([+-]?\d+)(?:-\s*([+-]?\d+))?/.exec(word);
  if (match === null) return undefined;
  return { start: unsigned(match[1] as string, bits), end: match[2] === undefined ? undefined : unsigned(match[2], bits) };
}

function unsigned(digits: string, bits: 16 | 32): number {
  const value = BigInt(digits.replace(/^\+/, ''));
  const magnitude = value < 0n ? -value : value;
  return Number(BigInt.asUintN(bits, magnitude > 0xffffffffffffffffn ? -1n : value));
}
