// `nexthop`: which command. iproute2: ip/ipnexthop.c: do_ipnh(), do_ipnh_bucket().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { getBucket, listBuckets } from './bucket.js';
import { flushNexthops } from './flush.js';
import { getNexthop, listNexthops } from './list.js';
import { modifyNexthop } from './modify.js';
import { nexthopUsage } from './usage.js';

type Command = (words: Words, session: Session) => Promise<number>;

const modify =
  (name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', flags: number): Command =>
  (words, session) =>
    modifyNexthop(words, session, name, flags);

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['add', modify('RTM_NEWNEXTHOP', NLM_F_CREATE | NLM_F_EXCL)],
  ['replace', modify('RTM_NEWNEXTHOP', NLM_F_CREATE | NLM_F_REPLACE)],
  ['delete', modify('RTM_DELNEXTHOP', 0)],
  ['list', listNexthops],
  ['show', listNexthops],
  ['lst', listNexthops],
  ['get', getNexthop],
  ['flush', flushNexthops],
  ['bucket', (words, session) => choose(words, session, BUCKET_COMMANDS)],
];

const BUCKET_COMMANDS: typeof COMMANDS = [
  ['list', listBuckets],
  ['show', listBuckets],
  ['lst', listBuckets],
  ['get', getBucket],
];

/** Resolves to the exit code. Throws UsageError. */
export function nexthop(words: Words, session: Session): Promise<number> {
  return choose(words, session, COMMANDS);
}

async function choose(words: Words, session: Session, commands: typeof COMMANDS): Promise<number> {
  if (words.left === 0) return commands === COMMANDS ? listNexthops(words, session) : listBuckets(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(nexthopUsage, 0, true);
  const command = commands.find(([name]) => matches(word, name))?.[1];
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? nexthopUsage : `Command "${word}" is unknown, try "ip nexthop help".\n`);
}
