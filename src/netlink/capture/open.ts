// A recording of any known format, as datagrams.

import { hostIsLittleEndian } from '../bytes.js';
import { CaptureError } from '../errors.js';
import type { ByteOrder } from '../message.js';
import type { Capture, CaptureFormat, CaptureSource } from './captured.js';
import { DETECTED_BY, detect } from './detect.js';
import { ExchangeReader } from './exchange.js';
import { PcapReader } from './pcap.js';
import type { Reader } from './reader.js';
import { Reading } from './reading.js';
import { Source } from './source.js';

/** What a recording cannot tell of itself. */
export interface CaptureOptions {
  /** Read it as this, whatever it looks like. */
  readonly format?: CaptureFormat;
  /** Of the machine it was recorded on, where the recording does not say: as datagrams look, by default, and where they look like neither, this machine's. */
  readonly byteOrder?: ByteOrder;
}

const READERS: Partial<Record<CaptureFormat, (littleEndian: boolean) => Reader>> = {
  pcap: () => new PcapReader(),
  exchange: (littleEndian) => new ExchangeReader(littleEndian),
};

/**
 * Starts reading a recording, whatever its format. Rejects with CaptureError ERR_CAPTURE_FORMAT where that is not known, and
 * with the source's own error where its first bytes cannot be had.
 */
export async function openCapture(source: CaptureSource, options: CaptureOptions = {}): Promise<Capture> {
  const input = new Source(source);
  const { head, format } = await headOf(input, options.format);
  const reader = format && READERS[format]?.(options.byteOrder === undefined ? hostIsLittleEndian : options.byteOrder === 'little');
  if (format === undefined || reader === undefined) {
    await input.close();
    throw new CaptureError('ERR_CAPTURE_FORMAT', `of no known format: it begins ${shown(head)}`, 0);
  }
  return new Reading(format, false, reader, head, input);
}

/** Reads until the format can be told. */
async function headOf(input: Source, known: CaptureFormat | undefined): Promise<{ head: Uint8Array[]; format: CaptureFormat | undefined }> {
  const head: Uint8Array[] = [];
  let format = known;
  let length = 0;
  while (format === undefined && length < DETECTED_BY) {
    const piece = await input.next();
    if (piece === undefined) break;
    head.push(piece);
    length += piece.length;
    format = detect(joined(head, DETECTED_BY));
  }
  return { head, format };
}

function joined(pieces: readonly Uint8Array[], most: number): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const out = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece.subarray(0, out.length - at), at);
    at = Math.min(out.length, at + piece.length);
  }
  return out;
}

function shown(head: readonly Uint8Array[]): string {
  const bytes = [...joined(head, 16)];
  if (bytes.length === 0) return 'and ends at once';
  const text = String.fromCharCode(...bytes);
  return /^[ -~\s]*$/.test(text) ? JSON.stringify(text) : bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
