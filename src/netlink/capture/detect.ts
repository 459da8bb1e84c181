// Tells the format of a recording by its first bytes, never by its name.

import { align4 } from '../bytes.js';
import { NLMSG_HDRLEN } from '../message.js';
import type { CaptureFormat } from './captured.js';
import { hexLine } from './hex-line.js';
import { pcapMagic } from './pcap-magic.js';
import { SECTION_HEADER } from './pcapng.js';
import { LONGEST_PREFIX, logLine } from './strace/log-line.js';

const encoder = new TextEncoder();

/** So many bytes tell any format: a log may begin with what a program printed. */
export const DETECTED_BY = 1 << 16;

/**
 * The format that begins with these bytes, which are all there are if `whole`; undefined where it is none of them, or they are too few to tell. What is told of
 * some bytes is told of more as well, so that it does not depend on how a recording comes in pieces.
 */
export function detect(bytes: Uint8Array, whole: boolean): CaptureFormat | undefined {
  const head = bytes.subarray(0, DETECTED_BY);
  if (head.length < 4) return undefined;
  const last = whole || head.length === DETECTED_BY;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (pcapMagic(head) !== undefined) return 'pcap';
  if (view.getUint32(0) === SECTION_HEADER) return 'pcapng';
  const messages = areMessages(view);
  if (messages === true || (messages === 'so far' && last && head.length >= NLMSG_HDRLEN)) return 'rtmon';
  if (messages === 'so far') return undefined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head);
  if (isJson(text)) return 'exchange';
  const lines = text.split('\n');
  // What stands in a line that is not whole may look like something else.
  if (!last) lines.pop();
  return ofLines(lines, last);
}

/** An object with a key, an array of such objects, or what is left where these are empty. */
const isJson = (text: string): boolean => /^\uFEFF?\s*(?:\[\s*)*(?:\{\s*"|\[\s*\])/.test(text);

/** A call with its result, or so long a one of netlink that its end is not there. */
function isCall(line: string): boolean {
  const found = logLine(encoder.encode(line.slice(0, LONGEST_PREFIX)));
  return found !== undefined && found.name !== '' && /\)\s* = (?:-?\d|0x|\?)|<unfinished \.\.\.>\s*$|AF_NETLINK|nlmsg_len=|\{\{len=/.test(line);
}

/** strace's own dumps of what a call carried. */
const BESIDE_A_CALL = /^\s{0,80}\| /;

/**
 * By the first line that tells. Strings with escapes and rows of digits stand in logs of strace too, and a log may have been cut in their midst: they are a dump
 * where no call comes behind them.
 */
function ofLines(lines: readonly string[], last: boolean): CaptureFormat | undefined {
  let count = 0;
  let behindOffsets = 0;
  for (const line of lines) {
    if (isCall(line)) return 'strace';
    const read = hexLine(line, (digits, behind) => /^0+$/.test(digits) && behind !== 0);
    if (read.kind !== 'bytes' || read.bytes.length < 4) continue;
    count += read.bytes.length;
    if (read.offset !== undefined && !BESIDE_A_CALL.test(line)) behindOffsets += read.bytes.length;
    if (behindOffsets >= NLMSG_HDRLEN) return 'hex';
  }
  // Enough bytes for it to be no text that looks like some.
  return last && count >= NLMSG_HDRLEN ? 'hex' : undefined;
}

/** No dump of rtmon begins with a longer one. */
const LONGEST_FIRST = 1 << 20;

/** No flag beyond these. */
const ALL_FLAGS = 0xfff;

/**
 * Whether a message begins, and behind it another, or nothing; `so far` where there is too little to tell. Text is none: as a length, four characters make more
 * than any message has.
 */
function areMessages(view: DataView): boolean | 'so far' {
  const { byteLength } = view;
  const found = [true, false].map((littleEndian): boolean | 'so far' => {
    const isLength = (at: number): boolean => {
      const length = view.getUint32(at, littleEndian);
      return length >= NLMSG_HDRLEN && length <= LONGEST_FIRST;
    };
    const isHeader = (at: number): boolean => isLength(at) && view.getUint16(at + 4, littleEndian) !== 0 && view.getUint16(at + 6, littleEndian) <= ALL_FLAGS;
    if (byteLength < NLMSG_HDRLEN) return isLength(0) && 'so far';
    if (!isHeader(0)) return false;
    const next = align4(view.getUint32(0, littleEndian));
    return next + NLMSG_HDRLEN > byteLength ? 'so far' : isHeader(next);
  });
  return found.includes(true) || (found.includes('so far') && 'so far');
}
