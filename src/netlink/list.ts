// Nests that hold one kind of attribute over and over: by one type (IFLA_PROP_LIST), counted (IFLA_BOND_ARP_IP_TARGET), or
// numbered by what each is about (CTRL_ATTR_POLICY).

import { align4, type Bytes } from './bytes.js';
import { type Codec, expectInteger } from './codec.js';
import { type Dissection, withCodec } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { eachAttribute, NLA_TYPE_MASK } from './nlattr.js';

interface Shape<T, Item> {
  /** The kernel's name of an element. */
  readonly name: string;
  readonly element: Codec<T>;
  /** Attribute type of the element at `index`; of any where it is left out. */
  readonly typeAt?: (index: number) => number;
  /** Refuse elements of another type; where false their number is kept but not told. */
  readonly fixed: boolean;
  readonly toItem: (value: T, type: number) => Item;
  readonly fromItem: (item: Item, index: number) => { readonly type: number; readonly value: T };
}

/** A codec of such a nest; `element` is what each attribute in it holds. */
export interface ListCodec<T, Item = T> extends Codec<Item[]> {
  readonly element: Codec<T>;
}

function nest<T, Item>({ name, element, typeAt, fixed, toItem, fromItem }: Shape<T, Item>, flags: number): ListCodec<T, Item> {
  const bits = element.flags ?? 0;
  return {
    type: `list of ${element.type}`,
    flags,
    element,
    decode(b, start, end) {
      const out: Item[] = [];
      let inexact = false;
      b.enter(start);
      eachAttribute(b, start, end, (header, at, length) => {
        const type = header & NLA_TYPE_MASK;
        const expected = (typeAt?.(out.length) ?? type) | bits;
        if (fixed && type !== (expected & NLA_TYPE_MASK)) {
          throw new DecodeError('ERR_NETLINK_BOUNDS', `attribute ${type} in a list of ${name}`, at);
        }
        b.inexact = false;
        const errors = b.errors.length;
        try {
          out.push(toItem(element.decode(b, at + 4, at + length), type));
        } catch (error) {
          throw error instanceof DecodeError ? error.within(name) : error;
        }
        for (let i = errors; i < b.errors.length; i++) b.errors[i]?.within(name);
        inexact ||= b.inexact || header !== expected || !paddedWithZeros(b, at + length, at + align4(length), end);
      });
      b.leave();
      b.inexact = inexact;
      return out;
    },
    encode(w, values: unknown) {
      if (!Array.isArray(values)) throw new EncodeError('expected a list');
      for (const [index, item] of (values as Item[]).entries()) {
        try {
          const { type, value } = fromItem(item, index);
          const mark = w.beginAttribute(type | bits);
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

function paddedWithZeros(b: Bytes, from: number, to: number, end: number): boolean {
  if (to > end) return false;
  for (let i = from; i < to; i++) if (b.array[i] !== 0) return false;
  return true;
}

/** A nest that repeats one attribute type, as IFLA_MACVLAN_MACADDR_DATA repeats IFLA_MACVLAN_MACADDR. Elements of another type are refused. */
export function list<T>(name: string, type: number, element: Codec<T>, flags = 0): ListCodec<T> {
  return nest({ name, element, typeAt: () => type, fixed: true, toItem: (value) => value, fromItem: (value: T) => ({ type, value }) }, flags);
}

/** The same, written so, where some senders number the elements nevertheless (libnftnl those of a set). */
export function looseList<T>(name: string, type: number, element: Codec<T>, flags = 0): ListCodec<T> {
  return nest({ name, element, typeAt: () => type, fixed: false, toItem: (value) => value, fromItem: (value: T) => ({ type, value }) }, flags);
}

/** A nest whose attribute types count its elements from `first` on. */
export function indexed<T>(name: string, element: Codec<T>, first = 0, flags = 0): ListCodec<T> {
  const typeAt = (index: number) => first + index;
  return nest({ name, element, typeAt, fixed: false, toItem: (value) => value, fromItem: (value: T, index) => ({ type: typeAt(index), value }) }, flags);
}

/** An element of a nest whose attribute types are numbers of what they are about. */
export interface Numbered<T> {
  readonly number: number;
  readonly value: T;
}

function expectNumbered<T>(item: unknown): { type: number; value: T } {
  const { number, value } = (typeof item === 'object' && item !== null ? item : {}) as Partial<Numbered<T>>;
  expectInteger(number, 0, NLA_TYPE_MASK, 'the number of an element');
  return { type: number, value: value as T };
}

/** A nest whose attribute types say what each element is about: a policy by the attribute it is of (CTRL_ATTR_POLICY). */
export function numbered<T>(name: string, element: Codec<T>, flags = 0): ListCodec<T, Numbered<T>> {
  return nest({ name, element, fixed: false, toItem: (value, number) => ({ number, value }), fromItem: (item: Numbered<T>) => expectNumbered<T>(item) }, flags);
}
