// Nests that hold one kind of attribute over and over: by one type (IFLA_PROP_LIST), or numbered (IFLA_BOND_ARP_IP_TARGET).

import type { Bytes } from './bytes.js';
import type { Codec } from './codec.js';
import { type Dissection, withCodec } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { eachAttribute, NLA_TYPE_MASK } from './nlattr.js';

interface Shape<T> {
  /** The kernel's name of an element. */
  readonly name: string;
  readonly element: Codec<T>;
  /** Attribute type of the element at `index`, with its flag bits; undefined accepts any. */
  readonly typeAt: (index: number) => number;
  /** Refuse elements of another type; where false their number is kept but not told. */
  readonly fixed: boolean;
}

function nest<T>({ name, element, typeAt, fixed }: Shape<T>, flags: number): Codec<T[]> {
  const bits = element.flags ?? 0;
  return {
    type: `list of ${element.type}`,
    flags,
    decode(b, start, end) {
      const out: T[] = [];
      let inexact = false;
      b.enter(start);
      eachAttribute(b, start, end, (header, at, length) => {
        const expected = typeAt(out.length) | bits;
        if (fixed && (header & NLA_TYPE_MASK) !== (expected & NLA_TYPE_MASK)) {
          throw new DecodeError('ERR_NETLINK_BOUNDS', `attribute ${header & NLA_TYPE_MASK} in a list of ${name}`, at);
        }
        b.inexact = false;
        const errors = b.errors.length;
        try {
          out.push(element.decode(b, at + 4, at + length));
        } catch (error) {
          throw error instanceof DecodeError ? error.within(name) : error;
        }
        for (let i = errors; i < b.errors.length; i++) b.errors[i]?.within(name);
        inexact ||= b.inexact || header !== expected || !paddedWithZeros(b, at + length, end);
      });
      b.leave();
      b.inexact = inexact;
      return out;
    },
    encode(w, values: unknown) {
      if (!Array.isArray(values)) throw new EncodeError('expected a list');
      for (const [index, value] of (values as T[]).entries()) {
        const mark = w.beginAttribute(typeAt(index) | bits);
        try {
          element.encode(w, value);
          w.endAttribute(mark);
        } catch (error) {
          throw error instanceof EncodeError ? error.within(name) : error;
        }
      }
    },
    dissect(b, start, end) {
      const out: Dissection[] = [];
      eachAttribute(b, start, end, (header, at, length) => {
        const base = { name, type: header & NLA_TYPE_MASK, flags: header & ~NLA_TYPE_MASK, offset: at, length, payload: element.type };
        try {
          if (element.dissect === undefined) out.push({ ...base, value: element.decode(b, at + 4, at + length) });
          else out.push(withCodec({ ...base, children: element.dissect(b, at + 4, at + length) }, element));
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
          out.push({ ...base, value: b.array.subarray(at + 4, at + length), error });
        }
      });
      return out;
    },
  };
}

function paddedWithZeros(b: Bytes, from: number, end: number): boolean {
  const to = from + (-from & 3);
  if (to > end) return false;
  for (let i = from; i < to; i++) if (b.array[i] !== 0) return false;
  return true;
}

/** A nest that repeats one attribute type, as IFLA_MACVLAN_MACADDR_DATA repeats IFLA_MACVLAN_MACADDR. Elements of another type are refused. */
export function list<T>(name: string, type: number, element: Codec<T>, flags = 0): Codec<T[]> {
  return nest({ name, element, typeAt: () => type, fixed: true }, flags);
}

/** A nest whose attribute types number its elements from `first` on. */
export function indexed<T>(name: string, element: Codec<T>, first = 0, flags = 0): Codec<T[]> {
  return nest({ name, element, typeAt: (index) => first + index, fixed: false }, flags);
}
