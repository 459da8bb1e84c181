// Neighbours as a client sees them: the verbs of `ip neighbour`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { expectArray } from '../netlink/expect.js';
import { withAbout } from './about.js';
import { NO_MASTER } from './constants.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_PROXY, NUD_STATES } from './neighbour.js';
import {
  addNeighbourRequest,
  changeNeighbourRequest,
  deleteNeighbourRequest,
  getNeighbourRequest,
  listNeighboursRequest,
  type NeighbourFilter,
  type NeighbourKey,
  type NeighbourOptions,
  type NeighbourState,
  neighbourStateNumber,
  removeNeighbourRequest,
  replaceNeighbourRequest,
} from './neighbour-requests.js';
import type { RouteProtocol } from './protocol.js';
import { flushAll, removeAll } from './remove-all.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';

/** The link of a neighbour; a proxied one needs none. */
interface OnLink {
  /** Index or name of the link. */
  readonly dev?: LinkRef;
}

/** A neighbour and the link it is on. */
export interface NeighbourSpec extends NeighbourOptions, OnLink {}

/** Which neighbour, and the link it is on. */
export interface NeighbourSelector extends NeighbourKey, OnLink {}

/** What is left after the kernel's own filters is filtered here. */
export interface NeighbourQuery extends Omit<NeighbourFilter, 'index' | 'master'> {
  /** Of this link only. */
  readonly dev?: LinkRef;
  /** Of links with this master only; null for links without one. */
  readonly master?: LinkRef | null;
  /** In one of these states only; any by default. */
  readonly states?: readonly NeighbourState[];
  /** Made by this one only. */
  readonly protocol?: RouteProtocolRef;
}

const QUERY: Keys<NeighbourQuery> = { dev: true, master: true, states: true, protocol: true, family: true, proxy: 'boolean' };

/** Neighbours of one network namespace. */
export class Neighbours<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Rejects with KernelError (`EEXIST`, `ENODEV`, `EINVAL` for a link without neighbours ...), EncodeError. */
  add(spec: NeighbourSpec, options?: RequestOptions): Promise<Done> {
    return this.send(addNeighbourRequest, spec, options);
  }

  /** Makes the neighbour, or changes it where it is there. Rejects with KernelError, EncodeError. */
  replace(spec: NeighbourSpec, options?: RequestOptions): Promise<Done> {
    return this.send(replaceNeighbourRequest, spec, options);
  }

  /** Rejects with KernelError `ENOENT` where there is no such neighbour. */
  change(spec: NeighbourSpec, options?: RequestOptions): Promise<Done> {
    return this.send(changeNeighbourRequest, spec, options);
  }

  /** Rejects with KernelError `ENOENT` where there is no such neighbour. One that is in use stays, as `failed`, until it is not. */
  delete(selector: NeighbourSelector, options?: RequestOptions): Promise<Done> {
    return this.send(deleteNeighbourRequest, selector, options);
  }

  /** Rejects with KernelError `ENOENT` where there is no such neighbour. */
  async get(selector: NeighbourSelector, options?: RequestOptions): Promise<Neighbour> {
    expectObject(selector, 'neighbour');
    const { dev, ...key } = selector;
    const index = dev === undefined ? 0 : await this.links.index(dev, options);
    return (await this.conversation.getBody(getNeighbourRequest(index, key) as never, withAbout(options, about(selector)))) as Neighbour;
  }

  /** The neighbours of the namespace, IPv4 and IPv6, or what is proxied; family, link and master are filtered by the kernel. */
  async list(query: NeighbourQuery = {}, options?: RequestOptions): Promise<Listing<Neighbour>> {
    expectQuery(query, QUERY, 'neighbours');
    const { dev, master, states, protocol, ...rest } = query;
    const filter: NeighbourFilter = {
      ...rest,
      ...(dev !== undefined && { index: await this.links.index(dev, options) }),
      ...(master !== undefined && { master: master === null ? NO_MASTER : await this.links.index(master, options) }),
    };
    if (states !== undefined) expectArray(states, 'states');
    const wanted = states?.map(neighbourStateNumber);
    const maker = protocol === undefined ? undefined : routeProtocolNumber(protocol);
    return list(this.conversation, listNeighboursRequest(filter), options, ({ index, state, flags, protocol: its = 0 }: Neighbour) => {
      // A kernel without strict checking (before 4.20) lists proxied ones of all links.
      if (filter.index !== undefined && index !== filter.index) return false;
      if (wanted !== undefined && (flags & NTF_PROXY) === 0 && !wanted.some((one) => (one === 0 ? state === 0 : (state & one) !== 0))) return false;
      return maker === undefined || its === maker;
    });
  }

  /**
   * Removes every neighbour the query finds and says how many. Permanent ones and those of links without address resolution
   * (`noarp`) are left alone unless `states` names them, as `ip neigh flush` does. Rejects with KernelError where the kernel refuses one.
   */
  async flush(query: NeighbourQuery, options?: RequestOptions): Promise<number> {
    expectObject(query, 'neighbours');
    return flushAll(
      async (round) => (await this.list(query, options)).filter((neighbour) => isFlushed(neighbour, query, round)),
      (found) => removeAll(this.conversation, found.map(removeNeighbourRequest), ['ENOENT'], options),
    );
  }

  private async send<S extends NeighbourSelector>(make: (index: number, spec: S) => object, spec: S, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'neighbour');
    const index = spec.dev === undefined ? 0 : await this.links.index(spec.dev, options);
    const { extendedAck } = await this.conversation.request(make(index, spec) as never, withAbout(options, about(spec)));
    return done(extendedAck);
  }
}

const LASTING = NUD_STATES.permanent | NUD_STATES.noarp;

/** What is removed while somebody uses it stays as a failed one, which is not removed again. */
function isFlushed({ state, flags }: Neighbour, { states }: NeighbourQuery, round: number): boolean {
  if (round > 0 && (state & NUD_STATES.failed) !== 0) return false;
  return states !== undefined || (flags & (NTF_PROXY | NTF_EXT_LEARNED)) !== 0 || (state & ~LASTING) !== 0;
}

const about = ({ dst, dev }: NeighbourSelector): string => (dev === undefined ? dst : `${dst} on ${dev}`);
