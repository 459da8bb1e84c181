// Groups of nexthops as they are typed: `1,10/2,20`, and what follows `type`. iproute2: ip/ipnexthop.c: add_nh_group_attr(),
// parse_nh_group_type(), parse_nh_group_type_res().

import type { Schema } from '../../netlink/attributes.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { NEXTHOP_GROUP_TYPES, type Nexthop, type NexthopGroupEntry, resGroup } from '../../rtnl/nexthop.js';
import { invalidWord, parseWhole, type Words, wholeNumber } from '../../rtnl/words.js';
import type { Session } from '../session.js';

const MAX_WEIGHT = 256;
/** Hundredths of a second are counted in 32 bits. */
const MAX_SECONDS = 42949671;

const isUnsigned = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 0xffffffff;

/** Throws UsageError, naming the first member: what stands behind it is cut off by then. */
export function groupWord(word: string): NexthopGroupEntry[] {
  return word.split('/').map((member) => {
    const comma = member.indexOf(',');
    const id = parseWhole(comma < 0 ? member : member.slice(0, comma));
    if (!isUnsigned(id)) throw invalidWord('"group" value is invalid\n', word.split(/[/,]/, 1)[0] as string);
    if (comma < 0) return { id, weight: 1 };
    const typed = member.slice(comma + 1);
    const weight = parseWhole(typed);
    if (weight === undefined || weight < 1 || weight > MAX_WEIGHT) throw invalidWord('"weight" is invalid\n', typed);
    return { id, weight };
  });
}

/** Reads the words behind `type`; of the attributes, those of the type come first. Throws UsageError. */
export function groupTypeWords(words: Words, attributes: AttributeList<Nexthop>, session: Session): void {
  const word = words.next();
  if (!Object.hasOwn(NEXTHOP_GROUP_TYPES, word)) throw invalidWord('"type" value is invalid\n', word);
  const groupType = NEXTHOP_GROUP_TYPES[word as keyof typeof NEXTHOP_GROUP_TYPES];
  if (groupType === NEXTHOP_GROUP_TYPES.resilient && words.left > 0) attributes.add('resGroup', resilienceWords(words, session));
  attributes.add('groupType', groupType);
}

type Resilience = NonNullable<Nexthop['resGroup']>;

function resilienceWords(words: Words, session: Session): Resilience {
  const list = new AttributeList<Resilience>(resGroup.schema as Schema, () => session.littleEndian);
  const seconds = (why: string): number => wholeNumber(words.next(), why, MAX_SECONDS) * 100;
  for (;;) {
    if (words.accept('buckets')) list.add('buckets', wholeNumber(words.next(), 'invalid buckets value', 0xffff));
    else if (words.accept('idle_timer')) list.add('idleTimer', seconds('invalid idle timer value'));
    else if (words.accept('unbalanced_timer')) list.add('unbalancedTimer', seconds('invalid unbalanced timer value'));
    else return list.object();
  }
}
