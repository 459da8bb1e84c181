// Which route a packet takes: rules, then tables, then the longest prefix. net/core/fib_rules.c: fib_rules_lookup();
// net/ipv4/fib_trie.c: fib_table_lookup(); net/ipv6/route.c: ip6_pol_route(), as far as no cache and no packet is looked at.

import { AF_INET, RTNH_F_DEAD } from '../../rtnl/constants.js';
import { FIB_RULE_INVERT } from '../../rtnl/rule.js';
import { EACCES, EAGAIN, EHOSTUNREACH, EINVAL, ENETUNREACH } from '../errno.js';
import { bitsOf, type IpFamily, network } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { RuleEntry } from '../rule/rule.js';
import { hopFlags } from './message.js';
import { type Hop, type RouteEntry, RTN } from './route.js';
import type { RouteTable } from './table.js';

/** What is known of a packet. Addresses are hex. */
export interface Flow {
  readonly family: IpFamily;
  readonly dst: string;
  readonly src?: string | undefined;
  readonly oif?: Device | undefined;
  readonly iif?: Device | undefined;
  readonly mark?: number;
  readonly tos?: number;
  /** Only routes of at least this scope. */
  readonly scope?: number;
}

export interface Found {
  readonly route: RouteEntry;
  readonly hop: Hop | undefined;
}

/** The errno that a type of route means to whoever takes it. */
const ERRORS: Readonly<Record<number, number>> = { [RTN.blackhole]: EINVAL, [RTN.unreachable]: EHOSTUNREACH, [RTN.prohibit]: EACCES, [RTN.throw]: EAGAIN };

/** The best route of one table. Throws Refusal where it refuses; undefined where there is none. */
export function lookupTable(table: RouteTable, flow: Flow): Found | undefined {
  for (const route of table.matches(flow.dst)) {
    if (flow.scope !== undefined && route.family === AF_INET && route.scope < flow.scope) continue;
    if (route.src !== undefined && network(flow.src ?? '0'.repeat(32), route.src.length) !== route.src.address) continue;
    if (route.tos !== 0 && route.tos !== (flow.tos ?? 0)) continue;
    const errno = ERRORS[route.type];
    if (errno !== undefined) throw new Refusal(errno);
    const hop = route.hops.find((one) => (hopFlags(one, route.family) & RTNH_F_DEAD) === 0 && (flow.oif === undefined || one.dev === flow.oif));
    if (hop !== undefined) return { route, hop };
  }
  return undefined;
}

/** fib_lookup(). Throws Refusal: ENETUNREACH where no table knows a way. */
export function lookup(ns: NetNamespace, flow: Flow): Found {
  const fib = flow.family === AF_INET ? ns.fib4 : ns.fib6;
  const { list } = flow.family === AF_INET ? ns.rules4 : ns.rules6;
  let from = 0;
  for (const rule of list) {
    if (rule.priority < from || !applies(rule, flow)) continue;
    if (rule.action === ACTIONS.goto) {
      from = rule.target ?? 0;
      continue;
    }
    const errno = RULE_ERRORS[rule.action];
    if (errno !== undefined) throw new Refusal(errno);
    const table = rule.action === ACTIONS.table ? fib.find(rule.table) : undefined;
    if (table === undefined) continue;
    const found = tryTable(table, flow);
    if (found !== undefined && !suppressed(rule, found)) return found;
  }
  throw new Refusal(ENETUNREACH);
}

/** FR_ACT_*. */
export const ACTIONS = { table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 } as const;
const RULE_ERRORS: Readonly<Record<number, number>> = { 6: EINVAL, 7: ENETUNREACH, 8: EACCES };

/** A route of type throw ends the table and not the search. */
function tryTable(table: RouteTable, flow: Flow): Found | undefined {
  try {
    return lookupTable(table, flow);
  } catch (error) {
    if (error instanceof Refusal && error.errno === EAGAIN) return undefined;
    throw error;
  }
}

function suppressed({ suppressPrefixlen, suppressIfgroup }: RuleEntry, { route, hop }: Found): boolean {
  return (suppressPrefixlen >= 0 && route.length <= suppressPrefixlen) || (suppressIfgroup >= 0 && hop?.dev?.group === suppressIfgroup);
}

function applies(rule: RuleEntry, flow: Flow): boolean {
  const within = (address: string | undefined, prefix: string | undefined, length: number): boolean =>
    length === 0 || (address !== undefined && prefix !== undefined && network(address, length) === network(prefix, length));
  const matches =
    (rule.iifname === undefined || rule.iifname === (flow.iif?.name ?? 'lo')) &&
    (rule.oifname === undefined || rule.oifname === flow.oif?.name) &&
    (((flow.mark ?? 0) ^ rule.fwmark) & rule.fwmask) === 0 &&
    (rule.tos === 0 || rule.tos === (flow.tos ?? 0)) &&
    within(flow.dst, rule.dst, rule.dstLen) &&
    within(flow.src ?? '0'.repeat(bitsOf(flow.family) / 4), rule.src, rule.srcLen);
  return (rule.flags & FIB_RULE_INVERT) !== 0 ? !matches : matches;
}
