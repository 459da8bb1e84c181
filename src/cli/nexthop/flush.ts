// `nexthop flush`: lists and deletes one by one; where all are meant, groups first. iproute2: ip/ipnexthop.c: ipnh_flush().

import { KernelError } from '../../netlink/errors.js';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { type NexthopFilter, nexthopDump, nexthopPasses, readNexthopFilter } from './list.js';

/** Resolves to the exit code. Throws UsageError. */
export async function flushNexthops(words: Words, session: Session): Promise<number> {
  const all = words.left === 0;
  const filter = await readNexthopFilter(words, session);
  if (filter.id !== undefined) return (await remove(filter.id, session)) ? 0 : 1;
  let flushed = 0;
  let code = 0;
  for (const pass of all ? [{ groups: true }, {}] : [filter]) {
    const removed = await flush(pass, session);
    if (removed === undefined) {
      code = 2;
      break;
    }
    flushed += removed;
  }
  session.io.stdout(flushed === 0 ? 'Nothing to flush\n' : `Flushed ${flushed} nexthops\n`);
  return code;
}

/** How many were removed; undefined where they cannot be listed, which is said. */
async function flush(filter: NexthopFilter, session: Session): Promise<number | undefined> {
  const { messages, error } = await session.kernel.listed(nexthopDump(filter, session));
  let removed = 0;
  for (const message of messages) {
    if (message.name !== 'RTM_NEWNEXTHOP' || !nexthopPasses(filter, message.body)) continue;
    const { id = 0 } = message.body;
    if (id !== 0 && (await remove(id, session))) removed++;
  }
  if (error === undefined) return removed;
  session.io.stderr('Dump terminated. Failed to flush nexthops\n');
  return undefined;
}

async function remove(id: number, { kernel }: Session): Promise<boolean> {
  const replies = await kernel.change({ name: 'RTM_DELNEXTHOP', header: {}, body: { id } });
  return !(replies instanceof KernelError);
}
