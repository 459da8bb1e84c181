// The side of a format: pieces of a recording in, datagrams out. Synchronous: what waits for the source is in open.ts.

import { MAX_DATAGRAM } from '../message.js';
import type { Capture, CapturedDatagram } from './captured.js';

/** A record of a recording longer than this is refused: room for the longest datagram and what stands around it. */
export const MAX_RECORD: number = 2 * MAX_DATAGRAM + (1 << 20);

/** Reads one format. What is whole is handed out at once; only an unfinished record is kept. */
export interface Reader {
  /** Takes the next bytes, which stay unchanged, and appends what is whole to `out`. Throws CaptureError after appending all before the damage. */
  push(piece: Uint8Array, out: CapturedDatagram[]): void;
  /** The recording ended. Throws CaptureError where it ended inside a record. */
  end(out: CapturedDatagram[]): void;
  /** Records without netlink. */
  readonly skipped: number;
  /** See {@link Capture.timesFrom}. */
  readonly timesFrom?: Capture['timesFrom'];
}

/** What the caller knows where a recording does not say. */
export interface Told {
  readonly littleEndian: boolean;
  readonly family: number;
}
