// Words that several commands of `nexthop` know. iproute2: ip/ipnexthop.c.

import { invalidWord, matches, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { isVrf } from '../filter.js';
import type { Session } from '../session.js';
import { nexthopUsage } from './usage.js';

/** Throws UsageError. */
export function nexthopId(word: string): number {
  return wholeNumber(word, 'invalid id value');
}

/** The index of a link that must be there. Throws UsageError. */
export async function nexthopLink(name: string, { names }: Session, why = 'Device does not exist\n'): Promise<number> {
  const index = await names.indexOf(name);
  if (index === 0) throw invalidWord(why, name);
  return index;
}

/** Which nexthops, or buckets, are listed: what the kernel is told to look for. */
export interface NexthopSelector {
  dev?: number;
  master?: number;
}

/** Reads `dev`, `master` and `vrf`, which may be cut short; false where the word is none of them. Throws UsageError. */
export async function readLinkSelector(selector: NexthopSelector, word: string, words: Words, session: Session): Promise<boolean> {
  if (matches(word, 'dev')) {
    selector.dev = await nexthopLink(words.next(), session);
  } else if (matches(word, 'master')) {
    selector.master = await nexthopLink(words.next(), session);
  } else if (matches(word, 'vrf')) {
    const name = words.next();
    if (!(await isVrf(session, session.options.family, name))) throw invalidWord('Invalid VRF\n', name);
    selector.master = await nexthopLink(name, session, 'VRF does not exist\n');
  } else {
    return false;
  }
  return true;
}

/** What is said of a word that nothing is known by; help is asked for by one. */
export function unknownWord(word: string): UsageError {
  return matches(word, 'help') ? new UsageError(nexthopUsage) : invalidWord('', word);
}
