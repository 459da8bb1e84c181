// The words that say what a rule shall be. iproute2: ip/iprule.c: iprule_modify().

import { formatIp } from '../../netlink/address.js';
import { AttributeList, type Sparse } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_UNSPEC, RT_TABLE_MAIN } from '../../rtnl/constants.js';
import { u64Word } from '../../rtnl/kinds/word-values.js';
import { ACTION_NAT, FIB_RULE_INVERT, RULE_ACTIONS, type Rule, ruleBody } from '../../rtnl/rule.js';
import { invalidWord, matches, UsageError, type Words, wholeNumber, wrongAddress } from '../../rtnl/words.js';
import { ipProtocolWord, numberOf } from '../numbers.js';
import { parseDotted, readPrefix } from '../prefix.js';
import { realmsOf, routeType } from '../route/values.js';
import type { Session } from '../session.js';
import { ruleUsage } from './usage.js';
import { IIF_INVALID, linkNameWord, markWord, OIF_INVALID, portRangeWord, uidRangeWord } from './values.js';

/** A rule while its words are read. */
class RuleRequest {
  readonly attributes: AttributeList<Rule>;
  readonly header = { dstLen: 0, srcLen: 0, tos: 0, table8: 0, action: 0, flags: 0 };
  /** What was last told of a table, whatever became of it. */
  table = 0;
  l3mdev = false;
  /** A table, or something in place of one, was told. */
  decided = false;

  constructor(
    readonly words: Words,
    readonly session: Session,
    /** AF_UNSPEC where none was told. */
    readonly family: number,
  ) {
    this.attributes = new AttributeList(ruleBody.attributes.schema, () => session.littleEndian);
  }
}

type Read = (request: RuleRequest, word: string) => void;

const readEnd =
  (key: 'src' | 'dst'): Read =>
  ({ words, attributes, header, family }) => {
    const { bytes, length } = readPrefix(words.next(), family);
    header[`${key}Len`] = length;
    if (bytes.length === 4 || bytes.length === 16) attributes.add(key, formatIp(bytes));
    else attributes.addRaw(key, bytes);
  };

const readTable: Read = (request) => {
  const { words, session, attributes, header } = request;
  request.table = numberOf('tables', words.next(), 'invalid table ID\n', session.tables);
  header.table8 = request.table < 256 ? request.table : 0;
  if (request.table >= 256) attributes.add('table', request.table);
  request.decided = true;
};

const readMark: Read = ({ words, attributes }) => {
  const { mark, mask } = markWord(words.next());
  attributes.add('fwmark', mark);
  if (mask !== undefined) attributes.add('fwmask', mask);
};

const readNat: Read = ({ words, session, attributes, header }) => {
  const word = words.next();
  session.io.stderr('Warning: route NAT is deprecated\n');
  const bytes = word === 'default' || word === 'all' || word === 'any' ? new Uint8Array(4) : word.includes(':') ? undefined : parseDotted(word);
  if (bytes === undefined) throw wrongAddress(`Error: an IP address is expected rather than "${word}"\n`);
  attributes.add('gateway', bytes);
  header.action = ACTION_NAT;
};

/** `type` may stand before what becomes of the packet. */
const readAction: Read = (request, typed) => {
  const { words, attributes, header } = request;
  const word = typed === 'type' ? words.next() : typed;
  if (matches(word, 'help')) throw new UsageError(ruleUsage);
  if (matches(word, 'goto')) {
    attributes.add('goto', wholeNumber(words.next(), 'invalid target\n'));
    header.action = RULE_ACTIONS.goto;
  } else {
    const action = matches(word, 'nop') ? RULE_ACTIONS.nop : routeType(word);
    if (action === undefined) throw invalidWord('Failed to parse rule type', word);
    header.action = action;
  }
  request.decided = true;
};

const is =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.includes(word);

/** Words that may be cut short, and others that may not. */
const begins =
  (short: readonly string[], ...full: readonly string[]) =>
  (word: string): boolean =>
    short.some((name) => matches(word, name)) || full.includes(word);

/** In the order in which a shortened word is looked for. */
const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [
    is('not'),
    ({ header }) => {
      header.flags |= FIB_RULE_INVERT;
    },
  ],
  [is('from'), readEnd('src')],
  [is('to'), readEnd('dst')],
  [begins(['preference', 'order', 'priority']), ({ words, attributes }) => attributes.add('priority', wholeNumber(words.next(), 'preference value is invalid\n'))],
  [
    begins(['dsfield'], 'tos'),
    ({ words, session, header }) => {
      header.tos = numberOf('dsfields', words.next(), 'TOS value is invalid\n', session.tables);
    },
  ],
  [is('fwmark'), readMark],
  [begins(['realms']), ({ words, session, attributes }) => attributes.add('flow', realmsOf(words.next(), 'invalid realms\n', session.tables))],
  [begins(['protocol']), ({ words, session, attributes }) => attributes.add('protocol', numberOf('protocols', words.next(), '"protocol" value is invalid\n', session.tables))],
  [begins(['tun_id']), ({ words, attributes }) => attributes.add('tunId', u64Word(words.next(), '"tun_id" value is invalid\n'))],
  [begins(['table'], 'lookup'), readTable],
  [
    begins(['suppress_prefixlength'], 'sup_pl'),
    ({ words, attributes }) => attributes.add('suppressPrefixlen', wholeNumber(words.next(), 'suppress_prefixlength value is invalid\n', 0x7fffffff)),
  ],
  [
    begins(['suppress_ifgroup'], 'sup_group'),
    ({ words, session, attributes }) => attributes.add('suppressIfgroup', numberOf('groups', words.next(), 'Invalid "suppress_ifgroup" value\n', session.tables)),
  ],
  [is('dev', 'iif'), ({ words, attributes }) => attributes.add('iifname', linkNameWord(IIF_INVALID, words))],
  [is('oif'), ({ words, attributes }) => attributes.add('oifname', linkNameWord(OIF_INVALID, words))],
  [
    is('l3mdev'),
    (request) => {
      request.attributes.add('l3mdev', 1);
      request.l3mdev = true;
      request.decided = true;
    },
  ],
  [is('uidrange'), ({ words, attributes }) => attributes.add('uidRange', uidRangeWord(words.next()))],
  [begins(['map-to'], 'nat'), readNat],
  [is('ipproto'), ({ words, session, attributes }) => attributes.add('ipProto', ipProtocolWord(words.next(), session.tables))],
  [is('sport'), ({ words, attributes }) => attributes.add('sportRange', portRangeWord('sport', words.next()))],
  [is('dport'), ({ words, attributes }) => attributes.add('dportRange', portRangeWord('dport', words.next()))],
];

/** The rule that all the words say. Throws UsageError. */
export function readRuleWords(words: Words, session: Session, family: number, adding: boolean): Sparse<Rule> {
  const request = new RuleRequest(words, session, family);
  if (adding) request.header.action = RULE_ACTIONS.table;
  while (words.left > 0) {
    const word = words.next();
    const read = READERS.find(([is]) => is(word))?.[1] ?? readAction;
    read(request, word);
  }
  const { header, attributes } = request;
  if (request.l3mdev && request.table !== 0) throw new UsageError('table can not be specified for l3mdev rules\n', 22);
  if (!request.decided && adding) header.table8 = RT_TABLE_MAIN;
  return { family: family === AF_UNSPEC ? AF_INET : family, ...header, ...attributes.object() };
}
