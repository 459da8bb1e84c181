// Payloads that are more than one struct: structs one behind the other, and C's flexible arrays behind a struct.

import type { Bytes, Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import type { StructCodec } from './struct.js';

/** `struct one[]`: as many as there is room for, nothing behind the last. */
export function structs<T>(one: StructCodec<T>): Codec<T[]> {
  return {
    type: `${one.type}[]`,
    decode(b, start, end) {
      const { size } = one;
      if ((end - start) % size !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `${one.type}[] of ${end - start} bytes, not a multiple of ${size}`, start);
      return Array.from({ length: (end - start) / size }, (_, i) => one.read(b, start + i * size));
    },
    encode(w, values: unknown) {
      if (!Array.isArray(values)) throw new EncodeError('expected a list');
      for (const value of values as T[]) one.write(w, value);
    },
    dissectFields: (b, start, end) =>
      Array.from({ length: Math.floor((end - start) / one.size) }, (_, i) => {
        const at = start + i * one.size;
        return one.dissectFields(b, at, at + one.size).map(({ name, ...rest }) => ({ name: `${i}.${name}`, ...rest }));
      }).flat(),
  };
}

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** A struct and what stands behind its last field, under `key`. A struct that is cut short does not decode. */
export function flexible<T, K extends string, Rest>(one: StructCodec<T>, key: K, rest: Codec<Rest>): Codec<Flat<Omit<T, 'tail'> & Record<K, Rest>>> {
  type All = Flat<Omit<T, 'tail'> & Record<K, Rest>>;
  return {
    type: one.type,
    decode(b: Bytes, start, end) {
      const at = start + one.size;
      if (at > end) throw new DecodeError('ERR_NETLINK_LENGTH', `${one.type} of ${end - start} bytes, expected at least ${one.size}`, start);
      const head = one.read(b, start);
      const { inexact } = b;
      b.inexact = false;
      const value = rest.decode(b, at, end);
      b.inexact ||= inexact;
      return { ...head, [key]: value } as All;
    },
    encode(w: Writer, value) {
      one.write(w, value as unknown as T);
      rest.encode(w, (value as Record<K, Rest>)[key]);
    },
    dissectFields(b, start, end) {
      const at = Math.min(end, start + one.size);
      const fields = one.dissectFields(b, start, at);
      return at === end ? fields : [...fields, { name: key, offset: at, length: end - at, value: rest.decode(b, at, end) }];
    },
  };
}
