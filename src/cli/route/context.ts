// What showing routes depends on, of a session: names, and with -d the nexthop objects they go by. iproute2: ip/ipnexthop.c: print_cache_nexthop_id().

import { KernelError } from '../../netlink/errors.js';
import type { Nexthop } from '../../rtnl/nexthop.js';
import type { Route } from '../../rtnl/route.js';
import { showNexthop } from '../../rtnl/show/nexthop.js';
import type { RouteContext, RouteOmissions } from '../../rtnl/show/route.js';
import type { Session } from '../session.js';

/** All but the names of links, which showing asks for as it goes. */
export async function routeContext(session: Session, routes: readonly Route[], omit?: RouteOmissions): Promise<Omit<RouteContext, 'names'>> {
  const { tables } = session;
  const nexthops = session.options.details > 0 ? await nexthopsOf(session, routes) : new Map<number, Nexthop>();
  return {
    tables,
    ...(omit && { omit }),
    showNexthop(out, id, names) {
      const nexthop = nexthops.get(id);
      if (nexthop === undefined) return;
      out.text('\n\tnh_info ');
      showNexthop(out, nexthop, { names, tables }, { key: 'nh_info' });
    },
  };
}

/** By id, each asked for once. */
async function nexthopsOf({ kernel, options }: Session, routes: readonly Route[]): Promise<ReadonlyMap<number, Nexthop>> {
  const found = new Map<number, Nexthop>();
  for (const id of new Set(routes.flatMap(({ nhId }) => nhId ?? []))) {
    const answer = await kernel.ask({ name: 'RTM_GETNEXTHOP', header: {}, body: { family: options.family, id } });
    if (!(answer instanceof KernelError) && answer.name === 'RTM_NEWNEXTHOP') found.set(id, answer.body);
  }
  return found;
}
