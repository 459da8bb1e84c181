// How this machine lays out C values, and the one address a request goes to. Truth: include/uapi/linux/netlink.h, struct sockaddr_nl.

import { hostIsLittleEndian } from '../bytes.js';
import { AF_NETLINK } from './linux.js';

/** Bytes of a pointer, a size_t and a long. */
export const wordSize = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;

/** Bytes of a struct sockaddr_nl: family, padding, port id, groups. */
export const SOCKADDR_NL = 12;

/** Port 0: the kernel as the receiver of a datagram, and "choose one for me" to bind(2). */
export function anyPort(): Uint8Array {
  const address = new DataView(new ArrayBuffer(SOCKADDR_NL));
  address.setUint16(0, AF_NETLINK, hostIsLittleEndian);
  return new Uint8Array(address.buffer);
}

/** The value of an int option. */
export function int(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setInt32(0, value, hostIsLittleEndian);
  return new Uint8Array(bytes.buffer);
}
