// `neighbour`: which command. iproute2: ip/ipneigh.c: do_ipneigh().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { flushNeighbours } from './flush.js';
import { getNeighbour } from './get.js';
import { modifyNeighbour } from './modify.js';
import { showNeighbours } from './show.js';
import { neighbourUsage } from './usage.js';

type Command = (words: Words, session: Session) => Promise<number>;

const modify =
  (name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', flags: number): Command =>
  (words, session) =>
    modifyNeighbour(words, session, name, flags);

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['add', modify('RTM_NEWNEIGH', NLM_F_CREATE | NLM_F_EXCL)],
  ['change', modify('RTM_NEWNEIGH', NLM_F_REPLACE)],
  ['replace', modify('RTM_NEWNEIGH', NLM_F_CREATE | NLM_F_REPLACE)],
  ['delete', modify('RTM_DELNEIGH', 0)],
  ['get', getNeighbour],
  ['show', showNeighbours],
  ['lst', showNeighbours],
  ['list', showNeighbours],
  ['flush', flushNeighbours],
];

/** Resolves to the exit code. Throws UsageError. */
export async function neighbour(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showNeighbours(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(neighbourUsage, 0, true);
  const command = COMMANDS.find(([name]) => matches(word, name) || (name === 'change' && word === 'chg'))?.[1];
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? neighbourUsage : `Command "${word}" is unknown, try "ip neigh help".\n`);
}
