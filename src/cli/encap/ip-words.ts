// The words behind `encap ip` and `encap ip6`. iproute2: ip/iproute_lwtunnel.c: parse_encap_ip(), parse_encap_ip6().

import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { ip6Encap, ipEncap } from '../../rtnl/encap/ip.js';
import type { TunnelOptions } from '../../rtnl/encap/ip-options.js';
import { u64Word } from '../../rtnl/kinds/word-values.js';
import type { Words } from '../../rtnl/words.js';
import { numberOf } from '../numbers.js';
import type { Session } from '../session.js';
import { readTunnelOptions } from './option-words.js';
import { addAddress, readU8, Seen } from './readers.js';

type Flag = 'key' | 'csum' | 'seq';

/** Both families by the names that the schemas have for the same. */
interface Tunnel {
  id: bigint;
  dst: string;
  src: string;
  ttl: number;
  tos: number;
  hoplimit: number;
  tc: number;
  opts: TunnelOptions;
  flags: Flag[];
}

interface Names {
  readonly family: number;
  readonly ttl: 'ttl' | 'hoplimit';
  readonly tos: 'tos' | 'tc';
}

const IP: Names = { family: AF_INET, ttl: 'ttl', tos: 'tos' };
const IP6: Names = { family: AF_INET6, ttl: 'hoplimit', tos: 'tc' };

export function ipWords(words: Words, session: Session): object {
  return tunnelWords(words, session, IP, new AttributeList<Tunnel>(ipEncap.schema, () => session.littleEndian));
}

export function ip6Words(words: Words, session: Session): object {
  return tunnelWords(words, session, IP6, new AttributeList<Tunnel>(ip6Encap.schema, () => session.littleEndian));
}

/** In the order typed, the flags last. */
function tunnelWords(words: Words, { tables }: Session, { family, ttl, tos }: Names, data: AttributeList<Tunnel>): object {
  const seen = new Seen();
  const flags: Flag[] = [];
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    words.next();
    if (word === 'id') {
      data.add('id', u64Word(seen.value(word, words), '"id" value is invalid\n'));
    } else if (word === 'dst' || word === 'src') {
      addAddress(data, word, seen.value(word, words), family);
    } else if (word === tos) {
      data.add(tos, numberOf('dsfields', seen.value(word, words), `"${tos}" value is invalid\n`, tables));
    } else if (word === ttl) {
      data.add(ttl, readU8(ttl, seen.value(word, words)));
    } else if (word === 'geneve_opts' || word === 'vxlan_opts' || word === 'erspan_opts') {
      seen.note('opts', word);
      data.add('opts', readTunnelOptions(word, words.next()));
    } else if (word === 'key' || word === 'csum' || word === 'seq') {
      seen.note(word);
      flags.push(word);
    } else {
      words.back();
      break;
    }
  }
  if (flags.length > 0) data.add('flags', flags);
  return data.object();
}
