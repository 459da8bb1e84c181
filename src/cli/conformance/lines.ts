// Files of suites: JSON Lines, and where in them something is wrong.

import { printable } from '../files.js';

/** A file that is no suite, and where. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
}

/** What stands in a line. */
export interface Line<T = unknown> {
  /** Counted from 1. */
  readonly number: number;
  readonly value: T;
}

/** Empty lines are passed over. Throws SuiteError. */
export function parseLines(path: string, text: string): Line[] {
  return text
    .split('\n')
    .map((line, i) => ({ number: i + 1, line }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ number, line }) => ({ number, value: at(path, number, () => parseLine(line)) }));
}

/** Throws SyntaxError, and TypeError for a key that an object has twice: of two JSON.parse keeps the last and says nothing. */
function parseLine(line: string): unknown {
  const value = JSON.parse(line) as unknown;
  const open: Set<string>[] = [];
  for (const [token, key] of line.matchAll(/"((?:[^"\\]|\\.)*)"(?=\s*:)|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (key !== undefined) {
      if (open.at(-1)?.has(key)) throw new TypeError(`"${key}" stands twice in one object`);
      open.at(-1)?.add(key);
    }
  }
  return value;
}

/** Throws SuiteError for what `section` throws. */
export function at<T>(path: string, line: number, section: () => T): T {
  try {
    return section();
  } catch (error) {
    throw new SuiteError(`${path}:${line}: ${printable(error instanceof Error ? error.message : String(error))}`);
  }
}

/** Before all else: another version may have other keys. Throws TypeError. */
export function checkFormat(header: unknown, format: string, version: number): void {
  const { format: found, version: told } = (header ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (found !== format) throw new TypeError(`the first line has no "format": "${format}"`);
  if (told !== version) throw new TypeError(`version ${String(told)} of the format, this reads ${version}`);
}

/** What a case is called where something is wrong with it. */
export function caseTitle(one: unknown): string {
  const { name } = (one ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? `case "${name}"` : 'a case';
}

/** The cases, which have each a name of their own. Throws SuiteError where there are none, or where two have one name. */
export function namedApart<T extends { readonly name: string }>(path: string, cases: readonly Line<T>[]): readonly T[] {
  if (cases.length === 0) throw new SuiteError(`${path}: a suite without cases`);
  const lines = new Map<string, number>();
  for (const {
    number,
    value: { name },
  } of cases) {
    const before = lines.get(name);
    if (before !== undefined) throw new SuiteError(`${path}:${number}: case "${name}": the one in line ${before} is called so`);
    lines.set(name, number);
  }
  return cases.map(({ value }) => value);
}
