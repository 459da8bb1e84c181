// RTM_NEWRULE, RTM_DELRULE and RTM_GETRULE. net/core/fib_rules.c: fib_newrule(), fib_delrule(), fib_nl_dumprule(), fib_nl_fill_rule().

import { NLM_F_EXCL } from '../../netlink/constants.js';
import { EAFNOSUPPORT, EEXIST, EINVAL, ENOENT, EPERM } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { AF_INET, AF_INET6, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE } from '../../rtnl/groups.js';
import { FIB_RULE_IIF_DETACHED, FIB_RULE_OIF_DETACHED, FIB_RULE_UNRESOLVED, fib_rule_hdr } from '../../rtnl/rule.js';
import { dumpAll } from '../address/register.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import { type IpFamily, ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { ACTIONS } from '../route/lookup.js';
import { configured, familyFits, type RuleAsked, ruleAsked, rulesOf } from './config.js';
import type { Range, RuleEntry, RuleList } from './rule.js';

const RTM_NEWRULE = 32;
const RTM_DELRULE = 33;
const RTM_GETRULE = 34;
/** Whoever made it does not want it deleted. */
const FIB_RULE_PERMANENT = 0x1;

export function registerRules(handlers: Handlers): void {
  for (const family of [AF_INET, AF_INET6] as const) {
    handlers.register(RTM_NEWRULE, family, { doit: (request) => newRule(request, family) });
    handlers.register(RTM_DELRULE, family, { doit: (request) => deleteRule(request, family) });
    handlers.register(RTM_GETRULE, family, { dumpit: (request) => dumpRules(request, family) });
  }
  handlers.register(RTM_NEWRULE, 0, { doit: noFamily });
  handlers.register(RTM_DELRULE, 0, { doit: noFamily });
  for (const [family, table] of MULTICAST_ROUTING) handlers.register(RTM_GETRULE, family, { dumpit: (request) => dumped(request, [() => multicastRule(family, table)]) });
  const all = dumpAll(handlers, RTM_GETRULE, ORDER);
  handlers.register(RTM_GETRULE, 0, { dumpit: (request) => ofKnownFamily(request, all(request)) });
}

/** Nothing else of multicast routing is simulated. */
const MULTICAST_ROUTING = [
  [RTNL_FAMILY_IPMR, 253],
  [RTNL_FAMILY_IP6MR, 254],
] as const;
/** As they register themselves. */
const ORDER = [AF_INET, RTNL_FAMILY_IPMR, RTNL_FAMILY_IP6MR, AF_INET6];

/** The one that is there without anybody's doing: ipmr_rules_init(), ip6mr_rules_init(). */
const multicastRule = (family: number, table: number): Outgoing => ({
  name: 'RTM_NEWRULE',
  body: { family, dstLen: 0, srcLen: 0, tos: 0, table8: table, res1: 0, res2: 0, action: ACTIONS.table, flags: 0, table, suppressPrefixlen: -1, protocol: 2, priority: 32767 },
});

/** fib_nl_dumprule(): the header is looked at first. */
function ofKnownFamily({ bytes }: Request, plan: DumpPlan): DumpPlan {
  if (bytes.array[NLMSG_HDRLEN] !== 0) throw new Refusal(EAFNOSUPPORT);
  return plan;
}

/** Rules about links are so as long as there is one of the name. */
export function ruleEvent(event: LinkEvent, dev: Device): void {
  for (const rules of [dev.ns.rules4, dev.ns.rules6]) rules.follow(event, dev);
}

/** Handlers are there for any family; rules are not. */
function noFamily(request: Request): void {
  request.struct(fib_rule_hdr, 'Invalid msg length');
  throw new Refusal(EAFNOSUPPORT, 'Rule family not supported');
}

const sameRange = (a: Range | undefined, b: Range | undefined): boolean => a?.start === b?.start && a?.end === b?.end;

/** rule_exists(): its flags, and where a goto leads, do not count. */
function exists(rules: RuleList, asked: RuleAsked): boolean {
  const { rule } = asked;
  return [...rules.of(rule.priority)].some(
    (other) =>
      EQUAL.every((key) => other[key] === rule[key]) &&
      sameRange(other.uidRange, rule.uidRange) &&
      sameRange(other.sportRange, rule.sportRange) &&
      sameRange(other.dportRange, rule.dportRange) &&
      familyFits(other, asked),
  );
}

const EQUAL = [
  'action',
  'table',
  'iifname',
  'oifname',
  'fwmark',
  'fwmask',
  'suppressIfgroup',
  'suppressPrefixlen',
  'tunId',
  'l3mdev',
  'ipProto',
  'protocol',
  'sportMask',
  'dportMask',
] as const;

function newRule(request: Request, family: IpFamily): void {
  const asked = ruleAsked(request, family);
  const rules = rulesOf(request.ns, family);
  if ((request.flags & NLM_F_EXCL) !== 0 && exists(rules, asked)) throw new Refusal(EEXIST);
  const rule = configured(request.ns, family, asked);
  rules.add(rule);
  (family === AF_INET ? request.ns.fib4 : request.ns.fib6).customRules = true;
  announce(request, 'RTM_NEWRULE', rule, family);
}

/** rule_find(): what is not told fits all. */
function deleteRule(request: Request, family: IpFamily): void {
  const asked = ruleAsked(request, family);
  const { rule, prioritized } = asked;
  const rules = rulesOf(request.ns, family);
  const ranges = ['uidRange', 'sportRange', 'dportRange'] as const;
  const found = (prioritized ? [...rules.of(rule.priority)] : rules.list).find(
    (other) =>
      familyFits(other, asked) &&
      TOLD.every(([key, nothing]) => rule[key] === nothing || other[key] === rule[key]) &&
      ranges.every((key) => rule[key] === undefined || sameRange(other[key], rule[key])),
  );
  if (found === undefined) throw new Refusal(ENOENT);
  if ((found.flags & FIB_RULE_PERMANENT) !== 0) throw new Refusal(EPERM);
  rules.remove(found);
  if (family === AF_INET) request.ns.fib4.customRules = true;
  announce(request, 'RTM_DELRULE', found, family);
}

/** What counts, and the value that says that it was not told. */
const TOLD: readonly (readonly [key: keyof RuleEntry, nothing: unknown])[] = [
  ['action', 0],
  ['table', 0],
  ['iifname', undefined],
  ['oifname', undefined],
  ['fwmark', 0],
  ['suppressIfgroup', -1],
  ['suppressPrefixlen', -1],
  ['fwmask', 0],
  ['tunId', 0n],
  ['l3mdev', 0],
  ['ipProto', 0],
  ['protocol', 0],
  ['sportMask', 0],
  ['dportMask', 0],
];

function announce(request: Request, what: 'RTM_NEWRULE' | 'RTM_DELRULE', rule: RuleEntry, family: IpFamily): void {
  request.kernel.notify(request.ns, family === AF_INET ? RTNLGRP_IPV4_RULE : RTNLGRP_IPV6_RULE, () => ruleMessage(what, rule, family, request.ns), { cause: request });
}

/** fib_nl_fill_rule(). */
function ruleMessage(what: 'RTM_NEWRULE' | 'RTM_DELRULE', rule: RuleEntry, family: IpFamily, ns: NetNamespace): Outgoing {
  const detached = (name: string | undefined, dev: Device | undefined, flag: number) => (name !== undefined && dev === undefined ? flag : 0);
  const unresolved = rule.action === ACTIONS.goto && !rulesOf(ns, family).leadsSomewhere(rule) ? FIB_RULE_UNRESOLVED : 0;
  const { table, dscp } = rule;
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
      flags: (rule.flags | unresolved | detached(rule.iifname, rule.iif, FIB_RULE_IIF_DETACHED) | detached(rule.oifname, rule.oif, FIB_RULE_OIF_DETACHED)) >>> 0,
      table,
      suppressPrefixlen: rule.suppressPrefixlen,
      protocol: rule.protocol,
      ...(rule.iifname !== undefined && { iifname: rule.iifname }),
      ...(rule.oifname !== undefined && { oifname: rule.oifname }),
      ...(rule.priority !== 0 && { priority: rule.priority }),
      ...(rule.fwmark !== 0 && { fwmark: rule.fwmark }),
      ...((rule.fwmask !== 0 || rule.fwmark !== 0) && { fwmask: rule.fwmask }),
      ...(rule.target !== undefined && { goto: rule.target }),
      ...(rule.tunId !== 0n && { tunId: rule.tunId }),
      ...(rule.l3mdev !== 0 && { l3mdev: rule.l3mdev }),
      ...(rule.uidRange !== undefined && { uidRange: rule.uidRange }),
      ...(rule.sportRange !== undefined && { sportRange: rule.sportRange }),
      ...(rule.sportMask !== 0 && { sportMask: rule.sportMask }),
      ...(rule.dportRange !== undefined && { dportRange: rule.dportRange }),
      ...(rule.dportMask !== 0 && { dportMask: rule.dportMask }),
      ...(rule.ipProto !== 0 && { ipProto: rule.ipProto }),
      ...(rule.suppressIfgroup !== -1 && { suppressIfgroup: rule.suppressIfgroup }),
      ...(dscp !== undefined && { dscp: dscp.value, dscpMask: dscp.mask }),
      ...(rule.flowlabelMask !== 0 && { flowlabel: rule.flowlabel, flowlabelMask: rule.flowlabelMask }),
      ...(rule.dst !== undefined && { dst: ipText(rule.dst) }),
      ...(rule.src !== undefined && { src: ipText(rule.src) }),
      ...(rule.flow !== undefined && rule.flow !== 0 && family === AF_INET && { flow: rule.flow }),
    },
  };
}

function dumpRules(request: Request, family: IpFamily): DumpPlan {
  const rules = rulesOf(request.ns, family);
  const told = (function* () {
    for (const rule of [...rules.list]) yield () => ruleMessage('RTM_NEWRULE', rule, family, request.ns);
  })();
  return dumped(request, told, () => rules.generation);
}

/** fib_valid_dumprule_req(). Throws Refusal. */
function dumped(request: Request, messages: DumpPlan['messages'], generation = () => 0): DumpPlan {
  if (request.strict) {
    const header = request.struct(fib_rule_hdr, 'Invalid header for fib rule dump request');
    const { dstLen, srcLen, tos, table8, res1, res2, action, flags } = header;
    if ([dstLen, srcLen, tos, table8, res1, res2, action, flags].some((value) => value !== 0)) throw new Refusal(EINVAL, 'Invalid values in header for fib rule dump request');
    if (request.length > fib_rule_hdr.size) throw new Refusal(EINVAL, 'Invalid data after header in fib rule dump request');
  }
  return { messages, generation };
}
