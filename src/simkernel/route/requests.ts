// RTM_NEWROUTE, RTM_DELROUTE and RTM_GETROUTE of IPv4. net/ipv4/fib_frontend.c: inet_rtm_newroute(), inet_rtm_delroute(), inet_dump_fib();
// net/ipv4/route.c: inet_rtm_getroute().

import { AF_INET, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTM_F_CLONED, RTM_F_FIB_MATCH, RTM_F_LOOKUP_TABLE, RTM_F_NOTIFY, RTPROT_KERNEL } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import type { DumpPlan } from '../dump.js';
import { EINVAL, ENODEV, ENOENT, ESRCH } from '../errno.js';
import { ipOf, ipText, isZero } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedRoute } from './check.js';
import { type RouteAsked, type RouteFilter, RTA, routeAsked, routeFilter, routePolicy } from './config.js';
import type { Fib } from './fib.js';
import { deleteRoute, insertRoute } from './inet.js';
import { type Found, lookup } from './lookup.js';
import { routeMessage } from './message.js';
import { type RouteEntry, RT_SCOPE, RTN } from './route.js';

export function newInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  request.ns.fib4.table(asked.table);
  insertRoute(request.ns, checkedRoute(request.ns, asked), request.flags, request);
}

export function deleteInetRoute(request: Request): void {
  const asked = routeAsked(request, AF_INET);
  const { ns } = request;
  if (asked.nhid !== undefined && ns.nexthops.get(asked.nhid) === undefined) throw new Refusal(EINVAL, 'Nexthop id does not exist');
  if (ns.fib4.find(asked.table) === undefined) throw new Refusal(ESRCH, 'FIB table does not exist');
  deleteRoute(ns, { ...asked, prefsrc: asked.prefsrc, fits: (route) => leadsThere(route, asked) }, request);
}

/** fib_nh_match(): a way that is not told fits all. */
export function leadsThere(route: RouteEntry, { hops, multipath, nhid }: RouteAsked): boolean {
  if (nhid !== undefined) return route.nhid === nhid;
  const told = hops.filter(({ oif, gateway }) => oif !== 0 || gateway !== undefined);
  if (told.length === 0) return true;
  if (route.nhid !== undefined) return false;
  if (multipath && route.hops.length !== hops.length) return false;
  return told.every(({ oif, gateway }, i) => {
    const hop = route.hops[i];
    return hop !== undefined && (oif === 0 || hop.dev?.index === oif) && (gateway === undefined || hop.gateway === gateway);
  });
}

/** Routes of one family, those that a filter lets through. */
export function dumpFib(request: Request, fib: Fib, words: 'ipv4' | 'ipv6', generation: () => number): DumpPlan {
  const filter = routeFilter(request);
  const { kernel } = request;
  const family = request.bytes.array[16];
  return {
    messages: (function* () {
      if (filter.cached) return;
      const named = filter.table === 0 ? undefined : fib.find(filter.table);
      if (filter.table !== 0 && named === undefined) {
        if (family === fib.family) throw new Refusal(ENOENT, `${words}: FIB table does not exist`);
        return;
      }
      for (const table of named === undefined ? fib.inOrder() : [named]) {
        for (const route of table.all()) if (passes(route, filter)) yield () => routeMessage('RTM_NEWROUTE', route, kernel.ticks);
      }
    })(),
    generation,
    split: true,
    filtered: filter.table !== 0 || filter.protocol !== 0 || filter.type !== 0 || filter.dev !== undefined ? 'all' : undefined,
  };
}

function passes(route: RouteEntry, { protocol, type, dev }: RouteFilter): boolean {
  return (protocol === 0 || route.protocol === protocol) && (type === 0 || route.type === type) && (dev === undefined || route.hops.some((hop) => hop.dev === dev));
}

export const dumpInetRoutes = (request: Request): DumpPlan => dumpFib(request, request.ns.fib4, 'ipv4', () => 0);

/** RTCF_LOCAL, as RTM_F_* has it. */
const RTCF_LOCAL = 0x80000000;
const LOOPBACK = '7f000001';
const ASKED: readonly number[] = [RTA.iif, RTA.oif, RTA.dst, RTA.src, RTA.uid, RTA.mark, RTA.ipProto, RTA.sport, RTA.dport, RTA.flowlabel];

/** RTM_GETROUTE of one: where a packet would go. */
export function getInetRoute(request: Request): void {
  const header = request.struct(rtmsg, 'ipv4: Invalid header for route get request');
  const attributes = request.attributes(rtmsg.size, routePolicy(AF_INET), request.strict ? 'legacy' : 'liberal');
  if (request.strict)
    validateGet(
      header,
      attributes.present().map(({ type }) => type),
    );
  const { ns } = request;
  const addressOf = (type: number) => {
    const attribute = attributes.get(type);
    return attribute === undefined || isZero(ipOf(attribute.payload, AF_INET)) ? undefined : ipOf(attribute.payload, AF_INET);
  };
  const asked = addressOf(RTA.dst) ?? addressOf(RTA.src) ?? LOOPBACK;
  const src = addressOf(RTA.src);
  const oif = linkOf(ns, attributes.u32(RTA.oif));
  const iif = linkOf(ns, attributes.u32(RTA.iif));
  const mark = attributes.u32(RTA.mark) ?? 0;
  const found = asked === LOOPBACK ? toOneself(ns) : lookup(ns, { family: AF_INET, dst: asked, src, oif, iif, mark, tos: header.tos });
  if ((header.flags & RTM_F_FIB_MATCH) !== 0) return request.reply(routeMessage('RTM_NEWROUTE', found.route, request.kernel.ticks));
  const local = found.route.type === RTN.local;
  const out = local ? ns.links.get(1) : found.hop?.dev;
  const source = found.route.prefsrc ?? (local ? asked : sourceFor(out));
  const body = {
    family: AF_INET,
    dstLen: 32,
    srcLen: src === undefined ? 0 : 32,
    tos: header.tos,
    table8: (header.flags & RTM_F_LOOKUP_TABLE) !== 0 ? Math.min(found.route.table, 252) : RT_TABLE_MAIN,
    protocol: 0,
    scope: 0,
    type: found.route.type,
    flags: (RTM_F_CLONED | (local ? RTCF_LOCAL : 0)) >>> 0,
    table: (header.flags & RTM_F_LOOKUP_TABLE) !== 0 ? found.route.table : RT_TABLE_MAIN,
    dst: ipText(asked),
    ...(src !== undefined && { src: ipText(src) }),
    oif: out?.index ?? 0,
    ...(src === undefined && source !== undefined && { prefsrc: ipText(source) }),
    ...(found.hop?.gateway !== undefined && { gateway: ipText(found.hop.gateway) }),
    ...(found.route.metrics !== undefined && { metrics: found.route.metrics }),
    ...(mark !== 0 && { mark }),
    ...(iif === undefined && { uid: 0 }),
    ...(iif !== undefined && { iif: iif.index }),
    cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
  };
  request.reply({ name: 'RTM_NEWROUTE', body } as Outgoing);
}

function validateGet(
  header: {
    readonly dstLen: number;
    readonly srcLen: number;
    readonly table8: number;
    readonly protocol: number;
    readonly scope: number;
    readonly type: number;
    readonly flags: number;
  },
  types: readonly number[],
): void {
  const { dstLen, srcLen, table8, protocol, scope, type, flags } = header;
  if ((srcLen !== 0 && srcLen !== 32) || (dstLen !== 0 && dstLen !== 32) || table8 !== 0 || protocol !== 0 || scope !== 0 || type !== 0) {
    throw new Refusal(EINVAL, 'ipv4: Invalid values in header for route get request');
  }
  if ((flags & ~(RTM_F_NOTIFY | RTM_F_LOOKUP_TABLE | RTM_F_FIB_MATCH)) !== 0) throw new Refusal(EINVAL, 'ipv4: Unsupported rtm_flags for route get request');
  if ((types.includes(RTA.src) && srcLen === 0) || (types.includes(RTA.dst) && dstLen === 0)) throw new Refusal(EINVAL, 'ipv4: rtm_src_len and rtm_dst_len must be 32 for IPv4');
  if (types.some((one) => !ASKED.includes(one))) throw new Refusal(EINVAL, 'ipv4: Unsupported attribute in route get request');
}

/** Where no destination is told it is this machine, whether the loopback is up or not: ip_route_output_key_hash_rcu(). */
function toOneself(ns: NetNamespace): Found {
  const hop = { dev: ns.links.get(1), gateway: undefined, weight: 1, flags: 0 };
  const common = {
    family: AF_INET,
    table: RT_TABLE_LOCAL,
    dst: LOOPBACK,
    length: 32,
    tos: 0,
    priority: 0,
    type: RTN.local,
    scope: RT_SCOPE.host,
    protocol: RTPROT_KERNEL,
  } as const;
  return { route: { ...common, prefsrc: LOOPBACK, metrics: undefined, hops: [hop], nhid: undefined, pref: 0 }, hop };
}

/** Throws Refusal. */
export function linkOf(ns: NetNamespace, index: number | undefined): Device | undefined {
  if (index === undefined || index === 0) return undefined;
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV);
  return dev;
}

/** inet_select_addr(): the first address of the link. */
export function sourceFor(dev: Device | undefined): string | undefined {
  return dev?.inet?.addresses.find(({ scope }) => scope < 254)?.local;
}
