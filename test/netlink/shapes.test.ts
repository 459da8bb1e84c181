// What is made by shapes is what decoding gives: src/netlink/shape.ts, shapes.ts.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectSame, outcome, type Sample, samples } from './samples.js';
import { orders } from './wire.js';

const test = suite('shapes');

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
