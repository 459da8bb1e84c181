// Values in the words of a link kind, read as iproute2's helpers read them. iproute2: lib/utils.c, lib/ll_addr.c, lib/ll_proto.c.

import { byteAsHex } from '../../netlink/bytes.js';
import { ETHERNET_PROTOCOLS } from '../show/names.js';
import { invalidWord, parseWhole, UsageError, wholeNumber } from '../words.js';

/** What stops `ip` while it reads the words of a kind, with code 1; wrong numbers give 255. */
export function kindError(message: string, toStdout = false): UsageError {
  return new UsageError(message, 1, toStdout);
}

/** A number of 64 bits as get_u64() reads it: a negative one wraps. Throws UsageError with `why`, naming the word. */
export function u64Word(word: string, why: string): bigint {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(word);
  if (match === null) throw invalidWord(why, word);
  const digits = match[2] as string;
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (magnitude > 0xffffffffffffffffn) throw invalidWord(why, word);
  return match[1] === '-' ? BigInt.asUintN(64, -magnitude) : magnitude;
}

/** An Ethernet protocol by name, in any case, or by number. Throws UsageError with `why`. */
export function ethernetProtocolWord(word: string, why: string): number {
  const name = word.toLowerCase();
  if (name === 'ipv4') return 0x0800;
  for (const [protocol, known] of ETHERNET_PROTOCOLS) if (known.toLowerCase() === name) return protocol;
  return wholeNumber(word, why, 0xffff);
}

/**
 * A link-layer address as ll_addr_a2n() reads it, of any length and with leniency for what follows a byte's digits; one with
 * dots is an IPv4 address, where `10.8` is 10.8.0.0. Throws UsageError, naming the part at fault.
 */
export function linkAddressWord(word: string): string {
  const parts = word.includes('.') ? dotted(word) : word.split(':').map(hexByte);
  return parts.map((byte) => byteAsHex(byte)).join(':');
}

function dotted(word: string): number[] {
  const parts = word.split('.').map((part) => parseWhole(part) ?? -1);
  if (parts.length > 4 || parts.some((part) => part < 0 || part > 255)) throw invalidAddress(word);
  return [...parts, 0, 0, 0].slice(0, 4);
}

/** sscanf("%x"): digits at the start count, what stands behind them does not. */
function hexByte(part: string): number {
  const match = /^\s*([+-]?)(?:0[xX])?([0-9a-fA-F]+)/.exec(part);
  const value = match === null ? -1 : Number.parseInt(match[2] as string, 16);
  if (value < 0 || value > 255 || (match?.[1] === '-' && value > 0)) throw invalidAddress(part);
  return value;
}

function invalidAddress(part: string): UsageError {
  return kindError(`"${part}" is invalid lladdr.\n`);
}
