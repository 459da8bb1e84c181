// What became of a case.

import type { Failure } from './play.js';

export interface Result {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Of what was skipped: why. Of what failed otherwise than by what came back: how. */
  readonly reason?: string;
  readonly failures: readonly Failure[];
  /** Milliseconds it took. */
  readonly time: number;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countsOf(results: readonly Result[]): Counts {
  const of = (wanted: Result['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** A failure in a sentence on one line. */
function sentence({ step, request, message, what, expected, got, offset }: Failure): string {
  const where = step === 0 ? '' : `step ${step}${request === '' ? '' : ` (${request})`}, `;
  const part = what === 'message' ? '' : ` ${what}${offset === undefined ? '' : ` at offset ${offset}`}:`;
  return `${where}${message}:${part} expected ${expected}, got ${got}`;
}

/** Why a case failed, a line each. */
export function reasonsOf({ reason, failures }: Result): readonly string[] {
  return [...(reason === undefined ? [] : [reason]), ...failures.map(sentence)].map((line) => line.replace(/[\r\n]+/g, ' '));
}
