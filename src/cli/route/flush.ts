// `route flush`: lists what is there and deletes what passes, many in one datagram, until nothing is left.
// iproute2: ip/iproute.c: iproute_flush(), flush_update().

import { errnoText } from '../../netlink/errno.js';
import { type KernelError, SystemError } from '../../netlink/errors.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { Sysctl } from '../../rtnl/sysctl.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import { deletions } from '../deletions.js';
import { because } from '../kernel.js';
import type { Session } from '../session.js';
import { dumpFamily } from './filter.js';
import { readRouteFilter } from './filter-words.js';
import { listRoutes, type NewRoute, showAll } from './list.js';

/** Milliseconds after which a flush gives up. */
const PATIENCE = 30_000;

/** Resolves to the exit code. Throws UsageError. */
export async function flushRoutes(words: Words, session: Session): Promise<number> {
  if (words.left === 0) throw new UsageError('"ip route flush" requires arguments.\n', 1);
  const { statistics } = session.options;
  const tell = (text: string) => {
    if (statistics > 0) session.io.stdout(text);
  };
  const filter = await readRouteFilter(words, session);
  const family = dumpFamily(session.options.family, filter);
  if (filter.cloned && family !== AF_INET6) {
    await flushIpv4Cache(session);
    tell('*** IPv4 routing cache is flushed.\n');
  }
  if (filter.cloned && family === AF_INET) return 0;
  const start = Date.now();
  for (let round = 0; ; ) {
    const { routes: found, whole } = await listRoutes(filter, session, true);
    if (!whole) {
      session.io.stderr('Flush terminated\n');
      return 2;
    }
    if (found.length === 0) {
      const nothing = round === 0 && (!filter.cloned || family === AF_INET6);
      tell(nothing ? 'Nothing to flush.\n' : `*** Flush is complete after ${round} round${round > 1 ? 's' : ''} ***\n`);
      return 0;
    }
    if (statistics > 1) await showAll(session, found, filter, false);
    round++;
    if (!(await deleteAll(found, session))) return 2;
    const seconds = Math.floor((Date.now() - start) / 1000);
    if (seconds * 1000 > PATIENCE) {
      session.io.stdout(`\n*** Flush not completed after ${seconds} seconds, ${found.length} entries remain ***\n`);
      return 1;
    }
    tell(`\n*** Round ${round}, deleting ${found.length} entries ***\n`);
  }
}

/** What is not netlink, a recording does not hold. */
async function flushIpv4Cache({ io, kernel }: Session): Promise<void> {
  const { transport } = kernel.conversation;
  if (transport.inside === undefined && transport.parameters === undefined) return;
  try {
    await new Sysctl(transport).write('net/ipv4/route/flush', -1);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const failed = error.syscall === 'write' ? 'Cannot flush routing cache\n' : `Cannot open "/proc/sys/net/ipv4/route/flush": ${errnoText(error.errno)}\n`;
    io.stderr(failed);
  }
}

/** False where the last of them is refused: of the others `ip` hears nothing. */
async function deleteAll(found: readonly NewRoute[], { kernel, io }: Session): Promise<boolean> {
  let error: KernelError | undefined;
  for (const batch of deletions('RTM_DELROUTE', found)) error = await kernel.post(batch);
  if (error !== undefined) io.stderr(because('Failed to send flush request', error));
  return error === undefined;
}
