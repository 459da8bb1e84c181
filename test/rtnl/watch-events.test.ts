// Events that nobody takes: they are kept up to a limit, and what was dropped is told.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NetlinkError } from '../../src/netlink/errors.js';
import { EventQueue, MAX_WATCH_EVENTS } from '../../src/rtnl/watch/events.js';
import { rejection } from '../netlink/fake-transport.js';

const test = suite('events of a watch');

const opened = () => new EventQueue<{ readonly kind: string }>((error: NetlinkError) => ({ kind: error.code }));
const numbered = (queue: ReturnType<typeof opened>, count: number) => {
  for (let i = 0; i < count; i++) queue.push({ kind: String(i) });
};
const kinds = async (queue: ReturnType<typeof opened>, count: number) => {
  const out: unknown[] = [];
  for (let i = 0; i < count; i++) out.push((await queue.next()).value?.kind);
  return out;
};

test('as many are kept as may be; one more, and all are given up, which is told', async () => {
  const queue = opened();
  numbered(queue, 2);
  const more = { kind: 'more' };
  for (let i = 2; i < MAX_WATCH_EVENTS; i++) queue.push(more);
  assert.equal(await kinds(queue, 1), ['0']);
  queue.push(more);
  assert.equal(await kinds(queue, 1), ['1']);
  for (let i = 0; i < 2; i++) queue.push(more);
  queue.push({ kind: 'later' });
  queue.end();
  assert.equal(await kinds(queue, 2), ['ERR_NETLINK_OVERRUN', 'later']);
  assert.equal(await queue.next(), { value: undefined, done: true });
});

test('those who wait are served in order, and told of the end and of why', async () => {
  const queue = opened();
  const waiting = [queue.next(), queue.next(), queue.next()];
  numbered(queue, 2);
  const failure = new Error('no more');
  queue.end(failure);
  queue.end();
  queue.push({ kind: 'too late' });
  assert.equal(
    (await Promise.all(waiting.slice(0, 2))).map(({ value }) => value.kind),
    ['0', '1'],
  );
  assert.is(await rejection(waiting[2] as Promise<unknown>), failure);
  assert.is(await rejection(queue.next()), failure);
});

test('what is kept comes before the end, but where it is forgotten', async () => {
  const [kept, forgotten] = [opened(), opened()];
  for (const queue of [kept, forgotten]) {
    numbered(queue, 1);
    queue.end();
    queue.push({ kind: 'too late' });
  }
  forgotten.clear();
  assert.equal(await kinds(kept, 2), ['0', undefined]);
  assert.equal(await forgotten.next(), { value: undefined, done: true });
});

test.run();
