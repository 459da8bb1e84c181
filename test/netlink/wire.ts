// Bytes for the tests of the protocol floor: attributes put together by hand, and datagrams that kernels sent.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { Bytes, fromHex, toHex, Writer } from '../../src/netlink/bytes.js';
import type { Codec } from '../../src/netlink/codec.js';
import { DecodeError, EncodeError } from '../../src/netlink/errors.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';

export const orders = ['little', 'big'] as const;
export const bothOrders = [true, false] as const;

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** An attribute with its padding; `type` may carry flag bits, `padding` may be other than zero or short. */
export function attribute(type: number, payload: Uint8Array, littleEndian = true, padding?: Uint8Array): Uint8Array {
  const head = new Uint8Array(4);
  const view = new DataView(head.buffer);
  view.setUint16(0, 4 + payload.length, littleEndian);
  view.setUint16(2, type, littleEndian);
  return concat(head, payload, padding ?? new Uint8Array(-payload.length & 3));
}

export const hex = (digits: string): Uint8Array => fromHex(digits.replaceAll(' ', ''));

export function word(value: number, littleEndian = true): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, littleEndian);
  return out;
}

export interface Codable<T> {
  decode(bytes: Bytes, start: number, end: number): T;
  encode(writer: Writer, value: T): void;
}

export function decode<T>(codec: Pick<Codable<T>, 'decode'>, bytes: Uint8Array, littleEndian = true, strict = false): T {
  return codec.decode(new Bytes(bytes, littleEndian, strict), 0, bytes.length);
}

export function encode<T>(codec: Pick<Codable<T>, 'encode'>, value: T, littleEndian = true): Uint8Array {
  const w = new Writer(littleEndian, 4);
  codec.encode(w, value);
  return w.finish();
}

/** Asserts that the value has these bytes, and these bytes the value, in each byte order. */
export function inverse<T>(codec: Codable<T>, value: T, little: string, big = little): void {
  for (const [littleEndian, digits] of [
    [true, little],
    [false, big],
  ] as const) {
    const bytes = hex(digits);
    assert.is(toHex(encode(codec, value, littleEndian)), toHex(bytes));
    const b = new Bytes(bytes, littleEndian);
    assert.equal(codec.decode(b, 0, bytes.length), value);
    assert.not(b.inexact);
    // At another offset, with other bytes around.
    const inside = new Bytes(concat(hex('ffffffff'), bytes, hex('ff')), littleEndian);
    assert.equal(codec.decode(inside, 4, 4 + bytes.length), value);
  }
}

/** Decodes, encodes what came out, asserts that it is the same bytes; returns the value. */
export function restored<T>(codec: Codable<T>, bytes: Uint8Array, littleEndian = true): T {
  const value = decode(codec, bytes, littleEndian);
  assert.is(toHex(encode(codec, value, littleEndian)), toHex(bytes));
  return value;
}

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.unreachable('nothing was thrown');
}

export function decodeError(run: () => unknown): DecodeError {
  const error = caught(run);
  if (!(error instanceof DecodeError)) throw error;
  return error;
}

export function encodeError(run: () => unknown): EncodeError {
  const error = caught(run);
  if (!(error instanceof EncodeError)) throw error;
  assert.is(error.code, 'ERR_NETLINK_VALUE');
  return error;
}

/** Asserts that the payload has a length its codec refuses. */
export function refusesLength(codec: Pick<Codec<unknown>, 'decode'>, length: number, message: string): void {
  const error = decodeError(() => codec.decode(new Bytes(new Uint8Array(length + 4), true), 4, 4 + length));
  assert.is(error.code, 'ERR_NETLINK_LENGTH');
  assert.is(error.offset, 4);
  assert.is(error.message, `${message} at byte 4`);
}

export interface Captured {
  readonly datagram: Uint8Array;
  readonly byteOrder: 'little' | 'big';
}

/** What kernels sent in one group of a capture, rtnetlink only. */
export function captured(tree: 'host-6.18' | 'vm-6.1-x86_64' | 'vm-6.1-s390x', group: string): Captured[] {
  const path = fileURLToPath(new URL(`../../fixtures/captures/${tree}/${group}.jsonl.gz`, import.meta.url));
  const cases = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  return cases
    .flatMap((line) => (JSON.parse(line) as { exchange?: (RecordedDatagram & { family?: number })[] }).exchange ?? [])
    .filter(({ dir, family = 0 }) => dir === 'rx' && family === 0)
    .map((recorded) => ({ datagram: fromHex(recorded.hex), byteOrder: tree === 'vm-6.1-s390x' ? 'big' : 'little' }));
}
