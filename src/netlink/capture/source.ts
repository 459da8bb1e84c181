// The bytes of a recording, piece by piece, whatever they come from.

import type { CaptureSource } from './captured.js';
import { Gunzip } from './gunzip.js';

/** A piece handed on is never longer: what is read of one is all in memory at once. */
const MAX_PIECE = 1 << 17;

/** Plain arrays all the way: slices of Buffer cost several times what theirs do. */
const plain = (bytes: Uint8Array): Uint8Array => (Object.getPrototypeOf(bytes) === Uint8Array.prototype ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));

/** Pieces, the first of which can be looked at before they are taken. */
abstract class Pieces {
  private readonly seen: Uint8Array[] = [];
  private failure: { readonly error: unknown } | undefined;

  /** Bytes of the source that were read so far. */
  abstract readonly position: number;
  protected abstract read(): Promise<Uint8Array | undefined>;
  /** Tells the source that no more is wanted. */
  abstract close(): Promise<void>;

  /** The next bytes, at least one; undefined at the end. Rejects with what the source throws. */
  async next(): Promise<Uint8Array | undefined> {
    const piece = this.seen.shift();
    if (piece !== undefined) return piece;
    if (this.failure !== undefined) throw this.failure.error;
    return this.read();
  }

  /** The first `count` bytes or more, which `next` will give again; fewer where there are no more. */
  async peek(count: number): Promise<Uint8Array> {
    let length = this.seen.reduce((sum, piece) => sum + piece.length, 0);
    try {
      while (length < count) {
        const piece = await this.read();
        if (piece === undefined) break;
        this.seen.push(piece);
        length += piece.length;
      }
    } catch (error) {
      this.failure = { error };
    }
    const out = new Uint8Array(length);
    let at = 0;
    for (const piece of this.seen) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  /** Throws what `peek` met instead of more bytes, if anything. */
  check(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}

export type { Pieces };

/** A source that is being read. */
export class Source extends Pieces {
  position = 0;
  private readonly chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(source: CaptureSource) {
    super();
    // One of another realm is no instance of this one's.
    if (ArrayBuffer.isView(source)) this.chunks = [source].values();
    else this.chunks = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  protected async read(): Promise<Uint8Array | undefined> {
    while (this.at === this.chunk.length) {
      const next = await this.chunks.next();
      if (next.done) return undefined;
      if (!ArrayBuffer.isView(next.value)) throw new TypeError('a chunk of the source is no Uint8Array');
      this.chunk = plain(next.value);
      this.at = 0;
    }
    const piece = this.chunk.subarray(this.at, this.at + MAX_PIECE);
    this.at += piece.length;
    this.position += piece.length;
    return piece;
  }

  async close(): Promise<void> {
    this.at = this.chunk.length;
    await this.chunks.return?.();
  }
}

/** What a gzip file holds. */
export class Unpacked extends Pieces {
  private readonly gunzip = new Gunzip();

  constructor(private readonly packed: Pieces) {
    super();
  }

  get position(): number {
    return this.packed.position;
  }

  protected async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.gunzip.pull();
      if (piece !== undefined) return piece;
      const more = await this.packed.next();
      if (more === undefined) {
        this.gunzip.end();
        return undefined;
      }
      this.gunzip.push(more);
    }
  }

  close(): Promise<void> {
    return this.packed.close();
  }
}
