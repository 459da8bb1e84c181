// Routing rules as the kernel holds them, and those it starts with. net/core/fib_rules.c; net/ipv4/fib_rules.c: fib_default_rules_init();
// net/ipv6/fib6_rules.c.

import { AF_INET } from '../../rtnl/constants.js';
import type { IpFamily } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import { dropFrom, setOf } from '../sets.js';

/** Both ends belong to it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

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
  /** The link of that name; undefined while there is none. */
  iif?: Device | undefined;
  oif?: Device | undefined;
  readonly fwmark: number;
  readonly fwmask: number;
  readonly tunId: bigint;
  /** Where to go on, of a goto. */
  readonly target: number | undefined;
  readonly suppressPrefixlen: number;
  readonly suppressIfgroup: number;
  readonly ipProto: number;
  readonly flow: number | undefined;
  readonly l3mdev: number;
  readonly uidRange: Range | undefined;
  readonly sportRange: Range | undefined;
  readonly sportMask: number;
  readonly dportRange: Range | undefined;
  readonly dportMask: number;
  /** In place of `tos`. */
  readonly dscp: { readonly value: number; readonly mask: number } | undefined;
  readonly flowlabel: number;
  readonly flowlabelMask: number;
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
  tunId: 0n,
  target: undefined,
  suppressPrefixlen: -1,
  suppressIfgroup: -1,
  ipProto: 0,
  flow: undefined,
  l3mdev: 0,
  uidRange: undefined,
  sportRange: undefined,
  sportMask: 0,
  dportRange: undefined,
  dportMask: 0,
  dscp: undefined,
  flowlabel: 0,
  flowlabelMask: 0,
};

/** The rules of one family, in the order in which they are tried. */
export class RuleList {
  readonly list: RuleEntry[];
  /** Those about links, by the names they wait for. */
  private readonly byName = new Map<string, Set<RuleEntry>>();
  /** Those that have found theirs. */
  private readonly byLink = new Map<Device, Set<RuleEntry>>();
  /** fib_rules_seq: changes with every rule. */
  generation = 1;

  constructor(readonly family: IpFamily) {
    this.list = [{ ...PLAIN, priority: 0, table: 255 }, { ...PLAIN, priority: 32766, table: 254 }, ...(family === AF_INET ? [{ ...PLAIN, priority: 32767, table: 253 }] : [])];
  }

  /** fib_default_rule_pref(): before the second one. */
  freePriority(): number {
    const second = this.list[1]?.priority ?? 0;
    return second === 0 ? 0 : second - 1;
  }

  add(rule: RuleEntry): void {
    this.list.splice(this.firstFrom(rule.priority + 1), 0, rule);
    for (const name of namesOf(rule)) setOf(this.byName, name).add(rule);
    for (const dev of linksOf(rule)) setOf(this.byLink, dev).add(rule);
    this.generation++;
  }

  /** Those of a priority. */
  *of(priority: number): Generator<RuleEntry> {
    for (let at = this.firstFrom(priority); this.list[at]?.priority === priority; at++) yield this.list[at] as RuleEntry;
  }

  /** Where those of this priority and higher numbers begin. */
  private firstFrom(priority: number): number {
    let [low, high] = [0, this.list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle] as RuleEntry).priority < priority) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether there is a rule that a goto means. */
  leadsSomewhere({ target }: RuleEntry): boolean {
    return target !== undefined && this.list[this.firstFrom(target)]?.priority === target;
  }

  /** fib_rules_event(): rules wait for links by their own names alone. */
  follow(event: LinkEvent, dev: Device): void {
    if (event === 'unregister' || event === 'changeName') {
      for (const rule of this.byLink.get(dev) ?? []) {
        if (rule.iif === dev) rule.iif = undefined;
        if (rule.oif === dev) rule.oif = undefined;
      }
      this.byLink.delete(dev);
    }
    if (event === 'register' || event === 'changeName') {
      for (const rule of this.byName.get(dev.name) ?? []) {
        if (rule.iif === undefined && rule.iifname === dev.name) rule.iif = dev;
        if (rule.oif === undefined && rule.oifname === dev.name) rule.oif = dev;
        if (linksOf(rule).includes(dev)) setOf(this.byLink, dev).add(rule);
      }
    }
  }

  remove(rule: RuleEntry): void {
    this.list.splice(this.list.indexOf(rule, this.firstFrom(rule.priority)), 1);
    for (const name of namesOf(rule)) dropFrom(this.byName, name, rule);
    for (const dev of linksOf(rule)) dropFrom(this.byLink, dev, rule);
    this.generation++;
  }
}

const namesOf = ({ iifname, oifname }: RuleEntry): string[] => [iifname, oifname].filter((name) => name !== undefined);
const linksOf = ({ iif, oif }: RuleEntry): Device[] => [iif, oif].filter((dev) => dev !== undefined);
