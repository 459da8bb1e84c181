// Routing rules as the kernel holds them, and those it starts with. net/core/fib_rules.c; net/ipv4/fib_rules.c: fib_default_rules_init();
// net/ipv6/fib6_rules.c.

import { AF_INET } from '../../rtnl/constants.js';
import type { IpFamily } from '../ip.js';

export interface RuleEntry {
  readonly priority: number;
  /** FR_ACT_*. */
  readonly action: number;
  readonly table: number;
  /** FIB_RULE_*. */
  readonly flags: number;
  readonly protocol: number;
  readonly tos: number;
  /** Hex. */
  readonly src: string | undefined;
  readonly srcLen: number;
  readonly dst: string | undefined;
  readonly dstLen: number;
  readonly iifname: string | undefined;
  readonly oifname: string | undefined;
  readonly fwmark: number;
  readonly fwmask: number;
  /** Where to go on, of a goto. */
  readonly target: number | undefined;
  readonly suppressPrefixlen: number;
  readonly suppressIfgroup: number;
  readonly ipProto: number;
  readonly flow: number | undefined;
  readonly l3mdev: number;
  readonly uidRange: { readonly start: number; readonly end: number } | undefined;
  readonly sportRange: { readonly start: number; readonly end: number } | undefined;
  readonly dportRange: { readonly start: number; readonly end: number } | undefined;
  readonly permanent: boolean;
}

const PLAIN: Omit<RuleEntry, 'priority' | 'table'> = {
  action: 1,
  flags: 0,
  protocol: 2,
  tos: 0,
  src: undefined,
  srcLen: 0,
  dst: undefined,
  dstLen: 0,
  iifname: undefined,
  oifname: undefined,
  fwmark: 0,
  fwmask: 0,
  target: undefined,
  suppressPrefixlen: -1,
  suppressIfgroup: -1,
  ipProto: 0,
  flow: undefined,
  l3mdev: 0,
  uidRange: undefined,
  sportRange: undefined,
  dportRange: undefined,
  permanent: false,
};

/** The rules of one family, in the order in which they are tried. */
export class RuleList {
  readonly list: RuleEntry[];
  /** fib_rules_seq: changes with every rule. */
  generation = 1;

  constructor(readonly family: IpFamily) {
    this.list = [
      { ...PLAIN, priority: 0, table: 255, permanent: true },
      { ...PLAIN, priority: 32766, table: 254 },
      ...(family === AF_INET ? [{ ...PLAIN, priority: 32767, table: 253 }] : []),
    ];
  }

  /** fib_default_rule_pref(): before the second one. */
  freePriority(): number {
    const second = this.list[1]?.priority ?? 0;
    return second === 0 ? 0 : second - 1;
  }

  add(rule: RuleEntry): void {
    const at = this.list.findIndex(({ priority }) => priority > rule.priority);
    this.list.splice(at < 0 ? this.list.length : at, 0, rule);
    this.generation++;
  }

  remove(rule: RuleEntry): void {
    this.list.splice(this.list.indexOf(rule), 1);
    this.generation++;
  }
}
