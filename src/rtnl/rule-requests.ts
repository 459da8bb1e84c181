// The requests for rules as pure functions: from a plain spec to the message that iproute2 6.1 sends for it.
// iproute2: ip/iprule.c: iprule_modify(), iprule_list_flush_or_save().

import { expectInteger } from '../netlink/codec.js';
import { NLM_F_CREATE, NLM_F_EXCL } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, isWordOf, told } from '../netlink/expect.js';
import { AF_INET, AF_INET6, RT_TABLE_MAIN, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from './constants.js';
import { expectObject, numberOf } from './expect.js';
import { defaultNames } from './name-tables.js';
import { type Prefix, parsePrefix } from './prefix.js';
import { namedNumberOf } from './route-names.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';
import { FIB_RULE_INVERT, RULE_ACTIONS, type Rule } from './rule.js';

/** Whose rules: of routing, or of multicast routing. */
export const RULE_FAMILIES = { inet: AF_INET, inet6: AF_INET6, ipmr: RTNL_FAMILY_IPMR, ip6mr: RTNL_FAMILY_IP6MR } as const;

/** The families by name. */
export type RuleFamily = keyof typeof RULE_FAMILIES;

/** Both ends belong to it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A rule in the words of `man ip-rule`: which packets, and what becomes of them. Attributes are sent in the order in which options are given. */
export interface RuleSpec {
  /** That of `from` and `to`, else `inet`. */
  readonly family?: RuleFamily;
  /** Rules are tried from 0 on, up to 4294967295. Left out, a new rule goes before the first that is not 0. */
  readonly priority?: number;
  /** For packets that are not as told. */
  readonly not?: boolean;
  /** Source: `10.0.0.0/8`; without a prefix length it is a host. */
  readonly from?: string;
  /** Destination: `10.0.0.0/8`; without a prefix length it is a host. */
  readonly to?: string;
  /** Name of the link that packets come in by, which need not be there yet; `lo` is for what this machine sends. */
  readonly iif?: string;
  /** Name of the link that sockets are bound to, which need not be there yet. */
  readonly oif?: string;
  /** Type of service, 0 to 255: the kernel takes bits of 0x1c for IPv4, of 0xfc for IPv6. */
  readonly tos?: number;
  /** Mark of a packet, 32 bits. */
  readonly fwmark?: number;
  /** Bits of the mark that count; all by default. */
  readonly fwmask?: number;
  /** Id of the tunnel that packets come by, 64 bits. */
  readonly tunId?: bigint | number;
  /** User ids of the sockets that packets are of. */
  readonly uidRange?: Range;
  /** IPPROTO_*, 1 to 255, or a name: `tcp`. */
  readonly ipproto?: number | string;
  /** Source port, or the first and last of several, 1 to 65535. */
  readonly sport?: number | Range;
  /** Destination port, or the first and last of several, 1 to 65535. */
  readonly dport?: number | Range;
  /** The table is that of the VRF the packet's link is in: no `table` then. */
  readonly l3mdev?: boolean;
  /** Number of a routing table, or `main`, `local`, `default`; `main` where nothing else is told. */
  readonly table?: number | string;
  /** What becomes of the packet instead of a look in a table: `nop` nothing, the others end it. A number is FR_ACT_*. */
  readonly action?: 'nop' | 'blackhole' | 'unreachable' | 'prohibit' | number;
  /** Priority of the rule to go on with, higher than its own; it need not be there yet. */
  readonly goto?: number;
  /** Routes with a prefix this long or shorter are passed over: 0 leaves the default routes out. */
  readonly suppressPrefixLength?: number;
  /** Routes by links of this group are passed over. */
  readonly suppressIfgroup?: number;
  /** Realms for the packet's accounting, 1 to 65535 each. IPv4 only. */
  readonly realms?: { readonly from?: number; readonly to: number };
  /** RTPROT_*, 0 to 255, or a name: `static`. 0 by default. */
  readonly protocol?: RouteProtocolRef;
}

interface Building {
  readonly body: Partial<Rule>;
  /** A table, or something in place of one, was told. */
  decided: boolean;
}

type Setter<K extends keyof RuleSpec> = (building: Building, value: NonNullable<RuleSpec[K]>) => void;

/** The kernel would take no name for any link. */
function expectName(name: string, what: string): string {
  if (typeof name !== 'string' || name === '') throw new EncodeError(`${what} is the name of a link, not ${told(name)}`);
  return name;
}

function protocolNumber(wanted: string): number {
  for (const [number, name] of defaultNames.ipProtocols) if (name === wanted) return number;
  throw new EncodeError(`ipproto ${told(wanted)} has no number`);
}

function range(value: number | Range, what: string): Range {
  if (typeof value === 'number') return { start: value, end: value };
  expectObject(value, what);
  const { start, end } = value;
  for (const one of [start, end]) expectInteger(one, 0, 0xffffffff, what);
  return { start, end };
}

function prefix({ body }: Building, key: 'src' | 'dst', text: string): void {
  const { address, length }: Prefix = parsePrefix(text);
  body[key] = address;
  body[key === 'src' ? 'srcLen' : 'dstLen'] = length;
}

const SETTERS: { readonly [K in keyof Required<RuleSpec>]: Setter<K> } = {
  family: () => undefined,
  priority({ body }, value) {
    body.priority = value;
  },
  not({ body }, value) {
    if (expectBoolean(value, 'not')) body.flags = FIB_RULE_INVERT;
  },
  from: (building, value) => prefix(building, 'src', value),
  to: (building, value) => prefix(building, 'dst', value),
  iif({ body }, value) {
    body.iifname = expectName(value, 'iif');
  },
  oif({ body }, value) {
    body.oifname = expectName(value, 'oif');
  },
  tos({ body }, value) {
    body.tos = value;
  },
  fwmark({ body }, value) {
    body.fwmark = value;
  },
  fwmask({ body }, value) {
    body.fwmask = value;
  },
  tunId({ body }, value) {
    body.tunId = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as bigint);
  },
  uidRange({ body }, value) {
    body.uidRange = range(value, 'uidRange');
  },
  ipproto({ body }, value) {
    body.ipProto = typeof value === 'number' ? value : protocolNumber(value);
  },
  sport({ body }, value) {
    body.sportRange = range(value, 'sport');
  },
  dport({ body }, value) {
    body.dportRange = range(value, 'dport');
  },
  l3mdev(building, value) {
    if (!expectBoolean(value, 'l3mdev')) return;
    building.body.l3mdev = 1;
    building.decided = true;
  },
  table(building, value) {
    const table = namedNumberOf('tables', value);
    if (table < 256) building.body.table8 = table;
    else building.body.table = table;
    building.decided = true;
  },
  action(building, value) {
    const action = typeof value === 'string' && Object.hasOwn(RULE_ACTIONS, value) ? RULE_ACTIONS[value] : value;
    if (typeof action !== 'number') throw new EncodeError(`action ${told(value)} is none of ${Object.keys(RULE_ACTIONS).join(', ')}`);
    building.body.action = action;
    building.decided = true;
  },
  goto(building, value) {
    building.body.goto = value;
    building.body.action = RULE_ACTIONS.goto;
    building.decided = true;
  },
  suppressPrefixLength({ body }, value) {
    body.suppressPrefixlen = value;
  },
  suppressIfgroup({ body }, value) {
    body.suppressIfgroup = value;
  },
  realms({ body }, realms) {
    expectObject(realms, 'realms');
    const { from = 0, to } = realms;
    if (![from, to].every((realm) => Number.isInteger(realm) && realm >= 0 && realm <= 0xffff)) throw new EncodeError('realms are 0 to 65535');
    body.flow = from * 0x10000 + to;
  },
  protocol({ body }, value) {
    body.protocol = routeProtocolNumber(value);
  },
};

function ruleBodyOf(spec: RuleSpec, adding: boolean): Partial<Rule> {
  const building: Building = { body: {}, decided: false };
  for (const [key, value] of Object.entries(spec)) {
    const set = Object.hasOwn(SETTERS, key) ? (SETTERS[key as keyof RuleSpec] as Setter<never>) : undefined;
    if (set === undefined) throw new EncodeError(`rules have no option ${key}`);
    if (value !== undefined) set(building, value as never);
  }
  if (spec.l3mdev === true && spec.table !== undefined) throw new EncodeError('a rule with l3mdev has no table');
  const table8 = building.decided || !adding ? 0 : RT_TABLE_MAIN;
  return { family: familyOf(spec), table8, action: adding ? RULE_ACTIONS.table : RULE_ACTIONS.unspec, ...building.body };
}

/** That which was told, or that of the prefixes, which must be one. */
function familyOf({ family, from, to }: RuleSpec): number {
  const families = [from, to].flatMap((text) => (text === undefined ? [] : [parsePrefix(text).family]));
  if (family !== undefined && !isWordOf(RULE_FAMILIES, family)) throw new EncodeError(`family ${told(family)} is none of ${Object.keys(RULE_FAMILIES).join(', ')}`);
  const wanted = family === undefined ? (families[0] ?? AF_INET) : RULE_FAMILIES[family];
  if (families.some((one) => one !== wanted)) throw new EncodeError('from, to and family are not of one family');
  return wanted;
}

/** Throws EncodeError. The kernel refuses a rule that is there already, with all the same: EEXIST. */
export function addRuleRequest(spec: RuleSpec) {
  return { name: 'RTM_NEWRULE', header: { flags: NLM_F_CREATE | NLM_F_EXCL }, body: ruleBodyOf(spec, true) } as const;
}

/** Throws EncodeError. Of the rules that are as told, the first goes; ENOENT where there is none. */
export function deleteRuleRequest(spec: RuleSpec) {
  return { name: 'RTM_DELRULE', header: {}, body: ruleBodyOf(spec, false) } as const;
}

/** The kernel lists the rules of one family. */
export function listRulesRequest(family: RuleFamily = 'inet') {
  return { name: 'RTM_GETRULE', header: {}, body: { family: numberOf(RULE_FAMILIES, family, 'family') } } as const;
}

/** Removes the very rule that was listed. */
export function removeRuleRequest(body: Rule) {
  return { name: 'RTM_DELRULE', header: {}, body } as const;
}
