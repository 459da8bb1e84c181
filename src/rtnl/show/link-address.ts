// Link-layer addresses as `ip` shows them for a type of link. iproute2: lib/ll_addr.c, ax25_ntop.c, rose_ntop.c.

import { formatIp, parseLinkAddress } from '../../netlink/address.js';
import { byteAsHex } from '../../netlink/bytes.js';

const ARPHRD_NETROM = 0;
const ARPHRD_AX25 = 3;
const ARPHRD_ROSE = 270;
const ARPHRD_TUNNEL = 768;
const ARPHRD_TUNNEL6 = 769;
const ARPHRD_SIT = 776;
const ARPHRD_IPGRE = 778;
const ARPHRD_IP6GRE = 823;

const IPV4: ReadonlySet<number> = new Set([ARPHRD_TUNNEL, ARPHRD_SIT, ARPHRD_IPGRE]);
const IPV6: ReadonlySet<number> = new Set([ARPHRD_TUNNEL6, ARPHRD_IP6GRE]);

/** iproute2's buffer for it, less the NUL: what does not fit is cut off. */
const LONGEST = 63;

/** An address, as bytes with colons (what links decode to), the way `ip` shows it on a link of this ARPHRD_* type. */
export function showLinkAddress(address: string, type: number): string {
  const size = address === '' ? 0 : (address.length + 1) / 3;
  if ((size === 4 && IPV4.has(type)) || (size === 16 && IPV6.has(type))) return formatIp(parseLinkAddress(address));
  if (size === 7 && (type === ARPHRD_AX25 || type === ARPHRD_NETROM)) return callSign(parseLinkAddress(address));
  if (size === 5 && type === ARPHRD_ROSE) return address.replaceAll(':', '');
  return address.slice(0, LONGEST);
}

/** Bytes with colons between them. */
export function colons(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byteAsHex(byte)).join(':');
}

/** Six characters and a number, all shifted left by one. */
function callSign(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, 6)].map((byte) => String.fromCharCode(byte >> 1)).join('');
  const call = letters.replaceAll(' ', '');
  return call === '' || call.startsWith('-') ? '*' : `${call}-${((bytes[6] as number) >> 1) & 0xf}`;
}
