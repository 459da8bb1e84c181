// Options of the commands that `ip` has not: written as node's own parser reads them.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { UsageError } from '../rtnl/words.js';

/** The options and words of such a command. Throws what `wrong` makes of the reason. */
export function readOwnOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  wrong: (why: string) => UsageError,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // What follows the first sentence is about programs in general.
    throw wrong(/^.*?(?=\.(\s|$)|$)/s.exec(error.message)?.[0] ?? '');
  }
}
