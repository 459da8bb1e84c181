// What a run has covered: operations by verb, what became of them, texts of refusals, kinds of links.

import type { Operation } from './operations.js';

type Counts = Record<string, number>;

export interface Tally {
  operations: number;
  sequences: number;
  /** By verb, and by what became of it. */
  readonly verbs: Record<string, Counts>;
  /** Errno and text, by how often. */
  readonly refusals: Counts;
  /** Links made, by kind. */
  readonly kinds: Counts;
  /** Requests with something wrong in them, by what. */
  readonly damage: Counts;
  /** Rows of explained.ts that had something to do. */
  explained: Counts;
}

export const emptyTally = (): Tally => ({ operations: 0, sequences: 0, verbs: {}, refusals: {}, kinds: {}, damage: {}, explained: {} });

const count = (counts: Counts, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

/** `ok`, the errno, and the text where there is one. */
function parts(outcome: string): { readonly errno: string; readonly text: string } {
  const [errno = ''] = outcome.split(' ', 1);
  const text = /"message":"((?:[^"\\]|\\.)*)"/.exec(outcome)?.[1] ?? '';
  return { errno, text: text.replaceAll('\\"', '"') };
}

/** One operation that was sent. */
export function note(tally: Tally, op: Operation, outcome: string): void {
  const { errno, text } = parts(outcome);
  tally.operations++;
  tally.verbs[op.do] ??= {};
  count(tally.verbs[op.do] as Counts, errno);
  if (errno !== 'ok' || text !== '') count(tally.refusals, text === '' ? errno : `${errno} ${text}`);
  if (op.do === 'link add' && errno === 'ok') count(tally.kinds, String(op.spec.kind));
  if (op.damage !== undefined) count(tally.damage, op.damage.how);
}

export function add(to: Tally, from: Tally): void {
  to.operations += from.operations;
  to.sequences += from.sequences;
  for (const [verb, counts] of Object.entries(from.verbs)) {
    to.verbs[verb] ??= {};
    for (const [errno, times] of Object.entries(counts)) count(to.verbs[verb] as Counts, errno, times);
  }
  for (const key of ['refusals', 'kinds', 'damage', 'explained'] as const) for (const [what, times] of Object.entries(from[key])) count(to[key], what, times);
}
