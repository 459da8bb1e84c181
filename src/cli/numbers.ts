// Numbers that may be told by name. Only built-in names are known: files in /etc/iproute2 are not read. iproute2: lib/rt_names.c.

import { SCOPES } from '../rtnl/constants.js';
import { invalidWord, parseWhole } from '../rtnl/words.js';

/** RT_SCOPE_*. Throws UsageError with `why`. */
export function scopeNumber(word: string, why: string): number {
  const scope = Object.hasOwn(SCOPES, word) ? SCOPES[word as keyof typeof SCOPES] : parseWhole(word);
  if (scope === undefined || scope < 0 || scope > 255) throw invalidWord(why, word);
  return scope;
}

/** The group of a link. Throws UsageError. */
export function groupNumber(word: string): number {
  const group = word === 'default' ? 0 : parseWhole(word);
  if (group === undefined || group < 0 || group > 0x7fffffff) throw invalidWord('Invalid "group" value\n', word);
  return group;
}
