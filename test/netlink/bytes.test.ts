import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { align4, Bytes, equalBytes, fromHex, MAX_NESTING, toHex, Writer } from '../../src/netlink/bytes.js';
import { decodeError, encodeError } from './wire.js';

const test = suite('bytes');

test('rounds up to a multiple of four', () => {
  assert.equal([0, 1, 3, 4, 5, 8, 65535].map(align4), [0, 4, 4, 4, 8, 8, 65536]);
});

test('writes and reads hex', () => {
  assert.is(toHex(Uint8Array.of(0, 1, 0xab, 0xff)), '0001abff');
  assert.equal(fromHex('0001abFF'), Uint8Array.of(0, 1, 0xab, 0xff));
  assert.equal(fromHex(''), new Uint8Array());
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.equal(fromHex(toHex(all)), all);
});

test('refuses what is no hex, telling at which byte', () => {
  const odd = decodeError(() => fromHex('00010'));
  assert.is(odd.message, 'hex of 5 digits, an odd number at byte 2');
  assert.is(odd.code, 'ERR_NETLINK_LENGTH');
  for (const [digits, pair, at] of [
    ['00zz', 'zz', 1],
    ['0x00', '0x', 0],
    ['00 1', ' 1', 1],
    ['0001+1', '+1', 2],
    ['1.00', '1.', 0],
  ] as const) {
    const error = decodeError(() => fromHex(digits));
    assert.is(error.message, `'${pair}' is no hex at byte ${at}`);
    assert.is(error.offset, at);
  }
});

test('compares bytes by content', () => {
  assert.ok(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
  assert.not(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  assert.not(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1)));
});

test('looks at a part of a larger buffer, at its own offsets', () => {
  const b = new Bytes(Uint8Array.of(9, 9, 1, 2, 3, 4, 9).subarray(2, 6), false);
  assert.is(b.view.getUint32(0, b.littleEndian), 0x01020304);
  assert.is(b.view.byteLength, 4);
});

test('treats a Buffer as the plain bytes it holds', () => {
  const b = new Bytes(Buffer.from('00010203', 'hex').subarray(1), true);
  assert.is(Object.getPrototypeOf(b.array), Uint8Array.prototype);
  assert.equal(b.array, Uint8Array.of(1, 2, 3));
  const kept = b.array.slice(0, 2);
  b.array[0] = 9;
  assert.equal(kept, Uint8Array.of(1, 2));
});

test('grows as it is written, and gives back what was written', () => {
  const w = new Writer(true, 0);
  for (let i = 0; i < 1000; i++) w.bytes(Uint8Array.of(i & 0xff, 1, 2));
  assert.is(w.finish().length, 3000);
  assert.equal(w.finish().subarray(2997), Uint8Array.of(999 & 0xff, 1, 2));
});

test('pads an attribute with zeros to four bytes, which its length does not count', () => {
  for (const [littleEndian, expected] of [
    [true, '0500030007000000'],
    [false, '0005000307000000'],
  ] as const) {
    const w = new Writer(littleEndian, 1);
    const mark = w.beginAttribute(3);
    w.bytes(Uint8Array.of(7));
    w.endAttribute(mark);
    assert.is(toHex(w.finish()), expected);
  }
});

test('refuses an attribute longer than its length field can say', () => {
  const w = new Writer(true);
  const mark = w.beginAttribute(1);
  w.reserve(65531);
  w.endAttribute(mark);
  assert.is(w.length, 65536);
  const next = w.beginAttribute(1);
  w.reserve(65532);
  assert.is(encodeError(() => w.endAttribute(next)).message, 'attribute of 65536 bytes, 65535 is the most its length field can say');
});

test('counts how deep attributes are nested', () => {
  const b = new Bytes(new Uint8Array());
  for (let i = 0; i < MAX_NESTING; i++) b.enter(i);
  const error = decodeError(() => b.enter(99));
  assert.is(error.code, 'ERR_NETLINK_DEPTH');
  assert.is(error.message, `attributes nested more than ${MAX_NESTING} deep at byte 99`);
  b.leave();
  b.leave();
  b.enter(0);
});

test.run();
