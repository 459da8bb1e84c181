// Time grows with the bytes, not with their square. No absolute times, and the best of several runs: machines are busy.

import { performance } from 'node:perf_hooks';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributes } from '../../src/netlink/attributes.js';
import { Bytes, Writer } from '../../src/netlink/bytes.js';
import { bytes, flag, u32 } from '../../src/netlink/codec.js';
import { list } from '../../src/netlink/list.js';
import { string } from '../../src/netlink/text.js';
import { variants } from '../../src/netlink/variants.js';

const test = suite('limits');

const set = attributes(() => ({
  flag: ['T_FLAG', 1, flag],
  number: ['T_NUMBER', 2, u32],
  kind: ['T_KIND', 3, string],
  data: ['T_DATA', 4, bytes],
  ...variants('T_DATA', 4, 'kind', { one: flag }),
}));
const flags = list('T_FLAG', 1, flag);

const KIB = 1024;

/** Attributes of 4 bytes that fill `size` bytes, of the types that `typeAt` gives. */
function filled(size: number, typeAt: (index: number) => number): Uint8Array {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  for (let at = 0; at < size; at += 4) {
    view.setUint16(at, 4, true);
    view.setUint16(at + 2, typeAt(at / 4), true);
  }
  return out;
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Asserts that four times the bytes take less than eight times as long; measures again where a busy machine says otherwise. */
function isLinear(run: (size: number) => void): void {
  run(64 * KIB);
  let small = Number.POSITIVE_INFINITY;
  let large = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 6; i++) {
    small = Math.min(
      small,
      timed(() => run(256 * KIB)),
    );
    large = Math.min(
      large,
      timed(() => run(1024 * KIB)),
    );
    if (i > 0 && large < 8 * small) return;
  }
  assert.unreachable(`${small.toFixed(1)} ms for 256 KiB, ${large.toFixed(1)} ms for 1 MiB`);
}

/** The attributes of one size, put together once. */
function over(typeAt: (index: number) => number, run: (b: Bytes) => void): (size: number) => void {
  const made = new Map<number, Uint8Array>();
  return (size) => {
    const array = made.get(size) ?? filled(size, typeAt);
    made.set(size, array);
    run(new Bytes(array, true));
  };
}

const decoding = (b: Bytes) => {
  set.decode(b, 0, b.array.length);
};

for (const [what, typeAt] of [
  ['one known type', () => 1],
  ['one known type that does not decode', () => 2],
  ['one type whose payload a sibling chooses that is not there', () => 4],
  ['one unknown type', () => 99],
  ['all types', (index: number) => index & 0xffff],
  ['two types in turn', (index: number) => 98 + (index & 1)],
] as const) {
  test(`decodes attributes of ${what} in linear time`, () => isLinear(over(typeAt, decoding)));
}

test('dissects attributes whose payload a sibling chooses in linear time', () => {
  isLinear(
    over(
      () => 4,
      (b) => {
        set.dissect(b, 0, b.array.length);
      },
    ),
  );
});

test('decodes a list in linear time', () => {
  isLinear(
    over(
      () => 1,
      (b) => {
        flags.decode(b, 0, b.array.length);
      },
    ),
  );
});

test('encodes what it decoded in linear time', () => {
  const values = new Map(
    [64, 256, 1024].map((kib) => [
      kib * KIB,
      set.decode(
        new Bytes(
          filled(kib * KIB, () => 99),
          true,
        ),
        0,
        kib * KIB,
      ),
    ]),
  );
  isLinear((size) => set.encode(new Writer(true), values.get(size) ?? {}));
});

test.run();
