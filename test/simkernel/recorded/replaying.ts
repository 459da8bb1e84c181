// A file of recorded cases, run one after the other on simulated machines: what became of each.

import { rows } from '../../fixtures.js';
import { compare, type Outcome, type Recorded } from './compare.js';
import { lacking } from './covered.js';
import type { Difference } from './difference.js';
import { CannotRun, Machine } from './machine.js';
import { namesOf } from './named.js';
import { readLine } from './shell.js';
import { TREES, type Tree } from './trees.js';

/** What became of a case: the same answers; others, with how; not run, and why. */
export interface Result {
  readonly name: string;
  readonly skipped?: string;
  /** Why it may differ. */
  readonly named?: readonly string[];
  readonly differences: readonly Difference[];
}

/** How a recording may have come about, in milliseconds: what each command took, and how long it was until the last. */
interface Pace {
  readonly command: number;
  readonly before: number;
}

/** At once; when addresses were looked for twice, and routers asked for; as slow as an emulated machine; slower. */
const PACES: readonly Pace[] = [
  { command: 10, before: 0 },
  { command: 10, before: 3000 },
  { command: 300, before: 0 },
  { command: 800, before: 0 },
];

/** Those recordings were held against what such a link saw. */
const CAPTURED = /^ip link set (nlmon\d+) up$/;

class Replaying {
  private machine: Machine | undefined;
  private pace = PACES[0] as Pace;
  /** The lines that were run on it. */
  private done: readonly string[] = [];
  /** What one of them came to, where it was recorded otherwise. */
  private wrong: Difference[] = [];
  /** Which address of the simulated machine stands for which recorded one. */
  private readonly learnt = new Map<string, string>();
  /** What batches read, by their command line. */
  private readonly stdins = new Map<string, string>();
  /** Commands that were recorded to have worked. */
  private readonly worked: ReadonlySet<string>;

  constructor(
    private readonly tree: Tree,
    recorded: readonly Recorded[],
  ) {
    this.worked = new Set(recorded.filter(({ rc }) => rc === 0).map(({ argv }) => argv.join(' ')));
    for (const { argv, stdin } of recorded) if (stdin !== undefined) this.stdins.set(argv.join(' '), stdin);
  }

  /** The differences of a case: none where there are none at some pace, since no recording says when it was taken. */
  async run(recorded: Recorded): Promise<readonly Difference[]> {
    let first: readonly Difference[] | undefined;
    for (const pace of PACES) {
      const { differences } = await this.compare(recorded, pace);
      if (differences.length === 0 || this.wrong.length > 0) return [...this.wrong, ...differences];
      first ??= differences;
    }
    return first as readonly Difference[];
  }

  /** The same, from the first line on. */
  anew(recorded: Recorded): Promise<readonly Difference[]> {
    this.machine = undefined;
    return this.run(recorded);
  }

  private async compare(recorded: Recorded, pace: Pace): Promise<Outcome> {
    if (pace !== this.pace) this.machine = undefined;
    this.pace = pace;
    const machine = await this.prepared(recorded.setup);
    machine.pass(pace.before);
    const outcome = await compare(machine, recorded, this.learnt, this.tree);
    for (const [one, other] of outcome.names) if (one !== other || !this.learnt.has(one)) this.learnt.set(one, other);
    if (!outcome.clean || pace.before > 0 || recorded.argv.includes('netns')) this.machine = undefined;
    return outcome;
  }

  /** A machine on which these lines were run, and nothing else. */
  private async prepared(setup: readonly string[]): Promise<Machine> {
    let machine = this.machine;
    if (machine === undefined || this.done.some((line, i) => line !== setup[i])) {
      machine = new Machine(this.tree.options, this.pace.command);
      this.done = [];
      this.wrong = [];
    }
    for (const line of setup.slice(this.done.length)) await this.runLine(machine, line);
    this.done = setup;
    this.machine = machine;
    return machine;
  }

  private async runLine(machine: Machine, line: string): Promise<void> {
    const { words, rc } = readLine(line);
    const command = words.join(' ');
    try {
      const { code } = await machine.run(
        words.map((word) => this.learnt.get(word) ?? word),
        { stdin: this.stdins.get(command) ?? '', worked: rc === 0 },
      );
      // A line without a code may be one at whose code nobody looked.
      const captured = CAPTURED.exec(line)?.[1];
      if (captured !== undefined) machine.capture(captured);
      if ((code === 0 && rc !== 0) || (code !== 0 && rc === 0 && this.worked.has(command)))
        this.wrong.push({ what: `setup: ${line}`, recorded: String(rc), simulated: String(code) });
    } catch (error) {
      // What was refused changed nothing.
      if (!(error instanceof CannotRun) || rc === 0) throw error;
    }
  }
}

/** What became of each case of a group. */
export async function replayGroup(tree: string, group: string): Promise<Result[]> {
  const recorded = rows<Recorded>(`captures/${tree}/${group}.jsonl.gz`);
  const machine = TREES[tree] as Tree;
  const replaying = new Replaying(machine, recorded);
  const found = new Map<Recorded, readonly Difference[]>();
  for (const one of recorded) if (lacking(one, machine) === undefined) found.set(one, await replaying.run(one));
  // Lines of a setup may name addresses of which a later case tells whose they are.
  for (const [one, differences] of found) if (differences.some(({ what }) => what.startsWith('setup'))) found.set(one, await replaying.anew(one));
  return recorded.map((one) => {
    const differences = found.get(one);
    if (differences === undefined) return { name: one.name, skipped: lacking(one, machine) as string, differences: [] };
    const named = differences.length === 0 ? undefined : namesOf(tree, group, one, differences);
    return { name: one.name, differences, ...(named !== undefined && { named }) };
  });
}
