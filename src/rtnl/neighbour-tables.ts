// Tables of neighbours as a client sees them: the verbs of `ip ntable`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { withAbout } from './about.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { NeighbourTable } from './neighbour-table.js';
import { listNeighbourTablesRequest, type NeighbourTableFilter, type NeighbourTableOptions, setNeighbourTableRequest } from './neighbour-table-requests.js';
import type { RouteProtocol } from './protocol.js';

/** What of a table is to change, and for which link. */
export interface NeighbourTableSpec extends NeighbourTableOptions {
  /** Index or name of the link whose parameters change; those of links to come by default. */
  readonly dev?: LinkRef;
}

/** What is left after the kernel's own filter is filtered here. */
export interface NeighbourTableQuery extends NeighbourTableFilter {
  /** `arp_cache`, `ndisc_cache`. */
  readonly name?: string;
  /** Parameters of this link only; null for the tables themselves, which hold the parameters for links to come. */
  readonly dev?: LinkRef | null;
}

const QUERY: Keys<NeighbourTableQuery> = { family: true, name: 'string', dev: true };

/** Tables of neighbours, as one network namespace sees them. */
export class NeighbourTables<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** The tables, each followed by the parameters of each link. */
  async list(query: NeighbourTableQuery = {}, options?: RequestOptions): Promise<Listing<NeighbourTable>> {
    expectQuery(query, QUERY, 'tables of neighbours');
    const { name, dev, ...filter } = query;
    const index = dev === undefined || dev === null ? undefined : await this.links.index(dev, options);
    return list(this.conversation, listNeighbourTablesRequest(filter), options, (table: NeighbourTable) => {
      if (name !== undefined && table.name !== name) return false;
      return dev === undefined || table.parms?.ifindex === index;
    });
  }

  /** Rejects with KernelError (`ENOENT` for a table or link that is not there, `EPERM`), EncodeError. */
  async set(changes: NeighbourTableSpec, options?: RequestOptions): Promise<Done> {
    expectObject(changes, 'table of neighbours');
    const { dev, ...spec } = changes;
    const index = dev === undefined ? undefined : await this.links.index(dev, options);
    const { extendedAck } = await this.conversation.request(setNeighbourTableRequest(spec, index) as never, withAbout(options, spec.name));
    return done(extendedAck);
  }
}
