// Recorded cases of fixtures/captures run on the simulated kernel, each from its `setup`: what is printed, the exit code, and the replies to
// every recorded request are those of the recording, but for what is free (recorded/told.ts, recorded/alike.ts) and what is named (recorded/named.ts).
// A case that takes more than there is is skipped by a rule (recorded/covered.ts). The table counts what became of the cases of each tree.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { groups, tally } from '../fixtures.js';
import { type Difference, tell } from './recorded/difference.js';
import { NAMED_DIFFERENCES } from './recorded/named.js';
import { type Result, replayGroup } from './recorded/replaying.js';
import { TREES } from './recorded/trees.js';

const test = suite('simkernel recorded');

/** Cases that answer the same, at least; cases that differ, at most. */
const TABLE: Readonly<Record<string, { readonly same: number; readonly named: number }>> = {
  'host-6.18': { same: 3290, named: 85 },
  'vm-6.1-x86_64': { same: 630, named: 46 },
  'vm-6.1-s390x': { same: 424, named: 52 },
};

const why = ({ skipped, named, differences }: Result): string => {
  if (skipped !== undefined) return `skipped: ${skipped}`;
  return differences.length === 0 ? 'same' : `differs: ${named?.join('; ')}`;
};

const met = new Set<string>();

for (const tree of Object.keys(TREES)) {
  const results: Result[] = [];
  for (const path of groups(tree)) {
    const group = path.slice(path.lastIndexOf('/') + 1).split('.', 1)[0] as string;
    test(`${tree}: ${group}`, async () => {
      const these = await replayGroup(tree, group);
      results.push(...these);
      for (const { named } of these) for (const name of named ?? []) met.add(name);
      assert.equal(
        these.filter(({ differences, named }) => differences.length > 0 && named === undefined).map(({ name, differences }) => `${name}: ${tell(differences[0] as Difference)}`),
        [],
      );
    });
  }
  test(`${tree}: as many cases as there were`, () => {
    const counts = tally(results.map(why));
    const { same, named } = TABLE[tree] as (typeof TABLE)[string];
    const differ = results.filter(({ differences }) => differences.length > 0).length;
    assert.ok((counts.same ?? 0) >= same && differ <= named, JSON.stringify(counts, undefined, 1));
  });
}

test('every difference that is named was met', () => {
  assert.equal(
    NAMED_DIFFERENCES.filter((name) => !met.has(name)),
    [],
  );
});

test.run();
