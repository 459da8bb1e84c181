// The bytes of a recording: a file, one that grows, or standard input.

import { type FileHandle, open, watch } from 'node:fs/promises';
import { because } from '../files.js';

/** Bytes read at once. */
const CHUNK = 1 << 18;

/** A file that is open. */
export interface OpenFile {
  readonly size: number;
  /** Its bytes; those that are still to come too, if it is followed: it ends with the signal then. */
  chunks(follow: boolean, signal: AbortSignal | undefined): AsyncIterable<Uint8Array>;
  /** Where its bytes are not wanted: reading them closes it. */
  close(): Promise<void>;
}

/** Rejects with FileError. */
export async function openFile(path: string): Promise<OpenFile> {
  try {
    const handle = await open(path);
    const stat = await handle.stat();
    return { size: stat.isFile() ? stat.size : 0, chunks: (follow, signal) => chunksOf(handle, path, follow, signal), close: () => handle.close() };
  } catch (error) {
    throw because(path, error);
  }
}

async function* chunksOf(handle: FileHandle, path: string, follow: boolean, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const growth = follow ? new Growth(path, signal) : undefined;
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK);
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      else if (growth === undefined || !(await growth.next())) return;
    }
  } catch (error) {
    throw because(path, error);
  } finally {
    growth?.close();
    await handle.close();
  }
}

/** Waits for a file to grow. Watching begins before reading does: what is written meanwhile is noticed. */
class Growth {
  private readonly stop = new AbortController();
  private readonly changes: AsyncIterator<unknown>;
  private waiting: Promise<IteratorResult<unknown>>;

  constructor(path: string, signal: AbortSignal | undefined) {
    const any = signal === undefined ? this.stop.signal : AbortSignal.any([signal, this.stop.signal]);
    this.changes = watch(path, { signal: any })[Symbol.asyncIterator]();
    this.waiting = this.look();
  }

  private look(): Promise<IteratorResult<unknown>> {
    const next = this.changes.next();
    // It is looked at when the end of the file is reached, which may be never.
    next.catch(() => undefined);
    return next;
  }

  /** Whether it may have grown; false where no more is waited for. */
  async next(): Promise<boolean> {
    try {
      const { done } = await this.waiting;
      if (done !== true) this.waiting = this.look();
      return done !== true;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return false;
      throw error;
    }
  }

  close(): void {
    this.stop.abort();
  }
}

/** Chunks of a stream that the signal destroys: that is an end like any other. */
export async function* untilAborted(signal: AbortSignal | undefined, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
