// Which of several default routes of IPv4 a packet takes: the first whose gateway is not known to be dead. net/ipv4/fib_semantics.c:
// fib_select_default(), fib_detect_death().

import { RTNH_F_DEAD } from '../../rtnl/constants.js';
import { NUD_STATES } from '../../rtnl/neighbour.js';
import type { NetNamespace } from '../namespace.js';
import { NUD_VALID } from '../neighbour/table.js';
import type { Found } from './flow.js';
import { type Hop, type RouteEntry, RT_SCOPE, RTN } from './route.js';

const NONE = -1;
const DEFAULT = '0'.repeat(8);

/** What was found, or another default route in its place. The first of them remembers which one it was. */
export function amongDefaults(ns: NetNamespace, found: Found): Found {
  const { route } = found;
  if (route.length !== 0 || route.type !== RTN.unicast || route.hops.length !== 1) return found;
  const all = [...ns.fib4.table(route.table).at(DEFAULT, 0)];
  if (all.length < 2) return found;
  const candidates = rivals(all, route);
  if (candidates[0] !== route) return found;
  let last = NONE;
  for (const [order, one] of candidates.entries()) {
    // With nobody to take its place it stays.
    if (candidates.length === 1) break;
    const state = stateOf(ns, one);
    if (state === undefined || state === NUD_STATES.reachable || ((state & NUD_VALID) !== 0 && order !== (route.lastDefault ?? NONE))) {
      route.lastDefault = order;
      return chosen(one);
    }
    if ((state & NUD_VALID) !== 0 || (last < 0 && order > (route.lastDefault ?? NONE) && state !== NUD_STATES.incomplete)) last = order;
  }
  route.lastDefault = last;
  return last === NONE ? found : chosen(candidates[last] as RouteEntry);
}

const chosen = (route: RouteEntry): Found => ({ route, hop: route.hops[0] });

/** Those of the same metric and scope, through a gateway that is on the link, in the order in which they are tried. */
function rivals(all: readonly RouteEntry[], route: RouteEntry): RouteEntry[] {
  const some: RouteEntry[] = [];
  for (const one of all) {
    if (one.tos !== 0 && one.tos !== route.tos) continue;
    if (one.hops.length > 0 && one.hops.every(({ flags }) => (flags & RTNH_F_DEAD) !== 0)) continue;
    if (one.priority > route.priority || one.scope !== route.scope || one.type !== RTN.unicast) continue;
    const [hop] = one.hops;
    if (hop?.gateway === undefined || hop.scope !== RT_SCOPE.link) continue;
    if (some.length === 0 && one !== route) return [];
    some.push(one);
  }
  return some;
}

/** Of the neighbour that is the gateway; undefined where nothing is known of one. */
function stateOf(ns: NetNamespace, { hops }: RouteEntry): number | undefined {
  const { dev, gateway } = hops[0] as Hop;
  return dev === undefined || gateway === undefined ? undefined : ns.neighbours.find(dev, gateway)?.state;
}
