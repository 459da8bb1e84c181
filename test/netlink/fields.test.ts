import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributes } from '../../src/netlink/attributes.js';
import { body } from '../../src/netlink/body.js';
import { Bytes } from '../../src/netlink/bytes.js';
import { __be64, __chars, __ip, __s16, __s64, __struct, __structs, __u32s, __u64s } from '../../src/netlink/fields.js';
import { __be16, __be32, __u8, __u16, __u32, struct } from '../../src/netlink/struct.js';
import { bothOrders, decode, encode, encodeError, hex, inverse, restored } from './wire.js';

const test = suite('fields');

const inner = struct('inner', { daddr: __ip({ at: 24, size: 2 }), spi: __be32, proto: __u8, pad: __u8, port: __be16, family: __u16, pad2: __u16 });
const outer = struct('outer', {
  family: __u8,
  pad: __u8,
  count: __u16,
  source: __ip({ at: -4, size: 1 }),
  one: __struct(inner),
  two: __structs(struct('word', { n: __u32 }), 2),
  name: __chars(8),
});

const V4 = '0a000001 00000000 00000000 00000000';
const V6 = '20010db8 00000000 00000000 00000000';
const value = {
  family: 10,
  count: 3,
  source: '2001:db8::',
  one: { daddr: '10.0.0.1', spi: 0x01020304, proto: 50, port: 80, family: 2 },
  two: [{ n: 7 }, { n: 8 }],
  name: 'hmac',
};
const little = `0a00 0300 ${V6} ${V4} 01020304 32 00 0050 0200 0000 07000000 08000000 686d616300000000`;
const big = `0a00 0003 ${V6} ${V4} 01020304 32 00 0050 0002 0000 00000007 00000008 686d616300000000`;

test('structs stand in structs, and addresses are of the family told beside them, in either byte order', () => {
  assert.is(inner.size, 28);
  assert.is(outer.size, 4 + 16 + 28 + 8 + 8);
  inverse(outer, value, little, big);
  // Without a family of the two it is told by what is zero.
  assert.is(decode(inner, hex(`${V6} ${'00'.repeat(12)}`)).daddr, '32.1.13.184');
  assert.is(decode(inner, hex(`fe800000 00000000 00000000 00000001 ${'00'.repeat(12)}`)).daddr, 'fe80::1');
});

test('numbers beside the scalars: signed ones, wide ones, arrays of them', () => {
  const numbers = struct('numbers', { low: __s16, pad: __u16, ids: __u32s(2), drops: __u64s(2), at: __s64, seid: __be64 });
  const held = { low: -2, ids: [1, 2], drops: [3n, 4n], at: -5n, seid: 6n };
  inverse(
    numbers,
    held,
    'feff 0000 01000000 02000000 0300000000000000 0400000000000000 fbffffffffffffff 0000000000000006',
    'fffe 0000 00000001 00000002 0000000000000003 0000000000000004 fffffffffffffffb 0000000000000006',
  );
  for (const wrong of [{ low: 0x8000 }, { ids: [1, 2, 3] }, { ids: 1 }, { drops: [-1n] }, { drops: [1] }, { drops: [1n, 2n, 3n] }, { at: 1n << 63n }, { seid: -1n }]) {
    encodeError(() => encode(numbers, { ...held, ...wrong } as unknown as typeof held));
  }
});

test('dissects the fields of an inner struct by path', () => {
  const bytes = hex(little);
  assert.equal(
    outer.dissectFields(new Bytes(bytes, true), 0, bytes.length).map(({ name, offset, length, value }) => [name, offset, length, value]),
    [
      ['family', 0, 1, 10],
      ['pad', 1, 1, 0],
      ['count', 2, 2, 3],
      ['source', 4, 16, '2001:db8::'],
      ['one.daddr', 20, 16, '10.0.0.1'],
      ['one.spi', 36, 4, 0x01020304],
      ['one.proto', 40, 1, 50],
      ['one.pad', 41, 1, 0],
      ['one.port', 42, 2, 80],
      ['one.family', 44, 2, 2],
      ['one.pad2', 46, 2, 0],
      ['two', 48, 8, [{ n: 7 }, { n: 8 }]],
      ['name', 56, 8, 'hmac'],
    ],
  );
});

test('text fills its field, and ends at the first NUL', () => {
  const name = struct('name', { name: __chars(4) });
  inverse(name, { name: '' }, '00000000');
  inverse(name, { name: 'full' }, '66756c6c');
  inverse(name, { name: 'é' }, 'c3a90000');
  for (const [bytes, text] of [
    ['61000001', 'a'],
    ['ff80ff80', '????'],
  ] as const) {
    const b = new Bytes(hex(bytes));
    assert.is(name.decode(b, 0, 4).name, text);
    assert.ok(b.inexact, bytes);
  }
});

test('says what a field cannot hold', () => {
  const wrong: [object, RegExp][] = [
    [{ name: 'longer than' }, /outer > name: 'longer than' is longer than 8 bytes/],
    [{ name: 'a\0b' }, /outer > name: expected a string without NUL/],
    [{ source: 'x' }, /outer > source: 'x' is no IP address/],
    [{ source: 1 }, /outer > source: expected an address as text, got number/],
    [{ one: { spi: -1 } }, /outer > one > inner > spi: be32 cannot hold -1/],
    [{ one: 1 }, /outer > one: expected an object, got 1/],
    [{ two: [1, 2, 3] }, /outer > two: expected a list of at most 2/],
  ];
  for (const [item, message] of wrong) assert.match(encodeError(() => encode(outer, item as never)).message, message);
});

test('any bytes of a body that begins with such fields come back', () => {
  const any = body(
    outer,
    attributes(() => ({ also: ['ALSO', 1, outer] })),
  );
  for (const littleEndian of bothOrders) {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: outer.size, maxLength: outer.size }), fc.nat({ max: outer.size }), (bytes, cut) => {
        restored(any as never, bytes.slice(0, outer.size - cut), littleEndian);
        restored(any as never, Uint8Array.from([...bytes, ...(littleEndian ? [68, 0, 1, 0] : [0, 68, 0, 1]), ...bytes]), littleEndian);
      }),
    );
  }
});

test.run();
