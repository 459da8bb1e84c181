// Messages as JSON and back: the very bytes, for all that was recorded, all that broke decoders, and recorded messages with bytes changed.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DecodeError, decodeDatagram, EncodeError, encodeDatagram, type RtnlMessage, route } from '../../src/index.js';
import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { type JsonMessage, messageFromJson, messageToJson } from '../../src/netlink/json.js';
import { datagrams, groups, only, rows, sameButTail, trees } from '../fixtures.js';
import { concat, word } from './wire.js';

const test = suite('json');

/** Through text, as it passes from one program to another. */
const through = (message: RtnlMessage): RtnlMessage => messageFromJson(JSON.parse(JSON.stringify(messageToJson(message))) as JsonMessage) as RtnlMessage;

function decoded(bytes: Uint8Array, byteOrder: ByteOrder): RtnlMessage[] {
  try {
    return decodeDatagram(bytes, { byteOrder });
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function expectSame(bytes: Uint8Array, byteOrder: ByteOrder, where: string): void {
  const messages = decoded(bytes, byteOrder);
  assert.is(toHex(encodeDatagram(messages.map(through), { byteOrder })), toHex(encodeDatagram(messages, { byteOrder })), where);
}

for (const [tree, byteOrder] of Object.entries(trees)) {
  test(`encodes back to what was recorded: ${tree}`, () => {
    const known = new Set<string>();
    for (const file of groups(tree)) {
      for (const found of datagrams(file)) {
        // Sequence and port make the same message another.
        const hex = found.hex.slice(0, 16) + found.hex.slice(32);
        if (known.has(hex)) continue;
        known.add(hex);
        assert.ok(sameButTail(encodeDatagram(decodeDatagram(fromHex(found.hex), { byteOrder }).map(through), { byteOrder }), found), found.where);
      }
    }
    assert.ok(known.size > 1000, String(known.size));
  });
}

const BODIES: readonly number[] = [2, 3, 200, ...new Map(Object.values(route.messages).map(([type, body]) => [body as unknown, type])).values()];

test('encodes back whatever broke a decoder, as every message there is a body for', () => {
  for (const [i, { hex, kind }] of rows<{ hex: string; kind: string }>('vectors/fuzz-rtnetlink-go.jsonl.gz').entries()) {
    for (const [j, type] of BODIES.entries()) {
      const byteOrder = (i + j) % 2 === 0 ? 'little' : 'big';
      const body = fromHex(hex);
      const bytes = concat(word(16 + body.length, byteOrder === 'little'), new Uint8Array(12), body);
      new DataView(bytes.buffer).setUint16(4, type, byteOrder === 'little');
      expectSame(bytes, byteOrder, `${kind} ${hex} as ${type}`);
    }
  }
});

for (const [file, byteOrder] of [
  ['captures/host-6.18/kinds_vm.jsonl.gz', 'little'],
  ['captures/host-6.18/stats.jsonl.gz', 'little'],
  ['captures/vm-6.1-s390x/macaddr.jsonl.gz', 'big'],
  ['captures/vm-6.1-s390x/routes.jsonl.gz', 'big'],
  ['captures/host-6.18/nexthop.jsonl.gz', 'little'],
] as const) {
  const recorded = [...datagrams(file)].map(({ hex }) => fromHex(hex)).filter(({ length }) => length < 4096);
  test(`encodes back recorded messages with bytes changed: ${file}`, () => {
    const change = fc.record({ at: fc.nat(4095), value: fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 0x7f, 0x80, 0xff) });
    fc.assert(
      fc.property(fc.nat(recorded.length - 1), fc.array(change, { minLength: 1, maxLength: 4 }), (which, changes) => {
        const bytes = (recorded[which] as Uint8Array).slice();
        for (const { at, value } of changes) bytes[at % bytes.length] = value;
        expectSame(bytes, byteOrder, toHex(bytes));
      }),
      { numRuns: 1000 },
    );
  });
}

const link = (): RtnlMessage => {
  const { hex } = [...datagrams('captures/host-6.18/recipe.jsonl.gz')].find(({ dir, hex }) => dir === 'rx' && hex.length > 2000) as { hex: string };
  return decodeDatagram(fromHex(hex), { byteOrder: 'little' })[0] as RtnlMessage;
};

test('looks as a person expects: what is special about a value stands beside it', () => {
  const { name, header, body, types, notes, errors } = messageToJson(link()) as JsonMessage & { body: Record<string, Record<string, unknown>> };
  assert.is(name, 'RTM_NEWLINK');
  assert.is(header.type, 16);
  assert.type(body.ifname, 'string');
  assert.type(body.stats64?.rxPackets, 'number');
  assert.ok(Array.isArray((body.afSpec as { inet6: Record<string, unknown> }).inet6.stats));
  assert.equal(types, {
    stats64: 'bigint',
    map: { memStart: 'bigint', memEnd: 'bigint', baseAddr: 'bigint' },
    afSpec: { inet: { conf: 's32[]' }, inet6: { conf: 's32[]', stats: 'u64[]', icmp6stats: 'u64[]' } },
  });
  assert.equal([notes, errors], [undefined, undefined]);
});

test('tells why an attribute was kept raw, and has the error again', () => {
  const bytes = encodeDatagram([{ name: 'RTM_NEWADDR', header: {}, body: { family: 2, '#1': { flags: 0, payload: Uint8Array.of(1, 2, 3) } } }], { byteOrder: 'little' });
  const message = only(decodeDatagram(bytes, { byteOrder: 'little' }));
  const json = messageToJson(message);
  assert.equal(json.errors, [{ code: 'ERR_NETLINK_LENGTH', reason: 'IP address of 3 bytes, expected 4 or 16', offset: 28, path: ['RTM_NEWADDR', 'IFA_ADDRESS'] }]);
  const back = through(message);
  assert.is(back.errors?.[0]?.message, message.errors?.[0]?.message);
  assert.ok(back.errors?.[0] instanceof DecodeError);
  assert.is(toHex(encodeDatagram([back], { byteOrder: 'little' })), toHex(bytes));
});

test('a value that was changed in the JSON is encoded as it is there, and other bytes stay', () => {
  const json = JSON.parse(JSON.stringify(messageToJson(link()))) as JsonMessage & { body: Record<string, unknown> };
  json.body.mtu = 1234;
  delete json.body.stats64;
  const [message] = decodeDatagram(encodeDatagram([messageFromJson(json) as RtnlMessage], { byteOrder: 'little' }), { byteOrder: 'little' });
  assert.is((message as { body: { mtu?: number } }).body.mtu, 1234);
  assert.is((message as { body: { stats64?: object } }).body.stats64, undefined);
});

test('refuses JSON that is no such message', () => {
  const bad = (change: Partial<JsonMessage>) => () => messageFromJson({ ...messageToJson(link()), ...change });
  const throws = (change: Partial<JsonMessage>, message: string) => assert.throws(bad(change), (error: Error) => error instanceof EncodeError && error.message === message);
  throws({ body: { a: 'x' }, types: { a: 'bytes' } }, 'a: hex of 1 digits, an odd number at byte 0');
  throws({ body: { a: 1.5 }, types: { a: 'bigint' } }, 'a: 1.5 is no whole number');
  throws({ body: { a: true }, types: { a: 'bigint' } }, 'a: true is no number');
  throws({ body: { a: 7 }, types: { a: 'bytes' } }, 'a: 7 is said to be "bytes"');
  throws({ body: { a: 7 }, types: { a: 'u32[]' } }, 'a: expected a list');
  throws({ body: { a: [1, 'x'] }, types: { a: 'u32[]' } }, "a: an array cannot hold 'x', it takes whole numbers from 0 to 4294967295");
  throws({ body: { a: [-1] }, types: { a: 'u64[]' } }, 'a: an array cannot hold -1');
  throws({ body: { a: 7 }, types: { a: 'toString' as 'bytes' } }, 'a: 7 is said to be "toString"');
  throws({ body: { a: null }, types: { a: 'error' } }, 'a: null is no error');
});

test.run();
