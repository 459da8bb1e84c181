import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { s32Array, u32Array, u64Array } from '../../src/netlink/array.js';
import { Bytes } from '../../src/netlink/bytes.js';
import { bothOrders, decode, encode, encodeError, hex, inverse, refusesLength } from './wire.js';

const test = suite('array');

test('reads arrays of numbers in either byte order', () => {
  inverse(u32Array, Uint32Array.of(1, 0xfffefdfc), '01000000fcfdfeff', '00000001fffefdfc');
  inverse(s32Array, Int32Array.of(-2, 3), 'feffffff03000000', 'fffffffe00000003');
  inverse(u64Array, BigUint64Array.of(1n, 0xfffefdfcfbfaf9f8n), '0100000000000000f8f9fafbfcfdfeff', '0000000000000001fffefdfcfbfaf9f8');
  inverse(u32Array, new Uint32Array(), '');
  inverse(s32Array, new Int32Array(), '');
  inverse(u64Array, new BigUint64Array(), '');
});

test('refuses a length that is no multiple of the element', () => {
  refusesLength(u32Array, 6, 'u32 array of 6 bytes, not a multiple of 4');
  refusesLength(s32Array, 1, 's32 array of 1 bytes, not a multiple of 4');
  refusesLength(u64Array, 12, 'u64 array of 12 bytes, not a multiple of 8');
});

test('refuses an array of another kind', () => {
  assert.is(encodeError(() => encode(u32Array, [1] as unknown as Uint32Array)).message, 'expected a Uint32Array');
  assert.is(encodeError(() => encode(s32Array, Uint32Array.of(1) as unknown as Int32Array)).message, 'expected an Int32Array');
  assert.is(encodeError(() => encode(u64Array, null as unknown as BigUint64Array)).message, 'expected a BigUint64Array');
});

test('reads at any alignment, and no array reaches into its neighbour', () => {
  const datagram = Uint8Array.from({ length: 400 }, (_, i) => i);
  for (const littleEndian of bothOrders) {
    for (let from = 0; from < 8; from++) {
      const b = new Bytes(datagram.slice(), littleEndian);
      const view = new DataView(b.array.buffer.slice(0));
      const first = u32Array.decode(b, from, from + 12);
      const second = u64Array.decode(b, from + 12, from + 36);
      assert.equal(
        [...first],
        [0, 4, 8].map((at) => view.getUint32(from + at, littleEndian)),
      );
      const wide = [12, 20, 28].map((at) => view.getBigUint64(from + at, littleEndian));
      assert.equal([...second], wide);
      (first as Uint32Array).fill(0xffffffff);
      assert.equal([...second], wide);
    }
  }
});

test('reads arrays of any size', () => {
  const large = Uint32Array.from({ length: 5001 }, (_, i) => i * 7);
  for (const littleEndian of bothOrders) assert.equal(decode(u32Array, encode(u32Array, large, littleEndian), littleEndian), large);
  assert.equal(decode(u64Array, hex('0100000000000000')), BigUint64Array.of(1n));
});

test('writes an array that is a part of another', () => {
  const whole = Uint32Array.of(1, 2, 3, 4);
  assert.equal(decode(u32Array, encode(u32Array, whole.subarray(1, 3), false), false), Uint32Array.of(2, 3));
  assert.equal([...whole], [1, 2, 3, 4]);
});

test.run();
