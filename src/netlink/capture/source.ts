// The bytes of a recording, piece by piece, whatever they come from.

import type { CaptureSource } from './captured.js';

/** A piece handed on is never longer: what is read of one is all in memory at once. */
const MAX_PIECE = 1 << 17;

/** Plain arrays all the way: slices of Buffer cost several times what theirs do. */
const plain = (bytes: Uint8Array): Uint8Array => (Object.getPrototypeOf(bytes) === Uint8Array.prototype ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));

/** A source that is being read. */
export class Source {
  /** Bytes handed on so far. */
  position = 0;
  private readonly chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(source: CaptureSource) {
    if (source instanceof Uint8Array) this.chunks = [source].values();
    else this.chunks = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The next bytes, at least one; undefined at the end. Rejects with what the source throws. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.at === this.chunk.length) {
      const next = await this.chunks.next();
      if (next.done) return undefined;
      this.chunk = plain(next.value);
      this.at = 0;
    }
    const piece = this.chunk.subarray(this.at, this.at + MAX_PIECE);
    this.at += piece.length;
    this.position += piece.length;
    return piece;
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    this.chunk = this.chunk.subarray(0, 0);
    this.at = 0;
    await this.chunks.return?.();
  }
}
