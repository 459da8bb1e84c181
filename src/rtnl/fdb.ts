// Forwarding entries of bridges and VXLANs as a client sees them: the verbs of `bridge fdb`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { EOPNOTSUPP } from '../netlink/errno-numbers.js';
import { KernelError } from '../netlink/errors.js';
import { withAbout } from './about.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import {
  addFdbRequest,
  appendFdbRequest,
  deleteFdbRequest,
  type FdbFlush,
  type FdbKey,
  type FdbOptions,
  type FdbQuestion,
  flushFdbRequest,
  getFdbRequest,
  listFdbRequest,
  replaceFdbRequest,
} from './fdb-requests.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { Neighbour } from './neighbour.js';
import type { RouteProtocol } from './protocol.js';

/** Index or name of a port, a VXLAN, or the bridge itself. */
interface OnPort {
  /** Index or name of the link. */
  readonly dev: LinkRef;
}

/** A forwarding entry and the link it is on. */
export interface FdbSpec extends FdbOptions, OnPort {}

/** Which entry, and the link it is on. */
export interface FdbSelector extends FdbKey, OnPort {}

/** What is left after the kernel's own filters is filtered here. */
export interface FdbQuery {
  /** Of this port, or VXLAN, only. */
  readonly dev?: LinkRef;
  /** Of this bridge only. */
  readonly bridge?: LinkRef;
  /** Of this VLAN only. */
  readonly vlan?: number;
}

const QUERY: Keys<FdbQuery> = { dev: true, bridge: true, vlan: 'number' };

/** Linux before 5.19 takes no notice of NLM_F_BULK, and misses the address of the one entry to be removed. net/core/rtnetlink.c: rtnl_fdb_del(). */
const misses = (error: unknown): error is KernelError => error instanceof KernelError && error.code === 'EINVAL' && error.extendedAck.message === 'invalid address';

/** Forwarding entries of the bridges and VXLANs of one network namespace. */
export class Fdb<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Rejects with KernelError (`EEXIST`, `EOPNOTSUPP` for a link without such entries ...), EncodeError. */
  add(spec: FdbSpec, options?: RequestOptions): Promise<Done> {
    return this.send(addFdbRequest, spec, options);
  }

  /** Gives an address of a VXLAN one more destination. Rejects with KernelError, EncodeError. */
  append(spec: FdbSpec, options?: RequestOptions): Promise<Done> {
    return this.send(appendFdbRequest, spec, options);
  }

  /** Makes the entry, or changes it where it is there. Rejects with KernelError, EncodeError. */
  replace(spec: FdbSpec, options?: RequestOptions): Promise<Done> {
    return this.send(replaceFdbRequest, spec, options);
  }

  /** Rejects with KernelError `ENOENT` where there is no such entry. */
  delete(selector: FdbSelector, options?: RequestOptions): Promise<Done> {
    return this.send(deleteFdbRequest, selector, options);
  }

  /** Of a port or VXLAN (`dev`), or anywhere in a `bridge`. Rejects with KernelError `ENOENT` where there is no such entry. */
  async get(selector: FdbQuestion & Omit<FdbQuery, 'vlan'>, options?: RequestOptions): Promise<Neighbour> {
    expectObject(selector, 'entry');
    const { dev, bridge, ...question } = selector;
    const where = await this.indexes({ ...(dev !== undefined && { dev }), ...(bridge !== undefined && { bridge }) }, options);
    return (await this.conversation.getBody(getFdbRequest(where, question) as never, withAbout(options, question.lladdr))) as Neighbour;
  }

  /** The entries of the namespace; link and bridge are filtered by the kernel. */
  async list(query: FdbQuery = {}, options?: RequestOptions): Promise<Listing<Neighbour>> {
    expectQuery(query, QUERY, 'entries');
    const { vlan, ...where } = query;
    const request = listFdbRequest(await this.indexes(where, options));
    return list(this.conversation, request, options, (entry: Neighbour) => vlan === undefined || entry.vlan === vlan);
  }

  /** Removes all entries of a bridge or VXLAN that fit, in one request (Linux 5.19, VXLANs 6.7). Rejects with KernelError `EOPNOTSUPP`. */
  async flush(dev: LinkRef, spec: FdbFlush = {}, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'entries');
    const { brport } = spec;
    const told = typeof brport === 'string' ? { ...spec, brport: await this.links.index(brport, options) } : spec;
    try {
      const { extendedAck } = await this.conversation.request(flushFdbRequest(await this.links.index(dev, options), told) as never, withAbout(options, String(dev)));
      return done(extendedAck);
    } catch (error) {
      throw misses(error) ? new KernelError(EOPNOTSUPP, { ...error.request, about: `of all entries of ${dev} at once, for which Linux 5.19 is needed` }) : error;
    }
  }

  private async indexes({ dev, bridge }: Omit<FdbQuery, 'vlan'>, options?: RequestOptions): Promise<{ readonly index?: number; readonly bridge?: number }> {
    return {
      ...(dev !== undefined && { index: await this.links.index(dev, options) }),
      ...(bridge !== undefined && { bridge: await this.links.index(bridge, options) }),
    };
  }

  private async send<S extends FdbSelector>(make: (index: number, spec: S) => object, spec: S, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'entry');
    const { dev, via, lladdr } = spec;
    const told = typeof via === 'string' ? { ...spec, via: await this.links.index(via, options) } : spec;
    const { extendedAck } = await this.conversation.request(make(await this.links.index(dev, options), told) as never, withAbout(options, `${lladdr} on ${dev}`));
    return done(extendedAck);
  }
}
