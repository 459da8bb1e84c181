// `nexthop list` and `get`. iproute2: ip/ipnexthop.c: ipnh_list_flush(), ipnh_get(), nh_dump_filter().

import { KernelError } from '../../netlink/errors.js';
import type { Nexthop } from '../../rtnl/nexthop.js';
import { showNexthop } from '../../rtnl/show/nexthop.js';
import { matches, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import type { RouteMessage, RouteRequest } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { nexthopUsage } from './usage.js';
import { type NexthopSelector, nexthopId, readLinkSelector, unknownWord } from './words.js';

export interface NexthopFilter extends NexthopSelector {
  groups?: boolean;
  fdb?: boolean;
  /** RTPROT_*, 0 for any. */
  protocol?: number;
  /** Only this one: nothing behind it is read. */
  id?: number;
}

/** Reads the words, up to an id. Throws UsageError. */
export async function readNexthopFilter(words: Words, session: Session): Promise<NexthopFilter> {
  const filter: NexthopFilter = {};
  while (words.left > 0) {
    const word = words.next();
    if (matches(word, 'groups')) filter.groups = true;
    else if (word === 'id') return { ...filter, id: nexthopId(words.next()) };
    else if (matches(word, 'protocol')) filter.protocol = wholeNumber(words.next(), 'invalid protocol value');
    else if (matches(word, 'fdb')) filter.fdb = true;
    else if (!(await readLinkSelector(filter, word, words, session))) throw unknownWord(word);
  }
  return filter;
}

/** The list of what the kernel itself can filter. */
export function nexthopDump({ dev, groups = false, master, fdb = false }: NexthopFilter, { options }: Session): RouteRequest {
  const body: Partial<Nexthop> = { family: options.family };
  if (dev !== undefined) body.oif = dev;
  if (groups) body.groups = true;
  if (master !== undefined) body.master = master;
  if (fdb) body.fdb = true;
  return { name: 'RTM_GETNEXTHOP', header: {}, body };
}

export function nexthopPasses({ protocol = 0 }: NexthopFilter, nexthop: Nexthop): boolean {
  return protocol === 0 || protocol === nexthop.protocol;
}

/** `nexthop list`; resolves to the exit code. Throws UsageError. */
export async function listNexthops(words: Words, session: Session): Promise<number> {
  const filter = await readNexthopFilter(words, session);
  if (filter.id !== undefined) return showOne(filter.id, filter, session);
  const { messages, error } = await session.kernel.listed(nexthopDump(filter, session));
  await showMessages(messages, filter, session, error === undefined);
  if (error === undefined) return 0;
  session.io.stderr('Dump terminated\n');
  return 2;
}

async function showMessages(messages: readonly RouteMessage[], filter: NexthopFilter, session: Session, whole = true): Promise<void> {
  await show(
    session,
    (out, names) => {
      for (const message of messages) {
        if (message.name !== 'RTM_NEWNEXTHOP' || !nexthopPasses(filter, message.body)) continue;
        showNexthop(out, message.body, { names, tables: session.tables });
        out.text('\n');
      }
    },
    session.options.json,
    whole,
  );
}

async function showOne(id: number, filter: NexthopFilter, session: Session): Promise<number> {
  const answer = await session.kernel.ask({ name: 'RTM_GETNEXTHOP', header: {}, body: { family: session.options.family, id } });
  if (answer instanceof KernelError) return 2;
  await showMessages([answer], filter, session);
  return 0;
}

/** `nexthop get`; resolves to the exit code. Throws UsageError. */
export async function getNexthop(words: Words, session: Session): Promise<number> {
  let id = 0;
  while (words.left > 0) {
    if (words.next() !== 'id') throw new UsageError(nexthopUsage);
    id = nexthopId(words.next());
  }
  if (id === 0) throw new UsageError(nexthopUsage);
  return showOne(id, {}, session);
}
