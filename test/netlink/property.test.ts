// FC_RUNS=1000000 runs all of it a million times; by default as often as takes a few seconds.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, dissectDatagram, encodeDatagram, route } from '../../src/index.js';
import { macvlanData } from '../../src/macvlan/macvlan.js';
import type { AttributeCodec, Schema } from '../../src/netlink/attributes.js';
import { Bytes, toHex } from '../../src/netlink/bytes.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { nlmsgerrAttributes } from '../../src/netlink/extack.js';
import { addressBody } from '../../src/rtnl/address.js';
import { Generator } from './generate.js';
import { type Codable, encode } from './wire.js';

const test = suite('property');

const RUNS = Number(process.env.FC_RUNS ?? 24_000);
/** fast-check never ends on a number that is not whole. */
const EACH = Math.ceil(RUNS / 7);
const link = route.messages.RTM_NEWLINK[1];
type Any = Codable<unknown> & { dissect(bytes: Bytes, start: number, end: number): unknown };
const any = (codec: unknown) => codec as Any;
const set = (codec: unknown) => codec as AttributeCodec<Schema>;

const codecs: readonly { name: string; codec: Any; make(generator: Generator): void }[] = [
  { name: 'link', codec: any(link), make: (generator) => generator.body(16, set(link.attributes)) },
  { name: 'address', codec: any(addressBody), make: (generator) => generator.body(8, set(addressBody.attributes)) },
  { name: 'macvlan', codec: any(macvlanData), make: (generator) => generator.set(set(macvlanData)) },
  { name: 'extended ACK', codec: any(nlmsgerrAttributes), make: (generator) => generator.set(set(nlmsgerrAttributes)) },
];

const tape = fc.uint8Array({ maxLength: 300, size: 'max' });

/** The value; undefined where it is refused with DecodeError. Anything else that is thrown fails the property. */
function attempt<T>(length: number, decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    assert.ok(error.offset >= 0 && error.offset <= length, error.message);
    return undefined;
  }
}

/** Asserts that the bytes give a value that gives the same bytes, or DecodeError; tells how they decoded. */
function check(codec: Any, bytes: Uint8Array, littleEndian: boolean): 'whole' | 'raw in part' | 'refused' {
  const back = (strict: boolean) => {
    const b = new Bytes(bytes, littleEndian, strict);
    const value = attempt(bytes.length, () => codec.decode(b, 0, bytes.length));
    if (value !== undefined) assert.is(toHex(encode(codec, value, littleEndian)), toHex(bytes));
    return value === undefined ? 'refused' : b.errors.length > 0 ? 'raw in part' : 'whole';
  };
  const outcome = back(false);
  // Strict is lenient without the leniency.
  const strict = back(true);
  assert.ok(strict === 'refused' || (strict === 'whole' && outcome === 'whole'), `${outcome}, strict ${strict}`);
  const dissected = attempt(bytes.length, () => codec.dissect(new Bytes(bytes, littleEndian), 0, bytes.length));
  assert.is(dissected === undefined, outcome === 'refused');
  return outcome;
}

for (const { name, codec, make } of codecs) {
  test(`gives a value that gives the same bytes, or DecodeError, for attributes of a ${name}`, () => {
    const outcomes = { whole: 0, 'raw in part': 0, refused: 0 };
    fc.assert(
      fc.property(tape, fc.boolean(), (entropy, littleEndian) => {
        const generator = new Generator(entropy, littleEndian);
        make(generator);
        outcomes[check(codec, Uint8Array.from(generator.out), littleEndian)]++;
      }),
      { numRuns: EACH },
    );
    assert.ok(outcomes.whole > outcomes.refused && outcomes.whole > EACH / 3, JSON.stringify(outcomes));
    assert.ok(outcomes['raw in part'] > EACH / 100, JSON.stringify(outcomes));
  });
}

/** Of every message of rtnetlink. */
const bodies = Object.entries(route.messages).map(([name, [type, codec]]) => ({
  name,
  type,
  codec: any(codec),
  make: (g: Generator) => g.body(codec.header.size, set(codec.attributes)),
}));

test('gives a value that gives the same bytes, or DecodeError, for attributes of every message', () => {
  const whole = new Set<string>();
  fc.assert(
    fc.property(tape, fc.boolean(), fc.nat({ max: bodies.length - 1 }), (entropy, littleEndian, index) => {
      const { name, codec, make } = bodies[index] as (typeof bodies)[number];
      const generator = new Generator(entropy, littleEndian);
      make(generator);
      if (check(codec, Uint8Array.from(generator.out), littleEndian) === 'whole') whole.add(name);
    }),
    { numRuns: EACH },
  );
  assert.equal([...whole].sort(), bodies.map(({ name }) => name).sort());
});

test('gives a value that gives the same bytes, or DecodeError, for any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(fc.constantFrom(0, 1, 2, 4, 8, 12, 16, 18, 26, 0x80), { maxLength: 80 }).map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.nat({ max: codecs.length + bodies.length - 1 }), (random, littleEndian, index) => {
      check(([...codecs, ...bodies][index] as { codec: Any }).codec, random, littleEndian);
      const byteOrder = littleEndian ? 'little' : 'big';
      attempt(random.length, () => decodeDatagram(random, { byteOrder }));
      attempt(random.length, () => dissectDatagram(random, { byteOrder }));
    }),
    { numRuns: EACH },
  );
});

/** A message of any kind: a body, an acknowledgement with or without its request, the end of a dump, something unknown. */
function anyMessage(generator: Generator): void {
  const kind = generator.below(8);
  const ack = () => generator.set(set(nlmsgerrAttributes));
  const done = () => {
    generator.random(4);
    ack();
  };
  const { type, make } = bodies[generator.below(bodies.length)] as (typeof bodies)[number];
  if (kind < 3) generator.message(16 + generator.below(4), generator.below(8), () => generator.body(16, set(link.attributes)));
  else if (kind < 5) generator.message(type, generator.below(8), () => make(generator));
  else if (kind === 5) generator.message(3, 0x200, done);
  else if (kind === 6) generator.message(generator.below(256), generator.below(4) << 8, () => generator.random(generator.below(40)));
  else {
    const flags = generator.below(4) << 8;
    const text = generator.below(7);
    generator.message(2, flags, () => {
      generator.random(4);
      if ((flags & 0x100) !== 0) generator.message(16, 5, () => undefined);
      else generator.message(16, 5, () => generator.random(text));
      if ((flags & 0x200) !== 0) ack();
    });
  }
}

test('gives back whole datagrams, but for zeros behind the last message', () => {
  let decoded = 0;
  fc.assert(
    fc.property(tape, fc.boolean(), (entropy, littleEndian) => {
      const generator = new Generator(entropy, littleEndian);
      const count = 1 + generator.below(3);
      for (let i = 0; i < count; i++) anyMessage(generator);
      const datagram = Uint8Array.from(generator.out);
      const byteOrder = littleEndian ? 'little' : 'big';
      const messages = attempt(datagram.length, () => decodeDatagram(datagram, { byteOrder }));
      attempt(datagram.length, () => dissectDatagram(datagram, { byteOrder }));
      if (messages === undefined) return;
      decoded++;
      const again = encodeDatagram(messages, { byteOrder });
      assert.is(toHex(again), toHex(datagram.subarray(0, again.length)));
      assert.ok(datagram.length - again.length < 4);
      assert.ok(datagram.subarray(again.length).every((byte) => byte === 0));
    }),
    { numRuns: EACH },
  );
  assert.ok(decoded > EACH / 4, `${decoded} of ${EACH}`);
});

test.run();
