// `monitor`: changes as they happen, until it is stopped. iproute2: ip/ipmonitor.c: do_ipmonitor(); lib/libnetlink.c: rtnl_listen().

import { errnoText } from '../../netlink/errno.js';
import { NetlinkError, SystemError } from '../../netlink/errors.js';
import { Subscription } from '../../netlink/subscription.js';
import { groupsOf, MONITORED } from '../../rtnl/monitored.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { Route } from '../kernel.js';
import type { Session } from '../session.js';
import { tell } from './tell.js';
import { type MonitorRequest, readMonitorWords } from './words.js';

/** Resolves to the exit code, once the session's signal or the end of a recording ends it. Throws UsageError. */
export async function monitor(words: Words, session: Session): Promise<number> {
  const request = await readMonitorWords(words, session);
  // What reads recordings is more than all the rest.
  if (request.file !== undefined) return (await import('./file.js')).monitorFile(request.file, request, session);
  const subscription = subscribe(request, session);
  try {
    await session.names.rememberAll();
    await session.namespaces.prepare();
    for await (const notification of subscription) {
      if (notification.kind === 'message') await tell(notification, request, session);
      else if (notification.kind === 'malformed') throw new UsageError(`!!!malformed message: len=${lengthOf(notification.bytes, session)}\n`, 1);
      else session.io.stderr(lossOf(notification.error));
    }
    return 0;
  } catch (error) {
    if (session.io.signal?.aborted === true) return typeof session.io.signal.reason === 'number' ? session.io.signal.reason : 0;
    if (error instanceof NetlinkError && error.code === 'ERR_NETLINK_CLOSED') return session.stopped();
    throw error;
  } finally {
    await subscription.close();
  }
}

function subscribe({ objects, allNamespaces }: MonitorRequest, session: Session): Subscription<Route> {
  const { conversation } = session.kernel;
  const { signal } = session.io;
  const wanted = MONITORED.filter((object) => objects.size === 0 || objects.has(object));
  const groups = (optional: boolean) =>
    wanted.filter((object) => (object === 'stats' && objects.size === 0) === optional).flatMap((object) => groupsOf(object, session.options.family));
  try {
    const transport = conversation.transport.sibling({ allNamespaces });
    if (transport === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport has no socket for notifications');
    return new Subscription(transport, conversation.protocol, groups(false), signal, { optional: groups(true) });
  } catch (error) {
    if (allNamespaces && error instanceof SystemError && error.code === 'EPERM') throw new UsageError(`NETLINK_LISTEN_ALL_NSID: ${errnoText(error.errno)}\n`, 1);
    throw error;
  }
}

/** `ip` says that notifications were lost and goes on. */
function lossOf({ cause, message }: NetlinkError): string {
  return cause instanceof SystemError ? `netlink receive error ${errnoText(cause.errno)} (${cause.errno})\n` : `rtnl: ${message}\n`;
}

function lengthOf(bytes: Uint8Array, { littleEndian }: Session): number {
  return bytes.length < 4 ? bytes.length : new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, littleEndian);
}
