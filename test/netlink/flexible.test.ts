import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes } from '../../src/netlink/bytes.js';
import { bytes, sint } from '../../src/netlink/codec.js';
import { __be64, __s64, __u32s } from '../../src/netlink/fields.js';
import { flexible, structs } from '../../src/netlink/flexible.js';
import { looseList, numbered } from '../../src/netlink/list.js';
import { __u8, __u16, struct } from '../../src/netlink/struct.js';
import { string } from '../../src/netlink/text.js';
import { decode, decodeError, encode, encodeError, hex, inverse } from './wire.js';

const test = suite('flexible');

const pair = struct('pair', { a: __u8, pad: __u8, b: __u16 });

test('structs stand one behind the other, as many as there is room for', () => {
  const many = structs(pair);
  inverse(many, [], '');
  inverse(
    many,
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    '01000200 03000400',
    '01000002 03000004',
  );
  assert.is(decodeError(() => decode(many, hex('010002'))).message, 'struct pair[] of 3 bytes, not a multiple of 4 at byte 0');
  assert.match(encodeError(() => encode(many, 1 as never)).message, /expected a list/);
  const fields = many.dissectFields?.(new Bytes(hex('01000200 03000400'), true), 0, 8);
  assert.equal(
    fields?.map(({ name, offset, value }) => [name, offset, value]),
    [
      ['0.a', 0, 1],
      ['0.pad', 1, 0],
      ['0.b', 2, 2],
      ['1.a', 4, 3],
      ['1.pad', 5, 0],
      ['1.b', 6, 4],
    ],
  );
});

test('a struct may be followed by anything, and neither hides what the other does not tell', () => {
  const named = flexible(pair, 'name', string);
  inverse(named, { a: 1, b: 2, name: 'x' }, '01000200 7800', '01000002 7800');
  assert.is(decodeError(() => decode(named, hex('0100'))).message, 'struct pair of 2 bytes, expected at least 4 at byte 0');
  for (const [digits, inexact] of [
    ['01000200 7800', false],
    ['01ff0200 7800', true],
    ['01000200 78', true],
  ] as const) {
    const b = new Bytes(hex(digits), true);
    named.decode(b, 0, b.array.length);
    assert.is(b.inexact, inexact, digits);
  }
  const fields = flexible(pair, 'key', bytes).dissectFields?.(new Bytes(hex('01000200 aabb'), true), 0, 6);
  assert.equal(fields?.at(-1), { name: 'key', offset: 4, length: 2, value: hex('aabb') });
});

test('numbers of more kinds stand in structs', () => {
  const wide = struct('wide', { s: __s64, b: __be64, list: __u32s(2) });
  inverse(wide, { s: -2n, b: 258n, list: [1, 2] }, 'feffffffffffffff 0000000000000102 01000000 02000000', 'fffffffffffffffe 0000000000000102 00000001 00000002');
  assert.match(encodeError(() => encode(wide, { s: 1n << 63n } as never)).message, /wide > s: s64 cannot hold 9223372036854775808/);
  assert.match(encodeError(() => encode(wide, { b: -1n } as never)).message, /wide > b: be64 cannot hold -1/);
  assert.match(encodeError(() => encode(wide, { list: [1, 2, 3] } as never)).message, /expected a list of at most 2/);
});

test('a signed number takes eight bytes only where four do not do', () => {
  inverse(sint, -1n, 'ffffffff');
  inverse(sint, 0x7fffffffn, 'ffffff7f', '7fffffff');
  inverse(sint, 0x80000000n, '0000008000000000', '0000000080000000');
  inverse(sint, -0x80000001n, 'ffffff7fffffffff', 'ffffffff7fffffff');
  const b = new Bytes(hex('ffffffffffffffff'));
  assert.is(sint.decode(b, 0, 8), -1n);
  assert.ok(b.inexact);
});

test('a list may be numbered by its sender nevertheless, and numbers may be what is told', () => {
  const loose = looseList('ONE', 1, bytes);
  inverse(loose, [hex('aa'), hex('bb')], '05000100aa000000 05000100bb000000', '00050001aa000000 00050001bb000000');
  const b = new Bytes(hex('05000100aa000000 05000200bb000000'), true);
  assert.equal(loose.decode(b, 0, 16), [hex('aa'), hex('bb')]);
  assert.ok(b.inexact);
  const told = numbered('ONE', bytes);
  inverse(
    told,
    [
      { number: 7, value: hex('aa') },
      { number: 3, value: hex('bb') },
    ],
    '05000700aa000000 05000300bb000000',
    '00050007aa000000 00050003bb000000',
  );
  assert.match(encodeError(() => encode(told, [{ number: -1, value: hex('') }])).message, /the number of an element cannot hold -1/);
});

test.run();
