// Where a message of one kernel may differ from the other's, why, and what is done about it before the two are compared.

import { LIFETIMES } from './lifetimes.js';
import { type Answer, type RouteMessage, text } from './place.js';
import { STATIONS } from './stations.js';

type Body = Record<string, unknown>;

/** One thing that is free. */
export interface Explained {
  readonly name: string;
  /** What may differ. */
  readonly what: string;
  /** The kernel's function that is the reason. */
  readonly kernel: string;
  /** What is done before the two are compared. */
  readonly how: string;
  /** Does it to a copy of a message's body; whether there was something. `drop` leaves the message out. */
  readonly apply: (body: Body, message: RouteMessage) => boolean | 'drop';
}

function remove(body: Body | undefined, keys: readonly string[] | RegExp): boolean {
  if (body === undefined) return false;
  const found = Object.keys(body).filter((key) => (keys instanceof RegExp ? keys.test(key) : keys.includes(key)));
  for (const key of found) delete body[key];
  return found.length > 0;
}

/** A nest as a copy of its own, which may be changed. */
function own(body: Body, key: string): Body | undefined {
  const value = body[key];
  if (typeof value !== 'object' || value === null) return undefined;
  const copy = { ...(value as Body) };
  body[key] = copy;
  return copy;
}

const isLink = ({ name }: RouteMessage): boolean => name === 'RTM_NEWLINK' || name === 'RTM_DELLINK';
const isNeighbour = ({ name }: RouteMessage): boolean => name === 'RTM_NEWNEIGH' || name === 'RTM_DELNEIGH';
const isVlan = ({ name }: RouteMessage): boolean => name === 'RTM_NEWVLAN' || name === 'RTM_DELVLAN';
const isAddress = ({ name }: RouteMessage): boolean => name === 'RTM_NEWADDR' || name === 'RTM_DELADDR';
const isRoute = ({ name }: RouteMessage): boolean => name === 'RTM_NEWROUTE' || name === 'RTM_DELROUTE';

const inet6Of = (body: Body): Body | undefined => {
  const afSpec = own(body, 'afSpec');
  return afSpec === undefined ? own(body, 'protinfoInet6') : own(afSpec, 'inet6');
};
const AF_BRIDGE = 7;
const NUD_REACHABLE_OR_LESS = 0x02 | 0x01 | 0x04 | 0x08 | 0x10 | 0x20;
/** NUD_NOARP, NUD_PERMANENT. */
const NUD_FIXED = 0xc0;
const NTF_ANY = 0xff;

/** The stations that requests are about are none that sends. */
const isAskedFor = (lladdr: string | undefined): boolean => lladdr?.startsWith(STATIONS) === true;

/** Seconds by which a lifetime may have shrunk. */
const SLACK = 120;
/** In hundredths of a second. */
const DAY = 24 * 60 * 60 * 100;
const given = (seconds: number): number => LIFETIMES.find((one) => seconds <= one && seconds > one - SLACK) ?? seconds;

/** The one that holds where one of the two has VLANs in its bridges, and the other has not. */
const OF_VLANS = 'VLANs of bridges';

export const EXPLAINED: readonly Explained[] = [
  {
    name: OF_VLANS,
    what: 'the VLANs that a bridge has, with its addresses in each',
    kernel: 'CONFIG_BRIDGE_VLAN_FILTERING: a kernel built with it has one in every bridge; the other may be built without',
    how: 'IFLA_BR_VLAN_PROTOCOL, IFLA_BR_VLAN_DEFAULT_PVID, IFLA_BR_VLAN_STATS_*, messages about VLANs, and about entries with NDA_VLAN, are left out; no operation is about VLANs of bridges',
    apply: (body, message) => {
      if (isVlan(message) || (isNeighbour(message) && body.family === AF_BRIDGE && body.vlan !== undefined)) return 'drop';
      const info = isLink(message) ? own(body, 'linkinfo') : undefined;
      return [info && remove(own(info, 'bridge'), /^vlan(Protocol|DefaultPvid|Stats)/), isLink(message) && remove(body, ['afSpecBridge'])].includes(true);
    },
  },
  {
    name: 'counters',
    what: 'packets and bytes of a link',
    kernel: 'dev_get_stats(): IPv6 sends reports of multicast groups when it likes (mld_ifc_work())',
    how: 'IFLA_STATS, IFLA_STATS64 are left out',
    apply: (body, message) => isLink(message) && remove(body, ['stats', 'stats64']),
  },
  {
    name: 'counters of IPv6',
    what: 'packets of IPv6 and ICMPv6',
    kernel: 'snmp6_fill_stats(): as above',
    how: 'IFLA_INET6_STATS, IFLA_INET6_ICMP6STATS are left out',
    apply: (body, message) => isLink(message) && remove(inet6Of(body), ['stats', 'icmp6stats']),
  },
  {
    name: 'reachable time',
    what: 'how long a neighbour of IPv6 counts as reachable',
    kernel: 'neigh_rand_reach_time() draws it; addrconf_verify_work() stamps it',
    how: 'IFLA_INET6_CACHEINFO is left out',
    apply: (body, message) => isLink(message) && remove(inet6Of(body), ['cacheinfo']),
  },
  {
    name: 'use of tables of neighbours',
    what: 'how full a table is, how often it was looked into, who uses the parameters of a link, and how long a neighbour counts as reachable',
    kernel: 'neightbl_fill_info(): of all namespaces together; neigh_rand_reach_time() draws',
    how: 'NDTA_CONFIG, NDTA_STATS, NDTPA_REFCNT, NDTPA_REACHABLE_TIME are left out',
    apply: (body, message) => message.name === 'RTM_NEWNEIGHTBL' && [remove(body, ['config', 'stats']), remove(own(body, 'parms'), ['refcnt', 'reachableTime'])].includes(true),
  },
  {
    name: 'timers of bridges',
    what: 'what is left of a timer, and the addresses that a bridge finds when one is due, to ask for multicast groups by',
    kernel: 'br_timer_value(); br_multicast_select_own_querier()',
    how: 'IFLA_BR_*_TIMER, IFLA_BRPORT_*_TIMER, BRIDGE_QUERIER_IP_ADDRESS, BRIDGE_QUERIER_IPV6_ADDRESS are left out',
    apply: (body, message) => {
      if (!isLink(message)) return false;
      const info = own(body, 'linkinfo');
      const bridge = info && own(info, 'bridge');
      const parts = [bridge, info && own(info, 'bridge_slave'), own(body, 'protinfoBridge'), bridge && own(bridge, 'mcastQuerierState')];
      return parts.map((part) => remove(part, /Timer$|^ip(v6)?Address$/)).includes(true);
    },
  },
  {
    name: 'groups behind ports',
    what: 'multicast groups that a bridge has learnt of',
    kernel: 'br_multicast_ipv6_rcv(): from reports, whose time is free',
    how: 'IFLA_BRPORT_MCAST_N_GROUPS, IFLA_BRPORT_MCAST_EHT_*, BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS are left out',
    apply: (body, message) => {
      if (isVlan(message) && Array.isArray(body.entry)) {
        body.entry = body.entry.map((entry: Body) => ({ ...entry }));
        return (body.entry as Body[]).map((entry) => remove(entry, ['mcastNGroups'])).includes(true);
      }
      if (!isLink(message)) return false;
      const info = own(body, 'linkinfo');
      return [info && own(info, 'bridge_slave'), own(body, 'protinfoBridge')].map((part) => remove(part, /^mcastNGroups|^mcastEhtHostsCnt/)).includes(true);
    },
  },
  {
    name: 'stations learnt',
    what: 'entries that a bridge learns from frames',
    kernel: 'br_fdb_update(): from reports, whose time is free',
    how: 'IFLA_BR_FDB_N_LEARNED, and messages about entries that age and are of no station that requests name, are left out',
    apply: (body, message) => {
      if (isNeighbour(message) && body.family === AF_BRIDGE && ((body.state as number) & NUD_FIXED) === 0 && !isAskedFor(body.lladdr as string)) return 'drop';
      const info = isLink(message) ? own(body, 'linkinfo') : undefined;
      return info !== undefined && remove(own(info, 'bridge'), ['fdbNLearned']);
    },
  },
  {
    name: 'stamps',
    what: 'when an address was made and changed',
    kernel: 'cstamp_delta(): since the machine was started',
    how: 'ifa_cacheinfo.cstamp, tstamp are left out',
    apply: (body, message) => isAddress(message) && remove(own(body, 'cacheinfo'), ['cstamp', 'tstamp']),
  },
  {
    name: 'lifetimes',
    what: 'what is left of a lifetime',
    kernel:
      'inet_fill_ifaddr(), inet6_fill_ifaddr(), rtnl_put_cacheinfo(): seconds pass while a sequence runs; modify_prefix_route() takes a span for a time since the machine was started',
    how: 'a lifetime up to 120 seconds below one that was given counts as that, one that is over for longer than a day as over',
    apply: (body, message) => {
      const info = isAddress(message) || isRoute(message) ? own(body, 'cacheinfo') : undefined;
      if (info === undefined) return false;
      for (const key of ['valid', 'preferred']) if (typeof info[key] === 'number') info[key] = given(info[key] as number);
      if (typeof info.expires === 'number') info.expires = info.expires < -DAY ? -DAY : info.expires > 0 ? given(Math.ceil(info.expires / 100)) * 100 : info.expires;
      return true;
    },
  },
  {
    name: 'use of routes',
    what: 'when a route, or a bucket of a group of nexthops, was used last, and by how many; for how long a group is out of balance',
    kernel: 'rtnl_put_cacheinfo(): jiffies since dst->lastuse, references of the cached copy; nh_fill_res_bucket(), nh_res_table_unbalanced_time(): jiffies',
    how: 'rta_cacheinfo.lastuse, used, clntref, NHA_RES_BUCKET_IDLE_TIME, NHA_RES_GROUP_UNBALANCED_TIME are left out',
    apply: (body, message) =>
      isRoute(message)
        ? remove(own(body, 'cacheinfo'), ['lastuse', 'used', 'clntref', 'ts', 'tsage'])
        : [remove(own(body, 'resBucket'), ['idleTime']), remove(own(body, 'resGroup'), ['unbalancedTime'])].includes(true),
  },
  {
    name: 'use of neighbours',
    what: 'when a neighbour was used, confirmed and changed',
    kernel: 'neigh_fill_info(), fdb_fill_info(): jiffies',
    how: 'nda_cacheinfo is left out',
    apply: (body, message) => isNeighbour(message) && remove(body, ['cacheinfo', 'probes']),
  },
  {
    name: "the kernel's own neighbours",
    what: 'neighbours that packets of the kernel itself make: multicast groups it reports, and those it looks for',
    kernel: '__neigh_create() from ip6_finish_output2()',
    how: 'messages about IP neighbours that no request made are left out: NOARP to a multicast address, and states that a resolution goes through',
    apply: (body, message) => {
      if (!isNeighbour(message) || body.family === AF_BRIDGE) return false;
      const { state = 0, flags = 0, dst } = body as { state?: number; flags?: number; dst?: string };
      if ((state & 0x40) !== 0 && dst !== undefined && /^(ff0|2[23]\d\.)/.test(dst)) return 'drop';
      return (state & NUD_REACHABLE_OR_LESS & ~0x04) !== 0 && (flags & NTF_ANY) === 0 ? 'drop' : false;
    },
  },
];

/** How often each had something to do, by name. */
export const used = new Map<string, number>();

/** A message as text that is the same where nothing but what is explained differs; undefined where all of it is. `vlans` are compared where both have them. */
export function normal(message: RouteMessage, before = '', vlans = false): string | undefined {
  const body: Body = { ...(message.body as object) };
  for (const { name, apply } of EXPLAINED) {
    if (vlans && name === OF_VLANS) continue;
    const done = apply(body, message);
    if (done === false) continue;
    used.set(name, (used.get(name) ?? 0) + 1);
    if (done === 'drop') return undefined;
  }
  return `${before}${message.name} ${text(body)}`;
}

/** Lists whose order is free; each is one of EXPLAINED in its own right. */
export const UNORDERED: Omit<Explained, 'apply'> = {
  name: 'order of neighbours',
  what: 'the order in which neighbours, and proxied addresses, are listed',
  kernel: 'neigh_dump_table(): by a hash whose key is drawn (neigh_get_hash_rnd()); pneigh_dump_table(): by another hash',
  how: 'lists of neighbours are sorted',
};

/** A list in an order that does not depend on who lists it. */
export function ordered(lines: string[], messages: readonly RouteMessage[]): string[] {
  if (lines.length < 2 || !messages.every(isNeighbour)) return lines;
  used.set(UNORDERED.name, (used.get(UNORDERED.name) ?? 0) + 1);
  return lines.sort();
}

/** What two workers tell, either of which may be first. */
export const WORKERS: Omit<Explained, 'apply'> = {
  name: 'order of workers',
  what: 'whether a link whose carrier has changed is told first, or an address of IPv6 that is ready, with its route; which of two links has its address ready first; when a link that has lost its carrier, and hangs on no other, is told',
  kernel: 'linkwatch_schedule_work(): carriers are looked at once a second, whoever they are of; addrconf_dad_work(), on another queue, does not wait, and does several at a time',
  how: 'where nothing else differs, links are compared apart from addresses and their routes, these link by link, and links without carrier that hang on none apart from the others',
};

/** What a carrier brings: the link as every family tells it, and the routes that it has whatever its addresses are. */
const LINK_LINE = /told \w+ (RTM_NEWLINK \{"family":(0|7|10),|RTM_NEWROUTE \{"family":10,"dstLen":(?!128,))/;
const ADDRESS_LINE = /told \w+ (RTM_NEWADDR \{"family":10,|RTM_NEWROUTE \{"family":10,"dstLen":128,)/;
const ABOUT = /"(?:index|oif)":(\d+)/;
const about = (line: string): string => ABOUT.exec(line)?.[1] ?? '';

/** Links whose carriers may wait for the next second: those for which linkwatch_urgent_event() is not true. */
const patient = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.filter((line) => line.includes('RTM_NEWLINK {"family":0,') && line.includes('"carrier":0') && !/"link":\d/.test(line)).map(about));

/** Whether two differ in nothing but which worker came first. */
export function workersApart(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const first = a.findIndex((line, i) => line !== b[i]);
  if (first < 0) return false;
  const last = a.findLastIndex((line, i) => line !== b[i]);
  const [mine, theirs] = [a.slice(first, last + 1), b.slice(first, last + 1)];
  const waiting = patient(mine);
  /** Whose line it is; undefined for what no worker tells. */
  const teller = (line: string) => (LINK_LINE.test(line) ? `carriers${waiting.has(about(line))}` : ADDRESS_LINE.test(line) ? about(line) : undefined);
  const tellers = new Set([...mine, ...theirs].map(teller));
  const by = (lines: readonly string[], who: string | undefined) => lines.filter((line) => teller(line) === who).join('\n');
  if (tellers.has(undefined) || [...tellers].some((who) => by(mine, who) !== by(theirs, who))) return false;
  used.set(WORKERS.name, (used.get(WORKERS.name) ?? 0) + 1);
  return true;
}

/** Routes of several ways, asked for one packet's. */
export const ANY_WAY: Omit<Explained, 'apply'> = {
  name: 'way of a packet',
  what: 'which of several ways a packet takes',
  kernel: 'fib_select_multipath(), fib6_select_path(): by a hash whose key is drawn',
  how: 'where the route has several ways, gateway, link, source and RTCF_LOCAL of the answer to RTM_GETROUTE are left out, and its ways are sorted',
};

const WAY = ['gateway', 'via', 'oif', 'prefsrc'];

/** A way by the loopback is ours. */
const RTCF_LOCAL = 0x80000000;

function withoutWay(body: Body): Body {
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !WAY.includes(key)));
  // IPv6 tells them from the one that is taken on.
  if (Array.isArray(rest.multipath)) rest.multipath = rest.multipath.map((hop) => JSON.stringify(hop)).sort();
  return { ...rest, flags: ((rest.flags as number) & ~RTCF_LOCAL) >>> 0 };
}

/** The answer to RTM_GETROUTE without the way, where `exact`, the route itself, has several. */
export function anyWay(answer: Answer, exact: Answer): Answer {
  if (!exact.replies.some(({ body }) => 'multipath' in (body as object))) return answer;
  used.set(ANY_WAY.name, (used.get(ANY_WAY.name) ?? 0) + 1);
  return {
    ...answer,
    replies: answer.replies.map((reply) => ({ ...reply, body: withoutWay(reply.body as Body) }) as RouteMessage),
  };
}
