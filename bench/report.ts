// Tables of medians, and how far each is from the limit measured in the same run.

import { arch, cpus, release } from 'node:os';
import { median } from './median.js';
import { LIMIT } from './peers.js';
import type { Workload } from './workloads.js';

/** The figure of each round, by peer; a round that failed is undefined. */
export type Rounds = ReadonlyMap<string, readonly (number | undefined)[]>;

export interface Row {
  readonly peer: string;
  readonly value: number;
  /** The median of each round's own ratio to the limit: what slows the machine for a while slows both. */
  readonly ratio: number | undefined;
}

export interface Result {
  readonly workload: Workload;
  readonly rows: readonly Row[];
  readonly failed: readonly string[];
}

export function summary(workload: Workload, rounds: Rounds, failed: readonly string[]): Result {
  const base = rounds.get(LIMIT) ?? [];
  const rows = [...rounds].flatMap(([peer, values]) => {
    const known = values.filter((value) => value !== undefined);
    if (known.length === 0) return [];
    const ratios = values.flatMap((value, round) => (value === undefined || !base[round] ? [] : [value / base[round]]));
    return [{ peer, value: median(known), ratio: ratios.length === 0 ? undefined : median(ratios) }];
  });
  return { workload, rows, failed };
}

const digits = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** A row for each workload, a column for each peer: the median, and in brackets the ratio to the limit. */
function table(results: readonly Result[], peers: readonly string[]): string {
  const cell = ({ workload, rows }: Result, peer: string): string => {
    const row = rows.find((one) => one.peer === peer);
    if (row === undefined) return '-';
    return workload.count || peer === LIMIT || row.ratio === undefined ? digits(row.value) : `${digits(row.value)} (${digits(row.ratio)})`;
  };
  const head = ['', 'unit', ...peers];
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...results.map((result) => `| ${result.workload.name}: ${result.workload.title} | ${result.workload.unit} | ${peers.map((peer) => cell(result, peer)).join(' | ')} |`),
  ].join('\n');
}

export function page(results: readonly Result[], peers: readonly string[], missing: readonly string[], rounds: number): string {
  const failed = results.flatMap(({ workload, failed }) => failed.map((line) => `- ${workload.name}, ${line}`));
  return [
    '# Benchmark',
    '',
    `Medians of ${rounds} runs each, taken in turns; in brackets the ratio to ${LIMIT}, which decodes to C structs, in the same round.`,
    `Node ${process.version}, Linux ${release()} ${arch()}, ${cpus().length} CPUs. Ratios hold on other machines, milliseconds do not.`,
    '',
    table(results, peers),
    '',
    ...missing.map((line) => `- ${line}`),
    ...failed,
    '',
  ].join('\n');
}
