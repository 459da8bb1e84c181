// The simulated kernel beside this machine's own: the same random changes, and after each the same answer, the same notifications in the same
// order, the same lists. SIM_RUNS and SIM_SEED run more of them; a difference is printed as the changes that lead to it, as few as do.

import { release } from 'node:os';
import * as fc from 'fast-check';
import { kernelSuite } from '../../kernel/kernel.js';
import { type Operation, operation } from './operations.js';
import { lastingDifference } from './sides.js';

const test = kernelSuite('simkernel differential');
const like = /^6\.18\./.test(release());
const check = like ? test : test.skip;

const runs = Number(process.env.SIM_RUNS ?? 6);
const seed = Number(process.env.SIM_SEED ?? 1);

/** Sequences in which the two once differed. */
const once: readonly (readonly Operation[])[] = [
  [
    { do: 'add', link: 'w0', kind: 'veth', mac: 1, up: true },
    { do: 'up', link: 'w1', up: true },
    { do: 'up', link: 'w1', up: false },
  ],
  [
    { do: 'add', link: 'w0', kind: 'veth', mac: 1, up: false },
    { do: 'add', link: 'b1', kind: 'bridge', mac: 1, up: false },
    { do: 'master', link: 'w0', master: 'b1' },
  ],
  [
    { do: 'add', link: 'w0', kind: 'veth', mac: 1, up: true },
    { do: 'address', link: 'w0', address: 'fd01::1/128' },
    { do: 'delete', link: 'w1' },
  ],
  [
    { do: 'up', link: 'lo', up: true },
    { do: 'rename', link: 'lo', to: 'v0' },
  ],
];

for (const [i, operations] of once.entries()) {
  check(`does as the kernel does, where it once did not: ${i}`, async () => {
    const found = await lastingDifference(operations);
    if (found !== undefined) throw new Error(found);
  });
}

check('does as the kernel does, whatever the changes', async () => {
  const sequence = fc.array(operation, { minLength: 1, maxLength: 20, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sequence, async (operations) => {
      const found = await lastingDifference(operations);
      if (found !== undefined) throw new Error(found);
    }),
    { seed, numRuns: runs },
  );
});

test.run();
