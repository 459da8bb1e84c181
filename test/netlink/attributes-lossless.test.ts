import { inspect } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, jsonReplacer } from '../../src/index.js';
import { attributes, flaggedAttributes } from '../../src/netlink/attributes.js';
import { Bytes, toHex } from '../../src/netlink/bytes.js';
import { u16, u32 } from '../../src/netlink/codec.js';
import { list } from '../../src/netlink/list.js';
import { __u8s, __u32, struct } from '../../src/netlink/struct.js';
import { string, unterminatedString } from '../../src/netlink/text.js';
import { attribute, bothOrders, captured, concat, decode, encode, hex, restored, word } from './wire.js';

const test = suite('attributes: lossless');

const pair = struct('pair', { a: __u32, pad: __u8s(4), b: __u32 });
const set = attributes(() => ({
  name: ['T_NAME', 1, string],
  mtu: ['T_MTU', 2, u32],
  inner: ['T_INNER', 4, flaggedAttributes(() => ({ id: ['T_ID', 1, u16], label: ['T_LABEL', 2, string] }))],
  names: ['T_NAMES', 5, list('T_NAME', 1, string)],
  pair: ['T_PAIR', 6, pair],
  alias: ['T_ALIAS', 7, unterminatedString],
}));

/** What a value encodes to once it was changed, beside what was decoded. */
function changed(bytes: Uint8Array, change: (value: ReturnType<typeof set.decode>) => void, littleEndian = true): string {
  const value = restored(set, bytes, littleEndian);
  change(value);
  return toHex(encode(set, value, littleEndian));
}

test('keeps unknown attributes in their place', () => {
  for (const littleEndian of bothOrders) {
    const bytes = concat(
      attribute(63, hex('0102'), littleEndian),
      attribute(2, word(5, littleEndian), littleEndian),
      attribute(0x8000 | 63, hex(''), littleEndian),
      attribute(9, hex('ff'), littleEndian),
      attribute(0x4000 | 63, hex('03'), littleEndian),
    );
    const value = restored(set, bytes, littleEndian);
    assert.equal(value, {
      '#63': { flags: 0, payload: hex('0102') },
      mtu: 5,
      '#63.2': { flags: 0x8000, payload: hex('') },
      '#9': { flags: 0, payload: hex('ff') },
      '#63.3': { flags: 0x4000, payload: hex('03') },
    });
    assert.equal(Object.keys(value), ['#63', 'mtu', '#63.2', '#9', '#63.3']);
  }
});

test('counts the last of several equal attributes, and keeps those before it raw, in place', () => {
  const bytes = concat(attribute(2, word(1)), attribute(1, hex('6100')), attribute(0x8002, word(2)), attribute(2, word(3)), attribute(1, hex('6200')));
  assert.equal(restored(set, bytes), {
    '#2': { flags: 0, payload: word(1) },
    '#1': { flags: 0, payload: hex('6100') },
    '#2.2': { flags: 0x8000, payload: word(2) },
    mtu: 3,
    name: 'b',
  });
});

test('counts the last also where it does not decode', () => {
  const value = restored(set, concat(attribute(2, word(1)), attribute(2, hex('01'))));
  assert.equal(Object.keys(value), ['#2', '#2.2']);
  assert.is(value['#2']?.error, undefined);
  assert.is(value['#2.2']?.error?.code, 'ERR_NETLINK_LENGTH');
});

test('numbers unknown attributes on beside one that does not decode, whatever it saw before', () => {
  const good = concat(attribute(63, hex('01')), attribute(63, hex('02')), attribute(2, word(1)), attribute(63, hex('03')), attribute(63, hex('04')));
  const bad = concat(attribute(63, hex('01')), attribute(63, hex('02')), attribute(2, hex('0102')), attribute(63, hex('03')), attribute(63, hex('04')));
  for (let round = 0; round < 3; round++) {
    assert.equal(Object.keys(restored(set, good)), ['#63', '#63.2', 'mtu', '#63.3', '#63.4']);
    assert.equal(Object.keys(restored(set, bad)), ['#63', '#63.2', '#2', '#63.3', '#63.4']);
  }
});

test('keeps flag bits that its schema does not expect', () => {
  for (const header of [4, 0x8004, 0x4004, 0xc004]) {
    const value = restored(set, concat(attribute(header, attribute(0xc001, hex('0500'))), attribute(0x4002, word(7))));
    assert.equal(value, { inner: { id: 5 }, mtu: 7 });
  }
  // The change goes out under the bits that came.
  assert.is(
    changed(attribute(4, attribute(0x8001, hex('0500'))), (value) => Object.assign(value.inner ?? {}, { id: 6 })),
    '0c000400060001800600' + '0000',
  );
});

test('keeps padding that is not zero, as long as it fits', () => {
  const bytes = concat(attribute(1, hex('616200'), true, hex('aa')), attribute(63, hex('01'), true, hex('bbccdd')), attribute(2, word(1)));
  restored(set, bytes);
  assert.is(
    changed(bytes, (value) => {
      value.name = 'abc';
      value.mtu = 2;
    }),
    '0800010061626300' + '05003f0001bbccdd' + '0800020002000000',
  );
});

test('keeps the last attribute without its padding, and pads it once something follows', () => {
  for (const missing of [hex(''), hex('00'), hex('0000')]) {
    const bytes = concat(attribute(2, word(1)), attribute(1, hex('6100616100'), true, missing));
    restored(set, bytes);
    assert.is(
      changed(bytes, (value) => {
        value['#63'] = { flags: 0, payload: hex('') };
      }),
      '0800020001000000' + '0900010061006161' + '00000000' + '04003f00',
    );
  }
  assert.is(
    changed(concat(attribute(1, hex('6100'), true, hex(''))), (value) => {
      value.name = 'abcd';
    }),
    '090001006162636400000000',
  );
});

test('keeps a nest whose last attribute is not padded', () => {
  const bytes = concat(attribute(0x8004, attribute(2, hex('616200'), true, hex(''))), attribute(2, word(1)));
  assert.is(bytes.length, 20);
  assert.equal(restored(set, bytes), { inner: { label: 'ab' }, mtu: 1 });
});

test('keeps strings that came otherwise than they are written', () => {
  for (const [payload, text] of [
    ['6162', 'ab'],
    ['', ''],
    ['61620063', 'ab'],
    ['616200000000', 'ab'],
    ['00ff', ''],
    ['ff6100', '\ufffda'],
    ['c3', '\ufffd'],
    ['c3a96200', 'éb'],
    ['efbbbf6100', '\ufeffa'],
  ] as const) {
    assert.is(restored(set, attribute(1, hex(payload))).name, text);
    const at = (value: { names?: string[] }) => value.names?.[0];
    assert.is(at(restored(set, attribute(5, attribute(1, hex(payload))))), text);
  }
  assert.is(restored(set, attribute(7, hex('616200'))).alias, 'ab');
  assert.is(
    changed(attribute(1, hex('61620063')), (value) => {
      value.name = 'ac';
    }),
    '0700010061630000',
  );
});

test('gives back the kept bytes of a string only while it says the same', () => {
  const bytes = attribute(1, hex('6162'));
  const value = restored(set, bytes);
  value.name = 'x';
  assert.is(toHex(encode(set, value)), '0600010078000000');
  value.name = 'ab';
  assert.is(toHex(encode(set, value)), toHex(bytes));
});

test('keeps structs that are shorter, longer or padded with other than zeros', () => {
  for (const [payload, fields] of [
    ['01000000 00000000 02000000', { a: 1, b: 2 }],
    ['01000000 00ff0000 02000000', { a: 1, b: 2 }],
    ['01000000', { a: 1, b: 0 }],
    ['', { a: 0, b: 0 }],
    ['01000000 00000000 02000000 0909', { a: 1, b: 2, tail: hex('0909') }],
    ['01000000 000000ee 02000000 0909', { a: 1, b: 2, tail: hex('0909') }],
    ['01000000 000000ee', { a: 1, b: 0 }],
  ] as const) {
    const bytes = concat(attribute(6, hex(payload)), attribute(2, word(5)));
    assert.equal(restored(set, bytes), { pair: fields, mtu: 5 });
  }
  assert.is(
    changed(attribute(6, hex('01000000')), (value) => Object.assign(value.pair ?? {}, { b: 9 })),
    '10000600010000000000000009000000',
  );
  assert.is(
    changed(attribute(6, hex('01000000 00000000 02000000 0909')), (value) => Object.assign(value.pair ?? {}, { a: 3 })),
    '12000600030000000000000002000000' + '09090000',
  );
});

test('keeps a list whose elements came otherwise than they are written', () => {
  for (const inner of [
    concat(attribute(1, hex('6100')), attribute(1, hex('62'))),
    attribute(0x8001, hex('6100')),
    attribute(1, hex('6100'), true, hex('0001')),
    attribute(1, hex('6100'), true, hex('')),
  ]) {
    const bytes = concat(attribute(5, inner), attribute(2, word(5)));
    const value = restored(set, bytes);
    value.names?.push('c');
    assert.match(toHex(encode(set, value)), '060001006300');
    value.names?.pop();
    assert.is(toHex(encode(set, value)), toHex(bytes));
  }
});

test('keeps raw what has grown too long to be written again', () => {
  const bytes = attribute(5, attribute(1, new Uint8Array(30000).fill(0xff)));
  const value = restored(set, bytes);
  assert.match(value['#5']?.error?.message ?? '', /cannot be told and written again/);
});

test('puts what is added behind what was there', () => {
  assert.is(
    changed(concat(attribute(63, hex('')), attribute(2, word(1))), (value) => {
      value.name = 'a';
    }),
    '04003f00' + '0800020001000000' + '0600010061000000',
  );
});

test('forgets what was kept of a value that is taken apart and put together again', () => {
  const value = restored(set, attribute(1, hex('61620063')));
  assert.is(toHex(encode(set, { ...value })), '0700010061620000');
});

test('keeps what it kept whatever datagram it came from afterwards', () => {
  const odd = attribute(1, hex('61620063'));
  const usual = attribute(1, hex('61620000'), true, hex(''));
  for (let round = 0; round < 4; round++) {
    const first = restored(set, odd);
    const second = restored(set, usual);
    assert.is(toHex(encode(set, first)), toHex(odd));
    assert.is(toHex(encode(set, second)), toHex(usual));
  }
});

test('does not change with the datagram, also where that is a Buffer', () => {
  const odd = concat(attribute(1, hex('61620063')), attribute(6, hex('01000000 000000ee 02000000 0909')), attribute(1, hex('7a00')));
  const datagram = Buffer.from(odd);
  for (let round = 0; round < 3; round++) {
    const b = new Bytes(datagram, true);
    const value = set.decode(b, 0, datagram.length);
    assert.equal(value.pair, { a: 1, b: 2, tail: hex('0909') });
    const name = value.name;
    datagram.fill(0x41, 8);
    assert.is(value.name, name);
    assert.equal(value.pair?.tail, hex('0909'));
    odd.forEach((byte, i) => {
      datagram[i] = byte;
    });
  }
});

test('decodes to plain values: printing, comparing and copying see no more than the attributes', () => {
  const bytes = concat(attribute(0x4001, hex('61620063'), true), attribute(63, hex('01'), true, hex('ffffff')), attribute(6, hex('01')));
  const value = decode(set, bytes);
  assert.is(JSON.stringify(value, jsonReplacer), '{"name":"ab","#63":{"flags":0,"payload":"01"},"pair":{"a":1,"b":0}}');
  const plain = { name: 'ab', '#63': { flags: 0, payload: hex('01') }, pair: { a: 1, b: 0 } };
  assert.equal(value, plain);
  assert.equal(structuredClone(value), plain);
  assert.is(inspect(value, { depth: 9 }), inspect(plain, { depth: 9 }));
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(Reflect.ownKeys({ ...value }), ['name', '#63', 'pair']);
});

test('gives back every datagram that kernels sent', () => {
  let count = 0;
  for (const tree of ['host-6.18', 'vm-6.1-x86_64', 'vm-6.1-s390x'] as const) {
    for (const group of ['recipe', 'macaddr', 'errors'] as const) {
      for (const { datagram, byteOrder } of captured(tree, group)) {
        const messages = decodeDatagram(datagram, { byteOrder });
        assert.equal(
          messages.flatMap(({ errors = [] }) => errors),
          [],
        );
        assert.is(toHex(encodeDatagram(messages, { byteOrder })), toHex(datagram));
        count++;
      }
    }
  }
  assert.ok(count > 500, String(count));
});

test.run();
