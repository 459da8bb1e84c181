// A file of recorded cases, run one after the other on simulated machines: what became of each.

import { rows } from '../../fixtures.js';
import { compare, type Outcome, type Recorded } from './compare.js';
import { lacking } from './covered.js';
import { CannotRun, Machine } from './machine.js';
import { nameOf } from './named.js';
import { readLine } from './shell.js';
import { TREES, type Tree } from './trees.js';

/** What became of a case: the same answers; others, with how; not run, and why. */
export interface Result {
  readonly name: string;
  readonly skipped?: string;
  /** Why it may differ. */
  readonly named?: string;
  readonly differences: readonly string[];
}

/** Long enough for addresses to be looked for twice, and for routers to be asked for. */
const LATER = 3000;

/** Those recordings were held against what such a link saw. */
const CAPTURED = /^ip link set (nlmon\d+) up$/;

class Replaying {
  private machine: Machine | undefined;
  /** The lines that were run on it. */
  private done: readonly string[] = [];
  /** What one of them came to, where it was recorded otherwise. */
  private wrong: string[] = [];
  /** Which address of the simulated machine stands for which recorded one. */
  private learnt: ReadonlyMap<string, string> = new Map();
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

  /** The differences of a case: none where there are none at once, or once what was under way is done, since no recording says when it was taken. */
  async run(recorded: Recorded): Promise<readonly string[]> {
    const outcome = await this.compare(recorded, 0);
    if (outcome.differences.length === 0 || this.wrong.length > 0) return [...this.wrong, ...outcome.differences];
    this.machine = undefined;
    const later = await this.compare(recorded, LATER);
    this.machine = undefined;
    return later.differences.length === 0 ? [] : outcome.differences;
  }

  private async compare(recorded: Recorded, wait: number): Promise<Outcome> {
    const machine = await this.prepared(recorded.setup);
    machine.pass(wait);
    const outcome = await compare(machine, recorded, this.learnt, this.tree);
    this.learnt = outcome.names;
    if (!outcome.clean || recorded.argv.includes('netns')) this.machine = undefined;
    return outcome;
  }

  /** A machine on which these lines were run, and nothing else. */
  private async prepared(setup: readonly string[]): Promise<Machine> {
    let machine = this.machine;
    if (machine === undefined || this.done.some((line, i) => line !== setup[i])) {
      machine = new Machine(this.tree.options);
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
      if ((code === 0 && rc !== 0) || (code !== 0 && rc === 0 && this.worked.has(command))) this.wrong.push(`setup: ${line}: code ${code}`);
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
  const out: Result[] = [];
  for (const one of recorded) {
    const skipped = lacking(one, machine);
    if (skipped !== undefined) {
      out.push({ name: one.name, skipped, differences: [] });
      continue;
    }
    const differences = await replaying.run(one);
    const named = differences.length === 0 ? undefined : nameOf(tree, group, one, differences);
    out.push({ name: one.name, differences, ...(named !== undefined && { named }) });
  }
  return out;
}
