// The words after `type vlan`. iproute2: ip/iplink_vlan.c: vlan_parse_opt().

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { invalidWord, matches, onOff, parseWhole, type Words, wholeNumber } from '../words.js';
import { type Vlan, vlanData, vlanFlags } from './vlan-data.js';
import { showVlan } from './vlan-show.js';
import { ethernetProtocolWord, kindError } from './word-values.js';

const vlanUsage = `Usage: ... vlan id VLANID
\t\t[ protocol VLANPROTO ]
\t\t[ reorder_hdr { on | off } ]
\t\t[ gvrp { on | off } ]
\t\t[ mvrp { on | off } ]
\t\t[ loose_binding { on | off } ]
\t\t[ bridge_binding { on | off } ]
\t\t[ ingress-qos-map QOS-MAP ]
\t\t[ egress-qos-map QOS-MAP ]

VLANID := 0-4095
VLANPROTO: [ 802.1Q | 802.1ad ]
QOS-MAP := [ QOS-MAP ] QOS-MAPPING
QOS-MAPPING := FROM:TO
`;

/** In the order typed, the flags last. */
async function vlanWords(words: Words, { littleEndian }: KindContext): Promise<Vlan | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Vlan>(vlanData.schema, () => littleEndian);
  let flags = 0;
  let mask = 0;
  while (words.left > 0) {
    const word = words.next();
    const flag = Object.entries(vlanFlags).find(([name]) => matches(word, name));
    if (matches(word, 'protocol')) {
      data.add('protocol', ethernetProtocolWord(words.next(), 'protocol is invalid'));
    } else if (matches(word, 'id')) {
      data.add('id', wholeNumber(words.next(), 'id is invalid', 0xffff));
    } else if (flag !== undefined) {
      const [name, bit] = flag;
      mask |= bit;
      flags = onOff(name, words.next()) ? flags | bit : flags & ~bit;
    } else if (matches(word, 'ingress-qos-map')) {
      data.add('ingressQos', mappings(words, 'invalid ingress-qos-map'));
    } else if (matches(word, 'egress-qos-map')) {
      data.add('egressQos', mappings(words, 'invalid egress-qos-map'));
    } else {
      throw kindError(matches(word, 'help') ? vlanUsage : `vlan: unknown command "${word}"?\n${vlanUsage}`);
    }
  }
  if (mask !== 0) data.add('flags', { flags, mask });
  return data.object();
}

/** Words with a colon, up to the first without: one word must follow, and may be none of them. */
function mappings(words: Words, why: string): NonNullable<Vlan['ingressQos']> {
  const map: NonNullable<Vlan['ingressQos']> = [];
  words.next();
  words.back();
  for (let word = words.peek(); word?.includes(':'); word = words.peek()) {
    const at = word.indexOf(':');
    const [from, to] = [word.slice(0, at), word.slice(at + 1)].map((part) => parseWhole(part) ?? -1) as [number, number];
    if (from < 0 || from > 0xffffffff || to < 0 || to > 0xffffffff) throw invalidWord(why, word.slice(0, at));
    map.push({ from, to });
    words.next();
  }
  return map;
}

/** What the command reads and prints. */
export const vlanCommand = { show: showVlan, words: vlanWords, usage: vlanUsage } satisfies KindCommand<Vlan>;
