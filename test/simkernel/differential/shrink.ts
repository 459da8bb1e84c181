// A sequence that shows a difference, made as short as it can be.

import * as fc from 'fast-check';
import { type Difference, difference } from './compare.js';
import { type Operation, sequence } from './operations.js';
import { SEVERAL_WAYS } from './several-ways.js';

/** Every so many seeds the sequence begins with what it takes to have routes of several ways, which it seldom comes to by itself. */
const FURNISHED = 16;

const sequencesOf = (seed: number, longest: number): fc.Arbitrary<Operation[]> =>
  seed % FURNISHED === 0 ? sequence(longest).map((operations) => [...SEVERAL_WAYS, ...operations]) : sequence(longest);

/** The sequence of a seed. */
export function sequenceOf(seed: number, longest: number): readonly Operation[] {
  return fc.sample(sequencesOf(seed, longest), { seed, numRuns: 1 })[0] as Operation[];
}

/** The least that still differs, as far as it is found in so many milliseconds; undefined where the difference does not come again. */
export async function shrunk(seed: number, longest: number, patience: number): Promise<Difference | undefined> {
  let last: Difference | undefined;
  const differs = async (operations: readonly Operation[]): Promise<boolean> => {
    const found = await difference(operations, { every: 1 });
    if (found !== undefined) last = found;
    return found === undefined;
  };
  const property = fc.asyncProperty(sequencesOf(seed, longest), differs);
  await fc.check(property, { seed, numRuns: 1, interruptAfterTimeLimit: patience });
  return last;
}
