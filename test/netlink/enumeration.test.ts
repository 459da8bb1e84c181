import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { be16, u8, u16, u32 } from '../../src/netlink/codec.js';
import { bitSet, enumeration } from '../../src/netlink/enumeration.js';
import { decode, encode, encodeError, hex, inverse, refusesLength } from './wire.js';

const test = suite('enumeration');

const mode = enumeration(u32, { private: 1, vepa: 2, bridge: 4 });
const bits = bitSet(u16, { nopromisc: 1, nodst: 2 });
const wide = bitSet(u32, { low: 1, high: 0x80000000 });

test('names a value, and leaves one it does not know a number', () => {
  inverse(mode, 'vepa', '02000000', '00000002');
  inverse(mode, 32, '20000000', '00000020');
  inverse(enumeration(be16, { '802.1Q': 0x8100 }), '802.1Q', '8100');
  assert.equal(encode(mode, 4), encode(mode, 'bridge'));
  assert.is(mode.type, 'u32 enum');
});

test('refuses a name that is none, also one that every object has', () => {
  assert.is(encodeError(() => encode(mode, 'vpea' as 'vepa')).message, `'vpea' is none of private, vepa, bridge`);
  for (const wrong of ['toString', '__proto__', null, undefined, {}]) assert.match(encodeError(() => encode(mode, wrong as 'vepa')).message, 'is none of');
  assert.match(encodeError(() => encode(mode, -1)).message, 'u32 cannot hold -1');
  refusesLength(mode, 3, 'u32 of 3 bytes, expected 4');
});

test('names the bits that are set, in the order of the table, the rest last as one number', () => {
  inverse(bits, [], '0000');
  inverse(bits, ['nopromisc', 'nodst'], '0300', '0003');
  inverse(bits, ['nodst', 0x8010], '1280', '8012');
  inverse(wide, ['low', 'high'], '01000080', '80000001');
  inverse(wide, ['high', 0x7ffffffe], 'feffffff', 'fffffffe');
  assert.equal(encode(bits, ['nodst', 'nopromisc', 'nodst']), hex('0300'));
});

test('refuses bits that are none', () => {
  assert.is(encodeError(() => encode(bits, 'nodst' as unknown as [])).message, 'expected a list of nopromisc, nodst');
  assert.is(encodeError(() => encode(bits, ['x' as 'nodst'])).message, `'x' is none of nopromisc, nodst`);
  assert.match(encodeError(() => encode(bits, [0x10000])).message, 'u16 cannot hold 65536');
  for (const wrong of [1.5, 2 ** 32, -1, Number.NaN, 2 ** 53]) assert.match(encodeError(() => encode(wide, [wrong])).message, `cannot hold ${wrong}`);
});

test('decodes what its scalar decodes, whatever the width', () => {
  for (let value = 0; value < 256; value++) {
    const all = bitSet(u8, { a: 1, b: 4, c: 128 });
    const bytes = Uint8Array.of(value);
    assert.equal(encode(all, decode(all, bytes)), bytes);
  }
});

test.run();
