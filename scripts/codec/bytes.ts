// Messages written byte by byte, for either byte order, by nothing that is put to the test.

import type { ByteOrder } from '../../src/netlink/byte-order.js';

/** A part of a message: bytes as they are, or a number in the order of the message. */
export type Piece = Uint8Array | ((byteOrder: ByteOrder) => Uint8Array);

const number =
  (size: 2 | 4 | 8) =>
  (value: number | bigint): Piece =>
  (byteOrder) => {
    const out = Buffer.alloc(size);
    const big = BigInt.asUintN(8 * size, BigInt(value));
    for (let i = 0; i < size; i++) out[byteOrder === 'little' ? i : size - 1 - i] = Number((big >> BigInt(8 * i)) & 0xffn);
    return out;
  };

export const u8 = (value: number): Piece => Uint8Array.of(value);
export const u16 = number(2);
export const u32 = number(4);
export const u64 = number(8);
export const text = (value: string): Piece => Buffer.from(value, 'latin1');
export const hex = (value: string): Piece => Buffer.from(value.replaceAll(' ', ''), 'hex');
export const zeros = (size: number): Piece => new Uint8Array(size);

export const joined = (pieces: readonly Piece[], byteOrder: ByteOrder): Uint8Array =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'function' ? piece(byteOrder) : piece)));

const padded = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, new Uint8Array(-bytes.length & 3)]);

/** struct nlattr and its payload, padded; `length` stands in the header in place of its own. */
export const attr =
  (type: number, pieces: readonly Piece[], { length, unpadded = false }: { readonly length?: number; readonly unpadded?: boolean } = {}): Piece =>
  (byteOrder) => {
    const payload = joined(pieces, byteOrder);
    const bytes = joined([u16(length ?? 4 + payload.length), u16(type), payload], byteOrder);
    return unpadded ? bytes : padded(bytes);
  };

/** nlmsghdr and what stands behind it; `length` stands in the header in place of its own. */
export const message =
  (
    type: number,
    flags: number,
    pieces: readonly Piece[],
    { length, sequence = 1, port = 0 }: { readonly length?: number; readonly sequence?: number; readonly port?: number } = {},
  ): Piece =>
  (byteOrder) => {
    const body = joined(pieces, byteOrder);
    return joined([u32(length ?? 16 + body.length), u16(type), u16(flags), u32(sequence), u32(port), body], byteOrder);
  };

const pieces =
  (...all: readonly Piece[]): Piece =>
  (byteOrder) =>
    joined(all, byteOrder);

/** struct ifinfomsg, of link 2. */
export const ifinfomsg = pieces(u8(0), u8(0), u16(1), u32(2), u32(0x1043), u32(0));
/** struct ifaddrmsg. */
export const ifaddrmsg = (family: number, prefixlen: number): Piece => pieces(u8(family), u8(prefixlen), u8(0x80), u8(0), u32(2));
/** struct rtmsg: a unicast route of the main table. */
export const rtmsg = (family: number, dstLen: number): Piece => pieces(u8(family), u8(dstLen), u8(0), u8(0), u8(254), u8(3), u8(0), u8(1), u32(0));
/** struct tcmsg. */
export const tcmsg = pieces(u32(0), u32(2), u32(0x10000), u32(0xffffffff), u32(0));
/** A struct of a byte for the family and three bytes of padding. */
export const rtgenmsg = (family = 0): Piece => pieces(u8(family), zeros(3));
