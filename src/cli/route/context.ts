// What showing routes depends on, of a session.

import type { Route } from '../../rtnl/route.js';
import type { RouteContext, RouteOmissions } from '../../rtnl/show/route.js';
import type { Session } from '../session.js';

/** All but the names of links, which showing asks for as it goes. */
export async function routeContext(session: Session, _routes: readonly Route[], omit?: RouteOmissions): Promise<Omit<RouteContext, 'names'>> {
  return { tables: session.tables, ...(omit && { omit }) };
}
