// Values that the words of a rule and those of a filter have in common. iproute2: ip/iprule.c.

import type { Range } from '../../rtnl/rule-requests.js';
import { invalidWord, type Words, wholeNumber } from '../../rtnl/words.js';
import { isInterfaceName } from '../link-cache.js';
import { scanRange } from './scan.js';

/** `MARK` or `MARK/MASK`. Throws UsageError. */
export function markWord(word: string): { readonly mark: number; readonly mask: number | undefined } {
  const slash = word.indexOf('/');
  const mark = wholeNumber(slash < 0 ? word : word.slice(0, slash), 'fwmark value is invalid\n');
  return { mark, mask: slash < 0 ? undefined : wholeNumber(word.slice(slash + 1), 'fwmask value is invalid\n') };
}

/** Both ends, which must be there. Throws UsageError. */
export function uidRangeWord(word: string): Range {
  const range = scanRange(word, 32);
  if (range?.end === undefined) throw invalidWord('invalid UID range\n', word);
  return { start: range.start, end: range.end };
}

/** A port is the range of it alone. Throws UsageError. */
export function portRangeWord(key: 'sport' | 'dport', word: string): Range {
  const range = scanRange(word, 16);
  if (range === undefined) throw invalidWord(key === 'sport' ? 'invalid port range\n' : 'invalid dport range\n', word);
  return { start: range.start, end: range.end ?? range.start };
}

/** A name that a link could have. Throws UsageError. */
export function linkNameWord(why: string, words: Words): string {
  const word = words.next();
  if (!isInterfaceName(word)) throw invalidWord(why, word);
  return word;
}

export const IIF_INVALID = '"iif"/"dev" not a valid ifname';
export const OIF_INVALID = '"oif" not a valid ifname';
