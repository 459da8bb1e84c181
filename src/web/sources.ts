// Where a recording comes from: a file that was chosen or dropped, text that was pasted, or the server that opened this page.

import type { Viewer } from './viewer.js';

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Bytes of a file that are read at once: each reading goes through another process and back. */
const PIECE = 4 << 20;

/** The next piece is fetched while one is read. */
async function* pieces(file: File): AsyncGenerator<Uint8Array> {
  const fetched = (at: number): Promise<ArrayBuffer> => {
    const piece = file.slice(at, at + PIECE).arrayBuffer();
    // Whoever comes to it hears of it.
    piece.catch(() => undefined);
    return piece;
  };
  let next = fetched(0);
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = await next;
    if (at + PIECE < file.size) next = fetched(at + PIECE);
    yield new Uint8Array(piece);
  }
}

/** Opens a file. */
export function openFile(viewer: Viewer, file: File): Promise<void> {
  return viewer.read(file.name, pieces(file), file.size);
}

/** Opens text: hex, a strace log, exchange lines. */
export function openText(viewer: Viewer, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  return viewer.read('pasted text', bytes, bytes.length);
}

/** Opens what `rtnl decode --serve` serves beside the page, if it is from there that the page comes. */
export async function openServed(viewer: Viewer): Promise<void> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="rtnetlink-capture"]');
  if (meta === null) return;
  try {
    const response = await fetch('capture', { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok || response.body === null) throw new Error((await response.text()) || `the server answered ${response.status}`);
    const size = Number(response.headers.get('capture-size'));
    await viewer.read(meta.content, chunks(response.body), size > 0 ? size : undefined);
  } catch (error) {
    viewer.failure.value = `${meta.content} could not be fetched: ${error instanceof Error ? error.message : String(error)}`;
  }
}
