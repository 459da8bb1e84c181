// struct nlattr: how attributes stand one behind the other. include/uapi/linux/netlink.h.

import { align4, type Bytes } from './bytes.js';
import { DecodeError } from './errors.js';

export const NLA_F_NESTED = 0x8000;
export const NLA_F_NET_BYTEORDER = 0x4000;
export const NLA_TYPE_MASK = 0x3fff;

function overrun(length: number, left: number, at: number): DecodeError {
  return new DecodeError('ERR_NETLINK_BOUNDS', `attribute claims ${length} bytes, ${left} are left`, at);
}

function leftover(left: number, at: number): DecodeError {
  return new DecodeError('ERR_NETLINK_BOUNDS', `${left} bytes left over after the last attribute`, at);
}

/**
 * Calls `visit` for each attribute between `start` and `end`. Throws DecodeError where one claims more than there is,
 * or where the end cuts through a header.
 */
export function eachAttribute(b: Bytes, start: number, end: number, visit: (header: number, at: number, length: number) => void): void {
  let at = start;
  while (end - at >= 4) {
    const length = b.view.getUint16(at, b.littleEndian);
    if (length < 4 || length > end - at) throw overrun(length, end - at, at);
    visit(b.view.getUint16(at + 2, b.littleEndian), at, length);
    at += align4(length);
  }
  if (at < end) throw leftover(end - at, at);
}
