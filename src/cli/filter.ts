// Which links and addresses are shown or flushed: the words, and what passes. iproute2: ip/ipaddress.c: struct link_filter,
// ipaddr_list_flush_or_save(), print_linkinfo(), print_addrinfo(), ipaddr_filter().

import { parseIp } from '../netlink/address.js';
import { KernelError } from '../netlink/errors.js';
import type { Address } from '../rtnl/address.js';
import { AF_PACKET, AF_UNSPEC, IFF_UP } from '../rtnl/constants.js';
import type { AnyLink } from '../rtnl/link.js';
import { garbageWord, invalidWord, matches, UsageError, type Words } from '../rtnl/words.js';
import { addressFlag } from './address/flags.js';
import { globMatches } from './glob.js';
import { isInterfaceName } from './link-cache.js';
import { groupNumber, numberOf } from './numbers.js';
import { type Prefix, readPrefix, samePrefix } from './prefix.js';
import type { Session } from './session.js';

export interface Filter {
  /** AF_*, AF_UNSPEC for any. */
  family: number;
  dev?: string;
  /** Of `dev`, 0 for none. */
  index: number;
  to?: Prefix;
  scope?: number;
  up: boolean;
  /** IFA_F_* that count, and what they must be. */
  flagMask: number;
  flags: number;
  /** A pattern. */
  label?: string;
  group?: number;
  /** An index; 0 for any, -1 for links without one. */
  master: number;
  kind?: string;
  slaveKind?: string;
}

/** Whether the link of this name is a VRF. */
export async function isVrf({ kernel }: Session, family: number, name: string): Promise<boolean> {
  const answer = await kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family, ifname: name } }, true);
  return !(answer instanceof KernelError) && answer.name === 'RTM_NEWLINK' && answer.body.linkinfo?.kind === 'vrf';
}

/** Reads all the words. `usage` is what `help` among them gets. Throws UsageError. */
export async function readFilter(words: Words, session: Session, family: number, usage: string): Promise<Filter> {
  const filter: Filter = { family, index: 0, up: false, flagMask: 0, flags: 0, master: 0 };
  while (words.left > 0) await readWord(filter, words, session, family, usage);
  if (filter.dev !== undefined) {
    filter.index = await session.names.indexOf(filter.dev);
    if (filter.index <= 0) throw new UsageError(`Device "${filter.dev}" does not exist.\n`, 1);
  }
  return filter;
}

async function readWord(filter: Filter, words: Words, session: Session, family: number, usage: string): Promise<void> {
  const word = words.next();
  const flag = addressFlag(word);
  if (word === 'to') {
    filter.to = readPrefix(words.next(), filter.family);
    if (filter.family === AF_UNSPEC) filter.family = filter.to.family;
  } else if (word === 'scope') {
    const scope = words.next();
    if (scope === 'all') delete filter.scope;
    else filter.scope = numberOf('scopes', scope, 'invalid "scope"\n', session.tables);
  } else if (word === 'up') {
    filter.up = true;
  } else if (flag !== undefined) {
    filter.flags = flag.set ? filter.flags | flag.mask : filter.flags & ~flag.mask;
    filter.flagMask |= flag.mask;
  } else if (word === 'label') {
    filter.label = words.next();
  } else if (word === 'group') {
    filter.group = groupNumber(words.next(), session.tables);
  } else if (word === 'master' || word === 'vrf') {
    const name = words.next();
    const index = await session.names.indexOf(name);
    const wrong = index === 0 || (word === 'vrf' && !(await isVrf(session, family, name)));
    if (wrong) throw invalidWord(word === 'vrf' ? 'Not a valid VRF name\n' : 'Device does not exist\n', name);
    filter.master = index;
  } else if (word === 'nomaster') {
    filter.master = -1;
  } else if (word === 'type') {
    const kind = words.next();
    if (kind.endsWith('_slave')) filter.slaveKind = kind.slice(0, -'_slave'.length);
    else filter.kind = kind;
  } else {
    if (word !== 'dev' && matches(word, 'help')) throw new UsageError(usage);
    const dev = word === 'dev' ? words.next() : word;
    if (filter.dev !== undefined) throw garbageWord('dev', dev);
    filter.dev = dev;
  }
}

/** What is left of a link: all, its addresses only, or nothing. */
export function showOf(filter: Filter, { index, flags, ifname, group, master, linkinfo }: AnyLink): 'all' | 'addresses' | 'none' {
  if (filter.index !== 0 && index !== filter.index) return 'none';
  if (filter.up && (flags & IFF_UP) === 0) return 'none';
  if (ifname !== undefined && !isInterfaceName(ifname)) return 'none';
  if (filter.label !== undefined) return 'addresses';
  if (filter.group !== undefined && group !== undefined && group !== filter.group) return 'none';
  if (filter.master > 0 && master !== filter.master) return 'none';
  if (filter.kind !== undefined && (linkinfo === undefined || (linkinfo.kind ?? '') !== filter.kind)) return 'none';
  if (filter.slaveKind !== undefined && (linkinfo === undefined || (linkinfo.slaveKind ?? '') !== filter.slaveKind)) return 'none';
  return 'all';
}

/** `nameOf` says what a link is called whose addresses have no label. */
export function addressPasses(filter: Filter, address: Address, nameOf: (index: number) => string): boolean {
  if (filter.index !== 0 && filter.index !== address.index) return false;
  if (filter.scope !== undefined && filter.scope !== address.scope) return false;
  if (((filter.flags ^ (address.flags ?? address.flags8)) & filter.flagMask) !== 0) return false;
  if (filter.family !== AF_UNSPEC && filter.family !== address.family) return false;
  if (filter.label !== undefined && !globMatches(filter.label, address.label ?? nameOf(address.index))) return false;
  return filter.to === undefined || isWithin(filter.to, address.local ?? address.address);
}

function isWithin({ family, bytes, length }: Prefix, text: string | undefined): boolean {
  if (text === undefined || family === AF_UNSPEC || length <= 0) return true;
  const address = parseIp(text);
  return address.length === bytes.length && samePrefix(address, bytes, length);
}

/** Links that have an address which passes, or none at all where that is no reason to leave them out. */
export function linksWithAddresses(filter: Filter, links: readonly AnyLink[], addresses: readonly Address[], nameOf: (index: number) => string): AnyLink[] {
  const any = new Set<number>();
  const passing = new Set<number>();
  const anyLink = { ...filter, index: 0 };
  for (const address of addresses) {
    any.add(address.index);
    if (addressPasses(anyLink, address, nameOf)) passing.add(address.index);
  }
  const bare = filter.family === AF_UNSPEC || filter.family === AF_PACKET;
  return links.filter(({ index }) => passing.has(index) || (bare && !any.has(index)));
}
