import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CaptureError } from '../../../src/netlink/errors.js';
import { chunks, concat, message, read, u32 } from './captures.js';

const test = suite('capture: rtmon');

for (const order of [true, false]) {
  const name = order ? 'little' : 'big';
  const stamp = (seconds: number, microseconds: number): Uint8Array => message(order, 15, 0, 0, [...u32(order, seconds, microseconds)]);
  const link = message(order, 16, 0, 0, [1, 2, 3, 4, 5, 6]);
  const file = concat(link, [0, 0], stamp(1_700_000_000, 42), message(order, 17), stamp(1_700_000_001, 43), link, [0, 0], message(order, 20));

  test(`reads messages and when each came, ${name}-endian`, async () => {
    const { format, datagrams, error } = await read(file);
    assert.is(error, undefined);
    assert.is(format, 'rtmon');
    const common = { littleEndian: order, family: 0 };
    assert.equal(datagrams, [
      { ...common, bytes: link, offset: 0, fullLength: 22 },
      { ...common, direction: 'received', bytes: message(order, 17), time: 1_700_000_000_000_042_000n, offset: 48, fullLength: 16 },
      { ...common, direction: 'received', bytes: link, time: 1_700_000_001_000_043_000n, offset: 88, fullLength: 22 },
      { ...common, direction: 'received', bytes: message(order, 20), offset: 112, fullLength: 16 },
    ]);
    for (const size of [1, 3, 50]) assert.equal((await read(chunks(file, size))).datagrams, datagrams);
  });

  test(`hands out everything before damage, then says where it is, ${name}-endian`, async () => {
    const short = await read(concat(link, [0, 0], u32(order, 15, 0, 0, 0)), { format: 'rtmon' });
    assert.is(short.datagrams.length, 1);
    assert.match((short.error as CaptureError).message, 'message claims 15 bytes, at byte 24 of the recording');
    const cut = await read(file.subarray(0, file.length - 3));
    assert.is(cut.datagrams.length, 3);
    assert.is((cut.error as CaptureError).code, 'ERR_CAPTURE_TRUNCATED');
    assert.is((cut.error as CaptureError).offset, 112);
  });

  test(`reads datagrams of any family, one behind the other, ${name}-endian`, async () => {
    const { datagrams } = await read(message(order), { family: 16 });
    assert.equal(
      datagrams.map(({ family, littleEndian }) => [family, littleEndian]),
      [[16, order]],
    );
  });
}

test('takes nothing else for it', async () => {
  const none = [u32(true, 16, 0, 0, 0), u32(true, 15, 16, 0, 0), u32(true, 16, 0xf0000010, 0, 0), u32(true, 0x01000001, 16, 0, 0), new TextEncoder().encode('16 bytes of text')];
  for (const bytes of none) assert.is(((await read(bytes)).error as CaptureError).code, 'ERR_CAPTURE_FORMAT');
  // Of the second header there is only a part.
  assert.is((await read(concat(message(true), [16, 0]))).format, 'rtmon');
});

test.run();
