// What is made by shapes is what decoding gives: src/netlink/shape.ts, shapes.ts. Bytes at an odd offset are always decoded, so both can be had.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { Bytes, toHex, Writer } from '../../src/netlink/bytes.js';
import type { Codec } from '../../src/netlink/codec.js';
import { DecodeError, EncodeError } from '../../src/netlink/errors.js';
import { NLMSG_HDRLEN } from '../../src/netlink/message.js';
import { type Captured, captured, orders } from './wire.js';

const test = suite('shapes');

const codecs = new Map<number, Codec<unknown>>(Object.values(route.messages).map(([type, codec]) => [type, codec as unknown as Codec<unknown>]));

interface Sample {
  readonly type: number;
  /** What stands behind nlmsghdr. */
  readonly body: Uint8Array;
  readonly littleEndian: boolean;
}

function bodies({ datagram, byteOrder }: Captured): Sample[] {
  const littleEndian = byteOrder === 'little';
  const { view } = new Bytes(datagram, littleEndian);
  const out: Sample[] = [];
  for (let at = 0; at < datagram.length; at += (view.getUint32(at, littleEndian) + 3) & ~3) {
    const body = datagram.slice(at + NLMSG_HDRLEN, at + view.getUint32(at, littleEndian));
    if (body.length > 0) out.push({ type: view.getUint16(at + 4, littleEndian), body, littleEndian });
  }
  return out.filter(({ type, body }) => codecs.has(type) && body.length < 2000);
}

const common = ['recipe', 'macaddr', 'modes', 'addr', 'kinds_host', 'misc'] as const;
const samples = {
  little: [
    ...common.flatMap((group) => [...captured('host-6.18', group), ...captured('vm-6.1-x86_64', group)]),
    ...['routes', 'routes6', 'rules', 'nexthop', 'neigh', 'encap'].flatMap((group) => captured('host-6.18', group)),
  ].flatMap(bodies),
  big: common.flatMap((group) => captured('vm-6.1-s390x', group)).flatMap(bodies),
};

/** All that can be seen of a value, in order; errors without the offset that the bytes were put at. */
function told(value: unknown, shift: number): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return `${item}n`;
    if (ArrayBuffer.isView(item)) return `${item.constructor.name} ${toHex(new Uint8Array(item.buffer, item.byteOffset, item.byteLength))}`;
    if (item instanceof DecodeError) return [item.code, item.message.replace(/ at byte \d+$/, ''), item.offset - shift];
    return item;
  });
}

/** What the bytes decode to, with everything beside: errors, notes (by encoding it again), depth. */
function outcome({ type, body, littleEndian }: Sample, strict: boolean, shift: 0 | 1): string {
  const codec = codecs.get(type) as Codec<unknown>;
  const padded = new Uint8Array(shift + body.length);
  padded.set(body, shift);
  const b = new Bytes(padded, littleEndian, strict);
  try {
    const value = codec.decode(b, shift, padded.length);
    return [told(value, shift), told(b.errors, shift), b.depth, encoded(codec, value, littleEndian)].join('\n');
  } catch (error) {
    return told(error, shift);
  }
}

function encoded(codec: Codec<unknown>, value: unknown, littleEndian: boolean): string {
  try {
    const w = new Writer(littleEndian);
    codec.encode(w, value);
    return toHex(w.finish());
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
}

function expectSame(sample: Sample, strict: boolean): void {
  const made = outcome(sample, strict, 0);
  const plain = outcome(sample, strict, 1);
  if (made === plain) return;
  let at = 0;
  while (made[at] === plain[at]) at++;
  assert.is(made.slice(at - 80, at + 80), plain.slice(at - 80, at + 80), `message ${sample.type}, ${toHex(sample.body)}`);
}

for (const byteOrder of orders) {
  test(`makes what decoding gives, of all kinds of messages in turn: ${byteOrder} endian`, () => {
    assert.ok(samples[byteOrder].length > 200, `${samples[byteOrder].length}`);
    for (const strict of [false, true]) for (let round = 0; round < 2; round++) for (const sample of samples[byteOrder]) expectSame(sample, strict);
  });

  test(`makes what decoding gives, of messages that were changed: ${byteOrder} endian`, () => {
    const change = fc.oneof(
      fc.record({ at: fc.nat(), byte: fc.nat(255) }),
      // The low bits of lengths and types.
      fc.record({ at: fc.nat().map((n) => n & ~3), byte: fc.nat(80) }),
      fc.record({ at: fc.nat().map((n) => (n & ~3) | 2), byte: fc.nat(80) }),
    );
    const message = fc.record({ index: fc.nat(), changes: fc.array(change, { maxLength: 3 }), cut: fc.option(fc.nat(), { freq: 8 }), strict: fc.boolean() });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (messages) => {
        for (const { index, changes, cut, strict } of messages) {
          const sample = samples[byteOrder][index % samples[byteOrder].length] as Sample;
          // Twice, so that there is a shape.
          for (let round = 0; round < 2; round++) outcome(sample, strict, 0);
          const body = sample.body.slice(0, cut === null ? undefined : cut % (sample.body.length + 1));
          for (const { at, byte } of changes) if (body.length > 0) body[at % body.length] = byte;
          expectSame({ ...sample, body }, strict);
          expectSame(sample, strict);
        }
      }),
      { numRuns: 700 },
    );
  });

  test(`notices a change of any byte: ${byteOrder} endian`, () => {
    const longest = new Map<number, Sample>();
    for (const sample of samples[byteOrder]) if (sample.body.length > (longest.get(sample.type)?.body.length ?? 0)) longest.set(sample.type, sample);
    for (const sample of longest.values()) {
      for (let at = 0; at < sample.body.length; at++) {
        const body = sample.body.slice();
        body[at] = (body[at] as number) ^ (1 << (at % 8));
        for (const strict of [false, true]) {
          expectSame(sample, strict);
          expectSame({ ...sample, body }, strict);
        }
      }
    }
  });
}

test.run();
