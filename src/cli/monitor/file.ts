// `monitor file FILE`: a recording of rtmon(8), told as it happened. iproute2: lib/libnetlink.c: rtnl_from_file().

import { readFileSync } from 'node:fs';
import { Bytes, hostIsLittleEndian } from '../../netlink/bytes.js';
import { isGzip } from '../../netlink/capture/gunzip.js';
import { openCapture } from '../../netlink/capture/open.js';
import { errnoText } from '../../netlink/errno.js';
import { CaptureError } from '../../netlink/errors.js';
import { decodeMessage, NLMSG_HDRLEN, nlmsghdr, type Protocol } from '../../netlink/message.js';
import { routeProtocol } from '../../rtnl/protocol.js';
import { UsageError } from '../../rtnl/words.js';
import type { Route } from '../kernel.js';
import type { Session } from '../session.js';
import { tell } from './tell.js';
import { recordedStamp } from './time.js';
import type { MonitorRequest } from './words.js';

/** The longest message `ip` reads. */
const LONGEST = 16384;

/** Resolves to the exit code. Throws UsageError. */
export async function monitorFile(path: string, request: MonitorRequest, session: Session): Promise<number> {
  const file = read(path);
  // Data of the kinds stands beside what the narrower type knows of.
  const protocol = routeProtocol(session.kinds) as unknown as Protocol<Route>;
  const malformed = (length: number, offset: number): number => broken(`!!!malformed message: len=${length} @${offset + NLMSG_HDRLEN}\n`, session);
  try {
    for await (const { bytes, littleEndian, time, offset } of await openCapture(file, { format: 'rtmon' })) {
      if (time !== undefined) session.io.stdout(recordedStamp(Number(time / 1_000_000_000n), Number((time % 1_000_000_000n) / 1000n)));
      if (bytes.length > LONGEST) return malformed(bytes.length, offset);
      const b = new Bytes(bytes, littleEndian);
      await tell({ message: decodeMessage(protocol, b, nlmsghdr.read(b, 0), 0), time: Date.now() }, request, session);
    }
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    if (error.code === 'ERR_CAPTURE_TRUNCATED') return broken('rtnl-from_file: truncated message\n', session);
    if (isGzip(file)) return broken(`${error.message}\n`, session);
    return malformed(new Bytes(file).view.getInt32(error.offset, hostIsLittleEndian), error.offset);
  }
  return 0;
}

function broken(text: string, { io }: Session): number {
  io.stderr(text);
  return 1;
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`Cannot fopen: ${errnoText(-((error as NodeJS.ErrnoException).errno ?? 0))}\n`);
  }
}
