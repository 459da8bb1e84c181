// Dumps handed out message by message, against a transport whose other end is the test.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { NLM_F_DUMP_INTR } from '../../src/netlink/constants.js';
import type { KernelError } from '../../src/netlink/errors.js';
import { SystemError } from '../../src/netlink/errors.js';
import type { Message } from '../../src/netlink/message.js';
import { streamDump } from '../../src/netlink/stream.js';
import { ack, done, indexes, listLinks, part, type Route } from './conversation-replies.js';
import { FakeTransport, rejection } from './fake-transport.js';

const test = suite('stream of a dump');

function started(signal?: AbortSignal) {
  const transport = new FakeTransport(route);
  const ask = () => ({ transport, request: listLinks, pick: (message: Message<Route>) => message });
  return { transport, stream: streamDump(route, ask, signal === undefined ? {} : { signal }) };
}

async function rest(stream: AsyncIterable<never> | ReturnType<typeof started>['stream']): Promise<number[]> {
  const all: number[] = [];
  for await (const message of stream) all.push(...indexes([message]));
  return all;
}

test('reads no further than what was asked for', async () => {
  const { transport, stream } = started();
  transport
    .put(transport.encode(part(1, 1), part(1, 2)))
    .put(transport.encode(part(1, 3)))
    .put(transport.encode(done(1)));
  assert.is(transport.sent.length, 0);
  assert.equal(indexes([(await stream.next()).value as never]), [1]);
  assert.is(transport.unread, 2);
  assert.equal(await rest(stream), [2, 3]);
  assert.equal([transport.sent.length, transport.closes, transport.listening], [1, 1, false]);
});

test('waits for what is not there yet', async () => {
  const { transport, stream } = started();
  const first = stream.next();
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(transport.listening);
  transport.put(transport.encode(part(1, 7), done(1))).wakeOnce();
  assert.equal(indexes([(await first).value as never]), [7]);
  assert.ok((await stream.next()).done);
});

test('closes the transport when it is left early', async () => {
  const { transport, stream } = started();
  transport.put(transport.encode(part(1, 1), part(1, 2)));
  for await (const _ of stream) break;
  assert.is(transport.closes, 1);
});

test('throws what the kernel has against it, at the start and at the end', async () => {
  for (const end of [ack(1, 22), ack(1, -22), done(1, 22)]) {
    const { transport, stream } = started();
    transport.put(transport.encode(part(1, 1))).put(transport.encode(end));
    const error = (await rejection(rest(stream))) as KernelError;
    assert.equal([error.name, error.code, transport.closes], ['KernelError', 'EINVAL', 1]);
  }
});

test('says at the end that things changed meanwhile, wherever it was told', async () => {
  for (const replies of [
    [part(1, 1, NLM_F_DUMP_INTR), part(1, 2), done(1)],
    [part(1, 1), part(1, 2), done(1, 0, undefined, NLM_F_DUMP_INTR)],
  ]) {
    const { transport, stream } = started();
    transport.put(transport.encode(...replies));
    const seen: number[] = [];
    const error = await rejection(
      (async () => {
        for await (const message of stream) seen.push(...indexes([message]));
      })(),
    );
    assert.equal([error.code, seen], ['ERR_NETLINK_INTERRUPTED', [1, 2]]);
  }
});

test('throws where a part was cut or lost', async () => {
  const cut = started();
  cut.transport.put(cut.transport.encode(part(1, 1)), { fullLength: 100_000 });
  assert.is((await rejection(rest(cut.stream))).code, 'ERR_NETLINK_TRUNCATED');
  const lost = started();
  lost.transport.put(new SystemError('recvmsg', 105));
  assert.is((await rejection(rest(lost.stream))).code, 'ENOBUFS');
  assert.equal([cut.transport.closes, lost.transport.closes], [1, 1]);
});

test('ends with the reason of its signal, before it begins, while it waits and between two messages', async () => {
  const reason = new Error('enough');
  const early = started(AbortSignal.abort(reason));
  assert.is(await rejection(rest(early.stream)), reason);
  assert.equal([early.transport.sent.length, early.transport.closes], [0, 0]);

  const controller = new AbortController();
  const waiting = started(controller.signal);
  const next = rejection(waiting.stream.next());
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort(reason);
  assert.is(await next, reason);

  const between = new AbortController();
  const { transport, stream } = started(between.signal);
  transport.put(transport.encode(part(1, 1), part(1, 2)));
  await stream.next();
  between.abort(reason);
  assert.is(await rejection(stream.next()), reason);
});

test('passes over what is for others, or not from the kernel', async () => {
  const { transport, stream } = started();
  transport
    .put(transport.encode(part(9, 1)))
    .put(transport.encode(part(1, 2)), { senderPortId: 77 })
    .put(transport.encode(part(1, 3), done(1)));
  assert.equal(await rest(stream), [3]);
});

test('gives the event loop its turn in a long dump', async () => {
  const { transport, stream } = started();
  const many = Array.from({ length: 12 }, () => transport.encode(...Array.from({ length: 1500 }, (_, i) => part(1, i))));
  for (const datagram of many) transport.put(datagram);
  transport.put(transport.encode(done(1)));
  let turns = 0;
  const count = () => {
    turns++;
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  assert.is((await rest(stream)).length, 12 * 1500);
  clearImmediate(immediate);
  assert.ok(turns >= 10, `${turns} turns`);
});

test.run();
