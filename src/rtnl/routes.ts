// Routes as a client sees them: the verbs of `ip route`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { KernelError } from '../netlink/errors.js';
import { expectArray } from '../netlink/expect.js';
import type { StreamOptions } from '../netlink/stream.js';
import { withAbout } from './about.js';
import { AF_INET6, ROUTE_TYPES, RTM_F_CLONED } from './constants.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list, listing } from './listing.js';
import type { RouteProtocol } from './protocol.js';
import { flushAll, removeAll } from './remove-all.js';
import { type Route, tableOf } from './route.js';
import { namedNumberOf } from './route-names.js';
import type { AnyRouteOptions, RouteNexthopOptions, RouteOptions } from './route-options.js';
import {
  addRouteRequest,
  appendRouteRequest,
  changeRouteRequest,
  deleteRouteRequest,
  getRouteRequest,
  listRoutesRequest,
  prependRouteRequest,
  type RouteFilter,
  type RouteQueryOptions,
  removeRouteRequest,
  replaceRouteRequest,
} from './route-requests.js';
import { streamBodies } from './stream.js';

/** The link may be told by name. */
interface OnLink {
  /** Index or name of the link. */
  readonly dev?: LinkRef;
}

type WithLink<T> = T extends unknown
  ? Omit<T, 'oif' | 'nexthops'> & (T extends { readonly nhid: number } ? { readonly dev?: never } : OnLink & { readonly nexthops?: readonly NexthopSpec[] })
  : never;

/** One of several ways. */
export type NexthopSpec = Omit<RouteNexthopOptions, 'oif'> & OnLink;

/** A route, with its links by index or name. */
export type RouteSpec = WithLink<RouteOptions>;

interface AnyRouteSpec extends Omit<AnyRouteOptions, 'oif' | 'nexthops'>, OnLink {
  readonly nexthops?: readonly NexthopSpec[];
}

/** Which routes. What is left after the kernel's own filters is filtered here. */
export interface RouteQuery extends Omit<RouteFilter, 'oif'> {
  /** Of this link, by index or name: they leave by it, or one of their next hops does. */
  readonly dev?: LinkRef;
  /** RT_SCOPE_*: 0 global, 253 link, 254 host, or the name. */
  readonly scope?: string | number;
  /** The metric. */
  readonly metric?: number;
}

/** A packet, with its links by index or name. */
export interface RouteLookup extends Omit<RouteQueryOptions, 'iif' | 'oif'> {
  /** The link it comes in by; IPv4 wants `from` beside it. */
  readonly iif?: LinkRef;
  /** The link it shall leave by. */
  readonly dev?: LinkRef;
  /** The VRF it is in. */
  readonly vrf?: LinkRef;
}

const QUERY: Keys<RouteQuery> = { family: true, table: true, protocol: true, type: true, cloned: 'boolean', dev: true, scope: true, metric: 'number' };

/** `rtnl.routes`. */
export class Routes<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Rejects with KernelError (`EEXIST`, `ENETUNREACH` and `EINVAL` for a gateway that cannot be reached, `ENODEV` ...), EncodeError. */
  add(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(addRouteRequest, spec, options);
  }

  /** Makes the route, or puts it in the place of the first one of the same destination, table and metric. Rejects with KernelError, EncodeError. */
  replace(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(replaceRouteRequest, spec, options);
  }

  /** Rejects with KernelError `ENOENT` where there is no such route. */
  change(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(changeRouteRequest, spec, options);
  }

  /** Puts an IPv4 route behind those of the same destination and metric; an IPv6 one becomes one more next hop. Rejects with KernelError, EncodeError. */
  append(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(appendRouteRequest, spec, options);
  }

  /** Puts an IPv4 route before those of the same destination and metric. Rejects with KernelError, EncodeError. */
  prepend(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(prependRouteRequest, spec, options);
  }

  /** Removes the first route that is as told. Rejects with KernelError `ESRCH` where there is none. */
  delete(spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    return this.send(deleteRouteRequest, spec, options);
  }

  /** The way that a packet takes, or with `fibmatch` the route it goes by. Rejects with KernelError (`ENETUNREACH`, `EHOSTUNREACH` ...), EncodeError. */
  async get(lookup: RouteLookup, options?: RequestOptions): Promise<Route> {
    expectObject(lookup, 'route');
    const { iif, dev, vrf, ...query } = lookup;
    const out = vrf === undefined ? dev : vrf;
    const request = getRouteRequest({
      ...query,
      ...(iif !== undefined && { iif: await this.links.index(iif, options) }),
      ...(out !== undefined && { oif: await this.links.index(out, options) }),
    });
    return (await this.conversation.getBody(request as never, withAbout(options, query.to))) as Route;
  }

  /**
   * The routes of the main table, IPv4 and IPv6, or of another or `all` of them; the kernel filters by family, table, protocol, type,
   * link, and for those of the cache. A table that is not there has no routes. Rejects with KernelError, EncodeError.
   */
  async list(query: RouteQuery = {}, options?: RequestOptions): Promise<Listing<Route>> {
    expectQuery(query, QUERY, 'routes');
    const { dev, scope, metric, ...rest } = query;
    const filter: RouteFilter = { ...rest, ...(dev !== undefined && { oif: await this.links.index(dev, options) }) };
    const request = listRoutesRequest(filter);
    const passes = passesOf(request.body, scope === undefined ? undefined : namedNumberOf('scopes', scope), metric);
    try {
      return await list(this.conversation, request, options, passes);
    } catch (error) {
      if (!(error instanceof KernelError) || error.code !== 'ENOENT' || request.body.table === undefined) throw error;
      return listing({ messages: [], interrupted: false });
    }
  }

  /**
   * The same one by one, for lists too long to be held: neither we nor the kernel keep more than a datagram of them. Throws
   * NetlinkError ERR_NETLINK_INTERRUPTED at the end where routes changed meanwhile, KernelError `ENOENT` for a table that is not there.
   */
  stream(query: RouteQuery = {}, options?: StreamOptions): AsyncGenerator<Route, void, undefined> {
    const ask = async () => {
      expectQuery(query, QUERY, 'routes');
      const { dev, scope, metric, ...rest } = query;
      const request = listRoutesRequest({ ...rest, ...(dev !== undefined && { oif: await this.links.index(dev, options) }) });
      return { request, passes: passesOf(request.body, scope === undefined ? undefined : namedNumberOf('scopes', scope), metric) };
    };
    return streamBodies(this.conversation, ask, options);
  }

  /** Removes every route the query finds and says how many. Those of the kernel go as well, but for what it puts back. Rejects with KernelError where it refuses one. */
  async flush(query: RouteQuery, options?: RequestOptions): Promise<number> {
    expectObject(query, 'routes');
    return flushAll(
      async () => (await this.list(query, options)).filter((route) => !isNullRoute(route)),
      // A route goes with its link's address, and with others of its own prefix.
      (found) => removeAll(this.conversation, found.map(removeRouteRequest), ['ESRCH', 'ENOENT'], options),
    );
  }

  private async send(make: (spec: RouteOptions) => object, spec: RouteSpec, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'route');
    const { extendedAck } = await this.conversation.request(make(await this.indexed(spec, options)) as never, withAbout(options, spec.dst));
    return done(extendedAck);
  }

  /** With links by index. */
  private async indexed({ dev, nexthops, ...spec }: AnyRouteSpec, options?: RequestOptions): Promise<RouteOptions> {
    const oif = dev === undefined ? {} : { oif: await this.links.index(dev, options) };
    if (nexthops === undefined) return { ...spec, ...oif } as RouteOptions;
    const hops: RouteNexthopOptions[] = [];
    expectArray(nexthops, 'nexthops');
    for (const way of nexthops) {
      expectObject(way, 'next hop');
      const { dev: via, ...hop } = way;
      hops.push({ ...hop, ...(via !== undefined && { oif: await this.links.index(via, options) }) });
    }
    return { ...spec, ...oif, nexthops: hops } as RouteOptions;
  }
}

/** What the kernel was asked to filter by: one without strict checking (before 5.0) lists everything. */
function passesOf({ table, protocol = 0, type = 0, oif, flags = 0 }: Partial<Route>, scope: number | undefined, metric: number | undefined): (route: Route) => boolean {
  const cloned = flags & RTM_F_CLONED;
  return (route) =>
    (route.flags & RTM_F_CLONED) === cloned &&
    (table === undefined || tableOf(route) === table) &&
    (protocol === 0 || route.protocol === protocol) &&
    (type === 0 || route.type === type) &&
    (oif === undefined || leavesBy(route, oif)) &&
    (scope === undefined || route.scope === scope) &&
    (metric === undefined || (route.priority ?? 0) === metric);
}

/** Of a route that goes by a nexthop object, the kernel alone can tell. */
function leavesBy({ oif, multipath, nhId }: Route, index: number): boolean {
  if (oif !== undefined) return oif === index;
  return multipath?.some(({ ifindex }) => ifindex === index) ?? nhId !== undefined;
}

/** The default route of IPv6 that leads nowhere is the kernel's own. */
function isNullRoute({ family, dstLen, type, priority }: Route): boolean {
  return family === AF_INET6 && dstLen === 0 && type === ROUTE_TYPES.unreachable && priority === 0xffffffff;
}
