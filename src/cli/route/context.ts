// What showing routes depends on, of a session: names, and with -d the nexthop objects they go by. iproute2: ip/ipnexthop.c: print_cache_nexthop_id().

import type { Route } from '../../rtnl/route.js';
import type { RouteContext, RouteOmissions } from '../../rtnl/show/route.js';
import type { Session } from '../session.js';

/** All but the names of links, which showing asks for as it goes. */
export async function routeContext(session: Session, routes: readonly Route[], omit?: RouteOmissions): Promise<Omit<RouteContext, 'names'>> {
  const { tables, nexthops, options } = session;
  if (options.details > 0) for (const { nhId } of routes) if (nhId !== undefined) await nexthops.prepare(nhId);
  return { tables, ...(omit && { omit }), showNexthop: (out, id, names) => nexthops.show(out, id, { names, tables }) };
}
