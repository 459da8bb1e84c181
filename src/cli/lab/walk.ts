// Walks rows and modes in a lab of its own, which is gone afterwards, however it ended.

import { addDefaultRoutes, contain } from './containers.js';
import { isAsExpected, type Matrix, matrixOf } from './matrix.js';
import type { Row } from './row.js';
import { Lab, type LabOptions, type Mode } from './topology.js';

/** What became of a row. */
export interface Outcome {
  readonly number: number;
  readonly title: string;
  readonly passed: boolean;
  /** What was seen; of a row that failed, what went wrong. */
  readonly seen: readonly string[];
  readonly milliseconds: number;
}

export interface Walk {
  readonly outcomes: readonly Outcome[];
  readonly matrices: readonly Matrix[];
  /** All rows passed, and all is reached that should be, and nothing else. */
  readonly passed: boolean;
  /** The namespaces that were kept, by label. */
  readonly kept: Readonly<Record<string, string>>;
}

export interface WalkOptions extends LabOptions {
  readonly rows: readonly Row[];
  /** Builds the namespaces in these modes, one after the other, and asks who reaches whom. */
  readonly modes: readonly Mode[];
  /** Told of each as it comes. */
  done?(outcome: Outcome): void;
  asked?(matrix: Matrix): void;
}

/** Rejects with the signal's reason, with SystemError and KernelError where the lab cannot be built. */
export async function walk(options: WalkOptions): Promise<Walk> {
  const { rows, modes, signal, keep = false } = options;
  const lab = await Lab.build(options);
  let finished = false;
  try {
    const outcomes: Outcome[] = [];
    for (const row of rows) {
      const outcome = await outcomeOf(row, lab);
      signal.throwIfAborted();
      outcomes.push(outcome);
      options.done?.(outcome);
    }
    const matrices: Matrix[] = [];
    for (const mode of modes) {
      await contain(lab, mode);
      await addDefaultRoutes(lab);
      const matrix = await matrixOf(lab, mode);
      matrices.push(matrix);
      options.asked?.(matrix);
    }
    const named = lab.everyone.flatMap(({ label, name }) => (name === undefined ? [] : [[label, name] as const]));
    finished = true;
    return { outcomes, matrices, passed: outcomes.every(({ passed }) => passed) && matrices.every(isAsExpected), kept: Object.fromEntries(keep ? named : []) };
  } finally {
    await lab.close(keep && finished);
  }
}

/** A row ends early where the walk is broken off. */
async function outcomeOf({ number, title, run }: Row, lab: Lab): Promise<Outcome> {
  const start = performance.now();
  const outcome = (passed: boolean, seen: readonly string[]): Outcome => ({ number, title, passed, seen, milliseconds: Math.round(performance.now() - start) });
  try {
    return outcome(true, await run(lab));
  } catch (error) {
    return outcome(false, [error instanceof Error ? error.message : String(error)]);
  }
}
