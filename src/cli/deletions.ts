// What the flushes of addresses, neighbours and routes share: deletions, many in one datagram, and the word at the end.
// iproute2: lib/utils.c, ip/ipaddress.c: flush_update(), ipaddr_flush().

import { align4 } from '../netlink/bytes.js';
import type { RouteMessage, RouteRequest } from './kernel.js';
import type { Session } from './session.js';

/** Bytes of the longest datagram of deletions. */
const LONGEST = 4096 - 512;

/** Each deletion is the thing as the kernel told it. */
export function* deletions(name: RouteRequest['name'], found: readonly Pick<RouteMessage, 'header' | 'body'>[]): Generator<readonly RouteRequest[]> {
  let batch: RouteRequest[] = [];
  let size = 0;
  for (const { header, body } of found) {
    if (align4(size) + header.length > LONGEST) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push({ name, header: {}, body } as RouteRequest);
    size = align4(size) + header.length;
  }
  yield batch;
}

/** Nothing is left after so many rounds. Returns the exit code. */
export function flushed({ options, io }: Session, rounds: number): number {
  if (options.statistics > 0) io.stdout(rounds === 0 ? 'Nothing to flush.\n' : `*** Flush is complete after ${rounds} round${rounds > 1 ? 's' : ''} ***\n`);
  return 0;
}
