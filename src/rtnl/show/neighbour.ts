// A neighbour as `ip neigh` and `ip monitor` show it. iproute2: ip/ipneigh.c: print_neigh(), print_neigh_brief().

import { AF_BRIDGE, AF_INET, AF_INET6, USER_HZ } from '../constants.js';
import type { NameTables } from '../name-tables.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_EXT_MANAGED, NTF_OFFLOADED, NTF_PROXY, NTF_ROUTER, NUD_STATES } from '../neighbour.js';
import { showLinkAddress } from './link-address.js';
import type { LinkNames } from './link-names.js';
import { routeProtocolName } from './names.js';
import type { Colour, Printer } from './printer.js';

/** What showing a neighbour depends on beside it. */
export interface NeighbourContext {
  /** What links are called. */
  readonly names: LinkNames;
  /** Names of protocols and scopes; those iproute2 ships by default. */
  readonly tables?: NameTables;
  /** False leaves out the link: where only one was asked for. */
  readonly dev?: boolean;
  /** The byte order of the machine that told it; that of most by default. */
  readonly littleEndian?: boolean;
}

/** RTM_NEWNEIGH, RTM_DELNEIGH, and RTM_GETNEIGH, by which the kernel asks who answers for an address. */
export type NeighbourEvent = 'RTM_NEWNEIGH' | 'RTM_DELNEIGH' | 'RTM_GETNEIGH';

/** Writes one neighbour; in JSON, as an object of its own. */
export function showNeighbour(out: Printer, neighbour: Neighbour, context: NeighbourContext, event: NeighbourEvent = 'RTM_NEWNEIGH'): void {
  out.openObject();
  if (event === 'RTM_DELNEIGH') out.both('deleted', true, 'Deleted ');
  else if (event === 'RTM_GETNEIGH') out.both('miss', null, 'miss ');
  if (out.brief) showBrief(out, neighbour, context);
  else showAll(out, neighbour, context);
  out.text('\n');
  out.closeObject();
}

/** A forwarding entry's address is of the family its length tells. */
function familyColour(family: number, address: string): Colour | undefined {
  if (family === AF_INET || (family === AF_BRIDGE && !address.includes(':'))) return 'inet';
  return family === AF_INET6 || family === AF_BRIDGE ? 'inet6' : undefined;
}

/** `ip` shows a first byte of an empty address as well, as links without addresses have them: that of the length of NDA_PROBES, which the kernel puts behind it. */
function linkAddressOf({ lladdr = '', index }: Neighbour, { names, littleEndian = true }: NeighbourContext): string {
  if (lladdr === '') return littleEndian ? '08' : '00';
  return showLinkAddress(lladdr, names.type?.(index) ?? -1);
}

function showBrief(out: Printer, neighbour: Neighbour, context: NeighbourContext): void {
  const { family, dst, index, lladdr } = neighbour;
  if (dst !== undefined) out.both('dst', dst, `${dst.padEnd(39)} `, familyColour(family, dst));
  if (context.dev !== false && index !== 0) {
    const dev = context.names.name(index);
    out.both('dev', dev, `${dev.padEnd(16)} `, 'ifname');
  }
  if (lladdr === undefined) return;
  const shown = linkAddressOf(neighbour, context);
  out.both('lladdr', shown, shown, 'mac');
}

function showAll(out: Printer, neighbour: Neighbour, context: NeighbourContext): void {
  const { family, dst, index, lladdr, cacheinfo, probes, state, protocol = 0 } = neighbour;
  if (dst !== undefined) out.both('dst', dst, `${dst} `, familyColour(family, dst));
  if (context.dev !== false && index !== 0) {
    const dev = context.names.name(index);
    out.text('dev ');
    out.both('dev', dev, `${dev} `, 'ifname');
  }
  if (lladdr !== undefined) {
    const shown = linkAddressOf(neighbour, context);
    out.text('lladdr ');
    out.both('lladdr', shown, `${shown} `, 'mac');
  }
  showFlags(out, neighbour);
  if (out.statistics > 0) {
    if (cacheinfo !== undefined) showCacheInfo(out, cacheinfo);
    if (probes !== undefined) out.both('probes', probes, `probes ${probes} `);
  }
  if (state !== 0) showState(out, state);
  if (protocol !== 0) {
    const name = routeProtocolName(protocol, out, context.tables);
    out.both('protocol', name, `proto ${name} `);
  }
}

function showFlags(out: Printer, { flags, flagsExt = 0 }: Neighbour): void {
  const told: readonly (readonly [set: number, name: string])[] = [
    [flags & NTF_ROUTER, 'router'],
    [flags & NTF_PROXY, 'proxy'],
    [flagsExt & NTF_EXT_MANAGED, 'managed'],
    [flags & NTF_EXT_LEARNED, 'extern_learn'],
    [flags & NTF_OFFLOADED, 'offload'],
  ];
  for (const [set, name] of told) if (set !== 0) out.both(name, null, `${name} `);
}

function showCacheInfo(out: Printer, { refcnt, used, confirmed, updated }: NonNullable<Neighbour['cacheinfo']>): void {
  const seconds = (ticks: number): number => Math.floor(ticks / USER_HZ);
  if (refcnt !== 0) out.both('refcnt', refcnt, ` ref ${refcnt}`);
  out.both('used', seconds(used), ` used ${seconds(used)}`);
  out.both('confirmed', seconds(confirmed), `/${seconds(confirmed)}`);
  out.both('updated', seconds(updated), `/${seconds(updated)}`);
}

/** Bits without a name are not shown. */
function showState(out: Printer, state: number): void {
  out.openArray('state');
  for (const [name, bit] of Object.entries(NUD_STATES)) {
    const shown = name.toUpperCase();
    if ((state & bit) !== 0) out.both(undefined, shown, `${shown} `);
  }
  out.closeArray();
}
