// A packet of IPv4 that came in by a link: for us, or to be forwarded. net/ipv4/route.c: ip_route_input_slow(), __mkroute_input();
// net/ipv4/fib_frontend.c: fib_validate_source(), __fib_validate_source().

import { EHOSTUNREACH, EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET } from '../../rtnl/constants.js';
import type { InetDevice } from '../address/inet-device.js';
import { isMulticast, isZero, network } from '../ip.js';
import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Flow, Found } from './flow.js';
import { lookup } from './lookup.js';
import { type Hop, RT_SCOPE, RTN } from './route.js';
import { EVERYBODY, isLocalMulticast, RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, tableOf, type Way } from './way.js';

/** Whatever is wrong with a packet is told as EINVAL. Throws Refusal. */
export function incoming(ns: NetNamespace, flow: Flow, iif: Device): Way {
  const { dst, src = '00000000' } = flow;
  const { inet } = iif;
  if (inet === undefined || isMulticast(src) || src === EVERYBODY) throw new Refusal(EINVAL);
  const localnet = setting(inet, 'routeLocalnet') !== 0;
  const everybody = dst === EVERYBODY || (isZero(dst) && isZero(src));
  // Whoever has no address yet speaks to the groups of the link.
  const nobody = isZero(src) && isLocalMulticast(dst);
  if (!everybody && [src, dst].some((address) => (isZero(address) && !nobody) || (!localnet && address.startsWith('7f')))) throw new Refusal(EINVAL);
  const ours = { dev: ns.links.get(1), source: undefined, table: 0, found: undefined };
  if (everybody) {
    if (!isZero(src)) checkSource(ns, { ...flow, dst: '00000000' }, inet);
    return { ...ours, type: RTN.broadcast, flags: RTCF_BROADCAST | RTCF_LOCAL };
  }
  if (isMulticast(dst)) {
    if (!inet.multicast.has(dst)) throw new Refusal(EINVAL);
    if (!nobody) checkSource(ns, { ...flow, dst: '00000000' }, inet);
    return { ...ours, type: RTN.multicast, flags: RTCF_MULTICAST | RTCF_LOCAL };
  }
  const forwards = inet.setting('forwarding') !== 0;
  const found = find(ns, flow, forwards);
  const { route, hop } = found;
  const table = tableOf(ns, found);
  if (route.type === RTN.broadcast && inet.setting('bcForwarding') === 0) {
    checkSource(ns, { ...flow, dst: '00000000' }, inet);
    return { ...ours, type: RTN.broadcast, flags: RTCF_BROADCAST | RTCF_LOCAL, table, found };
  }
  if (route.type === RTN.local) {
    checkSource(ns, flow, inet);
    return { ...ours, type: RTN.local, flags: RTCF_LOCAL, table, found };
  }
  if (route.type !== RTN.broadcast && !forwards) throw new Refusal(EHOSTUNREACH);
  if ((route.type !== RTN.unicast && route.type !== RTN.broadcast) || hop?.dev?.inet === undefined) throw new Refusal(EINVAL);
  const near = checkSource(ns, flow, inet, hop);
  const redirects = near && hop.dev === iif && setting(inet, 'sendRedirects') !== 0 && (setting(inet, 'sharedMedia') !== 0 || shareSubnet(inet, src, hop.gateway));
  return { type: route.type, flags: redirects ? RTCF_DOREDIRECT : 0, dev: hop.dev, source: undefined, table, found };
}

/** Whoever sent it could have reached the next one alone. */
const RTCF_DOREDIRECT = 0x01000000;

/** inet_addr_onlink(). */
function shareSubnet({ addresses }: InetDevice, one: string, gateway: string | undefined): boolean {
  const other = gateway?.length === 8 ? gateway : one;
  for (const { prefixlen } of addresses.holding(one)) if (network(other, prefixlen) === network(one, prefixlen)) return true;
  return false;
}

/** ORCONF, MAXCONF: what stands for all links, or for this one. */
const setting = (inet: InetDevice, name: keyof typeof INET): number => Math.max(inet.dev.ns.inetAll[INET[name]] as number, inet.setting(name));

function find(ns: NetNamespace, flow: Flow, forwards: boolean): Found {
  try {
    return lookup(ns, { ...flow, oif: undefined });
  } catch (error) {
    if (error instanceof Refusal && !forwards) throw new Refusal(EHOSTUNREACH);
    throw error;
  }
}

/**
 * Where it comes from must not be here, and must be reached by the same link where that is asked for. `out` is the way on.
 * Whether it was looked for and is on this link, no gateway between. Throws Refusal.
 */
function checkSource(ns: NetNamespace, { dst, src = '00000000', tos = 0, mark = 0 }: Flow, inet: InetDevice, out?: Hop): boolean {
  const { dev } = inet;
  const filter = setting(inet, 'rpFilter');
  const acceptsLocal = setting(inet, 'acceptLocal') !== 0;
  if (filter === 0 && !ns.fib4.usesRealms && (dev !== out?.dev || setting(inet, 'sendRedirects') === 0)) {
    if (acceptsLocal) return false;
    if (!ns.fib4.customLocalRoutes && !ns.fib4.customRules) {
      if (ns.inet.find(src).length > 0) throw new Refusal(EINVAL);
      return false;
    }
  }
  const back: Flow = { family: AF_INET, dst: src, src: dst, tos, iifIndex: out?.dev?.index ?? 1, ...(setting(inet, 'srcValidMark') !== 0 && { mark }) };
  const found = attempt(ns, back);
  if (found !== undefined) {
    const { route } = found;
    if (route.type !== RTN.unicast && (route.type !== RTN.local || !acceptsLocal)) throw new Refusal(EINVAL);
    if (route.hops.some((hop) => hop.dev === dev) || (route.type === RTN.local && dev.loopback)) return isNear(found);
  }
  const lost = found === undefined || inet.addresses.size === 0;
  if (filter === 1 || (filter !== 0 && lost)) throw new Refusal(EINVAL);
  const here = lost ? undefined : attempt(ns, { ...back, oif: dev, withoutCarrier: true });
  return here !== undefined && here.route.type === RTN.unicast && isNear(here);
}

const isNear = ({ hop }: Found): boolean => (hop?.scope ?? 0) >= RT_SCOPE.host;

function attempt(ns: NetNamespace, flow: Flow): Found | undefined {
  try {
    return lookup(ns, flow);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
