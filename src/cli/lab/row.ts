// A row of the recipe: what is done, and what must be seen.

import { type Echo, KernelError } from '../../index.js';
import type { Host } from './host.js';
import type { Lab } from './topology.js';

export interface Row {
  /** As the recipe numbers it. */
  readonly number: number;
  readonly title: string;
  /** Resolves to what was seen, line by line. Rejects with Unseen where it is not what must be seen. */
  run(lab: Lab): Promise<readonly string[]>;
}

/** Something else was seen than must be. */
export class Unseen extends Error {
  override readonly name = 'Unseen';
}

/** What was seen, if it is as it must be. Throws Unseen. */
export function expect(asItMust: boolean, seen: string, wanted?: string): string {
  if (!asItMust) throw new Unseen(wanted === undefined ? seen : `${seen}, where ${wanted} was expected`);
  return seen;
}

/** What came of asking for an echo. */
export function told(from: Host, address: string, answer: Echo): string {
  const what = answer.reachable ? `${answer.ms.toFixed(2)} ms` : `unreachable (${answer.code ?? answer.reason})`;
  return `${from.label} to ${address}: ${what}`;
}

/** Throws Unseen where no echo comes back from there. */
export async function reached(from: Host, address: string): Promise<string> {
  const answer = await from.reaches(address);
  return expect(answer.reachable, told(from, address, answer), 'an echo');
}

/** Throws Unseen where one does. */
export async function unreached(from: Host, address: string): Promise<string> {
  const answer = await from.misses(address);
  return expect(!answer.reachable, told(from, address, answer), 'no echo');
}

/** What the kernel says against it. Throws Unseen where it says nothing, or something else than `code`. */
export async function refused(code: string, attempt: Promise<unknown>): Promise<string> {
  const outcome = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome !== undefined && !(outcome instanceof KernelError)) throw outcome;
  return expect(outcome?.code === code, outcome === undefined ? 'it was done' : outcome.message, code);
}
