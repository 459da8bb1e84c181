// A datagram being read, and a message being written: bounds, alignment and byte order.
// Alignment follows include/uapi/linux/netlink.h: NLMSG_ALIGNTO and NLA_ALIGNTO are both 4.

import { DecodeError, EncodeError } from './errors.js';

/** The byte order of this machine. */
export const hostIsLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Rounds up to NLA_ALIGNTO, which is also NLMSG_ALIGNTO. */
export const align4 = (n: number): number => (n + 3) & ~3;

/** Attributes nested deeper than this are refused: deeper than any the kernel has, far from the end of the stack. */
export const MAX_NESTING = 32;

let turns = 0;

/** One received datagram: the bytes, their byte order, and what was noticed while decoding them. */
export class Bytes {
  readonly array: Uint8Array;
  readonly view: DataView;
  /** What `array` is a view of: asking the array for it takes as long as making one. */
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  /** The same in fours, as they stand: for comparing, not for reading. */
  readonly words: Int32Array;
  /** Set by a codec when encoding the value it returned would not give the same bytes back. */
  inexact = false;
  /** They will be overwritten: values are to hold copies. */
  lent = false;
  /** Attributes that did not decode and were kept raw, in the order met. */
  readonly errors: DecodeError[] = [];
  depth = 0;
  /** Where the stack of what differs from samples ends: see shape.ts. */
  top = 0;
  /** Told apart by it: what is decoded in one go, with nobody else's code in between. */
  turn = ++turns;

  constructor(
    array: Uint8Array,
    readonly littleEndian: boolean = hostIsLittleEndian,
    /** Throw where an attribute does not decode or a struct has another size, instead of keeping it raw. */
    readonly strict: boolean = false,
  ) {
    // A Buffer's slice() does not copy: what is kept of one would change with it.
    const plain = Object.getPrototypeOf(array) === Uint8Array.prototype ? array : new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    this.array = (plain.byteOffset & 3) === 0 ? plain : plain.slice();
    const { buffer, byteOffset, byteLength } = this.array;
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.words = new Int32Array(buffer, byteOffset, byteLength >> 2);
  }

  /** One level of nesting deeper. Throws DecodeError ERR_NETLINK_DEPTH. */
  enter(at: number): void {
    if (++this.depth > MAX_NESTING) {
      throw new DecodeError('ERR_NETLINK_DEPTH', `attributes nested more than ${MAX_NESTING} deep`, at);
    }
  }

  /** From here on there is another datagram. */
  renew(lent: boolean): void {
    // An array's length is slow to store.
    if (this.errors.length > 0) this.errors.length = 0;
    this.depth = 0;
    this.top = 0;
    this.lent = lent;
    this.apart();
  }

  /** Other code has run: what is decoded from here on shares nothing with what was before. */
  apart(): void {
    this.turn = ++turns;
  }

  /** These bytes, for a value to hold. */
  held(start: number, end: number): Uint8Array {
    return this.lent ? this.array.slice(start, end) : this.array.subarray(start, end);
  }

  /** Back from `enter`. */
  leave(): void {
    this.depth--;
  }
}

/** A message under construction. Grows as needed; padding is always zero. */
export class Writer {
  array: Uint8Array;
  view: DataView;
  length = 0;
  /** Of the array: asking that takes longer. */
  private capacity: number;

  constructor(
    readonly littleEndian: boolean = hostIsLittleEndian,
    capacity = 512,
  ) {
    this.array = new Uint8Array(capacity);
    this.view = new DataView(this.array.buffer);
    this.capacity = capacity;
  }

  /** Makes room for `size` zero bytes more and returns the offset where they start. Take `array` or `view` after it, not before. */
  reserve(size: number): number {
    const start = this.length;
    const end = start + size;
    this.length = end;
    if (end > this.capacity) this.grow(start, end);
    return start;
  }

  private grow(start: number, end: number): void {
    this.capacity = Math.max(this.capacity * 2, end);
    const grown = new Uint8Array(this.capacity);
    grown.set(this.array.subarray(0, start));
    this.array = grown;
    this.view = new DataView(grown.buffer);
  }

  /** Zero bytes up to the next multiple of 4. */
  pad(): void {
    const { length } = this;
    if ((length & 3) !== 0) this.reserve(align4(length) - length);
  }

  /** Appends these bytes. */
  bytes(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    this.array.set(bytes, at);
  }

  /** Opens an attribute; the returned mark goes to {@link endAttribute} once its payload is written. */
  beginAttribute(type: number): number {
    const mark = this.reserve(4);
    this.view.setUint16(mark + 2, type, this.littleEndian);
    return mark;
  }

  /** Fills in the length of the attribute begun at `at`, and pads. */
  endAttribute(mark: number): void {
    this.closeAttribute(mark, this.view.getUint16(mark + 2, this.littleEndian));
  }

  /** The same, of one for whose type no more than room was made. */
  closeAttribute(mark: number, type: number): void {
    const length = this.length - mark;
    if (length > 0xffff) throw new EncodeError(`attribute of ${length} bytes, 65535 is the most its length field can say`);
    if (this.littleEndian) this.view.setUint32(mark, type * 0x10000 + length, true);
    else this.view.setUint32(mark, length * 0x10000 + type);
    if ((length & 3) !== 0) this.reserve(align4(length) - length);
  }

  /** What was written, as a view: the writer is done with. */
  finish(): Uint8Array {
    return this.array.subarray(0, this.length);
  }
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lower-case hex, without separators. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byteAsHex(byte);
  return out;
}

/** Throws DecodeError where it is no hex. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `hex of ${hex.length} digits, an odd number`, hex.length >> 1);
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) {
    const value = (digit(hex.charCodeAt(2 * i)) << 4) | digit(hex.charCodeAt(2 * i + 1));
    if (value < 0) throw new DecodeError('ERR_NETLINK_LENGTH', `'${hex.slice(2 * i, 2 * i + 2)}' is no hex`, i);
    out[i] = value;
  }
  return out;
}

/** What a character counts as a hexadecimal digit; -1 for one that is none. */
function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

const hexTexts: string[] = [];
/** A byte as two lower-case digits. Each text is made when it is first asked for: all of them would be a hundredth of what importing the library takes. */
export function byteAsHex(byte: number): string {
  hexTexts[byte] ??= byte.toString(16).padStart(2, '0');
  return hexTexts[byte];
}
