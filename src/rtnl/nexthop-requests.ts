// The requests for nexthop objects as pure functions: from a plain spec, with indexes, to the message that iproute2 6.1
// sends for it. iproute2: ip/ipnexthop.c: ipnh_modify(), nh_dump_filter(), nh_dump_bucket_filter().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { expectArray, expectBoolean, isWordOf, told } from '../netlink/expect.js';
import { AF_INET, AF_UNSPEC, IP_FAMILIES, RTNH_F_ONLINK } from './constants.js';
import { type EncapSpec, encapAttributes } from './encap/encap.js';
import { expectIndex, expectObject, numberOf } from './expect.js';
import { NEXTHOP_GROUP_TYPES, type Nexthop, NHA_OP_FLAG_DUMP_HW_STATS, NHA_OP_FLAG_DUMP_STATS } from './nexthop.js';
import { parsePrefix } from './prefix.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';

/** A member of a group. */
export interface NexthopMember {
  /** Of a nexthop that is no group itself. */
  readonly id: number;
  /** Its share of the group, 1 by default, at most 65536; Linux before 6.12 takes at most 256. */
  readonly weight?: number;
}

/** A nexthop or a group of them, in the words of `man ip-nexthop`. They are sent in the order in which they are given. */
export interface NexthopOptions {
  /** From 1; the kernel chooses one when it is left out. */
  readonly id?: number;
  /** The gateway: an IPv4 or IPv6 address. */
  readonly via?: string;
  /** Index of the link, or its name where names are looked up. */
  readonly dev?: number | string;
  /** The gateway is reached on the link whatever its address. */
  readonly onlink?: boolean;
  /** What is sent here is dropped. */
  readonly blackhole?: boolean;
  /** For forwarding entries of VXLANs: an address alone, or a group of such. */
  readonly fdb?: boolean;
  /** What is done to packets before they leave. */
  readonly encap?: EncapSpec;
  /** Nexthops of which each packet, or flow, takes one. Nothing but `type`, `fdb` and the options of the type go with it. */
  readonly group?: readonly NexthopMember[];
  /** Of a group: `mpath` (by hash, the default), or `resilient`, where flows stay where they are as members come and go. */
  readonly type?: keyof typeof NEXTHOP_GROUP_TYPES | number;
  /** Of a resilient group: how many buckets flows are spread over, 1 to 65535. */
  readonly buckets?: number;
  /** Of a resilient group: seconds (hundredths count) without a packet after which a bucket may be moved; 120 by default. */
  readonly idleTimer?: number;
  /** Of a resilient group: seconds (hundredths count) out of balance after which buckets are moved though they are not idle; 0, the default, for never. */
  readonly unbalancedTimer?: number;
  /** Of a group: hardware is to count packets (Linux 6.9). */
  readonly hwStats?: boolean;
  /** Who made it. */
  readonly protocol?: RouteProtocolRef;
  /** Of a nexthop with a link and no gateway, and of a blackhole: `inet` by default. */
  readonly family?: keyof typeof IP_FAMILIES;
}

type Body = Partial<Nexthop>;

/** Clock ticks of a time in seconds. */
function ticks(key: string, seconds: number): number {
  const value = typeof seconds === 'number' ? Math.round(seconds * 100) : Number.NaN;
  if (!(value >= 0 && value <= 0xffffffff)) throw new EncodeError(`${key} is a number of seconds from 0 to 42949672, not ${told(seconds)}`);
  return value;
}

function typeNumber(type: NonNullable<NexthopOptions['type']>): number {
  if (typeof type === 'number') return type;
  if (!isWordOf(NEXTHOP_GROUP_TYPES, type)) throw new EncodeError(`type is a number or one of ${Object.keys(NEXTHOP_GROUP_TYPES).join(', ')}, not ${told(type)}`);
  return NEXTHOP_GROUP_TYPES[type];
}

function gatewayOf(via: string): string {
  const { address, explicit } = parsePrefix(via);
  if (explicit) throw new EncodeError(`'${via}': a gateway is one address, without a prefix length`);
  return address;
}

function indexOf(dev: number | string): number {
  if (typeof dev !== 'number') throw new EncodeError(`dev is an index here, not ${told(dev)}`);
  return dev;
}

function membersOf(group: readonly NexthopMember[]): NonNullable<Body['group']> {
  expectArray(group, 'group');
  if (group.length === 0) throw new EncodeError('a group has at least one member');
  return group.map((member) => {
    expectObject(member, 'member of a group');
    const { id, weight = 1, ...others } = member;
    for (const key of Object.keys(others)) throw new EncodeError(`members of a group have no option ${key}; known: id, weight`);
    return { id, weight };
  });
}

/** What each option adds; those of a resilient group go together, before its type. */
const ADD: { readonly [O in keyof NexthopOptions]?: (value: NonNullable<NexthopOptions[O]>, spec: NexthopOptions) => Body } = {
  id: (id) => ({ id }),
  via: (via) => ({ gateway: gatewayOf(via) }),
  dev: (dev) => ({ oif: indexOf(dev) }),
  blackhole: (blackhole) => (expectBoolean(blackhole, 'blackhole') ? { blackhole: true } : {}),
  fdb: (fdb) => (expectBoolean(fdb, 'fdb') ? { fdb: true } : {}),
  encap: (spec) => encapAttributes(spec) as Body,
  group: (group) => ({ group: membersOf(group) }),
  type: (type, spec) => ({ ...resilience(spec), groupType: typeNumber(type) }),
  hwStats: (on) => ({ hwStatsEnable: expectBoolean(on, 'hwStats') ? 1 : 0 }),
};

const OTHERS: ReadonlySet<string> = new Set(['onlink', 'buckets', 'idleTimer', 'unbalancedTimer', 'protocol', 'family']);

function resilience({ buckets, idleTimer, unbalancedTimer }: NexthopOptions): Body {
  const resGroup: NonNullable<Nexthop['resGroup']> = {};
  if (buckets !== undefined) resGroup.buckets = buckets;
  if (idleTimer !== undefined) resGroup.idleTimer = ticks('idleTimer', idleTimer);
  if (unbalancedTimer !== undefined) resGroup.unbalancedTimer = ticks('unbalancedTimer', unbalancedTimer);
  return Object.keys(resGroup).length === 0 ? {} : { resGroup };
}

function familyOf({ via, dev, blackhole, family }: NexthopOptions): number {
  const wanted = family === undefined ? undefined : numberOf(IP_FAMILIES, family, 'family');
  const its = via === undefined ? wanted : parsePrefix(via).family;
  if (wanted !== undefined && its !== wanted) throw new EncodeError('via and family are not of one family');
  if (its !== undefined) return its;
  return dev !== undefined || blackhole === true ? AF_INET : AF_UNSPEC;
}

function nexthopBodyOf(spec: NexthopOptions): Body {
  const { onlink = false, protocol, type } = spec;
  if (type === undefined && Object.keys(resilience(spec)).length > 0) throw new EncodeError('buckets and timers are of a resilient group: say type');
  const body: Body = { family: familyOf(spec), protocol: protocol === undefined ? 0 : routeProtocolNumber(protocol), flags: expectBoolean(onlink, 'onlink') ? RTNH_F_ONLINK : 0 };
  for (const [key, value] of Object.entries(spec)) {
    if (value === undefined || OTHERS.has(key)) continue;
    const add = (Object.hasOwn(ADD, key) ? ADD[key as keyof NexthopOptions] : undefined) as ((value: unknown, spec: NexthopOptions) => Body) | undefined;
    if (add === undefined) throw new EncodeError(`nexthops have no option ${key}`);
    Object.assign(body, add(value, spec));
  }
  return body;
}

/** Throws EncodeError. The kernel refuses an id that is taken: EEXIST. */
export function addNexthopRequest(spec: NexthopOptions) {
  return { name: 'RTM_NEWNEXTHOP', header: { flags: NLM_F_CREATE | NLM_F_EXCL }, body: nexthopBodyOf(spec) } as const;
}

/** Throws EncodeError. The nexthop is made where there is none of that id, else it takes the place of the one there is. */
export function replaceNexthopRequest(spec: NexthopOptions & { readonly id: number }) {
  return { name: 'RTM_NEWNEXTHOP', header: { flags: NLM_F_CREATE | NLM_F_REPLACE }, body: nexthopBodyOf(spec) } as const;
}

/** The kernel refuses where there is none: ENOENT. Routes over it go with it. */
export function deleteNexthopRequest(id: number) {
  return { name: 'RTM_DELNEXTHOP', header: {}, body: { id } } as const;
}

/** What is to be told beside the nexthop: packets by member of a group (Linux 6.9), those counted in hardware too. */
export interface NexthopStatistics {
  /** None by default. */
  readonly statistics?: boolean | 'hardware';
}

function opFlags({ statistics = false }: NexthopStatistics): Pick<Body, 'opFlags'> {
  if (statistics !== 'hardware' && !expectBoolean(statistics, 'statistics')) return {};
  return { opFlags: NHA_OP_FLAG_DUMP_STATS | (statistics === 'hardware' ? NHA_OP_FLAG_DUMP_HW_STATS : 0) };
}

/** The kernel refuses where there is none: ENOENT. */
export function getNexthopRequest(id: number, statistics: NexthopStatistics = {}) {
  return { name: 'RTM_GETNEXTHOP', header: {}, body: { id, ...opFlags(statistics) } } as const;
}

/** Filters the kernel itself applies. */
export interface NexthopFilter extends NexthopStatistics {
  /** All by default; groups have none. */
  readonly family?: keyof typeof IP_FAMILIES;
  /** Of this link only, by index. */
  readonly index?: number;
  /** Groups only. */
  readonly groups?: boolean;
  /** Of links with this master only, by index. */
  readonly master?: number;
  /** Those for forwarding entries only: what the kernel then lists differs with its version. */
  readonly fdb?: boolean;
}

function filterBody({ family, index, groups = false, master, fdb = false }: NexthopFilter): Body {
  return {
    family: family === undefined ? AF_UNSPEC : numberOf(IP_FAMILIES, family, 'family'),
    ...(index !== undefined && { oif: expectIndex(index, 'dev') }),
    ...(expectBoolean(groups, 'groups') && { groups: true }),
    ...(master !== undefined && { master: expectIndex(master, 'master') }),
    ...(expectBoolean(fdb, 'fdb') && { fdb: true }),
  };
}

/** All of them, where no filter is given. */
export function listNexthopsRequest(filter: NexthopFilter = {}) {
  return { name: 'RTM_GETNEXTHOP', header: {}, body: { ...filterBody(filter), ...opFlags(filter) } } as const;
}

/** Filters the kernel itself applies to buckets. */
export interface BucketFilter {
  /** Of this group only. */
  readonly id?: number;
  /** Those that send to this nexthop only. */
  readonly nhid?: number;
  /** Those that send over this link only, by index. */
  readonly index?: number;
  /** Those that send over a link with this master only, by index. */
  readonly master?: number;
}

/** Of all resilient groups, where no filter is given. */
export function listNexthopBucketsRequest({ id, nhid, ...filter }: BucketFilter = {}) {
  const body: Body = { ...filterBody(filter), ...(id !== undefined && { id }), ...(nhid !== undefined && { resBucket: { nhid } }) };
  return { name: 'RTM_GETNEXTHOPBUCKET', header: {}, body } as const;
}

/** The kernel refuses where there is none: ENOENT. */
export function getNexthopBucketRequest(id: number, index: number) {
  return { name: 'RTM_GETNEXTHOPBUCKET', header: {}, body: { id, resBucket: { index } } } as const;
}
