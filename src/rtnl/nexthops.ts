// Nexthop objects as a client sees them: the verbs of `ip nexthop`.

import { NLM_F_ECHO } from '../netlink/constants.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { told } from '../netlink/expect.js';
import { withAbout } from './about.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { Nexthop } from './nexthop.js';
import {
  addNexthopRequest,
  type BucketFilter,
  deleteNexthopRequest,
  getNexthopBucketRequest,
  getNexthopRequest,
  listNexthopBucketsRequest,
  listNexthopsRequest,
  type NexthopFilter,
  type NexthopOptions,
  type NexthopStatistics,
  replaceNexthopRequest,
} from './nexthop-requests.js';
import type { RouteProtocol } from './protocol.js';
import { removeAll } from './remove-all.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';

/** Links by name or index. */
interface ByLink {
  /** Of this link only. */
  readonly dev?: LinkRef;
  /** Of links with this master only. */
  readonly master?: LinkRef;
}

/** What is left after the kernel's own filters is filtered here. */
export interface NexthopQuery extends Omit<NexthopFilter, 'index' | 'master'>, ByLink {
  /** Made by this one only. */
  readonly protocol?: RouteProtocolRef;
}

/** Which buckets of resilient groups. */
export interface BucketQuery extends Omit<BucketFilter, 'index' | 'master'>, ByLink {}

const QUERY: Keys<NexthopQuery> = { dev: true, master: true, protocol: true, family: true, groups: 'boolean', fdb: 'boolean', statistics: true };
const BUCKETS: Keys<BucketQuery> = { id: 'number', nhid: 'number', dev: true, master: true };

/** Nexthop objects of one network namespace. */
export class Nexthops<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Makes a nexthop or a group and gives its id. Rejects with KernelError (`EEXIST`, `ENODEV`, `EINVAL` for a member that is not there ...), EncodeError. */
  async add(spec: NexthopOptions, options?: RequestOptions): Promise<{ readonly id: number } & Done> {
    const message = addNexthopRequest(await this.resolved(spec, options));
    const request = spec.id === undefined ? { ...message, header: { flags: message.header.flags | NLM_F_ECHO } } : message;
    const { replies, extendedAck } = await this.conversation.request(request as never, about(options, spec.id));
    const made = replies.find(({ name }) => name === 'RTM_NEWNEXTHOP')?.body as Nexthop | undefined;
    return { id: spec.id ?? made?.id ?? 0, ...done(extendedAck) };
  }

  /** Makes the nexthop, or puts it in the place of the one with this id. Rejects with KernelError, EncodeError. */
  async replace(spec: NexthopOptions & { readonly id: number }, options?: RequestOptions): Promise<Done> {
    const message = replaceNexthopRequest((await this.resolved(spec, options)) as NexthopOptions & { id: number });
    const { extendedAck } = await this.conversation.request(message as never, about(options, spec.id));
    return done(extendedAck);
  }

  /** Routes over it, and its place in groups, go with it. Rejects with KernelError `ENOENT` where there is none. */
  async delete(id: number, options?: RequestOptions): Promise<Done> {
    const { extendedAck } = await this.conversation.request(deleteNexthopRequest(id) as never, about(options, id));
    return done(extendedAck);
  }

  /** Rejects with KernelError `ENOENT` where there is none; with `statistics`, `EINVAL` before Linux 6.9. */
  async get(id: number, options: RequestOptions & NexthopStatistics = {}): Promise<Nexthop> {
    expectObject(options, 'options of a request');
    const { statistics, ...waiting } = options;
    return (await this.conversation.getBody(getNexthopRequest(id, statistics === undefined ? {} : { statistics }) as never, about(waiting, id))) as Nexthop;
  }

  /** The nexthops and groups of the namespace; all but `protocol` is filtered by the kernel. */
  async list(query: NexthopQuery = {}, options?: RequestOptions): Promise<Listing<Nexthop>> {
    expectQuery(query, QUERY, 'nexthops');
    const { dev, master, protocol, ...rest } = query;
    const maker = protocol === undefined ? undefined : routeProtocolNumber(protocol);
    const filter = { ...rest, ...(await this.indexes({ ...(dev !== undefined && { dev }), ...(master !== undefined && { master }) }, options)) };
    return list(this.conversation, listNexthopsRequest(filter), options, (nexthop: Nexthop) => maker === undefined || nexthop.protocol === maker);
  }

  /** Removes what the query finds, groups first, and says how many. What goes along with another counts for nothing. */
  async flush(query: NexthopQuery = {}, options?: RequestOptions): Promise<number> {
    const found = await this.list(query, options);
    const order = [...found.filter(({ group }) => group !== undefined), ...found.filter(({ group }) => group === undefined)];
    const removals = order.flatMap(({ id }) => (id === undefined ? [] : [deleteNexthopRequest(id)]));
    return removeAll(this.conversation, removals, ['ENOENT'], options);
  }

  /** The buckets of resilient groups, filtered by the kernel. */
  async buckets(query: BucketQuery = {}, options?: RequestOptions): Promise<Listing<Nexthop>> {
    expectQuery(query, BUCKETS, 'buckets');
    const { dev, master, ...rest } = query;
    const filter = { ...rest, ...(await this.indexes({ ...(dev !== undefined && { dev }), ...(master !== undefined && { master }) }, options)) };
    return list(this.conversation, listNexthopBucketsRequest(filter), options);
  }

  /** One bucket of a resilient group. Rejects with KernelError `ENOENT` where there is none. */
  async bucket(id: number, index: number, options?: RequestOptions): Promise<Nexthop> {
    return (await this.conversation.getBody(getNexthopBucketRequest(id, index) as never, about(options, id))) as Nexthop;
  }

  private async resolved(spec: NexthopOptions, options?: RequestOptions): Promise<NexthopOptions> {
    expectObject(spec, 'nexthop');
    return typeof spec.dev === 'string' ? { ...spec, dev: await this.links.index(spec.dev, options) } : spec;
  }

  private async indexes({ dev, master }: ByLink, options?: RequestOptions): Promise<{ readonly index?: number; readonly master?: number }> {
    return {
      ...(dev !== undefined && { index: await this.links.index(dev, options) }),
      ...(master !== undefined && { master: await this.links.index(master, options) }),
    };
  }
}

const about = (options: RequestOptions | undefined, id: number | undefined): RequestOptions => withAbout(options, id === undefined ? undefined : `nexthop ${told(id)}`);
