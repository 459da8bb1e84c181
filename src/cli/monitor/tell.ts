// One message of a monitor: what stands before it, and itself. iproute2: ip/ipmonitor.c: print_headers(), accept_msg().

import { NLMSG_MIN_TYPE } from '../../netlink/constants.js';
import type { RouteMessage } from '../kernel.js';
import { routeContext } from '../route/context.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { shownOf } from './shows.js';
import { timestamp } from './time.js';
import type { MonitorRequest } from './words.js';

type NsidMessage = RouteMessage & { readonly name: 'RTM_NEWNSID' | 'RTM_DELNSID' };

/** A message and where it comes from. */
export interface Told {
  readonly message: RouteMessage;
  /** Milliseconds. */
  readonly time: number;
  readonly nsid?: number;
}

/** Writes one message, having learned of it what it says of a link's name. */
export async function tell({ message, time, nsid }: Told, request: MonitorRequest, session: Session): Promise<void> {
  if (message.name === 'RTM_NEWLINK') session.names.remember(message.body);
  else if (message.name === 'RTM_DELLINK') session.names.forget(message.body.index);
  session.nexthops.remember(message);
  const told = message.name === 'RTM_NEWNSID' || message.name === 'RTM_DELNSID' ? await namedId(message, session) : undefined;
  const shown = shownOf(message, { index: request.index, family: session.options.family });
  if (shown === undefined) return unknown(message, session);
  if (shown === 'nothing') return;
  const { kinds, tables, options, littleEndian } = session;
  const stamp = options.timestamp > 0 ? timestamp(time, options.shortTimestamp) : '';
  const from = request.allNamespaces ? `[nsid ${nsid === undefined || nsid < 0 ? 'current' : nsid}]` : '';
  const routes = message.name === 'RTM_NEWROUTE' || message.name === 'RTM_DELROUTE' ? await routeContext(session, [message.body]) : {};
  await show(
    session,
    (out, names) => {
      out.text(`${stamp}${from}${request.labels ? shown.label : ''}`);
      shown.show(out, { names, kinds, tables, command: 'monitor', littleEndian, ...routes });
    },
    false,
  );
  if (told !== undefined) session.namespaces.forget(told);
  if (shown.complaint !== undefined) session.io.stderr(shown.complaint);
}

/** The id of this message where its name is known: iproute2 tells that name and forgets it. An id given out may be that of a name that had none. */
async function namedId({ name, body: { nsid = -1, currentNsid = nsid } }: NsidMessage, { namespaces }: Session): Promise<number | undefined> {
  if (namespaces.name(currentNsid) !== undefined) return currentNsid;
  if (name === 'RTM_NEWNSID' && nsid >= 0) await namespaces.find(nsid);
  return undefined;
}

function unknown({ header: { type, flags, length } }: RouteMessage, { io }: Session): void {
  if (type < NLMSG_MIN_TYPE) return;
  const both = (value: number) => `0x${value.toString(16).padStart(8, '0')}(${value})`;
  io.stderr(`Unknown message: type=${both(type)} flags=${both(flags)} len=${both(length)}\n`);
}
