// Addresses with a prefix, as `ip` takes them: 172.16.10.5/24, 2001:db8::5/64, or bare for a host.

import { ipLength } from '../netlink/address.js';
import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
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
  if (typeof text !== 'string') throw new EncodeError(`an address is text, not ${told(text)}`);
  const slash = text.indexOf('/');
  if (slash < 0) {
    const size = ipLength(text);
    return { family: size === 4 ? AF_INET : AF_INET6, address: text, length: size * 8, explicit: false };
  }
  const address = text.slice(0, slash);
  const size = ipLength(address);
  let length = 0;
  let at = slash + 1;
  for (; at < text.length && length <= size * 8; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    length = length * 10 + digit;
  }
  if (at === slash + 1 || at < text.length || at > slash + 4 || length > size * 8) throw new EncodeError(`'${text}': the prefix length is a number from 0 to ${size * 8}`);
  return { family: size === 4 ? AF_INET : AF_INET6, address, length, explicit: true };
}

/** The address with all bits behind the prefix set (`+`) or clear (`-`). */
export function withHostBits(address: Uint8Array, length: number, bits: '+' | '-'): Uint8Array {
  return address.map((byte, i) => {
    const host = 0xff >> Math.min(8, Math.max(0, length - 8 * i));
    return bits === '+' ? byte | host : byte & ~host;
  });
}
