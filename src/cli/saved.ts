// What `save` of an object wrote, read back: the kernel's messages as they are, behind a magic number.
// iproute2: lib/libnetlink.c: rtnl_from_file(), ip/iproute.c: route_dump_check_magic(), ip/iprule.c: rule_dump_check_magic().

import { align4, Bytes } from '../netlink/bytes.js';
import { decodeMessage, NLMSG_HDRLEN, nlmsghdr } from '../netlink/message.js';
import { UsageError } from '../rtnl/words.js';
import type { RouteMessage } from './kernel.js';
import type { Session } from './session.js';

/** The longest message that is read back. */
const LONGEST = 16384;

/** What is saved of an object. */
export interface SavedKind {
  readonly object: string;
  readonly magic: number;
  /** Where the file is none of these. */
  readonly exitCode: number;
}

/**
 * The dump on standard input, behind its magic number. One that is `shown` may be of either byte order, as the magic tells; one that goes to the
 * kernel has to be of its own, since what is not understood of it is sent as it is. Throws UsageError.
 */
export function readSaved({ io, littleEndian }: Session, { object, magic: wanted, exitCode }: SavedKind, shown = false): Bytes {
  const input = io.stdin();
  if (input === undefined) throw new UsageError(`Can't restore ${object} dump from a terminal\n`, exitCode);
  const whole = input.length >= 4;
  const start = new Uint8Array(4);
  start.set(input.subarray(0, 4));
  const view = new DataView(start.buffer);
  if (shown && whole && view.getUint32(0, !littleEndian) === wanted) return new Bytes(input, !littleEndian);
  const magic = view.getUint32(0, littleEndian);
  if (!whole || magic !== wanted) throw new UsageError(`Magic mismatch (${whole ? 1 : 0} elems, ${magic.toString(16)} magic)\n`, exitCode);
  return new Bytes(input, littleEndian);
}

/** The messages of a dump, one by one. Throws UsageError at what is none, with `exitCode`. */
export function* savedMessages(b: Bytes, { kernel }: Session, exitCode: number): Generator<RouteMessage> {
  const { protocol } = kernel.conversation;
  for (let at = 4; at < b.array.length; ) {
    const left = b.array.length - at;
    if (left < NLMSG_HDRLEN) throw new UsageError('rtnl-from_file: truncated message\n', exitCode);
    const header = nlmsghdr.read(b, at) as RouteMessage['header'];
    if (header.length < NLMSG_HDRLEN || header.length > LONGEST) throw new UsageError(`!!!malformed message: len=${header.length | 0} @${at + NLMSG_HDRLEN}\n`, exitCode);
    if (align4(header.length) > left) throw new UsageError('rtnl-from_file: truncated message\n', exitCode);
    yield decodeMessage(protocol, b, header, at);
    at += align4(header.length);
  }
}
