// Options that are bits of one number. Apart, since a program that has no neighbours to change needs none of it.

import { expectBoolean } from '../netlink/expect.js';

/** The bits of those that are true. Throws EncodeError for what is neither true nor false, of options that are left out too. */
export function flagBits(options: object, bits: Readonly<Record<string, number>>): number {
  let flags = 0;
  for (const key in bits) {
    const value: unknown = (options as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined && expectBoolean(value, key)) flags |= bits[key] as number;
  }
  return flags;
}
