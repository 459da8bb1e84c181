import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import type { CaptureError } from '../../../src/netlink/errors.js';
import { chunks, concat, cooked, fixture, message, read, u16, u32 } from './captures.js';

const test = suite('capture: pcapng');

const pad = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array(-bytes.length & 3));
const option = (order: boolean, code: number, value: Uint8Array | readonly number[]): Uint8Array => concat(u16(order, code, value.length), pad(concat(value)));

function block(order: boolean, type: number, ...body: Uint8Array[]): Uint8Array {
  const inner = concat(...body);
  return concat(u32(order, type, inner.length + 12), inner, u32(order, inner.length + 12));
}

const section = (order: boolean): Uint8Array => block(order, 0x0a0d0d0a, u32(order, 0x1a2b3c4d), u16(order, 1, 0), u32(order, 0xffffffff, 0xffffffff));
const describe = (order: boolean, linkType = 253, snap = 0, ...options: Uint8Array[]): Uint8Array => block(order, 1, u16(order, linkType, 0), u32(order, snap), ...options);
const enhanced = (order: boolean, number: number, [high, low]: readonly [number, number], data: Uint8Array, full = data.length, ...options: Uint8Array[]): Uint8Array =>
  block(order, 6, u32(order, number, high, low, data.length, full), pad(data), ...options);

for (const order of [true, false]) {
  const name = order ? 'little' : 'big';
  const data = concat(cooked(16), message(order, 18, 0x301));

  test(`reads every kind of packet block and passes over the rest, ${name}-endian`, async () => {
    const file = concat(
      section(order),
      describe(order),
      // Name resolution, statistics, the systemd journal, one that nobody knows.
      block(order, 4, u32(order, 0)),
      enhanced(order, 0, [0, 5], data),
      block(order, 5, u32(order, 0, 0, 0)),
      block(order, 9, pad(concat([...new TextEncoder().encode('MESSAGE=x')]))),
      block(order, 2, u16(order, 0, 7), u32(order, 0, 6, data.length, data.length), pad(data), option(order, 1, [65])),
      block(order, 0x4242, u32(order, 1, 2, 3)),
      block(order, 3, u32(order, data.length), pad(data)),
    );
    const { datagrams, error, skipped, format } = await read(file);
    assert.is(error, undefined);
    assert.is(format, 'pcapng');
    assert.is(skipped, 0);
    const common = { bytes: message(order, 18, 0x301), littleEndian: order, family: 16, direction: 'sent', interface: 0, fullLength: 16 };
    assert.equal(
      datagrams.map(({ offset: _, ...rest }) => rest),
      [{ ...common, time: 5000n }, { ...common, time: 6000n }, common],
    );
    for (const size of [1, 5, 64]) assert.equal((await read(chunks(file, size))).datagrams, datagrams);
  });

  test(`reads stamps of any resolution, ${name}-endian`, async () => {
    const stamps: readonly (readonly [Uint8Array[], readonly [number, number], bigint])[] = [
      [[], [0x5a000, 5], ((0x5a000n << 32n) + 5n) * 1000n],
      [[option(order, 9, [9])], [0x17000000, 7], (0x17000000n << 32n) + 7n],
      [[option(order, 9, [0])], [0, 3], 3_000_000_000n],
      [[option(order, 9, [12])], [0, 5000], 5n],
      [[option(order, 9, [0x80 | 10])], [0, 1536], 1_500_000_000n],
      [[option(order, 9, [3]), option(order, 14, order ? [10, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 10]), u32(order, 0)], [0, 1], 10_001_000_000n],
      [[option(order, 14, [255, 255, 255, 255, 255, 255, 255, 255])], [0, 2_000_000], 1_000_000_000n],
      // A name, and options of a length that they cannot have.
      [[option(order, 2, [110, 108]), option(order, 9, [1, 2]), option(order, 14, [1])], [0, 2], 2000n],
    ];
    for (const [options, stamp, time] of stamps) {
      const { datagrams } = await read(concat(section(order), describe(order, 253, 0, ...options), enhanced(order, 0, stamp, data)));
      assert.is(datagrams[0]?.time, time);
    }
  });

  test(`keeps interfaces apart, and passes over those that have no netlink, ${name}-endian`, async () => {
    const file = concat(
      section(order),
      describe(order, 1),
      describe(order),
      enhanced(order, 0, [0, 1], new Uint8Array(60)),
      enhanced(order, 1, [0, 2], data),
      section(!order),
      describe(!order),
      enhanced(!order, 0, [0, 3], data),
    );
    const { datagrams, skipped } = await read(file);
    assert.is(skipped, 1);
    assert.equal(
      datagrams.map((one) => [one.interface, one.time, one.littleEndian]),
      [
        [1, 2000n, order],
        [2, 3000n, order],
      ],
    );
  });

  test(`tells how much was cut off, ${name}-endian`, async () => {
    const simple = concat(section(order), describe(order, 253, 24), block(order, 3, u32(order, data.length), pad(data.subarray(0, 24))));
    assert.equal(
      (await read(simple)).datagrams.map(({ bytes, fullLength }) => [bytes.length, fullLength]),
      [[8, 16]],
    );
    const { datagrams } = await read(concat(section(order), describe(order), enhanced(order, 0, [0, 0], data.subarray(0, 20), 1000)));
    assert.equal(
      datagrams.map(({ bytes, fullLength }) => [bytes.length, fullLength]),
      [[4, 984]],
    );
  });

  test(`hands out everything before damage, then says where it is, ${name}-endian`, async () => {
    const good = concat(section(order), describe(order), enhanced(order, 0, [0, 1], data));
    const broken: readonly (readonly [Uint8Array, string])[] = [
      [block(order, 6, u32(order, 0)), 'with 16 bytes, expected at least 32'],
      [enhanced(order, 1, [0, 0], data), 'packet of interface 1, 1 are described'],
      [block(order, 6, u32(order, 0, 0, 0, 4000, 4000), data), 'packet of 4000 bytes in a block of 64'],
      [concat(u32(order, 6, 64), new Uint8Array(52), u32(order, 60)), 'block of 64 bytes that ends as one of 60'],
      [u32(order, 6, 8, 0), 'block of 8 bytes'],
      [u32(order, 6, 33, 0), 'block of 33 bytes'],
      [u32(order, 6, 0xfffffff0, 0), 'MAX_RECORD'],
      [enhanced(order, 0, [0, 1], data).subarray(0, 30), 'ends inside a record'],
      [concat(u32(order, 0x0a0d0d0a, 28, 0x12345678), new Uint8Array(16)), 'byte-order magic'],
      [block(order, 0x0a0d0d0a, u32(order, 0x1a2b3c4d), u16(order, 2, 0), u32(order, 0, 0)), 'version 2.0'],
      [describe(order, 253, 0, u16(order, 9, 100)), 'option of 100 bytes, 0 are left'],
    ];
    for (const [bytes, reason] of broken) {
      const { datagrams, error } = await read(concat(good, bytes));
      assert.is(datagrams.length, 1, reason);
      assert.match((error as CaptureError).message, reason);
      assert.match((error as CaptureError).message, ` at byte ${(error as CaptureError).offset} of the recording`);
      assert.ok((error as CaptureError).offset >= good.length, reason);
    }
  });
}

test('refuses a file whose interfaces hold no netlink, at its end', async () => {
  const { error, skipped } = await read(concat(section(true), describe(true, 1), enhanced(true, 0, [0, 1], new Uint8Array(60))));
  assert.match((error as CaptureError).message, 'link type 1 hold no netlink');
  assert.is(skipped, 1);
});

test('reads what mergecap made of captures from both byte orders', async () => {
  const { datagrams, error } = await read(fixture('pcap/merged-s390x-x86_64.pcapng.gz'));
  assert.is(error, undefined);
  const parts = await Promise.all(['vm-6.1-s390x-recipe', 'vm-6.1-x86_64-recipe'].map(async (file) => (await read(fixture(`pcap/${file}.pcap.gz`))).datagrams.slice(0, 40)));
  const told = ({ bytes, time = 0n, littleEndian }: CapturedDatagram): string => `${time} ${littleEndian} ${toHex(bytes)}`;
  // It took the two interfaces for one.
  assert.is(datagrams.map(told).join('\n') === parts.flat().map(told).sort().join('\n'), true);
  assert.equal([...new Set(datagrams.map((one) => one.interface))], [0]);
});

test.run();
