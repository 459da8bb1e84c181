// Starts programs that may do nothing special, whoever runs the tests: as nobody, where this user namespace has such a user, and without capabilities.

import { readFileSync } from 'node:fs';

/** The words that run `words` so. */
export function unprivileged(words: readonly string[]): [program: string, words: string[]] {
  const [program = '', ...rest] = process.getuid?.() === 0 ? ['setpriv', ...nobody(), '--inh-caps', '-all', '--bounding-set', '-all', ...words] : words;
  return [program, rest];
}

function nobody(): string[] {
  const whole = /^\s*0\s+\d+\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8'));
  return whole ? ['--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
}

/** tsx keeps what it compiled, and node what was covered, where such a user may not write. Node hands the latter on unless it is told otherwise. */
export const unprivilegedEnv = { ...process.env, TSX_DISABLE_CACHE: '1', NODE_V8_COVERAGE: '' };
