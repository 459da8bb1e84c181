// The codec of macvlan and macvtap: bytes of kernels, vectors of netlink-packet-route, any value in either byte order.

import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Macvlan, macvlanData } from '../../src/macvlan/macvlan.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { DecodeError, EncodeError } from '../../src/netlink/errors.js';
import { encoded } from '../../src/netlink/note.js';

const decode = (hex: string, littleEndian = true, strict = true) => {
  const bytes = fromHex(hex);
  return macvlanData.decode(new Bytes(bytes, littleEndian, strict), 0, bytes.length);
};
const encode = (data: Macvlan, littleEndian = true) => toHex(encoded(macvlanData, data, littleEndian));

const test = suite('macvlan');

/** IFLA_INFO_DATA, little-endian where nothing else is said. */
const recorded: readonly (readonly [what: string, hex: string, value: Macvlan, littleEndian?: boolean])[] = [
  [
    'source mode, kernel 6.x (netlink-packet-route: test_macvlan_link_info)',
    '0800010010000000060002000000000008000600020000001c0005000a000400002345678a1c00000a000400002345678a1d000008000700e803000008000800e8030000',
    {
      mode: 'source',
      flags: [],
      macaddrCount: 2,
      macaddrData: ['00:23:45:67:8a:1c', '00:23:45:67:8a:1d'],
      bcQueueLen: 1000,
      bcQueueLenUsed: 1000,
    },
  ],
  [
    'bridge mode, kernel 6.18 with bcCutoff',
    '0800010004000000060002000000000008000600000000000800070088130000080008008813000008000900ffffffff',
    { mode: 'bridge', flags: [], macaddrCount: 0, bcQueueLen: 5000, bcQueueLenUsed: 5000, bcCutoff: -1 },
  ],
  ['passthru with nopromisc, big-endian', '000800010000000800060002000100000008000600000000', { mode: 'passthru', flags: ['nopromisc'], macaddrCount: 0 }, false],
];

for (const [what, hex, value, littleEndian = true] of recorded) {
  test(`decodes and encodes ${what}`, () => {
    assert.equal(decode(hex, littleEndian), value);
    assert.is(encode(decode(hex, littleEndian), littleEndian), hex);
    assert.is(encode(value, littleEndian), hex);
  });
}

test('keeps a mode, a flag and an attribute it does not know', () => {
  const hex = '08000100400000000600020005000000050063000a000000';
  const data = decode(hex);
  assert.is(data.mode, 64);
  assert.equal(data.flags, ['nopromisc', 4]);
  assert.equal(data['#99'], { flags: 0, payload: Uint8Array.of(10) });
  assert.is(encode(data), hex);
});

test('keeps a list with NLA_F_NESTED as it came', () => {
  const hex = '100005800a000400020000000001' + '0000';
  assert.equal(decode(hex).macaddrData, ['02:00:00:00:00:01']);
  assert.is(encode(decode(hex)), hex);
});

test('keeps what does not decode beside its error, and refuses it when strict', () => {
  for (const hex of ['0600010004000000', '0c0001000400000000000000', '0800020001000000', '0900040002000000000000' + '00', '0c0005000800070001000000']) {
    assert.is(encode(decode(hex, true, false)), hex);
    assert.throws(
      () => decode(hex),
      (error: unknown) => error instanceof DecodeError && error.path[0]?.startsWith('IFLA_MACVLAN_') === true,
    );
  }
});

test('refuses to encode what does not fit', () => {
  const bad: readonly (readonly [data: object, path: string])[] = [
    [{ mode: 'brigde' }, 'IFLA_MACVLAN_MODE'],
    [{ flags: ['nopromiscuity'] }, 'IFLA_MACVLAN_FLAGS'],
    [{ macaddr: '02:00:00:00:01' }, 'IFLA_MACVLAN_MACADDR'],
    [{ macaddrData: ['x'] }, 'IFLA_MACVLAN_MACADDR_DATA'],
    [{ bcQueueLen: 2 ** 32 }, 'IFLA_MACVLAN_BC_QUEUE_LEN'],
    [{ bcQueueLen: -1 }, 'IFLA_MACVLAN_BC_QUEUE_LEN'],
    [{ bcCutoff: 2 ** 31 }, 'IFLA_MACVLAN_BC_CUTOFF'],
    [{ bcCutoff: 0.5 }, 'IFLA_MACVLAN_BC_CUTOFF'],
  ];
  for (const [data, path] of bad) {
    assert.throws(
      () => encode(data as Macvlan),
      (error: unknown) => error instanceof EncodeError && error.path[0] === path,
    );
  }
});

const u32 = fc.nat(0xffffffff);
const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => (toHex(bytes).match(/../g) as string[]).join(':'));
const anyMacvlan = fc.record(
  {
    mode: fc.constantFrom<NonNullable<Macvlan['mode']>[]>('private', 'vepa', 'bridge', 'passthru', 'source', 0, 3, 32),
    flags: fc.subarray<'nopromisc' | 'nodst' | number>(['nopromisc', 'nodst', 0x8000]),
    macaddrMode: fc.constantFrom<NonNullable<Macvlan['macaddrMode']>[]>('add', 'del', 'flush', 'set', 4),
    macaddr: mac,
    macaddrData: fc.array(mac, { maxLength: 20 }),
    macaddrCount: u32,
    bcQueueLen: u32,
    bcQueueLenUsed: u32,
    bcCutoff: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('any value comes back from its bytes, in either byte order', () => {
  fc.assert(
    fc.property(anyMacvlan, fc.boolean(), (data, littleEndian) => {
      const value = data as Macvlan;
      assert.equal(decode(encode(value, littleEndian), littleEndian), value);
    }),
  );
});

test('any bytes decode or give DecodeError, and what decodes encodes to them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, littleEndian) => {
      let data: Macvlan;
      try {
        data = macvlanData.decode(new Bytes(bytes, littleEndian), 0, bytes.length);
      } catch (error) {
        assert.instance(error, DecodeError);
        return;
      }
      assert.is(encode(data, littleEndian), toHex(bytes));
    }),
    { numRuns: 500 },
  );
});

test.run();
