// Datagrams that are overwritten once they are decoded, and numbers that what is decoded together may share: src/netlink/bytes.ts, array.ts.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, kinds } from '../../src/index.js';
import { Conversation } from '../../src/netlink/conversation.js';
import { decodeMessages, type Protocol, toBytes } from '../../src/netlink/message.js';
import { streamDump } from '../../src/netlink/stream.js';
import type { Datagram, Reception, Transport } from '../../src/netlink/transport.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';
import { captured } from './wire.js';

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

/** A link with the numbers of IFLA_AF_SPEC. */
function links(count: number): Uint8Array {
  const { datagram } = datagrams.find(({ datagram, byteOrder }) => {
    const [message] = decodeDatagram(datagram, { byteOrder });
    return byteOrder === 'little' && message?.name === 'RTM_NEWLINK' && message.body.afSpec?.inet6?.conf !== undefined && message.body.afSpec.inet?.conf !== undefined;
  }) as (typeof datagrams)[number];
  const length = new DataView(datagram.buffer, datagram.byteOffset).getUint32(0, true);
  const one = datagram.slice(0, length);
  const out = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) out.set(one, i * length);
  return out;
}

function confsOf(datagram: Uint8Array): (Int32Array | undefined)[] {
  return decodeDatagram(datagram, { byteOrder: 'little' }).map((message) => (message.name === 'RTM_NEWLINK' ? (message.body.afSpec?.inet6?.conf as Int32Array) : undefined));
}

test('links that came together may share numbers, those of two datagrams do not', () => {
  const datagram = links(8);
  const confs = confsOf(datagram);
  const wanted = confs[0]?.slice();
  for (const conf of confs) assert.equal(conf, wanted);
  // It may have to be learnt first.
  for (let tries = 0, shared = false; !shared; tries++) {
    assert.ok(tries < 1000);
    const [one, other] = confsOf(datagram);
    shared = one === other;
  }
  for (let time = 0; time < 3; time++) {
    const before = confsOf(datagram);
    assert.is(new Set(before).size, 1);
    for (const conf of before) conf?.fill(7);
    const after = confsOf(datagram);
    for (const conf of after) assert.equal(conf, wanted);
  }
});

test('numbers that differ are told apart among those that do not', () => {
  const datagram = links(8);
  const length = datagram.length / 8;
  const where = confsOf(datagram)[0] as Int32Array;
  const needle = new Uint8Array(where.buffer, where.byteOffset, where.byteLength);
  const at = Buffer.from(datagram).indexOf(needle);
  assert.ok(at > 0);
  for (let time = 0; time < 3; time++) {
    for (const [link, value] of [
      [3, 41],
      [5, 42],
    ] as const)
      new DataView(datagram.buffer).setInt32(at + link * length + 8, value + time, true);
    const confs = confsOf(datagram);
    assert.equal(
      confs.map((conf) => conf?.[2]),
      confs.map((_, i) => (i === 3 ? 41 + time : i === 5 ? 42 + time : where[2])),
    );
  }
});

/** Answers a dump with these datagrams, one after the other in the same memory. */
class Lender implements Transport {
  readonly littleEndian = true;
  readonly portId = 77;
  private readonly memory = new Uint8Array(1 << 20);
  private readonly queue: Uint8Array[] = [];
  private listener: (() => void) | undefined;

  constructor(private readonly parts: readonly Uint8Array[]) {}

  send(request: Uint8Array): undefined {
    const sequence = new DataView(request.buffer, request.byteOffset).getUint32(8, true);
    for (const part of this.parts) {
      const view = new DataView(part.buffer);
      for (let at = 0; at < part.length; at += view.getUint32(at, true)) {
        view.setUint16(at + 6, 2, true);
        view.setUint32(at + 8, sequence, true);
        view.setUint32(at + 12, this.portId, true);
      }
      this.queue.push(part);
    }
    const done = new Uint8Array(20);
    const view = new DataView(done.buffer);
    for (const [at, value] of [
      [0, 20],
      [4, 3 | (2 << 16)],
      [8, sequence],
      [12, this.portId],
    ] as const)
      view.setUint32(at, value, true);
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

test('a list that is lent part by part is whole in the end', async () => {
  const wanted = decodeDatagram(links(40), { byteOrder: 'little' }).map(({ body }) => body);
  const conversation = new Conversation(new Lender([links(20), links(20)]), protocol as Protocol<(typeof protocol)['messages']>);
  const { messages } = await conversation.dump(request);
  assert.equal(
    messages.map(({ body }) => body),
    wanted,
  );
  await conversation.close();
});

test('what a list is sieved by may write into what it is given', async () => {
  const [wanted] = decodeDatagram(links(1), { byteOrder: 'little' });
  // Of what stands behind a message of another kind each is given away before the next is decoded.
  const noop = Uint8Array.of(16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const parts = [links(100), Uint8Array.from([...links(1), ...noop, ...links(20)])];
  const conversation = new Conversation(new Lender(parts), protocol as Protocol<(typeof protocol)['messages']>);
  let given = 0;
  await conversation.dump(request, {}, (body) => {
    if (++given > 101) assert.equal(body, wanted?.body);
    (body as unknown as { readonly afSpec: { readonly inet6: { readonly conf: Int32Array } } }).afSpec.inet6.conf.fill(9);
    return undefined;
  });
  assert.is(given, 121);
  await conversation.close();
});

test('what a stream hands out shares nothing with what comes later', async () => {
  const wanted = decodeDatagram(links(40), { byteOrder: 'little' }).map(({ body }) => body);
  const bodies: unknown[] = [];
  const stream = streamDump(protocol, () => ({ transport: new Lender([links(20), links(20)]), request, pick: (message) => message }));
  let n = 0;
  for await (const message of stream) {
    assert.equal(message.body, wanted[n++]);
    if (message.name === 'RTM_NEWLINK') (message.body.afSpec?.inet6?.conf as Int32Array | undefined)?.fill(9);
    bodies.push(message.body);
  }
  assert.is(bodies.length, 40);
});

test.run();
