// A recorded datagram as the messages it holds, whatever state it is in: what is damaged or cut off is handed out as well.

import type { Bytes } from '../bytes.js';
import { DecodeError } from '../errors.js';
import { type Bodies, bodyRange, eachMessageOf, type MessageHeader, NLMSG_HDRLEN, type Protocol, readHeader } from '../message.js';

/** Where a message is. */
export interface Frame {
  readonly offset: number;
  /** Behind its last byte, without padding. */
  readonly end: number;
  /** Where the next one starts, or the datagram ends. */
  next: number;
  /** Absent where there is none that makes sense. Its length may be more than there is. */
  readonly header?: MessageHeader;
  /** Why it is no whole message. */
  readonly error?: DecodeError;
}

/** The messages of a datagram. Zero bytes behind the last one are passed over, as `eachMessage` does. */
export function framesOf(b: Bytes, protocol: Protocol<Bodies>): Frame[] {
  const out: Frame[] = [];
  try {
    eachMessageOf(protocol, b, (header, offset) => out.push({ offset, end: bodyRange(protocol, header, offset).end, next: b.array.length, header }));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    out.push(broken(b, error));
  }
  if (out.length === 0) out.push(broken(b, new DecodeError('ERR_NETLINK_BOUNDS', `${b.array.length} bytes that hold no message`, 0)));
  for (const [i, frame] of out.entries()) frame.next = out[i + 1]?.offset ?? b.array.length;
  return out;
}

function broken(b: Bytes, error: DecodeError): Frame {
  const { offset } = error;
  const end = b.array.length;
  const header = end - offset < NLMSG_HDRLEN ? undefined : readHeader(b, offset);
  return { offset, end, next: end, ...(header !== undefined && header.length >= NLMSG_HDRLEN && { header }), error };
}
