import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram } from '../../src/index.js';
import { macvlanData } from '../../src/macvlan/macvlan.js';
import { attributes, flaggedAttributes, type Schema } from '../../src/netlink/attributes.js';
import { Bytes, MAX_NESTING, toHex } from '../../src/netlink/bytes.js';
import { bytes, type Codec, flag, u16, u32 } from '../../src/netlink/codec.js';
import { list } from '../../src/netlink/list.js';
import { eachAttribute, NLA_F_NESTED } from '../../src/netlink/nlattr.js';
import { __u32, struct } from '../../src/netlink/struct.js';
import { string } from '../../src/netlink/text.js';
import { attribute, bothOrders, type Captured, captured, concat, decode, decodeError, encode, encodeError, hex, inverse, restored, word } from './wire.js';

const test = suite('attributes');

const set = attributes(() => ({
  name: ['T_NAME', 1, string],
  mtu: ['T_MTU', 2, u32],
  up: ['T_UP', 3, flag],
  inner: ['T_INNER', 4, flaggedAttributes(() => ({ id: ['T_ID', 1, u16] }))],
  zero: ['T_ZERO', 0, u32],
}));

test('reads and writes a set in the order of its attributes', () => {
  inverse(
    set,
    { name: 'eth0', mtu: 1500, up: true as const, inner: { id: 7 } },
    '0900 0100 6574683000000000 0800 0200 dc050000 0400 0300 0c00 0480 0600 0100 0700 0000',
    '0009 0001 6574683000000000 0008 0002 000005dc 0004 0003 000c 8004 0006 0001 0007 0000',
  );
  inverse(set, {}, '');
  inverse(set, { zero: 5, mtu: 1 }, '0800 0000 05000000 0800 0200 01000000', '0008 0000 00000005 0008 0002 00000001');
  assert.is(toHex(encode(set, { mtu: 1, zero: 5 })), '08000200010000000800000005000000');
});

test('leaves out what is undefined', () => {
  assert.is(toHex(encode(set, { name: undefined, up: true } as { up: true })), '04000300');
});

test('refuses a key that names no attribute, and tells those that do', () => {
  assert.is(encodeError(() => encode(set, { mut: 5 } as object)).message, 'no attribute is named mut; known: name, mtu, up, inner, zero');
  for (const none of [null, undefined, 5]) assert.is(encodeError(() => encode(set, none as unknown as object)).message, 'expected an object of attributes');
});

test('tells where a value is that does not fit', () => {
  const error = encodeError(() => encode(set, { inner: { id: 70000 } }));
  assert.equal(error.path, ['T_INNER', 'T_ID']);
  assert.is(error.message, 'T_INNER > T_ID: u16 cannot hold 70000, it takes whole numbers from 0 to 65535');
});

test('refuses to write what is longer than an attribute can be, telling which', () => {
  assert.is(encodeError(() => encode(set, { name: 'x'.repeat(65531) })).message, 'T_NAME: attribute of 65536 bytes, 65535 is the most its length field can say');
  assert.is(encode(set, { name: 'x'.repeat(65530) }).length, 65536);
  const many = attributes(() => ({ macs: ['T_MACS', 1, list('T_MAC', 1, bytes)] }));
  assert.match(encodeError(() => encode(many, { macs: Array.from({ length: 20000 }, () => hex('')) })).message, /^T_MACS: attribute of 80004 bytes/);
  assert.is(encodeError(() => encode(many, { macs: [new Uint8Array(65536)] })).message, 'T_MACS > T_MAC: attribute of 65540 bytes, 65535 is the most its length field can say');
  assert.match(encodeError(() => encode(set, { '#63': { flags: 0, payload: new Uint8Array(65536) } })).message, /^#63: attribute of 65540 bytes/);
});

test('refuses a raw attribute that is none', () => {
  for (const [key, item] of [
    ['#16384', { flags: 0, payload: hex('') }],
    ['#5', null],
    ['#5', 7],
    ['#5', { flags: 0 }],
    ['#5.x', { flags: 0, payload: hex('') }],
    ['#', { flags: 0, payload: hex('') }],
  ] as const) {
    encodeError(() => encode(set, { [key]: item } as object));
  }
});

test('refuses an attribute that claims more than there is, or less than its header', () => {
  for (const littleEndian of bothOrders) {
    const first = attribute(2, word(1500, littleEndian), littleEndian);
    for (const [claimed, left] of [
      [0, 8],
      [3, 8],
      [9, 8],
      [65535, 12],
    ] as const) {
      const wrong = new Uint8Array(left);
      new DataView(wrong.buffer).setUint16(0, claimed, littleEndian);
      const error = decodeError(() => decode(set, concat(first, wrong), littleEndian));
      assert.is(error.code, 'ERR_NETLINK_BOUNDS');
      assert.is(error.message, `attribute claims ${claimed} bytes, ${left} are left at byte 8`);
      assert.is(error.offset, 8);
    }
  }
});

test('refuses bytes left over behind the last attribute', () => {
  for (const left of [1, 2, 3]) {
    const error = decodeError(() => decode(set, concat(attribute(2, word(1)), new Uint8Array(left))));
    assert.is(error.message, `${left} bytes left over after the last attribute at byte 8`);
    assert.is(error.code, 'ERR_NETLINK_BOUNDS');
  }
});

test('keeps an attribute raw that does not decode, with its error, and goes on', () => {
  const b = new Bytes(concat(attribute(2, hex('0102')), attribute(1, hex('6100')), attribute(4, attribute(1, word(5)))), true);
  const value = set.decode(b, 0, b.array.length);
  assert.equal(Object.keys(value), ['#2', 'name', 'inner']);
  assert.equal(value['#2']?.payload, hex('0102'));
  assert.is(value['#2']?.error?.message, 'T_MTU: u32 of 2 bytes, expected 4 at byte 4');
  assert.is(value.inner?.['#1']?.error?.offset, 24);
  assert.equal(
    b.errors.map(({ message }) => message),
    ['T_MTU: u32 of 2 bytes, expected 4 at byte 4', 'T_INNER > T_ID: u16 of 4 bytes, expected 2 at byte 24'],
  );
});

test('throws where an attribute does not decode when strict', () => {
  const error = decodeError(() => decode(set, concat(attribute(1, hex('6100')), attribute(4, attribute(1, word(5)))), true, true));
  assert.is(error.message, 'T_INNER > T_ID: u16 of 4 bytes, expected 2 at byte 16');
  assert.equal(error.path, ['T_INNER', 'T_ID']);
});

test('takes strict and lenient turns without one spoiling the other', () => {
  const good = concat(attribute(2, word(1)), attribute(1, hex('6100')));
  const bad = concat(attribute(2, hex('0100')), attribute(1, hex('6100')));
  for (let round = 0; round < 5; round++) {
    assert.equal(decode(set, good), { mtu: 1, name: 'a' });
    decodeError(() => decode(set, bad, true, true));
    assert.equal(Object.keys(decode(set, bad)), ['#2', 'name']);
  }
});

const recursive: Codec<{ down?: unknown; id?: number }> = {
  type: 'nest',
  decode: (b, start, end) => deep.decode(b, start, end) as object,
  encode: (w, value) => deep.encode(w, value as never),
  dissect: (b, start, end) => deep.dissect(b, start, end),
};
const deep = attributes(() => ({ down: ['T_DOWN', 1, recursive], id: ['T_ID', 2, u32] }));

function nested(depth: number, inmost: Uint8Array = attribute(2, word(5)), beside: (level: number) => Uint8Array = () => hex('')): Uint8Array {
  let out = inmost;
  for (let i = 1; i < depth; i++) out = concat(attribute(1, out), beside(i));
  return out;
}

test('refuses attributes nested too deep, and keeps the rest', () => {
  assert.match(JSON.stringify(restored(deep, nested(MAX_NESTING))), /"id":5/);
  const b = new Bytes(concat(nested(MAX_NESTING + 1), attribute(2, word(9))), true);
  const value = deep.decode(b, 0, b.array.length);
  assert.is(value.id, 9);
  assert.is(b.errors.length, 1);
  assert.is(b.errors[0]?.code, 'ERR_NETLINK_DEPTH');
  assert.is(b.errors[0]?.path.length, MAX_NESTING);
  assert.is(b.depth, 0);
  assert.is(toHex(encode(deep, value)), toHex(b.array));
  assert.is(decodeError(() => decode(deep, nested(MAX_NESTING + 1), true, true)).code, 'ERR_NETLINK_DEPTH');
});

test('is no slower the deeper, whatever it saw before', () => {
  const other = (type: number) => (level: number) => attribute(type, new Uint8Array(4 * level));
  const known = nested(MAX_NESTING - 1, attribute(2, word(5)), other(7));
  const wrong = nested(MAX_NESTING - 1, attribute(2, hex('01020304 05060708')), (level) => (level % 2 === 0 ? other(8)(level) : attribute(2, new Uint8Array(4 * level))));
  for (let i = 0; i < 6; i++) for (const datagram of [known, wrong]) restored(deep, datagram);
});

test('dissects many nests too deep without losing those behind', () => {
  const tooDeep = nested(MAX_NESTING + 2);
  const b = new Bytes(concat(...Array.from({ length: 40 }, () => tooDeep), nested(3)), true);
  const nodes = deep.dissect(b, 0, b.array.length);
  const last = nodes.at(-1);
  assert.is(nodes.length, 41);
  assert.is(last?.error, undefined);
  assert.is(last?.children?.[0]?.children?.[0]?.value, 5);
  assert.is(b.depth, 0);
});

test('refuses schemas that contradict themselves, when they are first used', () => {
  const refused = (schema: Schema): string => {
    const wrong = attributes(() => schema);
    try {
      wrong.nameOf(1);
    } catch (error) {
      if (error instanceof TypeError) return error.message;
      throw error;
    }
    return 'accepted';
  };
  assert.is(refused({ a: ['T_A', 1, u32], b: ['T_B', 1, u32] }), 'T_B and T_A have the same number');
  for (const key of ['#5', '5', '#x']) assert.is(refused({ [key]: ['T_A', 1, u32] }), `'${key}' cannot name an attribute`);
  assert.is(refused({ a: ['T_A', 1, u32, { by: 'b', is: 1 }] }), 'variant a of T_A needs a line without `when` above it');
  assert.is(refused({ x: ['T_X', 1, bytes], a: ['T_X', 1, u32, { by: 'b', is: 1 }], c: ['T_X', 1, u32, { by: 'd', is: 1 }] }), 'variants of T_X are selected by b, not d');
});

test('names its types', () => {
  assert.is(set.nameOf(2), 'T_MTU');
  assert.is(set.nameOf(63), '#63');
  assert.is(set.flags, 0);
  assert.is(flaggedAttributes(() => ({})).flags, NLA_F_NESTED);
});

test('visits attributes wherever the bytes start', () => {
  const seen: number[][] = [];
  const b = new Bytes(concat(hex('ffffffff'), attribute(0x8001, hex('aa')), attribute(2, hex(''))), true);
  eachAttribute(b, 4, b.array.length, (...found) => seen.push(found));
  assert.equal(seen, [
    [0x8001, 4, 5],
    [2, 12, 4],
  ]);
});

/** The first datagram of a capture that tells of a macvlan. */
function macvlanOf(tree: 'host-6.18' | 'vm-6.1-s390x'): Captured {
  const isMacvlan = ({ datagram, byteOrder }: Captured) =>
    decodeDatagram(datagram, { byteOrder }).some(({ name, body }) => name === 'RTM_NEWLINK' && (body as { linkinfo?: { macvlan?: object } }).linkinfo?.macvlan !== undefined);
  return captured(tree, 'recipe').find(isMacvlan) as Captured;
}

test('gives an error with an offset inside, or a shorter value, for a real message cut at any byte', () => {
  for (const tree of ['host-6.18', 'vm-6.1-s390x'] as const) {
    const { datagram, byteOrder } = macvlanOf(tree);
    const littleEndian = byteOrder === 'little';
    let refused = 0;
    const length = new DataView(datagram.buffer).getUint32(0, littleEndian);
    for (let cut = 16; cut < length; cut++) {
      const part = datagram.slice(0, cut);
      assert.is(decodeError(() => decodeDatagram(part, { byteOrder })).message, `message claims ${length} bytes, ${cut} are left at byte 0`);
      new DataView(part.buffer).setUint32(0, cut, littleEndian);
      try {
        const whole = decodeDatagram(part, { byteOrder });
        assert.is(whole.length, 1);
      } catch (error) {
        const { offset, path } = decodeError(() => {
          throw error;
        });
        assert.ok(offset <= cut);
        assert.is(path[0], 'RTM_NEWLINK');
        refused++;
      }
    }
    assert.ok(refused > (length - 16) / 2);
  }
});

test('tells the path and the byte of what is wrong in a real message', () => {
  const { datagram } = macvlanOf('host-6.18');
  // Behind the kind and the header of IFLA_INFO_DATA.
  const at = toHex(datagram).indexOf('0c0001006d6163766c616e00') / 2 + 16;
  // IFLA_MACVLAN_MODE made two bytes long: it takes 8 bytes still.
  const wrong = datagram.slice();
  wrong[at] = 6;
  const [message] = decodeDatagram(wrong, { byteOrder: 'little' });
  const expected = `RTM_NEWLINK > IFLA_LINKINFO > IFLA_INFO_DATA > IFLA_MACVLAN_MODE: u32 of 2 bytes, expected 4 at byte ${at + 4}`;
  assert.equal(
    message?.errors?.map((error) => error.message),
    [expected],
  );
  assert.equal(message?.errors?.[0]?.path, ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE']);
  assert.is(decodeError(() => decodeDatagram(wrong, { byteOrder: 'little', strict: true })).message, expected);
  assert.is(decodeDatagram(datagram, { byteOrder: 'little', strict: true })[0]?.errors, undefined);
});

test('reads a macvlan as declared', () => {
  inverse(
    macvlanData,
    { mode: 'source', flags: [], macaddrData: ['02:00:00:00:00:01'], macaddrCount: 1, bcCutoff: -1 },
    '08000100 10000000 06000200 0000 0000 10000500 0a000400 020000000001 0000 08000600 01000000 08000900 ffffffff',
    '00080001 00000010 00060002 0000 0000 00100005 000a0004 020000000001 0000 00080006 00000001 00080009 ffffffff',
  );
});

test('takes a struct of any length inside a set', () => {
  const holder = attributes(() => ({ s: ['T_S', 1, struct('pair', { a: __u32, b: __u32 })] }));
  assert.equal(restored(holder, attribute(1, word(5))), { s: { a: 5, b: 0 } });
  assert.equal(restored(holder, attribute(1, concat(word(5), word(6), hex('07')))), { s: { a: 5, b: 6, tail: hex('07') } });
  assert.equal(restored(holder, attribute(1, hex(''))), { s: { a: 0, b: 0 } });
});

test.run();
