// A gateway of another family than the route's: struct rtvia. include/uapi/linux/rtnetlink.h.

import { formatIp, linkAddress, parseIp, parseLinkAddress } from '../netlink/address.js';
import { type Codec, expectInteger } from '../netlink/codec.js';
import { DecodeError, EncodeError } from '../netlink/errors.js';
import { AF_INET, AF_INET6 } from './constants.js';

/** A gateway and its family. */
export interface Via {
  /** AF_*: AF_INET, AF_INET6, or AF_PACKET for a link-layer address. */
  family: number;
  /** As text: `fe80::1`, or bytes with colons. */
  address: string;
}

const sizeOf = (family: number): number | undefined => (family === AF_INET ? 4 : family === AF_INET6 ? 16 : undefined);

/** RTA_VIA. */
export const rtvia: Codec<Via> = {
  type: 'struct rtvia',
  decode(b, start, end) {
    if (end - start < 2) throw new DecodeError('ERR_NETLINK_LENGTH', `struct rtvia of ${end - start} bytes, expected at least 2`, start);
    const family = b.view.getUint16(start, b.littleEndian);
    const size = sizeOf(family);
    if (size !== undefined && end - start !== 2 + size) throw new DecodeError('ERR_NETLINK_LENGTH', `address of ${end - start - 2} bytes, expected ${size}`, start + 2);
    const address = size === undefined ? linkAddress.decode(b, start + 2, end) : formatIp(b.array.subarray(start + 2, end));
    return { family, address };
  },
  encode(w, value: Via) {
    if (typeof value !== 'object' || value === null) throw new EncodeError('expected family and address');
    const { family, address } = value;
    expectInteger(family, 0, 0xffff, 'rtvia_family');
    if (typeof address !== 'string') throw new EncodeError('expected an address as text');
    const size = sizeOf(family);
    const bytes = size === undefined ? parseLinkAddress(address) : parseIp(address);
    if (size !== undefined && bytes.length !== size) throw new EncodeError(`'${address}' is not of family ${family}`);
    const at = w.reserve(2);
    w.view.setUint16(at, family, w.littleEndian);
    w.bytes(bytes);
  },
};
