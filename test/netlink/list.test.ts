import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mac } from '../../src/netlink/address.js';
import { attributes, flaggedAttributes } from '../../src/netlink/attributes.js';
import { Bytes, MAX_NESTING } from '../../src/netlink/bytes.js';
import { u32 } from '../../src/netlink/codec.js';
import { indexed, list } from '../../src/netlink/list.js';
import { string } from '../../src/netlink/text.js';
import { attribute, concat, decode, decodeError, encode, encodeError, hex, inverse, restored, word } from './wire.js';

const test = suite('list');

const macs = list('T_MAC', 4, mac);
const numbers = indexed('T_NUMBER', u32, 1);
const sets = list(
  'T_SET',
  1,
  flaggedAttributes(() => ({ id: ['T_ID', 1, u32], name: ['T_NAME', 2, string] })),
);
const holder = attributes(() => ({ macs: ['T_MACS', 1, macs], numbers: ['T_NUMBERS', 2, numbers], sets: ['T_SETS', 3, sets] }));

test('repeats one attribute type', () => {
  inverse(macs, ['02:00:00:00:00:01', '02:00:00:00:00:02'], '0a000400 020000000001 0000 0a000400 020000000002 0000', '000a0004 020000000001 0000 000a0004 020000000002 0000');
  inverse(macs, [], '');
  inverse(sets, [{ id: 1 }, {}], '0c000180 0800010001000000 04000180', '000c8001 0008000100000001 00048001');
});

test('numbers its elements from the first on', () => {
  inverse(numbers, [7, 8], '08000100 07000000 08000200 08000000', '00080001 00000007 00080002 00000008');
  inverse(indexed('T_NUMBER', u32), [7], '08000000 07000000', '00080000 00000007');
});

test('refuses an element of another type, which keeps the whole list raw', () => {
  const bytes = concat(attribute(4, hex('020000000001')), attribute(5, hex('020000000002')));
  const error = decodeError(() => decode(macs, bytes));
  assert.is(error.message, 'attribute 5 in a list of T_MAC at byte 12');
  assert.is(error.code, 'ERR_NETLINK_BOUNDS');
  const value = restored(holder, attribute(1, bytes));
  assert.is(value['#1']?.error?.message, 'T_MACS: attribute 5 in a list of T_MAC at byte 16');
});

test('takes elements numbered otherwise, and gives their numbers back', () => {
  const bytes = attribute(2, concat(attribute(9, word(7)), attribute(0x8002, word(8))));
  const value = restored(holder, bytes);
  assert.equal(value, { numbers: [7, 8] });
  value.numbers?.pop();
  assert.equal(encode(holder, value), attribute(2, attribute(1, word(7))));
});

test('tells where an element is that does not decode, or does not fit', () => {
  const error = decodeError(() => decode(macs, concat(attribute(4, hex('020000000001')), attribute(4, hex('0200')))));
  assert.is(error.message, 'T_MAC: MAC of 2 bytes, expected 6 at byte 16');
  assert.equal(encodeError(() => encode(holder, { sets: [{ id: 1 }, { id: -1 }] })).path, ['T_SETS', 'T_SET', 'T_ID']);
  assert.is(encodeError(() => encode(macs, 'x' as unknown as string[])).message, 'expected a list');
});

test('keeps going where an attribute inside an element does not decode', () => {
  const b = new Bytes(attribute(3, concat(attribute(0x8001, attribute(1, hex('01'))), attribute(0x8001, attribute(1, word(5))))), true);
  const value = holder.decode(b, 0, b.array.length);
  assert.is(value.sets?.[1]?.id, 5);
  assert.equal(
    b.errors.map(({ path }) => path),
    [['T_SETS', 'T_SET', 'T_ID']],
  );
  restored(holder, b.array);
});

test('gives back what its elements do not tell', () => {
  for (const element of [
    concat(attribute(1, word(1)), attribute(1, word(2))),
    attribute(0x4001, word(1)),
    attribute(2, hex('61ff')),
    attribute(2, hex('6100'), true, hex('0101')),
    attribute(77, hex('')),
  ]) {
    restored(holder, attribute(3, concat(attribute(0x8001, element), attribute(1, element))));
  }
});

test('lists beside each other are no deeper than one, told or not', () => {
  const rows = list('T_ROW', 1, list('T_CELL', 1, u32));
  const many = Array.from({ length: 2 * MAX_NESTING }, (_, i) => [i]);
  const bytes = encode(rows, many);
  assert.equal(decode(rows, bytes), many);
  const unknown = concat(...many.map(([i]) => attribute(0x8000 | 50, attribute(1, word(i as number)))));
  const nodes = holder.dissect(new Bytes(unknown, true), 0, unknown.length);
  assert.equal([nodes.length, ...new Set(nodes.map(({ payload }) => payload))], [many.length, 'nest']);
});

test('dissects its elements, and contains what does not decode', () => {
  const bytes = concat(
    attribute(3, concat(attribute(0x8001, attribute(1, word(5))), attribute(0x8001, hex('0a')))),
    attribute(1, concat(attribute(4, hex('020000000001')), attribute(4, hex('')))),
  );
  const [first, second] = holder.dissect(new Bytes(bytes, true), 0, bytes.length);
  assert.is(first?.payload, 'list of nest');
  assert.equal(
    first?.children?.map(({ name, offset, length, flags, error }) => [name, offset, length, flags, error?.code]),
    [
      ['T_SET', 4, 12, 0x8000, undefined],
      ['T_SET', 16, 5, 0x8000, 'ERR_NETLINK_BOUNDS'],
    ],
  );
  assert.is(first?.children?.[0]?.children?.[0]?.value, 5);
  assert.equal(
    second?.children?.map(({ value, error }) => [value, error?.code]),
    [
      ['02:00:00:00:00:01', undefined],
      [hex(''), 'ERR_NETLINK_LENGTH'],
    ],
  );
});

test.run();
