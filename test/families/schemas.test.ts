// Every message of every family here, with bodies made up from its schema: what decodes gives the same bytes again, and nothing is
// thrown but DecodeError. FC_RUNS=1000000 runs it a million times.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Families } from '../../src/families/families.js';
import { KNOWN_FAMILIES } from '../../src/families/generic/known.js';
import type { FamilyProtocol } from '../../src/families/protocol.js';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import type { AttributeCodec, Schema } from '../../src/netlink/attributes.js';
import type { BodyCodec } from '../../src/netlink/body.js';
import { toHex } from '../../src/netlink/bytes.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { Generator } from '../netlink/generate.js';

const test = suite('families: schemas');

const RUNS = Number(process.env.FC_RUNS ?? 12_000);

const families = new Families();
/** A number for each family of generic netlink, as a controller might have given them. */
const generic = KNOWN_FAMILIES.map(({ name }, i) => ({ name, id: name === 'nlctrl' ? 16 : 30 + i }));
for (const { name, id } of generic) families.generic.learn({ cmd: 1, familyId: id, familyName: name });

interface Made {
  readonly protocol: FamilyProtocol;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** What the body has to begin with. */
  readonly first: readonly number[];
}

const ANSWER = 0;
const REQUEST = 1;
const SOCKET_FAMILIES = [1, 2, 10, 16, 17, 30, 40, 43, 44, 99];

const made: readonly Made[] = [4, 6, 7, 9, 10, 11, 12, 15, 20, 21, 22, 31].flatMap((family) => {
  const protocol = families.protocolOf(family) as FamilyProtocol;
  const names = Object.entries(protocol.messages).map(([name, [type]]) => ({ protocol, name, type, flags: ANSWER, first: [] as number[] }));
  if (family === 4) return names.flatMap((one) => SOCKET_FAMILIES.flatMap((af) => [ANSWER, REQUEST].map((flags) => ({ ...one, flags, first: [af] }))));
  if (family === 6) return [...names, { ...names.find(({ name }) => name === 'XFRM_MSG_GETSA')!, flags: 0x301 }];
  return names.length > 0 ? names : [{ protocol, name: '', type: 99, flags: ANSWER, first: [] }];
});

const genericMade: readonly Made[] = KNOWN_FAMILIES.flatMap(({ name: family, commands, replies = {}, events = {} }) => {
  const protocol = families.protocolOf(16) as FamilyProtocol;
  const type = generic.find(({ name }) => name === family)?.id as number;
  return [commands, replies, events].flatMap((table, i) =>
    Object.entries(table).map(([name, [cmd]]) => ({ protocol, name, type, flags: i === 0 ? REQUEST : ANSWER, first: [cmd, 1, 0, 0] })),
  );
});

const all = [...made, ...genericMade];

function attempt<T>(length: number, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    assert.ok(error.offset >= 0 && error.offset <= length, error.message);
    return undefined;
  }
}

/** Asserts that what decodes gives the same bytes; tells the name. */
function check(protocol: FamilyProtocol, datagram: Uint8Array, byteOrder: 'little' | 'big'): string | undefined {
  attempt(datagram.length, () => dissectDatagram(datagram, { byteOrder, protocol }));
  attempt(datagram.length, () => decodeDatagram(datagram, { byteOrder, protocol, strict: true }));
  const messages = attempt(datagram.length, () => decodeDatagram(datagram, { byteOrder, protocol }));
  if (messages === undefined) return undefined;
  const again = encodeDatagram(messages, { byteOrder, protocol });
  assert.is(toHex(again), toHex(datagram.subarray(0, again.length)), messages.map(({ name }) => name).join());
  assert.ok(datagram.subarray(again.length).every((byte) => byte === 0));
  return messages[0]?.errors === undefined ? messages[0]?.name : undefined;
}

function make({ protocol, name, type, flags, first }: Made, entropy: Uint8Array, littleEndian: boolean): Uint8Array {
  const generator = new Generator(entropy, littleEndian);
  const header = { length: 0, type, flags, sequence: 0, portId: 0 };
  const body = protocol.resolve({ name, header, body: { family: first[0] } })?.body as Partial<BodyCodec<unknown>> | undefined;
  generator.message(type, flags, () => {
    const at = generator.out.length;
    if (body?.header !== undefined && body.attributes !== undefined) generator.body(body.header.size, body.attributes as unknown as AttributeCodec<Schema>);
    else generator.random(generator.below(80));
    for (const [i, byte] of first.entries()) if (at + i < generator.out.length) generator.out[at + i] = byte;
  });
  return Uint8Array.from(generator.out);
}

test('gives back what it was decoded from, whatever the attributes of a message', () => {
  const whole = new Set<string>();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), fc.boolean(), fc.nat({ max: all.length - 1 }), (entropy, littleEndian, index) => {
      const one = all[index] as Made;
      const name = check(one.protocol, make(one, entropy, littleEndian), littleEndian ? 'little' : 'big');
      if (name !== undefined) whole.add(name);
    }),
    { numRuns: RUNS },
  );
  assert.ok(whole.size > 250, `${whole.size} of ${all.length}`);
});

test('gives back what it was decoded from, whatever the bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(fc.constantFrom(0, 1, 2, 4, 8, 12, 16, 20, 24, 0x80), { maxLength: 100 }).map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.integer({ min: 1, max: 23 }), (random, littleEndian, family) => {
      check(families.protocolOf(family) as FamilyProtocol, random, littleEndian ? 'little' : 'big');
    }),
    { numRuns: RUNS },
  );
});

test('every message has a number of its own, and each name leads back to its message', () => {
  for (const { protocol, name, type } of all) {
    if (name === '') continue;
    const identity = protocol.resolve({ name, header: { type, flags: REQUEST }, body: {} });
    assert.is(identity?.name, name);
    assert.is(identity?.type, type);
  }
});

test.run();
