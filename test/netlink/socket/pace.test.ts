import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CALM, DOUBTFUL, FIRST_PENALTY, LAST_PENALTY, Pace, SLOW, STRETCH, TRIALS } from '../../../src/netlink/socket/pace.js';

const test = suite('pace');
const ADD = 20;
const DELETE = 21;
const QUICK = 0.05;

/** Sends one where it belongs, and says where that was. `takes` is what the kernel takes. */
function step(pace: Pace, kind: number, takes: number): 'here' | 'pool' {
  if (!pace.isQuick(kind)) {
    pace.pooled(kind, takes);
    return 'pool';
  }
  pace.sent(kind, takes);
  return 'here';
}

/** How many of a kind go by the pool before one is sent on the calling thread. */
function untilHere(pace: Pace, kind: number, takes = QUICK): number {
  let count = 0;
  while (step(pace, kind, takes) === 'pool') count++;
  return count;
}

test('a kind is sent at once when so many came back soon, each kind for itself', () => {
  const pace = new Pace();
  assert.is(untilHere(pace, ADD), TRIALS);
  assert.is(untilHere(pace, DELETE), TRIALS);
  assert.is(step(pace, ADD, QUICK), 'here');
});

test('a kind that waits never leaves the pool', () => {
  const pace = new Pace();
  for (let i = 0; i < 1000; i++) assert.is(step(pace, DELETE, 17), 'pool');
  for (let i = 0; i < 1000; i++) assert.is(step(pace, DELETE, i % TRIALS === 0 ? 17 : QUICK), 'pool', 'some in good time do not make it a quick one');
  assert.is(pace.slow, 0);
});

test('one that took long sends its kind to the pool, for longer each time', () => {
  const pace = new Pace();
  untilHere(pace, ADD);
  untilHere(pace, DELETE);
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    assert.is(step(pace, ADD, 17), 'here');
    waits.push(untilHere(pace, ADD));
  }
  assert.equal(
    waits,
    waits.map((_, i) => Math.min(FIRST_PENALTY * 2 ** i, LAST_PENALTY)),
  );
  assert.is(step(pace, DELETE, QUICK), 'here', 'the other kind is not concerned');
  assert.is(pace.slow, 12);
});

test('one that was short is passed over, another soon after it is not', () => {
  const pace = new Pace();
  untilHere(pace, ADD);
  for (let time = 0; time < 5; time++) {
    for (let i = 0; i < CALM; i++) assert.is(step(pace, ADD, QUICK), 'here');
    assert.is(step(pace, ADD, DOUBTFUL), 'here');
    assert.is(step(pace, ADD, QUICK), 'here');
  }
  assert.is(pace.slow, 0);
  assert.is(step(pace, ADD, DOUBTFUL), 'here');
  assert.is(pace.slow, 1);
  assert.is(untilHere(pace, ADD), FIRST_PENALTY);
  for (let i = 0; i < CALM; i++) step(pace, ADD, QUICK);
  assert.is(step(pace, ADD, DOUBTFUL + 0.1), 'here');
  assert.is(step(pace, ADD, QUICK), 'pool', 'that was no short one');
});

test('waits less again after as many in good time', () => {
  const pace = new Pace();
  untilHere(pace, ADD);
  for (let i = 0; i < 4; i++) {
    step(pace, ADD, 17);
    untilHere(pace, ADD);
  }
  for (let i = 0; i < 20 * FIRST_PENALTY; i++) step(pace, ADD, QUICK);
  untilHere(pace, ADD);
  step(pace, ADD, 17);
  assert.is(untilHere(pace, ADD), FIRST_PENALTY * 8, 'not 16 times');
});

test('after a stretch of sending, of whatever kinds, the event loop is to have its turn', () => {
  const pace = new Pace();
  untilHere(pace, ADD);
  untilHere(pace, DELETE);
  pace.rest();
  let sent = 0;
  for (; !pace.spent; sent++) step(pace, sent % 2 === 0 ? ADD : DELETE, QUICK);
  assert.is(sent, Math.ceil(STRETCH / QUICK));
  pace.rest();
  assert.not.ok(pace.spent);
  while (!pace.spent) step(pace, ADD, QUICK);
  pace.pooled(3, 17);
  assert.not.ok(pace.spent, 'while one was in the pool the loop went on');
});

test('whatever the kernel takes, the calling thread is held up at most once in each penalty', () => {
  const times = fc.oneof({ weight: 20, arbitrary: fc.constant(QUICK) }, { weight: 1, arbitrary: fc.double({ min: 0, max: 40, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(1, 2, 3), times), { minLength: 200, maxLength: 3000 }), (requests) => {
      const pace = new Pace();
      const pooledSince = new Map<number, number>();
      let slow = 0;
      for (const [kind, takes] of requests) {
        const place = step(pace, kind, takes);
        const since = pooledSince.get(kind) ?? 0;
        pooledSince.set(kind, place === 'pool' ? since + 1 : since);
        if (place !== 'here' || takes <= SLOW) continue;
        if (pace.slow === slow) {
          assert.ok(takes <= DOUBTFUL);
          continue;
        }
        slow++;
        assert.ok(since >= TRIALS, `kind ${kind}: ${since} by the pool before`);
        pooledSince.set(kind, 0);
      }
      assert.is(pace.slow, slow);
    }),
  );
});

test.run();
