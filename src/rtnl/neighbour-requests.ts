// The requests for neighbours as pure functions: from a plain spec, with the link's index, to the message that iproute2 6.1
// sends for it. iproute2: ip/ipneigh.c: ipneigh_modify(), ipneigh_get(), ipneigh_dump_filter().

import { expectInteger } from '../netlink/codec.js';
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, isWordOf, told } from '../netlink/expect.js';
import { AF_UNSPEC, IP_FAMILIES, NO_MASTER } from './constants.js';
import { expectIndex, numberOf } from './expect.js';
import { flagBits } from './flag-bits.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_EXT_MANAGED, NTF_PROXY, NTF_ROUTER, NTF_USE, NUD_STATES } from './neighbour.js';
import { parsePrefix } from './prefix.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';

/** NUD_*: a word, or the number of a state newer than this library. */
export type NeighbourState = keyof typeof NUD_STATES | number;

/** A neighbour, in the words of `man ip-neighbour`. */
export interface NeighbourOptions {
  /** Its address, IPv4 or IPv6, without a prefix length. */
  readonly dst: string;
  /** Its link-layer address: `02:00:5e:10:00:01` on Ethernet. Of a proxied one there is none. */
  readonly lladdr?: string;
  /**
   * `permanent` by default, which stays until it is deleted; `none` with `managed`. A reachable, stale or probed one goes on
   * as if the kernel had found it itself.
   */
  readonly state?: NeighbourState;
  /** It is a router: IPv6 says so of itself, and stops using one that is none any more. */
  readonly router?: boolean;
  /** The kernel answers for this address on the link, whoever has it. The link may then be left out. */
  readonly proxy?: boolean;
  /** A program learnt of it: the kernel's own garbage collection leaves it alone. */
  readonly externLearn?: boolean;
  /** The kernel is to resolve it now. */
  readonly use?: boolean;
  /** The kernel keeps it resolved (Linux 5.16). Not with a `state` of its own. */
  readonly managed?: boolean;
  /** Who made it. Zero says nobody in particular. */
  readonly protocol?: RouteProtocolRef;
}

/** Which neighbour: one of a link, or a proxied one. */
export type NeighbourKey = Pick<NeighbourOptions, 'dst' | 'proxy'>;

const FLAGS: Readonly<Record<string, number>> = { router: NTF_ROUTER, proxy: NTF_PROXY, externLearn: NTF_EXT_LEARNED, use: NTF_USE };
/** With `managed`, which is of other flags. */
const BOOLEANS = { ...FLAGS, managed: 0 };
const OTHERS: ReadonlySet<string> = new Set(['dst', 'lladdr', 'state', 'protocol', 'dev']);

/** The number of a state. Throws EncodeError for a word that is none. */
export function neighbourStateNumber(state: NeighbourState): number {
  if (typeof state === 'number') {
    expectInteger(state, 0, 0xffff, 'state');
    return state;
  }
  if (!isWordOf(NUD_STATES, state)) throw new EncodeError(`state is a number or one of ${Object.keys(NUD_STATES).join(', ')}, not ${told(state)}`);
  return NUD_STATES[state];
}

function hostOf(dst: string): { readonly family: number; readonly address: string } {
  const { family, address, explicit } = parsePrefix(dst);
  if (explicit) throw new EncodeError(`'${dst}': a neighbour is one address, without a prefix length`);
  return { family, address };
}

function neighbourBodyOf(index: number, spec: NeighbourOptions): Partial<Neighbour> {
  const { family, address } = hostOf(spec.dst);
  for (const key of Object.keys(spec)) if (!Object.hasOwn(BOOLEANS, key) && !OTHERS.has(key)) throw new EncodeError(`neighbours have no option ${key}`);
  const flags = flagBits(spec, BOOLEANS);
  const state = neighbourStateNumber(spec.state === undefined ? (spec.managed === true ? 'none' : 'permanent') : spec.state);
  const body: Partial<Neighbour> = { family, index, state, flags };
  if (spec.protocol !== undefined) body.protocol = routeProtocolNumber(spec.protocol);
  body.dst = address;
  if (spec.managed === true) body.flagsExt = NTF_EXT_MANAGED;
  if (spec.lladdr !== undefined) body.lladdr = spec.lladdr;
  return body;
}

/** Throws EncodeError. The kernel refuses one that is there already: EEXIST. `index` 0 is for a proxied one of no link. */
export function addNeighbourRequest(index: number, spec: NeighbourOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_CREATE | NLM_F_EXCL }, body: neighbourBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The neighbour is made where there is none, else changed. */
export function replaceNeighbourRequest(index: number, spec: NeighbourOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_CREATE | NLM_F_REPLACE }, body: neighbourBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: ENOENT. */
export function changeNeighbourRequest(index: number, spec: NeighbourOptions) {
  return { name: 'RTM_NEWNEIGH', header: { flags: NLM_F_REPLACE }, body: neighbourBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: ENOENT. */
export function deleteNeighbourRequest(index: number, spec: NeighbourKey) {
  return { name: 'RTM_DELNEIGH', header: {}, body: neighbourBodyOf(index, spec) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: ENOENT. */
export function getNeighbourRequest(index: number, key: NeighbourKey) {
  const { dst, proxy = false, ...others } = key;
  const { family, address } = hostOf(dst);
  for (const other of Object.keys(others)) if (other !== 'dev') throw new EncodeError(`neighbours are told by dst, dev and proxy, not by ${other}`);
  return { name: 'RTM_GETNEIGH', header: {}, body: { family, index, flags: expectBoolean(proxy, 'proxy') ? NTF_PROXY : 0, dst: address } } as const;
}

/** Filters the kernel itself applies. */
export interface NeighbourFilter {
  /** Both by default. */
  readonly family?: keyof typeof IP_FAMILIES;
  /** Of this link only, by index. */
  readonly index?: number;
  /** Of links with this master only, by index; NO_MASTER for those without one (Linux 6.1). */
  readonly master?: number;
  /** Proxied ones, and no neighbours. */
  readonly proxy?: boolean;
}

/** Of both families, where none is given. */
export function listNeighboursRequest({ family, index, master, proxy = false }: NeighbourFilter = {}) {
  const body: Partial<Neighbour> = { family: family === undefined ? AF_UNSPEC : numberOf(IP_FAMILIES, family, 'family'), flags: expectBoolean(proxy, 'proxy') ? NTF_PROXY : 0 };
  if (index !== undefined) body.ifindex = expectIndex(index, 'dev');
  if (master !== undefined) body.master = master === NO_MASTER ? master : expectIndex(master, 'master');
  return { name: 'RTM_GETNEIGH', header: {}, body } as const;
}

/** Removes the very neighbour that was listed. */
export function removeNeighbourRequest(neighbour: Neighbour) {
  return { name: 'RTM_DELNEIGH', header: {}, body: neighbour } as const;
}
