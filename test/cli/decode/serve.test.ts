// The server of `rtnl decode --serve`: who is answered, with what, and that it ends.

import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Served, type Serving, serve } from '../../../src/cli/decode/serve.js';
import { openFile } from '../../../src/cli/decode/source.js';
import { decoded } from './decoding.js';

const test = suite('serve');

const PAGE = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'"><meta name="referrer" content="no-referrer">`;
const BYTES = new TextEncoder().encode('what was recorded');

let folder: string;
let page: string;
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rtnetlink-serve-'));
  page = join(folder, 'index.html');
  writeFileSync(page, PAGE);
});
test.after(() => rmSync(folder, { recursive: true }));

const constant = (name = 'some.pcap'): Served => ({
  name,
  open: () =>
    Promise.resolve({
      size: BYTES.length,
      chunks: (async function* () {
        yield BYTES.subarray(0, 4);
        yield BYTES.subarray(4);
      })(),
    }),
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function begin(url: string, options: RequestOptions = {}): Promise<IncomingMessage> {
  const asked = request(url, { agent: false, ...options });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

async function ask(url: string, options?: RequestOptions): Promise<Answer> {
  const response = await begin(url, options);
  let body = '';
  for await (const piece of response.setEncoding('utf8')) body += piece;
  return { status: response.statusCode, headers: response.headers, body };
}

async function whileServing(served: Served, use: (serving: Serving) => Promise<void>): Promise<void> {
  const serving = await serve(served, { port: 0, page });
  try {
    await use(serving);
  } finally {
    await serving.close();
  }
}

test('on loopback, with a secret in the URL that is another each time', async () => {
  await whileServing(constant(), async ({ url }) => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/);
    await whileServing(constant(), (other) => Promise.resolve(assert.is.not(new URL(url).pathname, new URL(other.url).pathname)));
  });
});

test('the page may reach this server and nothing else, and knows what to fetch', async () => {
  await whileServing(constant('"><script>.pcap'), async ({ url }) => {
    const { status, headers, body } = await ask(url);
    assert.is(status, 200);
    assert.is(headers['content-security-policy'], "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    assert.ok(body.includes(`content="default-src 'none'; connect-src 'self'"`));
    assert.ok(body.includes('<meta name="rtnetlink-capture" content="&#34;&#62;&#60;script&#62;.pcap">'));
    assert.is(headers['cache-control'], 'no-store');
    assert.is(headers['referrer-policy'], 'no-referrer');
    assert.is(headers['access-control-allow-origin'], undefined);
  });
});

test('the recording, as often as it is asked for', async () => {
  await whileServing(constant(), async ({ url }) => {
    for (let i = 0; i < 2; i++) {
      const { status, headers, body } = await ask(`${url}capture`);
      assert.equal([status, headers['capture-size'], body], [200, String(BYTES.length), 'what was recorded']);
    }
    const head = await ask(`${url}capture`, { method: 'HEAD' });
    assert.equal([head.status, head.body], [200, '']);
  });
});

test('nobody is answered under another name than its own, nor without the secret', async () => {
  await whileServing(constant(), async ({ url }) => {
    const { port, origin, pathname } = new URL(url);
    const status = async (to: string, options?: RequestOptions) => (await ask(to, options)).status;
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) - 1}`, `127.0.0.1.evil.example:${port}`]) {
      assert.is(await status(url, { headers: { host } }), 421, host);
    }
    assert.is(await status(url, { headers: { host: `localhost:${port}` } }), 200);
    for (const path of ['/', '/capture', `${pathname}x`, `${pathname.slice(0, -2)}/`, `/x${pathname}`, `${pathname}../`, `//${pathname}`])
      assert.is(await status(`${origin}${path}`), 404, path);
    assert.is(await status(url, { method: 'POST' }), 405);
    assert.is(await status(`${url}capture`, { headers: { 'sec-fetch-site': 'cross-site' } }), 403);
    assert.is(await status(`${url}capture`, { headers: { 'sec-fetch-site': 'same-origin' } }), 200);
  });
});

test('what is no HTTP hurts nobody', async () => {
  await whileServing(constant(), async ({ url }) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('\x00\xff nonsense\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    assert.is((await ask(url)).status, 200);
  });
});

test('a recording that cannot be read says why; one that breaks off breaks the connection off', async () => {
  await whileServing({ name: 'x', open: () => openFile(join(folder, 'missing')).then(({ chunks, size }) => ({ chunks: chunks(false, undefined), size })) }, async ({ url }) => {
    const { status, body } = await ask(`${url}capture`);
    assert.is(status, 500);
    assert.match(body, /missing: No such file/);
  });
  const broken: Served = {
    name: 'x',
    open: () =>
      Promise.resolve({
        size: 9,
        // biome-ignore lint/correctness/useYield: it fails first
        chunks: (async function* (): AsyncGenerator<Uint8Array> {
          throw new Error('gone');
        })(),
      }),
  };
  await whileServing(broken, async ({ url }) => {
    const failed = await ask(`${url}capture`).catch(({ code }: NodeJS.ErrnoException) => code);
    assert.is(failed, 'ECONNRESET');
  });
});

test('no page, no port', async () => {
  const refused = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'served',
      ({ message }: Error) => message,
    );
  assert.match(await refused(serve(constant(), { port: 0, page: join(folder, 'none.html') })), /page is not there/);
  writeFileSync(join(folder, 'bare.html'), '<p>');
  assert.match(await refused(serve(constant(), { port: 0, page: join(folder, 'bare.html') })), /no policy/);
  await whileServing(constant(), async ({ url }) => {
    assert.match(await refused(serve(constant(), { port: Number(new URL(url).port), page })), /cannot be had: EADDRINUSE/);
  });
});

test('a file that grows is streamed as it grows, until it is stopped', async () => {
  const file = join(folder, 'growing');
  writeFileSync(file, 'first ');
  const served: Served = { name: 'growing', open: async (signal) => ({ size: 0, chunks: (await openFile(file)).chunks(true, signal) }) };
  const serving = await serve(served, { port: 0, page });
  const response = await begin(`${serving.url}capture`);
  const pieces = response.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  assert.is((await pieces.next()).value, 'first ');
  appendFileSync(file, 'second');
  assert.is((await pieces.next()).value, 'second');
  await serving.close();
  const last = await pieces.next().catch(({ code }: NodeJS.ErrnoException) => code);
  assert.ok(last === 'ECONNRESET' || (last as IteratorResult<string>).done === true);
});

test('as a command: tells the URL, ends with the signal', async () => {
  const stop = new AbortController();
  const file = join(folder, 'small');
  writeFileSync(file, BYTES);
  let url = '';
  const told = decoded(['--serve', file], {
    signal: stop.signal,
    stdout(text) {
      url += text;
      void ask(`${url.trim()}capture`).then(({ body }) => stop.abort(body === 'what was recorded' ? 130 : 1));
    },
  });
  const { code, stderr } = await told;
  // Without the page there is nothing to serve; `npm run build` makes it.
  if (url === '') assert.match(stderr, /page is not there/);
  else assert.is(code, 130);
});

test('as a command: standard input, kept for every page', async () => {
  const stop = new AbortController();
  let url = '';
  const { code, stderr } = await decoded(['--serve', '-'], {
    signal: stop.signal,
    input: () => [BYTES.subarray(0, 5), BYTES.subarray(5)],
    stdout(text) {
      url += text;
      const capture = `${url.trim()}capture`;
      void ask(capture)
        .then(() => ask(capture))
        .then(({ body }) => stop.abort(body === 'what was recorded' ? 130 : 1));
    },
  });
  if (url === '') assert.match(stderr, /page is not there/);
  else assert.is(code, 130);
});

test('what is typed wrong', async () => {
  assert.match((await decoded(['--serve', join(folder, 'missing')])).stderr, /missing: No such file/);
  assert.match((await decoded(['--serve', '--listen', 'x', page])).stderr, /--listen takes a number/);
  assert.match((await decoded(['--serve', '--listen', '65536', page])).stderr, /no port is 65536/);
  assert.match((await decoded(['--serve', '--tree', page])).stderr, /--tree or --serve, not both/);
});

test.run();
