// `monitor file FILE`: a recording of rtmon(8), messages one behind the other in this machine's byte order, with stamps
// between. iproute2: lib/libnetlink.c: rtnl_from_file(), ip/rtmon.c.

import { readFileSync } from 'node:fs';
import { Bytes, hostIsLittleEndian } from '../../netlink/bytes.js';
import { errnoText } from '../../netlink/errno.js';
import { decodeMessage, NLMSG_HDRLEN, nlmsghdr, type Protocol } from '../../netlink/message.js';
import { routeProtocol } from '../../rtnl/protocol.js';
import { UsageError } from '../../rtnl/words.js';
import type { Route } from '../kernel.js';
import type { Session } from '../session.js';
import { tell } from './tell.js';
import { recordedStamp } from './time.js';
import type { MonitorRequest } from './words.js';

/** rtmon's own: struct { u32 seconds, microseconds }. */
const NLMSG_TSTAMP = 15;

/** The longest message `ip` reads. */
const LONGEST = 16384;

/** Resolves to the exit code. Throws UsageError. */
export async function monitorFile(path: string, request: MonitorRequest, session: Session): Promise<number> {
  const file = read(path);
  // Data of the kinds stands beside what the narrower type knows of.
  const protocol = routeProtocol(session.kinds) as unknown as Protocol<Route>;
  let at = 0;
  while (at < file.length) {
    if (file.length - at < NLMSG_HDRLEN) return broken('rtnl-from_file: truncated message\n', session);
    const b = new Bytes(file, hostIsLittleEndian);
    const header = nlmsghdr.read(b, at);
    const length = header.length | 0;
    if (length < NLMSG_HDRLEN || length > LONGEST) return broken(`!!!malformed message: len=${length} @${at + NLMSG_HDRLEN}\n`, session);
    const next = at + ((length + 3) & ~3);
    if (next > file.length) return broken('rtnl-from_file: truncated message\n', session);
    if (header.type === NLMSG_TSTAMP) session.io.stdout(recordedStamp(b.view.getUint32(at + 16, b.littleEndian), b.view.getUint32(at + 20, b.littleEndian)));
    else await tell({ message: decodeMessage(protocol, b, header, at), time: Date.now() }, request, session);
    at = next;
  }
  return 0;
}

function broken(text: string, { io }: Session): number {
  io.stderr(text);
  return 1;
}

/** A copy, which what is decoded from it may borrow from. */
function read(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new UsageError(`Cannot fopen: ${errnoText(-((error as NodeJS.ErrnoException).errno ?? 0))}\n`);
  }
}
