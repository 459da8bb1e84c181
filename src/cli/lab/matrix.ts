// Who reaches whom: every host asks every other for an echo.

import type { Host } from './host.js';
import { told } from './row.js';
import { AT, type Lab, type Mode } from './topology.js';

/** Who is there, and the address it is asked under. */
const ASKED: Readonly<Record<string, string>> = {
  switch: AT.gateway,
  net1: AT.net1,
  net2: AT.net2,
  server: AT.server,
  namespace1: AT.macvlan1,
  namespace2: AT.macvlan2,
};

export interface Matrix {
  readonly mode: Mode;
  readonly hairpin: boolean;
  readonly pairs: readonly Pair[];
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly address: string;
  readonly reached: boolean;
  /** As the mode has it. */
  readonly expected: boolean;
  /** What came of it, in words. */
  readonly seen: string;
}

const isRight = ({ reached, expected }: Pair): boolean => reached === expected;

/** What the mode lets through while the switch's port does not hairpin. */
function isExpected(mode: Mode, from: string, to: string): boolean {
  const isParent = (label: string) => label === 'net1' || label === 'net2';
  const isInside = (label: string) => label.startsWith('namespace');
  // All that comes in for a parent goes to its only child.
  if (mode === 'passthru') return !isParent(from) && !isParent(to);
  if (isInside(from) && isInside(to)) return mode === 'bridge';
  if (!isInside(from) && !isInside(to)) return true;
  const outside = isInside(from) ? to : from;
  if (outside === 'net1') return false;
  // The switch is on the list of sources, and with it whoever is behind it.
  return mode !== 'source' || outside === 'switch' || outside === 'server';
}

/** Asks all at once. */
export async function matrixOf(lab: Lab, mode: Mode): Promise<Matrix> {
  await lab.forget();
  const ask = async (from: Host, to: Host): Promise<Pair> => {
    const address = ASKED[to.label] as string;
    const expected = isExpected(mode, from.label, to.label);
    const answer = await (expected ? from.reaches(address) : from.misses(address));
    return { from: from.label, to: to.label, address, reached: answer.reachable, expected, seen: told(from, address, answer) };
  };
  const hosts = lab.everyone;
  const pairs = await Promise.all(hosts.flatMap((from) => hosts.filter((to) => to !== from).map((to) => ask(from, to))));
  return { mode, hairpin: false, pairs };
}

/** As a table, one line a host. What is not as the mode has it is marked, and told below. */
export function matrixText({ mode, pairs }: Matrix): string {
  const labels = [...new Set(pairs.map(({ from }) => from))];
  const width = Math.max(...labels.map((label) => label.length), 'from \\ to'.length) + 2;
  const cell = (from: string, to: string): string => {
    const pair = pairs.find((one) => one.from === from && one.to === to);
    return pair === undefined ? '-' : `${pair.reached ? 'yes' : 'no'}${isRight(pair) ? '' : ' !'}`;
  };
  const line = (head: string, cells: readonly string[]): string =>
    `  ${[head, ...cells]
      .map((text) => text.padEnd(width))
      .join('')
      .trimEnd()}\n`;
  const rows = labels.map((from) =>
    line(
      from,
      labels.map((to) => cell(from, to)),
    ),
  );
  const wrong = pairs.filter((pair) => !isRight(pair)).map(({ seen, expected }) => `  ! ${seen}, where ${expected ? 'an' : 'no'} echo was expected\n`);
  return `\nwho reaches whom, mode ${mode}:\n${line('from \\ to', labels)}${rows.join('')}${wrong.join('')}`;
}

export const isAsExpected = ({ pairs }: Matrix): boolean => pairs.every(isRight);
