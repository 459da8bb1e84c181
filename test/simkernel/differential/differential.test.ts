// The simulated kernel beside this machine's own. Sequences in which they once differed are run on the simulated one wherever the tests run, and
// on the real one where there is one; then a few random ones (SIM_RUNS, SIM_SEED). `npm run differential` runs more of them.

import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kernelSuite } from '../../kernel/kernel.js';
import { type Case, caseNames, kindsOf, readCase, run } from './cases.js';
import { difference } from './compare.js';
import { ANY_WAY, EXPLAINED, UNORDERED, used, workersApart } from './explained.js';
import { comparable, machine } from './machine.js';
import { report } from './report.js';
import { sequenceOf } from './sequence.js';
import { SEVERAL_WAYS } from './several-ways.js';
import { openSide } from './side.js';

const simulated = suite('simkernel differential cases');
const test = kernelSuite('simkernel differential');
const like = /^6\.18\./.test(release());
const check = like ? test : test.skip;

const RUNS = Number(process.env.SIM_RUNS ?? 6);
const SEED = Number(process.env.SIM_SEED ?? 1);
const LONGEST = 60;

/** Which most were recorded without. */
const isForwarding = (line: string): boolean => line.startsWith('forwarding entry');

function expectSame(is: Case, expected: Case): void {
  for (const [i, { answer, told }] of expected.seen.entries()) {
    assert.equal(is.seen[i]?.answer, answer, `the answer to operation ${i}`);
    const heard = is.seen[i]?.told ?? [];
    if (!workersApart(heard, told)) assert.equal(heard, told, `what is told of operation ${i}`);
  }
  assert.equal(
    is.state.filter((line) => !isForwarding(line) || expected.state.some(isForwarding)),
    expected.state,
    'what is listed',
  );
}

for (const name of caseNames()) {
  const recorded = readCase(name);
  simulated(`${name}: as kernel ${recorded.kernel} did`, async () => expectSame(await run('simulated', recorded.operations, undefined, recorded.bridgeVlans), recorded));
  const lacking = like ? kindsOf(recorded).filter((kind) => !machine().kinds.includes(kind)) : [];
  if (lacking.length > 0) test.skip(`${name}: this kernel has no ${lacking.join(', ')}`);
  else if (like && (recorded.bridgeVlans === true ? !machine().filtersVlans : !recorded.operations.every(comparable))) test.skip(`${name}: bridges of this kernel are others`);
  else check(`${name}: as this kernel does`, async () => expectSame(await run('kernel', recorded.operations, recorded), recorded));
}

check('does as the kernel does, whatever the changes', async () => {
  for (let i = 0; i < RUNS; i++) {
    // One that does not come again is the kernel's workers overtaking each other on a busy machine.
    const operations = sequenceOf(SEED + i, LONGEST);
    const found = (await difference(operations, { every: 12 })) && (await difference(operations, { every: 12 }));
    if (found !== undefined) throw new Error(`seed ${SEED + i}: ${report(found)}`);
  }
});

check('does as the kernel does where packets have several ways to go', async () => {
  const before = used.get(ANY_WAY.name) ?? 0;
  const found = await difference(SEVERAL_WAYS, { every: 12 });
  assert.is(found && report(found), undefined);
  assert.ok((used.get(ANY_WAY.name) ?? 0) > before, 'no route of several ways was asked through');
});

simulated('sequences come again by their seed; about half of what they ask is granted', async () => {
  let [granted, asked] = [0, 0];
  for (let seed = SEED; seed < SEED + 12; seed++) {
    const operations = sequenceOf(seed, LONGEST);
    assert.equal(sequenceOf(seed, LONGEST), operations);
    const side = openSide.simulated();
    const outcomes = operations.flatMap((op) => side.apply(op)?.[0] ?? []);
    await side.close();
    granted += outcomes.filter((outcome) => outcome.startsWith('ok')).length;
    asked += outcomes.length;
  }
  assert.ok(granted > 0.45 * asked, `${granted} of ${asked}`);
  assert.ok(granted < 0.8 * asked, `${granted} of ${asked}`);
});

simulated('every row of the table of explained differences was needed in the last long run', () => {
  const told = readFileSync(new URL('results.md', import.meta.url), 'utf8').split('\n');
  const times = (name: string) =>
    Number(
      told
        .map((line) => line.split('|'))
        .find((cells) => cells[1]?.trim() === name)
        ?.at(-2) ?? 0,
    );
  const rows = [...EXPLAINED, UNORDERED].map(({ name }) => name);
  assert.equal(
    rows.filter((name) => times(name) === 0),
    [],
  );
});

simulated.run();
test.run();
