import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes } from '../../src/netlink/bytes.js';
import { be16, be32, bytes, type Codec, flag, s32, s64, u8, u16, u32, u64 } from '../../src/netlink/codec.js';
import { told } from '../../src/netlink/expect.js';
import { decode, encode, encodeError, hex, inverse, refusesLength } from './wire.js';

const test = suite('codec');

test('writes scalars in the byte order of the message', () => {
  inverse(u8, 0xfe, 'fe');
  inverse(u16, 0x0102, '0201', '0102');
  inverse(u32, 0xfffefdfc, 'fcfdfeff', 'fffefdfc');
  inverse(s32, -2, 'feffffff', 'fffffffe');
  inverse(u64, 0xfffefdfcfbfaf9f8n, 'f8f9fafbfcfdfeff', 'fffefdfcfbfaf9f8');
  inverse(s64, -2n, 'feffffffffffffff', 'fffffffffffffffe');
});

test('writes __be16 and __be32 big-endian in either order', () => {
  inverse(be16, 0x8100, '8100');
  inverse(be32, 0xfffefdfc, 'fffefdfc');
});

test('takes the least and the most each scalar holds and nothing beyond', () => {
  const limits: [Codec<number>, number, number][] = [
    [u8, 0, 0xff],
    [u16, 0, 0xffff],
    [be16, 0, 0xffff],
    [u32, 0, 0xffffffff],
    [be32, 0, 0xffffffff],
    [s32, -0x80000000, 0x7fffffff],
  ];
  for (const [codec, min, max] of limits) {
    assert.is(decode(codec, encode(codec, min)), min);
    assert.is(decode(codec, encode(codec, max)), max);
    for (const wrong of [min - 1, max + 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n, null, undefined, {}, true]) {
      const error = encodeError(() => encode(codec, wrong as number));
      assert.is(error.message, `${codec.type} cannot hold ${told(wrong)}, it takes whole numbers from ${min} to ${max}`);
    }
  }
});

test('takes 64-bit values as bigint, or as a number that is exact', () => {
  assert.is(decode(u64, encode(u64, (2 ** 53 - 1) as unknown as bigint)), 2n ** 53n - 1n);
  assert.is(decode(s64, encode(s64, -5 as unknown as bigint)), -5n);
  for (const wrong of [-1n, 2n ** 64n, 2 ** 53, 0.5, '1', null]) assert.match(encodeError(() => encode(u64, wrong as bigint)).message, `u64 cannot hold ${told(wrong)}`);
  for (const wrong of [-(2n ** 63n) - 1n, 2n ** 63n]) assert.match(encodeError(() => encode(s64, wrong)).message, 's64 cannot hold');
  inverse(s64, -(2n ** 63n), '0000000000000080', '8000000000000000');
});

test('refuses a scalar of another length, telling both', () => {
  const sizes: [Codec<unknown>, number][] = [
    [u8, 1],
    [u16, 2],
    [u32, 4],
    [s32, 4],
    [u64, 8],
    [s64, 8],
    [be16, 2],
    [be32, 4],
    [flag, 0],
  ];
  for (const [codec, size] of sizes) {
    for (let length = 0; length < 10; length++) if (length !== size) refusesLength(codec, length, `${codec.type} of ${length} bytes, expected ${size}`);
  }
});

test('says a flag by its presence', () => {
  inverse(flag, true, '');
  for (const wrong of [false, 1, undefined]) assert.is(encodeError(() => encode(flag, wrong as true)).message, 'a flag is true or left out');
});

test('hands bytes on as they are, borrowed from the datagram', () => {
  inverse(bytes, hex('000102ff'), '000102ff');
  inverse(bytes, new Uint8Array(), '');
  const datagram = hex('01020304');
  const value = bytes.decode(new Bytes(datagram), 1, 3);
  datagram[1] = 9;
  assert.equal(value, hex('0903'));
  assert.is(encodeError(() => encode(bytes, '00' as unknown as Uint8Array)).message, 'expected a Uint8Array, got string');
});

test.run();
