// What is asked of a codec.

/**
 * What a case checks: `decode` the bytes to the meaning (or to a refusal), `encode` the meaning to the bytes, `roundtrip`: decode, encode what came out, and have the
 * bytes again, unknown attributes, padding and flag bits included.
 */
export type Check = 'decode' | 'encode' | 'roundtrip';
export const CHECKS: readonly Check[] = ['decode', 'encode', 'roundtrip'];
