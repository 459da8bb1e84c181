// Recordings for the tests, and what is read of them.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CapturedDatagram, CaptureSource } from '../../../src/netlink/capture/captured.js';
import { type CaptureOptions, openCapture } from '../../../src/netlink/capture/open.js';

const root = new URL('../../../fixtures/', import.meta.url);

/** A file of fixtures/, unpacked. */
export function fixture(path: string): Uint8Array {
  const bytes = readFileSync(new URL(path, root));
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

export interface Read {
  readonly format?: string;
  readonly compressed?: boolean;
  readonly datagrams: readonly CapturedDatagram[];
  readonly skipped?: number;
  /** What it ended with, where that was no clean end. */
  readonly error?: unknown;
}

/** All of a recording, damaged or not. */
export async function read(source: CaptureSource, options?: CaptureOptions): Promise<Read> {
  const datagrams: CapturedDatagram[] = [];
  try {
    const capture = await openCapture(source, options);
    const { format, compressed } = capture;
    try {
      for await (const datagram of capture) datagrams.push(datagram);
    } catch (error) {
      return { format, compressed, datagrams, skipped: capture.skipped, error };
    }
    return { format, compressed, datagrams, skipped: capture.skipped };
  } catch (error) {
    return { datagrams, error };
  }
}

/** `bytes` in chunks of `size`, each in memory of its own. */
export function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** Bytes one behind the other; numbers count as one each. */
export function concat(...parts: (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** 16- or 32-bit numbers in a byte order. */
export const u16 = (littleEndian: boolean, ...values: number[]): Uint8Array => numbers(2, littleEndian, values);
export const u32 = (littleEndian: boolean, ...values: number[]): Uint8Array => numbers(4, littleEndian, values);

function numbers(size: 2 | 4, littleEndian: boolean, values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  for (const [i, value] of values.entries()) {
    if (size === 2) view.setUint16(2 * i, value, littleEndian);
    else view.setUint32(4 * i, value, littleEndian);
  }
  return new Uint8Array(view.buffer);
}

/** An empty message: NLMSG_DONE in a dump, or a request where `flags` say so. */
export const message = (littleEndian: boolean, type = 3, flags = 2, sequence = 7, body: readonly number[] = []): Uint8Array =>
  concat(u32(littleEndian, 16 + body.length), u16(littleEndian, type, flags), u32(littleEndian, sequence, 4711), body);

/** The header of LINKTYPE_NETLINK. */
export const cooked = (family: number, packetType = 4, hardware = 824): Uint8Array => concat(u16(false, packetType, hardware), new Uint8Array(10), u16(false, family));
