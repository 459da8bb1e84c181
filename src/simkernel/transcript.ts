// All that was said, as recordings hold it.

import { toHex } from '../netlink/bytes.js';
import type { CapturedDatagram } from '../netlink/capture/captured.js';
import type { RecordedDatagram } from '../netlink/exchange.js';

/** A datagram that passed. */
export interface Transcribed {
  /** Which of the kernel's sockets, counted from 0. */
  readonly socket: number;
  readonly direction: 'sent' | 'received';
  readonly bytes: Uint8Array;
  /** Milliseconds of the kernel's clock. */
  readonly time: number;
  /** The namespace a notification came from. */
  readonly nsid?: number;
}

/** Is handed each datagram as it passes. */
export type Transcriber = (datagram: Transcribed) => void;

/** A line of an exchange, as fixtures and `rtnl --record` have them. */
export function exchangeLine({ socket, direction, bytes, nsid }: Transcribed): RecordedDatagram {
  return { dir: direction === 'sent' ? 'tx' : 'rx', sock: socket, hex: toHex(bytes), ...(nsid !== undefined && { nsid }) };
}

/** What readers of recordings hand out. `offset` counts the bytes that were said before. */
export function capturedDatagram({ socket, direction, bytes, time, nsid }: Transcribed, littleEndian: boolean, offset = 0): CapturedDatagram {
  return {
    bytes,
    littleEndian,
    family: 0,
    direction,
    time: BigInt(Math.round(time * 1e6)),
    socket: String(socket),
    offset,
    fullLength: bytes.length,
    ...(nsid !== undefined && { nsid }),
  };
}
