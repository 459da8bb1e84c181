// The clock: what falls due runs in order and sees its own time; those who await keep up when it passes.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VirtualClock } from '../../src/simkernel/clock.js';

const test = suite('simkernel clock');

test('runs what falls due in order, each at its time, unless it is called off', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(100), fc.boolean()), { maxLength: 40 }), fc.nat(120), (timers, until) => {
      const clock = new VirtualClock();
      const seen: [number, number][] = [];
      const calls = timers.map(([after], n) => clock.schedule(after, () => seen.push([clock.now(), n])));
      for (const [n, [, off]] of timers.entries()) if (off) calls[n]?.();
      clock.advance(until);
      const due = timers.flatMap(([after, off], n) => (off || after > until ? [] : [[after, n] as [number, number]]));
      assert.equal(
        seen,
        due.sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      );
      assert.is(clock.now(), until);
    }),
  );
});

test('lets programs that wait again and again keep up with it', async () => {
  const clock = new VirtualClock();
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => clock.schedule(milliseconds, resolve));
  const woke: number[] = [];
  const run = async () => {
    for (let delay = 100; ; delay *= 2) {
      await sleep(delay);
      for (let step = 0; step < 5; step++) await new Promise((resolve) => setImmediate(resolve));
      woke.push(clock.now());
    }
  };
  void run();
  await clock.pass(699);
  assert.equal(woke, [100, 300]);
  await clock.pass(1);
  assert.equal(woke, [100, 300, 700]);
  await clock.pass(0);
  assert.is(clock.now(), 700);
});

test.run();
