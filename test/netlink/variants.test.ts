import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributes } from '../../src/netlink/attributes.js';
import { body } from '../../src/netlink/body.js';
import { Bytes } from '../../src/netlink/bytes.js';
import { bytes, u16, u32 } from '../../src/netlink/codec.js';
import { __u8, struct } from '../../src/netlink/struct.js';
import { string } from '../../src/netlink/text.js';
import { variants } from '../../src/netlink/variants.js';
import { attribute, concat, decode, encode, hex, inverse, restored, word } from './wire.js';

const test = suite('variants');

const one = attributes(() => ({ id: ['T_ONE_ID', 1, u32] }));
const two = attributes(() => ({ id: ['T_TWO_ID', 1, u16] }));
const info = attributes(() => ({
  kind: ['T_KIND', 1, string],
  data: ['T_DATA', 2, bytes],
  ...variants('T_DATA', 2, 'kind', { one, two }),
  ...variants('T_DATA', 2, 'kind', { three: one }, '_x'),
}));

const kind = (name: string) => attribute(1, encode(string, name));
const data = attribute(2, attribute(1, word(5)));

test('chooses a payload by its sibling', () => {
  inverse(info, { kind: 'one', one: { id: 5 } }, '080001006f6e6500 0c000200 08000100 05000000', '000800016f6e6500 000c0002 00080001 00000005');
  inverse(info, { kind: 'two', two: { id: 5 } }, '0800010074776f00 0c000200 06000100 05000000', '0008000174776f00 000c0002 00060001 00050000');
  assert.equal(restored(info, concat(attribute(1, hex('746872656500')), data)), { kind: 'three', three_x: { id: 5 } });
});

test('leaves the payload of a sibling it does not know as bytes', () => {
  assert.equal(restored(info, concat(kind('four'), data)), { kind: 'four', data: attribute(1, word(5)) });
  assert.equal(restored(info, data), { data: attribute(1, word(5)) });
  for (const name of ['toString', '__proto__', 'constructor']) assert.equal(Object.keys(restored(info, concat(kind(name), data))), ['kind', 'data']);
});

test('finds a sibling that stands behind', () => {
  assert.equal(restored(info, concat(data, kind('one'))), { one: { id: 5 }, kind: 'one' });
});

test('goes by the last of several siblings', () => {
  const value = restored(info, concat(kind('two'), data, kind('one')));
  assert.equal(Object.keys(value), ['#1', 'one', 'kind']);
  const twice = restored(info, concat(kind('one'), attribute(2, hex('ff')), data));
  assert.equal(Object.keys(twice), ['kind', '#2', 'one']);
});

test('does not remember the choice of the message before', () => {
  for (let round = 0; round < 4; round++) {
    for (const [name, key] of [
      ['one', 'one'],
      ['four', 'data'],
      ['three', 'three_x'],
      ['oen', 'data'],
    ] as const) {
      assert.equal(Object.keys(restored(info, concat(kind(name), data))), ['kind', key]);
      assert.equal(Object.keys(restored(info, concat(data, kind(name)))), [key, 'kind']);
    }
  }
});

test('chooses by a field of the message', () => {
  const message = body(
    struct('header', { family: __u8, pad: __u8, pad2: __u8, pad3: __u8 }),
    attributes(() => ({ spec: ['T_SPEC', 1, bytes], spec7: ['T_SPEC', 1, u32, { by: 'family', is: 7 }] })),
  );
  for (let round = 0; round < 3; round++) {
    inverse(message, { family: 7, spec7: 5 }, '07000000 08000100 05000000', '07000000 00080001 00000005');
    inverse(message, { family: 2, spec: hex('05000000') }, '02000000 08000100 05000000', '02000000 00080001 05000000');
  }
  const b = new Bytes(hex('07000000 08000100 05000000'), true);
  assert.equal(
    message.dissect(b, 0, 12).map(({ payload, value }) => [payload, value]),
    [['u32', 5]],
  );
});

test('dissects by the same choice as it decodes', () => {
  const payloadOf = (wire: Uint8Array) =>
    info.dissect(new Bytes(wire, true), 0, wire.length).map(({ name, children }) => [name, ...(children ?? []).map((one) => one.name)].join());
  assert.equal(payloadOf(concat(kind('one'), data)), ['T_KIND', 'T_DATA,T_ONE_ID']);
  assert.equal(payloadOf(concat(data, kind('one'))), ['T_DATA,T_ONE_ID', 'T_KIND']);
  // Attributes, as far as the bytes tell.
  assert.equal(payloadOf(concat(kind('four'), data)), ['T_KIND', 'T_DATA,#1']);
  const both = concat(kind('four'), data, kind('one'));
  assert.equal(Object.keys(decode(info, both)).includes('one'), payloadOf(both)[1] === 'T_DATA,T_ONE_ID');
});

test.run();
