// `mroute`: multicast routes, which can only be shown. iproute2: ip/ipmroute.c: do_multiroute(), mroute_list().

import { AF_INET, AF_INET6, AF_UNSPEC, ROUTE_TYPES, RT_TABLE_DEFAULT, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from '../../rtnl/constants.js';
import { namedNumber } from '../../rtnl/name-tables.js';
import { type Route, tableOf } from '../../rtnl/route.js';
import { showMulticastRoute } from '../../rtnl/show/multicast-route.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import { readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';

const USAGE = `Usage: ip mroute show [ [ to ] PREFIX ] [ from PREFIX ] [ iif DEVICE ]
                      [ table TABLE_ID ]
TABLE_ID := [ local | main | default | all | NUMBER ]
`;

/** Resolves to the exit code. Throws UsageError. */
export async function multicastRoute(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showMulticastRoutes(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(USAGE, 0, true);
  if (['list', 'show', 'lst'].some((name) => matches(word, name))) return showMulticastRoutes(words, session);
  throw new UsageError(matches(word, 'help') ? USAGE : `Command "${word}" is unknown, try "ip mroute help".\n`);
}

interface Filter {
  readonly family: number;
  /** 0 for any. */
  table: number;
  iif?: string;
}

async function showMulticastRoutes(words: Words, session: Session): Promise<number> {
  const { family } = session.options;
  if (family !== AF_INET && family !== AF_UNSPEC && family !== AF_INET6) return 0;
  const filter = readFilter(words, session, family);
  const iif = filter.iif === undefined ? 0 : await session.names.indexOf(filter.iif);
  if (filter.iif !== undefined && iif === 0) throw noDevice(filter.iif);
  const body = { family: filter.family, ...(filter.table !== 0 && { table: filter.table }) };
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETROUTE', header: {}, body });
  const routes = messages.flatMap((message) => (message.name === 'RTM_NEWROUTE' ? [message.body] : []));
  // A kernel without multicast routing lists all other routes: none of them is shown, nor what comes behind.
  const foreign = routes.findIndex(({ type }) => type !== ROUTE_TYPES.multicast);
  const shown = (foreign < 0 ? routes : routes.slice(0, foreign)).filter((route) => passes(route, filter, iif));
  if (foreign >= 0) session.io.stderr('Non multicast route received, kernel does support IP multicast?\n');
  await show(session, (out, names) => {
    for (const route of shown) showMulticastRoute(out, route, { names, tables: session.tables, oneTable: filter.table !== 0 });
  });
  if (error === undefined && foreign < 0) return 0;
  session.io.stderr('Dump terminated\n');
  return 1;
}

/** Prefixes are read, and refused as by `ip`, which takes none of these families: only `all` and its like pass, and filter nothing. */
function readFilter(words: Words, session: Session, family: number): Filter {
  const six = family === AF_INET6;
  const filter: Filter = { family: six ? RTNL_FAMILY_IP6MR : RTNL_FAMILY_IPMR, table: six ? 0 : RT_TABLE_DEFAULT };
  while (words.left > 0) {
    const word = words.next();
    if (matches(word, 'table')) {
      filter.table = tableWord(words.next(), session);
    } else if (word === 'iif') {
      filter.iif = words.next();
    } else if (matches(word, 'from')) {
      readPrefix(words.next(), filter.family);
    } else {
      const to = word === 'to' ? words.next() : word;
      if (matches(to, 'help')) throw new UsageError(USAGE);
      readPrefix(to, filter.family);
    }
  }
  return filter;
}

function tableWord(word: string, { tables }: Session): number {
  const table = namedNumber(tables.tables, word, 0xffffffff);
  if (table !== undefined) return table;
  if (word === 'all') return 0;
  if (word === 'help') throw new UsageError(USAGE);
  throw invalidWord('table id value is invalid\n', word);
}

function passes(route: Route, { family, table }: Filter, iif: number): boolean {
  return route.family === family && (table === 0 || tableOf(route) === table) && (iif === 0 || route.iif === iif);
}
