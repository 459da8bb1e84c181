// Tells the format of a recording by its first bytes, never by its name.

import { align4 } from '../bytes.js';
import { NLMSG_HDRLEN } from '../message.js';
import type { CaptureFormat } from './captured.js';
import { pcapMagic } from './pcap.js';
import { SECTION_HEADER } from './pcapng.js';

/** So many bytes tell any format. */
export const DETECTED_BY = 4096;

/** The format that begins with these bytes; undefined where it is none of them, or they are too few to tell. */
export function detect(head: Uint8Array): CaptureFormat | undefined {
  if (head.length < 4) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (pcapMagic(head) !== undefined) return 'pcap';
  if (view.getUint32(0) === SECTION_HEADER) return 'pcapng';
  if (isMessages(view)) return 'rtmon';
  return isJson(head) ? 'exchange' : undefined;
}

/** An object with a key, an array of such objects, or what is left where these are empty. */
const isJson = (head: Uint8Array): boolean => /^(\uFEFF)?\s*(\[\s*)*(\{\s*"|\[\s*\])/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head));

/** No dump of rtmon begins with a longer one. */
const LONGEST_FIRST = 1 << 20;

/** Headers of messages, one behind the other. Text is none: as a length, four characters make more than any message has. */
function isMessages(view: DataView): boolean {
  return [true, false].some((littleEndian) => {
    let at = 0;
    for (; at + NLMSG_HDRLEN <= view.byteLength; at += align4(view.getUint32(at, littleEndian))) {
      const length = view.getUint32(at, littleEndian);
      const flags = view.getUint16(at + 6, littleEndian);
      if (length < NLMSG_HDRLEN || length > LONGEST_FIRST || flags > 0xfff || view.getUint16(at + 4, littleEndian) === 0) return false;
    }
    return at > 0;
  });
}
