// The words behind `encap seg6local`. iproute2: ip/iproute_lwtunnel.c: parse_encap_seg6local(), seg6local_parse_flavors().

import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { type Seg6LocalAction, type Seg6LocalEncap, type Seg6LocalFlavor, seg6LocalAction, seg6LocalFlavors, seg6localEncap } from '../../rtnl/encap/seg6local.js';
import { invalidWord, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import { numberOf } from '../numbers.js';
import type { Session } from '../session.js';
import { readProgram } from './bpf-words.js';
import { addAddress, Seen } from './readers.js';
import { headerOf, readHmac } from './seg6-words.js';

/** In the order typed, the segments last. */
export async function seg6localWords(words: Words, session: Session): Promise<object> {
  const seen = new Seen();
  const data = new AttributeList<Seg6LocalEncap>(seg6localEncap.schema, () => session.littleEndian);
  let action: Seg6LocalAction | undefined;
  let srh: Segments | undefined;
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    words.next();
    if (word === 'action') {
      action = actionWord(seen.value(word, words));
      data.add('action', action);
    } else if (word === 'table') {
      data.add('table', numberOf('tables', seen.value(word, words), 'invalid table id\n', session.tables));
    } else if (word === 'vrftable') {
      data.add('vrftable', numberOf('tables', seen.value(word, words), 'invalid vrf table id\n', session.tables));
    } else if (word === 'nh4' || word === 'nh6') {
      addAddress(data, word, seen.value(word, words), word === 'nh4' ? AF_INET : AF_INET6);
    } else if (word === 'iif' || word === 'oif') {
      const name = seen.value(word, words);
      const index = await session.names.indexOf(name);
      if (index === 0) throw noDevice(name, 255);
      data.add(word, index);
    } else if (word === 'count') {
      seen.note(word);
      data.add('counters', { packets: 0n, bytes: 0n, errors: 0n });
    } else if (word === 'flavors') {
      data.add('flavors', flavorWords(seen.value(word, words), words));
    } else if (word === 'srh') {
      srh = segmentWords(words, seen);
      // `ip` reads the last word of a line again, as the next of the route.
      if (words.left === 0 && srh.hmac === undefined) {
        words.back();
        break;
      }
    } else if (word === 'endpoint') {
      seen.value(word, words);
      words.back();
      throw readProgram(words);
    } else {
      words.back();
      break;
    }
  }
  if (action === undefined) throw new UsageError('Missing action type\n');
  if (srh !== undefined) data.add('srh', headerOf(srh.segs, srh.hmac ?? 0, action !== 'End.B6.Encaps'));
  return data.object();
}

function actionWord(word: string): Seg6LocalAction {
  if (Object.hasOwn(seg6LocalAction.names, word)) return word as Seg6LocalAction;
  throw invalidWord('"action" value is invalid\n', word);
}

interface Segments {
  readonly segs: string;
  readonly hmac?: number;
}

/** `segs A,B`, and `hmac ID` if that is next. */
function segmentWords(words: Words, seen: Seen): Segments {
  const word = seen.value('srh', words);
  if (word !== 'segs') throw invalidWord('missing "segs" attribute for srh\n', word);
  const segs = seen.value('segs', words);
  return words.accept('hmac') ? { segs, hmac: readHmac(seen.value('hmac', words)) } : { segs };
}

function flavorWords(word: string, words: Words): NonNullable<Seg6LocalEncap['flavors']> {
  const operation = flavorsOf(word);
  if (!operation.includes('next-csid')) return { operation };
  const lengths: { lcblockBits?: number; lcnodeFnBits?: number } = {};
  if (words.accept('lblen')) lengths.lcblockBits = wholeNumber(words.next(), '"locator-block length" value is invalid\n', 0xff);
  if (words.accept('nflen')) lengths.lcnodeFnBits = wholeNumber(words.next(), '"locator-node function length" value is invalid\n', 0xff);
  return { operation, ...lengths };
}

/** Names between commas in any case, each once. */
function flavorsOf(word: string): Seg6LocalFlavor[] {
  const wrong = () => invalidWord('invalid "flavors" attribute\n', word);
  if (word === '') throw wrong();
  const names = word
    .toLowerCase()
    .split(',')
    .filter((name) => name !== '');
  if (names.some((name) => !Object.hasOwn(seg6LocalFlavors.names, name)) || new Set(names).size !== names.length) throw wrong();
  return names as Seg6LocalFlavor[];
}
