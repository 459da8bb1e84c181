// gzip files, also of several members one behind the other, unpacked as their bytes arrive. RFC 1952. DecompressionStream will not do: in browsers it
// refuses what stands behind the first member, and everywhere it drops what it had read before damage and cannot say where that is.

import { Z_BUF_ERROR, Z_NO_FLUSH, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako';
import { CaptureError } from '../errors.js';

/** MAX_WBITS, and 16 for gzip with its header, checksum and length. */
const GZIP = 15 + 16;

/** Bytes handed out at a time, at most. */
const PIECE = 1 << 16;

/** Whether these bytes begin a gzip file. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Unpacks a gzip file as it arrives. */
export class Gunzip {
  private readonly stream = new ZStream();
  /** Inside of a member, which the first byte of a file is. */
  private inside = true;
  private failure: CaptureError | undefined;
  /** Bytes unpacked, of all members. */
  private total = 0;
  /** Where the stream's input starts in the compressed file. */
  private offset = 0;

  constructor() {
    zlibInflateInit2(this.stream, GZIP);
    this.stream.output = new Uint8Array(PIECE);
    this.stream.input = new Uint8Array(0);
  }

  /** Takes the next bytes. Only once `pull` has given all it can. */
  push(piece: Uint8Array): void {
    const { stream } = this;
    this.offset += stream.next_in;
    stream.input = piece;
    stream.next_in = 0;
    stream.avail_in = piece.length;
  }

  /** What can be unpacked, a piece of it; undefined where that takes more input. Throws CaptureError, after all that came before the damage. */
  pull(): Uint8Array | undefined {
    for (;;) {
      if (this.failure !== undefined) throw this.failure;
      if (!this.inside && !this.begin()) return undefined;
      const piece = this.inflate();
      if (piece.length > 0) return piece;
      if (this.inside && this.failure === undefined) return undefined;
    }
  }

  /** Throws CaptureError where the file ends inside a member. */
  end(): void {
    if (this.inside) throw this.error('ERR_CAPTURE_TRUNCATED', 'the gzip file ends early', this.stream.input.length);
  }

  private inflate(): Uint8Array {
    const { stream } = this;
    stream.next_out = 0;
    stream.avail_out = PIECE;
    const status = zlibInflate(stream, Z_NO_FLUSH);
    const piece = stream.output.slice(0, stream.next_out);
    this.total += piece.length;
    if (status === Z_STREAM_END) this.inside = false;
    else if (status < 0 && status !== Z_BUF_ERROR) this.failure = this.error('ERR_CAPTURE_DAMAGED', `gzip: ${stream.msg}`, stream.next_in);
    return piece;
  }

  /** Whether another member begins. Zeros may come before it, as tape drives add them. */
  private begin(): boolean {
    const { stream } = this;
    while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
      stream.next_in++;
      stream.avail_in--;
    }
    if (stream.avail_in === 0) return false;
    if (stream.input[stream.next_in] !== 0x1f) throw this.error('ERR_CAPTURE_DAMAGED', 'what follows a gzip member is none', stream.next_in);
    zlibInflateReset(stream);
    this.inside = true;
    return true;
  }

  private error(code: 'ERR_CAPTURE_DAMAGED' | 'ERR_CAPTURE_TRUNCATED', reason: string, at: number): CaptureError {
    return new CaptureError(code, `${reason}, at byte ${this.offset + at} of the compressed file`, this.total);
  }
}
