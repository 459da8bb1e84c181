// Time grows with the bytes, not with their square.

import { suite } from 'uvu';
import { attributes } from '../../src/netlink/attributes.js';
import { Bytes, Writer } from '../../src/netlink/bytes.js';
import { bytes, flag, u32 } from '../../src/netlink/codec.js';
import { list } from '../../src/netlink/list.js';
import { string } from '../../src/netlink/text.js';
import { variants } from '../../src/netlink/variants.js';
import { isLinear } from './growth.js';

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

const SMALL = 128 * KIB;
const LARGE = 8 * SMALL;

const grows = (run: (size: number) => void): Promise<void> =>
  isLinear(
    LARGE / SMALL,
    () => run(SMALL),
    () => run(LARGE),
  );

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
  test(`decodes attributes of ${what} in linear time`, () => grows(over(typeAt, decoding)));
}

test('dissects attributes whose payload a sibling chooses in linear time', () =>
  grows(
    over(
      () => 4,
      (b) => {
        set.dissect(b, 0, b.array.length);
      },
    ),
  ));

test('decodes a list in linear time', () =>
  grows(
    over(
      () => 1,
      (b) => {
        flags.decode(b, 0, b.array.length);
      },
    ),
  ));

test('encodes what it decoded in linear time', () => {
  const values = new Map(
    [SMALL, LARGE].map((size) => [
      size,
      set.decode(
        new Bytes(
          filled(size, () => 99),
          true,
        ),
        0,
        size,
      ),
    ]),
  );
  return grows((size) => set.encode(new Writer(true), values.get(size) ?? {}));
});

test.run();
