// Files of suites: JSON Lines, and where in them something is wrong.

/** A file that is no suite, and where. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
}

/** What stands in a line. */
interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly value: unknown;
}

/** Empty lines are passed over. Throws SuiteError. */
export function parseLines(path: string, text: string): Line[] {
  return text
    .split('\n')
    .map((line, i) => ({ number: i + 1, line }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ number, line }) => ({ number, value: at(path, number, () => JSON.parse(line) as unknown) }));
}

/** Throws SuiteError for what `section` throws. */
export function at<T>(path: string, line: number, section: () => T): T {
  try {
    return section();
  } catch (error) {
    throw new SuiteError(`${path}:${line}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws TypeError for what is none. */
export function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

/** Throws TypeError for what is none. */
export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is no list`);
  return value;
}
