// Recorded cases for the tests, and a command line run against one of them.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';
import type { Case } from '../../src/cli/recordings.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line and collects what it says. */
export async function rtnl(...argv: string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
}

/** Hands a file with `text` in it to `use`, and removes it. */
export async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rtnl-'));
  const path = join(folder, 'recording.jsonl');
  try {
    writeFileSync(path, text);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The command line of a case, run against its own recording. */
export function replayed({ argv, exchange, setup = [] }: Pick<Case, 'argv' | 'exchange'> & Partial<Pick<Case, 'setup'>>): Promise<Ran> {
  return withFile(JSON.stringify({ exchange, setup }), (path) => rtnl('--replay', path, ...argv.slice(1)));
}

/** The recordings of a tree by group: `{ addr: '.../addr.jsonl.gz' }`. */
export function recordings(tree: string): Record<string, string> {
  const folder = new URL(`../../fixtures/captures/${tree}/`, import.meta.url).pathname;
  return Object.fromEntries(readdirSync(folder).map((file) => [file.split('.', 1)[0] as string, join(folder, file)]));
}
