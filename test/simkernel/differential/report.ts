// A difference told to a person: the commands that lead to it, and the fields in which the two kernels differ.

import type { Difference } from './compare.js';
import { command } from './operations.js';

const MOST = 330;
const short = (line: string): string => line.slice(0, MOST);

/** What a message is about. */
function key(line: string): string {
  const head = line.slice(0, line.indexOf('{')).replace(/^(told) \w+/, '$1');
  const names = ['family', 'ifname', 'dst', 'dstLen', 'address', 'lladdr', 'id', 'ifindex', 'priority', 'table'].flatMap(
    (name) => new RegExp(`"${name}":("[^"]*"|-?\\d+)`).exec(line)?.[0] ?? [],
  );
  return `${head}${names.join(' ')}`;
}

export function report({ what, operations, kernel, simulated }: Difference): string {
  const [mine, theirs] = [missing(kernel, simulated), missing(simulated, kernel)];
  const changed = mine.map((line) => {
    const like = theirs.findIndex((other) => key(other) === key(line));
    const [other] = like < 0 ? [] : theirs.splice(like, 1);
    return other === undefined ? `kernel only:    ${short(line)}` : `${key(line)}: ${fields(line, other)}`;
  });
  const lines = [...changed, ...theirs.map((line) => `simulated only: ${short(line)}`)];
  if (lines.length === 0)
    lines.push('in another order; the kernel:', ...kernel.map((line) => `  ${short(key(line))}`), 'simulated:', ...simulated.map((line) => `  ${short(key(line))}`));
  return [`${what} differs after`, ...operations.map((op) => `  ${command(op)}`), ...lines.map((line) => `    ${line}`)].join('\n');
}

/** Lines that the other has not, or not as often. */
function missing(from: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return from.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The fields in which two messages differ: the kernel's value, the simulated one. */
function fields(line: string, other: string): string {
  const [a, b] = [line.indexOf('{'), other.indexOf('{')];
  if (a < 0 || b < 0) return `${line} | ${other}`;
  const out = line.slice(0, a) === other.slice(0, b) ? [] : [`header ${line.slice(0, a)}| ${other.slice(0, b)}`];
  const walk = (x: unknown, y: unknown, path: string): void => {
    if (JSON.stringify(x) === JSON.stringify(y)) return;
    if (typeof x === 'object' && typeof y === 'object' && x !== null && y !== null) {
      for (const name of new Set([...Object.keys(x), ...Object.keys(y)])) walk((x as Record<string, unknown>)[name], (y as Record<string, unknown>)[name], `${path}.${name}`);
      if (Object.keys(x).join() !== Object.keys(y).join()) out.push(`${path} order ${Object.keys(x)} | ${Object.keys(y)}`);
    } else out.push(`${path} ${JSON.stringify(x)} | ${JSON.stringify(y)}`);
  };
  walk(JSON.parse(line.slice(a)), JSON.parse(other.slice(b)), '');
  return out.join(', ');
}
