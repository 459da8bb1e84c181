// The requests for routes as pure functions: from a plain spec, with indexes of links, to the message that iproute2 6.1
// sends for it. iproute2: ip/iproute.c: iproute_modify(), iproute_get(), iproute_dump_filter().

import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { AF_INET, AF_INET6, AF_MPLS, AF_UNSPEC, ROUTE_TYPES, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTPROT_BOOT, SCOPES } from './constants.js';

/** What is known of a route before the defaults. */
interface Told {
  readonly family: number;
  readonly type?: number | undefined;
  readonly scope?: number | undefined;
  readonly protocol?: number | undefined;
  /** rtm_table, where a table was told. */
  readonly table?: number | undefined;
  readonly deleting: boolean;
  /** A gateway, next hops or a nexthop object were told. */
  readonly gateway: boolean;
}

const OF_LOCAL_TABLE: ReadonlySet<number> = new Set([ROUTE_TYPES.local, ROUTE_TYPES.broadcast, ROUTE_TYPES.nat, ROUTE_TYPES.anycast]);

/** The fields of struct rtmsg that `ip route` fills in where the user says nothing. */
export function routeDefaults({ family, type, scope, protocol, table, deleting, gateway }: Told) {
  const its = type ?? (deleting && family !== AF_MPLS ? ROUTE_TYPES.none : ROUTE_TYPES.unicast);
  return {
    family: family === AF_UNSPEC ? AF_INET : family,
    table8: table ?? (OF_LOCAL_TABLE.has(its) ? RT_TABLE_LOCAL : RT_TABLE_MAIN),
    protocol: protocol ?? (deleting ? 0 : RTPROT_BOOT),
    scope: scope ?? defaultScope(family, its, deleting, gateway),
    type: its,
  };
}

function defaultScope(family: number, type: number, deleting: boolean, gateway: boolean): number {
  if (family === AF_INET6 || family === AF_MPLS) return SCOPES.global;
  switch (type) {
    case ROUTE_TYPES.local:
    case ROUTE_TYPES.nat:
      return SCOPES.host;
    case ROUTE_TYPES.broadcast:
    case ROUTE_TYPES.multicast:
    case ROUTE_TYPES.anycast:
      return SCOPES.link;
    case ROUTE_TYPES.unicast:
    case ROUTE_TYPES.none:
      return deleting ? SCOPES.nowhere : gateway ? SCOPES.global : SCOPES.link;
    default:
      return deleting ? SCOPES.nowhere : SCOPES.global;
  }
}

/** How a route is added: what becomes of one that is there. */
export const ROUTE_FLAGS = {
  /** EEXIST. */
  add: NLM_F_CREATE | NLM_F_EXCL,
  /** ENOENT where there is none to change. */
  change: NLM_F_REPLACE,
  replace: NLM_F_CREATE | NLM_F_REPLACE,
  /** Goes before it. */
  prepend: NLM_F_CREATE,
  /** Goes behind it. */
  append: NLM_F_CREATE | NLM_F_APPEND,
  /** EEXIST or ENOENT: nothing is changed. */
  test: NLM_F_EXCL,
} as const;
