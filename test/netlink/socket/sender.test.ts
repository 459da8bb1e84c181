// The order of sends, on a file in place of a socket: write(2) appends to it from the pool, send is ours.

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Libc } from '../../../src/netlink/socket/libc.js';
import { loadLibc } from '../../../src/netlink/socket/load.js';
import { Pace, STRETCH, TRIALS } from '../../../src/netlink/socket/pace.js';
import { Sender } from '../../../src/netlink/socket/sender.js';

const test = suite<{ directory: string; path: string; fd: number }>('sender');
const EINTR = 4;
const ENOBUFS = 105;

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), 'sender-'));
  context.path = join(context.directory, 'sent');
  context.fd = openSync(context.path, 'a');
});

test.after.each(({ directory, fd }) => {
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

const send: Libc['send'] = (fd, datagram) => writeSync(fd, datagram);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('keeps the order of inline and pooled sends', async ({ fd, path }) => {
  const sender = new Sender({ ...loadLibc(), send }, fd);
  const sends = [...'abcdefgh'].map((letter, at) => sender.send(bytes(letter), at % 3 === 1));
  assert.is(sends[0], undefined);
  assert.ok(sends.slice(1).every((sent) => sent instanceof Promise));
  await sender.idle();
  assert.is(readFileSync(path, 'utf8'), 'abcdefgh');
  await Promise.all(sends);
});

test('goes on after a send that failed', async ({ fd, path }) => {
  let failures = 1;
  const sender = new Sender({ ...loadLibc(), send: (...all) => (failures-- > 0 ? -ENOBUFS : send(...all)) }, fd);
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((letter) => sender.send(bytes(letter), letter === 'a')));
  assert.equal(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.is(readFileSync(path, 'utf8'), 'ac');
});

test('sends again what a signal interrupted', ({ fd, path }) => {
  let interrupts = 2;
  const sender = new Sender({ ...loadLibc(), send: (...all) => (interrupts-- > 0 ? -EINTR : send(...all)) }, fd);
  assert.is(sender.send(bytes('a'), false), undefined);
  assert.is(readFileSync(path, 'utf8'), 'a');
});

/** One message, or as many as are asked for, in the byte order of this machine: nlmsg_len, nlmsg_type, flags; the rest is zero. */
function change(type: number, copies = 1): Uint8Array {
  const message = new Uint8Array(20);
  new Uint32Array(message.buffer).set([20]);
  new Uint16Array(message.buffer).set([type, 5], 2);
  return new Uint8Array(Array.from({ length: copies }, () => [...message]).flat());
}

/** A sender whose clock is the test's: each look at it takes `step` milliseconds. */
function paced(fd: number) {
  const clock = { step: 0, time: 0 };
  const pace = new Pace();
  const sender = new Sender({ ...loadLibc(), send }, fd, pace, () => {
    clock.time += clock.step;
    return clock.time;
  });
  return { clock, pace, sender };
}

test('sends a kind of change at once when it came back soon from the pool, and not when it took long', async ({ fd }) => {
  const { clock, pace, sender } = paced(fd);
  for (let i = 0; i < TRIALS; i++) {
    const sent = sender.send(change(20), true);
    assert.instance(sent, Promise);
    await sent;
  }
  assert.is(sender.send(change(20), true), undefined);
  assert.instance(sender.send(change(21), true), Promise, 'another kind');
  await sender.idle();
  assert.instance(sender.send(change(20, 2), true), Promise, 'several in one');
  await sender.idle();
  clock.step = 17;
  assert.is(sender.send(change(20), true), undefined);
  clock.step = 0;
  assert.instance(sender.send(change(20), true), Promise);
  await sender.idle();
  assert.is(pace.slow, 1);
});

test('thousands handed over at once keep their order, and leave the event loop its turns', async ({ fd, path }) => {
  const { clock, sender } = paced(fd);
  clock.step = STRETCH / 50;
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  const count = 3000;
  const sends = Array.from({ length: count }, (_, i) => {
    const datagram = change(20);
    new DataView(datagram.buffer).setUint32(8, i);
    return sender.send(datagram, i % 7 !== 0);
  });
  const order: number[] = [];
  await Promise.all(sends.map((sent, i) => sent?.then(() => order.push(i))));
  clearInterval(turn);
  assert.ok(order.every((at, i) => i === 0 || at > (order[i - 1] as number)));
  const written = readFileSync(path);
  assert.equal(
    Array.from({ length: count }, (_, i) => written.readUInt32BE(20 * i + 8)),
    Array.from({ length: count }, (_, i) => i),
  );
  assert.ok(turns > 5, `${turns} turns`);
});

test('is idle at once where nothing was sent', async ({ fd }) => {
  await new Sender(loadLibc(), fd).idle();
});

test.run();
