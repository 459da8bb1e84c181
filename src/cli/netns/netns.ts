// `netns`: which command. iproute2: ip/ipnetns.c: do_netns().

import { isNamespaceName } from '../../netlink/socket/named.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { addNetns, attachNetns, deleteNetns, setNetns } from './change.js';
import { execInNetns } from './exec.js';
import { listNetns, listNsids } from './list.js';
import { identifyNetns, monitorNetns, pidsOfNetns } from './look.js';
import { netnsUsage } from './usage.js';

type Command = (words: Words, session: Session) => Promise<number>;

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['list', listNetns],
  ['show', listNetns],
  ['lst', listNetns],
  ['list-id', listNsids],
  ['help', async () => throwUsage()],
  ['add', addNetns],
  ['set', setNetns],
  ['delete', deleteNetns],
  ['identify', identifyNetns],
  ['pids', pidsOfNetns],
  ['exec', execInNetns],
  ['monitor', monitorNetns],
  ['attach', attachNetns],
];

function throwUsage(): never {
  throw new UsageError(netnsUsage);
}

/** Resolves to the exit code. Throws UsageError. */
export async function netns(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return listNetns(words, session);
  const word = words.next();
  const name = words.peek();
  if (name === '--help') throw new UsageError(netnsUsage, 0, true);
  if (!session.options.all && name !== undefined && !isNamespaceName(name)) throw new UsageError(`Invalid netns name "${name}"\n`);
  const command = COMMANDS.find(([of]) => matches(word, of))?.[1];
  if (command === undefined) throw new UsageError(`Command "${word}" is unknown, try "ip netns help".\n`);
  return command(words, session);
}
