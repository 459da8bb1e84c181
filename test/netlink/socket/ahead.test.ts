// What is read of long lists on another thread, against a C library whose calls there end when the test says so.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hostIsLittleEndian } from '../../../src/netlink/bytes.js';
import { SLOTS } from '../../../src/netlink/socket/ahead.js';
import { LATE, LEFT, Pool } from '../../../src/netlink/socket/pool.js';
import { RECEIVE_BUFFER_START, Receiver } from '../../../src/netlink/socket/receiver.js';
import { FakeLibc } from './fake-libc.js';

const test = suite('reading ahead');
const FD = 7;
const EINTR = 4;
const ENOBUFS = 105;
const NLM_F_MULTI = 2;
const RTM_NEWROUTE = 24;
const NLMSG_DONE = 3;
const FULL = 32 * 1024;

/** A datagram of a list: one message with `n` in it, at its end an NLMSG_DONE where it is the last. */
function part(n: number, { length = FULL, last = false, flags = NLM_F_MULTI } = {}): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length - (last ? 20 : 0), hostIsLittleEndian);
  view.setUint16(4, RTM_NEWROUTE, hostIsLittleEndian);
  view.setUint16(6, flags, hostIsLittleEndian);
  view.setUint32(8, n, hostIsLittleEndian);
  if (last) {
    view.setUint32(length - 20, 20, hostIsLittleEndian);
    view.setUint16(length - 16, NLMSG_DONE, hostIsLittleEndian);
    view.setUint16(length - 14, NLM_F_MULTI, hostIsLittleEndian);
  }
  return bytes;
}

const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, hostIsLittleEndian);

function make({ pool = new Pool(), allNamespaces = false, later = true } = {}) {
  const fake = new FakeLibc();
  const clock = { time: 0 };
  let calls = 0;
  const { recvmmsgLater, ...without } = fake.libc;
  const receiver = new Receiver(
    later ? fake.libc : without,
    () => calls++,
    allNamespaces,
    pool,
    () => clock.time,
  );
  return {
    fake,
    pool,
    clock,
    receiver,
    readyCalls: () => calls,
    /** A list in the queue. */
    list: (count: number, options = {}) => fake.queue.push(...Array.from({ length: count }, (_, n) => ({ bytes: part(n, { last: n === count - 1, ...options }) }))),
    next: () => {
      const datagram = receiver.receive(FD, { ahead: true });
      return datagram && numberOf(datagram.bytes);
    },
  };
}

test('reads what follows the second datagram of a long list elsewhere, and hands it out in order', () => {
  const { fake, list, next, receiver, readyCalls } = make();
  list(2 + 2 * SLOTS + 3);
  const order = [next(), next()];
  assert.is(fake.here, 2);
  assert.ok(receiver.ahead?.reading && receiver.ahead?.active && fake.busy);
  assert.is(next(), undefined, 'while it is being read');
  assert.is(fake.here, 2);
  while (fake.queue.length > 0 || receiver.ahead?.active === true) {
    fake.complete();
    for (let n = next(); n !== undefined; n = next()) order.push(n);
  }
  assert.equal(
    order,
    Array.from({ length: 2 + 2 * SLOTS + 3 }, (_, n) => n),
  );
  assert.is(fake.elsewhere, 3);
  assert.is(readyCalls(), 3);
  assert.not(receiver.ahead?.reading);
});

test('reads no further than two sets of slots when nobody takes what came', () => {
  const { fake, list, next, receiver } = make();
  list(100);
  next();
  next();
  fake.complete();
  assert.ok(fake.busy, 'the second set is read while the first is handed out');
  fake.complete();
  assert.not(fake.busy);
  assert.not(receiver.ahead?.reading);
  assert.ok(receiver.ahead?.active && receiver.ahead?.isLeft);
  assert.is(fake.queue.length, 100 - 2 - 2 * SLOTS);
  for (let n = 2; n < 2 + SLOTS; n++) assert.is(next(), n);
  assert.ok(fake.busy, 'the first set is free again');
});

test('datagrams are the own copies of whoever gets them, and say who sent them', () => {
  const { fake, receiver, next } = make();
  fake.queue.push(...Array.from({ length: 2 + 2 * SLOTS }, (_, n) => ({ bytes: part(n), ...(n === 2 && { from: 99 }) })));
  next();
  next();
  fake.complete();
  const datagram = receiver.receive(FD, { ahead: true });
  assert.is(datagram?.senderPortId, 99);
  for (let i = 0; i < 3; i++) {
    fake.complete();
    for (let n = next(); n !== undefined; n = next());
  }
  assert.is(numberOf((datagram as { bytes: Uint8Array }).bytes), 2);
  assert.is(datagram?.fullLength, FULL);
});

test('short lists and single messages are read here', () => {
  for (const options of [{ length: 8192 }, { flags: 0 }]) {
    const { fake, list, next } = make();
    list(10, options);
    for (let n = 0; n < 10; n++) assert.is(next(), n);
    assert.is(fake.elsewhere, 0);
  }
  const two = make();
  for (let list = 0; list < 3; list++) {
    two.list(2);
    two.next();
    two.next();
  }
  assert.is(two.fake.elsewhere, 0, 'lists of two');
});

test('all is read here where that is not asked for, where there is no such call, and where all namespaces are listened to', () => {
  for (const options of [{ later: false }, { allNamespaces: true }]) {
    const { fake, list, next } = make(options);
    list(10);
    for (let n = 0; n < 10; n++) assert.is(next(), n);
    assert.is(fake.elsewhere, 0);
  }
  const { fake, list, receiver } = make();
  list(10);
  for (let n = 0; n < 10; n++) assert.is(numberOf((receiver.receive(FD) as { bytes: Uint8Array }).bytes), n);
  assert.is(fake.elsewhere, 0);
});

test('ends where nothing is there, however the call was cut short, and begins again with the next long list', () => {
  for (const errno of [undefined, EINTR]) {
    const { fake, list, next, receiver } = make();
    fake.queue.push({ bytes: part(0) }, { bytes: part(1) }, ...(errno === undefined ? [] : [{ errno }]));
    next();
    next();
    fake.complete();
    assert.is(next(), undefined);
    assert.not(receiver.ahead?.active);
    list(5);
    assert.is(next(), 0);
    assert.is(next(), 1);
    assert.ok(fake.busy);
  }
});

test('what fails is thrown behind what came before it, once', () => {
  const { fake, next, receiver } = make();
  const count = 2 + SLOTS;
  fake.queue.push(...Array.from({ length: count }, (_, n) => ({ bytes: part(n) })), { errno: ENOBUFS }, { bytes: part(count, { last: true }) });
  next();
  next();
  fake.complete();
  fake.complete();
  assert.not(fake.busy);
  for (let n = 2; n < count; n++) assert.is(next(), n);
  assert.ok(receiver.ahead?.active);
  assert.throws(next, (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOBUFS');
  assert.not(receiver.ahead?.active);
  assert.is(next(), count);
  assert.is(next(), undefined);
});

test('a datagram that does not fit is cut, and makes room for the next like it', () => {
  const { fake, next, receiver } = make();
  const long = 3 * RECEIVE_BUFFER_START;
  const some = [{ bytes: part(0) }, { bytes: part(1) }];
  fake.queue.push(...some, { bytes: part(2, { length: long }) });
  next();
  next();
  fake.complete();
  const datagram = receiver.receive(FD, { ahead: true });
  assert.is(datagram?.bytes.length, RECEIVE_BUFFER_START);
  assert.is(datagram?.fullLength, long);
  fake.queue.push(...some, { bytes: part(2, { length: long }) });
  next();
  next();
  fake.complete();
  assert.is(receiver.receive(FD, { ahead: true })?.bytes.length, long);
});

test('reads here while something of ours is in the pool, and from when it is', () => {
  const { fake, list, next, pool, receiver } = make();
  list(2 * SLOTS);
  pool.enter();
  for (let n = 0; n < 6; n++) assert.is(next(), n);
  assert.is(fake.elsewhere, 0);
  pool.leave();
  assert.is(next(), 6);
  assert.ok(fake.busy);
  // A change is sent by the pool meanwhile.
  pool.enter();
  fake.complete();
  assert.not(fake.busy);
  for (let n = 7; n < 8 + SLOTS; n++) assert.is(next(), n);
  assert.not(receiver.ahead?.active);
  assert.is(next(), 8 + SLOTS);
  assert.is(fake.here, 9);
});

test('reads here while no thread of the pool is free, and elsewhere once one is', () => {
  const { fake, list, next } = make();
  list(10);
  fake.occupied = true;
  for (let n = 0; n < 10; n++) assert.is(next(), n);
  assert.is(fake.elsewhere, 0);
  fake.occupied = false;
  fake.answer();
  list(10);
  assert.is(next(), 0);
  assert.ok(fake.busy);
});

test('a list that went on elsewhere no further does not have the next one read there unasked', () => {
  const { fake, list, next, pool } = make();
  list(2 + SLOTS + 3);
  next();
  // A change is sent by the pool when the slots are full.
  pool.enter();
  fake.complete();
  for (let n = 1; n < 2 + SLOTS + 3; n++) assert.is(next(), n);
  pool.leave();
  fake.occupied = true;
  list(5);
  for (let n = 0; n < 5; n++) assert.is(next(), n);
  assert.not(fake.busy);
  assert.is(fake.elsewhere, 1);
});

test('only one list at a time is read in the pool', () => {
  const pool = new Pool();
  const [one, other] = [make({ pool }), make({ pool })];
  one.list(10);
  other.list(10);
  one.next();
  one.next();
  for (let n = 0; n < 5; n++) assert.is(other.next(), n);
  assert.ok(one.fake.busy);
  assert.is(other.fake.elsewhere, 0);
});

test('what comes late is handed out, and the rest read here: eight times as many datagrams after the next time', () => {
  const { fake, list, next, clock } = make();
  list(16 * LEFT);
  let n = 0;
  const takeHere = (): number => {
    const { here } = fake;
    while (!fake.busy) assert.is(next(), n++);
    return fake.here - here;
  };
  takeHere();
  for (const penalty of [LEFT, 8 * LEFT]) {
    clock.time += LATE + 1;
    fake.complete();
    assert.not(fake.busy);
    assert.is(takeHere(), penalty + 1, `after ${penalty}`);
  }
  // One that comes soon is enough to be believed again.
  fake.complete();
  assert.is(takeHere(), 0);
  clock.time += LATE + 1;
  fake.complete();
  assert.is(takeHere(), LEFT + 1);
});

test('ending waits for what is being read, and nothing is read or told any more', async () => {
  const { fake, list, next, receiver, readyCalls } = make();
  await receiver.ahead?.end();
  list(20);
  next();
  next();
  let ended = false;
  const end = receiver.ahead?.end().then(() => {
    ended = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.not(ended);
  fake.complete();
  await end;
  assert.not(fake.busy);
  assert.is(readyCalls(), 0);
});

test('property: whatever comes when, each datagram is handed out once and in order, errors in their place', () => {
  const item = fc.oneof(
    { weight: 12, arbitrary: fc.constant('part' as const) },
    { weight: 2, arbitrary: fc.constantFrom('last' as const, 'short' as const) },
    { weight: 1, arbitrary: fc.constantFrom('error' as const, 'interrupt' as const) },
  );
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ put: fc.array(item, { maxLength: 12 }) }) },
    { weight: 4, arbitrary: fc.record({ take: fc.integer({ min: 1, max: 12 }), together: fc.boolean(), lent: fc.boolean(), ahead: fc.constantFrom(true, true, false) }) },
    { weight: 4, arbitrary: fc.constant('complete' as const) },
    { weight: 1, arbitrary: fc.constant('late' as const) },
    { weight: 1, arbitrary: fc.constantFrom('enter' as const, 'leave' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { fake, pool, receiver, clock } = make();
      const got: (number | 'error')[] = [];
      const wanted: (number | 'error')[] = [];
      let n = 0;
      let inside = 0;
      let last: { readonly bytes: Uint8Array; readonly n: number } | undefined;
      const take = (together: boolean, ahead: boolean, lent: boolean): boolean => {
        // What another thread has read meanwhile went elsewhere.
        if (last !== undefined) assert.is(numberOf(last.bytes), last.n);
        last = undefined;
        try {
          // Several at once are read by recvmmsg on the calling thread, which the fake has not.
          const datagram = receiver.receive(FD, { together: together && receiver.ahead?.active === true, ahead, lent });
          if (datagram !== undefined) {
            last = { bytes: datagram.bytes, n: numberOf(datagram.bytes) };
            got.push(last.n);
          }
          return datagram !== undefined;
        } catch {
          got.push('error');
          return true;
        }
      };
      for (const one of steps) {
        if (one === 'complete') fake.complete();
        else if (one === 'late') clock.time += LATE + 1;
        else if (one === 'enter') {
          pool.enter();
          inside++;
        } else if (one === 'leave') {
          if (inside > 0) pool.leave();
          inside = Math.max(0, inside - 1);
        } else if ('put' in one) {
          for (const what of one.put) {
            if (what === 'interrupt') fake.queue.push({ errno: EINTR });
            else if (what === 'error') {
              fake.queue.push({ errno: ENOBUFS });
              wanted.push('error');
            } else {
              wanted.push(n);
              fake.queue.push({ bytes: part(n++, { last: what === 'last', length: what === 'short' ? 64 : FULL }) });
            }
          }
        } else for (let i = 0; i < one.take; i++) take(one.together, one.ahead, one.lent);
      }
      while (fake.busy || receiver.ahead?.active === true || fake.queue.length > 0) {
        fake.complete();
        while (take(false, true, true));
      }
      assert.equal(got, wanted);
      assert.not(receiver.ahead?.reading);
    }),
    { numRuns: 300 },
  );
});

test.run();
