// Attributes that stand several times in their set: values, their place among others, and what came with each.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributes } from '../../src/netlink/attributes.js';
import { Bytes, fromHex, toHex, Writer } from '../../src/netlink/bytes.js';
import { type Codec, u8, u16, u32 } from '../../src/netlink/codec.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { repeated } from '../../src/netlink/repeated.js';

const test = suite('repeated');

const set = attributes(() => ({
  flags: ['FLAGS', 0, u16],
  vlan: ['VLAN', 1, repeated(u16)],
  tunnel: ['TUNNEL', 2, repeated(attributes(() => ({ id: ['ID', 1, u32] })))],
  small: ['SMALL', 3, u8],
}));

type Set = typeof set extends Codec<infer T> ? T : never;

function decode(hex: string, littleEndian = true, strict = false): Set {
  const bytes = new Bytes(fromHex(hex), littleEndian, strict);
  return set.decode(bytes, 0, bytes.array.length);
}

function encode(value: Set, littleEndian = true): string {
  const writer = new Writer(littleEndian);
  set.encode(writer, value);
  return toHex(writer.finish());
}

const vlan = (n: number) => `06000100${n.toString(16).padStart(2, '0')}000000`;
const flags = '0600000009000000';
const tunnel = (n: number) => `0c0002000800010000${n.toString(16).padStart(2, '0')}0000`;

test('one is a list of one, none is no list', () => {
  assert.equal(decode(vlan(5)), { vlan: [5] });
  assert.equal(decode(flags), { flags: 9 });
  assert.is(encode({ vlan: [] }), '');
});

test('several come in their order, in either byte order', () => {
  assert.equal(decode(vlan(5) + vlan(7) + vlan(6)), { vlan: [5, 7, 6] });
  assert.is(encode({ vlan: [5, 7, 6] }), vlan(5) + vlan(7) + vlan(6));
  assert.equal(decode(encode({ vlan: [1, 2], tunnel: [{ id: 3 }, {}] }, false), false), { vlan: [1, 2], tunnel: [{ id: 3 }, {}] });
});

test('strict decoding takes them', () => {
  assert.equal(decode(vlan(5) + vlan(7), true, true).vlan, [5, 7]);
});

test('those with others between them go back to their places', () => {
  for (const hex of [
    vlan(1) + flags + vlan(2) + vlan(3),
    vlan(1) + vlan(2) + tunnel(1) + vlan(3) + tunnel(2) + flags + tunnel(3) + vlan(4),
    tunnel(1) + vlan(1) + tunnel(2) + vlan(2),
    // Unknown ones between, and one that does not decode.
    `${vlan(1)}0600090001000000${vlan(2)}0600090002000000${vlan(3)}`,
    `${vlan(1)}0500010001000000${vlan(2)}`,
  ]) {
    const value = decode(hex);
    assert.is(encode(value), hex);
  }
});

test('the shape of a set is learnt where one stands alone', () => {
  for (let n = 0; n < 100; n++) assert.equal(decode(flags + vlan(n)), { flags: 9, vlan: [n] });
  for (let n = 0; n < 100; n++) assert.equal(decode(vlan(n) + vlan(n)), { vlan: [n, n] });
});

test('odd padding and flag bits of each are kept', () => {
  for (const hex of [`${vlan(1)}060001000200ffff${vlan(3)}`, `${vlan(1)}0600018002000000`, `${vlan(1)}060001000200`, `060001800100ffff${vlan(1)}`])
    assert.is(encode(decode(hex)), hex);
});

test('elements that were added, taken away or changed are written', () => {
  const value = decode(vlan(1) + flags + vlan(2));
  value.vlan?.push(3);
  assert.is(encode(value), vlan(1) + flags + vlan(2) + vlan(3));
  value.vlan?.splice(0, 2);
  assert.is(encode(value), vlan(3) + flags);
  const without = decode(vlan(1) + flags + vlan(2));
  delete without.flags;
  assert.is(encode(without), vlan(1) + vlan(2));
});

test('what is no list is refused, and what is wrong in it is named', () => {
  assert.throws(
    () => encode({ vlan: 5 } as never),
    (error: unknown) => error instanceof EncodeError && error.message.includes('VLAN'),
  );
  assert.throws(
    () => encode({ vlan: [70000] }),
    (error: unknown) => error instanceof EncodeError && error.message.includes('VLAN'),
  );
});

test('a dissection has each by itself', () => {
  const bytes = new Bytes(fromHex(vlan(5) + tunnel(1) + vlan(6)), true);
  assert.equal(
    set.dissect(bytes, 0, bytes.array.length).map(({ name, value, children }) => [name, value ?? children?.length]),
    [
      ['VLAN', 5],
      ['TUNNEL', 1],
      ['VLAN', 6],
    ],
  );
});

test('any number takes linear time', () => {
  const hex = (vlan(1) + flags).repeat(1) + vlan(2).repeat(5000);
  const value = decode(hex);
  assert.is(value.vlan?.length, 5001);
  assert.is(encode(value), hex);
});

test.run();
