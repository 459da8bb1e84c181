// RTM_GETROUTE of one, of IPv4: where a packet would go, one of ours or one that came in by a link. net/ipv4/route.c: inet_rtm_getroute(),
// ip_route_output_key_hash_rcu(), __mkroute_output(), rt_fill_info().

import { EHOSTUNREACH, EINVAL, ENETUNREACH, ENODEV, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6, RT_TABLE_MAIN, RTM_F_CLONED, RTM_F_FIB_MATCH, RTM_F_LOOKUP_TABLE, RTM_F_NOTIFY } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import { type InetAddress, isSecondary } from '../address/inet-device.js';
import type { Attributes } from '../attribute.js';
import { encapPart } from '../encap/encap.js';
import { ipOf, ipText, isMulticast, isZero } from '../ip.js';
import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { RTA, routePolicy } from './config.js';
import type { Flow, Found } from './flow.js';
import { incoming } from './incoming.js';
import { lookup } from './lookup.js';
import { routeMessage, table8Of } from './message.js';
import { metricsPart } from './metrics.js';
import { linkOf } from './requests.js';
import { RT_SCOPE, RTN } from './route.js';
import { amongDefaults } from './several-defaults.js';
import { EVERYBODY, isLocalMulticast, ownerOf, RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, tableOf, type Way } from './way.js';

const RTCF_NOTIFY = 0x00010000;
const LOOPBACK = '7f000001';
/** The bits of a type of service that no route is chosen by. */
const ECN = 0x03;
const ASKED: readonly number[] = [RTA.iif, RTA.oif, RTA.dst, RTA.src, RTA.uid, RTA.mark, RTA.ipProto, RTA.sport, RTA.dport, RTA.flowlabel];

export function getInetRoute(request: Request): void {
  const header = request.struct(rtmsg, 'ipv4: Invalid header for route get request');
  if (request.strict) validateHeader(header);
  const attributes = request.attributes(rtmsg.size, routePolicy(AF_INET), request.strict ? 'legacy' : 'liberal');
  if (request.strict) validateAttributes(header, attributes);
  const { ns } = request;
  const dst = addressOf(attributes, RTA.dst);
  const src = addressOf(attributes, RTA.src);
  const asked = flowAsked(attributes, AF_INET);
  const iif = linkOf(ns, attributes.u32(RTA.iif));
  const index = iif === undefined ? (attributes.u32(RTA.oif) ?? 0) : 0;
  const oif = ns.links.get(index);
  const mark = attributes.u32(RTA.mark) ?? 0;
  const flow = {
    family: AF_INET,
    dst: dst ?? '00000000',
    src,
    oif,
    lost: oif === undefined && index !== 0,
    iif,
    tos: header.tos & ~ECN,
    ...asked,
  } as const;
  const way = iif === undefined ? leaving(outgoing(ns, flow)) : incoming(ns, flow, iif);
  const { found, dev, source } = way;
  const table = (header.flags & RTM_F_LOOKUP_TABLE) !== 0 ? way.table : RT_TABLE_MAIN;
  if ((header.flags & RTM_F_FIB_MATCH) !== 0) {
    if (found === undefined) throw new Refusal(EHOSTUNREACH);
    return request.reply(routeMessage('RTM_NEWROUTE', { ...found.route, table, type: way.type }, request.kernel.ticks));
  }
  // What is for everybody, or came in for all of us, has no gateway; a route to half of all groups is none for one of them.
  const followed =
    flow.dst === EVERYBODY || (way.type === RTN.broadcast && iif !== undefined) || (way.type === RTN.multicast && (found?.route.length ?? 0) < 4) ? undefined : found;
  const hop = followed?.hop;
  const uid = attributes.u32(RTA.uid) ?? (iif === undefined ? 0 : undefined);
  const body = {
    family: AF_INET,
    dstLen: 32,
    srcLen: src === undefined ? 0 : 32,
    tos: found?.route.tos ?? 0,
    table8: table8Of(table),
    protocol: 0,
    scope: 0,
    type: way.type,
    flags: (RTM_F_CLONED | ((header.flags & RTM_F_NOTIFY) !== 0 ? RTM_F_NOTIFY | RTCF_NOTIFY : 0) | way.flags) >>> 0,
    table,
    dst: ipText(flow.dst),
    ...(src !== undefined && { src: ipText(src) }),
    oif: dev?.index ?? 0,
    ...encapPart(hop?.encap, RTA),
    ...(hop?.flow !== undefined && hop.flow !== 0 && { flow: hop.flow }),
    ...(iif === undefined && source !== undefined && source !== src && { prefsrc: ipText(source) }),
    ...(hop?.gateway !== undefined &&
      hop.scope === RT_SCOPE.link &&
      (hop.gateway.length === 8 ? { gateway: ipText(hop.gateway) } : { via: { family: AF_INET6, address: ipText(hop.gateway) } })),
    ...(followed !== undefined && metricsPart(followed.route.metrics)),
    ...(mark !== 0 && { mark }),
    ...(uid !== undefined && { uid }),
    ...(iif !== undefined && { iif: iif.index }),
    cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
  };
  request.reply({ name: 'RTM_NEWROUTE', body } as Outgoing);
}

function addressOf(attributes: Attributes, type: number): string | undefined {
  const attribute = attributes.get(type);
  const address = attribute === undefined ? undefined : ipOf(attribute.payload, AF_INET);
  return address === undefined || isZero(address) ? undefined : address;
}

const IPPROTO_UDP = 17;
/** rtm_getroute_parse_ip_proto(): TCP, UDP, and a family's own ICMP. */
const PROTOCOLS: Readonly<Record<number, readonly number[]>> = { [AF_INET]: [6, IPPROTO_UDP, 1], [AF_INET6]: [6, IPPROTO_UDP, 58] };
/** INVALID_UID. */
const NOBODY = 0xffffffff;

/** What a packet that is asked for is like beside its addresses. Throws Refusal. */
export function flowAsked(attributes: Attributes, family: number): Pick<Flow, 'mark' | 'uid' | 'ipProto' | 'sport' | 'dport' | 'flowlabel'> {
  const ipProto = attributes.u8(RTA.ipProto);
  if (ipProto !== undefined && PROTOCOLS[family]?.includes(ipProto) !== true) throw new Refusal(EOPNOTSUPP, 'Unsupported ip proto');
  const comesIn = (attributes.u32(RTA.iif) ?? 0) !== 0;
  return {
    mark: attributes.u32(RTA.mark) ?? 0,
    uid: attributes.u32(RTA.uid) ?? (comesIn ? NOBODY : 0),
    ipProto: ipProto ?? (family === AF_INET ? IPPROTO_UDP : 0),
    sport: attributes.get(RTA.sport)?.be16 ?? 0,
    dport: attributes.get(RTA.dport)?.be16 ?? 0,
    flowlabel: attributes.get(RTA.flowlabel)?.be32 ?? 0,
  };
}

/** Of ours. */
function outgoing(ns: NetNamespace, flow: Flow): Way {
  const { dst, src, oif, lost } = flow;
  if (src !== undefined) {
    if (isMulticast(src) || src === EVERYBODY || isZero(src)) throw new Refusal(EINVAL);
    const own = ownerOf(ns, src);
    if (own === undefined) throw new Refusal(ENETUNREACH);
    if (oif === undefined && lost !== true && (isMulticast(dst) || dst === EVERYBODY)) return onLink(flow, own, src);
  }
  if (lost === true) throw new Refusal(ENODEV);
  if (oif !== undefined) {
    if (!oif.up || oif.inet === undefined) throw new Refusal(ENETUNREACH);
    if (isLocalMulticast(dst) || dst === EVERYBODY) return onLink(flow, oif, src ?? sourceFor(ns, oif));
  }
  if (isZero(dst)) {
    return { type: RTN.local, flags: RTCF_LOCAL, dev: ns.links.get(1), source: src ?? LOOPBACK, table: 0, found: undefined };
  }
  let found: Found;
  try {
    found = lookup(ns, flow);
    if (oif === undefined) found = amongDefaults(ns, found);
  } catch (error) {
    // Apparently the tables are wrong: what is told to leave by a link is on it.
    if (error instanceof Refusal && oif !== undefined) return onLink(flow, oif, src ?? sourceFor(ns, oif));
    throw error;
  }
  const { route, hop } = found;
  const table = tableOf(ns, found);
  if (route.type === RTN.local) return { type: RTN.local, flags: RTCF_LOCAL, dev: ns.links.get(1), source: src ?? route.prefsrc ?? dst, table, found };
  const type = dst === EVERYBODY ? RTN.broadcast : isMulticast(dst) ? RTN.multicast : route.type;
  return { type, flags: flagsOf(type, hop?.dev, dst), dev: hop?.dev, source: src ?? sourceOf(ns, found), table, found };
}

/** __mkroute_output(): IPv4 must be on the link, and what is the loopback's own leaves by no other. Throws Refusal. */
function leaving(way: Way): Way {
  const { dev, source } = way;
  if (dev?.inet === undefined || (!dev.loopback && !routesLocalnet(dev) && source?.startsWith('7f') === true)) throw new Refusal(EINVAL);
  return way;
}

const routesLocalnet = ({ inet, ns }: Device): boolean => ns.inetAll[INET.routeLocalnet] !== 0 || (inet?.setting('routeLocalnet') ?? 0) !== 0;

/** Straight to whoever is on a link. */
function onLink({ dst }: Flow, dev: Device, source: string | undefined): Way {
  const type = dst === EVERYBODY ? RTN.broadcast : isMulticast(dst) ? RTN.multicast : RTN.unicast;
  return { type, flags: flagsOf(type, dev, dst), dev, source, table: 0, found: undefined };
}

function flagsOf(type: number, dev: Device | undefined, dst: string): number {
  const local = dev?.loopback === true ? RTCF_LOCAL : 0;
  if (type === RTN.broadcast) return RTCF_BROADCAST | RTCF_LOCAL;
  if (type === RTN.multicast) return RTCF_MULTICAST | (dev?.inet?.multicast.has(dst) === true ? RTCF_LOCAL : 0);
  return local;
}

/** fib_result_prefsrc(): where packets of a route come from. */
export function sourceOf(ns: NetNamespace, { route, hop }: Found): string | undefined {
  const gateway = hop?.gateway?.length === 8 ? hop.gateway : undefined;
  return route.prefsrc ?? (hop?.dev && sourceFor(ns, hop.dev, route.scope, gateway));
}

/** inet_select_addr(): the first address of the link, rather one of the gateway's subnet; of other links where it has none. */
function sourceFor(ns: NetNamespace, dev: Device, scope: number = RT_SCOPE.link, gateway?: string): string | undefined {
  const most = routesLocalnet(dev) ? RT_SCOPE.link : RT_SCOPE.host;
  const fits = (ifa: InetAddress) => !isSecondary(ifa) && Math.min(ifa.scope, most) <= scope;
  const own = dev.inet?.addresses;
  const near = gateway === undefined || own === undefined ? [] : [...own.holding(gateway)].filter(fits);
  const first = near.length === 1 ? near[0] : firstOf(own ?? [], (ifa) => (near.length > 0 ? near.includes(ifa) : fits(ifa)));
  if (first !== undefined) return first.local;
  for (const { inet } of ns.links.inOrder()) {
    const found = firstOf(inet?.addresses ?? [], (ifa) => !isSecondary(ifa) && ifa.scope !== RT_SCOPE.link && ifa.scope <= scope);
    if (found !== undefined) return found.local;
  }
  return undefined;
}

function firstOf(addresses: Iterable<InetAddress>, fits: (ifa: InetAddress) => boolean): InetAddress | undefined {
  for (const ifa of addresses) if (fits(ifa)) return ifa;
  return undefined;
}

function validateHeader({ dstLen, srcLen, table8, protocol, scope, type, flags }: ReturnType<typeof rtmsg.read>): void {
  if ((srcLen !== 0 && srcLen !== 32) || (dstLen !== 0 && dstLen !== 32) || table8 !== 0 || protocol !== 0 || scope !== 0 || type !== 0) {
    throw new Refusal(EINVAL, 'ipv4: Invalid values in header for route get request');
  }
  if ((flags & ~(RTM_F_NOTIFY | RTM_F_LOOKUP_TABLE | RTM_F_FIB_MATCH)) !== 0) throw new Refusal(EINVAL, 'ipv4: Unsupported rtm_flags for route get request');
}

function validateAttributes({ dstLen, srcLen }: ReturnType<typeof rtmsg.read>, attributes: Attributes): void {
  if ((attributes.has(RTA.src) && srcLen === 0) || (attributes.has(RTA.dst) && dstLen === 0)) throw new Refusal(EINVAL, 'ipv4: rtm_src_len and rtm_dst_len must be 32 for IPv4');
  if (attributes.present().some((one) => !ASKED.includes(one.type))) throw new Refusal(EINVAL, 'ipv4: Unsupported attribute in route get request');
}
