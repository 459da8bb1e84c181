// What a set decoded to before must not show in what it decodes to next: src/netlink/shape.ts, template.ts.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, kinds } from '../../src/index.js';
import { attributes } from '../../src/netlink/attributes.js';
import { Bytes, toHex } from '../../src/netlink/bytes.js';
import { u32 } from '../../src/netlink/codec.js';
import { decodeMessages, toBytes } from '../../src/netlink/message.js';
import { Template } from '../../src/netlink/template.js';
import { string } from '../../src/netlink/text.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';
import { attribute, type Captured, captured, concat, decode, decodeError, encode, hex, word } from './wire.js';

const test = suite('attributes: shapes');

/** Every object in the value, itself included, with those of bytes and arrays. */
function objects(value: unknown, out: object[] = []): object[] {
  if (typeof value !== 'object' || value === null || out.includes(value)) return out;
  out.push(value);
  if (!ArrayBuffer.isView(value)) for (const item of Object.values(value)) objects(item, out);
  return out;
}

const groups = (['recipe', 'macaddr', 'modes', 'addr'] as const).flatMap((group) => [
  captured('host-6.18', group),
  captured('vm-6.1-s390x', group),
  captured('vm-6.1-x86_64', group),
]);
/** Messages of all kernels in turn, so that no two neighbours are alike. */
const interleaved: Captured[] = Array.from({ length: 30 }, (_, i) => groups.flatMap((group) => group[i] ?? [])).flat();

test('decodes messages of all kinds in turn as each alone', () => {
  assert.ok(interleaved.length > 300);
  for (const { datagram, byteOrder } of interleaved) {
    const alone = decodeMessages(routeProtocol(kinds), toBytes(datagram, { byteOrder }));
    assert.equal(decodeDatagram(datagram, { byteOrder }), alone);
  }
});

test('keeps the keys in the order of the wire', () => {
  for (const { datagram, byteOrder } of interleaved.slice(0, 200)) {
    const alone = decodeMessages(routeProtocol(kinds), toBytes(datagram, { byteOrder }));
    assert.is(keysOf(decodeDatagram(datagram, { byteOrder })), keysOf(alone));
  }
});

function keysOf(value: unknown): string {
  return objects(value)
    .filter((item) => !ArrayBuffer.isView(item))
    .map((item) => Object.keys(item).join())
    .join(';');
}

test('shares no object between two values', () => {
  const seen = new Set<object>();
  for (const { datagram, byteOrder } of [...interleaved.slice(0, 150), ...interleaved.slice(0, 150)]) {
    for (const item of objects(decodeDatagram(datagram, { byteOrder }))) {
      assert.not(seen.has(item));
      seen.add(item);
    }
  }
  assert.ok(seen.size > 2000);
});

test('gives what it gave before, whatever was done to that', () => {
  const { datagram, byteOrder } = interleaved.find(({ datagram }) => datagram.length > 1200) ?? (interleaved[0] as Captured);
  const expected = structuredClone(decodeDatagram(datagram, { byteOrder }));
  for (let round = 0; round < 6; round++) {
    const messages = decodeDatagram(datagram.slice(), { byteOrder });
    assert.equal(messages, expected);
    for (const item of objects(messages)) {
      if (ArrayBuffer.isView(item)) new Uint8Array(item.buffer, item.byteOffset, item.byteLength).fill(0x5a);
      else for (const key of Object.keys(item)) Object.assign(item, { [key]: 'spoilt' });
    }
  }
});

const set = attributes(() => ({
  a: ['T_A', 1, u32],
  b: ['T_B', 2, u32],
  name: ['T_NAME', 3, string],
  sub: ['T_SUB', 4, attributes(() => ({ a: ['T_A', 1, u32], b: ['T_B', 2, string] }))],
}));

test('decodes any sequence of sets as a fresh schema does', () => {
  // Few lengths and few types: sets that look alike come often.
  const one = fc.tuple(
    fc.constantFrom(1, 2, 3, 4, 9, 0x8001, 0x4003),
    fc.constantFrom('', '00', '6100', '01000000', '02000000', '6162636400', '0800010001000000', '0800010002000000', '0600020061000000', '080001000100'),
    fc.constantFrom(undefined, undefined, undefined, hex('01'), hex('')),
  );
  const sets = fc.array(fc.array(one, { maxLength: 4 }), { maxLength: 12, minLength: 1 });
  fc.assert(
    fc.property(sets, fc.boolean(), (sequence, littleEndian) => {
      for (const lines of sequence) {
        const wire = concat(
          ...lines.map(([type, payload, padding]) => attribute(type, hex(payload), littleEndian, padding?.length === 1 && hex(payload).length % 4 !== 3 ? undefined : padding)),
        );
        const outcome = (codec: typeof set) => {
          try {
            const b = new Bytes(wire, littleEndian);
            const value = codec.decode(b, 0, wire.length);
            assert.is(toHex(encode(codec, value, littleEndian)), toHex(wire));
            return [value, Object.keys(value), b.errors.map(({ message }) => message), b.depth];
          } catch (error) {
            if (error instanceof assert.Assertion) throw error;
            return String(error);
          }
        };
        assert.equal(outcome(set), outcome(attributes(() => set.schema)));
      }
    }),
    { numRuns: 1500 },
  );
});

test('notices a change in any single byte of a message like the one before', () => {
  const wire = concat(attribute(1, hex('01000000')), attribute(3, hex('61626364650000')), attribute(2, hex('02000000')), attribute(9, hex('0102')));
  for (let at = 0; at < wire.length; at++) {
    for (let round = 0; round < 3; round++) decode(set, wire);
    const other = wire.slice();
    other[at] = (other[at] as number) ^ 0x10;
    let fresh: unknown;
    try {
      fresh = decode(
        attributes(() => set.schema),
        other,
      );
    } catch (error) {
      fresh = String(error);
    }
    try {
      assert.equal(decode(set, other), fresh as never, `byte ${at}`);
    } catch (error) {
      if (error instanceof assert.Assertion) throw error;
      assert.is(String(error), fresh);
    }
  }
});

test('does not read past the end of a message that ends unpadded, like the one before but for that', () => {
  const padded = concat(attribute(1, hex('01000000')), attribute(3, hex('6100')));
  for (let round = 0; round < 3; round++) decode(set, padded);
  for (const missing of [1, 2]) {
    const wire = padded.slice(0, padded.length - missing);
    const value = decode(set, wire);
    assert.equal(value, { a: 1, name: 'a' });
    assert.is(toHex(encode(set, value)), toHex(wire));
  }
});

test('learns nothing from a datagram that changes afterwards, also where that is a Buffer', () => {
  const datagram = Buffer.from(concat(attribute(1, hex('01000000')), attribute(3, hex('6100'))));
  for (let value = 0; value < 50; value++) {
    datagram[4] = value >> 3;
    assert.is(decode(set, datagram).a, value >> 3);
  }
});

test('tells where what does not decode stands, in nests that are made as well as in those that are decoded', () => {
  const bad = attributes(() => ({ y: ['T_Y', 1, u32] }));
  const inner = attributes(() => ({ x: ['T_X', 1, u32], bad: ['T_BAD', 2, bad] }));
  const outer = attributes(() => ({ a: ['T_A', 1, inner], z: ['T_Z', 2, u32] }));
  for (let round = 0; round < 12; round++) {
    // What holds it: the same each time, then now and then another.
    const x = attribute(1, word(round < 6 ? 0 : round & 1));
    const wire = concat(attribute(1, concat(x, attribute(2, attribute(1, hex('0102'))))), attribute(2, word(round)));
    const b = new Bytes(wire, true);
    const value = outer.decode(b, 0, wire.length);
    assert.equal(
      b.errors.map(({ message }) => message),
      ['T_A > T_BAD > T_Y: u32 of 2 bytes, expected 4 at byte 20'],
    );
    assert.is(value.z, round);
    assert.is(toHex(encode(outer, value)), toHex(wire));
    assert.is(decodeError(() => outer.decode(new Bytes(wire, true, true), 0, wire.length)).message, 'T_A > T_BAD > T_Y: u32 of 2 bytes, expected 4 at byte 20');
  }
});

test('makes objects that have the keys and values of their template', () => {
  const template = Template.of(['a', 'b'], [1, undefined]);
  const first = template.make();
  assert.equal(first, { a: 1, b: undefined });
  first.a = 2;
  assert.equal(template.with(['a', 'b'], [3, 'x'])?.make(), { a: 3, b: 'x' });
  assert.is(template.with(['b', 'a'], [1, 2]), undefined);
  assert.is(template.with(['a'], [1]), undefined);
  assert.equal(first, { a: 2, b: undefined });
  const odd = Template.of(['__proto__', 'a"b\\', '#63.2'], [1, 2, 3]).make();
  assert.equal(Object.keys(odd), ['__proto__', 'a"b\\', '#63.2']);
});

test.run();
