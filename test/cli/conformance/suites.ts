// What the tests of the kit share.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSuite, type Suite } from '../../../src/cli/conformance/suite.js';
import { bundled } from '../../bundled.js';
import { rtnl } from '../recordings.js';

const folder = fileURLToPath(new URL('../../../suites', import.meta.url));

/** The suites of the package. */
export const suites: readonly Suite[] = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => parseSuite(name, readFileSync(join(folder, name), 'utf8')));

/** `exec:` with the adapter, which does `fault` wrong. */
export const adapter = (fault = ''): string => `exec:${process.execPath} ${bundled(new URL('adapter.ts', import.meta.url))} ${fault}`;

export interface Told {
  readonly code: number;
  /** Names of cases, each once. */
  readonly failed: readonly string[];
  readonly lines: readonly string[];
  readonly sum: string;
  readonly stderr: string;
}

/** Runs the kit and takes its text apart. */
export async function put(...argv: readonly string[]): Promise<Told> {
  const { code, stdout, stderr } = await rtnl('conformance', ...argv);
  const lines = stdout.trimEnd().split('\n');
  const failed = lines.flatMap((line) => /^failed (.*?): step \d/.exec(line)?.[1] ?? []);
  return { code, failed: [...new Set(failed)], lines, sum: lines.at(-1) ?? '', stderr };
}
