// IPv4 and IPv6 addresses as the kernel compares them: lower-case hex of their bytes, 8 or 32 digits.

import { ip } from '../netlink/address.js';
import { Bytes, fromHex, toHex, Writer } from '../netlink/bytes.js';
import { EncodeError } from '../netlink/errors.js';
import { AF_INET, type AF_INET6 } from '../rtnl/constants.js';

export type IpFamily = typeof AF_INET | typeof AF_INET6;

/** `10.0.0.1` of `0a000001`. */
export function ipText(hex: string): string {
  const bytes = fromHex(hex);
  return ip.decode(new Bytes(bytes), 0, bytes.length);
}

/** `0a000001` of `10.0.0.1`. Throws EncodeError. */
export function ipHex(text: string): string {
  const writer = new Writer();
  ip.encode(writer, text);
  const hex = toHex(writer.finish());
  if (hex.length !== 8 && hex.length !== 32) throw new EncodeError(`'${text}' is no IP address`);
  return hex;
}

/** The first bytes of an attribute as an address of the family. */
export const ipOf = (payload: Uint8Array, family: IpFamily): string => toHex(payload.subarray(0, family === AF_INET ? 4 : 16));

export const bitsOf = (family: IpFamily): number => (family === AF_INET ? 32 : 128);

/** The address with all bits behind the first `length` zero. */
export function network(hex: string, length: number): string {
  return fill(hex, length, '0');
}

/** The address with all bits behind the first `length` one. */
export function lastOf(hex: string, length: number): string {
  return fill(hex, length, 'f');
}

function fill(hex: string, length: number, digit: '0' | 'f'): string {
  const whole = length >> 2;
  if (whole >= hex.length) return hex;
  const rest = length & 3;
  const value = Number.parseInt(hex[whole] as string, 16);
  const mask = 0xf >> rest;
  const cut = (digit === '0' ? value & ~mask : value | mask).toString(16);
  return `${hex.slice(0, whole)}${cut}${digit.repeat(hex.length - whole - 1)}`;
}

export const isZero = (hex: string): boolean => /^0*$/.test(hex);

/** ipv4_is_multicast(), ipv6_addr_is_multicast(). */
export const isMulticast = (hex: string): boolean => (hex.length === 8 ? /^e/.test(hex) : hex.startsWith('ff'));

export const isLinkLocal6 = (hex: string): boolean => /^fe[89ab]/.test(hex);

export const LOOPBACK6 = '00000000000000000000000000000001';

const SCOPE_INVALID = -1;
export const SCOPE_LINKLOCAL = 2;
const SCOPE_SITELOCAL = 5;
const SCOPE_GLOBAL = 14;

/** ipv6_addr_src_scope(): how far an address reaches; of this machine's own as far as its link. */
export function sourceScope6(hex: string): number {
  if (isZero(hex)) return SCOPE_INVALID;
  if (isMulticast(hex)) return Number.parseInt(hex[3] as string, 16);
  if (isLinkLocal6(hex) || hex === LOOPBACK6) return SCOPE_LINKLOCAL;
  return /^fe[cdef]/.test(hex) ? SCOPE_SITELOCAL : SCOPE_GLOBAL;
}
