// `address`: which command. iproute2: ip/ipaddress.c: do_ipaddr().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { showAddresses } from '../show.js';
import { addressUsage } from '../usage.js';
import { flushAddresses } from './flush.js';
import { modifyAddress } from './modify.js';
import { restoreAddresses, showSavedAddresses } from './restore.js';
import { saveAddresses } from './save.js';

type Command = (words: Words, session: Session) => Promise<number>;

const modify =
  (name: 'RTM_NEWADDR' | 'RTM_DELADDR', flags: number): Command =>
  (words, session) =>
    modifyAddress(words, session, name, flags);

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['add', modify('RTM_NEWADDR', NLM_F_CREATE | NLM_F_EXCL)],
  ['change', modify('RTM_NEWADDR', NLM_F_REPLACE)],
  ['chg', modify('RTM_NEWADDR', NLM_F_REPLACE)],
  ['replace', modify('RTM_NEWADDR', NLM_F_CREATE | NLM_F_REPLACE)],
  ['delete', modify('RTM_DELADDR', 0)],
  ['list', showAddresses],
  ['show', showAddresses],
  ['lst', showAddresses],
  ['flush', flushAddresses],
  ['save', saveAddresses],
  ['showdump', showSavedAddresses],
  ['restore', restoreAddresses],
];

/** Resolves to the exit code. Throws UsageError. */
export async function address(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showAddresses(words, session);
  const word = words.next();
  // `chg` has no shorter form: `ch` is change.
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (words.peek() === '--help') throw new UsageError(addressUsage, 0, true);
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? addressUsage : `Command "${word}" is unknown, try "ip address help".\n`);
}
