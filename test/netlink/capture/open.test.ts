import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { CaptureError } from '../../../src/netlink/errors.js';
import { chunks, fixture, read } from './captures.js';

const test = suite('capture: open');

const file = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');

/** Counts what is taken of `bytes`, and whether the end was told that it is one. */
function watched(bytes: Uint8Array, fails = false) {
  const seen = { chunks: 0, closed: 0 };
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks(bytes, 10_000)) {
        seen.chunks++;
        yield chunk;
      }
      if (fails) throw new RangeError('the disk is gone');
    } finally {
      seen.closed++;
    }
  }
  return { seen, source: source() };
}

test('refuses what is of no known format, and lets go of the source', async () => {
  const { seen, source } = watched(new Uint8Array(20_000).fill(0xee));
  const { error } = await read(source);
  assert.instance(error, CaptureError);
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_FORMAT');
  assert.match((error as CaptureError).message, /no known format: it begins ee ee .* at byte 0 of the recording/);
  assert.is(seen.closed, 1);
  const empty = await read(new Uint8Array(0));
  assert.match((empty.error as CaptureError).message, 'ends at once');
  const packed = await read(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0));
  assert.match((packed.error as CaptureError).message, 'begins 28 b5 2f fd 04 00, which is zstd: unpack it first');
  const strings = await read(['0123'] as unknown as Uint8Array[]);
  assert.instance(strings.error, TypeError);
  const text = await read(new TextEncoder().encode('hello\n'));
  assert.match((text.error as CaptureError).message, '"hello\\n"');
});

test('hands out the same one by one and in batches, and tells how far it is', async () => {
  const { datagrams } = await read(file);
  const capture = await openCapture(chunks(file, 30_000));
  const sizes: number[] = [];
  const positions: number[] = [];
  const all = [];
  for await (const batch of capture.batches()) {
    sizes.push(batch.length);
    positions.push(capture.position);
    all.push(...batch);
  }
  assert.equal(all, datagrams);
  assert.ok(sizes.length > 5 && sizes.every((size) => size > 0));
  assert.equal(
    positions,
    [...positions].sort((a, b) => a - b),
  );
  assert.is(capture.position, file.length);
});

test('lets go of the source when no more is wanted', async () => {
  const one = watched(file);
  for await (const { offset } of await openCapture(one.source)) if (offset > 0) break;
  assert.equal(one.seen, { chunks: 1, closed: 1 });
  const other = watched(file);
  for await (const batch of (await openCapture(other.source)).batches()) if (batch.length > 0) break;
  assert.equal(other.seen, { chunks: 1, closed: 1 });
});

test("passes the source's own error on, after what came before it", async () => {
  const { source } = watched(file, true);
  const { datagrams, error } = await read(source);
  assert.is(datagrams.length, 353);
  assert.instance(error, RangeError);
  const early = watched(new Uint8Array(0), true);
  assert.instance((await read(early.source)).error, RangeError);
});

test('ends once', async () => {
  const capture = await openCapture(file);
  let count = 0;
  for await (const _ of capture) count++;
  for await (const _ of capture) count++;
  assert.is(count, 353);
});

test.run();
