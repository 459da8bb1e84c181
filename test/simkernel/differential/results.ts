// A run told as a document: results.md.

import { ANY_WAY, EXPLAINED, type Explained, UNORDERED, WORKERS } from './explained.js';
import type { Told } from './lane.js';
import type { Tally } from './tally.js';

export interface Unreached {
  readonly functions: readonly string[];
  readonly refusals: readonly string[];
}

export interface Outcome {
  readonly seed: number;
  /** Between the first seeds of two processes. */
  readonly apart: number;
  readonly lanes: number;
  readonly longest: number;
  readonly seconds: number;
  readonly kernel: string;
  /** Link kinds of the simulated kernel that it has not. */
  readonly lacking: readonly string[];
  readonly tally: Tally;
  readonly found: readonly NonNullable<Told['found']>[];
  readonly unreached: Unreached;
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows.map((row) => `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)].join('\n');

const byCount = (counts: Readonly<Record<string, number>>): [string, number][] => Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));

/** What is free or different, and why. */
function explainedTable(used: Readonly<Record<string, number>>): string {
  const rows: readonly Omit<Explained, 'apply'>[] = [...EXPLAINED, UNORDERED, ANY_WAY, WORKERS];
  return table(
    ['', 'what may differ', 'the kernel', 'what is done', 'times'],
    rows.map(({ name, what, kernel, how }) => [name, what, kernel, how, used[name] ?? 0]),
  );
}

export function results({ seed, apart, lanes, longest, seconds, kernel, lacking, tally, found, unreached }: Outcome): string {
  const { operations, sequences } = tally;
  const seeds = Array.from({ length: lanes }, (_, lane) => seed + lane * apart).join(', ');
  const errnos = [...new Set(Object.values(tally.verbs).flatMap((counts) => Object.keys(counts)))].filter((errno) => errno !== 'ok').sort();
  const summary = [
    `${operations} operations in ${sequences} sequences of at most ${longest}, kernel ${kernel}; ${lanes} processes, from seed ${seeds} on; ${seconds.toFixed(0)} s,`,
    `${(operations / seconds).toFixed(0)} operations/s. Differences: ${found.length}, of which ${found.filter(({ again }) => !again).length} did not come again.`,
  ];
  return `${[
    '# The simulated kernel beside a real one',
    `Written by \`npm run differential -- --operations ${operations} --seed ${seed}\`. A sequence runs in two network namespaces of each kernel; after each operation the answer and what was told in both are compared, every so often and at the end everything that can be listed.`,
    summary.join('\n'),
    ...found.map(({ seed: at, again, report }) => `Seed ${at}${again ? '' : ' (not seen again)'}:\n\n\`\`\`\n${report}\n\`\`\``),
    '## Explained differences',
    explainedTable(tally.explained),
    '## Operations',
    table(
      ['operation', 'sent', 'granted', 'refused with'],
      byCount(Object.fromEntries(Object.entries(tally.verbs).map(([verb, counts]) => [verb, Object.values(counts).reduce((a, b) => a + b, 0)]))).map(([verb, sent]) => {
        const { ok = 0, ...others } = tally.verbs[verb] as Record<string, number>;
        return [
          verb,
          sent,
          ok,
          byCount(others)
            .map(([errno, times]) => `${errno} ${times}`)
            .join(', '),
        ];
      }),
    ),
    `Links made: ${byCount(tally.kinds)
      .map(([kind, times]) => `${kind} ${times}`)
      .join(', ')}.${lacking.length === 0 ? '' : ` This kernel has no ${lacking.join(', no ')}: that is not compared.`}`,
    `Requests with something wrong in them: ${byCount(tally.damage)
      .map(([how, times]) => `${how} ${times}`)
      .join(', ')}.`,
    '## Refusals met',
    `${errnos.length} errnos: ${errnos.join(', ')}; ${Object.keys(tally.refusals).length} refusals and warnings that differ in errno or text.`,
    table(['refusal', 'times'], byCount(tally.refusals)),
    '## Never reached in `src/simkernel`',
    `${unreached.refusals.length} refusals:`,
    unreached.refusals.map((line) => `- \`${line}\``).join('\n'),
    `${unreached.functions.length} functions:`,
    unreached.functions.map((line) => `- \`${line}\``).join('\n'),
  ].join('\n\n')}\n`;
}
