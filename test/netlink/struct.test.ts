import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes, toHex } from '../../src/netlink/bytes.js';
import { nlmsghdr } from '../../src/netlink/message.js';
import { __be16, __be32, __s8, __s32, __u8, __u8s, __u16, __u32, __u64, type StructCodec, struct } from '../../src/netlink/struct.js';
import * as address from '../../src/rtnl/address.js';
import * as bridge from '../../src/rtnl/kinds/bridge-data.js';
import * as vlan from '../../src/rtnl/kinds/vlan-data.js';
import * as link from '../../src/rtnl/link.js';
import * as af from '../../src/rtnl/link-af.js';
import * as stats from '../../src/rtnl/link-stats.js';
import * as vf from '../../src/rtnl/link-vf.js';
import { bothOrders, concat, decode, decodeError, encode, encodeError, hex, inverse } from './wire.js';

const test = suite('struct');

const everything = struct('everything', { a: __u8, b: __s8, c: __u16, d: __u32, e: __s32, f: __u64, g: __be16, padding: __u8s(2), h: __be32, i: __u8s(3), pad: __u8 });
const value = { a: 1, b: -2, c: 0x0304, d: 0xfffefdfc, e: -5, f: 0x0102030405060708n, g: 0x090a, h: 0x0b0c0d0e, i: Uint8Array.of(7, 8, 9) };
const little = '01 fe 0403 fcfdfeff fbffffff 0807060504030201 090a 0000 0b0c0d0e 070809 00';
const big = '01 fe 0304 fffefdfc fffffffb 0102030405060708 090a 0000 0b0c0d0e 070809 00';

const isStruct = (item: unknown): item is StructCodec<Record<string, unknown>> => typeof item === 'object' && item !== null && 'layout' in item;
const exported = [{ nlmsghdr, everything }, address, bridge, vlan, link, af, stats, vf].flatMap((module) => Object.values(module as Record<string, unknown>).filter(isStruct));

/** What buffer-layout gives for a field, as our reader gives it. */
const same = (ours: unknown): unknown => (typeof ours === 'bigint' ? Number(ours) : ours instanceof Uint8Array ? toHex(ours) : ours);
const theirs = (item: unknown): unknown => (item instanceof Uint8Array ? toHex(item) : item);
const mapped = (fields: object, map: (item: unknown) => unknown) => Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, map(item)]));

test('reads and writes every kind of field in either byte order', () => {
  inverse(everything, value, little, big);
  assert.is(everything.size, 32);
  assert.equal(everything.keys, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
  assert.equal(Object.keys(decode(everything, hex(little))), everything.keys);
});

test('knows every struct of the product', () => {
  const names = exported.map(({ name }) => name).sort();
  for (const name of [
    'nlmsghdr',
    'ifinfomsg',
    'ifaddrmsg',
    'rtnl_link_stats',
    'rtnl_link_stats64',
    'rtnl_link_ifmap',
    'ifa_cacheinfo',
    'ifla_cacheinfo',
    'ifla_vlan_flags',
    'br_boolopt_multi',
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.is(names.filter((name) => name.startsWith('ifla_vf_')).length, 10);
});

for (const codec of exported) {
  test(`reads and writes ${codec.name} as buffer-layout does, in either byte order`, async () => {
    // The upper bytes of each u64 stay clear of what a double cannot hold.
    const arbitrary = fc.uint8Array({ minLength: codec.size, maxLength: codec.size });
    for (const littleEndian of bothOrders) {
      const layout = await codec.layout(littleEndian);
      assert.is(layout.span, codec.size);
      fc.assert(
        fc.property(arbitrary, (bytes) => {
          clearHigh(codec, bytes, littleEndian);
          const ours = codec.read(new Bytes(bytes, littleEndian), 0);
          const declared = layout.decode(Buffer.from(bytes));
          assert.equal(mapped(ours, same), mapped(declared, theirs));
          const written = Buffer.alloc(codec.size);
          layout.encode(declared, written);
          assert.is(toHex(encode(codec, ours, littleEndian)), toHex(written));
        }),
        { numRuns: 100 },
      );
    }
  });
}

/** Makes every field of 8 bytes that reads as a bigint at most 2^53 - 1. */
function clearHigh(codec: StructCodec<Record<string, unknown>>, bytes: Uint8Array, littleEndian: boolean): void {
  const fields = codec.read(new Bytes(bytes, littleEndian), 0);
  for (const [key, item] of Object.entries(fields)) if (typeof item === 'bigint') fields[key] = item & 0x1fffffffffffffn;
  bytes.set(encode(codec, fields, littleEndian));
}

test('holds 64-bit fields that a double cannot', () => {
  const wide = struct('wide', { n: __u64 });
  inverse(wide, { n: 0xfffffffffffffffen }, 'feffffffffffffff', 'fffffffffffffffe');
});

test('a field of 64 bits is zero where both its halves are', () => {
  const sparse = struct('sparse', { n: __u64, m: __u64 });
  inverse(sparse, { n: 1n << 32n, m: 1n }, '0000000001000000 0100000000000000', '0000000100000000 0000000000000001');
  inverse(sparse, { n: 0n, m: 0xffffffffffffffffn }, '0000000000000000 ffffffffffffffff', '0000000000000000 ffffffffffffffff');
});

test('reads a struct cut short at every byte, the rest as zeros, and notices', () => {
  for (const littleEndian of bothOrders) {
    const whole = hex(littleEndian ? little : big);
    for (let length = 0; length < whole.length; length++) {
      const filled = concat(whole.subarray(0, length), new Uint8Array(whole.length - length));
      const b = new Bytes(whole.slice(0, length), littleEndian);
      assert.equal(everything.decode(b, 0, length), decode(everything, filled, littleEndian));
      assert.ok(b.inexact);
    }
  }
});

test('keeps what stands behind the last field it knows', () => {
  inverse(everything, { ...value, tail: hex('aabbcc') }, `${little} aabbcc`, `${big} aabbcc`);
  assert.match(encodeError(() => encode(everything, { ...value, tail: 'x' as unknown as Uint8Array })).message, 'expected a Uint8Array, got string');
});

test('notices padding that is not zero', () => {
  const b = new Bytes(hex(little.replace(' 0000 ', ' 0001 ')), true);
  assert.equal(everything.decode(b, 0, 32), value);
  assert.ok(b.inexact);
});

test('refuses any other size when strict', () => {
  for (const length of [0, 31, 33]) {
    const error = decodeError(() => decode(everything, new Uint8Array(length), true, true));
    assert.is(error.code, 'ERR_NETLINK_LENGTH');
    assert.is(error.message, `struct everything of ${length} bytes, expected 32 at byte 0`);
  }
  assert.equal(decode(everything, hex(little), true, true), value);
});

test('writes fields that are left out as zero, and fewer bytes with zeros behind', () => {
  assert.is(toHex(encode(everything, { c: 1 } as typeof value)), `00000100${'00'.repeat(28)}`);
  assert.is(toHex(encode(everything, { i: Uint8Array.of(1) } as typeof value)).slice(56), '01000000');
});

test('refuses a field out of range, telling which', () => {
  const wrong: [object, string][] = [
    [{ a: 256 }, 'everything > a: u8 cannot hold 256, it takes whole numbers from 0 to 255'],
    [{ b: -129 }, 'everything > b: s8 cannot hold -129, it takes whole numbers from -128 to 127'],
    [{ c: -1 }, 'everything > c: u16 cannot hold -1, it takes whole numbers from 0 to 65535'],
    [{ d: 2 ** 32 }, 'everything > d: u32 cannot hold 4294967296, it takes whole numbers from 0 to 4294967295'],
    [{ e: 2 ** 31 }, 'everything > e: s32 cannot hold 2147483648, it takes whole numbers from -2147483648 to 2147483647'],
    [{ f: 1 }, 'everything > f: u64 cannot hold 1'],
    [{ f: -1n }, 'everything > f: u64 cannot hold -1n'],
    [{ f: 2n ** 64n }, 'everything > f: u64 cannot hold 18446744073709551616n'],
    [{ g: '1' }, "everything > g: be16 cannot hold '1', it takes whole numbers from 0 to 65535"],
    [{ h: Number.NaN }, 'everything > h: be32 cannot hold NaN, it takes whole numbers from 0 to 4294967295'],
    [{ i: new Uint8Array(4) }, 'everything > i: expected a Uint8Array of at most 3 bytes'],
    [{ i: [1, 2, 3] }, 'everything > i: expected a Uint8Array of at most 3 bytes'],
  ];
  for (const [fields, message] of wrong) assert.is(encodeError(() => encode(everything, fields as typeof value)).message, message);
  for (const none of [null, undefined, 5]) assert.is(encodeError(() => encode(everything, none as unknown as typeof value)).message, `everything: expected an object, got ${none}`);
});

test('gives each value a Uint8Array of its own', () => {
  const datagram = hex(little);
  const [first, second] = [decode(everything, datagram), decode(everything, datagram)];
  first.i.fill(0xff);
  datagram.fill(0xee);
  assert.equal(second, value);
  assert.equal(decode(everything, hex(little)), value);
});

test.run();
