// What a request about a rule asks for, taken apart and looked through. net/core/fib_rules.c: fib_nl2rule(), fib_nl2rule_rtnl();
// net/ipv4/fib_rules.c: fib4_rule_configure(); net/ipv6/fib6_rules.c: fib6_rule_configure().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { fib_rule_hdr } from '../../rtnl/rule.js';
import type { Attribute, Attributes } from '../attribute.js';
import { bitsOf, type IpFamily, ipOf } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { ACTIONS } from '../route/lookup.js';
import type { Range, RuleEntry, RuleList } from './rule.js';

/** FRA_*. */
const FRA = {
  dst: 1,
  src: 2,
  iifname: 3,
  goto: 4,
  priority: 6,
  fwmark: 10,
  flow: 11,
  tunId: 12,
  suppressIfgroup: 13,
  suppressPrefixlen: 14,
  table: 15,
  fwmask: 16,
  oifname: 17,
  l3mdev: 19,
  uidRange: 20,
  protocol: 21,
  ipProto: 22,
  sportRange: 23,
  dportRange: 24,
  dscp: 25,
  flowlabel: 26,
  flowlabelMask: 27,
  sportMask: 28,
  dportMask: 29,
  dscpMask: 30,
} as const;

const u32: Rule = { type: 'u32' };
const u8: Rule = { type: 'u8' };
const name: Rule = { type: 'string', length: 15 };

const policy: PolicyTable = {
  maxType: 30,
  strictFrom: 25,
  // biome-ignore format: as the kernel numbers them
  rules: {
    3: name, 4: u32, 6: u32, 10: u32, 11: u32, 12: { type: 'u64' }, 13: u32, 14: u32, 15: u32, 16: u32, 17: name, 19: u8, 20: { type: 'unspec', length: 8 }, 21: u8, 22: u8,
    23: { type: 'unspec', length: 4 }, 24: { type: 'unspec', length: 4 }, 25: { type: 'u8', max: 63 }, 26: { type: 'be32' }, 27: { type: 'be32' }, 28: { type: 'u16' }, 29: { type: 'u16' },
    30: { type: 'u8', mask: 63 },
  },
};

export const rulesOf = (ns: NetNamespace, family: IpFamily): RuleList => (family === AF_INET ? ns.rules4 : ns.rules6);

function parsed(request: Request): Attributes {
  try {
    return request.attributes(fib_rule_hdr.size, policy);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.errno, 'Error parsing msg', error.fault);
    throw error;
  }
}

function prefix(attributes: Attributes, type: number, length: number, family: IpFamily, text: string): string | undefined {
  if (length === 0) return undefined;
  const attribute = attributes.get(type);
  if (attribute === undefined || length > bitsOf(family) || attribute.length !== bitsOf(family) / 8) throw new Refusal(EINVAL, text);
  return ipOf(attribute.payload, family);
}

function range32(attribute: Attribute | undefined): Range | undefined {
  if (attribute === undefined) return undefined;
  const { view, littleEndian } = attribute.bytes;
  return { start: view.getUint32(attribute.start, littleEndian), end: view.getUint32(attribute.start + 4, littleEndian) };
}

const PORT_MASK = 0xffff;

/** nla_get_port_range(), fib_nl2rule_port_mask(): a single port counts in all its bits unless something else is told. */
function ports(attributes: Attributes, type: number, maskType: number, text: string): { readonly range: Range | undefined; readonly mask: number } {
  const attribute = attributes.get(type);
  let range: Range | undefined;
  if (attribute !== undefined) {
    const { view, littleEndian } = attribute.bytes;
    range = { start: view.getUint16(attribute.start, littleEndian), end: view.getUint16(attribute.start + 2, littleEndian) };
    if (range.start === 0 || range.end === 0xffff || range.start > range.end) throw new Refusal(EINVAL, text);
  }
  const told = attributes.get(maskType);
  if (told === undefined) return { range, mask: range !== undefined && range.start === range.end ? PORT_MASK : 0 };
  const refuse = (words: string) => new Refusal(EINVAL, words, { offset: told.at });
  if (range === undefined) throw refuse('Cannot specify port mask without port value');
  if (range.start !== range.end) throw refuse('Cannot specify port mask for port range');
  if ((range.start & ~told.u16) !== 0) throw refuse('Invalid port mask');
  return { range, mask: told.u16 };
}

/** A rule that was asked for, and what of it is for the family to look at. */
export interface RuleAsked {
  readonly family: IpFamily;
  readonly rule: RuleEntry;
  readonly attributes: Attributes;
  /** Its priority was told, not chosen. */
  readonly prioritized: boolean;
}

/** fib_nl2rule(). Throws Refusal. */
export function ruleAsked(request: Request, family: IpFamily): RuleAsked {
  const header = request.struct(fib_rule_hdr, 'Invalid msg length');
  const attributes = parsed(request);
  const src = prefix(attributes, FRA.src, header.srcLen, family, 'Invalid source address');
  const dst = prefix(attributes, FRA.dst, header.dstLen, family, 'Invalid dst address');
  const fwmark = attributes.u32(FRA.fwmark) ?? 0;
  const l3mdev = attributes.u8(FRA.l3mdev) ?? 0;
  if (attributes.has(FRA.l3mdev) && l3mdev !== 1) throw new Refusal(EINVAL, 'Invalid l3mdev attribute');
  const target = attributes.u32(FRA.goto);
  const table = attributes.u32(FRA.table) ?? header.table8;
  if (target !== undefined && header.action !== ACTIONS.goto) throw new Refusal(EINVAL, 'Unexpected goto');
  if (header.action === ACTIONS.goto && target === undefined) throw new Refusal(EINVAL, 'Missing goto target for action goto');
  if (l3mdev !== 0 && table !== 0) throw new Refusal(EINVAL, 'l3mdev and table are mutually exclusive');
  const uidRange = range32(attributes.get(FRA.uidRange));
  if (uidRange !== undefined && (uidRange.start > uidRange.end || uidRange.start === NOBODY || uidRange.end === NOBODY)) throw new Refusal(EINVAL, 'Invalid uid range');
  const sports = ports(attributes, FRA.sportRange, FRA.sportMask, 'Invalid sport range');
  const dports = ports(attributes, FRA.dportRange, FRA.dportMask, 'Invalid dport range');
  const priority = attributes.u32(FRA.priority) ?? rulesOf(request.ns, family).freePriority();
  if (target !== undefined && target <= priority) throw new Refusal(EINVAL, 'Backward goto not supported');
  const rule: RuleEntry = {
    priority,
    action: header.action,
    table,
    flags: header.flags,
    protocol: attributes.u8(FRA.protocol) ?? 0,
    tos: header.tos,
    src,
    srcLen: header.srcLen,
    dst,
    dstLen: header.dstLen,
    iifname: attributes.string(FRA.iifname) || undefined,
    oifname: attributes.string(FRA.oifname) || undefined,
    iif: request.ns.links.find(attributes.string(FRA.iifname) ?? ''),
    oif: request.ns.links.find(attributes.string(FRA.oifname) ?? ''),
    fwmark,
    fwmask: attributes.u32(FRA.fwmask) ?? (fwmark === 0 ? 0 : 0xffffffff),
    tunId: attributes.get(FRA.tunId)?.be64 ?? 0n,
    target,
    suppressPrefixlen: attributes.s32(FRA.suppressPrefixlen) ?? -1,
    suppressIfgroup: attributes.s32(FRA.suppressIfgroup) ?? -1,
    ipProto: attributes.u8(FRA.ipProto) ?? 0,
    flow: family === AF_INET ? attributes.u32(FRA.flow) : undefined,
    l3mdev,
    uidRange,
    sportRange: sports.range,
    sportMask: sports.mask,
    dportRange: dports.range,
    dportMask: dports.mask,
    dscp: undefined,
    flowlabel: 0,
    flowlabelMask: 0,
  };
  return { family, rule, attributes, prioritized: attributes.has(FRA.priority) };
}

/** No user has it: INVALID_UID. */
const NOBODY = 0xffffffff;
const ECN = 0x03;
/** IPTOS_TOS_MASK: what IPv4 knows of the field. */
const TOS = 0x1e;
const DSCP = 0x3f;
const FLOWLABEL = 0xfffff;

/** fib4_rule_configure(), fib6_rule_configure(). Throws Refusal. */
export function configured(ns: NetNamespace, family: IpFamily, { rule, attributes }: RuleAsked): RuleEntry {
  if (family === AF_INET && (attributes.has(FRA.flowlabel) || attributes.has(FRA.flowlabelMask))) {
    throw new Refusal(EINVAL, 'Flow label cannot be specified for IPv4 FIB rules');
  }
  if ((rule.tos & ECN) !== 0) throw new Refusal(EINVAL, 'Invalid dsfield (tos): ECN bits must be 0');
  if (family === AF_INET && (rule.tos & ~TOS) !== 0) throw new Refusal(EINVAL, 'Invalid tos');
  const made = { ...rule, dscp: dscpOf(rule, attributes), ...(family === AF_INET6 && flowlabelOf(attributes)) };
  if (rule.action !== ACTIONS.table || rule.l3mdev !== 0) return made;
  if (family === AF_INET6) {
    if (rule.table === 0) throw new Refusal(EINVAL, 'Invalid table');
    ns.fib6.table(rule.table);
    return made;
  }
  return rule.table === 0 ? { ...made, table: emptyTable(ns) } : made;
}

/** fib_empty_table(). */
function emptyTable({ fib4 }: NetNamespace): number {
  let empty = 1;
  while (fib4.find(empty) !== undefined) empty++;
  fib4.table(empty);
  return empty;
}

function dscpOf({ tos }: RuleEntry, attributes: Attributes): RuleEntry['dscp'] {
  const value = attributes.u8(FRA.dscp);
  const mask = attributes.get(FRA.dscpMask);
  if (value !== undefined && tos !== 0) throw new Refusal(EINVAL, 'Cannot specify both TOS and DSCP');
  if (mask === undefined) return value === undefined ? undefined : { value, mask: DSCP };
  if (value === undefined) throw new Refusal(EINVAL, 'Cannot specify DSCP mask without DSCP value', { offset: mask.at });
  if ((value & ~mask.u8) !== 0) throw new Refusal(EINVAL, 'Invalid DSCP mask', { offset: mask.at });
  return { value, mask: mask.u8 };
}

/** fib6_nl2rule_flowlabel(). */
function flowlabelOf(attributes: Attributes): Partial<RuleEntry> {
  const [label, mask] = [attributes.get(FRA.flowlabel), attributes.get(FRA.flowlabelMask)];
  if (label === undefined && mask === undefined) return {};
  if (label === undefined) throw new Refusal(EINVAL, undefined, { missingType: FRA.flowlabel });
  if (mask === undefined) throw new Refusal(EINVAL, undefined, { missingType: FRA.flowlabelMask });
  if (mask.be32 > FLOWLABEL) throw new Refusal(EINVAL, 'Invalid flow label mask', { offset: mask.at });
  if ((label.be32 & ~mask.be32) !== 0) throw new Refusal(EINVAL, 'Flow label and mask do not match', { offset: label.at });
  return { flowlabel: label.be32, flowlabelMask: mask.be32 };
}

/** fib4_rule_compare(), fib6_rule_compare(): what is not told fits all. */
export function familyFits(other: RuleEntry, { family, rule, attributes }: RuleAsked): boolean {
  // What most rules differ in comes first: a rule may be looked for among thousands.
  if (rule.srcLen !== 0 && (other.srcLen !== rule.srcLen || other.src !== rule.src)) return false;
  if (rule.dstLen !== 0 && (other.dstLen !== rule.dstLen || other.dst !== rule.dst)) return false;
  const told = (type: number, fits: boolean): boolean => !attributes.has(type) || fits;
  const told6 = (type: number, fits: boolean): boolean => family === AF_INET || told(type, fits);
  return (
    (rule.tos === 0 || (other.dscp === undefined && other.tos === rule.tos)) &&
    told(FRA.dscp, other.dscp?.value === attributes.u8(FRA.dscp)) &&
    told(FRA.dscpMask, other.dscp?.mask === attributes.u8(FRA.dscpMask)) &&
    (rule.flow === undefined || (other.flow ?? 0) === rule.flow) &&
    told6(FRA.flowlabel, other.flowlabel === attributes.get(FRA.flowlabel)?.be32) &&
    told6(FRA.flowlabelMask, other.flowlabelMask === attributes.get(FRA.flowlabelMask)?.be32)
  );
}
