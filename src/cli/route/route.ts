// `route`: which command. iproute2: ip/iproute.c: do_iproute().

import { ROUTE_FLAGS } from '../../rtnl/route-requests.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { flushRoutes } from './flush.js';
import { getRoute } from './get.js';
import { showRoutes } from './list.js';
import { modifyRoute } from './modify.js';
import { restoreRoutes, saveRoutes, showDump } from './save.js';
import { routeUsage } from './usage.js';

type Command = (words: Words, session: Session) => Promise<number>;

const make =
  (flags: number): Command =>
  (words, session) =>
    modifyRoute(words, session, 'RTM_NEWROUTE', flags);

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['add', make(ROUTE_FLAGS.add)],
  ['change', make(ROUTE_FLAGS.change)],
  ['chg', make(ROUTE_FLAGS.change)],
  ['replace', make(ROUTE_FLAGS.replace)],
  ['prepend', make(ROUTE_FLAGS.prepend)],
  ['append', make(ROUTE_FLAGS.append)],
  ['test', make(ROUTE_FLAGS.test)],
  ['delete', (words, session) => modifyRoute(words, session, 'RTM_DELROUTE', 0)],
  ['list', showRoutes],
  ['show', showRoutes],
  ['lst', showRoutes],
  ['get', getRoute],
  ['flush', flushRoutes],
  ['save', saveRoutes],
  ['restore', restoreRoutes],
  ['showdump', showDump],
];

/** Resolves to the exit code. Throws UsageError. */
export async function route(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showRoutes(words, session);
  const word = words.next();
  // `chg` has no shorter form: `ch` is change.
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (words.peek() === '--help') throw new UsageError(routeUsage, 0, true);
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? routeUsage : `Command "${word}" is unknown, try "ip route help".\n`);
}
