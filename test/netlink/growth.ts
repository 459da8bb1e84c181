// How much longer work takes that is larger. The processor time of this process, which is what it did, and not how busy the machine was; the best of several runs.

import * as assert from 'uvu/assert';

/** Microseconds of processor time. */
async function spent(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Runs at most. */
const RUNS = 12;

/** Rejects unless `times` as large takes less than three times `times` as long, since more is collected of what is larger: quadratic would be its square. */
export async function isLinear(times: number, small: () => unknown, large: () => unknown): Promise<void> {
  // The first run compiles.
  await small();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < RUNS; i++) {
    least = Math.min(least, await spent(small));
    most = Math.min(most, await spent(large));
    if (i > 0 && most < 3 * times * least) return;
  }
  assert.unreachable(`${times} times as much took ${most} us in place of ${least} us`);
}
