// A rule as `ip rule` and `ip monitor` show it. iproute2: ip/iprule.c: print_rule().

import { AF_INET, AF_INET6, RTPROT_KERNEL } from '../constants.js';
import type { NameTables } from '../name-tables.js';
import { ACTION_NAT, FIB_RULE_IIF_DETACHED, FIB_RULE_INVERT, FIB_RULE_OIF_DETACHED, FIB_RULE_UNRESOLVED, RULE_ACTIONS, type Rule, ruleTable } from '../rule.js';
import { familyColour, hostBits } from './family.js';
import { dsfieldName, groupName, ipProtocolName, realmName, routeProtocolName, routeTableName } from './names.js';
import type { Printer } from './printer.js';
import { routeTypeName } from './route.js';

/** Writes one rule as an object of its own. `deleted` is for RTM_DELRULE. */
export function showRule(out: Printer, rule: Rule, tables?: NameTables, deleted = false): void {
  const { priority = 0, flags } = rule;
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  out.both('priority', priority, `${priority}:\t`);
  if ((flags & FIB_RULE_INVERT) !== 0) out.both('not', null, 'not ');
  showEnds(out, rule);
  if (rule.tos !== 0) word(out, 'tos', dsfieldName(rule.tos, out, tables));
  showMark(out, rule);
  showLinks(out, rule);
  if (rule.l3mdev !== undefined && rule.l3mdev !== 0) out.both('l3mdev', null, ' lookup [l3mdev-table]');
  showSocket(out, rule, tables);
  showTable(out, rule, tables);
  if (rule.flow !== undefined) showRealms(out, rule.flow, tables);
  showAction(out, rule);
  const { protocol = 0 } = rule;
  if (rule.protocol !== undefined && ((protocol !== 0 && protocol !== RTPROT_KERNEL) || out.details > 0)) {
    const name = routeProtocolName(protocol, out, tables);
    out.both('protocol', name, ` proto ${name}`);
  }
  out.text('\n');
  out.closeObject();
}

function word(out: Printer, key: string, value: string): void {
  out.both(key, value, ` ${key} ${value}`);
}

function showEnds(out: Printer, { family, src, srcLen, dst, dstLen }: Rule): void {
  if (src !== undefined) showPrefix(out, 'from ', 'src', family, src, srcLen);
  else if (srcLen !== 0) showZero(out, 'from ', 'src', srcLen);
  else out.both('src', 'all', 'from all');
  if (dst !== undefined) showPrefix(out, ' to ', 'dst', family, dst, dstLen);
  else if (dstLen !== 0) showZero(out, ' to ', 'dst', dstLen);
}

function showPrefix(out: Printer, label: string, key: 'src' | 'dst', family: number, address: string, length: number): void {
  // `ip` has no address of a multicast family.
  const shown = family === AF_INET || family === AF_INET6 ? address : '???';
  out.text(label);
  out.both(key, shown, shown, familyColour(family));
  if (length !== hostBits(family)) out.both(`${key}len`, length, `/${length}`);
}

/** The kernel tells no address of zeros. */
function showZero(out: Printer, label: string, key: 'src' | 'dst', length: number): void {
  out.both(key, '0', `${label}0`);
  out.both(`${key}len`, length, `/${length}`);
}

/** `%#llx`: zero has no prefix. */
const hex = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);

function showMark(out: Printer, { fwmark, fwmask }: Rule): void {
  if (fwmark === undefined && fwmask === undefined) return;
  const mark = hex(fwmark ?? 0);
  out.both('fwmark', mark, ` fwmark ${mark}`);
  if (fwmask !== undefined && fwmask !== 0xffffffff) out.both('fwmask', hex(fwmask), `/${hex(fwmask)}`);
}

function showLinks(out: Printer, { iifname, oifname, flags }: Rule): void {
  for (const [key, name, detached] of [
    ['iif', iifname, FIB_RULE_IIF_DETACHED],
    ['oif', oifname, FIB_RULE_OIF_DETACHED],
  ] as const) {
    if (name === undefined) continue;
    out.text(` ${key} `);
    out.both(key, name, name, 'ifname');
    if ((flags & detached) !== 0) out.both(`${key}_detached`, null, ' [detached]');
  }
}

/** What is told of the socket and the transport. */
function showSocket(out: Printer, { uidRange, ipProto, sportRange, dportRange, tunId }: Rule, tables: NameTables | undefined): void {
  if (uidRange !== undefined) {
    out.both('uid_start', uidRange.start, ` uidrange ${uidRange.start}`);
    out.both('uid_end', uidRange.end, `-${uidRange.end}`);
  }
  if (ipProto !== undefined) word(out, 'ipproto', ipProtocolName(ipProto, out, tables));
  for (const [key, range] of [
    ['sport', sportRange],
    ['dport', dportRange],
  ] as const) {
    if (range === undefined) continue;
    const { start, end } = range;
    if (start === end) {
      out.both(key, start, ` ${key} ${start}`);
    } else {
      out.both(`${key}_start`, start, ` ${key} ${start}`);
      out.both(`${key}_end`, end, `-${end}`);
    }
  }
  if (tunId !== undefined) out.both('tun_id', tunId, ` tun_id ${tunId}`);
}

function showTable(out: Printer, rule: Rule, tables: NameTables | undefined): void {
  const table = ruleTable(rule);
  if (table === 0) return;
  const name = routeTableName(table, out, tables);
  out.both('table', name, ` lookup ${name}`);
  const { suppressPrefixlen = -1, suppressIfgroup = -1 } = rule;
  if (suppressPrefixlen !== -1) out.both('suppress_prefixlen', suppressPrefixlen, ` suppress_prefixlength ${suppressPrefixlen}`);
  if (suppressIfgroup !== -1) word(out, 'suppress_ifgroup', groupName(suppressIfgroup, out, tables));
}

function showRealms(out: Printer, flow: number, tables: NameTables | undefined): void {
  const from = flow >>> 16;
  const to = realmName(flow & 0xffff, out, tables);
  if (from === 0) {
    out.text(' realms ');
  } else {
    const name = realmName(from, out, tables);
    out.both('flow_from', name, ` realms ${name}/`);
  }
  out.both('flow_to', to, to);
}

function showAction(out: Printer, { action, gateway, goto: target, flags }: Rule): void {
  if (action === ACTION_NAT) {
    const address = gateway === undefined ? undefined : Array.from(gateway).join('.');
    if (address === undefined) out.both('masquerade', null, ' masquerade');
    else out.both('nat_gateway', address, ` map-to ${address}`);
  } else if (action === RULE_ACTIONS.goto) {
    if (target === undefined) out.both('goto', 'none', ' goto none');
    else out.both('goto', target, ` goto ${target}`);
    if ((flags & FIB_RULE_UNRESOLVED) !== 0) out.both('unresolved', null, ' [unresolved]');
  } else if (action === RULE_ACTIONS.nop) {
    out.both('nop', null, ' nop');
  } else if (action !== RULE_ACTIONS.table) {
    const name = routeTypeName(action, out);
    out.both('action', name, ` ${name}`);
  }
}
