// Sequences in which the two kernels once differed, with what the real one made of them: fixtures/differential/NAME.json.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { linkKinds } from '../../../src/simkernel/kinds/kinds.js';
import type { Operation } from './operations.js';
import { inTurn, openSide } from './side.js';

const FOLDER = fileURLToPath(new URL('../../../fixtures/differential/', import.meta.url));

/** Of the kernels that these were recorded of: what is damaged means something else in the other order. */
const RECORDED = 'little';

export interface Case {
  /** Whose answers these are. */
  readonly kernel: string;
  /** Its bridges have VLANs, which are part of what was seen. */
  readonly bridgeVlans?: boolean;
  readonly operations: readonly Operation[];
  /** What was seen of each operation: the outcome and what was answered, what was told. */
  readonly seen: readonly { readonly answer: readonly string[]; readonly told: readonly string[] }[];
  /** All that was listed at the end. */
  readonly state: readonly string[];
}

export const caseNames = (): string[] =>
  readdirSync(FOLDER)
    .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
    .sort();

export const readCase = (name: string): Case => JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8')) as Case;

/** The link kinds that a case asks for. */
export const kindsOf = ({ operations }: Case): readonly string[] => operations.flatMap(({ spec: { kind } }) => (typeof kind === 'string' && linkKinds.has(kind) ? [kind] : []));

export function writeCase(name: string, found: Case): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify(found, undefined, 1)}\n`);
}

/** What a kernel makes of a sequence. `expected` says how much of each operation is to be waited for. */
export async function run(which: 'kernel' | 'simulated', operations: readonly Operation[], expected?: Case, bridgeVlans = expected?.bridgeVlans === true): Promise<Case> {
  const recorded = { byteOrder: RECORDED, bridgeVlans } as const;
  const [side, scout] = which === 'kernel' ? [openSide.kernel(bridgeVlans), openSide.simulated({ bridgeVlans })] : [openSide.simulated(recorded), openSide.simulated(recorded)];
  try {
    const seen: { answer: readonly string[]; told: readonly string[] }[] = [];
    for (const [i, op] of operations.entries()) {
      const answer = side.apply(op) ?? ['not sent'];
      // What is to be looked at is what the simulated kernel says of itself, whichever is asked.
      scout.apply(op);
      const look = scout.toLookAt();
      const scouted = await scout.heard({ look });
      seen.push({ answer, told: await side.heard({ expected: expected?.seen[i]?.told.length ?? scouted.length, look: inTurn(look, scouted) }) });
    }
    return { kernel: which === 'kernel' ? release() : 'simulated', ...(bridgeVlans && { bridgeVlans }), operations, seen, state: side.state() };
  } finally {
    await side.close();
    await scout.close();
  }
}
