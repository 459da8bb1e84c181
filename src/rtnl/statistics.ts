// Counters of links as a client sees them: the verbs of `ip stats`.

import type { Value } from '../netlink/codec.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { withAbout } from './about.js';
import { type Done, done } from './done.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import type { RouteProtocol } from './protocol.js';
import { type StatsGroup, setL3StatsRequest, type statsBody, statsRequest } from './stats.js';

/** What is counted of a link, with the counters of the kinds in `K`. */
export type LinkStatsOf<K extends LinkKinds> = Value<ReturnType<typeof statsBody<K>>>;

const ALL: readonly StatsGroup[] = ['link64', 'linkXstats', 'linkXstatsSlave', 'linkOffloadXstats', 'afSpec'];

/** `rtnl.stats`. */
export class Statistics<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** The counters of one link, all groups of them by default. Rejects with KernelError `ENODEV`. */
  async get(link: LinkRef, groups: readonly StatsGroup[] = ALL, options?: RequestOptions): Promise<LinkStatsOf<K>> {
    const index = await this.links.index(link, options);
    return (await this.conversation.getBody(statsRequest(groups, index) as never, withAbout(options, String(link)))) as LinkStatsOf<K>;
  }

  /** The counters of every link of the namespace. */
  async list(groups: readonly StatsGroup[] = ALL, options?: RequestOptions): Promise<Listing<LinkStatsOf<K>>> {
    return list(this.conversation, statsRequest(groups), options);
  }

  /** Asks drivers to count what the hardware routes on layer 3, or no longer to. Rejects with KernelError; since Linux 5.19. */
  async setL3(link: LinkRef, on: boolean, options?: RequestOptions): Promise<Done> {
    const index = await this.links.index(link, options);
    const { extendedAck } = await this.conversation.request(setL3StatsRequest(index, on) as never, withAbout(options, String(link)));
    return done(extendedAck);
  }
}
