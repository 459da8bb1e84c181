// RTM_NEWRULE, RTM_DELRULE and RTM_GETRULE. net/core/fib_rules.c: fib_nl2rule(), fib_newrule(), fib_delrule(), fib_nl_dumprule(), fib_nl_fill_rule().

import { NLM_F_EXCL } from '../../netlink/constants.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE } from '../../rtnl/groups.js';
import { fib_rule_hdr } from '../../rtnl/rule.js';
import { dumpAll } from '../address/register.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { EEXIST, EINVAL, ENOENT, EPERM } from '../errno.js';
import type { Handlers } from '../intake.js';
import { bitsOf, type IpFamily, ipOf, ipText } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable, Rule } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { ACTIONS } from '../route/lookup.js';
import type { RuleEntry, RuleList } from './rule.js';

const RTM_NEWRULE = 32;
const RTM_DELRULE = 33;
const RTM_GETRULE = 34;

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

export function registerRules(handlers: Handlers): void {
  for (const family of [AF_INET, AF_INET6] as const) {
    handlers.register(RTM_NEWRULE, family, { doit: (request) => newRule(request, family) });
    handlers.register(RTM_DELRULE, family, { doit: (request) => deleteRule(request, family) });
    handlers.register(RTM_GETRULE, family, { dumpit: (request) => dumpRules(request, family) });
  }
  handlers.register(RTM_GETRULE, 0, { dumpit: dumpAll(handlers, RTM_GETRULE) });
}

const rulesOf = (ns: NetNamespace, family: IpFamily): RuleList => (family === AF_INET ? ns.rules4 : ns.rules6);

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

function range32(attribute: Attribute | undefined): { start: number; end: number } | undefined {
  if (attribute === undefined) return undefined;
  const { view, littleEndian } = attribute.bytes;
  return { start: view.getUint32(attribute.start, littleEndian), end: view.getUint32(attribute.start + 4, littleEndian) };
}

function range16(attribute: Attribute | undefined, text: string): { start: number; end: number } | undefined {
  if (attribute === undefined) return undefined;
  const { view, littleEndian } = attribute.bytes;
  const range = { start: view.getUint16(attribute.start, littleEndian), end: view.getUint16(attribute.start + 2, littleEndian) };
  if (range.start === 0 || range.end === 0xffff || range.start > range.end) throw new Refusal(EINVAL, text);
  return range;
}

/** fib_nl2rule(). */
function ruleOf(request: Request, family: IpFamily, adding: boolean): { readonly rule: RuleEntry; readonly attributes: Attributes } {
  const header = request.struct(fib_rule_hdr, 'Invalid msg length');
  const attributes = parsed(request);
  const src = prefix(attributes, FRA.src, header.srcLen, family, 'Invalid source address');
  const dst = prefix(attributes, FRA.dst, header.dstLen, family, 'Invalid dst address');
  const rules = rulesOf(request.ns, family);
  const priority = attributes.u32(FRA.priority) ?? (adding ? rules.freePriority() : 0);
  const fwmark = attributes.u32(FRA.fwmark) ?? 0;
  const l3mdev = attributes.u8(FRA.l3mdev) ?? 0;
  if (l3mdev !== 0) throw new Refusal(EINVAL, 'Invalid l3mdev attribute');
  const target = attributes.u32(FRA.goto);
  if (target !== undefined && header.action !== ACTIONS.goto) throw new Refusal(EINVAL, 'Unexpected goto');
  if (header.action === ACTIONS.goto && target === undefined) throw new Refusal(EINVAL, 'Invalid goto rule');
  if (target !== undefined && target <= priority) throw new Refusal(EINVAL, 'Backward goto not supported');
  if ((header.tos & 3) !== 0) throw new Refusal(EINVAL, 'Invalid dsfield (tos): ECN bits must be 0');
  const uidRange = range32(attributes.get(FRA.uidRange));
  if (uidRange !== undefined && uidRange.start > uidRange.end) throw new Refusal(EINVAL, 'Invalid uid range');
  const rule: RuleEntry = {
    priority,
    action: header.action,
    table: tableOf(attributes.u32(FRA.table) ?? header.table8, header.action, family, adding, request.ns),
    flags: header.flags,
    protocol: attributes.u8(FRA.protocol) ?? 0,
    tos: header.tos,
    src,
    srcLen: header.srcLen,
    dst,
    dstLen: header.dstLen,
    iifname: attributes.string(FRA.iifname),
    oifname: attributes.string(FRA.oifname),
    fwmark,
    fwmask: attributes.u32(FRA.fwmask) ?? (fwmark === 0 ? 0 : 0xffffffff),
    target,
    suppressPrefixlen: attributes.s32(FRA.suppressPrefixlen) ?? -1,
    suppressIfgroup: attributes.s32(FRA.suppressIfgroup) ?? -1,
    ipProto: attributes.u8(FRA.ipProto) ?? 0,
    flow: attributes.u32(FRA.flow),
    l3mdev,
    uidRange,
    sportRange: range16(attributes.get(FRA.sportRange), 'Invalid sport range'),
    dportRange: range16(attributes.get(FRA.dportRange), 'Invalid dport range'),
    permanent: false,
  };
  return { rule, attributes };
}

/** fib4_rule_configure(), fib6_rule_configure(): IPv4 finds an empty table where none is named. */
function tableOf(table: number, action: number, family: IpFamily, adding: boolean, ns: NetNamespace): number {
  if (!adding || action !== ACTIONS.table || table !== 0) return table;
  if (family === AF_INET6) throw new Refusal(EINVAL, 'Invalid table');
  let empty = 1;
  while (ns.fib4.find(empty) !== undefined) empty++;
  ns.fib4.table(empty);
  return empty;
}

function same(a: RuleEntry, b: RuleEntry): boolean {
  return JSON.stringify({ ...a, permanent: false }) === JSON.stringify({ ...b, permanent: false });
}

function newRule(request: Request, family: IpFamily): void {
  const { rule } = ruleOf(request, family, true);
  const rules = rulesOf(request.ns, family);
  if ((request.flags & NLM_F_EXCL) !== 0 && rules.list.some((other) => same(other, rule))) throw new Refusal(EEXIST);
  rules.add(rule);
  if (family === AF_INET) request.ns.fib4.customRules = true;
  if (rule.action === ACTIONS.table && family === AF_INET6) request.ns.fib6.table(rule.table);
  announce(request, 'RTM_NEWRULE', rule, family);
}

/** rule_find(): what is not told fits all. */
function deleteRule(request: Request, family: IpFamily): void {
  const { rule, attributes } = ruleOf(request, family, false);
  const rules = rulesOf(request.ns, family);
  const told = (type: number, fits: boolean): boolean => !attributes.has(type) || fits;
  const found = rules.list.find(
    (other) =>
      (rule.action === 0 || other.action === rule.action) &&
      (rule.table === 0 || other.table === rule.table) &&
      told(FRA.priority, other.priority === rule.priority) &&
      told(FRA.iifname, other.iifname === rule.iifname) &&
      told(FRA.oifname, other.oifname === rule.oifname) &&
      (rule.fwmark === 0 || other.fwmark === rule.fwmark) &&
      (rule.fwmask === 0 || other.fwmask === rule.fwmask) &&
      told(FRA.protocol, other.protocol === rule.protocol) &&
      told(FRA.ipProto, other.ipProto === rule.ipProto) &&
      (rule.tos === 0 || other.tos === rule.tos) &&
      (rule.srcLen === 0 || (other.srcLen === rule.srcLen && other.src === rule.src)) &&
      (rule.dstLen === 0 || (other.dstLen === rule.dstLen && other.dst === rule.dst)),
  );
  if (found === undefined) throw new Refusal(ENOENT);
  if (found.permanent) throw new Refusal(EPERM);
  rules.remove(found);
  if (family === AF_INET) request.ns.fib4.customRules = true;
  announce(request, 'RTM_DELRULE', found, family);
}

function announce(request: Request, what: 'RTM_NEWRULE' | 'RTM_DELRULE', rule: RuleEntry, family: IpFamily): void {
  request.kernel.notify(request.ns, family === AF_INET ? RTNLGRP_IPV4_RULE : RTNLGRP_IPV6_RULE, () => ruleMessage(what, rule, family, request.ns), { cause: request });
}

/** FIB_RULE_IIF_DETACHED, FIB_RULE_OIF_DETACHED: there is no link of that name. */
const IIF_DETACHED = 8;
const OIF_DETACHED = 16;

function ruleMessage(what: 'RTM_NEWRULE' | 'RTM_DELRULE', rule: RuleEntry, family: IpFamily, ns: NetNamespace): Outgoing {
  const detached = (link: string | undefined, flag: number) => (link !== undefined && ns.links.find(link) === undefined ? flag : 0);
  const table = rule.table;
  return {
    name: what,
    body: {
      family,
      dstLen: rule.dstLen,
      srcLen: rule.srcLen,
      tos: rule.tos,
      table8: table < 256 ? table : 252,
      res1: 0,
      res2: 0,
      action: rule.action,
      flags: rule.flags | detached(rule.iifname, IIF_DETACHED) | detached(rule.oifname, OIF_DETACHED),
      table,
      suppressPrefixlen: rule.suppressPrefixlen,
      protocol: rule.protocol,
      ...(rule.iifname !== undefined && { iifname: rule.iifname }),
      ...(rule.oifname !== undefined && { oifname: rule.oifname }),
      ...(rule.priority !== 0 && { priority: rule.priority }),
      ...(rule.fwmark !== 0 && { fwmark: rule.fwmark }),
      ...((rule.fwmask !== 0 || rule.fwmark !== 0) && { fwmask: rule.fwmask }),
      ...(rule.target !== undefined && { goto: rule.target }),
      ...(rule.uidRange !== undefined && { uidRange: rule.uidRange }),
      ...(rule.sportRange !== undefined && { sportRange: rule.sportRange }),
      ...(rule.dportRange !== undefined && { dportRange: rule.dportRange }),
      ...(rule.ipProto !== 0 && { ipProto: rule.ipProto }),
      ...(rule.suppressIfgroup !== -1 && { suppressIfgroup: rule.suppressIfgroup }),
      ...(rule.dst !== undefined && { dst: ipText(rule.dst) }),
      ...(rule.src !== undefined && { src: ipText(rule.src) }),
      ...(rule.flow !== undefined && { flow: rule.flow }),
    },
  };
}

function dumpRules(request: Request, family: IpFamily): DumpPlan {
  if (request.strict) {
    const header = request.struct(fib_rule_hdr, 'Invalid header for fib rule dump request');
    const { dstLen, srcLen, tos, table8, res1, res2, action, flags } = header;
    if ([dstLen, srcLen, tos, table8, res1, res2, action, flags].some((value) => value !== 0)) throw new Refusal(EINVAL, 'Invalid values in header for fib rule dump request');
    if (request.length > fib_rule_hdr.size) throw new Refusal(EINVAL, 'Invalid data after header in fib rule dump request');
  }
  const rules = rulesOf(request.ns, family);
  return {
    messages: (function* () {
      for (const rule of [...rules.list]) yield () => ruleMessage('RTM_NEWRULE', rule, family, request.ns);
    })(),
    generation: () => rules.generation,
  };
}
