// `link`: which command. iproute2: ip/iplink.c: do_iplink().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { showLinks } from '../show.js';
import { linkUsage } from '../usage.js';
import { linkAfStats } from './afstats.js';
import { modifyLink } from './modify.js';
import { linkProperty } from './property.js';
import { linkXstats } from './xstats.js';

type Command = (words: Words, session: Session) => Promise<number>;

const modify =
  (name: 'RTM_NEWLINK' | 'RTM_DELLINK', flags: number): Command =>
  (words, session) =>
    modifyLink(words, session, name, flags);

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['add', modify('RTM_NEWLINK', NLM_F_CREATE | NLM_F_EXCL)],
  ['set', modify('RTM_NEWLINK', 0)],
  ['change', modify('RTM_NEWLINK', 0)],
  ['replace', modify('RTM_NEWLINK', NLM_F_CREATE | NLM_F_REPLACE)],
  ['delete', modify('RTM_DELLINK', 0)],
  ['show', showLinks],
  ['lst', showLinks],
  ['list', showLinks],
  ['xstats', linkXstats],
  ['afstats', linkAfStats],
  ['property', linkProperty],
  ['help', helpLink],
];

/** `help KIND` is about the kind, on standard output. */
async function helpLink(words: Words, { kinds, io }: Session): Promise<number> {
  const name = words.peek() ?? '';
  const slaveOf = name.endsWith('_slave') ? name.slice(0, -'_slave'.length) : undefined;
  const kind = Object.hasOwn(kinds, slaveOf ?? name) ? kinds[slaveOf ?? name] : undefined;
  const usage = slaveOf === undefined ? kind?.usage : kind?.slaveUsage;
  if (usage === undefined) throw new UsageError(linkUsage);
  io.stdout(usage);
  return 0;
}

/** Resolves to the exit code. Throws UsageError. */
export async function link(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showLinks(words, session);
  const word = words.next();
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (command === undefined) throw new UsageError(`Command "${word}" is unknown, try "ip link help".\n`);
  if (words.peek() === '--help') throw new UsageError(linkUsage, 0, true);
  return command(words, session);
}
