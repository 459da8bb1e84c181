// A list of which the bodies alone are wanted: decoded in a row, without an object for each message and one for its header.

import type { Bytes } from './bytes.js';
import { align4 } from './bytes.js';
import { NLM_F_DUMP_INTR, NLMSG_MIN_TYPE } from './constants.js';
import { type Bodies, type MessageHeader, NLMSG_HDRLEN, type Protocol } from './message.js';
import { type Pending, strangeReply } from './pending.js';

/**
 * Holds what the datagram has from `from` on, as long as it is of that list and nothing is wrong with it. Where the first message stands that
 * is to be looked at more closely: the list's end, another's, one that does not decode.
 */
export function holdBodies<P extends Bodies>(protocol: Protocol<P>, b: Bytes, pending: Pending<P>, portId: number, from: number, end: number): number {
  const { view, littleEndian } = b;
  const { sequence } = pending;
  const header: MessageHeader = { length: 0, type: 0, flags: 0, sequence, portId };
  const replies = pending.replies as unknown[];
  const { length: held } = replies;
  let answering = 0;
  let at = from;
  while (end - at >= NLMSG_HDRLEN) {
    const length = view.getUint32(at, littleEndian);
    const type = view.getUint16(at + 4, littleEndian);
    if (type < NLMSG_MIN_TYPE || length < NLMSG_HDRLEN || length > end - at || pending.receivedBytes + length > pending.maxBytes) break;
    if (view.getUint32(at + 8, littleEndian) !== sequence || view.getUint32(at + 12, littleEndian) !== portId) break;
    if (type !== answering && strangeReply(protocol, pending.name, type) !== undefined) break;
    answering = type;
    header.length = length;
    header.type = type;
    header.flags = view.getUint16(at + 6, littleEndian);
    const start = at + NLMSG_HDRLEN;
    const codec = protocol.identify(header, b, start, at + length).body;
    if (codec === undefined) break;
    let body: unknown;
    try {
      body = codec.decode(b, start, at + length);
    } catch {
      b.depth = 0;
      break;
    }
    if ((header.flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
    pending.receivedBytes += length;
    replies.push(body);
    at += align4(length);
  }
  pending.sift(held);
  return at;
}
