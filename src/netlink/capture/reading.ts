// A recording that is being read: pieces from the source through the reader, datagrams to whoever iterates.

import type { Capture, CapturedDatagram, CaptureFormat } from './captured.js';
import type { Reader } from './reader.js';
import type { Pieces } from './source.js';

/** What openCapture() resolves to. */
export class Reading implements Capture {
  /** What an error was thrown behind: it is passed on once these are handed out. */
  private failure: { readonly error: unknown } | undefined;
  private ended = false;

  constructor(
    readonly format: CaptureFormat,
    readonly compressed: boolean,
    private readonly reader: Reader,
    private readonly source: Pieces,
  ) {}

  get position(): number {
    return this.source.position;
  }

  get skipped(): number {
    return this.reader.skipped;
  }

  get timesFrom(): Capture['timesFrom'] {
    return this.reader.timesFrom ?? 'epoch';
  }

  async *batches(): AsyncGenerator<readonly CapturedDatagram[], void> {
    try {
      for (let batch = await this.next(); batch !== undefined; batch = await this.next()) yield batch;
    } finally {
      await this.close();
    }
  }

  /** Written out: a generator takes three turns of the microtask queue for each datagram. */
  [Symbol.asyncIterator](): AsyncIterator<CapturedDatagram> {
    let batch: readonly CapturedDatagram[] = [];
    let at = 0;
    const after = async (): Promise<IteratorResult<CapturedDatagram, undefined>> => {
      const next = await this.next();
      if (next === undefined) return { done: true, value: undefined };
      batch = next;
      at = 1;
      return { done: false, value: batch[0] as CapturedDatagram };
    };
    return {
      next: () => (at < batch.length ? Promise.resolve({ done: false, value: batch[at++] as CapturedDatagram }) : after()),
      return: async () => {
        await this.close();
        return { done: true, value: undefined };
      },
    };
  }

  /** The datagrams of the next piece that has any; undefined at the end. */
  private async next(): Promise<readonly CapturedDatagram[] | undefined> {
    const out: CapturedDatagram[] = [];
    while (!this.ended && out.length === 0) {
      try {
        const piece = await this.source.next();
        if (piece === undefined) {
          this.ended = true;
          this.reader.end(out);
        } else this.reader.push(piece, out);
      } catch (error) {
        this.failure = { error };
        await this.close();
      }
    }
    if (out.length > 0) return out;
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure.error;
    return undefined;
  }

  private async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.source.close();
  }
}
