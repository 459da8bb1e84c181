// The words of `rtnl decode --serve` carried out: a server until it is stopped.

import { EventEmitter, once } from 'node:events';
import { basename } from 'node:path';
import type { FullIo } from '../session.js';
import type { DecodeOptions } from './options.js';
import { type Served, serve } from './serve.js';
import { openFile } from './source.js';

/** Resolves to the exit code, once the signal ends it. Rejects with FileError. */
export async function serveRecording({ file, follow, listen, open }: DecodeOptions, io: FullIo): Promise<number> {
  const served = file === '-' ? new Remembered(io) : await servedFile(file, follow);
  const serving = await serve(served, { port: listen });
  io.stdout(`${serving.url}\n`);
  io.stderr('rtnl: the viewer is served there, to this machine alone; Ctrl+C ends it\n');
  if (open) await startBrowser(serving.url, io);
  const { signal } = io;
  if (signal?.aborted !== true) await once(signal ?? new EventTarget(), 'abort');
  await serving.close();
  return typeof signal?.reason === 'number' ? signal.reason : 0;
}

/** A file is read anew for each page that is opened. Rejects with FileError where it cannot be. */
async function servedFile(path: string, follow: boolean): Promise<Served> {
  const first = await openFile(path);
  await first.close();
  return {
    name: basename(path),
    async open(signal) {
      const { chunks, size } = await openFile(path);
      return { chunks: chunks(follow, signal), size: follow ? 0 : size };
    },
  };
}

/** Standard input comes once: what came is kept, for every page from its start. */
class Remembered implements Served {
  readonly name = 'standard input';
  private readonly pieces: Uint8Array[] = [];
  private readonly arrivals = new EventEmitter().setMaxListeners(0);
  private ended = false;

  constructor(io: FullIo) {
    void this.take(io.input?.(io.signal) ?? [io.stdin() ?? new Uint8Array()]);
  }

  private async take(input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    try {
      for await (const piece of input) {
        this.pieces.push(piece);
        this.arrivals.emit('more');
      }
    } catch {
      // It ended, in whatever way.
    }
    this.ended = true;
    this.arrivals.emit('more');
  }

  open(signal: AbortSignal): Promise<{ chunks: AsyncIterable<Uint8Array>; size: number }> {
    return Promise.resolve({ chunks: this.chunks(signal), size: 0 });
  }

  private async *chunks(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; at++) {
      while (at >= this.pieces.length) {
        if (this.ended) return;
        await once(this.arrivals, 'more', { signal });
      }
      yield this.pieces[at] as Uint8Array;
    }
  }
}

/** The one program that decode ever starts, and only where `--open` asks for it. */
async function startBrowser(url: string, io: FullIo): Promise<void> {
  const { spawn } = await import('node:child_process');
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.once('error', ({ message }) => io.stderr(`rtnl: no browser was started: ${message}\n`));
  child.unref();
}
