// Options of the tunnels' API that several kinds take, checked before they become attributes.

import { formatIp, parseIp } from '../../netlink/address.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { expectOptions } from './attribute-options.js';

/** Throws EncodeError unless `value` is a whole number from 0 to `max`. */
export function integerOption(key: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new EncodeError(`${key} is a whole number from 0 to ${max}, not ${told(value)}`);
  return value;
}

/** The index of a link. Verbs have looked names up by now. Throws EncodeError. */
export function linkOption(key: string, link: string | number): number {
  if (typeof link !== 'number') throw new EncodeError(`${key} is an index here, not ${told(link)}`);
  return integerOption(key, link, 0x7fffffff);
}

/** A time to live; `inherit` is 0. Throws EncodeError. */
export function ttlOption(ttl: number | 'inherit'): number {
  return ttl === 'inherit' ? 0 : integerOption('ttl', ttl, 255);
}

/** A type of service; `inherit` is 1. Throws EncodeError. */
export function tosOption(tos: number | 'inherit'): number {
  return tos === 'inherit' ? 1 : integerOption('tos', tos, 255);
}

interface Address {
  /** As the kernel's would be written. */
  readonly text: string;
  readonly is6: boolean;
}

/** Throws EncodeError. */
export function addressOf(text: string): Address {
  const bytes = parseIp(text);
  return { text: formatIp(bytes), is6: bytes.length === 16 };
}

/** Throws EncodeError where it is no address. */
export function isMulticastAddress(text: string): boolean {
  const bytes = parseIp(text);
  return bytes.length === 4 ? (bytes[0] as number) >> 4 === 0xe : bytes[0] === 0xff;
}

/** Whether any of a kind's own options is told. Throws EncodeError for an option that it does not have. */
export function anyTold(kind: string, options: object, keys: readonly string[]): boolean {
  expectOptions(kind, options, keys);
  return keys.some((key) => (options as Readonly<Record<string, unknown>>)[key] !== undefined);
}
