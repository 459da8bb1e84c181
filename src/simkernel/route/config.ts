// What a request about a route asks for, taken apart and looked through. net/ipv4/fib_frontend.c: rtm_to_fib_config(), ip_valid_fib_dump_req();
// net/ipv6/route.c: rtm_to_fib6_config().

import { AF_INET, AF_INET6, RT_TABLE_MAIN, RTM_F_CLONED } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import { Attribute, type Attributes } from '../attribute.js';
import { EINVAL, ENODEV } from '../errno.js';
import { bitsOf, type IpFamily, ipOf, isZero, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { metricsOf, type RouteMetrics } from './metrics.js';
import type { RouteEntry } from './route.js';

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
  readonly flow?: number | undefined;
}

export interface RouteAsked {
  readonly family: IpFamily;
  readonly table: number;
  readonly dst: string;
  readonly length: number;
  readonly src: RouteEntry['src'];
  readonly tos: number;
  readonly protocol: number;
  readonly scope: number;
  readonly type: number;
  readonly priority: number;
  readonly prefsrc: string | undefined;
  readonly metrics: RouteMetrics;
  readonly hops: readonly HopAsked[];
  readonly multipath: boolean;
  readonly nhid: number | undefined;
  readonly pref: number;
  readonly expires: number | undefined;
}

const RTN_MAX = 11;

/** Throws Refusal. */
export function routeAsked(request: Request, family: IpFamily): RouteAsked {
  const header = request.struct(rtmsg);
  const attributes = request.attributes(rtmsg.size, routePolicy(family));
  const bits = bitsOf(family);
  if ((header.tos & 3) !== 0) throw new Refusal(EINVAL, 'Invalid dsfield (tos): ECN bits must be 0');
  if (family === AF_INET6 && attributes.has(RTA.flowlabel))
    throw new Refusal(EINVAL, 'Flow label cannot be specified for this operation', { offset: attributes.get(RTA.flowlabel)?.at ?? 0 });
  if (family === AF_INET && header.type > RTN_MAX) throw new Refusal(EINVAL, 'Invalid route type');
  const via = attributes.get(RTA.via);
  if (via !== undefined && family === AF_INET6) throw new Refusal(EINVAL, 'IPv6 does not support RTA_VIA attribute');
  const encapType = attributes.u16(RTA.encapType);
  if (encapType !== undefined) throw new Refusal(EINVAL, 'Unknown lwt encapsulation type');
  const gateway = gatewayOf(attributes, family);
  const nhid = attributes.u32(RTA.nhId) || undefined;
  const dst = destination(attributes, header.dstLen, family);
  if (header.dstLen > bits) throw new Refusal(EINVAL, 'Invalid prefix length');
  if (family === AF_INET && network(dst, header.dstLen) !== dst) throw new Refusal(EINVAL, 'Invalid prefix for given prefix length');
  const multipath = attributes.get(RTA.multipath);
  const oif = attributes.u32(RTA.oif) ?? 0;
  if (nhid !== undefined && (oif !== 0 || gateway !== undefined || multipath !== undefined))
    throw new Refusal(EINVAL, 'Nexthop specification and nexthop id are mutually exclusive');
  if (via !== undefined && attributes.has(RTA.gateway)) throw new Refusal(EINVAL, 'Nexthop configuration can not contain both GATEWAY and VIA');
  const prefsrc = attributes.get(RTA.prefsrc);
  const single = { oif, gateway, weight: 1, flags: header.flags & 0xff, flow: attributes.u32(RTA.flow) };
  const table = attributes.u32(RTA.table) ?? header.table8;
  return {
    family,
    table: table === 0 ? RT_TABLE_MAIN : table,
    dst: network(dst, header.dstLen),
    length: header.dstLen,
    src: family === AF_INET6 && header.srcLen > 0 ? sourcePrefix(attributes, header.srcLen) : undefined,
    tos: header.tos,
    protocol: header.protocol,
    scope: header.scope,
    type: header.type,
    priority: attributes.u32(RTA.priority) ?? 0,
    prefsrc: prefsrc === undefined ? undefined : ipOf(prefsrc.payload, family),
    metrics: metricsOf(attributes.get(RTA.metrics)),
    hops: multipath === undefined ? [single] : hopsOf(multipath, family),
    multipath: multipath !== undefined,
    nhid,
    pref: attributes.u8(RTA.pref) ?? 0,
    expires: attributes.u32(RTA.expires),
  };
}

function destination(attributes: Attributes, length: number, family: IpFamily): string {
  const attribute = attributes.get(RTA.dst);
  const size = bitsOf(family) / 8;
  if (attribute === undefined) return '0'.repeat(2 * size);
  if (attribute.length < Math.min(size, (length + 7) >> 3)) throw new Refusal(EINVAL);
  return ipOf(attribute.payload, family).padEnd(2 * size, '0');
}

/** RTA_SRC of an IPv6 route. Throws Refusal. */
function sourcePrefix(attributes: Attributes, length: number): RouteEntry['src'] {
  if (length > 128) throw new Refusal(EINVAL, 'Invalid source address length');
  const attribute = attributes.get(RTA.src);
  if (attribute !== undefined && attribute.length < (length + 7) >> 3) throw new Refusal(EINVAL);
  return { address: network(attribute === undefined ? '0'.repeat(32) : ipOf(attribute.payload, AF_INET6).padEnd(32, '0'), length), length };
}

function gatewayOf(attributes: Attributes, family: IpFamily): string | undefined {
  const gateway = attributes.get(RTA.gateway);
  if (gateway !== undefined) {
    const hex = ipOf(gateway.payload, family);
    return family === AF_INET && isZero(hex) ? undefined : hex;
  }
  const via = attributes.get(RTA.via);
  if (via === undefined) return undefined;
  return viaOf(via.payload, via.bytes.littleEndian);
}

/** struct rtvia: fib_gw_from_via(). Throws Refusal. */
function viaOf(payload: Uint8Array, littleEndian: boolean): string {
  if (payload.length < 2) throw new Refusal(EINVAL, 'Invalid attribute length for RTA_VIA');
  const family = new DataView(payload.buffer, payload.byteOffset).getUint16(0, littleEndian);
  if (family !== AF_INET && family !== AF_INET6) throw new Refusal(EINVAL, 'Unsupported address family in RTA_VIA');
  if (payload.length - 2 !== bitsOf(family) / 8) throw new Refusal(EINVAL, `Invalid IPv${family === AF_INET ? 4 : 6} address in RTA_VIA`);
  return ipOf(payload.subarray(2), family);
}

/** struct rtnexthop, one behind the other. */
function hopsOf({ bytes, start, end }: Attribute, family: IpFamily): HopAsked[] {
  const { view, littleEndian } = bytes;
  const out: HopAsked[] = [];
  let at = start;
  while (end - at >= 8) {
    const length = view.getUint16(at, littleEndian);
    if (length < 8 || length > end - at) break;
    const flags = view.getUint8(at + 2);
    if ((flags & 0x11) !== 0) throw new Refusal(EINVAL, 'Invalid flags for nexthop - can not contain DEAD or LINKDOWN');
    let gateway: string | undefined;
    let flow: number | undefined;
    for (const attribute of new Attribute(bytes, 0, at + 4, at + length).children()) {
      if (attribute.type === RTA.gateway) gateway = ipOf(attribute.payload, family);
      else if (attribute.type === RTA.via) gateway = viaOf(attribute.payload, littleEndian);
      else if (attribute.type === RTA.flow) flow = attribute.u32;
    }
    out.push({ oif: view.getInt32(at + 4, littleEndian), gateway, weight: view.getUint8(at + 3) + 1, flags, flow });
    at += (length + 3) & ~3;
  }
  if (out.length === 0 && family === AF_INET6) throw new Refusal(EINVAL, 'Invalid nexthop configuration - no valid nexthops');
  if (out.length === 0 || at < end) throw new Refusal(EINVAL, 'Invalid nexthop configuration - extra data after nexthops');
  return out;
}

/** Which routes a list is to hold. */
export interface RouteFilter {
  readonly table: number;
  readonly protocol: number;
  readonly type: number;
  readonly dev: Device | undefined;
  /** Routes from the cache of exceptions were asked for: there are none. */
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
  for (const { type } of attributes.present()) if (type !== RTA.table && type !== RTA.oif) throw new Refusal(EINVAL, 'Unsupported attribute in dump request');
  const oif = attributes.u32(RTA.oif);
  const dev = oif === undefined ? undefined : request.ns.links.get(oif);
  if (oif !== undefined && dev === undefined) throw new Refusal(ENODEV);
  return { table: attributes.u32(RTA.table) ?? 0, protocol: header.protocol, type: header.type, dev, cached: (header.flags & RTM_F_CLONED) !== 0 };
}

const RTM_F_PREFIX = 0x800;
