// Runs test files one after the other, as it is told to (test-pool.ts): a process of those among which `npm test` deals them out. uvu gathers the suites of
// a file, they are run here, and a line that starts with NUL tells how many tests there were.

import { inspect } from 'node:util';
import type { Counts, Order } from './test-pool.js';

/** What uvu makes of a suite: runs it, and says what went wrong (true where nothing did) and how many passed, are skipped, and there are. */
type Run = () => Promise<readonly [errors: string | true, passed: number, skipped: number, total: number]>;

/** By which uvu learns that somebody else runs what it gathers. */
const shared = globalThis as typeof globalThis & { UVU_DEFER?: number; UVU_INDEX?: number; UVU_QUEUE?: Run[][] };
shared.UVU_DEFER = 1;
shared.UVU_INDEX = 0;

// What is measured is what tests do here, not in the programs they start.
delete process.env.NODE_V8_COVERAGE;

async function run(file: string): Promise<Counts> {
  const counts = { total: 0, passed: 0, skipped: 0 };
  const queue: Run[] = [];
  shared.UVU_QUEUE = [queue];
  try {
    await import(file);
    for (const suite of queue) {
      const [errors, passed, skipped, total] = await suite();
      counts.total += total;
      counts.passed += passed;
      counts.skipped += skipped;
      if (errors !== true) console.log(`\n${errors}`);
    }
  } catch (error) {
    counts.total++;
    console.log(`  FAIL  ${inspect(error)}`);
  }
  return counts;
}

/** Who runs the tests is gone. */
function orphaned(): void {
  process.exit(1);
}

process.on('message', async ({ file, env }: Order) => {
  if (file === undefined) {
    process.off('disconnect', orphaned);
    return process.disconnect();
  }
  Object.assign(process.env, env);
  // A test that waits for what never comes must end this process, as it would one of its own.
  process.channel?.unref();
  const counts = await run(file);
  process.channel?.ref();
  process.stdout.write(`\0${JSON.stringify(counts)}\n`);
});

process.on('disconnect', orphaned);
