// Addresses with a prefix, as `ip` takes them: 172.16.10.5/24, 2001:db8::5/64, or bare for a host.

import { ipLength } from '../netlink/address.js';
import { EncodeError } from '../netlink/errors.js';
import { AF_INET, AF_INET6 } from './constants.js';

export interface Prefix {
  /** AF_INET or AF_INET6. */
  readonly family: number;
  readonly address: string;
  /** Bits. */
  readonly length: number;
  /** Whether the length was written, or is that of a host. */
  readonly explicit: boolean;
}

/** Throws EncodeError. */
export function parsePrefix(text: string): Prefix {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const size = ipLength(address);
  const most = size * 8;
  const length = slash < 0 ? most : lengthAt(text, slash + 1);
  if (length === undefined || length > most) throw new EncodeError(`'${text}': the prefix length is a number from 0 to ${most}`);
  return { family: size === 4 ? AF_INET : AF_INET6, address, length, explicit: slash >= 0 };
}

/** Of one to three digits up to the end; undefined where it is no such number. */
function lengthAt(text: string, start: number): number | undefined {
  let length = 0;
  if (text.length === start || text.length > start + 3) return undefined;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    length = length * 10 + digit;
  }
  return length;
}

/** The address with all bits behind the prefix set (`+`) or clear (`-`). */
export function withHostBits(address: Uint8Array, length: number, bits: '+' | '-'): Uint8Array {
  return address.map((byte, i) => {
    const host = 0xff >> Math.min(8, Math.max(0, length - 8 * i));
    return bits === '+' ? byte | host : byte & ~host;
  });
}
