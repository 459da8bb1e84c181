// Which route a packet takes: rules, then tables. net/core/fib_rules.c: fib_rules_lookup(); include/net/ip_fib.h: fib_lookup();
// net/ipv6/route.c: ip6_pol_route(), as far as no cache and no packet is looked at.

import { EACCES, EAGAIN, EINVAL, ENETUNREACH } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6, RT_TABLE_DEFAULT, RT_TABLE_MAIN } from '../../rtnl/constants.js';
import { FIB_RULE_INVERT } from '../../rtnl/rule.js';
import { network } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import { type RuleEntry, RuleList } from '../rule/rule.js';
import type { Flow, Found } from './flow.js';
import { LEGACY_TOS, lookupTable4 } from './lookup4.js';
import { lookupTable6, outOf } from './lookup6.js';
import { errorOf, type Hop, RTN } from './route.js';
import type { RouteTable } from './table.js';

/** The best route of one IPv6 table. Throws Refusal where it refuses; undefined where there is none. */
export const lookupIn6 = (table: RouteTable, flow: Flow): Found | undefined => refusing(lookupTable6(table, flow));

function refusing(found: Found | undefined): Found | undefined {
  if (found === undefined) return undefined;
  const errno = found.route.refused === true ? errorOf(found.route.type) : undefined;
  if (errno !== undefined) throw new Refusal(errno);
  if (found.hop?.blackhole === true) throw new Refusal(EINVAL);
  return found;
}

/** fib_lookup(), fib6_rule_lookup(). Throws Refusal: ENETUNREACH where no table knows a way. */
export function lookup(ns: NetNamespace, flow: Flow): Found {
  if (flow.family === AF_INET && !ns.fib4.customRules) return withoutRules(ns, flow);
  const { list } = flow.family === AF_INET ? ns.rules4 : ns.fib6.customRules ? ns.rules6 : OWN_RULES6;
  for (let at = 0; at < list.length; at++) {
    const rule = list[at] as RuleEntry;
    if (!applies(rule, flow) || rule.action === ACTIONS.nop) continue;
    if (rule.action === ACTIONS.goto) {
      const target = list.findIndex(({ priority }) => priority === rule.target);
      if (target > at) at = target - 1;
      continue;
    }
    if (rule.action !== ACTIONS.table) throw new Refusal(RULE_ERRORS[rule.action] ?? EINVAL);
    const found = flow.family === AF_INET ? byRule4(ns, flow, rule) : byRule6(ns, flow, rule);
    if (found !== undefined) return found;
  }
  throw new Refusal(ENETUNREACH);
}

/** IPv6 looks at the two tables until a rule is added, though there be fewer rules by then. */
const OWN_RULES6 = new RuleList(AF_INET6);

/** IPv4 with no rules but its own: where there is a default table, it has the last word even about what the main one refuses. */
function withoutRules(ns: NetNamespace, flow: Flow): Found {
  let refusal = new Refusal(ENETUNREACH);
  for (const id of [RT_TABLE_MAIN, RT_TABLE_DEFAULT]) {
    if (ns.fib4.find(id) === undefined) continue;
    try {
      const found = lookupTable4(ns, id, flow);
      if (found !== undefined) return found;
      refusal = new Refusal(ENETUNREACH);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error.errno === EAGAIN ? new Refusal(ENETUNREACH) : error;
    }
  }
  throw refusal;
}

/** FR_ACT_*. */
export const ACTIONS = { table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 } as const;
const RULE_ERRORS: Readonly<Record<number, number>> = { 6: EINVAL, 7: ENETUNREACH, 8: EACCES };

/** A route of type throw ends the table and not the search. */
function byRule4(ns: NetNamespace, flow: Flow, rule: RuleEntry): Found | undefined {
  try {
    const found = lookupTable4(ns, rule.table, flow);
    return found === undefined || suppressed(rule, found, found.route.hops[0]) ? undefined : found;
  } catch (error) {
    if (error instanceof Refusal && error.errno === EAGAIN) return undefined;
    throw error;
  }
}

/** __fib6_rule_action(); fib6_rule_action_alt() where a gateway is looked for, of which nothing is suppressed. */
function byRule6(ns: NetNamespace, flow: Flow, rule: RuleEntry): Found | undefined {
  const table = ns.fib6.find(rule.table);
  const packet = flow.gateway !== true;
  const found = table === undefined ? undefined : lookupTable6(table, flow, packet && ns.inet6All[INET6.forwarding] === 0);
  if (found === undefined) return undefined;
  if (packet && (found.route.type === RTN.throw || hasNoInet6(ns, found) || suppressed(rule, found, found.hop))) return undefined;
  return refusing(found);
}

/** Where there are rules, a way by a link that has no IPv6 is none. */
const hasNoInet6 = (ns: NetNamespace, found: Found): boolean => ns.fib6.customRules && outOf(ns, found)?.inet6 === undefined;

/** fib4_rule_suppress(), which looks at the first way whichever is taken, and fib6_rule_suppress(). */
function suppressed({ suppressPrefixlen, suppressIfgroup }: RuleEntry, { route }: Found, hop: Hop | undefined): boolean {
  return (suppressPrefixlen >= 0 && route.length <= suppressPrefixlen) || (suppressIfgroup >= 0 && hop?.dev?.group === suppressIfgroup);
}

/** A link as rules see it: by its index; one that is not there fits nothing. */
const isLink = (name: string | undefined, dev: Device | undefined, index: number): boolean => name === undefined || dev?.index === index;

const inRange = (range: RuleEntry['sportRange'], mask: number, port: number): boolean =>
  range === undefined || (mask === 0 ? port >= range.start && port <= range.end : ((range.start ^ port) & mask) === 0);

/** fib_rule_match(), fib4_rule_match(), fib6_rule_match(). */
function applies(rule: RuleEntry, flow: Flow): boolean {
  const within = (address: string | undefined, prefix: string | undefined, length: number): boolean =>
    length === 0 || (address !== undefined && prefix !== undefined && network(address, length) === network(prefix, length));
  const { tos = 0, uid = 0, family } = flow;
  const src = flow.src ?? (family === AF_INET ? '00000000' : undefined);
  const field =
    rule.dscp === undefined ? rule.tos === 0 || rule.tos === (family === AF_INET ? tos & LEGACY_TOS : tos) : (((rule.dscp.value << 2) ^ tos) & (rule.dscp.mask << 2)) === 0;
  const matches =
    isLink(rule.iifname, rule.iif, flow.iif?.index ?? flow.iifIndex ?? 1) &&
    isLink(rule.oifname, rule.oif, flow.lost === true ? -1 : (flow.oif?.index ?? 0)) &&
    (((flow.mark ?? 0) ^ rule.fwmark) & rule.fwmask) === 0 &&
    rule.tunId === 0n &&
    rule.l3mdev === 0 &&
    (rule.uidRange === undefined || (uid >= rule.uidRange.start && uid <= rule.uidRange.end)) &&
    within(flow.dst, rule.dst, rule.dstLen) &&
    within(src, rule.src, rule.srcLen) &&
    field &&
    (rule.flowlabelMask === 0 || ((flow.flowlabel ?? 0) ^ rule.flowlabel) === 0) &&
    (rule.ipProto === 0 || rule.ipProto === (flow.ipProto ?? 0)) &&
    inRange(rule.sportRange, rule.sportMask, flow.sport ?? 0) &&
    inRange(rule.dportRange, rule.dportMask, flow.dport ?? 0);
  return (rule.flags & FIB_RULE_INVERT) !== 0 ? !matches : matches;
}
