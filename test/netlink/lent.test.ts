// Datagrams that are overwritten once they are decoded, and numbers that what is decoded together may share: src/netlink/bytes.ts, array.ts.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, kinds } from '../../src/index.js';
import { s32Array } from '../../src/netlink/array.js';
import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { Conversation } from '../../src/netlink/conversation.js';
import { decodeMessages, type Protocol, toBytes } from '../../src/netlink/message.js';
import { streamDump } from '../../src/netlink/stream.js';
import type { Datagram, Reception, Transport } from '../../src/netlink/transport.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';
import { captured, encode, orders } from './wire.js';

const test = suite('lent datagrams');

const datagrams = (['recipe', 'macaddr', 'modes', 'addr'] as const).flatMap((group) => [
  ...captured('host-6.18', group),
  ...captured('vm-6.1-s390x', group),
  ...captured('vm-6.1-x86_64', group),
]);

test('what is decoded of a lent datagram is the same once it is overwritten', () => {
  assert.ok(datagrams.length > 300);
  for (const { datagram, byteOrder } of datagrams) {
    const wanted = decodeMessages(routeProtocol(kinds), toBytes(datagram.slice(), { byteOrder }));
    // From the second time on by what was learnt.
    for (let time = 0; time < 3; time++) {
      const b = toBytes(datagram.slice(), { byteOrder });
      b.renew(true);
      const messages = decodeMessages(routeProtocol(kinds), b);
      b.array.fill(0xff);
      assert.equal(messages, wanted);
    }
  }
});

/** A link with the numbers of IFLA_AF_SPEC. They are borrowed of datagrams in the byte order of this machine, and copied of the others. */
function links(count: number, wanted: ByteOrder): Uint8Array {
  const { datagram } = datagrams.find(({ datagram, byteOrder }) => {
    const [message] = byteOrder === wanted ? decodeDatagram(datagram, { byteOrder }) : [];
    return message?.name === 'RTM_NEWLINK' && message.body.afSpec?.inet6?.conf !== undefined && message.body.afSpec.inet?.conf !== undefined;
  }) as (typeof datagrams)[number];
  const length = new DataView(datagram.buffer, datagram.byteOffset).getUint32(0, wanted === 'little');
  const one = datagram.slice(0, length);
  const out = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) out.set(one, i * length);
  return out;
}

function confsOf(datagram: Uint8Array, byteOrder: ByteOrder): (Int32Array | undefined)[] {
  return decodeDatagram(datagram, { byteOrder }).map((message) => (message.name === 'RTM_NEWLINK' ? (message.body.afSpec?.inet6?.conf as Int32Array) : undefined));
}

/** Answers a dump with these datagrams, one after the other in the same memory. */
class Lender implements Transport {
  readonly littleEndian: boolean;
  readonly portId = 77;
  private readonly memory = new Uint8Array(1 << 20);
  private readonly queue: Uint8Array[] = [];
  private listener: (() => void) | undefined;

  constructor(
    private readonly parts: readonly Uint8Array[],
    byteOrder: ByteOrder,
  ) {
    this.littleEndian = byteOrder === 'little';
  }

  send(request: Uint8Array): undefined {
    const sequence = new DataView(request.buffer, request.byteOffset).getUint32(8, this.littleEndian);
    for (const part of this.parts) {
      const view = new DataView(part.buffer);
      for (let at = 0; at < part.length; at += view.getUint32(at, this.littleEndian)) {
        view.setUint16(at + 6, 2, this.littleEndian);
        view.setUint32(at + 8, sequence, this.littleEndian);
        view.setUint32(at + 12, this.portId, this.littleEndian);
      }
      this.queue.push(part);
    }
    const done = new Uint8Array(20);
    const view = new DataView(done.buffer);
    view.setUint32(0, 20, this.littleEndian);
    view.setUint16(4, 3, this.littleEndian);
    view.setUint16(6, 2, this.littleEndian);
    view.setUint32(8, sequence, this.littleEndian);
    view.setUint32(12, this.portId, this.littleEndian);
    this.queue.push(done);
    return undefined;
  }

  receive({ lent = false }: Reception = {}): Datagram | undefined {
    this.memory.fill(0xff);
    const next = this.queue.shift();
    if (next === undefined) return undefined;
    assert.ok(lent);
    this.memory.set(next);
    return { bytes: this.memory.subarray(0, next.length), fullLength: next.length, senderPortId: 0, lent };
  }

  listen(listener: (() => void) | undefined): void {
    this.listener = listener;
    if (listener !== undefined) setImmediate(() => this.listener?.());
  }

  join(): void {}
  leave(): void {}
  sibling(): undefined {}
  async close(): Promise<void> {}
}

const protocol = routeProtocol(kinds);
const request = { name: 'RTM_GETLINK', header: {}, body: {} } as const;

for (const byteOrder of orders) {
  const littleEndian = byteOrder === 'little';

  test(`links that came together may share numbers, those of two datagrams do not (${byteOrder})`, () => {
    const datagram = links(8, byteOrder);
    const confs = confsOf(datagram, byteOrder);
    const wanted = confs[0]?.slice();
    for (const conf of confs) assert.equal(conf, wanted);
    // It may have to be learnt first, or anew, since other links came between.
    for (let tries = 0, shared = 0; shared < 200; tries++) {
      assert.ok(tries < 1000);
      shared = new Set(confsOf(datagram, byteOrder)).size === 1 ? shared + 1 : 0;
    }
    for (let time = 0; time < 3; time++) {
      const before = confsOf(datagram, byteOrder);
      assert.is(new Set(before).size, 1);
      for (const conf of before) conf?.fill(7);
      const after = confsOf(datagram, byteOrder);
      for (const conf of after) assert.equal(conf, wanted);
    }
  });

  test(`numbers that differ are told apart among those that do not (${byteOrder})`, () => {
    const datagram = links(8, byteOrder);
    const length = datagram.length / 8;
    const where = confsOf(datagram, byteOrder)[0] as Int32Array;
    const needle = encode(s32Array, where, littleEndian);
    const at = Buffer.from(datagram).indexOf(needle);
    assert.ok(at > 0);
    for (let time = 0; time < 3; time++) {
      for (const [link, value] of [
        [3, 41],
        [5, 42],
      ] as const)
        new DataView(datagram.buffer).setInt32(at + link * length + 8, value + time, littleEndian);
      const confs = confsOf(datagram, byteOrder);
      assert.equal(
        confs.map((conf) => conf?.[2]),
        confs.map((_, i) => (i === 3 ? 41 + time : i === 5 ? 42 + time : where[2])),
      );
    }
  });

  test(`a list that is lent part by part is whole in the end (${byteOrder})`, async () => {
    const wanted = decodeDatagram(links(40, byteOrder), { byteOrder }).map(({ body }) => body);
    const conversation = new Conversation(new Lender([links(20, byteOrder), links(20, byteOrder)], byteOrder), protocol as Protocol<(typeof protocol)['messages']>);
    const { messages } = await conversation.dump(request);
    assert.equal(
      messages.map(({ body }) => body),
      wanted,
    );
    await conversation.close();
  });

  test(`what a list is sieved by may write into what it is given (${byteOrder})`, async () => {
    const [wanted] = decodeDatagram(links(1, byteOrder), { byteOrder });
    // Of what stands behind a message of another kind each is given away before the next is decoded.
    const noop = new Uint8Array(16);
    new DataView(noop.buffer).setUint32(0, 16, littleEndian);
    new DataView(noop.buffer).setUint16(4, 1, littleEndian);
    const parts = [links(100, byteOrder), Uint8Array.from([...links(1, byteOrder), ...noop, ...links(20, byteOrder)])];
    const conversation = new Conversation(new Lender(parts, byteOrder), protocol as Protocol<(typeof protocol)['messages']>);
    let given = 0;
    await conversation.dump(request, {}, (body) => {
      if (++given > 101) assert.equal(body, wanted?.body);
      (body as unknown as { readonly afSpec: { readonly inet6: { readonly conf: Int32Array } } }).afSpec.inet6.conf.fill(9);
      return undefined;
    });
    assert.is(given, 121);
    await conversation.close();
  });

  test(`what a stream hands out shares nothing with what comes later (${byteOrder})`, async () => {
    const wanted = decodeDatagram(links(40, byteOrder), { byteOrder }).map(({ body }) => body);
    const bodies: unknown[] = [];
    const stream = streamDump(protocol, () => ({ transport: new Lender([links(20, byteOrder), links(20, byteOrder)], byteOrder), request, pick: (message) => message }));
    let n = 0;
    for await (const message of stream) {
      assert.equal(message.body, wanted[n++]);
      if (message.name === 'RTM_NEWLINK') (message.body.afSpec?.inet6?.conf as Int32Array | undefined)?.fill(9);
      bodies.push(message.body);
    }
    assert.is(bodies.length, 40);
  });
}

test.run();
