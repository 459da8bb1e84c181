// No operation of the simulated kernel costs more where there are many other objects. What is counted is work, not time: see work.ts.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('simkernel work');

const FEW = 25;
const MANY = 250;
/** A search tree's levels, and what V8 counts otherwise from run to run. */
const SLACK = 1.15;

async function work(count: number): Promise<Record<string, number>> {
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('work.ts', import.meta.url)), String(count)], { env });
  return JSON.parse(stdout) as Record<string, number>;
}

test('does not grow with the number of unrelated objects', async () => {
  const [{ 'list links': list = 0, ...few }, many] = [await work(FEW), await work(MANY)];
  assert.ok(Object.keys(few).length > 30);
  // What does grow is seen to.
  assert.ok((many['list links'] ?? 0) > 5 * list);
  const grown = Object.entries(few).filter(([what, did]) => (many[what] ?? Number.POSITIVE_INFINITY) > did * SLACK);
  assert.equal(
    grown.map(([what, did]) => `${what}: ${did} with ${FEW}, ${many[what]} with ${MANY}`),
    [],
  );
});

test.run();
