import { getEventListeners } from 'node:events';
import FakeTimers from '@sinonjs/fake-timers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { Conversation } from '../../src/netlink/conversation.js';
import { SystemError } from '../../src/netlink/errors.js';
import { BATCH_BYTES, BATCH_REQUESTS, FIRST_REQUESTS } from '../../src/netlink/parts.js';
import { ack, getLink, link, opened, type RouteEncodable, refusal, setLink } from './conversation-replies.js';
import { FakeTransport, outcome, rejection } from './fake-transport.js';

const test = suite('batch');

type Outcomes = Awaited<ReturnType<ReturnType<typeof opened>['client']['batch']>>;
const codes = (outcomes: Outcomes) => outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason.code ?? one.reason.message)));
const many = (count: number): RouteEncodable[] => Array.from({ length: count }, (_, i) => setLink(i + 1));

test('sends all in one datagram, off the event loop, and attributes each answer to its request', async () => {
  const { transport, client } = opened();
  const answered = client.batch(many(4));
  assert.is(transport.sent.length, 1);
  assert.is(transport.sent[0]?.mayWait, true);
  const sent = transport.messages(0);
  assert.equal(
    sent.map(({ header }) => [header.sequence, header.flags]),
    [
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
    ],
  );
  const third = transport.encode(sent[2] as never);
  transport
    .put(transport.encode(ack(2), ack(1)))
    .put(transport.encode(refusal(third, 3, 17, { message: 'no', offset: 32 })))
    .put(transport.encode(link(4, 9)))
    .put(transport.encode(ack(4)))
    .wake();
  const outcomes = await answered;
  assert.equal(codes(outcomes), ['done', 'done', 'EEXIST', 'done']);
  const [, , refused, echoed] = outcomes;
  assert.ok(refused?.status === 'rejected');
  assert.equal(refused.reason.request.bytes, third);
  assert.equal(refused.reason.extendedAck.path, ['RTM_NEWLINK', 'IFLA_MTU']);
  assert.ok(echoed?.status === 'fulfilled' && echoed.value.replies.length === 1);
});

test('acknowledgements that come joined are those of their requests, a refusal among them too', async () => {
  const { transport, client } = opened();
  const answered = client.batch(many(6));
  const request = client.request(setLink(9));
  const third = transport.encode(transport.messages(0)[2] as never);
  const joined = [ack(1), ack(2), refusal(third, 3, 17, { message: 'no', offset: 32 }), ack(4), ack(7), ack(99), ack(5), ack(6)];
  transport.put(Buffer.concat(joined.map((one) => transport.encode(one)))).wake();
  assert.equal(codes(await answered), ['done', 'done', 'EEXIST', 'done', 'done', 'done']);
  await request;
  assert.not.ok(transport.listening);
});

test('is told of in any order, of one thing twice and of what could not be sent as well', async () => {
  const { transport, client } = opened();
  const bad = { ...setLink(3), body: { index: 3, mtu: -1 } } as RouteEncodable;
  const answered = client.batch([setLink(1), setLink(2), bad, setLink(4), setLink(5), setLink(6)]);
  const [first, second, , fifth] = transport.messages(0).map((one) => transport.encode(one as never));
  const refused = (bytes: Uint8Array | undefined, sequence: number) => transport.encode(refusal(bytes as Uint8Array, sequence, 17, { message: 'no', offset: 32 }));
  for (const one of [refused(fifth, 5), transport.encode(ack(3), ack(4)), transport.encode(ack(4)), refused(second, 2), transport.encode(ack(6), ack(7)), refused(first, 1)])
    transport.put(one);
  transport.wake();
  const outcomes = await answered;
  assert.equal(codes(outcomes), ['EEXIST', 'EEXIST', 'ERR_NETLINK_VALUE', 'done', 'EEXIST', 'done']);
  assert.equal(
    outcomes.flatMap((one) => (one.status === 'rejected' && one.reason.request !== undefined ? [one.reason.request.bytes] : [])),
    [first, second, fifth],
  );
});

test('of nothing sends nothing', async () => {
  const { transport, client } = opened();
  assert.equal(await client.batch([]), []);
  assert.is(transport.sent.length, 0);
});

test('goes out in parts, two of them under way at a time, and keeps the order', async () => {
  const { transport, client } = opened();
  Object.assign(transport, { receiveBuffer: 16 << 20 });
  const sizes = [FIRST_REQUESTS, 2 * FIRST_REQUESTS, 4 * FIRST_REQUESTS, BATCH_REQUESTS, BATCH_REQUESTS, 7];
  const count = sizes.reduce((sum, size) => sum + size);
  const answered = client.batch(many(count));
  assert.is(transport.sent.length, 2);
  const acknowledge = (n: number) => {
    for (const { header } of transport.messages(n)) transport.put(transport.encode(ack(header.sequence, header.sequence % 2 === 0 ? 16 : 0)));
    transport.wake();
  };
  for (let n = 0; n < sizes.length; n++) {
    assert.is(transport.sent.length, Math.min(n + 2, sizes.length));
    acknowledge(n);
    await outcome(answered);
  }
  assert.equal(
    transport.sent.map((_, n) => transport.messages(n).length),
    sizes,
  );
  assert.equal(
    codes(await answered),
    many(count).map((_, i) => (i % 2 === 1 ? 'EBUSY' : 'done')),
  );
});

test('no part is longer than it may be, but for a request that is', async () => {
  const { transport, client } = opened();
  Object.assign(transport, { receiveBuffer: 64 << 20 });
  const long = (bytes: number): RouteEncodable => ({
    name: 'RTM_NEWLINK',
    header: {},
    body: { index: 1, permAddress: '', '#900': { flags: 0, payload: new Uint8Array(bytes) } } as never,
  });
  const answered = client.batch([...Array.from({ length: 10 }, () => long(20_000)), long(65_000), setLink(1)]);
  for (let n = 0; n < transport.sent.length; n++) {
    for (const { header } of transport.messages(n)) transport.put(transport.encode(ack(header.sequence)));
    transport.wake();
    await outcome(answered);
  }
  const outcomes = await answered;
  assert.is(outcomes.filter(({ status }) => status === 'fulfilled').length, 12);
  const lengths = transport.sent.map(({ bytes }) => bytes.length);
  assert.ok(
    lengths.every((length) => length <= BATCH_BYTES + 64),
    String(lengths),
  );
});

test('a small receive queue makes small parts', async () => {
  const { transport, client } = opened();
  Object.assign(transport, { receiveBuffer: 8192 });
  client.batch(many(10)).catch(() => undefined);
  assert.ok(transport.messages(0).length <= 4);
  await client.close();
});

test('a request that cannot be encoded fails, and leaves nothing behind between its neighbours', async () => {
  const { transport, client } = opened();
  const wrong = { name: 'RTM_NEWLINK', header: {}, body: { index: 9, ifname: 'left', mtu: 'x' } } as unknown as RouteEncodable;
  const answered = client.batch([wrong, setLink(1), wrong, setLink(2), wrong]);
  assert.equal(
    transport.messages(0).map(({ header }) => header.sequence),
    [2, 4],
  );
  assert.equal(transport.sent[0]?.bytes, transport.encode(...(transport.messages(0) as never[])));
  transport
    .put(transport.encode(ack(2)))
    .put(transport.encode(ack(4, 16)))
    .wake();
  const outcomes = await answered;
  assert.equal(codes(outcomes), ['ERR_NETLINK_VALUE', 'done', 'ERR_NETLINK_VALUE', 'EBUSY', 'ERR_NETLINK_VALUE']);
  assert.ok(outcomes[3]?.status === 'rejected');
  assert.is(outcomes[3].reason.request.sequence, 4);
});

test('of none that can be encoded nothing is sent, nor after it was closed', async () => {
  const { transport, client } = opened();
  const wrong = { name: 'RTM_NEWLINK', header: {}, body: { mtu: 'x' } } as unknown as RouteEncodable;
  assert.equal(new Set(codes(await client.batch(Array.from({ length: 2 * BATCH_REQUESTS }, () => wrong)))), new Set(['ERR_NETLINK_VALUE']));
  assert.is(transport.sent.length, 0);
  await client.close();
  assert.is((await rejection(client.batch([]))).code, 'ERR_NETLINK_CLOSED');
});

test('one that is closed by what it encodes sends nothing and waits for nobody', async () => {
  const { transport, client } = opened();
  const closing = {
    get mtu() {
      void client.close();
      return 1500;
    },
  };
  const outcomes = await client.batch([{ name: 'RTM_NEWLINK', header: {}, body: closing } as unknown as RouteEncodable]);
  assert.equal(codes(outcomes), ['ERR_NETLINK_CLOSED']);
  assert.is(transport.sent.length, 0);
});

test('a datagram that cannot be sent fails its requests and no others', async () => {
  const { transport, client } = opened();
  Object.assign(transport, { receiveBuffer: 16 << 20 });
  transport.onSend = () => (transport.sent.length === 1 ? Promise.reject(new SystemError('write', 105)) : undefined);
  const answered = client.batch(many(FIRST_REQUESTS + 1));
  transport.put(transport.encode(ack(FIRST_REQUESTS + 1))).wake();
  const outcomes = codes(await answered);
  assert.equal([outcomes[0], outcomes.at(-2), outcomes.at(-1)], ['ENOBUFS', 'ENOBUFS', 'done']);
});

test('lost acknowledgements are told, and the queue is emptied so that later ones find room', async () => {
  const { transport, client } = opened();
  const answered = client.batch(many(3));
  transport
    .put(transport.encode(ack(1)))
    .put(new SystemError('recvmsg', 105))
    .put(transport.encode(ack(3)))
    .wake();
  assert.equal(codes(await answered), ['done', 'ERR_NETLINK_OVERRUN', 'ERR_NETLINK_OVERRUN']);
  assert.is(transport.unread, 0);
  const next = client.request(setLink(1));
  transport.put(transport.encode(ack(4))).wake();
  await next;
});

test('the signal settles what is open and keeps back what was not sent', async () => {
  const { transport, client } = opened();
  const controller = new AbortController();
  const answered = client.batch(many(5 * BATCH_REQUESTS), { signal: controller.signal });
  const before = transport.sent.length;
  transport.put(transport.encode(ack(1))).wake();
  controller.abort(new Error('enough'));
  const settled = await answered;
  const outcomes = codes(settled);
  assert.equal([outcomes[0], outcomes[1], outcomes.at(-1)], ['done', 'enough', 'enough']);
  assert.equal([...new Set(settled.slice(1).map(({ status }) => status))], ['rejected']);
  assert.equal(getEventListeners(controller.signal, 'abort'), []);
  assert.is(transport.sent.length, before);
  assert.not.ok(transport.listening);
  assert.is((await rejection(client.batch(many(1), { signal: controller.signal }))).message, 'enough');
});

test('the time-out is for all together', async () => {
  const clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { transport, client } = opened();
    const answered = client.batch(many(2), { timeout: 100 });
    transport.put(transport.encode(ack(2))).wake();
    clock.tick(100);
    assert.equal(codes(await answered), ['ERR_NETLINK_TIMEOUT', 'done']);
    const other = client.batch(many(1), { timeout: 100 });
    transport.put(transport.encode(ack(3))).wake();
    await other;
    assert.is(clock.countTimers(), 0);
  } finally {
    clock.uninstall();
  }
});

test('close settles all of it', async () => {
  const { transport, client } = opened();
  const answered = client.batch(many(5 * BATCH_REQUESTS));
  const before = transport.sent.length;
  await client.close();
  assert.equal([...new Set(codes(await answered))], ['ERR_NETLINK_CLOSED']);
  assert.is(transport.sent.length, before);
});

test('other requests pass in between, in either byte order', async () => {
  const transport = new FakeTransport(route, false);
  const client = new Conversation(transport, route);
  const answered = client.batch(many(2));
  const got = client.get(getLink(7));
  transport
    .put(transport.encode(ack(1)))
    .put(transport.encode(link(3, 7)))
    .put(transport.encode(ack(2)))
    .wake();
  assert.is(((await got).body as { index: number }).index, 7);
  assert.equal(codes(await answered), ['done', 'done']);
});

test.run();
