// `neighbour flush`: lists what is there and deletes what passes, many in one datagram, until nothing is left.
// iproute2: ip/ipneigh.c: do_show_or_flush(), flush_update().

import { NUD_STATES } from '../../rtnl/neighbour.js';
import { showNeighbour } from '../../rtnl/show/neighbour.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import { deletions, flushed } from '../deletions.js';
import { because, type RouteRequest } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { type NeighbourFilter, neighbourDump, readNeighbourFilter } from './filter.js';
import { type NeighbourMessage, passing } from './show.js';

const MAX_ROUNDS = 10;

/** Resolves to the exit code. Throws UsageError. */
export async function flushNeighbours(words: Words, session: Session): Promise<number> {
  const { io, options } = session;
  if (words.left === 0) throw new UsageError('Flush requires arguments.\n', 1);
  const filter = await readNeighbourFilter(words, session, true);
  for (let round = 0; round < MAX_ROUNDS; ) {
    const { messages, error } = await session.kernel.listed(neighbourDump(filter));
    const found = passing(filter, messages);
    if (options.statistics > 1) await tell(filter, found, session);
    if (error !== undefined) {
      io.stderr('Flush terminated\n');
      return 1;
    }
    if (found.length === 0) return flushed(session, round);
    if (!(await deleteAll(found, session))) return 1;
    round++;
    if (options.statistics > 0) io.stdout(`\n*** Round ${round}, deleting ${found.length} entries ***\n`);
    filter.state = (filter.state & ~NUD_STATES.failed) >>> 0;
  }
  io.stdout(`*** Flush not complete bailing out after ${MAX_ROUNDS} rounds\n`);
  return 255;
}

async function tell({ index }: NeighbourFilter, found: readonly NeighbourMessage[], session: Session): Promise<void> {
  const { tables, littleEndian } = session;
  await show(
    session,
    (out, names) => {
      for (const { body } of found) showNeighbour(out, body, { names, tables, dev: index === 0, littleEndian });
    },
    false,
  );
}

/** Says why where that fails. */
async function deleteAll(found: readonly NeighbourMessage[], session: Session): Promise<boolean> {
  const batches = [...deletions('RTM_DELNEIGH', found)];
  for (const batch of batches) {
    if (await post(batch, session)) continue;
    if (batch !== batches.at(-1)) session.io.stderr('Flush terminated\n');
    return false;
  }
  return true;
}

async function post(batch: readonly RouteRequest[], { kernel, io }: Session): Promise<boolean> {
  const error = await kernel.post(batch);
  if (error !== undefined) io.stderr(because('Failed to send flush request', error));
  return error === undefined;
}
