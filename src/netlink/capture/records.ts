// Cuts a stream of bytes into the records of a binary format. A record that lies within one piece is a view of it; one that
// goes over from piece to piece is put together in memory of its own, which grows with what arrives, not with what is claimed.

import { CaptureError } from '../errors.js';
import type { CapturedDatagram } from './captured.js';
import { MAX_RECORD } from './reader.js';

/** A stretch of the recording with whole records in it. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where `bytes` starts in the recording. */
  readonly offset: number;
}

/** What a binary format knows. */
export interface RecordFormat {
  /** Length of the record at `at`, of which `have` bytes are there; where that is too few to tell, how many it takes (more than `have`). */
  lengthAt(stretch: Stretch, at: number, have: number): number;
  /** Takes the record at `at`, which is whole. Throws CaptureError. */
  take(stretch: Stretch, at: number, length: number, out: CapturedDatagram[]): void;
}

const stretch = (bytes: Uint8Array, offset: number): Stretch => ({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset });

/** Feeds the records of a stream to a format, one after the other. */
export class Records {
  /** The beginning of a record whose end has not come. */
  private held: Uint8Array = new Uint8Array(0);
  private holding = 0;
  /** Where the next piece starts in the recording. */
  offset = 0;

  constructor(private readonly format: RecordFormat) {}

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    const { format } = this;
    const here = stretch(piece, this.offset);
    this.offset += piece.length;
    let at = 0;
    if (this.holding > 0) {
      at = this.finishHeld(piece, here.offset, out);
      if (this.holding > 0) return;
    }
    while (at < piece.length) {
      const have = piece.length - at;
      const length = this.checked(format.lengthAt(here, at, have), here.offset + at);
      if (length > have) break;
      format.take(here, at, length, out);
      at += length;
    }
    if (at < piece.length) this.hold(piece.subarray(at), piece.length - at);
  }

  /** Throws CaptureError where a record is unfinished. */
  end(): void {
    if (this.holding === 0) return;
    const offset = this.offset - this.holding;
    const length = this.format.lengthAt(stretch(this.held.subarray(0, this.holding), offset), 0, this.holding);
    throw new CaptureError('ERR_CAPTURE_TRUNCATED', `the recording ends inside a record: ${length} bytes or more, ${this.holding} are there`, offset);
  }

  /** Completes the held record, and returns how much of the piece went into it. */
  private finishHeld(piece: Uint8Array, offset: number, out: CapturedDatagram[]): number {
    let at = 0;
    const start = offset - this.holding;
    for (;;) {
      const whole = stretch(this.held.subarray(0, this.holding), start);
      const length = this.checked(this.format.lengthAt(whole, 0, this.holding), start);
      if (length <= this.holding) {
        this.holding = 0;
        // Datagrams may borrow from it from here on.
        this.held = new Uint8Array(0);
        this.format.take(whole, 0, length, out);
        return at;
      }
      if (at === piece.length) return at;
      const take = Math.min(length - this.holding, piece.length - at);
      this.hold(piece.subarray(at, at + take), length);
      at += take;
    }
  }

  private hold(more: Uint8Array, expected: number): void {
    const need = this.holding + more.length;
    if (need > this.held.length) {
      const grown = new Uint8Array(Math.max(need, Math.min(expected, 2 * need)));
      grown.set(this.held.subarray(0, this.holding));
      this.held = grown;
    }
    this.held.set(more, this.holding);
    this.holding = need;
  }

  private checked(length: number, offset: number): number {
    if (length > MAX_RECORD) throw new CaptureError('ERR_CAPTURE_LIMIT', `record of ${length} bytes, MAX_RECORD is ${MAX_RECORD}`, offset);
    return length;
  }
}
