// Which rules are shown or flushed: the words, and what passes. iproute2: ip/iprule.c: iprule_list_flush_or_save(), filter_nlmsg().

import { parseIp } from '../../netlink/address.js';
import { AF_UNSPEC } from '../../rtnl/constants.js';
import { u64Word } from '../../rtnl/kinds/word-values.js';
import { namedNumber } from '../../rtnl/name-tables.js';
import { FIB_RULE_INVERT, type Rule, ruleTable } from '../../rtnl/rule.js';
import type { Range } from '../../rtnl/rule-requests.js';
import { invalidWord, matches, type Words, wholeNumber } from '../../rtnl/words.js';
import { ipProtocolWord, numberOf } from '../numbers.js';
import { type Prefix, readPrefix, samePrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { IIF_INVALID, linkNameWord, markWord, OIF_INVALID, portRangeWord, uidRangeWord } from './values.js';

/** What was told; where 0 is no filter, as `ip` has it, it stands for what was not. */
export interface RuleFilter {
  priority?: number;
  not: boolean;
  src?: Prefix;
  dst?: Prefix;
  tos?: number;
  fwmark: number;
  fwmask: number;
  iif?: string;
  oif?: string;
  l3mdev: boolean;
  uidRange?: Range;
  ipProto: number;
  sport?: Range;
  dport?: Range;
  tunId: bigint;
  table: number;
  /** Of a flush only. */
  protocol?: number;
}

/** Reads all the words. `family` is the one to list. Throws UsageError. */
export function readRuleFilter(words: Words, session: Session, family: number): RuleFilter {
  const filter: RuleFilter = { not: false, fwmark: 0, fwmask: 0, l3mdev: false, ipProto: 0, tunId: 0n, table: 0 };
  while (words.left > 0) readWord(filter, words, session, family);
  return filter;
}

function readWord(filter: RuleFilter, words: Words, session: Session, family: number): void {
  const { tables } = session;
  const word = words.next();
  const begins = (...names: readonly string[]) => names.some((name) => matches(word, name));
  if (begins('preference', 'order', 'priority')) {
    filter.priority = wholeNumber(words.next(), 'preference value is invalid\n');
  } else if (word === 'not') {
    filter.not = true;
  } else if (word === 'tos' || word === 'dsfield') {
    filter.tos = numberOf('dsfields', words.next(), 'TOS value is invalid\n', tables);
  } else if (word === 'fwmark') {
    const { mark, mask } = markWord(words.next());
    filter.fwmark = mark;
    if (mask !== undefined) filter.fwmask = mask;
  } else if (word === 'dev' || word === 'iif') {
    filter.iif = linkNameWord(IIF_INVALID, words);
  } else if (word === 'oif') {
    filter.oif = linkNameWord(OIF_INVALID, words);
  } else if (word === 'l3mdev') {
    filter.l3mdev = true;
  } else if (word === 'uidrange') {
    filter.uidRange = uidRangeWord(words.next());
  } else if (begins('tun_id')) {
    filter.tunId = u64Word(words.next(), '"tun_id" value is invalid\n');
  } else if (begins('lookup', 'table')) {
    filter.table = numberOf('tables', words.next(), 'table id value is invalid\n', tables);
  } else if (begins('from', 'src')) {
    filter.src = readPrefix(words.next(), family);
  } else if (begins('protocol')) {
    readProtocol(filter, words.next(), session);
  } else if (word === 'ipproto') {
    filter.ipProto = ipProtocolWord(words.next(), session.tables);
  } else if (word === 'sport' || word === 'dport') {
    filter[word] = portRangeWord(word, words.next());
  } else {
    filter.dst = readPrefix(begins('dst', 'to') ? words.next() : word, family);
  }
}

function readProtocol(filter: RuleFilter, word: string, { tables }: Session): void {
  const protocol = namedNumber(tables.protocols, word, 255);
  if (protocol !== undefined) filter.protocol = protocol;
  else if (word === 'all') delete filter.protocol;
  else throw invalidWord('invalid "protocol"\n', word);
}

/** `family` is the one that was told, AF_UNSPEC for any. */
export function rulePasses(filter: RuleFilter, rule: Rule, family: number): boolean {
  const { priority, tos, iif, oif, table, tunId } = filter;
  if (family !== AF_UNSPEC && rule.family !== family) return false;
  if (priority !== undefined && (rule.priority ?? 0) !== priority) return false;
  if (filter.not && (rule.flags & FIB_RULE_INVERT) === 0) return false;
  if (filter.src !== undefined && !endPasses(filter.src, rule.family, rule.src, rule.srcLen)) return false;
  if (filter.dst !== undefined && !endPasses(filter.dst, rule.family, rule.dst, rule.dstLen)) return false;
  if (tos !== undefined && rule.tos !== tos) return false;
  if (filter.fwmark !== 0 && (rule.fwmark ?? 0) !== filter.fwmark) return false;
  if (filter.fwmask !== 0 && (rule.fwmask ?? 0) !== filter.fwmask) return false;
  if (iif !== undefined && rule.iifname !== iif) return false;
  if (oif !== undefined && rule.oifname !== oif) return false;
  if (filter.l3mdev && (rule.l3mdev ?? 0) === 0) return false;
  if (filter.uidRange !== undefined && !sameRange(filter.uidRange, rule.uidRange)) return false;
  if (filter.ipProto !== 0 && (rule.ipProto ?? 0) !== filter.ipProto) return false;
  if ((filter.sport?.start ?? 0) !== 0 && !sameRange(filter.sport, rule.sportRange)) return false;
  if ((filter.dport?.start ?? 0) !== 0 && !sameRange(filter.dport, rule.dportRange)) return false;
  if (tunId !== 0n && rule.tunId !== tunId) return false;
  return table === 0 || ruleTable(rule) === table;
}

/** A rule for all is in every prefix. */
function endPasses(wanted: Prefix, family: number, address: string | undefined, length: number): boolean {
  if (wanted.family !== family || wanted.length > length) return false;
  return address === undefined || wanted.length === 0 || samePrefix(parseIp(address), wanted.bytes, wanted.length);
}

const sameRange = (a: Range | undefined, b: Range | undefined): boolean => a?.start === b?.start && a?.end === b?.end;
