// Which byte order a datagram is in. A recording may say, but tools that convert one rewrite its headers and not what is in it.

import { NETLINK_KOBJECT_UEVENT } from '../constants.js';
import { NLMSG_HDRLEN } from '../message.js';
import type { CapturedDatagram } from './captured.js';

/** `likely`, unless only the other order gives the first message a length that it can have. */
export function byteOrderOf(bytes: Uint8Array, fullLength: number, family: number, likely: boolean): boolean {
  if (bytes.length < 4 || family === NETLINK_KOBJECT_UEVENT) return likely;
  return plausible(firstLength(bytes, likely), fullLength) || !plausible(firstLength(bytes, !likely), fullLength) ? likely : !likely;
}

function firstLength(bytes: Uint8Array, littleEndian: boolean): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : d | (c << 8) | (b << 16) | (a << 24)) >>> 0;
}

const plausible = (length: number, fullLength: number): boolean => length >= NLMSG_HDRLEN && length <= fullLength;

/** Whether a datagram begins with a length that it can have. */
export const looksLikeMessages = ({ bytes, fullLength, littleEndian }: Pick<CapturedDatagram, 'bytes' | 'fullLength' | 'littleEndian'>): boolean =>
  bytes.length >= 4 && plausible(firstLength(bytes, littleEndian), fullLength);
