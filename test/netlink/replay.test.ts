import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { Conversation } from '../../src/netlink/conversation.js';
import { DecodeError } from '../../src/netlink/errors.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { encodeMessages } from '../../src/netlink/message.js';
import { byteOrderOf, Replay, type ReplayRules } from '../../src/netlink/replay.js';
import { Subscription } from '../../src/netlink/subscription.js';
import { ack, done, getLink, indexes, link, listLinks, part, type RouteEncodable, setLink } from './conversation-replies.js';
import { rejection } from './fake-transport.js';

const test = suite('replay');

const tx = (sequence: number, flags: number, message: RouteEncodable, sock = 0): RecordedDatagram => ({
  dir: 'tx',
  sock,
  hex: hex({ ...message, header: { flags, sequence, portId: 0 } }),
});
const rx = (...messages: readonly (RouteEncodable | ReturnType<typeof ack>)[]): RecordedDatagram => ({ dir: 'rx', sock: 0, hex: hex(...messages) });
const hex = (...messages: readonly (RouteEncodable | ReturnType<typeof ack>)[]) => toHex(encodeMessages(route, messages, true));
const asks: ReplayRules = { asks: (request) => (request[4] ?? 0) % 4 === 2 };

function replayed(exchange: readonly RecordedDatagram[], rules: ReplayRules = asks) {
  const replay = new Replay(exchange, { littleEndian: true, rules });
  return { replay, client: new Conversation(replay, route) };
}

const twoChanges = [tx(9, 5, setLink(1)), rx(ack(9)), tx(10, 5, setLink(2)), rx(ack(10, 19))];

test('answers what was recorded, with sequence and port of whoever asks', async () => {
  const { replay, client } = replayed([tx(1700000000, 0x301, listLinks), rx(part(1700000000, 1)), rx(part(1700000000, 2), done(1700000000))]);
  assert.equal(indexes((await client.dump(listLinks)).messages), [1, 2]);
  assert.equal(replay.unfinished(), []);
  // Questions may be repeated.
  assert.equal(indexes((await client.dump(listLinks)).messages), [1, 2]);
});

test('gives each of several equal questions its own answer, then the last one', async () => {
  const { client } = replayed([tx(1, 1, getLink(1)), rx(link(1, 41)), tx(2, 1, getLink(1)), rx(link(2, 42))]);
  const got: unknown[] = [];
  for (let i = 0; i < 3; i++) got.push(...indexes([await client.get(getLink(1))]));
  assert.equal(got, [41, 42, 42]);
});

test('plays changes in their order, once each, and tells which were not sent', async () => {
  const { replay, client } = replayed(twoChanges);
  assert.is(replay.unfinished().length, 2);
  await client.request(setLink(1));
  assert.equal(replay.unfinished().length, 1);
  assert.is((await rejection(client.request(setLink(2)))).code, 'ENODEV');
  assert.equal(replay.unfinished(), []);
  assert.is((await rejection(client.request(setLink(1)))).code, 'ERR_NETLINK_REPLAY');
});

test('refuses changes out of order, showing both', async () => {
  const { client } = replayed(twoChanges);
  const error = await rejection(client.request(setLink(2)));
  assert.is(error.code, 'ERR_NETLINK_REPLAY');
  assert.match(error.message, 'out of order');
  for (const { hex } of [twoChanges[0], twoChanges[2]] as RecordedDatagram[]) assert.ok(error.message.includes(hex.slice(32)), error.message);
});

test('a change that was not recorded shows both requests', async () => {
  const { client } = replayed(twoChanges, { ...asks, explain: (request) => `index ${request[20]}` });
  const error = await rejection(client.request({ name: 'RTM_NEWLINK', header: {}, body: { index: 1, mtu: 9000 } }));
  assert.is(error.code, 'ERR_NETLINK_REPLAY');
  assert.match(error.message, 'was not recorded');
  assert.match(error.message, '28230000'); // mtu 9000
  assert.match(error.message, '78050000'); // mtu 1400
  assert.match(error.message, 'index 1');
  const other = await rejection(client.request({ name: 'RTM_DELLINK', header: {}, body: { index: 1 } }));
  assert.match(other.message, 'none of this type');
});

test('a question that was not recorded may be answered from what was received', async () => {
  const received: number[] = [];
  const { client } = replayed([tx(1, 0x301, listLinks), rx(part(1, 1), part(1, 2), done(1))], {
    ...asks,
    answer(_, messages) {
      received.push(messages.length);
      return [messages[1] as Uint8Array];
    },
  });
  assert.equal(indexes([await client.get(getLink(2))]), [2]);
  assert.equal(received, [3]);
});

test('a rule may make requests equal, or excuse one', async () => {
  const { replay, client } = replayed([tx(1, 5, { name: 'RTM_NEWLINK', header: {}, body: {} }), tx(2, 5, setLink(1)), rx(ack(2))], {
    ...asks,
    optional: (request) => request.length === 32,
    normalise: (request) => request.slice(0, 32),
  });
  await client.request({ name: 'RTM_NEWLINK', header: {}, body: { index: 1, mtu: 9000 } });
  assert.equal(replay.unfinished(), []);
});

test('answers several requests in one datagram', async () => {
  const flush: RecordedDatagram = { dir: 'tx', sock: 0, hex: hex({ ...setLink(1), header: { flags: 1, sequence: 5 } }, { ...setLink(2), header: { flags: 1, sequence: 6 } }) };
  const { replay, client } = replayed([flush, rx(ack(6, 19))]);
  const error = await rejection(client.post([setLink(1), setLink(2)]));
  assert.is(error.code, 'ENODEV');
  assert.equal(replay.unfinished(), []);
});

test('passes over zero bytes behind a request, and traffic of other families', async () => {
  const padded = { ...tx(1, 0x301, listLinks) };
  const { client } = replayed([{ dir: 'tx', sock: 0, hex: 'ffff', family: 16 }, { ...padded, hex: `${padded.hex}${'00'.repeat(128)}` }, rx(done(1))]);
  assert.equal((await client.dump(listLinks)).messages, []);
});

test('requests of different sockets with the same sequence are told apart', async () => {
  const { client } = replayed([tx(1, 1, getLink(1)), tx(1, 1, getLink(2), 1), { ...rx(link(1, 2)), sock: 1 }, rx(link(1, 1))]);
  assert.equal(indexes([await client.get(getLink(1)), await client.get(getLink(2))]), [1, 2]);
});

test('plays notifications to who has joined, however many there are', async () => {
  const exchange = Array.from({ length: 1000 }, (_, i) => rx(link(0, i)));
  const subscription = new Subscription(new Replay(exchange, { littleEndian: true }), route, [1]);
  const got: unknown[] = [];
  for await (const notification of subscription) {
    if (notification.kind === 'message') got.push((notification.message.body as { index: number }).index);
    if (got.length === 1000) break;
  }
  assert.equal(
    got,
    exchange.map((_, i) => i),
  );
});

test('keeps notifications from who has not joined, or has left', () => {
  const replay = new Replay([rx(link(0, 1))], { littleEndian: true });
  assert.is(replay.receive(), undefined);
  replay.join();
  replay.leave();
  assert.is(replay.receive(), undefined);
  replay.join();
  assert.ok(replay.receive());
});

test('does not spin for a listener that reads nothing', async () => {
  const replay = new Replay([rx(link(0, 1))], { littleEndian: true });
  let calls = 0;
  replay.join();
  replay.listen(() => calls++);
  await new Promise((resolve) => setImmediate(resolve));
  assert.is(calls, 1);
  await replay.close();
});

test('a second socket hears the notifications in turn, with their namespace, and says where they end', async () => {
  const exchange = [tx(7, 1, getLink(1)), rx(link(7, 1)), { ...rx(link(7, 2)), nl_groups: 1 }, { ...rx(link(0, 3)), nsid: 4 }];
  const subscription = new Subscription(new Replay(exchange, { littleEndian: true }).sibling(), route, [1]);
  const told: unknown[] = [];
  const error = await (async () => {
    for await (const one of subscription) if (one.kind === 'message') told.push([(one.message.body as { index: number }).index, one.nsid]);
  })().catch((thrown) => thrown);
  assert.equal(told, [
    [2, undefined],
    [3, 4],
  ]);
  assert.is(error.code, 'ERR_NETLINK_CLOSED');
});

test('tells the byte order from the first length that has one', () => {
  const request = tx(1, 1, getLink(1)).hex;
  const swapped = `${request.slice(6, 8)}${request.slice(4, 6)}${request.slice(2, 4)}${request.slice(0, 2)}`;
  assert.is(byteOrderOf([{ dir: 'tx', sock: 0, hex: request }]), true);
  assert.is(
    byteOrderOf([
      { dir: 'tx', sock: 0, hex: '00' },
      { dir: 'tx', sock: 0, hex: '00000000' },
      { dir: 'tx', sock: 0, hex: swapped },
    ]),
    false,
  );
  assert.type(byteOrderOf([]), 'boolean');
});

test('refuses a recording that is none', () => {
  assert.throws(
    () => new Replay([{ dir: 'tx', sock: 0, hex: 'ffffff7f00000000000000000000000000000000' }]),
    (error: unknown) => error instanceof DecodeError,
  );
});

test.run();
