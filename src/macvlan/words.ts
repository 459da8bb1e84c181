// The words after `type macvlan` and `type macvtap`. iproute2: ip/iplink_macvlan.c: macvlan_parse_opt().

import { AttributeList } from '../rtnl/attribute-list.js';
import type { KindContext } from '../rtnl/kind-command.js';
import { kindError, linkAddressWord } from '../rtnl/kinds/word-values.js';
import { matches, parseWhole, type Words } from '../rtnl/words.js';
import { type Macvlan, macvlanData, macvlanMacaddrMode, macvlanMode } from './macvlan.js';
import { macvlanUsage } from './usage.js';

const MAC_TEXT = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

type Named<N> = keyof N & string;
type Mode = Named<typeof macvlanMode.names>;
type MacaddrMode = Named<typeof macvlanMacaddrMode.names>;
type Flag = 'nopromisc' | 'nodst';

/** What deals with the list of sources and the queue goes out in the order typed, mode and flags behind it, each once. */
export async function macvlanWords(words: Words, { kind, littleEndian }: KindContext): Promise<Macvlan | undefined> {
  if (words.left === 0) return undefined;
  const usage = macvlanUsage(kind);
  const data = new AttributeList<Macvlan>(macvlanData.schema, () => littleEndian);
  let mode: Mode | undefined;
  let flags: Set<Flag> | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (matches(word, 'mode')) {
      mode = modeWord(words.next());
    } else if (matches(word, 'flag')) {
      flags ??= new Set();
      const flag = flagWord(words.next());
      if (flag !== 'null') flags.add(flag);
    } else if (matches(word, 'macaddr')) {
      const action = words.next();
      if (!isMacaddrMode(action)) throw kindError(usage);
      data.add('macaddrMode', action);
      if (action === 'add' || action === 'del') data.add('macaddr', macWord(words.next()));
      if (action === 'set') data.add('macaddrData', macWords(words));
    } else if (matches(word, 'nopromisc')) {
      flags = (flags ?? new Set()).add('nopromisc');
    } else if (matches(word, 'nodst')) {
      flags = (flags ?? new Set()).add('nodst');
    } else if (matches(word, 'bcqueuelen')) {
      data.add('bcQueueLen', queueLengthWord(words.next()));
    } else {
      throw kindError(matches(word, 'help') ? usage : `${kind}: unknown option "${word}"?\n${usage}`);
    }
  }
  if (mode !== undefined) data.add('mode', mode);
  if (flags !== undefined) {
    if (flags.has('nopromisc') && mode !== 'passthru') throw kindError(`${kind}: nopromisc flag only valid in passthru mode\n${usage}`);
    data.add('flags', [...flags]);
  }
  return data.object();
}

function isMacaddrMode(word: string): word is MacaddrMode {
  return Object.hasOwn(macvlanMacaddrMode.names, word);
}

function modeWord(word: string): Mode {
  if (Object.hasOwn(macvlanMode.names, word)) return word as Mode;
  throw kindError(`Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "${word}"\n`);
}

function flagWord(word: string): Flag | 'null' {
  if (word === 'nopromisc' || word === 'nodst' || word === 'null') return word;
  throw kindError(`Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "${word}"\n`);
}

function queueLengthWord(word: string): number {
  const length = parseWhole(word);
  if (length !== undefined && length >= 0 && length <= 0xffffffff) return length;
  throw kindError(`Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "${word}"\n`);
}

/** An address of another length stops `ip` without a word. */
function macWord(word: string): string {
  const mac = linkAddressWord(word);
  if (!MAC_TEXT.test(mac)) throw kindError('');
  return mac;
}

/** The addresses that follow, up to the first word that is none. */
function macWords(words: Words): string[] {
  const macs: string[] = [];
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    try {
      macs.push(macWord(word));
    } catch {
      break;
    }
    words.next();
  }
  return macs;
}
