// Addresses as a client sees them: the verbs of `ip address`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { withAbout } from './about.js';
import type { Address } from './address.js';
import {
  type AddressFilter,
  type AddressOptions,
  addAddressRequest,
  changeAddressRequest,
  deleteAddressRequest,
  listAddressesRequest,
  removeAddressRequest,
  replaceAddressRequest,
} from './address-requests.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { RouteProtocol } from './protocol.js';
import { flushAll, removeAll } from './remove-all.js';

/** An address and the link it is on. */
export interface AddressSpec extends AddressOptions {
  /** Index or name of the link. */
  readonly dev: LinkRef;
}

/** What is left after the kernel's own filters is filtered here. */
export interface AddressQuery extends Omit<AddressFilter, 'index'> {
  readonly dev?: LinkRef;
  /** RT_SCOPE_*: 0 global, 253 link, 254 host. */
  readonly scope?: number;
}

const QUERY: Keys<AddressQuery> = { dev: true, family: true, scope: 'number' };

/** `rtnl.addresses`. */
export class Addresses<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Rejects with KernelError (`EEXIST`, `ENODEV` ...), EncodeError. */
  add(spec: AddressSpec, options?: RequestOptions): Promise<Done> {
    return this.change(addAddressRequest, spec, options);
  }

  /** Makes the address, or changes it where it is there. Rejects with KernelError, EncodeError. */
  replace(spec: AddressSpec, options?: RequestOptions): Promise<Done> {
    return this.change(replaceAddressRequest, spec, options);
  }

  /** Changes what can be changed of an address: lifetimes, metric, flags. Rejects with KernelError, EncodeError. */
  set(spec: AddressSpec, options?: RequestOptions): Promise<Done> {
    return this.change(changeAddressRequest, spec, options);
  }

  /** Rejects with KernelError `EADDRNOTAVAIL` where there is no such address. */
  delete(spec: AddressSpec, options?: RequestOptions): Promise<Done> {
    return this.change(deleteAddressRequest, spec, options);
  }

  /** The addresses of the namespace; family and link are filtered by the kernel. */
  async list(query: AddressQuery = {}, options?: RequestOptions): Promise<Listing<Address>> {
    expectQuery(query, QUERY, 'addresses');
    const { dev, family, scope } = query;
    const filter: AddressFilter = { ...(family !== undefined && { family }), ...(dev !== undefined && { index: await this.links.index(dev, options) }) };
    // A kernel without strict checking (before 4.20) lists all links.
    const passes = ({ index, scope: its }: Address) => (filter.index === undefined || index === filter.index) && (scope === undefined || its === scope);
    return list(this.conversation, listAddressesRequest(filter), options, passes);
  }

  /** Removes every address the query finds and says how many. Rejects with KernelError where the kernel refuses one. */
  async flush(query: AddressQuery, options?: RequestOptions): Promise<number> {
    expectObject(query, 'addresses');
    return flushAll(
      () => this.list(query, options),
      // Removing an address takes its secondaries along, unless promote_secondaries is on: those are then gone already.
      (found) => removeAll(this.conversation, found.map(removeAddressRequest), ['EADDRNOTAVAIL'], options),
    );
  }

  private async change(make: (index: number, spec: AddressOptions) => object, spec: AddressSpec, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'address');
    const { dev } = spec;
    const message = make(typeof dev === 'number' ? dev : await this.links.index(dev, options), spec);
    const about = `${spec.address} on ${dev}`;
    const { extendedAck } = await this.conversation.request(message as never, withAbout(options, about));
    return done(extendedAck);
  }
}
