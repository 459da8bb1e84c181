// Numbers with names: one of several, or several bits. A value the kernel added later stays a number.

import { type Codec, expectInteger } from './codec.js';
import { EncodeError } from './errors.js';
import { isWordOf, told } from './expect.js';

/** One of `names`, or the number of a value without a name. Both are accepted for encoding. */
export function enumeration<const N extends Readonly<Record<string, number>>>(codec: Codec<number>, names: N): Codec<(keyof N & string) | number> & { readonly names: N } {
  type Name = keyof N & string;
  let byValue: ReadonlyMap<number, Name> | undefined;
  return {
    names,
    type: `${codec.type} enum`,
    decode(b, start, end) {
      const value = codec.decode(b, start, end);
      byValue ??= new Map(Object.entries(names).map(([name, number]) => [number, name as Name]));
      return byValue.get(value) ?? value;
    },
    encode(w, value) {
      if (typeof value === 'number') return codec.encode(w, value);
      const number = isWordOf(names, value) ? names[value] : undefined;
      if (number === undefined) throw new EncodeError(`${told(value)} is none of ${Object.keys(names).join(', ')}`);
      codec.encode(w, number);
    },
  };
}

/** The set bits by name, in the order of `names`, and last the bits without a name, as one number. */
export function bitSet<const N extends Readonly<Record<string, number>>>(codec: Codec<number>, names: N): Codec<((keyof N & string) | number)[]> & { readonly names: N } {
  type Name = keyof N & string;
  const entries = Object.entries(names) as [Name, number][];
  const known = entries.reduce((mask, [, bit]) => (mask | bit) >>> 0, 0);
  return {
    names,
    type: `${codec.type} bits`,
    total: true,
    decode(b, start, end) {
      const value = codec.decode(b, start, end);
      if (value === 0) return [];
      const out: (Name | number)[] = [];
      for (const [name, bit] of entries) if ((value & bit) !== 0) out.push(name);
      const rest = (value & ~known) >>> 0;
      if (rest !== 0) out.push(rest);
      return out;
    },
    encode(w, value: unknown) {
      if (!Array.isArray(value)) throw new EncodeError(`expected a list of ${Object.keys(names).join(', ')}`);
      let bits = 0;
      for (const item of value as (Name | number)[]) {
        const bit = typeof item === 'number' ? item : isWordOf(names, item) ? names[item] : undefined;
        if (bit === undefined) throw new EncodeError(`${told(item)} is none of ${Object.keys(names).join(', ')}`);
        expectInteger(bit, 0, 0xffffffff, codec.type);
        bits = (bits | bit) >>> 0;
      }
      codec.encode(w, bits);
    },
  };
}
