// Any recording, damaged in any way: it gives datagrams and then ends, or says with CaptureError where the damage is; what came before the damage is not lost.
// FC_RUNS=1000000 damages a million; by default as many as takes a few seconds.

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram, CaptureFormat } from '../../../src/netlink/capture/captured.js';
import { ExchangeWriter } from '../../../src/netlink/capture/write-exchange.js';
import { PcapngWriter } from '../../../src/netlink/capture/write-pcapng.js';
import { CaptureError } from '../../../src/netlink/errors.js';
import { rows } from '../../fixtures.js';
import { chunks, concat, cooked, fixture, message, type Read, read, u16, u32 } from './captures.js';

const test = suite('capture: fuzz');

const RUNS = Number(process.env.FC_RUNS ?? 6000);

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How each format holds datagrams, which are of one byte order and begin with a length that they can have. */
const WRITERS: Readonly<Record<string, (datagrams: readonly Uint8Array[], littleEndian: boolean) => Uint8Array>> = {
  pcap: (datagrams, littleEndian) =>
    concat(
      u32(littleEndian, 0xa1b2c3d4),
      u16(littleEndian, 2, 4),
      u32(littleEndian, 0, 0, 262144, 253),
      ...datagrams.map((bytes) => concat(u32(littleEndian, 1, 2, 16 + bytes.length, 16 + bytes.length), cooked(0), bytes)),
    ),
  pcapng: (datagrams, littleEndian) => {
    const writer = new PcapngWriter();
    return concat(...datagrams.map((bytes) => writer.write({ bytes, littleEndian, family: 0, time: 5n, offset: 0, fullLength: bytes.length })), writer.end());
  },
  rtmon: (datagrams) => concat(...datagrams.map((bytes) => concat(bytes, new Uint8Array(-bytes.length & 3)))),
  exchange: (datagrams, littleEndian) => {
    const writer = new ExchangeWriter();
    return encode(datagrams.map((bytes) => writer.write({ bytes, littleEndian, family: 0, socket: '1', offset: 0, fullLength: bytes.length })).join(''));
  },
  strace: (datagrams) =>
    encode(
      `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3\n${datagrams
        .map((bytes) => `recvfrom(3, "${toHex(bytes).replace(/../g, '\\x$&')}", 8192, 0, NULL, NULL) = ${bytes.length}\n`)
        .join('')}`,
    ),
  hex: (datagrams) => encode(datagrams.map((bytes) => `${toHex(bytes).replace(/.{1,60}/g, '$&\n')}\n`).join('')),
  'hex with offsets': (datagrams) =>
    encode(
      datagrams
        .map((bytes) => (toHex(bytes).match(/.{1,32}/g) ?? []).map((row, i) => `${(16 * i).toString(16).padStart(8, '0')}: ${row.replace(/..../g, '$& ')}\n`).join(''))
        .join('\n'),
    ),
};

/** Fails where something else than CaptureError was thrown, or one that points outside. */
function checkError({ error }: Read, size: number): void {
  if (error === undefined) return;
  if (!(error instanceof CaptureError)) throw error;
  assert.ok(error.offset >= 0 && error.offset <= size, error.message);
  assert.match(error.message, `at byte ${error.offset} of the recording`);
}

interface Input {
  readonly name: string;
  readonly hex: string;
}

const inputs = rows<Input>('vectors/fuzz-rtnetlink-go.jsonl.gz');

test('has all inputs', () => assert.is(inputs.length, 667));

for (const littleEndian of [true, false]) {
  // A body of any bytes, behind a header that is right.
  const datagrams = inputs.map(({ hex }) => message(littleEndian, 16, 0, 7, [...fromHex(hex)]));
  const order = littleEndian ? 'little' : 'big';

  for (const [name, write] of Object.entries(WRITERS)) {
    test(`hands out what fuzzing found, wrapped as ${name}, ${order}-endian`, async () => {
      const file = write(datagrams, littleEndian);
      for (const source of [file, new Uint8Array(gzipSync(file))]) {
        const all = await read(source, { byteOrder: order });
        assert.is(all.error, undefined);
        assert.equal(
          all.datagrams.map(({ bytes }) => toHex(bytes)),
          datagrams.map(toHex),
        );
      }
    });
  }
}

const FORMATS: readonly CaptureFormat[] = ['pcap', 'pcapng', 'rtmon', 'strace', 'exchange', 'hex'];

test('reads or refuses what fuzzing found, as a recording of any format', async () => {
  for (const { hex } of inputs) {
    const bytes = fromHex(hex);
    for (const format of FORMATS) checkError(await read(bytes, { format }), bytes.length);
    checkError(await read(bytes), bytes.length);
  }
});

/** Recordings to damage: what each is unpacked, and where the datagrams are in it. */
async function seeds(): Promise<{ name: string; file: Uint8Array; unpacked: number; datagrams: readonly CapturedDatagram[] }[]> {
  const link = (await read(fixture('hex/datagrams.jsonl'))).datagrams.at(-1)?.bytes ?? new Uint8Array();
  const little = [message(true, 18, 0x301), link, message(true, 16, 2, 7, [1, 2, 3, 4, 5]), message(true)];
  const big = [message(false, 18, 0x301), message(false, 16, 2, 7, [1, 2, 3, 4, 5]), concat(message(false, 24), message(false)), message(false)];
  const files = Object.entries(WRITERS).flatMap(([name, write]) => [
    { name: `${name}, little-endian`, file: write(little, true) },
    { name: `${name}, big-endian`, file: write(big, false) },
  ]);
  const lines = new TextDecoder().decode(fixture('strace/08-route.txt')).split('\n');
  files.push({ name: 'a log of strace', file: encode(lines.filter((line) => /AF_NETLINK|ioctl/.test(line)).join('\n')) });
  const cases = new TextDecoder().decode(fixture('captures/host-6.18/netns.jsonl.gz')).split('\n');
  files.push({
    name: 'cases',
    file: encode(
      cases
        .filter((line) => line.length < 3000)
        .slice(0, 3)
        .join('\n'),
    ),
  });
  const packed = files.slice(0, 3).map(({ name, file }) => ({ name: `${name}, gzip`, file: new Uint8Array(gzipSync(file)) }));
  return Promise.all(
    [...files, ...packed].map(async ({ name, file }) => {
      const { datagrams, error } = await read(file, { byteOrder: 'little' });
      assert.is(error, undefined, name);
      assert.ok(datagrams.length > 0, name);
      return { name, file, unpacked: name.endsWith('gzip') ? Number.POSITIVE_INFINITY : file.length, datagrams };
    }),
  );
}

const damage = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change'),
      at: fc.nat(),
      value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x0a, 0x20, 0x22, 0x28, 0x30, 0x5b, 0x7b, 0x7f, 0x80, 0xff)),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), at: fc.nat(), value: fc.nat(255), count: fc.nat(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), at: fc.nat(), value: fc.nat(255), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat'), at: fc.nat(), value: fc.nat(255), count: fc.integer({ min: 1, max: 300 }) }) },
);

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

/** The damaged file, and where the first damage is. */
function damaged(file: Uint8Array, damages: readonly Damage[]): { file: Uint8Array; from: number } {
  let out: Uint8Array = file.slice();
  let from = file.length;
  for (const { kind, at: anywhere, value, count } of damages) {
    if (out.length === 0) break;
    const at = anywhere % out.length;
    from = Math.min(from, at);
    if (kind === 'change') out.fill(value, at, at + count);
    else if (kind === 'cut') out = out.subarray(0, at);
    else if (kind === 'remove') out = concat(out.subarray(0, at), out.subarray(at + count));
    else out = concat(out.subarray(0, at + count), out.subarray(at));
  }
  return { file: out, from };
}

const all = await seeds();
// Formats are told by more than their first bytes: damage there may make another of it.
const HEAD = 100;

for (const { name, file, unpacked, datagrams } of all) {
  test(`reads what is whole of a damaged recording: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 5000 }), async (damages, size) => {
        const { file: bad, from } = damaged(file, damages);
        const result = await read(size > 2500 ? bad : chunks(bad, size), { byteOrder: 'little' });
        checkError(result, name.endsWith('gzip') ? Number.POSITIVE_INFINITY : bad.length);
        if (unpacked === Number.POSITIVE_INFINITY || from < HEAD) return;
        // Those behind which another begins before the damage.
        const whole = datagrams.filter((_, i) => (datagrams[i + 1]?.offset ?? unpacked) < from);
        assert.equal(
          result.datagrams.slice(0, whole.length).map(({ bytes }) => toHex(bytes)),
          whole.map(({ bytes }) => toHex(bytes)),
        );
      }),
      { numRuns: Math.ceil(RUNS / all.length) },
    );
  });
}

test.run();
