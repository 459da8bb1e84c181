// RTM_GETROUTE of one, of IPv6: where a packet would go. net/ipv6/route.c: inet6_rtm_getroute(), rt6_fill_node();
// net/ipv6/addrconf.c: ipv6_dev_get_saddr().

import { AF_INET6, RTM_F_FIB_MATCH } from '../../rtnl/constants.js';
import { rtmsg } from '../../rtnl/route.js';
import { ipOf, ipText, isLinkLocal6 } from '../ip.js';
import type { Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import type { Request } from '../request.js';
import { RTA, routePolicy } from './config.js';
import { lookup } from './lookup.js';
import { routeMessage, table8Of } from './message.js';
import { metricsPart } from './metrics.js';
import { linkOf } from './requests.js';

export function getInet6Route(request: Request): void {
  const header = request.struct(rtmsg, 'Invalid header for get route request');
  const attributes = request.attributes(rtmsg.size, routePolicy(AF_INET6), request.strict ? 'legacy' : 'liberal');
  const { ns } = request;
  const dst = attributes.get(RTA.dst);
  const source = attributes.get(RTA.src);
  const asked = dst === undefined ? '0'.repeat(32) : ipOf(dst.payload, AF_INET6);
  const src = source === undefined ? undefined : ipOf(source.payload, AF_INET6);
  const oif = linkOf(ns, attributes.u32(RTA.oif));
  const { route, hop } = lookup(ns, { family: AF_INET6, dst: asked, src, oif, iif: linkOf(ns, attributes.u32(RTA.iif)), mark: attributes.u32(RTA.mark) ?? 0 });
  if ((header.flags & RTM_F_FIB_MATCH) !== 0) return request.reply(routeMessage('RTM_NEWROUTE', route, request.kernel.ticks));
  const prefsrc = route.prefsrc ?? sourceFor6(hop?.dev, asked);
  const body = {
    family: AF_INET6,
    dstLen: 128,
    srcLen: header.srcLen === 0 && src === undefined ? 128 : header.srcLen,
    tos: 0,
    table8: table8Of(route.table),
    protocol: route.protocol,
    scope: 0,
    type: route.type,
    flags: 0,
    table: route.table,
    dst: ipText(asked),
    src: ipText(src ?? '0'.repeat(32)),
    ...(prefsrc !== undefined && { prefsrc: ipText(prefsrc) }),
    ...metricsPart(route.metrics),
    priority: route.priority,
    ...(hop?.gateway !== undefined && { gateway: ipText(hop.gateway) }),
    ...(hop?.dev !== undefined && { oif: hop.dev.index }),
    cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
    pref: route.pref,
  };
  request.reply({ name: 'RTM_NEWROUTE', body } as Outgoing);
}

/** ipv6_dev_get_saddr(), in short: of the same scope, the first that is usable. */
export function sourceFor6(dev: Device | undefined, dst: string): string | undefined {
  const usable = dev?.inet6?.addresses.filter(({ flags }) => (flags & 0x40) === 0) ?? [];
  return (usable.find(({ address }) => isLinkLocal6(address) === isLinkLocal6(dst)) ?? usable[0])?.address;
}
