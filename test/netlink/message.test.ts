import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, route } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { decodeMessage, eachMessage, MAX_DATAGRAM, toBytes } from '../../src/netlink/message.js';
import { attribute, concat, decodeError, encodeError, hex, orders, word } from './wire.js';

const test = suite('message');

function message(type: number, flags: number, payload: Uint8Array, byteOrder: 'little' | 'big' = 'little'): Uint8Array {
  const out = new Uint8Array(16 + payload.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, out.length, byteOrder === 'little');
  view.setUint16(4, type, byteOrder === 'little');
  view.setUint16(6, flags, byteOrder === 'little');
  view.setUint32(8, 7, byteOrder === 'little');
  view.setUint32(12, 9, byteOrder === 'little');
  out.set(payload, 16);
  return out;
}

/** Decodes, asserts that the same bytes come back, and gives the bodies. */
function bodies(datagram: Uint8Array, byteOrder: 'little' | 'big' = 'little'): unknown[] {
  const messages = decodeDatagram(datagram, { byteOrder });
  assert.is(toHex(encodeDatagram(messages, { byteOrder })), toHex(datagram));
  return messages.map(({ body }) => body);
}

const link = (name: string) => concat(new Uint8Array(16), attribute(3, new TextEncoder().encode(`${name}\0`)));
/** A type that no message of rtnetlink has. */
const UNKNOWN = 998;
const NOOP = message(1, 0, hex(''));
const CAPPED = 0x100;
const TLVS = 0x200;

test('reads the messages of a datagram in order, in either byte order', () => {
  for (const byteOrder of orders) {
    const little = byteOrder === 'little';
    const datagram = concat(message(20, 2, concat(hex('02180000'), word(5, little), attribute(2, hex('c0000201'), little)), byteOrder), message(3, 2, word(0, little), byteOrder));
    const messages = decodeDatagram(datagram, { byteOrder });
    assert.equal(messages, [
      {
        name: 'RTM_NEWADDR',
        header: { length: 32, type: 20, flags: 2, sequence: 7, portId: 9 },
        body: { family: 2, prefixlen: 24, flags8: 0, scope: 0, index: 5, local: '192.0.2.1' },
      },
      { name: 'NLMSG_DONE', header: { length: 20, type: 3, flags: 2, sequence: 7, portId: 9 }, body: { error: 0 } },
    ]);
    bodies(datagram, byteOrder);
  }
});

test('takes a last message that is not padded', () => {
  assert.equal(bodies(message(UNKNOWN, 0, hex('0102030405'))), [hex('0102030405')]);
  assert.equal(bodies(concat(message(UNKNOWN, 0, hex('01')), hex('000000'), message(UNKNOWN + 1, 0, hex('0203')))), [hex('01'), hex('0203')]);
});

test('keeps what stands in the place of zeros behind a message', () => {
  for (const [between, behind] of [
    ['010203', ''],
    ['000001', ''],
    ['000000', '0203'],
    ['ffffff', '040000'],
  ] as const) {
    const datagram = concat(message(UNKNOWN, 0, hex('aa')), hex(between), message(UNKNOWN, 0, hex('bbcc').subarray(0, behind.length === 6 ? 1 : 2)), hex(behind));
    bodies(datagram);
    const [first, second] = decodeDatagram(datagram, { byteOrder: 'little' });
    assert.ok(first !== undefined && second !== undefined);
    // A message that is as long as it should be by now has no place for it.
    first.body = hex('aabbccdd');
    assert.is(toHex(encodeDatagram([first, second], { byteOrder: 'little' }).subarray(20)), toHex(datagram.subarray(20)));
  }
});

test('passes over zero bytes behind the last message', () => {
  for (const zeros of [1, 3, 4, 15, 16, 17, 1000]) {
    const datagram = concat(NOOP, new Uint8Array(zeros));
    assert.is(decodeDatagram(datagram, { byteOrder: 'little' }).length, 1, String(zeros));
  }
  assert.equal(decodeDatagram(new Uint8Array(64)), []);
  assert.equal(decodeDatagram(new Uint8Array()), []);
});

test('refuses other bytes behind the last message', () => {
  for (const junk of ['01', '000001', '00000000 00000000 00000000 00000001', '00000000 00000000 00000000 00000000 01']) {
    const error = decodeError(() => decodeDatagram(concat(NOOP, hex(junk)), { byteOrder: 'little' }));
    assert.is(error.code, 'ERR_NETLINK_BOUNDS');
    assert.is(error.offset, 16);
  }
  assert.is(decodeError(() => decodeDatagram(hex('0102'))).message, '2 bytes left over after the last message at byte 0');
});

test('refuses a message that claims more than there is, or less than its header', () => {
  for (const length of [1, 15, 17, 0xffffffff]) {
    const wrong = NOOP.slice();
    new DataView(wrong.buffer).setUint32(0, length, true);
    assert.is(decodeError(() => decodeDatagram(concat(NOOP, wrong), { byteOrder: 'little' })).message, `message claims ${length} bytes, 16 are left at byte 16`);
  }
});

test('keeps the bytes of a type it does not know, and of NLMSG_NOOP', () => {
  const [noop, unknown] = decodeDatagram(concat(NOOP, message(999, 0, hex('aabbcc'))), { byteOrder: 'little' });
  assert.is(noop?.name, 'NLMSG_NOOP');
  assert.equal(noop?.body, hex(''));
  assert.is(unknown?.name, '#999');
  assert.equal(unknown?.body, hex('aabbcc'));
  bodies(concat(NOOP, message(999, 0, hex('aabbcc'))));
});

test('reads NLMSG_DONE with nothing, with a result, with what the kernel says beside', () => {
  assert.equal(bodies(message(3, 2, hex(''))), [{}]);
  assert.equal(bodies(message(3, 2, word(0xffffffea))), [{ error: -22 }]);
  assert.equal(bodies(message(3, 2 | TLVS, concat(word(0xffffffff), attribute(1, hex('6e6f00'))))), [{ error: -1, extendedAck: { message: 'no' } }]);
  assert.equal(bodies(message(3, 2 | TLVS, word(0))), [{ error: 0, extendedAck: {} }]);
});

test('refuses NLMSG_DONE of a length it cannot have', () => {
  for (const length of [1, 3]) {
    const error = decodeError(() => decodeDatagram(message(3, 2, new Uint8Array(length)), { byteOrder: 'little' }));
    assert.is(error.message, `NLMSG_DONE: NLMSG_DONE of ${length} bytes, expected none or at least 4 at byte 16`);
  }
  assert.is(decodeError(() => decodeDatagram(message(3, 2, new Uint8Array(8)), { byteOrder: 'little' })).message, 'NLMSG_DONE: 4 bytes left over in NLMSG_DONE at byte 20');
});

test('reads NLMSG_ERROR with the request whole, capped, or without', () => {
  const request = message(16, 5, link('e'));
  const { body: _, ...header } = { ...decodeDatagram(request, { byteOrder: 'little' })[0]?.header, body: 0 };
  assert.equal(header.length, 40);
  assert.equal(bodies(message(2, 0, concat(word(0xffffffff), request))), [{ error: -1, request: { ...header, body: request.slice(16) } }]);
  assert.equal(bodies(message(2, CAPPED, concat(word(0), request.slice(0, 16)))), [{ error: 0, request: header }]);
  // An acknowledgement without the flag, as kernels before NETLINK_CAP_ACK send it.
  assert.equal(bodies(message(2, 0, concat(word(0), request.slice(0, 16)))), [{ error: 0, request: header }]);
  const said = attribute(1, hex('6e6f00'));
  assert.equal(bodies(message(2, CAPPED | TLVS, concat(word(0xffffffff), request.slice(0, 16), said))), [{ error: -1, request: header, extendedAck: { message: 'no' } }]);
  assert.equal(bodies(message(2, TLVS, concat(word(0xffffffff), request, said))), [{ error: -1, request: { ...header, body: request.slice(16) }, extendedAck: { message: 'no' } }]);
});

test('gives back an echoed request that is padded in any way', () => {
  const request = message(UNKNOWN, 5, hex('0102030405'));
  const said = attribute(1, hex('6e6f00'));
  for (const padding of ['', '00', '000000', '000102']) {
    bodies(message(2, 0, concat(word(0xffffffff), request, hex(padding))));
    if (padding.length !== 2) bodies(message(2, TLVS, concat(word(0xffffffff), request, hex(padding), padding === '' ? hex('') : said)));
  }
  const messages = decodeDatagram(message(2, 0, concat(word(0xffffffff), request, hex('000102'))), { byteOrder: 'little' });
  (messages[0]?.body as { error: number }).error = -2;
  assert.is(toHex(encodeDatagram(messages, { byteOrder: 'little' }).subarray(16)), `feffffff${toHex(request)}`);
});

test('refuses NLMSG_ERROR that is too short, or holds more than it says', () => {
  for (const length of [0, 4, 19]) {
    const error = decodeError(() => decodeDatagram(message(2, 0, new Uint8Array(length)), { byteOrder: 'little' }));
    assert.is(error.message, `NLMSG_ERROR: nlmsgerr of ${length} bytes, expected at least 20 at byte 16`);
  }
  assert.is(
    decodeError(() => decodeDatagram(message(2, CAPPED, concat(word(0), NOOP, word(0))), { byteOrder: 'little' })).message,
    'NLMSG_ERROR: 4 bytes left over after the request at byte 36',
  );
});

test('gathers the errors of each message under its name', () => {
  const bad = concat(new Uint8Array(16), attribute(4, hex('01')));
  const messages = decodeDatagram(concat(message(16, 0, bad), message(16, 0, link('eth0'))), { byteOrder: 'little' });
  assert.equal(
    messages.map(({ errors }) => errors?.map(({ message }) => message)),
    [['RTM_NEWLINK > IFLA_MTU: u32 of 1 bytes, expected 4 at byte 36'], undefined],
  );
  const ack = decodeDatagram(message(2, TLVS, concat(word(0), NOOP, attribute(2, hex('01')))), { byteOrder: 'little' });
  assert.is(ack[0]?.errors?.[0]?.message, 'NLMSG_ERROR > NLMSGERR_ATTR_OFFS: u32 of 1 bytes, expected 4 at byte 40');
});

test('reads on behind any number of messages that do not decode', () => {
  const broken = message(2, TLVS, concat(word(0), NOOP, hex('03000000')));
  const b = toBytes(concat(...Array.from({ length: 50 }, () => broken), message(16, 0, concat(link('a'), attribute(18, attribute(1, hex('6100')))))), { byteOrder: 'little' });
  const seen: unknown[] = [];
  eachMessage(b, (header, at) => {
    try {
      seen.push(decodeMessage(route, b, header, at).errors);
    } catch (error) {
      seen.push((error as { code: string }).code);
    }
  });
  assert.equal(seen, [...new Array(50).fill('ERR_NETLINK_BOUNDS'), undefined]);
});

test('refuses a datagram larger than the limit before it reads any of it', () => {
  const error = decodeError(() => decodeDatagram(new Uint8Array(MAX_DATAGRAM + 1)));
  assert.is(error.code, 'ERR_NETLINK_LIMIT');
  assert.is(error.message, `datagram of ${MAX_DATAGRAM + 1} bytes, MAX_DATAGRAM is ${MAX_DATAGRAM} at byte 0`);
});

test('fills in type and length, and zero for what is left out', () => {
  const encoded = encodeDatagram([{ name: 'RTM_GETLINK', header: { flags: 1 }, body: { family: 17 } }], { byteOrder: 'little' });
  assert.is(toHex(encoded), `20000000120001000000000000000000${'11'.padEnd(32, '0')}`);
  const both = encodeDatagram(
    [
      { name: `#${UNKNOWN}`, header: { type: UNKNOWN }, body: fromHex('01') },
      { name: 'NLMSG_DONE', header: {}, body: {} },
    ] as never,
    { byteOrder: 'big' },
  );
  assert.is(toHex(both), `0000001103e60000${'00'.repeat(8)}01000000` + `0000001000030000${'00'.repeat(8)}`);
});

test('refuses to encode a message it has no number for, and says which attribute does not fit', () => {
  assert.is(encodeError(() => encodeDatagram([{ name: 'RTM_NEWFOO', header: {}, body: {} } as never])).message, 'no message is named RTM_NEWFOO');
  const error = encodeError(() => encodeDatagram([{ name: 'RTM_NEWLINK', header: {}, body: { linkinfo: { kind: 'macvlan', macvlan: { mode: 'foo' as 'vepa' } } } }]));
  assert.equal(error.path, ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE']);
  assert.match(error.message, `IFLA_MACVLAN_MODE: 'foo' is none of private, vepa, bridge, passthru, source`);
});

test('refuses header fields that do not fit, instead of cutting them', () => {
  const header = { flags: 5, sequence: 7, portId: 9 };
  const encode = (more: Partial<typeof header>) => encodeDatagram([{ name: 'RTM_GETLINK', header: { ...header, ...more }, body: { index: 1 } }]);
  assert.is(encode({}).length, 32);
  for (const wrong of [{ flags: 0x10000 }, { flags: -1 }, { sequence: 2 ** 32 }, { sequence: 0.5 }, { portId: -1 }, { portId: 2 ** 32 }]) {
    assert.throws(
      () => encode(wrong),
      (error: Error) => error.name === 'EncodeError',
      JSON.stringify(wrong),
    );
  }
});

test.run();
