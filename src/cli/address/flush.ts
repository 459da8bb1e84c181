// `address flush`: lists what is there and deletes what passes, many in one datagram, until nothing is left.
// iproute2: ip/ipaddress.c: ipaddr_flush(), flush_update().

import { KernelError } from '../../netlink/errors.js';
import { AF_PACKET, IFA_F_SECONDARY } from '../../rtnl/constants.js';
import { showAddress } from '../../rtnl/show/address.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import { deletions, flushed } from '../deletions.js';
import { addressPasses, type Filter, readFilter } from '../filter.js';
import { because, type RouteMessage, type RouteRequest } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { addressUsage } from '../usage.js';

type AddressMessage = RouteMessage & { readonly name: 'RTM_NEWADDR' };

/** Resolves to the exit code. Throws UsageError. */
export async function flushAddresses(words: Words, session: Session): Promise<number> {
  const { family, loops } = session.options;
  if (words.left === 0) throw new UsageError('Flush requires arguments.\n', 1);
  if (family === AF_PACKET) throw new UsageError('Cannot flush link addresses.\n', 1);
  const filter = await readFilter(words, session, family, addressUsage);
  // Deleting a primary address can make a secondary one primary, which is not meant.
  const once = (filter.flagMask & IFA_F_SECONDARY) !== 0 && (filter.flags & IFA_F_SECONDARY) === 0;
  for (let round = 0; loops === 0 || round < loops; ) {
    const found = await list(filter, session);
    if (found === undefined) return 1;
    if (found.length === 0) return flushed(session, round);
    if (session.options.statistics > 1) await tell(found, session);
    const failed = await deleteAll(found, session);
    if (failed !== undefined) return failed;
    round++;
    if (session.options.statistics > 0) session.io.stdout(`\n*** Round ${round}, deleting ${found.length} addresses ***\n`);
    if (once) return flushed(session, round);
  }
  session.io.stderr(`*** Flush remains incomplete after ${loops} rounds. ***\n`);
  return 255;
}

async function list(filter: Filter, session: Session): Promise<AddressMessage[] | undefined> {
  const { family, index } = filter;
  const messages = await session.kernel.list({ name: 'RTM_GETADDR', header: {}, body: { family, index } });
  if (messages instanceof KernelError) {
    session.io.stderr('Flush terminated\n');
    return undefined;
  }
  const addresses = messages.filter((message): message is AddressMessage => message.name === 'RTM_NEWADDR');
  if (filter.label !== undefined) for (const { body } of addresses) if (body.label === undefined) await session.names.prepare(body.index);
  return addresses.filter(({ body }) => addressPasses(filter, body, (index) => session.names.name(index)));
}

async function tell(found: readonly AddressMessage[], session: Session): Promise<void> {
  const { kinds } = session;
  await show(
    session,
    (out, names) => {
      for (const { body } of found) showAddress(out, body, { names, kinds, tables: session.tables, command: 'monitor' });
    },
    false,
  );
}

/** Resolves to the exit code where that fails. */
async function deleteAll(found: readonly AddressMessage[], session: Session): Promise<number | undefined> {
  const batches = [...deletions('RTM_DELADDR', found)];
  for (const batch of batches) {
    if (await post(batch, session)) continue;
    if (batch === batches.at(-1)) return 255;
    session.io.stderr('Flush terminated\n');
    return 1;
  }
  return undefined;
}

/** An address that is gone already went with its primary one. */
async function post(batch: readonly RouteRequest[], { kernel, io }: Session): Promise<boolean> {
  const error = await kernel.post(batch);
  if (error === undefined || error.code === 'EADDRNOTAVAIL') return true;
  io.stderr(because('Failed to send flush request', error));
  return false;
}
