// A sequence run on both kernels, and the first thing in which they differ.

import { workersApart } from './explained.js';
import { machine } from './machine.js';
import type { Operation } from './operations.js';
import { inTurn, openSide, type Side } from './side.js';

export interface Difference {
  readonly what: 'answer' | 'told' | 'state' | 'told late';
  /** Up to the one that showed it. */
  readonly operations: readonly Operation[];
  readonly kernel: readonly string[];
  readonly simulated: readonly string[];
}

/** How closely it is looked. */
export interface Watch {
  /** After so many operations everything is listed. */
  readonly every: number;
  /** Told of each operation that was sent, and of its outcome. */
  readonly onDone?: (op: Operation, outcome: string) => void;
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((line, i) => line === b[i]);

/** Runs a sequence on both; the first difference, or undefined. */
export async function difference(operations: readonly Operation[], { every, onDone }: Watch): Promise<Difference | undefined> {
  const { kinds, filtersVlans: bridgeVlans } = machine();
  const [kernel, simulated] = [openSide.kernel(bridgeVlans), openSide.simulated({ kinds, bridgeVlans })];
  try {
    for (const [i, op] of operations.entries()) {
      const found = await step(kernel, simulated, op, onDone);
      const last = i === operations.length - 1;
      const here = found ?? (last ? await late(kernel, simulated) : undefined) ?? (last || i % every === every - 1 ? states(kernel, simulated) : undefined);
      if (here !== undefined) return { ...here, operations: operations.slice(0, i + 1) };
    }
    return undefined;
  } finally {
    await kernel.close();
    await simulated.close();
  }
}

type Found = Omit<Difference, 'operations'>;
type Simulated = ReturnType<typeof openSide.simulated>;

async function step(kernel: Side, simulated: Simulated, op: Operation, onDone: Watch['onDone']): Promise<Found | undefined> {
  const answers = { simulated: simulated.apply(op), kernel: kernel.apply(op) };
  if (answers.kernel === undefined || answers.simulated === undefined) return undefined;
  onDone?.(op, answers.kernel[0] as string);
  if (!same(answers.kernel, answers.simulated)) return { what: 'answer', kernel: answers.kernel, simulated: answers.simulated };
  const look = simulated.toLookAt();
  const told = await simulated.heard({ look });
  const real = await kernel.heard({ expected: told.length, look: inTurn(look, told) });
  return same(real, told) || workersApart(real, told) ? undefined : { what: 'told', kernel: real, simulated: told };
}

async function late(kernel: Side, simulated: Simulated): Promise<Found | undefined> {
  const told = await kernel.late(simulated.toLookAt(true));
  return told.length === 0 ? undefined : { what: 'told late', kernel: told, simulated: [] };
}

function states(kernel: Side, simulated: Side): Found | undefined {
  const both = { kernel: kernel.state(), simulated: simulated.state() };
  return same(both.kernel, both.simulated) ? undefined : { what: 'state', ...both };
}
