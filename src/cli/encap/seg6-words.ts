// The words behind `encap seg6` and `encap rpl`. iproute2: ip/iproute_lwtunnel.c: parse_encap_seg6(), parse_srh(), parse_encap_rpl().

import type { RplEncap } from '../../rtnl/encap/others.js';
import { type Seg6Encap, seg6Mode, withDestination } from '../../rtnl/encap/seg6.js';
import type { SegmentRoutingHeader } from '../../rtnl/encap/srh.js';
import { invalidWord, parseWhole, type Words } from '../../rtnl/words.js';
import { numberOf } from '../numbers.js';
import type { Session } from '../session.js';
import { readIpv6, Seen } from './readers.js';

/** What iproute2 has room for. */
const MAX_SEGMENT_TEXT = 1023;

/** Addresses between commas; for each that is empty there is a `::` at the end. Throws UsageError. */
function readSegments(text: string): string[] {
  const parts = text.slice(0, MAX_SEGMENT_TEXT).split(',');
  const segments = parts.filter((part) => part !== '').map(readIpv6);
  return [...segments, ...new Array<string>(parts.length - segments.length).fill('::')];
}

/** A wrong key id is none, and so is 0. */
export function readHmac(word: string): number {
  const id = parseWhole(word);
  return id === undefined || id < 0 || id > 0xffffffff ? 0 : id;
}

/** `inserted` headers have room for one segment more. */
export function headerOf(text: string, hmac: number, inserted: boolean): SegmentRoutingHeader {
  return { segments: withDestination(readSegments(text), inserted), ...(hmac !== 0 && { hmac }) };
}

/** `lookup` and `tunsrc` are words of iproute2 7.3. */
export function seg6Words(words: Words, session: Session): Seg6Encap {
  const seen = new Seen();
  let mode: NonNullable<Seg6Encap['srh']>['mode'] | undefined;
  let segs = '';
  let hmac = 0;
  let src: string | undefined;
  let table: number | undefined;
  for (;;) {
    if (words.accept('mode')) {
      const word = seen.value('mode', words);
      if (!Object.hasOwn(seg6Mode.names, word)) throw invalidWord('"mode" value is invalid\n', word);
      mode = word as keyof typeof seg6Mode.names;
    } else if (words.accept('segs')) {
      segs = seen.value('segs', words);
      if (mode === undefined) throw invalidWord('"segs" provided before "mode"\n', segs);
    } else if (words.accept('hmac')) {
      hmac = readHmac(seen.value('hmac', words));
    } else if (words.accept('tunsrc')) {
      const word = seen.value('tunsrc', words);
      if (mode === undefined) throw invalidWord('"tunsrc" provided before "mode"\n', word);
      if (mode === 'inline') throw invalidWord('"tunsrc" invalid with inline mode\n', word);
      src = readIpv6(word);
      if (src === '::') throw invalidWord('"tunsrc" value is invalid\n', word);
    } else if (words.accept('lookup')) {
      const word = seen.value('lookup', words);
      table = numberOf('tables', word, '"lookup" value is invalid\n', session.tables);
      if (table === 0) throw invalidWord('"lookup" value is invalid\n', word);
    } else {
      const srh = { mode: mode ?? -1, ...headerOf(segs, hmac, mode === 'inline') };
      return { srh, ...(src !== undefined && { src }), ...(table !== undefined && { table }) };
    }
  }
}

export function rplWords(words: Words): RplEncap {
  const seen = new Seen();
  let segs = '';
  while (words.accept('segs')) segs = seen.value('segs', words);
  return { srh: { segments: readSegments(segs) } };
}
