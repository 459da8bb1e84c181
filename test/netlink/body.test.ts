import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributes } from '../../src/netlink/attributes.js';
import { body } from '../../src/netlink/body.js';
import { Bytes, toHex, Writer } from '../../src/netlink/bytes.js';
import { u32 } from '../../src/netlink/codec.js';
import { __u8, __u16, __u32, struct } from '../../src/netlink/struct.js';
import { addressBody } from '../../src/rtnl/address.js';
import { attribute, concat, decode, decodeError, encode, encodeError, hex, inverse, restored, word } from './wire.js';

const test = suite('body');

const message = body(
  struct('header', { family: __u8, pad: __u8, kind: __u16, index: __u32 }),
  attributes(() => ({ mtu: ['T_MTU', 1, u32] })),
);
/** As struct rtgenmsg. */
const odd = body(
  struct('odd', { family: __u8 }),
  attributes(() => ({ mtu: ['T_MTU', 1, u32] })),
);

test('puts the fields of the struct before the attributes', () => {
  inverse(message, { family: 10, kind: 2, index: 3, mtu: 4 }, '0a00 0200 03000000 0800 0100 04000000', '0a00 0002 00000003 0008 0001 00000004');
  inverse(message, { family: 10, kind: 2, index: 3 }, '0a00 0200 03000000', '0a00 0002 00000003');
  assert.is(toHex(encode(message, { mtu: 4, index: 3 } as never)), '0000000003000000' + '0800010004000000');
  assert.is(toHex(encode(message, {} as never)), '0000000000000000');
});

test('aligns the attributes behind a struct of any size', () => {
  inverse(odd, { family: 10 }, '0a');
  inverse(odd, { family: 10, mtu: 5 }, '0a000000 08000100 05000000', '0a000000 00080001 00000005');
  for (const wire of ['0a00', '0a000000', '0a0102', '0a000001 08000100 05000000']) restored(odd, hex(wire));
});

test('reads a struct cut short at every byte as zeros', () => {
  const whole = hex('0a00 0200 03000000');
  for (let length = 0; length < 8; length++) {
    const value = restored(message, whole.slice(0, length));
    assert.equal(value, decode(message, concat(whole.subarray(0, length), new Uint8Array(8 - length))));
    assert.is(decodeError(() => decode(message, whole.slice(0, length), true, true)).message, `header of ${length} bytes, expected 8 at byte 0`);
  }
});

test('writes the whole struct before an attribute that is added to a short one', () => {
  const value = restored(message, hex('0a00 0200'));
  assert.is(toHex(encode(message, { ...value, mtu: 5 })), '0a00020000000000' + '0800010005000000');
  value.mtu = 5;
  assert.is(toHex(encode(message, value)), '0a00020000000000' + '0800010005000000');
  value.index = 1;
  assert.is(toHex(encode(message, value)), '0a00020001000000' + '0800010005000000');
});

test('keeps padding of the struct that is not zero, also beside attributes', () => {
  const wire = concat(hex('0aff 0200 03000000'), attribute(1, word(4)), attribute(9, hex('')));
  for (let round = 0; round < 40; round++) {
    assert.equal(restored(message, wire), { family: 10, kind: 2, index: 3, mtu: 4, '#9': { flags: 0, payload: hex('') } });
    // Another set of the same length, with a known attribute twice: what was noted of a first attempt is forgotten.
    restored(message, concat(hex('0aff 0200 03000000'), attribute(0x4001, word(4)), attribute(9, hex(''))));
    restored(message, concat(hex('0aff 0200 03000000'), attribute(0x4001, hex('')), attribute(1, word(4))));
  }
  const value = restored(message, wire);
  value.index = 4;
  assert.is(toHex(encode(message, value)).slice(0, 16), '0a00020004000000');
});

test('refuses attributes that do not add up, with the byte', () => {
  assert.is(decodeError(() => decode(message, concat(new Uint8Array(8), hex('0300 0100')))).message, 'attribute claims 3 bytes, 4 are left at byte 8');
  assert.is(decodeError(() => decode(message, new Uint8Array(10))).message, '2 bytes left over after the last attribute at byte 8');
});

test('refuses what is no object, and fields that do not fit', () => {
  for (const none of [null, undefined, 5]) assert.is(encodeError(() => encode(message, none as never)).message, `expected an object, got ${none}`);
  assert.equal(encodeError(() => encode(message, { family: 256 } as never)).path, ['header', 'family']);
  assert.equal(encodeError(() => encode(message, { mtu: 'x' } as never)).path, ['T_MTU']);
  assert.match(encodeError(() => encode(message, { tail: hex('') } as never)).message, 'no attribute is named tail');
});

test('refuses a name that is both a field and an attribute, when it is first used', () => {
  const wrong = body(
    struct('header', { mtu: __u8 }),
    attributes(() => ({ mtu: ['T_MTU', 1, u32] })),
  );
  assert.throws(() => wrong.encode(new Writer(), {}), 'mtu names a field of header and an attribute');
  assert.throws(() => wrong.decode(new Bytes(new Uint8Array(4)), 0, 4), 'mtu names a field of header and an attribute');
});

test('reads an address as declared', () => {
  inverse(
    addressBody,
    { family: 2, prefixlen: 24, flags8: 0x80, scope: 0, index: 3, address: '192.0.2.1', cacheinfo: { preferred: 1, valid: 2, cstamp: 3, tstamp: 4 } },
    '02188000 03000000 08000100 c0000201 14000600 01000000 02000000 03000000 04000000',
    '02188000 00000003 00080001 c0000201 00140006 00000001 00000002 00000003 00000004',
  );
});

test.run();
