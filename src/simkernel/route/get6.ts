// RTM_GETROUTE of one, of IPv6: where a packet would go. net/ipv6/route.c: inet6_rtm_getroute(), rt6_fill_node().

import { fromHex } from '../../netlink/bytes.js';
import { EINVAL, EMSGSIZE } from '../../netlink/errno-numbers.js';
import { AF_INET6, RTM_F_FIB_MATCH } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import type { Attributes } from '../attribute.js';
import { encapPart } from '../encap/encap.js';
import { ipOf, ipText, isMulticast, isZero } from '../ip.js';
import type { Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { RTA, routePolicy } from './config.js';
import { flowAsked } from './get.js';
import { lookup } from './lookup.js';
import { needsLink, outOf } from './lookup6.js';
import { routeMessage, table8Of } from './message.js';
import { metricsPart } from './metrics.js';
import { linkOf } from './requests.js';
import { sourceFor6 } from './source6.js';

const ASKED: readonly number[] = [RTA.src, RTA.dst, RTA.iif, RTA.oif, RTA.mark, RTA.uid, RTA.sport, RTA.dport, RTA.ipProto, RTA.flowlabel];
const FLOWLABEL = 0xfffff;

/** inet6_rtm_valid_getroute_req(). */
function attributesAsked(request: Request): Attributes {
  const header = request.struct(rtmsg, 'ipv6: Invalid header for get route request');
  if (!request.strict) return request.attributes(rtmsg.size, routePolicy(AF_INET6));
  const { srcLen, dstLen, table8, protocol, scope, type, flags } = header;
  if ((srcLen !== 0 && srcLen !== 128) || (dstLen !== 0 && dstLen !== 128) || table8 !== 0 || protocol !== 0 || scope !== 0 || type !== 0) {
    throw new Refusal(EINVAL, 'ipv6: Invalid values in header for get route request');
  }
  if ((flags & ~RTM_F_FIB_MATCH) !== 0) throw new Refusal(EINVAL, 'ipv6: Invalid flags for get route request');
  const attributes = request.attributes(rtmsg.size, routePolicy(AF_INET6), 'legacy');
  if ((attributes.has(RTA.src) && srcLen === 0) || (attributes.has(RTA.dst) && dstLen === 0)) throw new Refusal(EINVAL, 'ipv6: rtm_src_len and rtm_dst_len must be 128 for IPv6');
  const flowlabel = attributes.get(RTA.flowlabel);
  if (flowlabel !== undefined && flowlabel.be32 > FLOWLABEL) throw new Refusal(EINVAL, 'Invalid flow label', { offset: flowlabel.at });
  if (attributes.present().some(({ type: one }) => !ASKED.includes(one))) throw new Refusal(EINVAL, 'ipv6: Unsupported attribute in get route request');
  return attributes;
}

/** A route with the link that the packet came by: behind where it leads to, before all else. */
function cameBy(iif: Device | undefined, message: Outgoing): Outgoing {
  if (iif === undefined) return message;
  const entries = Object.entries(message.body);
  const at = entries.findIndex(([key]) => key === 'prefsrc' || key === 'metrics' || key === 'priority');
  entries.splice(at, 0, ['iif', iif.index]);
  return { name: 'RTM_NEWROUTE', body: Object.fromEntries(entries) as never };
}

/** RTM_GETROUTE of one: where a packet would go. */
export function getInet6Route(request: Request): void {
  const attributes = attributesAsked(request);
  const { flags } = request.struct(rtmsg);
  const { ns, kernel } = request;
  const [src, dst] = [RTA.src, RTA.dst].map((type) => {
    const attribute = attributes.get(type);
    if (attribute !== undefined && attribute.length < 16) throw new Refusal(EINVAL);
    return attribute === undefined ? undefined : ipOf(attribute.payload, AF_INET6);
  });
  const asked = dst ?? '0'.repeat(32);
  const like = flowAsked(attributes, AF_INET6);
  const iif = linkOf(ns, attributes.u32(RTA.iif));
  const oif = iif === undefined ? (attributes.u32(RTA.oif) ?? 0) : 0;
  const found = lookup(ns, {
    family: AF_INET6,
    dst: asked,
    src,
    oif: ns.links.get(oif),
    lost: oif !== 0 && ns.links.get(oif) === undefined,
    anyLink: src !== undefined && !isZero(src) && !needsLink(asked),
    iif,
    tos: request.struct(rtmsg).tos,
    ...like,
  });
  const { route, hop } = found;
  // ip6mr_get_route(): nobody forwards multicast here, and rt6_fill_node() takes that for too little room.
  if (iif !== undefined && isMulticast(route.dst)) throw new Refusal(EMSGSIZE);
  if ((flags & RTM_F_FIB_MATCH) !== 0) return request.reply(cameBy(iif, routeMessage('RTM_NEWROUTE', route, kernel.ticks)));
  const out = outOf(ns, found);
  const { prefsrc } = route;
  const chosen = iif === undefined ? (prefsrc ?? sourceFor6(ns, hop?.dev, asked)) : undefined;
  const body = {
    family: AF_INET6,
    dstLen: 128,
    srcLen: 128,
    tos: 0,
    table8: table8Of(route.table),
    protocol: route.protocol,
    scope: 0,
    type: route.type,
    flags: 0,
    table: route.table,
    dst: ipText(asked),
    src: ipText(src ?? '0'.repeat(32)),
    ...(iif !== undefined && { iif: iif.index }),
    // One of the route's own is told as what is chosen, and as what it is.
    ...(chosen !== undefined && (prefsrc === undefined ? { prefsrc: ipText(chosen) } : { [`#${RTA.prefsrc}`]: { flags: 0, payload: fromHex(chosen) } })),
    ...(prefsrc !== undefined && { prefsrc: ipText(prefsrc) }),
    ...metricsPart(route.metrics),
    priority: route.priority,
    ...(hop?.gateway !== undefined && { gateway: ipText(hop.gateway) }),
    ...(out !== undefined && { oif: out.index }),
    ...encapPart(hop?.encap, RTA),
    cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
    pref: route.pref,
  };
  request.reply({ name: 'RTM_NEWROUTE', body } as Outgoing);
}
