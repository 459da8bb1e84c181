// What address families do on links, as a client sees it: `ip netconf`. It is changed by sysctl.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { withAbout } from './about.js';
import { AF_UNSPEC } from './constants.js';
import { expectQuery, type Keys, numberOf } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import { NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT, type Netconf } from './netconf.js';
import type { RouteProtocol } from './protocol.js';
import { ROUTE_FAMILIES, type RouteFamily } from './route-options.js';

/** A link, `all` of them, or those to come (`default`). */
export type NetconfRef = LinkRef | 'all' | 'default';

/** The family is filtered by the kernel, the link here. */
export interface NetconfQuery {
  /** All by default. */
  readonly family?: RouteFamily;
  /** All of them by default. */
  readonly dev?: NetconfRef;
}

/** `index` -1 stands for all links, -2 for those to come. The kernel refuses where there is no such link: EINVAL, ENODEV. */
export function getNetconfRequest(family: RouteFamily, index: number) {
  return { name: 'RTM_GETNETCONF', header: {}, body: { family: numberOf(ROUTE_FAMILIES, family, 'family'), ifindex: index } } as const;
}

/** Of every family, where none is given. */
export function listNetconfRequest(family?: RouteFamily) {
  return { name: 'RTM_GETNETCONF', header: {}, body: { family: family === undefined ? AF_UNSPEC : numberOf(ROUTE_FAMILIES, family, 'family') } } as const;
}

const QUERY: Keys<NetconfQuery> = { family: true, dev: true };

/** Settings of the links of one network namespace. */
export class Netconfs<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** What a family does on one link. Rejects with KernelError. */
  async get(query: Required<NetconfQuery>, options?: RequestOptions): Promise<Netconf> {
    expectQuery(query, QUERY, 'settings');
    const { family, dev } = query;
    return (await this.conversation.getBody(getNetconfRequest(family, await this.index(dev, options)) as never, withAbout(options, `${family} on ${dev}`))) as Netconf;
  }

  /** The settings of every link, of all links and of those to come; the family is filtered by the kernel. */
  async list(query: NetconfQuery = {}, options?: RequestOptions): Promise<Listing<Netconf>> {
    expectQuery(query, QUERY, 'settings');
    const { family, dev } = query;
    const index = dev === undefined ? undefined : await this.index(dev, options);
    return list(this.conversation, listNetconfRequest(family), options, ({ ifindex }: Netconf) => index === undefined || ifindex === index);
  }

  private async index(dev: NetconfRef, options?: RequestOptions): Promise<number> {
    if (dev === 'all' || dev === NETCONFA_IFINDEX_ALL) return NETCONFA_IFINDEX_ALL;
    return dev === 'default' || dev === NETCONFA_IFINDEX_DEFAULT ? NETCONFA_IFINDEX_DEFAULT : this.links.index(dev, options);
  }
}
