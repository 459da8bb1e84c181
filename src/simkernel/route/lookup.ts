// Which route a packet takes: rules, then tables, then the longest prefix. net/core/fib_rules.c: fib_rules_lookup();
// net/ipv4/fib_trie.c: fib_table_lookup(); net/ipv6/route.c: ip6_pol_route(), as far as no cache and no packet is looked at.

import { AF_INET, RTNH_F_DEAD } from '../../rtnl/constants.js';
import { FIB_RULE_INVERT } from '../../rtnl/rule.js';
import { EACCES, EAGAIN, EINVAL, ENETUNREACH } from '../errno.js';
import { network } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { RuleEntry } from '../rule/rule.js';
import type { Flow, Found } from './flow.js';
import { lookupTable6 } from './lookup6.js';
import { hopFlags } from './message.js';
import { errorOf, type Hop, RTN } from './route.js';
import type { RouteTable } from './table.js';

/** The best route of one table. Throws Refusal where it refuses; undefined where there is none. */
export function lookupTable(table: RouteTable, flow: Flow): Found | undefined {
  return flow.family === AF_INET ? lookupTable4(table, flow) : refusing(lookupTable6(table, flow));
}

function lookupTable4(table: RouteTable, flow: Flow): Found | undefined {
  for (const route of table.matches(flow.dst)) {
    if (flow.scope !== undefined && route.scope < flow.scope) continue;
    if (route.tos !== 0 && route.tos !== (flow.tos ?? 0)) continue;
    refusing({ route, hop: route.hops[0] });
    const flagsOf = (one: Hop): number => (flow.withoutCarrier === true ? one.flags : hopFlags(one, AF_INET));
    const hop = route.hops.find((one) => (flagsOf(one) & RTNH_F_DEAD) === 0 && flow.lost !== true && (flow.oif === undefined || one.dev === flow.oif));
    if (hop !== undefined) return { route, hop };
  }
  return undefined;
}

function refusing(found: Found | undefined): Found | undefined {
  if (found === undefined) return undefined;
  const { type, family, refused } = found.route;
  const errno = family === AF_INET || refused === true ? errorOf(type) : undefined;
  if (errno !== undefined) throw new Refusal(errno);
  if (found.hop?.blackhole === true) throw new Refusal(EINVAL);
  return found;
}

/** fib_lookup(), fib6_rule_lookup(). Throws Refusal: ENETUNREACH where no table knows a way. */
export function lookup(ns: NetNamespace, flow: Flow): Found {
  const fib = flow.family === AF_INET ? ns.fib4 : ns.fib6;
  const { list } = flow.family === AF_INET ? ns.rules4 : ns.rules6;
  for (let at = 0; at < list.length; at++) {
    const rule = list[at] as RuleEntry;
    if (!applies(rule, flow) || rule.action === ACTIONS.nop) continue;
    if (rule.action === ACTIONS.goto) {
      const target = list.findIndex(({ priority }) => priority === rule.target);
      if (target > at) at = target - 1;
      continue;
    }
    if (rule.action !== ACTIONS.table) throw new Refusal(RULE_ERRORS[rule.action] ?? EINVAL);
    const table = fib.find(rule.table);
    const found = table === undefined ? undefined : flow.family === AF_INET ? byRule4(table, flow, rule) : byRule6(ns, table, flow, rule);
    if (found !== undefined) return found;
  }
  throw new Refusal(ENETUNREACH);
}

/** FR_ACT_*. */
export const ACTIONS = { table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 } as const;
const RULE_ERRORS: Readonly<Record<number, number>> = { 6: EINVAL, 7: ENETUNREACH, 8: EACCES };

/** A route of type throw ends the table and not the search. */
function byRule4(table: RouteTable, flow: Flow, rule: RuleEntry): Found | undefined {
  try {
    const found = lookupTable4(table, flow);
    return found === undefined || suppressed(rule, found) ? undefined : found;
  } catch (error) {
    if (error instanceof Refusal && error.errno === EAGAIN) return undefined;
    throw error;
  }
}

/** __fib6_rule_action(); fib6_rule_action_alt() where a gateway is looked for, of which nothing is suppressed. */
function byRule6(ns: NetNamespace, table: RouteTable, flow: Flow, rule: RuleEntry): Found | undefined {
  const packet = flow.gateway !== true;
  const found = lookupTable6(table, flow, packet && ns.inet6All[INET6.forwarding] === 0);
  if (found === undefined || (packet && (found.route.type === RTN.throw || suppressed(rule, found)))) return undefined;
  return refusing(found);
}

function suppressed({ suppressPrefixlen, suppressIfgroup }: RuleEntry, { route, hop }: Found): boolean {
  return (suppressPrefixlen >= 0 && route.length <= suppressPrefixlen) || (suppressIfgroup >= 0 && hop?.dev?.group === suppressIfgroup);
}

/** A link as rules see it: by its index; one that is not there fits nothing. */
const isLink = (name: string | undefined, dev: Device | undefined, index: number): boolean => name === undefined || dev?.index === index;

const inRange = (range: RuleEntry['sportRange'], mask: number, port: number): boolean =>
  range === undefined || (mask === 0 ? port >= range.start && port <= range.end : ((range.start ^ port) & mask) === 0);

/** What of the field a rule with `tos` looks at: IPTOS_RT_MASK without ECN, of IPv4. */
const RT_TOS = 0x1c;

/** fib_rule_match(), fib4_rule_match(), fib6_rule_match(). */
function applies(rule: RuleEntry, flow: Flow): boolean {
  const within = (address: string | undefined, prefix: string | undefined, length: number): boolean =>
    length === 0 || (address !== undefined && prefix !== undefined && network(address, length) === network(prefix, length));
  const { tos = 0, uid = 0, family } = flow;
  const src = flow.src ?? (family === AF_INET ? '00000000' : undefined);
  const field = rule.dscp === undefined ? rule.tos === 0 || rule.tos === (family === AF_INET ? tos & RT_TOS : tos) : (((rule.dscp.value << 2) ^ tos) & (rule.dscp.mask << 2)) === 0;
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
