// Tells the format of a recording by its first bytes, never by its name.

import { align4 } from '../bytes.js';
import { NLMSG_HDRLEN } from '../message.js';
import type { CaptureFormat } from './captured.js';
import { hexLine } from './hex-line.js';
import { pcapMagic } from './pcap.js';
import { SECTION_HEADER } from './pcapng.js';
import { LONGEST_PREFIX, logLine } from './strace/log-line.js';

const encoder = new TextEncoder();

/** So many bytes tell any format: a log may begin with what a program printed. */
export const DETECTED_BY = 1 << 16;

/** The format that begins with these bytes, which are all there are if `whole`; undefined where it is none of them, or they are too few to tell. */
export function detect(head: Uint8Array, whole: boolean): CaptureFormat | undefined {
  if (head.length < 4) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (pcapMagic(head) !== undefined) return 'pcap';
  if (view.getUint32(0) === SECTION_HEADER) return 'pcapng';
  if (isMessages(view)) return 'rtmon';
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head);
  if (isJson(text)) return 'exchange';
  const lines = text.split('\n');
  // What stands in a line that is not whole may look like something else.
  if (!whole && head.length < DETECTED_BY) lines.pop();
  if (lines.some(isCall)) return 'strace';
  return isDump(lines) ? 'hex' : undefined;
}

/** An object with a key, an array of such objects, or what is left where these are empty. */
const isJson = (text: string): boolean => /^\uFEFF?\s*(?:\[\s*)*(?:\{\s*"|\[\s*\])/.test(text);

/** A call with its result, or so long a one of netlink that its end is not there. */
function isCall(line: string): boolean {
  const found = logLine(encoder.encode(line.slice(0, LONGEST_PREFIX)));
  return found !== undefined && found.name !== '' && /\)\s* = (?:-?\d|0x|\?)|<unfinished \.\.\.>\s*$|AF_NETLINK|nlmsg_len=|\{\{len=/.test(line);
}

/** Enough bytes for it to be no text that looks like some. */
function isDump(lines: readonly string[]): boolean {
  let count = 0;
  return lines.some((line) => {
    const read = hexLine(line, (digits, behind) => /^0+$/.test(digits) && behind !== 0);
    if (read.kind === 'bytes' && read.bytes.length >= 4) count += read.bytes.length;
    return count >= NLMSG_HDRLEN;
  });
}

/** No dump of rtmon begins with a longer one. */
const LONGEST_FIRST = 1 << 20;

/** No flag beyond these. */
const ALL_FLAGS = 0xfff;

/** The header of a message, and if there is another behind it, its too. Text is none: as a length, four characters make more than any message has. */
function isMessages(view: DataView): boolean {
  return [true, false].some((littleEndian) => {
    const isHeader = (at: number): boolean => {
      const length = view.getUint32(at, littleEndian);
      return length >= NLMSG_HDRLEN && length <= LONGEST_FIRST && view.getUint16(at + 4, littleEndian) !== 0 && view.getUint16(at + 6, littleEndian) <= ALL_FLAGS;
    };
    if (view.byteLength < NLMSG_HDRLEN || !isHeader(0)) return false;
    const next = align4(view.getUint32(0, littleEndian));
    return next + NLMSG_HDRLEN > view.byteLength || isHeader(next);
  });
}
