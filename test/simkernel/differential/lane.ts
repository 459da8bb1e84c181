// One process of a run: sequences from a seed on, until so many operations were sent. Talks to run.ts by messages.

import { release } from 'node:os';
import { run, writeCase } from './cases.js';
import { difference } from './compare.js';
import { used } from './explained.js';
import { machine } from './machine.js';
import { report } from './report.js';
import { sequenceOf } from './sequence.js';
import { shrunk } from './shrink.js';
import { emptyTally, note, type Tally } from './tally.js';

/** After so many operations everything is listed. */
const EVERY = 12;

/** What a lane is to do. */
export interface Task {
  readonly seed: number;
  readonly operations: number;
  readonly longest: number;
  /** Milliseconds that go into shrinking a sequence. */
  readonly patience: number;
  /** When it ends at the latest, in milliseconds since the epoch. */
  readonly until: number;
}

/** What a lane tells: how far it is, and differences as it finds them. */
export interface Told {
  readonly tally: Tally;
  readonly last: number;
  readonly found?: { readonly seed: number; readonly again: boolean; readonly report: string };
}

async function work({ seed, operations, longest, patience, until }: Task): Promise<void> {
  const tally = emptyTally();
  const tell = (told: Omit<Told, 'tally'>) => process.send?.({ tally: { ...tally, explained: Object.fromEntries(used) }, ...told } satisfies Told);
  for (let at = seed; tally.operations < operations && Date.now() < until; at++) {
    let found: Awaited<ReturnType<typeof difference>>;
    try {
      found = await difference(sequenceOf(at, longest), { every: EVERY, onDone: (op, outcome) => note(tally, op, outcome) });
    } catch (error) {
      // The simulated kernel itself went wrong.
      tell({ last: at, found: { seed: at, again: false, report: (error as Error).stack ?? String(error) } });
    }
    tally.sequences++;
    if (found === undefined) {
      if (tally.sequences % 10 === 0) tell({ last: at });
      continue;
    }
    const least = await shrunk(found.operations, patience);
    if (least !== undefined) writeCase(`${release().split('.', 2).join('.')}-${at}`, await run('kernel', least.operations, undefined, machine().filtersVlans));
    tell({ last: at, found: { seed: at, again: least !== undefined, report: report(least ?? found) } });
  }
  tell({ last: -1 });
}

process.once('message', (task: Task) => {
  work(task).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
