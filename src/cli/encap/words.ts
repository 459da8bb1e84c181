// The words behind `encap` of a route or a nexthop: the type, and what it takes. iproute2: ip/iproute_lwtunnel.c: lwt_parse_encap().

import { AttributeList } from '../../rtnl/attribute-list.js';
import { type EncapAttributes, type EncapType, encapType } from '../../rtnl/encap/encap.js';
import type { MplsEncap } from '../../rtnl/encap/mpls.js';
import { ilaEncap, xfrmEncap } from '../../rtnl/encap/others.js';
import { invalidWord, UsageError, type Words, wrongAddress } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import type { Session } from '../session.js';
import { bpfWords } from './bpf-words.js';
import { ioam6Words } from './ioam6-words.js';
import { ip6Words, ipWords } from './ip-words.js';
import { mplsLabelWord } from './mpls-word.js';
import { readU8, readU32, Seen } from './readers.js';
import { rplWords, seg6Words } from './seg6-words.js';
import { seg6localWords } from './seg6local-words.js';

/** In the order of their numbers. */
const USAGE = `Usage: ip route ... encap TYPE [ OPTIONS ] [...]\n${Object.keys(encapType.names)
  .map((name, i) => `${name} ${i === 0 ? 'TYPE := ' : '      '}\n`)
  .join('')}`;

type Reader = (words: Words, session: Session) => Promise<object> | object;

const READERS: { readonly [T in EncapType]: Reader } = {
  mpls: mplsWords,
  ip: ipWords,
  ip6: ip6Words,
  ila: ilaWords,
  bpf: bpfWords,
  seg6: seg6Words,
  seg6local: seg6localWords,
  rpl: rplWords,
  ioam6: ioam6Words,
  xfrm: xfrmWords,
};

/** Reads the words behind `encap` up to the first that is of the route or nexthop again. The attributes are in the order in which they are sent. Throws UsageError. */
export async function encapWords(words: Words, session: Session): Promise<EncapAttributes> {
  const word = words.next();
  if (word === 'help') throw new UsageError(USAGE);
  if (!Object.hasOwn(READERS, word)) throw invalidWord('"encap type" value is invalid\n', word);
  const type = word as EncapType;
  words.next();
  words.back();
  if (words.left === 1) throw new UsageError('Error: unexpected end of line after "encap"\n');
  const encap = await READERS[type](words, session);
  return Object.fromEntries([
    [`${type}Encap`, encap],
    ['encapType', type],
  ]);
}

function mplsWords(words: Words): MplsEncap {
  const dst = mplsLabelWord(words.next());
  const seen = new Seen();
  let ttl: number | undefined;
  while (words.accept('ttl')) ttl = readU8('ttl', seen.value('ttl', words));
  return { dst, ...(ttl !== undefined && { ttl }) };
}

const ILA_WORDS = [
  ['csum-mode', 'csumMode', ['adj-transport', 'neutral-map', 'neutral-map-auto', 'no-action']],
  ['ident-type', 'identType', ['luid', 'use-format']],
  ['hook-type', 'hookType', ['output', 'input']],
] as const;

function ilaWords(words: Words, { littleEndian }: Session): object {
  const data = new AttributeList<Record<string, string>>(ilaEncap.schema, () => littleEndian);
  data.add('locator', locator(words.next()));
  for (;;) {
    const option = ILA_WORDS.find(([name]) => words.accept(name));
    if (option === undefined) return data.object();
    const [name, key, values] = option;
    const value = words.next();
    if (!(values as readonly string[]).includes(value)) throw invalidWord(`"${name}" value is invalid\n`, value);
    data.add(key, value);
  }
}

/** Up to four words of 16 bits, in hexadecimal as strtoul(3) reads it. What is left out is zero, where `ip` sends whatever it finds. */
function locator(word: string): string {
  const parts = word.split(':');
  const wrong = parts.length > 4 || parts.some((part) => !/^\s*\+?(0x)?0*[0-9a-f]{1,4}$/i.test(part));
  if (wrong) throw wrongAddress(`Bad locator: ${word}\n`);
  return [...parts.map((part) => Number.parseInt(part, 16).toString(16)), '0', '0', '0'].slice(0, 4).join(':');
}

const XFRM_USAGE = 'Usage: ip route ... encap xfrm if_id IF_ID [ link_dev LINK ]\n';

/** All words that are left are taken for its own, and those it does not know passed over, as `ip` does. */
async function xfrmWords(words: Words, { names, littleEndian }: Session): Promise<object> {
  const seen = new Seen();
  const data = new AttributeList<{ ifId: number; link: number }>(xfrmEncap.schema, () => littleEndian);
  let ifId = false;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'help') throw new UsageError(XFRM_USAGE);
    if (word === 'if_id') {
      const value = seen.value(word, words);
      const id = readU32(word, value);
      if (id === 0) throw invalidWord('"if_id" value is invalid\n', value);
      data.add('ifId', id);
      ifId = true;
    } else if (word === 'link_dev') {
      const value = seen.value(word, words);
      const link = await names.indexOf(value);
      if (link === 0) throw noDevice(value, 255);
      data.add('link', link);
    }
  }
  if (!ifId) throw new UsageError(XFRM_USAGE);
  return data.object();
}
