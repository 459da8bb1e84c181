// `rtnl decode` in this process: what came out.

import { fileURLToPath } from 'node:url';
import { type Io, main } from '../../../src/cli/main.js';

export interface Decoded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A file of fixtures/. */
export const fixturePath = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url));

export async function decoded(argv: readonly string[], io: Partial<Io> = {}): Promise<Decoded> {
  let stdout = '';
  let stderr = '';
  const code = await main(['decode', ...argv], {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    ...io,
  });
  return { code, stdout, stderr };
}
