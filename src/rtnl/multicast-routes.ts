// Multicast routes as a client sees them: what a routing daemon has told the kernel. They are made by setsockopt(2) on the
// daemon's own socket (MRT_ADD_MFC), and can only be listed here. net/ipv4/ipmr.c: ipmr_rtm_dumproute(), net/ipv6/ip6mr.c.

import { formatIp, parseIp } from '../netlink/address.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { EncodeError } from '../netlink/errors.js';
import { RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from './constants.js';
import { expectQuery, type Keys, numberOf } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { RouteProtocol } from './protocol.js';
import { type Route, tableOf } from './route.js';

/** Which multicast routes. */
export interface MulticastRouteQuery {
  /** `inet` by default. */
  readonly family?: 'inet' | 'inet6';
  /** Number of a table: 253 (default) is IPv4's own, 254 (main) IPv6's. All by default. ENOENT where there is none. */
  readonly table?: number;
  /** Of packets that come in by this link, by name or index. */
  readonly iif?: LinkRef;
  /** The group they are sent to. */
  readonly group?: string;
  /** Who sends them. */
  readonly source?: string;
}

const QUERY: Keys<MulticastRouteQuery> = { family: true, table: 'number', iif: true, group: 'string', source: 'string' };

const FAMILIES = { inet: RTNL_FAMILY_IPMR, inet6: RTNL_FAMILY_IP6MR } as const;

/** The kernel lists the multicast routes of one family, of one table if that is told. */
export function listMulticastRoutesRequest({ family = 'inet', table }: Pick<MulticastRouteQuery, 'family' | 'table'> = {}) {
  const body = { family: numberOf(FAMILIES, family, 'family'), ...(table !== undefined && { table }) };
  return { name: 'RTM_GETROUTE', header: {}, body } as const;
}

/** As the kernel's would be written. Throws EncodeError for what is no address of the family. */
function addressOf(key: string, text: string | undefined, family: MulticastRouteQuery['family'] = 'inet'): string | undefined {
  if (text === undefined) return undefined;
  const bytes = parseIp(text);
  if ((bytes.length === 4) !== (family === 'inet')) throw new EncodeError(`${key}: '${text}' is no address of family ${family}`);
  return formatIp(bytes);
}

/** The verbs for multicast routes. */
export class MulticastRoutes<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** `multipath` are the links that packets leave by, `mfcStats` what went through. Rejects with KernelError. */
  async list(query: MulticastRouteQuery = {}, options?: RequestOptions): Promise<Listing<Route>> {
    expectQuery(query, QUERY, 'multicast routes');
    const { iif, group, source, ...filter } = query;
    const index = iif === undefined ? undefined : await this.links.index(iif, options);
    const [to, from] = [addressOf('group', group, filter.family), addressOf('source', source, filter.family)];
    const request = listMulticastRoutesRequest(filter);
    return list(this.conversation, request, options, (route: Route) => {
      // A kernel without multicast routing lists all other routes.
      if (route.family !== request.body.family || (filter.table !== undefined && tableOf(route) !== filter.table)) return false;
      return (index === undefined || route.iif === index) && (to === undefined || route.dst === to) && (from === undefined || route.src === from);
    });
  }
}
