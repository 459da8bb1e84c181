// Work side by side: how much at a time, in which order it is told, and how it ends.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sideBySide } from '../../../src/cli/conformance/side-by-side.js';

const test = suite('work side by side');

/** Work that ends when it is told to; what has begun and not ended. */
class Bench {
  readonly begun: number[] = [];
  private readonly ends = new Map<number, { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }>();

  readonly work = (one: number): Promise<string> => {
    this.begun.push(one);
    return new Promise((resolve, reject) => void this.ends.set(one, { resolve, reject }));
  };

  get under(): readonly number[] {
    return [...this.ends.keys()];
  }

  async end(one: number, error?: Error): Promise<void> {
    const { resolve, reject } = this.ends.get(one) as NonNullable<ReturnType<typeof this.ends.get>>;
    this.ends.delete(one);
    if (error === undefined) resolve(`${one}`);
    else reject(error);
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes all there is, beside the test. */
function taken(results: AsyncGenerator<string>): { readonly told: readonly string[]; readonly done: Promise<void> } {
  const told: string[] = [];
  const done = (async () => {
    for await (const result of results) told.push(result);
  })();
  return { told, done };
}

test('whatever ends first, all is told in its order, with never more under way than it may be and never less than it could', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(12), fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat(1000)), async (count, jobs, choices) => {
      const bench = new Bench();
      const all = Array.from({ length: count }, (_, i) => i);
      const { told, done } = taken(sideBySide(all, jobs, undefined, bench.work));
      for (let left = count; left > 0; left--) {
        assert.is(bench.under.length, Math.min(jobs, left));
        await bench.end(bench.under[(choices.next().value as number) % bench.under.length] as number);
      }
      await done;
      assert.equal(told, all.map(String));
      assert.equal(bench.begun, all);
    }),
    { numRuns: 50 },
  ));

test('what is done is told while others are under way', async () => {
  const bench = new Bench();
  const { told, done } = taken(sideBySide([0, 1, 2], 2, undefined, bench.work));
  await bench.end(1);
  assert.equal(told, []);
  await bench.end(0);
  assert.equal(told, ['0', '1']);
  await bench.end(2);
  await done;
  assert.equal(told, ['0', '1', '2']);
});

test('after the signal nothing is begun, and what is under way is told', async () => {
  const bench = new Bench();
  const controller = new AbortController();
  const { told, done } = taken(sideBySide([0, 1, 2, 3], 2, controller.signal, bench.work));
  controller.abort();
  await bench.end(1);
  await bench.end(0);
  await done;
  assert.equal(bench.begun, [0, 1]);
  assert.equal(told, ['0', '1']);
});

test('where one fails, those under way find their end before that is told', async () => {
  const bench = new Bench();
  const { told, done } = taken(sideBySide([0, 1, 2], 2, undefined, bench.work));
  let failure: unknown;
  const over = done.catch((error: unknown) => {
    failure = error;
  });
  await bench.end(0, new Error('no'));
  assert.is(failure, undefined);
  await bench.end(1);
  await bench.end(2);
  await over;
  assert.is((failure as Error).message, 'no');
  assert.equal(told, []);
});

test('where nobody takes any more, those under way find their end and none is begun', async () => {
  const bench = new Bench();
  const results = sideBySide([0, 1, 2, 3], 2, undefined, bench.work);
  const first = results.next();
  await bench.end(0);
  assert.equal(await first, { value: '0', done: false });
  let over = false;
  const ended = results.return(undefined).then(() => {
    over = true;
  });
  await bench.end(1);
  assert.not(over);
  await bench.end(2);
  await ended;
  assert.equal(bench.begun, [0, 1, 2]);
});

test.run();
