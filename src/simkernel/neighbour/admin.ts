// Neighbours that requests make, change and take away. net/core/neighbour.c: neigh_add(), neigh_delete(), __neigh_update();
// net/ipv4/arp.c: arp_constructor(); net/ipv6/ndisc.c: ndisc_constructor(), ndisc_allow_add().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EAFNOSUPPORT, EEXIST, EINVAL, ENOBUFS, ENODEV, ENOENT } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { AF_INET, AF_INET6, IFF_LOOPBACK, IFF_NOARP } from '../../rtnl/constants.js';
import { NTF_EXT_LEARNED, NTF_PROXY, NTF_ROUTER, NTF_USE, NUD_STATES, ndmsg } from '../../rtnl/neighbour.js';
import { type Attribute, type Attributes, attributesIn } from '../attribute.js';
import { type IpFamily, ipOf, isMulticast } from '../ip.js';
import type { Device } from '../link/device.js';
import { macOf } from '../mac.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { addressType } from '../route/check.js';
import { RTN } from '../route/route.js';
import { NDA } from './nda.js';
import { EXT_VALIDATED, keyLength, type NeighbourEntry, NTF_EXT_SHIFT, NUD_VALID } from './table.js';

const address = { type: 'binary', length: 32 } as const;
export const neighbourPolicy: PolicyTable = {
  maxType: 17,
  strictFrom: 13,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: address, 2: address, 3: { type: 'unspec', length: 16 }, 4: { type: 'u32' }, 5: { type: 'u16' }, 6: { type: 'u16' }, 7: { type: 'u32' }, 8: { type: 'u32' }, 9: { type: 'u32' },
    12: { type: 'u8' }, 13: { type: 'u32' }, 14: { type: 'nested' }, 15: { type: 'u32', mask: 5 },
  },
};

interface Header {
  readonly family: number;
  readonly index: number;
  readonly state: number;
  readonly flags: number;
}

interface Asked {
  readonly header: Header;
  readonly dev: Device | undefined;
  readonly family: IpFamily;
  readonly key: string;
}

function deviceOf({ ns }: Request, { index }: Header): Device | undefined {
  const dev = index === 0 ? undefined : ns.links.get(index);
  if (index !== 0 && dev === undefined) throw new Refusal(ENODEV);
  return dev;
}

function keyOf({ family }: Header, dst: Attribute): Pick<Asked, 'family' | 'key'> {
  if (family !== AF_INET && family !== AF_INET6) throw new Refusal(EAFNOSUPPORT);
  if (dst.length < keyLength(family)) throw new Refusal(EINVAL, 'Invalid network address');
  return { family, key: ipOf(dst.payload, family) };
}

function addressOf(attributes: Attributes): Attribute {
  const dst = attributes.get(NDA.dst);
  if (dst === undefined) throw new Refusal(EINVAL, 'Network address not specified');
  return dst;
}

export function newNeighbour(request: Request): void {
  const header = request.struct(ndmsg);
  const attributes = request.attributes(ndmsg.size, neighbourPolicy);
  const dst = addressOf(attributes);
  const dev = deviceOf(request, header);
  const lladdr = attributes.get(NDA.lladdr);
  if (dev !== undefined && lladdr !== undefined && lladdr.length < dev.addressLength) throw new Refusal(EINVAL, 'Invalid link address');
  const { family, key } = keyOf(header, dst);
  const { neighbours } = request.ns;
  const protocol = attributes.u8(NDA.protocol) ?? 0;
  const flags = (header.flags | ((attributes.u32(NDA.flagsExt) ?? 0) << NTF_EXT_SHIFT)) >>> 0;
  if ((flags & NTF_PROXY) !== 0) {
    if (flags >>> NTF_EXT_SHIFT !== 0) throw new Refusal(EINVAL, 'Invalid NTF_* flag combination');
    if (family === AF_INET6 && (dev?.inet6 === undefined || isMulticast(key))) throw new Refusal(ENOBUFS);
    return neighbours.addProxy({ family, dev, dst: key, flags, protocol, permanent: (header.state & NUD_STATES.permanent) !== 0 });
  }
  if (dev === undefined) throw new Refusal(EINVAL, 'Device not specified');
  if (family === AF_INET6 && (dev.inet6 === undefined || dev.inet6.setting('disableIpv6') !== 0)) throw new Refusal(EINVAL, 'IPv6 is disabled on this device');
  const known = neighbours.find(dev, key);
  if (known === undefined && (request.flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT);
  if (known !== undefined && (request.flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  expectValid(known, header.state, flags);
  const made = known ?? create(dev, family, key, flags);
  if (protocol !== 0) made.protocol = protocol;
  update(made, lladdr === undefined ? undefined : macOf(lladdr.payload.subarray(0, 6)), header.state & NUD_BITS, request, {
    override: known === undefined || (request.flags & NLM_F_REPLACE) !== 0,
    flags,
  });
}

/** What others see to has a state to be seen to; one that is to be resolved has none yet. */
function expectValid(known: NeighbourEntry | undefined, asked: number, flags: number): void {
  if ((flags & EXT_VALIDATED) === 0) return;
  const resolved = known === undefined ? NUD_STATES.none : known.state & ~NUD_STATES.permanent;
  const state = (flags & NTF_USE) === 0 ? asked : resolved;
  if ((state & NUD_VALID) !== 0) return;
  throw new Refusal(EINVAL, `Cannot ${known === undefined ? 'create externally validated neighbor' : 'mark neighbor as externally validated'} with an invalid state`);
}

/** __neigh_update() takes an octet of what is asked for. */
const NUD_BITS = 0xff;

/** ___neigh_create(). */
function create(dev: Device, family: IpFamily, asked: string, flags: number): NeighbourEntry {
  const { neighbours, kernel } = dev.ns;
  if (family === AF_INET && dev.inet === undefined) throw new Refusal(EINVAL);
  // A loopback has one neighbour for all of IPv4.
  const dst = family === AF_INET && dev.loopback ? '00000000' : asked;
  const known = neighbours.find(dev, dst);
  if (known !== undefined) return known;
  const type = typeOf(dev, family, dst);
  const lladdr = mapped(dev, family, dst, type);
  const made: NeighbourEntry = {
    family,
    dev,
    dst,
    type,
    lladdr: lladdr ?? '00:00:00:00:00:00',
    state: lladdr === undefined ? 0 : NUD_STATES.noarp,
    flags: flags & (NTF_EXT_LEARNED | EXT_VALIDATED),
    protocol: 0,
    updated: kernel.ticks,
  };
  neighbours.add(made);
  return made;
}

/** The address that follows from what the neighbour is, where nobody has to be asked: arp_mc_map(), ndisc_mc_map(). */
function mapped(dev: Device, family: IpFamily, dst: string, type: number): string | undefined {
  const bytes = dst.match(/../g) as string[];
  if (type === RTN.multicast) {
    if (dev.loopback) return dev.address;
    if (family === AF_INET6) return ['33', '33', ...bytes.slice(12)].join(':');
    return ['01', '00', '5e', (Number.parseInt(bytes[1] as string, 16) & 0x7f).toString(16).padStart(2, '0'), ...bytes.slice(2)].join(':');
  }
  if ((dev.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0) return dev.address;
  return family === AF_INET && type === RTN.broadcast ? dev.broadcast : undefined;
}

/** arp_constructor(), ndisc_constructor(). */
function typeOf(dev: Device, family: IpFamily, key: string): number {
  if (family === AF_INET) return addressType(dev.ns, key);
  if (isMulticast(key)) return RTN.multicast;
  return dev.loopback ? RTN.local : RTN.unicast;
}

/** __neigh_update() for whoever administers. Throws Refusal; what flags have changed stays so and is told. */
function update(
  entry: NeighbourEntry,
  lladdr: string | undefined,
  state: number,
  request: Request,
  { override, flags }: { readonly override: boolean; readonly flags: number },
): void {
  const old = entry.state;
  let told = takeFlags(entry, flags & (NTF_EXT_LEARNED | EXT_VALIDATED), NTF_EXT_LEARNED | EXT_VALIDATED);
  try {
    if ((state & NUD_VALID) === 0) {
      entry.state = state;
      // Whether flags have changed does not count here.
      told = (old & NUD_VALID) !== 0 || ((old & (NUD_STATES.incomplete | NUD_STATES.probe)) !== 0 && (state & NUD_STATES.failed) !== 0);
      return;
    }
    const wasValid = (old & NUD_VALID) !== 0;
    if (lladdr === undefined && !wasValid) throw new Refusal(EINVAL, 'No link layer address given');
    const to = lladdr === undefined || (wasValid && lladdr === entry.lladdr) ? undefined : lladdr;
    if (wasValid && to !== undefined && !override) return;
    if (state !== old || to !== undefined) {
      entry.updated = request.kernel.ticks;
      told = true;
    }
    entry.state = state;
    if (to !== undefined) entry.lladdr = to;
    if (override && takeFlags(entry, flags & NTF_ROUTER, NTF_ROUTER)) told = true;
  } finally {
    if (told) entry.dev.ns.neighbours.announce('RTM_NEWNEIGH', entry, request.socket.portId);
  }
}

function takeFlags(entry: NeighbourEntry, flags: number, mask: number): boolean {
  const before = entry.flags;
  entry.flags = ((before & ~mask) | flags) >>> 0;
  return entry.flags !== before;
}

/** nlmsg_find_attr(): the others are not looked at. */
function first({ bytes }: Request, type: number): Attribute | undefined {
  return [...attributesIn(bytes, NLMSG_HDRLEN + ndmsg.size, bytes.array.length)].find((one) => one.type === type);
}

export function deleteNeighbour(request: Request): void {
  if (request.length < ndmsg.size) throw new Refusal(EINVAL);
  const header = request.struct(ndmsg);
  const dst = first(request, NDA.dst);
  if (dst === undefined) throw new Refusal(EINVAL, 'Network address not specified');
  const dev = deviceOf(request, header);
  const { family, key } = keyOf(header, dst);
  const { neighbours } = request.ns;
  if ((header.flags & NTF_PROXY) !== 0) {
    const proxy = neighbours.proxy(family, dev, key);
    if (proxy === undefined || proxy.dev !== dev) throw new Refusal(ENOENT);
    return neighbours.removeProxy(proxy);
  }
  if (dev === undefined) throw new Refusal(EINVAL);
  const entry = neighbours.find(dev, key);
  if (entry === undefined) throw new Refusal(ENOENT);
  update(entry, undefined, NUD_STATES.failed, request, { override: true, flags: 0 });
  neighbours.remove(entry);
}
