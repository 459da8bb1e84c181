// `route show`. iproute2: ip/iproute.c: iproute_list_flush_or_save().

import type { KernelError } from '../../netlink/errors.js';
import { RT_TABLE_MAIN } from '../../rtnl/constants.js';
import { showRoute } from '../../rtnl/show/route.js';
import type { Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { routeContext } from './context.js';
import { dumpFamily, dumpRequest, omissions, type RouteFilter, RoutePasses } from './filter.js';
import { readRouteFilter } from './filter-words.js';

export type NewRoute = RouteMessage & { readonly name: 'RTM_NEWROUTE' };

export interface ListedRoutes {
  readonly routes: readonly NewRoute[];
  /** The kernel did not break off. */
  readonly whole: boolean;
}

/** The routes that pass. A main table that is not there yet is an empty one, except to a flush. */
export async function listRoutes(filter: RouteFilter, session: Session, flushing = false): Promise<ListedRoutes> {
  const { family } = session.options;
  const empty = ({ code }: KernelError) => !flushing && filter.table === RT_TABLE_MAIN && code === 'ENOENT';
  const { messages, error } = await session.kernel.listed(dumpRequest(filter, dumpFamily(family, filter)), empty);
  const passes = new RoutePasses(filter, family, flushing);
  const routes = messages.filter((message): message is NewRoute => message.name === 'RTM_NEWROUTE' && passes.passes(message.body));
  return { routes, whole: error === undefined };
}

/** Resolves to the exit code. Throws UsageError. */
export async function showRoutes(words: Words, session: Session): Promise<number> {
  const filter = await readRouteFilter(words, session);
  const { routes, whole } = await listRoutes(filter, session);
  await showAll(session, routes, filter, session.options.json, whole);
  if (!whole) session.io.stderr('Dump terminated\n');
  return whole ? 0 : 2;
}

/** Shows routes as a list of what was asked for. */
export async function showAll(session: Session, routes: readonly NewRoute[], filter: RouteFilter, json: boolean, whole = true): Promise<void> {
  const bodies = routes.map(({ body }) => body);
  const context = await routeContext(session, bodies, omissions(filter));
  await show(
    session,
    (out, names) => {
      for (const route of bodies) showRoute(out, route, { ...context, names });
    },
    json,
    whole,
  );
}
