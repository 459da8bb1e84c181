// Which neighbours are shown or flushed: the words, and what passes. iproute2: ip/ipneigh.c: do_show_or_flush(), print_neigh().

import { parseIp } from '../../netlink/address.js';
import { AF_UNSPEC } from '../../rtnl/constants.js';
import { namedNumber } from '../../rtnl/name-tables.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_PROXY, NUD_STATES } from '../../rtnl/neighbour.js';
import { duplicateWord, invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { isVrf } from '../filter.js';
import type { RouteRequest } from '../kernel.js';
import { noDevice } from '../link/words.js';
import { type Prefix, readPrefix, samePrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { neighbourState } from './state.js';
import { neighbourUsage } from './usage.js';

/** Stands for the state of no bits, among states that are bits. */
const NONE = 0x100;
const ALL = 0xffffffff;

export interface NeighbourFilter {
  /** AF_*, AF_UNSPEC for any. */
  family: number;
  /** Of the link, 0 for any. */
  index: number;
  /** NUD_* that pass, and NONE. */
  state: number;
  unused: boolean;
  to: Prefix | undefined;
  /** An index; 0 for any, all ones for links without one. */
  master: number;
  /** RTPROT_*, 0 for any. */
  protocol: number;
  /** NTF_PROXY for proxied ones instead of neighbours. */
  flags: number;
}

/** Reads all the words. Throws UsageError. */
export async function readNeighbourFilter(words: Words, session: Session, flushing: boolean): Promise<NeighbourFilter> {
  const state = flushing ? ~(NUD_STATES.permanent | NUD_STATES.noarp) >>> 0 : 0xff & ~NUD_STATES.noarp;
  const filter: NeighbourFilter = { family: session.options.family, index: 0, state, unused: false, to: undefined, master: 0, protocol: 0, flags: 0 };
  let dev: string | undefined;
  let stateGiven = false;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'dev') {
      const name = words.next();
      if (dev !== undefined) throw duplicateWord('dev', name);
      dev = name;
    } else if (word === 'master' || word === 'vrf') {
      filter.master = await readMaster(words.next(), word, session);
    } else if (word === 'nomaster') {
      filter.master = ALL;
    } else if (word === 'unused') {
      filter.unused = true;
    } else if (word === 'nud') {
      if (!stateGiven) filter.state = 0;
      stateGiven = true;
      filter.state = (filter.state | readState(words.next(), flushing)) >>> 0;
    } else if (word === 'proxy') {
      filter.flags = NTF_PROXY;
    } else if (matches(word, 'protocol')) {
      filter.protocol = readProtocol(words.next(), session);
    } else {
      const to = word === 'to' ? words.next() : word;
      if (matches(to, 'help')) throw new UsageError(neighbourUsage);
      filter.to = readPrefix(to, filter.family);
      if (filter.family === AF_UNSPEC) filter.family = filter.to.family;
    }
  }
  if (dev !== undefined) {
    filter.index = await session.names.indexOf(dev);
    if (filter.index === 0) throw noDevice(dev);
  }
  return filter;
}

async function readMaster(name: string, word: 'master' | 'vrf', session: Session): Promise<number> {
  const index = await session.names.indexOf(name);
  if (word === 'master' && index === 0) throw invalidWord('Device does not exist\n', name);
  if (word === 'vrf' && (index === 0 || !(await isVrf(session, session.options.family, name)))) throw invalidWord('Not a valid VRF name\n', name);
  return index;
}

function readState(word: string, flushing: boolean): number {
  const state = neighbourState(word);
  if (state === undefined && word !== 'all') throw invalidWord('nud state is bad', word);
  if (state === undefined) return flushing ? (ALL & ~NUD_STATES.noarp) >>> 0 : ALL;
  return state === 0 ? NONE : state;
}

function readProtocol(word: string, session: Session): number {
  const protocol = namedNumber(session.tables.protocols, word, 255);
  if (protocol === undefined && word !== 'all') throw invalidWord('invalid "protocol"\n', word);
  return protocol ?? 0;
}

/** The list of what the kernel itself can filter. */
export function neighbourDump({ family, index, master, flags }: NeighbourFilter): RouteRequest {
  return { name: 'RTM_GETNEIGH', header: {}, body: { family, flags, ...(index !== 0 && { ifindex: index }), ...(master !== 0 && { master }) } };
}

export function neighbourPasses(filter: NeighbourFilter, { family, index, state, flags, dst, protocol = 0, cacheinfo }: Neighbour): boolean {
  if (filter.family !== AF_UNSPEC && filter.family !== family) return false;
  if (filter.index !== 0 && filter.index !== index) return false;
  const states = (filter.state & state) !== 0 || (state === 0 && (filter.state & NONE) !== 0);
  if (!states && (flags & (NTF_PROXY | NTF_EXT_LEARNED)) === 0) return false;
  if (!isWithin(filter.to, dst)) return false;
  if (filter.protocol !== 0 && filter.protocol !== protocol) return false;
  return !filter.unused || cacheinfo === undefined || cacheinfo.refcnt === 0;
}

function isWithin(to: Prefix | undefined, dst: string | undefined): boolean {
  if (to === undefined || dst === undefined || to.family === AF_UNSPEC || to.length <= 0) return true;
  const address = parseIp(dst);
  return address.length === to.bytes.length && samePrefix(address, to.bytes, to.length);
}
