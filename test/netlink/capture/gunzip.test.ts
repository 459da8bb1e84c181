import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../../src/netlink/bytes.js';
import { Gunzip } from '../../../src/netlink/capture/gunzip.js';
import { CaptureError } from '../../../src/netlink/errors.js';
import { chunks, concat, fixture, read } from './captures.js';

const test = suite('capture: gunzip');

interface Unpacked {
  readonly bytes: Uint8Array;
  readonly error?: CaptureError;
}

/** Everything that comes out before the end or the error, which must be a CaptureError. */
function unpacked(packed: Uint8Array, size = 65536): Unpacked {
  const gunzip = new Gunzip();
  const pieces: Uint8Array[] = [];
  const drain = () => {
    for (let piece = gunzip.pull(); piece !== undefined; piece = gunzip.pull()) pieces.push(piece);
  };
  const joined = () => new Uint8Array(Buffer.concat(pieces));
  try {
    for (const chunk of chunks(packed, size)) {
      gunzip.push(chunk);
      drain();
    }
    gunzip.end();
  } catch (error) {
    assert.instance(error, CaptureError);
    return { bytes: joined(), error: error as CaptureError };
  }
  return { bytes: joined() };
}

const text = new TextEncoder().encode('a capture, a capture, my kingdom for a capture. '.repeat(50));
const recipe = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');

const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FILTERED];

test('unpacks what zlib packs, at every level and strategy, in chunks of any size', () => {
  for (const contents of [new Uint8Array(0), text, recipe]) {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of STRATEGIES) {
        const packed = gzipSync(contents, { level, strategy });
        for (const size of [packed.length, 4096, 77]) {
          const { bytes, error } = unpacked(packed, size);
          assert.is(error, undefined);
          assert.ok(Buffer.compare(bytes, contents) === 0, `level ${level}, strategy ${strategy}, chunks of ${size}`);
        }
      }
    }
  }
  const { bytes } = unpacked(gzipSync(text), 1);
  assert.equal(bytes, text);
});

test('unpacks any bytes, repeated in any way', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 70_000 })).map(([byte, count]) => new Uint8Array(count).fill(byte)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70_000 }), (parts, level, size) => {
      const contents = new Uint8Array(Buffer.concat([...parts, ...parts]));
      const { bytes, error } = unpacked(gzipSync(contents, { level }), size);
      assert.is(error, undefined);
      assert.ok(Buffer.compare(bytes, contents) === 0);
    }),
    { numRuns: 200 },
  );
});

test('unpacks members one behind the other, and the zeros behind them', () => {
  const packed = concat(gzipSync(text), gzipSync(new Uint8Array(0)), gzipSync(recipe.subarray(0, 1000)), new Uint8Array(512));
  for (const size of [1, 50, packed.length]) {
    const { bytes, error } = unpacked(packed, size);
    assert.is(error, undefined);
    assert.equal(bytes, concat(text, recipe.subarray(0, 1000)));
  }
});

test('reads every field of a header', () => {
  const name = [...new TextEncoder().encode('nlmon.pcap\0')];
  const header = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 5, 0, 1, 2, 3, 4, 5, ...name, ...name];
  // A member that holds the header has its checksum in its trailer; the lower half stands behind the header itself.
  const check = gzipSync(Uint8Array.from(header)).subarray(-8, -6);
  const packed = concat(header, check, deflateRawSync(text), gzipSync(text).subarray(-8));
  for (const size of [1, 7, packed.length]) assert.equal(unpacked(packed, size).bytes, text);
});

test('gives what came before the end of a file that is cut anywhere', () => {
  for (const contents of [text, recipe.subarray(0, 3000)]) {
    const packed = gzipSync(contents);
    for (let end = 0; end < packed.length; end++) {
      const { bytes, error } = unpacked(packed.subarray(0, end));
      assert.is(error?.code, 'ERR_CAPTURE_TRUNCATED');
      assert.is(error?.offset, bytes.length);
      assert.match(error?.message ?? '', `at byte ${end} of the compressed file`);
      assert.equal(bytes, contents.subarray(0, bytes.length));
    }
    // All but the trailer is enough for all of the contents.
    assert.is(unpacked(packed.subarray(0, -8)).bytes.length, contents.length);
  }
});

test('gives what came before damage, and says where that is', () => {
  const packed = gzipSync(recipe);
  let damaged = 0;
  fc.assert(
    fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), fc.integer({ min: 1, max: 20_000 }), (at, change, size) => {
      const bad = new Uint8Array(packed);
      bad[at] = (bad[at] as number) ^ change;
      const { bytes, error } = unpacked(bad, size);
      // A header's field that says nothing of the contents, or another way to say the same: a match that is found elsewhere as well.
      if (error === undefined) assert.equal(bytes, recipe);
      else {
        damaged++;
        assert.is(error.offset, bytes.length);
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(damaged > 400);
});

test('refuses what deflate cannot have', () => {
  const broken = (...body: number[]) => unpacked(concat([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], body, new Uint8Array(300))).error?.message ?? '';
  assert.match(broken(0b111), 'invalid block type');
  assert.match(broken(0b001, 5, 0, 5, 0), 'invalid stored block lengths');
  assert.match(broken(0b101, 0xff), 'too many length or distance symbols');
  // The first code of the fixed code for lengths, 257, then a distance with nothing to go back to.
  assert.match(broken(0b00000011, 0b00000010, 0), 'invalid distance too far back');
  assert.match(unpacked(Uint8Array.of(0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 3)).error?.message ?? '', 'unknown compression method');
  assert.match(unpacked(concat(gzipSync(text), [7, 7, 7])).error?.message ?? '', 'what follows a gzip member');
});

test('does not let a small file become much at once', () => {
  const gunzip = new Gunzip();
  gunzip.push(new Uint8Array(gzipSync(new Uint8Array(20 << 20))));
  let total = 0;
  for (let piece = gunzip.pull(); piece !== undefined; piece = gunzip.pull()) {
    assert.ok(piece.length <= 1 << 17);
    total += piece.length;
  }
  gunzip.end();
  assert.is(total, 20 << 20);
});

test('reads a recording that is gzip as it does the recording', async () => {
  const packed = new Uint8Array(gzipSync(recipe));
  const plain = await read(recipe);
  const { datagrams, compressed } = await read(packed);
  assert.is(compressed, true);
  assert.equal(datagrams, plain.datagrams);
  const { datagrams: some, error } = await read(packed.subarray(0, packed.length >> 1));
  assert.ok(some.length > 100);
  assert.equal(some, plain.datagrams.slice(0, some.length));
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_TRUNCATED');
  assert.match((error as CaptureError).message, 'gzip file ends early');
  assert.is(toHex(some.at(-1)?.bytes ?? new Uint8Array(0)), toHex(plain.datagrams[some.length - 1]?.bytes ?? new Uint8Array(0)));
  // Damage so early that the format is seen, and hardly more.
  const early = packed.slice();
  early.fill(0, 400);
  const damaged = await read(early);
  assert.is(damaged.format, 'pcap');
  assert.instance(damaged.error, CaptureError);
});

test.run();
