import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { DecodeError, SystemError } from '../../src/netlink/errors.js';
import { protocol } from '../../src/netlink/protocol.js';
import { MAX_QUEUED, type Notification, READS, Subscription } from '../../src/netlink/subscription.js';
import { link, type Route } from './conversation-replies.js';
import { FakeTransport, outcome, rejection } from './fake-transport.js';
import { isLinear } from './growth.js';

const test = suite('subscription');

function subscribed(signal?: AbortSignal) {
  const transport = new FakeTransport(route);
  return { transport, subscription: new Subscription(transport, route, [1, 5], signal) };
}

const told = (transport: FakeTransport<Route>, index: number) => transport.encode(link(0, index));
const indexOf = (result: IteratorResult<Notification<Route>>): unknown =>
  result.value?.kind === 'message' ? (result.value.message.body as { index: number }).index : result.value?.kind;

test('joins the groups and yields what they tell, in order, whether asked for before or after', async () => {
  const { transport, subscription } = subscribed();
  assert.equal([...transport.groups], [1, 5]);
  const early = [subscription.next(), subscription.next()];
  for (const index of [1, 2, 3, 4]) transport.put(told(transport, index));
  transport.wake();
  assert.equal((await Promise.all(early)).map(indexOf), [1, 2]);
  assert.equal([indexOf(await subscription.next()), indexOf(await subscription.next())], [3, 4]);
  await subscription.close();
});

test('says of which namespace a notification is', async () => {
  const { transport, subscription } = subscribed();
  transport.put(told(transport, 1), { nsid: 7 }).put(told(transport, 2)).wake();
  assert.is(((await subscription.next()).value as { nsid?: number }).nsid, 7);
  assert.not.ok('nsid' in (await subscription.next()).value);
  await subscription.close();
});

test('says that notifications were lost, and goes on', async () => {
  const { transport, subscription } = subscribed();
  transport.put(told(transport, 1)).put(new SystemError('recvmsg', 105)).put(told(transport, 2)).wake();
  assert.is(indexOf(await subscription.next()), 1);
  const { value } = await subscription.next();
  assert.is(value.kind, 'overrun');
  assert.is(value.kind === 'overrun' && value.error.code, 'ERR_NETLINK_OVERRUN');
  assert.is(indexOf(await subscription.next()), 2);
  await subscription.close();
});

test('a notification that was cut is one that was lost', async () => {
  const { transport, subscription } = subscribed();
  const whole = told(transport, 1);
  transport.put(whole.slice(0, 40), { fullLength: whole.length }).put(told(transport, 2)).wake();
  assert.is(indexOf(await subscription.next()), 'overrun');
  assert.is(indexOf(await subscription.next()), 2);
  await subscription.close();
});

test('hands over what it cannot decode, and goes on', async () => {
  const { transport, subscription } = subscribed();
  const broken = told(transport, 1);
  broken.set([1, 0], 32);
  transport.put(broken).put(told(transport, 2)).wake();
  const { value } = await subscription.next();
  assert.is(value.kind, 'malformed');
  if (value.kind === 'malformed') {
    assert.instance(value.error, DecodeError);
    assert.equal(value.bytes, broken);
  }
  assert.is(indexOf(await subscription.next()), 2);
  await subscription.close();
});

test('does not listen to senders other than the kernel', async () => {
  const { transport, subscription } = subscribed();
  transport.put(told(transport, 66), { senderPortId: 1234 }).put(told(transport, 1)).wake();
  assert.is(indexOf(await subscription.next()), 1);
  await subscription.close();
});

test('ends with the signal, after what came before it', async () => {
  const controller = new AbortController();
  const { transport, subscription } = subscribed(controller.signal);
  transport.put(told(transport, 1)).wake();
  const reason = new Error('enough');
  controller.abort(reason);
  assert.not.ok(transport.listening);
  assert.is(transport.closes, 1);
  assert.is(indexOf(await subscription.next()), 1);
  assert.is(await rejection(subscription.next()), reason);
});

test('rejects those who wait when the signal comes', async () => {
  const controller = new AbortController();
  const { subscription } = subscribed(controller.signal);
  const waiting = [subscription.next(), subscription.next()];
  controller.abort();
  for (const promise of waiting) assert.is((await rejection(promise)).name, 'AbortError');
});

test('a signal that is aborted already ends it likewise, and nothing stays open', async () => {
  const { transport, subscription } = subscribed(AbortSignal.abort());
  assert.is((await rejection(subscription.next())).name, 'AbortError');
  assert.is(transport.closes, 1);
  assert.not.ok(transport.listening);
});

test('leaving the loop closes the transport', async () => {
  const { transport, subscription } = subscribed();
  transport.put(told(transport, 1)).put(told(transport, 2)).wake();
  for await (const notification of subscription) {
    assert.is(notification.kind, 'message');
    break;
  }
  assert.is(transport.closes, 1);
  assert.not.ok(transport.listening);
  assert.equal(await subscription.next(), { value: undefined, done: true });
});

test('close ends those who wait, drops what was not taken, and may be called twice', async () => {
  const { transport, subscription } = subscribed();
  const waiting = subscription.next();
  await subscription.close();
  assert.equal(await waiting, { value: undefined, done: true });
  await subscription.close();
  assert.is(transport.closes, 1);
  {
    await using other = subscribed().subscription;
    assert.is(await outcome(other.next()), 'open');
  }
});

test('does not hold on to the signal once it has ended', async () => {
  const controller = new AbortController();
  const { transport, subscription } = subscribed(controller.signal);
  await subscription.close();
  controller.abort();
  assert.is(transport.closes, 1);
  assert.equal(await subscription.next(), { value: undefined, done: true });
});

test('a group that cannot be joined is thrown, and the transport closed', () => {
  const transport = new FakeTransport(route);
  const error = new SystemError('setsockopt', 22);
  transport.onJoin = () => {
    throw error;
  };
  assert.throws(
    () => new Subscription(transport, route, [1]),
    (thrown: unknown) => thrown === error,
  );
  assert.is(transport.closes, 1);
  assert.not.ok(transport.listening);
});

test('rejects when the socket fails for good', async () => {
  const { transport, subscription } = subscribed();
  const error = new SystemError('recvmsg', 9);
  const waiting = subscription.next();
  transport.put(error).wake();
  assert.is(await rejection(waiting), error);
  assert.is(transport.closes, 1);
});

test('a transport that cannot be closed tells whoever closes, and nobody else', async () => {
  const error = new SystemError('close', 5);
  const controller = new AbortController();
  const transport = new FakeTransport(route);
  transport.close = () => Promise.reject(error);
  const subscription = new Subscription(transport, route, [], controller.signal);
  controller.abort();
  await new Promise((resolve) => setImmediate(resolve));
  assert.is(await rejection(subscription.close()), error);
});

test('reads a share at a time, and leaves the event loop the rest', async () => {
  const { transport, subscription } = subscribed();
  for (let i = 0; i < READS + 1000; i++) transport.put(told(transport, i));
  transport.wakeOnce();
  assert.is(transport.unread, 1000);
  transport.wake();
  assert.is(transport.unread, 0);
  await subscription.close();
});

/** A protocol without messages, so that a million of them decode fast. */
function bare() {
  const none = protocol({});
  const transport = new FakeTransport(none);
  const message = (type: number, count = 1) =>
    transport.encode(
      ...Array.from({ length: count }, () => ({ name: `#${type}` as const, header: { length: 16, type, flags: 0, sequence: 0, portId: 0 }, body: new Uint8Array() })),
    );
  return { transport, message, subscription: new Subscription(transport, none, []) };
}

test(`holds at most ${MAX_QUEUED} bytes, and says so when they were more`, async () => {
  const { transport, message, subscription } = bare();
  const bulk = message(20, 1 << 15);
  for (let i = 0; i < MAX_QUEUED / bulk.length - 1; i++) transport.put(bulk);
  transport.wake();
  assert.is(subscription.queued, (MAX_QUEUED / bulk.length - 1) << 15);
  transport.put(bulk).put(message(22)).wake();
  const { value } = await subscription.next();
  assert.is(value.kind === 'overrun' && value.error.message, `more than MAX_QUEUED (${MAX_QUEUED}) bytes of notifications were not taken`);
  const next = (await subscription.next()).value;
  assert.is(next.kind === 'message' && next.message.name, '#22');
  assert.is(subscription.queued, 0);
  await subscription.close();
});

test('a long queue is taken in many turns of the event loop, and what comes meanwhile is read', async () => {
  const { transport, subscription } = subscribed();
  for (let i = 0; i < 5000; i++) transport.put(told(transport, i));
  transport.wake();
  let turns = 0;
  const count = () => {
    turns++;
    transport.put(told(transport, 5000 + turns));
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  for (let i = 0; i < 5000; i++) assert.is(indexOf(await subscription.next()), i);
  clearImmediate(immediate);
  assert.ok(turns > 3, `${turns} turns`);
  assert.ok(subscription.queued > 3, `${subscription.queued} read meanwhile`);
  await subscription.close();
});

test('counts what was passed over, what was malformed, and each message of a datagram', async () => {
  const transport = new FakeTransport(route);
  const accept = ({ body }: { readonly body: unknown }) => (body as { index: number }).index > 1;
  const subscription = new Subscription(transport, route, [], undefined, { accept });
  const broken = told(transport, 1);
  broken.set([1, 0], 32);
  const several = transport.encode(link(0, 1), link(0, 2), link(0, 3), link(0, 1));
  transport.put(told(transport, 1)).put(several).put(broken).put(new SystemError('recvmsg', 105)).put(told(transport, 1));
  assert.ok(subscription.read());
  assert.equal([subscription.count, subscription.taken, subscription.queued], [8, 0, 8]);
  const yielded: unknown[] = [];
  for (let i = 0; i < 4; i++) yielded.push(indexOf(await subscription.next()), subscription.taken);
  assert.equal(yielded, [2, 4, 3, 5, 'malformed', 6, 'overrun', 7]);
  assert.is(await outcome(subscription.next()), 'open');
  assert.equal([subscription.taken, subscription.queued, subscription.forget()], [8, 0, 0]);
  await subscription.close();
});

test('ends with what accept throws, after what came before it', async () => {
  const transport = new FakeTransport(route);
  const error = new Error('not that');
  const subscription = new Subscription(transport, route, [], undefined, {
    accept: ({ body }) => {
      if ((body as { index: number }).index === 2) throw error;
      return true;
    },
  });
  for (const index of [1, 2, 3]) transport.put(told(transport, index));
  transport.wake();
  assert.is(indexOf(await subscription.next()), 1);
  assert.is(await rejection(subscription.next()), error);
  assert.is(transport.closes, 1);
  await subscription.close();
});

test('takes a long queue in time linear in its length', () => {
  const taking = (count: number) => async () => {
    const { transport, message, subscription } = bare();
    const bulk = message(20, 1 << 15);
    for (let i = 0; i < count; i++) transport.put(bulk);
    transport.wake();
    for (let i = 0; i < count << 15; i++) await subscription.next();
    await subscription.close();
  };
  return isLinear(4, taking(2), taking(8));
});

test.run();
