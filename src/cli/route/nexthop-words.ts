// `nexthop via ADDRESS dev DEV weight N ...`, once for each next hop. iproute2: ip/iproute.c: parse_nexthops(), parse_one_nh().

import { formatIp } from '../../netlink/address.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_MPLS, AF_UNSPEC, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { nexthopAttributes, type RouteNexthop } from '../../rtnl/route-nexthops.js';
import { invalidWord, matches, parseWhole, UsageError } from '../../rtnl/words.js';
import { encapWords } from '../encap/words.js';
import { readAddress } from '../prefix.js';
import type { RouteRequest } from './request.js';
import { familyOf, realmsOf } from './values.js';

const MAX_WEIGHT = 256;

interface Hop {
  readonly request: RouteRequest;
  readonly attributes: AttributeList<RouteNexthop>;
  flags: number;
  hops: number;
  ifindex: number;
}

/** Reads all the words that are left: `nexthop` comes first. Throws UsageError. */
export async function readNexthops(request: RouteRequest): Promise<RouteNexthop[]> {
  const { words, session } = request;
  const out: RouteNexthop[] = [];
  while (words.left > 0) {
    const word = words.next();
    if (word !== 'nexthop') throw new UsageError(`Error: "nexthop" or end of line is expected instead of "${word}"\n`);
    if (words.left === 0) throw new UsageError('Error: unexpected end of line after "nexthop"\n');
    const hop: Hop = { request, attributes: new AttributeList(nexthopAttributes.schema, () => session.littleEndian), flags: 0, hops: 0, ifindex: 0 };
    while (words.left > 0 && (await readWord(hop, words.peek() as string)));
    out.push({ flags: hop.flags, hops: hop.hops, ifindex: hop.ifindex, ...hop.attributes.object() });
  }
  return out;
}

/** Passes a word of a next hop and what belongs to it; false where it is none. */
async function readWord(hop: Hop, word: string): Promise<boolean> {
  const { request, attributes } = hop;
  const { words, session } = request;
  const read = READERS.find(([is]) => is(word))?.[1];
  if (read === undefined) return false;
  words.next();
  if (read === 'via') readVia(hop);
  else if (read === 'dev') await readDev(hop);
  else if (read === 'weight') readWeight(hop);
  else if (read === 'onlink') hop.flags |= RTNH_F_ONLINK;
  else if (read === 'realms') attributes.add('flow', realmsOf(words.next(), '"realm" value is invalid\n', session.tables));
  else if (read === 'encap') for (const [key, value] of Object.entries(await encapWords(words, session))) attributes.add(key as 'encapType', value as never);
  else readNewDestination(hop);
  return true;
}

const READERS: readonly (readonly [is: (word: string) => boolean, name: 'via' | 'dev' | 'weight' | 'onlink' | 'realms' | 'encap' | 'as'])[] = [
  [(word) => word === 'via', 'via'],
  [(word) => word === 'dev', 'dev'],
  [(word) => word === 'weight', 'weight'],
  [(word) => word === 'onlink', 'onlink'],
  [(word) => matches(word, 'realms'), 'realms'],
  [(word) => word === 'encap', 'encap'],
  [(word) => word === 'as', 'as'],
];

function readVia({ request, attributes }: Hop): void {
  const { words } = request;
  const word = words.next();
  const family = familyOf(word);
  const address = readAddress(family === AF_UNSPEC ? word : words.next(), family === AF_UNSPEC ? request.family : family);
  request.settle(address.family);
  if (address.family !== request.family) attributes.addRaw('via', viaBytes(address, request.session.littleEndian));
  else if (address.family !== AF_MPLS && (address.bytes.length === 4 || address.bytes.length === 16)) attributes.add('gateway', formatIp(address.bytes));
  else attributes.addRaw('gateway', address.bytes);
}

/** struct rtvia, whatever the address. */
export function viaBytes({ family, bytes }: { readonly family: number; readonly bytes: Uint8Array }, littleEndian: boolean): Uint8Array {
  const out = new Uint8Array(2 + bytes.length);
  new DataView(out.buffer).setUint16(0, family, littleEndian);
  out.set(bytes, 2);
  return out;
}

async function readDev(hop: Hop): Promise<void> {
  const name = hop.request.words.next();
  hop.ifindex = await hop.request.session.names.indexOf(name);
  if (hop.ifindex === 0) throw new UsageError(`Cannot find device "${name}"\nError: cannot parse nexthop\n`);
}

function readWeight(hop: Hop): void {
  const word = hop.request.words.next();
  const weight = parseWhole(word);
  if (weight === undefined || weight < 1 || weight > MAX_WEIGHT) throw invalidWord('"weight" is invalid\n', word);
  hop.hops = weight - 1;
}

function readNewDestination({ request, attributes }: Hop): void {
  const { words } = request;
  const word = words.next();
  const { bytes } = readAddress(word === 'to' ? words.next() : word, request.family);
  attributes.addRaw('newdstLabels', bytes);
}
