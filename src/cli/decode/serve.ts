// `rtnl decode --serve`: the viewer with this recording, on loopback. Who has the URL may read the recording, so it has a secret in it; and since
// any page in the browser may send requests to loopback, under names of its own as well (DNS rebinding), only those under this server's own name are answered.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileError } from '../files.js';
import { viewerPage } from '../place.js';

/** What is served. */
export interface Served {
  /** What the page calls it. */
  readonly name: string;
  /** The recording from its start, each time it is asked for; `size` in bytes, 0 where that is not known. */
  open(signal: AbortSignal): Promise<{ readonly chunks: AsyncIterable<Uint8Array>; readonly size: number }>;
}

/** How it is served. */
export interface ServeOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** The viewer's page; that of this package by default. */
  readonly page?: string;
}

/** A server that is running. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Of every answer: nothing of it is kept, guessed at, framed or read by others. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Rejects with FileError where the page was not built, and where the port cannot be had. */
export async function serve(served: Served, { port, page = viewerPage() }: ServeOptions): Promise<Serving> {
  const secret = randomBytes(18).toString('base64url');
  const { html, policy } = pageFor(await readPage(page), served.name);
  const { createServer } = await import('node:http');
  const stop = new AbortController();
  const server = createServer((request, response) => {
    const answer = new Answer(request, response, secret, (server.address() as AddressInfo | null)?.port ?? 0);
    const path = answer.path;
    if (path === undefined) return;
    if (path === '') answer.end(200, html, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    else if (path === 'capture') void answer.stream(served, stop.signal);
    else answer.end(404);
  });
  await listening(server, port);
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/${secret}/`,
    async close() {
      stop.abort();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen({ port, host: LOOPBACK, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileError(`port ${port} of ${LOOPBACK} cannot be had: ${code}`);
  }
}

async function readPage(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new FileError(`the viewer's page is not there: ${path} (npm run build makes it)`);
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page as it is served: it may reach the server that it came from, and is told what to fetch. */
function pageFor(html: string, name: string): { readonly html: string; readonly policy: string } {
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
  if (policy?.includes("connect-src 'none'") !== true) throw new FileError("the viewer's page has no policy");
  const own = policy.replace("connect-src 'none'", "connect-src 'self'");
  return {
    html: html.replace(policy, () => own).replace('<meta name="referrer"', (meta) => `<meta name="rtnetlink-capture" content="${escaped(name)}">\n${meta}`),
    policy: `${own}; frame-ancestors 'none'`,
  };
}

/** One request, and what is said to it. */
class Answer {
  /** What is asked for, below the secret; undefined where the request was turned down already. */
  readonly path: string | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    secret: string,
    port: number,
  ) {
    const { method, url = '', headers } = request;
    const [, given = '', path] = /^\/([^/?]*)\/([^?]*)$/.exec(url) ?? [];
    if (headers.host !== `${LOOPBACK}:${port}` && headers.host !== `localhost:${port}`) this.end(421);
    else if (path === undefined || !sameText(given, secret)) this.end(404);
    else if (method !== 'GET' && method !== 'HEAD') this.end(405, '', { allow: 'GET, HEAD' });
    // Browsers tell where a request comes from: another site has no business here, even with the secret.
    else if (headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site') this.end(403);
    else this.path = path;
  }

  end(status: number, body = '', headers: Readonly<Record<string, string>> = {}): void {
    this.response.writeHead(status, { ...HEADERS, ...headers, 'content-length': Buffer.byteLength(body) }).end(this.request.method === 'HEAD' ? undefined : body);
  }

  /** The recording, as it is read; where reading fails the connection breaks off, which the page sees. */
  async stream(served: Served, stop: AbortSignal): Promise<void> {
    const type = { 'content-type': 'application/octet-stream' };
    if (this.request.method === 'HEAD') return this.end(200, '', type);
    const gone = new AbortController();
    this.response.once('close', () => gone.abort());
    try {
      const { chunks, size } = await served.open(AbortSignal.any([stop, gone.signal]));
      // Not as content-length: a file may grow meanwhile.
      this.response.writeHead(200, { ...HEADERS, ...type, 'capture-size': size });
      await pipeline(Readable.from(chunks), this.response);
    } catch (error) {
      if (!this.response.headersSent) this.end(500, (error as Error).message, { 'content-type': 'text/plain; charset=utf-8' });
      else this.response.destroy();
    }
  }
}

/** Whether two texts are the same, in a time that does not tell how far they are. */
function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
