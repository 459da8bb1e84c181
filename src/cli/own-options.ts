// Options of the commands that `ip` has not: written as node's own parser reads them.

import { parseArgs } from 'node:util';
import type { UsageError } from '../rtnl/words.js';

/** By name. Node's own types stay out of ours, which need no @types/node. */
export interface OwnOptions {
  readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly multiple?: boolean; readonly short?: string };
}

/** What was given. */
export interface OwnWords<T extends OwnOptions> {
  readonly values: { readonly [K in keyof T]?: T[K]['type'] extends 'boolean' ? boolean : T[K]['multiple'] extends true ? string[] : string };
  readonly positionals: string[];
}

/** The options and words of such a command. Throws what `wrong` makes of the reason. */
export function readOwnOptions<const T extends OwnOptions>(argv: readonly string[], options: T, wrong: (why: string) => UsageError): OwnWords<T> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true }) as OwnWords<T>;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // What follows the first sentence is about programs in general.
    throw wrong(/^.*?(?=\.(\s|$)|$)/s.exec(error.message)?.[0] ?? '');
  }
}
