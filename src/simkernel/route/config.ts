// What a request about a route asks for, taken apart and looked through. net/ipv4/fib_frontend.c: rtm_to_fib_config(), ip_valid_fib_dump_req();
// net/ipv6/route.c: rtm_to_fib6_config().

import { EINVAL, ENODEV, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { AF_INET, AF_INET6, RT_TABLE_MAIN, RTM_F_CLONED, RTM_NEWROUTE, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import { type Attribute, type Attributes, attributesIn } from '../attribute.js';
import { type EncapAsked, expectEncapType } from '../encap/encap.js';
import { bitsOf, type IpFamily, ipOf, isZero, network } from '../ip.js';
import type { SimulatedKernel } from '../kernel.js';
import type { Device } from '../link/device.js';
import type { PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { type RouteEntry, RTN_MAX } from './route.js';

/** RTA_*. */
// biome-ignore format: as the kernel numbers them
export const RTA = {
  dst: 1, src: 2, iif: 3, oif: 4, gateway: 5, priority: 6, prefsrc: 7, metrics: 8, multipath: 9, flow: 11, table: 15, mark: 16, via: 18, pref: 20,
  encapType: 21, encap: 22, expires: 23, uid: 25, ipProto: 27, sport: 28, dport: 29, nhId: 30, flowlabel: 31,
} as const;

const u32: Rule = { type: 'u32' };
const u8: Rule = { type: 'u8' };
const address6: Rule = { type: 'unspec', length: 16 };

const policy4: PolicyTable = {
  maxType: 31,
  strictFrom: 30,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: u32, 2: u32, 3: u32, 4: u32, 5: u32, 6: u32, 7: u32, 8: { type: 'nested' }, 9: { type: 'unspec', length: 8 }, 11: u32, 15: u32, 16: u32, 21: { type: 'u16' }, 22: { type: 'nested' },
    25: u32, 27: u8, 28: { type: 'u16' }, 29: { type: 'u16' }, 30: u32,
  },
};

const policy6: PolicyTable = {
  maxType: 31,
  strictFrom: 30,
  // biome-ignore format: as the kernel numbers them
  rules: {
    3: u32, 4: u32, 5: address6, 6: u32, 7: address6, 8: { type: 'nested' }, 9: { type: 'unspec', length: 8 }, 15: u32, 16: u32, 20: u8, 21: { type: 'u16' }, 22: { type: 'nested' }, 23: u32,
    25: u32, 27: u8, 28: { type: 'u16' }, 29: { type: 'u16' }, 30: u32, 31: { type: 'be32' },
  },
};

export const routePolicy = (family: IpFamily): PolicyTable => (family === AF_INET ? policy4 : policy6);

/** One way that was asked for. */
export interface HopAsked {
  readonly oif: number;
  readonly gateway: string | undefined;
  readonly weight: number;
  readonly flags: number;
  /** RTA_FLOW: realms. */
  readonly flow?: number | undefined;
  readonly encap?: EncapAsked | undefined;
}

/** struct fib_config, fib6_config. */
export interface RouteAsked {
  readonly family: IpFamily;
  readonly table: number;
  /** The same as it was told: 0 for none. */
  readonly told: number;
  readonly dst: string;
  readonly length: number;
  readonly src: RouteEntry['src'];
  readonly tos: number;
  readonly protocol: number;
  readonly scope: number;
  readonly type: number;
  readonly priority: number;
  readonly prefsrc: string | undefined;
  /** RTA_METRICS. */
  readonly metrics: Attribute | undefined;
  /** RTNH_F_*, and what else there is in rtm_flags. */
  readonly flags: number;
  /** The one way that the request itself names. */
  readonly way: HopAsked;
  readonly multipath: Attribute | undefined;
  readonly nhid: number | undefined;
  readonly pref: number;
  readonly expires: number | undefined;
}

const ECN = 0x03;
/** ICMPV6_ROUTER_PREF_*: low, high; others are medium. */
const PREFERENCES: readonly number[] = [3, 1];
const FOREVER = 0xffffffff;

/** rtm_to_fib_config(), rtm_to_fib6_config(). Throws Refusal. */
export function routeAsked(request: Request, family: IpFamily): RouteAsked {
  if (family === AF_INET && request.length < rtmsg.size) throw new Refusal(EINVAL);
  const header = request.struct(rtmsg);
  const attributes = request.attributes(rtmsg.size, routePolicy(family));
  if (family === AF_INET && (header.tos & ECN) !== 0) throw new Refusal(EINVAL, 'Invalid dsfield (tos): ECN bits must be 0');
  if (family === AF_INET6 && header.tos !== 0) throw new Refusal(EINVAL, 'Invalid dsfield (tos): option not available for IPv6');
  const flowlabel = attributes.get(RTA.flowlabel);
  if (family === AF_INET6 && flowlabel !== undefined) throw new Refusal(EINVAL, 'Flow label cannot be specified for this operation', { offset: flowlabel.at });
  const { gateway, prefsrc, nhid } = family === AF_INET ? inetParts(request, header, attributes) : inet6Parts(attributes);
  // Of attributes of the other family nobody looks at the length.
  const expires = family === AF_INET6 ? attributes.u32(RTA.expires) : undefined;
  const pref = family === AF_INET6 ? (attributes.u8(RTA.pref) ?? 0) : 0;
  const multipath = attributes.get(RTA.multipath);
  const dst = family === AF_INET ? ipOr0(attributes.get(RTA.dst), family) : destination6(attributes.get(RTA.dst), header.dstLen);
  const src = family === AF_INET6 && header.srcLen > 0 ? sourcePrefix(attributes.get(RTA.src), header.srcLen) : undefined;
  if (family === AF_INET6 && multipath !== undefined) expectGateways(multipath, gateway !== undefined, nhid !== undefined, request.header.type === RTM_NEWROUTE);
  if (family === AF_INET6) expectEncapTypes(request.kernel, attributes);
  const table = attributes.u32(RTA.table) ?? header.table8;
  return {
    family,
    table: table === 0 ? RT_TABLE_MAIN : table,
    told: table,
    dst,
    length: header.dstLen,
    src,
    tos: header.tos,
    protocol: header.protocol,
    scope: header.scope,
    type: header.type,
    priority: attributes.u32(RTA.priority) ?? 0,
    prefsrc,
    metrics: attributes.get(RTA.metrics),
    flags: header.flags,
    way: {
      oif: attributes.u32(RTA.oif) ?? 0,
      gateway,
      weight: 1,
      flags: header.flags & 0xff,
      flow: family === AF_INET ? attributes.u32(RTA.flow) || undefined : undefined,
      encap: encapOf(attributes.get(RTA.encap), attributes.u16(RTA.encapType)),
    },
    multipath,
    nhid,
    pref: PREFERENCES.includes(pref) ? pref : 0,
    expires: expires === FOREVER ? undefined : expires,
  };
}

type Parts = Pick<RouteAsked, 'prefsrc' | 'nhid'> & { readonly gateway: string | undefined };

const ipOr0 = (attribute: Attribute | undefined, family: IpFamily): string => (attribute === undefined ? '0'.repeat(bitsOf(family) / 4) : ipOf(attribute.payload, family));

function exclusive(attributes: Attributes, gateway: string | undefined): Refusal | undefined {
  const others = gateway !== undefined || attributes.has(RTA.multipath) || attributes.has(RTA.encap);
  return others ? new Refusal(EINVAL, 'Nexthop specification and nexthop id are mutually exclusive') : undefined;
}

const allOf = ({ bytes }: Request, type: number): Attribute[] => [...attributesIn(bytes, NLMSG_HDRLEN + rtmsg.size, bytes.array.length)].filter((one) => one.type === type);

function inetParts(request: Request, header: { readonly type: number; readonly dstLen: number }, attributes: Attributes): Parts {
  if (header.type > RTN_MAX) throw new Refusal(EINVAL, 'Invalid route type');
  const told = attributes.get(RTA.gateway);
  // Each of them is looked at, the last counts.
  const vias = allOf(request, RTA.via).map(viaOf);
  const hex = told === undefined ? undefined : ipOf(told.payload, AF_INET);
  const gateway = vias.at(-1) ?? (hex === undefined || isZero(hex) ? undefined : hex);
  expectEncapTypes(request.kernel, attributes);
  const dst = ipOr0(attributes.get(RTA.dst), AF_INET);
  if (header.dstLen > 32) throw new Refusal(EINVAL, 'Invalid prefix length');
  if (network(dst, header.dstLen) !== dst) throw new Refusal(EINVAL, 'Invalid prefix for given prefix length');
  const nhid = attributes.u32(RTA.nhId) || undefined;
  const refusal = nhid === undefined ? undefined : (exclusive(attributes, gateway) ?? ((attributes.u32(RTA.oif) ?? 0) !== 0 ? exclusive(attributes, '') : undefined));
  if (refusal !== undefined) throw refusal;
  if (told !== undefined && vias.length > 0) throw new Refusal(EINVAL, 'Nexthop configuration can not contain both GATEWAY and VIA');
  const prefsrc = attributes.get(RTA.prefsrc);
  return { gateway, nhid, prefsrc: prefsrc === undefined ? undefined : ipOf(prefsrc.payload, AF_INET) };
}

/** lwtunnel_valid_encap_type_attr(): those of the ways first. */
function expectEncapTypes(kernel: SimulatedKernel, attributes: Attributes): void {
  const multipath = attributes.get(RTA.multipath);
  for (const { encapType } of multipath === undefined ? [] : eachHop(multipath)) {
    if (encapType === undefined) continue;
    if (encapType.length < 2) throw new Refusal(EINVAL, 'Invalid RTA_ENCAP_TYPE');
    try {
      expectEncapType(kernel, encapType.u16);
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(EOPNOTSUPP, error.text) : error;
    }
  }
  const own = attributes.u16(RTA.encapType);
  if (own !== undefined) expectEncapType(kernel, own);
}

/** What is to become of packets, of a type that stands beside it. */
const encapOf = (attribute: Attribute | undefined, type: number | undefined): EncapAsked | undefined => attribute && { attribute, type: type ?? 0 };

/** fib_gw_from_via(). */
function viaOf(via: Attribute): string {
  if (via.length < 2) throw new Refusal(EINVAL, 'Invalid attribute length for RTA_VIA');
  const other = via.u16;
  if (other !== AF_INET && other !== AF_INET6) throw new Refusal(EINVAL, 'Unsupported address family in RTA_VIA');
  const address = via.payload.subarray(2);
  if (address.length !== bitsOf(other) / 8) throw new Refusal(EINVAL, `Invalid IPv${other === AF_INET ? 4 : 6} address in RTA_VIA`);
  return ipOf(address, other);
}

function inet6Parts(attributes: Attributes): Parts {
  const told = attributes.get(RTA.gateway);
  const nhId = attributes.u32(RTA.nhId);
  const refusal = nhId === undefined ? undefined : exclusive(attributes, told !== undefined || attributes.has(RTA.oif) ? '' : undefined);
  if (refusal !== undefined) throw refusal;
  if (attributes.has(RTA.via)) throw new Refusal(EINVAL, 'IPv6 does not support RTA_VIA attribute');
  const prefsrc = attributes.get(RTA.prefsrc);
  return {
    gateway: told === undefined ? undefined : ipOf(told.payload, AF_INET6),
    nhid: nhId || undefined,
    prefsrc: prefsrc === undefined ? undefined : ipOf(prefsrc.payload, AF_INET6),
  };
}

/** As many bytes as the prefix has. */
function destination6(attribute: Attribute | undefined, length: number): string {
  const bytes = (length + 7) >> 3;
  if (attribute === undefined) return '0'.repeat(32);
  if (attribute.length < bytes) throw new Refusal(EINVAL);
  return ipOf(attribute.payload.subarray(0, bytes), AF_INET6).padEnd(32, '0');
}

/** RTA_SRC of an IPv6 route. Throws Refusal. */
function sourcePrefix(attribute: Attribute | undefined, length: number): RouteEntry['src'] {
  return { address: network(destination6(attribute, length), length), length };
}

/** rtm_to_fib6_multipath_config(). */
function expectGateways(multipath: Attribute, gatewayed: boolean, byId: boolean, adding: boolean): void {
  const hops = [...eachHop(multipath)];
  if (hops.length === 0) throw new Refusal(EINVAL, 'Invalid nexthop configuration - no valid nexthops');
  for (const { gateway } of hops) {
    if (gateway !== undefined && gateway.length < 16) throw new Refusal(EINVAL, 'Invalid IPv6 address in RTA_GATEWAY');
    if (adding && (byId || (gateway === undefined && !gatewayed))) {
      throw new Refusal(EINVAL, 'Device only routes can not be added for IPv6 using the multipath API.');
    }
  }
}

/** struct rtnexthop with its attributes. */
interface RawHop {
  readonly oif: number;
  readonly hops: number;
  readonly flags: number;
  readonly gateway: Attribute | undefined;
  readonly via: Attribute | undefined;
  readonly flow: number | undefined;
  readonly encap: Attribute | undefined;
  readonly encapType: Attribute | undefined;
  /** Where the next one begins. */
  readonly next: number;
}

const RTNEXTHOP = 8;

/** Those that are whole, one behind the other: rtnh_ok(), rtnh_next(). */
function* eachHop({ bytes, start, end }: Attribute): Generator<RawHop> {
  const { view, littleEndian } = bytes;
  for (let at = start; end - at >= RTNEXTHOP; ) {
    const length = view.getUint16(at, littleEndian);
    if (length < RTNEXTHOP || length > end - at) return;
    const inner = [...attributesIn(bytes, at + RTNEXTHOP, at + length)];
    const found = (type: number) => inner.find((one) => one.type === type);
    const next = at + ((length + 3) & ~3);
    yield {
      oif: view.getInt32(at + 4, littleEndian),
      hops: view.getUint8(at + 3),
      flags: view.getUint8(at + 2),
      gateway: found(RTA.gateway),
      via: found(RTA.via),
      flow: found(RTA.flow)?.u32 || undefined,
      encap: found(RTA.encap),
      encapType: found(RTA.encapType),
      next,
    };
    at = next;
  }
}

/** fib_count_nexthops(). Throws Refusal. */
export function expectHops(multipath: Attribute): void {
  const last = [...eachHop(multipath)].at(-1);
  if (last === undefined || last.next < multipath.end) throw new Refusal(EINVAL, 'Invalid nexthop configuration - extra data after nexthops');
}

/** fib_get_nhs(). Throws Refusal. */
export function inetHops(multipath: Attribute, way: HopAsked): HopAsked[] {
  const hops = [...eachHop(multipath)].map((hop): HopAsked => {
    if ((hop.flags & 0x11) !== 0) throw new Refusal(EINVAL, 'Invalid flags for nexthop - can not contain DEAD or LINKDOWN');
    if (hop.gateway !== undefined && hop.via !== undefined) throw new Refusal(EINVAL, 'Nexthop configuration can not contain both GATEWAY and VIA');
    if (hop.gateway !== undefined && hop.gateway.length < 4) throw new Refusal(EINVAL, 'Invalid IPv4 address in RTA_GATEWAY');
    const address = hop.gateway === undefined ? undefined : ipOf(hop.gateway.payload, AF_INET);
    const gateway = hop.via !== undefined ? viaOf(hop.via) : address === undefined || isZero(address) ? undefined : address;
    return { oif: hop.oif, gateway, weight: hop.hops + 1, flags: hop.flags, flow: hop.flow, encap: encapOf(hop.encap, hop.encapType?.u16) };
  });
  const [first] = hops as [HopAsked];
  if (way.oif !== 0 && first.oif !== way.oif) throw new Refusal(EINVAL, 'Nexthop device index does not match RTA_OIF');
  if (way.gateway !== undefined && first.gateway !== way.gateway) throw new Refusal(EINVAL, 'Nexthop gateway does not match RTA_GATEWAY or RTA_VIA');
  if (way.flow !== undefined && first.flow !== way.flow) throw new Refusal(EINVAL, 'Nexthop class id does not match RTA_FLOW');
  return hops;
}

/** The ways of a multipath route of IPv4 that is to be found: what is not whole is not looked at. */
export function inetWays(multipath: Attribute): (Pick<HopAsked, 'oif' | 'gateway' | 'flow'> & { readonly via: boolean })[] {
  return [...eachHop(multipath)].map(({ oif, gateway, via, flow }) => ({
    oif,
    flow,
    via: via !== undefined,
    gateway: gateway !== undefined ? ipOf(gateway.payload, AF_INET) : via === undefined ? undefined : viaOf(via),
  }));
}

/** The ways of a multipath route of IPv6, each with what the request says for all of them. */
export function inet6Hops(multipath: Attribute, way: HopAsked): HopAsked[] {
  return [...eachHop(multipath)].map(({ oif, hops, flags, gateway, encap, encapType }) => ({
    oif: oif === 0 ? way.oif : oif,
    gateway: gateway === undefined ? way.gateway : ipOf(gateway.payload, AF_INET6),
    weight: hops + 1,
    flags: way.flags | (flags & RTNH_F_ONLINK),
    encap: encapOf(encap, encapType?.u16 ?? way.encap?.type),
  }));
}

/** Which routes a list is to hold. */
export interface RouteFilter {
  readonly table: number;
  readonly protocol: number;
  readonly type: number;
  readonly dev: Device | undefined;
  /** Routes from the cache of exceptions, or those that routers told of, were asked for: there are none. */
  readonly cached: boolean;
}

/** Throws Refusal. */
export function routeFilter(request: Request): RouteFilter {
  const none = { table: 0, protocol: 0, type: 0, dev: undefined };
  if (!request.strict) {
    const cached = request.length >= rtmsg.size && (request.struct(rtmsg).flags & RTM_F_CLONED) !== 0;
    return { ...none, cached };
  }
  const header = request.struct(rtmsg, 'Invalid header for FIB dump request');
  if (header.dstLen !== 0 || header.srcLen !== 0 || header.tos !== 0 || header.scope !== 0) throw new Refusal(EINVAL, 'Invalid values in header for FIB dump request');
  if ((header.flags & ~(RTM_F_CLONED | RTM_F_PREFIX)) !== 0) throw new Refusal(EINVAL, 'Invalid flags for FIB dump request');
  const attributes = request.attributes(rtmsg.size, policy4, 'legacy');
  const oif = attributes.u32(RTA.oif);
  const dev = oif === undefined ? undefined : request.ns.links.get(oif);
  const odd = attributes.present().find(({ type }) => type !== RTA.table && type !== RTA.oif)?.type;
  // One after the other, by their types.
  if (oif !== undefined && dev === undefined && !(odd !== undefined && odd < RTA.oif)) throw new Refusal(ENODEV);
  if (odd !== undefined) throw new Refusal(EINVAL, 'Unsupported attribute in dump request');
  return { table: attributes.u32(RTA.table) ?? header.table8, protocol: header.protocol, type: header.type, dev, cached: header.flags !== 0 };
}

const RTM_F_PREFIX = 0x800;
