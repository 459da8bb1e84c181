// `ntable`: which command, and `ntable show`. iproute2: ip/ipntable.c: do_ipntable(), ipntable_show().

import { AF_UNSPEC } from '../../rtnl/constants.js';
import type { NeighbourTable } from '../../rtnl/neighbour-table.js';
import { showNeighbourTable } from '../../rtnl/show/neighbour-table.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { changeNeighbourTable } from './change.js';

const usage = `Usage: ip ntable change name NAME [ dev DEV ]
        [ thresh1 VAL ] [ thresh2 VAL ] [ thresh3 VAL ] [ gc_int MSEC ]
        [ PARMS ]
Usage: ip ntable show [ dev DEV ] [ name NAME ]
PARMS := [ base_reachable MSEC ] [ retrans MSEC ] [ gc_stale MSEC ]
         [ delay_probe MSEC ] [ queue LEN ]
         [ app_probes VAL ] [ ucast_probes VAL ] [ mcast_probes VAL ]
         [ anycast_delay MSEC ] [ proxy_delay MSEC ] [ proxy_queue LEN ]
         [ locktime MSEC ]
`;

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: (words: Words, session: Session) => Promise<number>])[] = [
  ['change', changeNeighbourTable],
  ['chg', changeNeighbourTable],
  ['show', showNeighbourTables],
  ['lst', showNeighbourTables],
  ['list', showNeighbourTables],
];

/** Resolves to the exit code. Throws UsageError. */
export async function neighbourTable(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showNeighbourTables(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(usage, 0, true);
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? usage : `Command "${word}" is unknown, try "ip ntable help".\n`);
}

/** Stands for the tables themselves, among links. */
const NO_LINK = -1;

interface Filter {
  /** Of a link; 0 for any. */
  index: number;
  name: string | undefined;
}

async function showNeighbourTables(words: Words, session: Session): Promise<number> {
  const { family, json } = session.options;
  const filter = await readFilter(words, session);
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETNEIGHTBL', header: {}, body: { family } });
  const now = Date.now();
  await show(
    session,
    (out, names) => {
      for (const { name, body } of messages) {
        if (name === 'RTM_NEWNEIGHTBL' && (family === AF_UNSPEC || family === body.family) && passes(filter, body)) showNeighbourTable(out, body, { names, now });
      }
    },
    json,
    error === undefined,
  );
  if (error === undefined) return 0;
  session.io.stderr('Dump terminated\n');
  return 1;
}

async function readFilter(words: Words, session: Session): Promise<Filter> {
  const filter: Filter = { index: 0, name: undefined };
  while (words.left > 0) {
    const word = words.next();
    if (word === 'dev') {
      const dev = words.next();
      filter.index = dev === 'none' ? NO_LINK : await session.names.indexOf(dev);
      if (filter.index === 0) throw invalidWord('"DEV" is invalid', dev);
    } else if (word === 'name') {
      filter.name = words.next();
    } else {
      throw invalidWord('unknown', word);
    }
  }
  return filter;
}

function passes(filter: Filter, { name, parms }: NeighbourTable): boolean {
  if (filter.name !== undefined && name !== undefined && name !== filter.name) return false;
  if (filter.index === 0 || parms === undefined) return true;
  return parms.ifindex === undefined ? filter.index === NO_LINK : parms.ifindex === filter.index;
}
