// Any bytes: they decode or are refused with DecodeError, in linear time, and what decodes gives the same bytes back.
// The inputs are those that broke, or were kept while fuzzing, rtnetlink-go; and recorded messages with bytes changed.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DecodeError, decodeDatagram, dissectDatagram, encodeDatagram, route } from '../../src/index.js';
import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { datagrams, rows, tally } from '../fixtures.js';
import { isLinear } from './growth.js';

const test = suite('fuzz');

const ORDERS: readonly ByteOrder[] = ['little', 'big'];

/** The message whose body an input is. */
const TYPES: Readonly<Record<string, number>> = {
  'fuzz-payload:FuzzLinkMessage': 16,
  'fuzz-payload:FuzzAddressMessage': 20,
  'fuzz-payload:FuzzRouteMessage': 24,
  'fuzz-payload:FuzzNeighMessage': 28,
  'fuzz-payload:FuzzRuleMessage': 32,
};

/** NLMSG_ERROR, NLMSG_DONE, and a message for each body of rtnetlink. */
const BODIES: readonly number[] = [2, 3, ...new Map(Object.values(route.messages).map(([type, body]) => [body as unknown, type])).values()];

function withHeader(type: number, payload: Uint8Array, byteOrder: ByteOrder): Uint8Array {
  const message = new Uint8Array(16 + payload.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length, byteOrder === 'little');
  view.setUint16(4, type, byteOrder === 'little');
  message.set(payload, 16);
  return message;
}

/** Fails unless `bytes` decode and encode back, or are refused with DecodeError; tells which. */
function probe(bytes: Uint8Array, byteOrder: ByteOrder, where: string): 'decoded' | 'kept raw in part' | 'refused' {
  const attempt = <T>(decode: () => T): T | undefined => {
    try {
      return decode();
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw new Error(where, { cause: error });
    }
  };
  attempt(() => decodeDatagram(bytes, { byteOrder, strict: true }));
  attempt(() => dissectDatagram(bytes, { byteOrder }));
  const messages = attempt(() => decodeDatagram(bytes, { byteOrder }));
  if (messages === undefined) return 'refused';
  const back = encodeDatagram(messages, { byteOrder });
  // Nothing but zeros may be left out: those behind the last message.
  assert.is(toHex(back), toHex(bytes.subarray(0, back.length)), where);
  assert.ok(
    bytes.subarray(back.length).every((byte) => byte === 0),
    where,
  );
  return messages.some(({ errors }) => errors !== undefined) ? 'kept raw in part' : 'decoded';
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly hex: string;
}

const inputs = rows<Row>('vectors/fuzz-rtnetlink-go.jsonl.gz');

test('has an input for each of the messages', () => {
  assert.equal(tally(inputs.map(({ kind }) => kind)), {
    'fuzz-payload:FuzzAddressMessage': 98,
    'fuzz-payload:FuzzLinkMessage': 166,
    'fuzz-payload:FuzzNeighMessage': 42,
    'fuzz-payload:FuzzRouteMessage': 178,
    'fuzz-payload:FuzzRuleMessage': 183,
  });
});

for (const byteOrder of ORDERS) {
  test(`decodes or refuses what was found by fuzzing, ${byteOrder}-endian`, () => {
    const outcomes = inputs.map(({ name, kind, hex }) => probe(withHeader(TYPES[kind] as number, fromHex(hex), byteOrder), byteOrder, name));
    const { decoded = 0, refused = 0 } = tally(outcomes);
    assert.ok(decoded > 0 && refused > 0, 'both must occur');
  });

  test(`decodes or refuses what was found by fuzzing as every message it has a body for, ${byteOrder}-endian`, () => {
    // Each input as each message in one of the orders.
    const [first] = ORDERS;
    for (const [i, { name, hex }] of inputs.entries()) {
      for (const [j, type] of BODIES.entries())
        if (((i + j) % 2 === 0) === (byteOrder === first)) probe(withHeader(type, fromHex(hex), byteOrder), byteOrder, `${name} as ${type}`);
    }
  });
}

const SOURCES = [
  ['captures/host-6.18/modes.jsonl.gz', 'little'],
  ['captures/host-6.18/errors.jsonl.gz', 'little'],
  ['captures/vm-6.1-s390x/macaddr.jsonl.gz', 'big'],
  ['captures/host-6.18/encap.jsonl.gz', 'little'],
  ['captures/vm-6.1-s390x/routes.jsonl.gz', 'big'],
  ['captures/host-6.18/nexthop.jsonl.gz', 'little'],
  ['captures/host-6.18/kinds_vm.jsonl.gz', 'little'],
] as const;

for (const [file, byteOrder] of SOURCES) {
  const recorded = [...datagrams(file)].map(({ hex }) => fromHex(hex)).filter(({ length }) => length < 4096);

  test(`decodes or refuses recorded messages with bytes changed: ${file}`, () => {
    const change = fc.record({ at: fc.nat(4095), value: fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 0x7f, 0x80, 0xff) });
    fc.assert(
      fc.property(fc.nat(recorded.length - 1), fc.array(change, { minLength: 1, maxLength: 4 }), (which, changes) => {
        const bytes = (recorded[which] as Uint8Array).slice();
        for (const { at, value } of changes) bytes[at % bytes.length] = value;
        probe(bytes, byteOrder, toHex(bytes));
      }),
      { numRuns: 1000 },
    );
  });
}

test('decodes or refuses a recorded message cut anywhere, its length adjusted', () => {
  const [first] = [...datagrams('captures/host-6.18/modes.jsonl.gz')].filter(({ dir, hex }) => dir === 'rx' && hex.length > 2000);
  const body = fromHex(first?.hex ?? '').subarray(16);
  for (let end = 0; end < body.length; end++) probe(withHeader(16, body.subarray(0, end), 'little'), 'little', `cut at ${end}`);
});

test('decodes a datagram of many small attributes in linear time', () => {
  const decoding = (count: number) => {
    const attributes = new Uint8Array(16 + 4 * count);
    for (let at = 16; at < attributes.length; at += 4) attributes.set([4, 0, 3, 0], at);
    const bytes = withHeader(16, attributes, 'little');
    return () => void probe(bytes, 'little', `${count} attributes`);
  };
  return isLinear(8, decoding(4000), decoding(32_000));
});

test.run();
