// What can be watched: how each object is listed, told apart and compared, and what else has to be heard of because the kernel
// changes such objects along with it and says nothing.

import type { Address } from '../address.js';
import { AF_INET, AF_INET6, AF_UNSPEC, IFA_F_DADFAILED, IFA_F_OPTIMISTIC, IFA_F_TENTATIVE, IFF_UP, RTEXT_FILTER_SKIP_STATS } from '../constants.js';
import type { AnyLink } from '../link.js';
import type { Monitored } from '../monitored.js';
import { type Neighbour, NTF_PROXY, NUD_STATES } from '../neighbour.js';
import type { Nexthop } from '../nexthop.js';
import type { Route } from '../route.js';
import { FIB_RULE_INVERT, type Rule } from '../rule.js';
import { RouteTable } from './route-table.js';
import { KeyedTable, type Table } from './table.js';

/** An object, as far as watching it goes. */
export interface Watched<V> {
  readonly table: () => Table<V>;
  /** The request that lists all of them, and the name of what is listed. */
  readonly request: { readonly name: string; readonly header: object; readonly body: object };
  readonly listed: string;
  /** The names of what announces them. */
  readonly announced: readonly string[];
  /** What is heard of as well. */
  readonly along: readonly Monitored[];
}

const keys = (...names: string[]): ReadonlySet<string> => new Set(names);

const linkTable = () =>
  new KeyedTable<AnyLink>({
    key: ({ index }) => index,
    // Counters; what is said of the one change.
    noise: keys('stats', 'stats64', 'event', 'change', 'newNetnsid', 'newIfindex'),
    // net/core/dev.c: netdev_state_change() says nothing of a link that is down.
    quiet: { when: ({ flags }) => (flags & IFF_UP) === 0, keys: keys('ifalias', 'linkmode', 'propList', 'group', 'protoDown', 'protoDownReason', 'operstate', 'linkinfo', 'xdp') },
    // What depends on other links, on tc(8), on traffic and timers. `data` of kinds stands among the rest.
    silent: keys(
      ...[
        'carrier',
        'carrierChanges',
        'carrierUpCount',
        'carrierDownCount',
        'promiscuity',
        'allmulti',
        'qdisc',
        'afSpec',
        'minMtu',
        'maxMtu',
        'tsoMaxSize',
        'tsoMaxSegs',
        'vfinfoList',
        'numVf',
        'xstats',
        'txqlen',
      ],
      ...['helloTimer', 'tcnTimer', 'topologyChangeTimer', 'gcTimer', 'messageAgeTimer', 'forwardDelayTimer', 'holdTimer', 'fdbNLearned', 'bcQueueLenUsed'],
    ),
  });

/** The kernel tells of an IPv6 address once it is known to be the only one. */
const usable = ({ flags, flags8 }: Address): boolean => {
  const all = flags ?? flags8;
  return (all & IFA_F_TENTATIVE) === 0 || (all & (IFA_F_OPTIMISTIC | IFA_F_DADFAILED)) !== 0;
};

/** One link can have an IPv4 address several times, with prefixes that differ. */
function addressKey({ index, family, local, address, prefixlen }: Address): string {
  if (family === AF_INET6) return `${index} ${local ?? address}`;
  return `${index} ${local ?? address}/${prefixlen}${local === undefined || local === address ? '' : ` peer ${address}`}`;
}

const RESOLVED = NUD_STATES.reachable | NUD_STATES.stale | NUD_STATES.delay | NUD_STATES.probe | NUD_STATES.permanent;

const neighbourTable = () =>
  new KeyedTable<Neighbour>({
    key: ({ index, dst }) => `${index} ${dst}`,
    holds: ({ family, state, flags }) => (family === AF_INET || family === AF_INET6) && (state & RESOLVED) !== 0 && (flags & NTF_PROXY) === 0,
    noise: keys('cacheinfo', 'probes'),
    silent: keys('state'),
    alike: (a, b) => ((a.state ^ b.state) & NUD_STATES.permanent) === 0,
  });

/** All that it says: nothing else tells rules apart. */
function ruleKey({ flags, ...rule }: Rule): string {
  const text = JSON.stringify({ ...rule, invert: flags & FIB_RULE_INVERT }, (_, value) => (typeof value === 'bigint' || ArrayBuffer.isView(value) ? String(value) : value));
  return `${rule.priority ?? 0} ${text}`;
}

const ADDRESS: Watched<Address> = {
  table: () =>
    new KeyedTable<Address>({ key: addressKey, holds: (address) => (address.family === AF_INET || address.family === AF_INET6) && usable(address), silent: keys('cacheinfo') }),
  request: { name: 'RTM_GETADDR', header: {}, body: { family: AF_UNSPEC } },
  listed: 'RTM_NEWADDR',
  announced: ['RTM_NEWADDR', 'RTM_DELADDR'],
  along: ['link'],
};

/** Every object that can be watched. */
export const WATCHED = {
  link: {
    table: linkTable,
    request: { name: 'RTM_GETLINK', header: {}, body: { extMask: RTEXT_FILTER_SKIP_STATS } },
    listed: 'RTM_NEWLINK',
    announced: ['RTM_NEWLINK', 'RTM_DELLINK'],
    along: [],
  } as Watched<AnyLink>,
  address: ADDRESS,
  route: {
    table: () => new RouteTable(),
    request: { name: 'RTM_GETROUTE', header: {}, body: { family: AF_UNSPEC } },
    listed: 'RTM_NEWROUTE',
    announced: ['RTM_NEWROUTE', 'RTM_DELROUTE'],
    along: ['link', 'address', 'nexthop'],
  } as Watched<Route>,
  neighbour: {
    table: neighbourTable,
    request: { name: 'RTM_GETNEIGH', header: {}, body: { family: AF_UNSPEC } },
    listed: 'RTM_NEWNEIGH',
    announced: ['RTM_NEWNEIGH', 'RTM_DELNEIGH'],
    along: ['link'],
  } as Watched<Neighbour>,
  nexthop: {
    table: () => new KeyedTable<Nexthop>({ key: ({ id = 0 }) => id, silent: keys('flags', 'resGroup', 'groupStats', 'hwStatsEnable', 'hwStatsUsed') }),
    request: { name: 'RTM_GETNEXTHOP', header: {}, body: {} },
    listed: 'RTM_NEWNEXTHOP',
    announced: ['RTM_NEWNEXTHOP', 'RTM_DELNEXTHOP'],
    along: ['link'],
  } as Watched<Nexthop>,
  rule: {
    table: () => new KeyedTable<Rule>({ key: ruleKey, holds: ({ family }) => family === AF_INET || family === AF_INET6, silent: keys('flags') }),
    request: { name: 'RTM_GETRULE', header: {}, body: { family: AF_UNSPEC } },
    listed: 'RTM_NEWRULE',
    announced: ['RTM_NEWRULE', 'RTM_DELRULE'],
    along: [],
  } as Watched<Rule>,
} as const;

/** What a watch can be of. */
export type Watchable = keyof typeof WATCHED;
