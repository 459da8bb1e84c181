// The requests for forwarding entries of bridges and VXLANs as pure functions: from a plain spec, with indexes, to the message
// that iproute2 6.1's `bridge fdb` sends for it. iproute2: bridge/fdb.c: fdb_modify(), fdb_get(), fdb_flush(), fdb_dump_filter().

import { NLM_F_APPEND, NLM_F_BULK, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { isWordOf, told } from '../netlink/expect.js';
import { AF_BRIDGE } from './constants.js';
import { expectIndex, expectQuery, type Keys } from './expect.js';
import { flagBits } from './flag-bits.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_MASTER, NTF_OFFLOADED, NTF_ROUTER, NTF_SELF, NTF_STICKY, NTF_USE, NUD_STATES } from './neighbour.js';

/** `permanent`: of the port itself; `static`: stays though it moves no packet; `dynamic`: as if the bridge had learnt it. */
const STATES = {
  permanent: NUD_STATES.noarp | NUD_STATES.permanent,
  static: NUD_STATES.noarp | NUD_STATES.reachable,
  dynamic: NUD_STATES.reachable,
} as const;

/** A forwarding entry, in the words of `man bridge`. */
export interface FdbOptions {
  /** The Ethernet address it is about; all zeros in a VXLAN for what no other entry is about. */
  readonly lladdr: string;
  /** The entry is of the link itself: a VXLAN, a NIC. The default where `master` is not told. */
  readonly self?: boolean;
  /** The entry is of the bridge whose port the link is. */
  readonly master?: boolean;
  /** `permanent` by default; or NUD_*. */
  readonly state?: keyof typeof STATES | number;
  /** VLAN, 1 to 4094. */
  readonly vlan?: number;
  /** Of a VXLAN: where packets are sent, an IPv4 or IPv6 address. */
  readonly dst?: string;
  /** Of a VXLAN: the UDP port they are sent to, the link's own by default. */
  readonly port?: number;
  /** Of a VXLAN: the VNI they are sent with, 0 to 16777215; the link's own by default. */
  readonly vni?: number;
  /** Of a VXLAN of all VNIs (`external`): the one the entry is for. */
  readonly srcVni?: number;
  /** Of a VXLAN: the nexthop, or group of such, they are sent to, instead of `dst`. */
  readonly nhid?: number;
  /** Of a VXLAN: index of the link they are sent through, or its name where names are looked up. */
  readonly via?: number | string;
  /** Of a VXLAN: the other end is a router. */
  readonly router?: boolean;
  /** The entry's age begins anew. */
  readonly use?: boolean;
  /** A program learnt of it: it does not age. */
  readonly externLearn?: boolean;
  /** The bridge does not move it to another port. */
  readonly sticky?: boolean;
}

/** Which entry. */
export type FdbKey = Pick<FdbOptions, 'lladdr' | 'self' | 'master' | 'vlan' | 'dst' | 'port' | 'vni' | 'srcVni' | 'nhid' | 'via'>;

const FLAGS: Readonly<Record<string, number>> = {
  self: NTF_SELF,
  master: NTF_MASTER,
  router: NTF_ROUTER,
  use: NTF_USE,
  externLearn: NTF_EXT_LEARNED,
  sticky: NTF_STICKY,
};
const OTHERS: ReadonlySet<string> = new Set(['lladdr', 'state', 'vlan', 'dst', 'port', 'vni', 'srcVni', 'nhid', 'via', 'dev']);

function stateNumber(state: NonNullable<FdbOptions['state']>): number {
  if (typeof state === 'number') return state;
  if (!isWordOf(STATES, state)) throw new EncodeError(`state is a number or one of ${Object.keys(STATES).join(', ')}, not ${told(state)}`);
  return STATES[state];
}

function fdbBodyOf(index: number, spec: FdbOptions): Partial<Neighbour> {
  const { lladdr, state = 'permanent', vlan, dst, port, vni, srcVni, nhid, via } = spec;
  for (const key of Object.keys(spec)) if (!Object.hasOwn(FLAGS, key) && !OTHERS.has(key)) throw new EncodeError(`forwarding entries have no option ${key}`);
  if (typeof lladdr !== 'string') throw new EncodeError(`an address is text, not ${told(lladdr)}`);
  const flags = flagBits(spec, FLAGS);
  if (nhid !== undefined && (dst !== undefined || port !== undefined || vni !== undefined)) throw new EncodeError('nhid goes with none of dst, port and vni');
  if (via !== undefined && typeof via !== 'number') throw new EncodeError(`via is an index here, not ${told(via)}`);
  const body: Partial<Neighbour> = { family: AF_BRIDGE, index, state: stateNumber(state), flags: (flags & (NTF_SELF | NTF_MASTER)) === 0 ? flags | NTF_SELF : flags, lladdr };
  const rest: Partial<Neighbour> = { ...(dst !== undefined && { dst }), ...(vlan !== undefined && { vlan }), ...(nhid !== undefined && { nhid }) };
  Object.assign(body, rest, port !== undefined && { port }, vni !== undefined && { vni }, srcVni !== undefined && { srcVni }, via !== undefined && { ifindex: via });
  return body;
}

/** Throws EncodeError. The kernel refuses one that is there already: EEXIST. */
export function addFdbRequest(index: number, spec: FdbOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_CREATE | NLM_F_EXCL }, body: fdbBodyOf(index, spec) } as const;
}

/** Throws EncodeError. One more destination for an address of a VXLAN that has some. */
export function appendFdbRequest(index: number, spec: FdbOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_CREATE | NLM_F_APPEND }, body: fdbBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The entry is made where there is none, else changed. */
export function replaceFdbRequest(index: number, spec: FdbOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_CREATE | NLM_F_REPLACE }, body: fdbBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: ENOENT. */
export function deleteFdbRequest(index: number, spec: FdbKey) {
  return { name: 'RTM_DELNEIGH', header: {}, body: fdbBodyOf(index, spec) } as const;
}

/** What one entry is asked for by. */
export interface FdbQuestion {
  /** The Ethernet address. */
  readonly lladdr: string;
  /** Its VLAN, where the bridge has some. */
  readonly vlan?: number;
  /** Its VNI, of a VXLAN of all VNIs. */
  readonly vni?: number;
  /** The entry of the link itself. */
  readonly self?: boolean;
  /** The entry of the bridge whose port the link is. */
  readonly master?: boolean;
}

const QUESTION: Keys<FdbQuestion> = { lladdr: 'string', vlan: 'number', vni: 'number', self: 'boolean', master: 'boolean' };
const WHERE = { self: NTF_SELF, master: NTF_MASTER } as const;

/** By the index of the port or VXLAN, or with `bridge` by that of the bridge. The kernel refuses where there is none: ENOENT. */
export function getFdbRequest({ index = 0, bridge }: { readonly index?: number; readonly bridge?: number }, question: FdbQuestion) {
  expectQuery(question, QUESTION, 'entries');
  const { lladdr, vlan, vni } = question;
  const body: Partial<Neighbour> = { family: AF_BRIDGE, index, flags: flagBits(question, WHERE), lladdr };
  Object.assign(body, vlan !== undefined && { vlan }, vni !== undefined && { vni }, bridge !== undefined && { master: bridge });
  return { name: 'RTM_GETNEIGH', header: {}, body } as const;
}

/** Filters the kernel itself applies. */
export interface FdbFilter {
  /** Of this port, or VXLAN, only, by index. */
  readonly index?: number;
  /** Of this bridge only, by index. */
  readonly bridge?: number;
}

/** Of every bridge and VXLAN, where neither is given. */
export function listFdbRequest({ index, bridge }: FdbFilter = {}) {
  const body: Partial<Neighbour> = { family: AF_BRIDGE, index: index === undefined ? 0 : expectIndex(index, 'dev') };
  if (bridge !== undefined) body.master = expectIndex(bridge, 'bridge');
  return { name: 'RTM_GETNEIGH', header: {}, body } as const;
}

/** Which entries a flush means: true for those that are so, false for those that are not. */
export interface FdbFlush {
  /** Entries of the link itself: the default where `master` is not told. */
  readonly self?: boolean;
  /** Entries of the bridge whose port the link is. */
  readonly master?: boolean;
  /** Of this port only: its index, or its name where names are looked up. */
  readonly brport?: number | string;
  /** Of this VLAN only. */
  readonly vlan?: number;
  /** Those of the ports themselves. */
  readonly permanent?: boolean;
  /** Those that do not age. */
  readonly static?: boolean;
  /** Those that age. */
  readonly dynamic?: boolean;
  /** Those that were told, not learnt. */
  readonly addedByUser?: boolean;
  /** Those a program learnt of. */
  readonly externLearn?: boolean;
  /** Those that do not move to another port. */
  readonly sticky?: boolean;
  /** Those that hardware has too. */
  readonly offloaded?: boolean;
}

const FLUSH: Keys<FdbFlush> = {
  ...({ self: 'boolean', master: 'boolean', brport: true, vlan: 'number', permanent: 'boolean', static: 'boolean', dynamic: 'boolean' } as const),
  ...({ addedByUser: 'boolean', externLearn: 'boolean', sticky: 'boolean', offloaded: 'boolean' } as const),
};

const FLUSH_FLAGS: readonly (readonly [key: 'addedByUser' | 'externLearn' | 'sticky' | 'offloaded', bit: number])[] = [
  ['addedByUser', NTF_USE],
  ['externLearn', NTF_EXT_LEARNED],
  ['sticky', NTF_STICKY],
  ['offloaded', NTF_OFFLOADED],
];

const { noarp, permanent } = NUD_STATES;

/** All that fit in one request, by the index of the bridge or VXLAN (Linux 5.19, VXLANs 6.7). The kernel refuses where it cannot: EOPNOTSUPP. */
export function flushFdbRequest(index: number, spec: FdbFlush = {}) {
  expectQuery(spec, FLUSH, 'entries');
  const { self = false, master = false, brport, vlan } = spec;
  if (brport !== undefined && typeof brport !== 'number') throw new EncodeError(`brport is an index here, not ${told(brport)}`);
  let flags = (master ? NTF_MASTER : 0) | (self || !master ? NTF_SELF : 0);
  let flagsMask = 0;
  for (const [key, bit] of FLUSH_FLAGS) {
    if (spec[key] === undefined) continue;
    flagsMask |= bit;
    if (spec[key]) flags |= bit;
  }
  let state = 0;
  let stateMask = 0;
  if (spec.permanent !== undefined) stateMask |= permanent;
  if (spec.permanent === true) state |= permanent;
  if (spec.static !== undefined) stateMask |= spec.static ? noarp | permanent : noarp;
  if (spec.static === true) state |= noarp;
  if (spec.dynamic !== undefined) stateMask |= spec.dynamic ? noarp | permanent : noarp;
  if (spec.dynamic === false) state |= noarp;
  const body: Partial<Neighbour> = { family: AF_BRIDGE, index, state, flags };
  Object.assign(body, brport !== undefined && { ifindex: brport }, vlan !== undefined && { vlan });
  Object.assign(body, flagsMask !== 0 && { ndmFlagsMask: flagsMask }, stateMask !== 0 && { ndmStateMask: stateMask });
  return { name: 'RTM_DELNEIGH', header: { flags: NLM_F_BULK }, body } as const;
}
