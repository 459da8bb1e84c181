// Addresses and prefixes as they are typed. iproute2: lib/utils.c: get_addr_1(), get_prefix_1().

import { parseIpv6 } from '../netlink/address.js';
import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET, AF_UNSPEC } from '../rtnl/constants.js';
import { MPLS_LABEL_MAX } from '../rtnl/encap/mpls.js';
import { hostBits } from '../rtnl/show/family.js';
import { parseWhole, wrongAddress } from '../rtnl/words.js';

export interface Prefix {
  readonly family: number;
  /** 4 bytes, 16, or none for `any`. */
  readonly bytes: Uint8Array;
  /** How many bits count. */
  readonly length: number;
  /** A length was typed. */
  readonly explicit: boolean;
}

const FAMILY_NAMES: Readonly<Record<number, string>> = {
  [AF_UNSPEC]: 'any valid',
  [AF_INET]: 'inet',
  [AF_INET6]: 'inet6',
  [AF_PACKET]: 'link',
  [AF_MPLS]: 'mpls',
  [AF_BRIDGE]: 'bridge',
};

/** Labels in the longest stack that can be typed. */
const MAX_LABELS = 64;

/** IPv4 as it is typed: parts left out at the end are zero (10.8 is 10.8.0.0), each in C's notation. */
export function parseDotted(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  const out = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    const value = parseWhole(part);
    if (value === undefined || value < 0 || value > 255) return undefined;
    out[i] = value;
  }
  return out;
}

interface Parsed {
  readonly family: number;
  readonly bytes: Uint8Array;
  /** `any` and `default` stand for every address: no length may follow. */
  readonly every: boolean;
}

/** A stack of labels: numbers in C's notation with slashes between them. Throws UsageError where there are too many. */
function parseLabels(text: string): Uint8Array | undefined {
  const parts = text.split('/');
  const out = new Uint8Array(4 * parts.length);
  for (const [i, part] of parts.entries()) {
    const label = parseWhole(part);
    if (label === undefined || label < 0 || label > MPLS_LABEL_MAX) return undefined;
    new DataView(out.buffer).setUint32(4 * i, label * 0x1000 + (i === parts.length - 1 ? 0x100 : 0));
  }
  return parts.length > MAX_LABELS ? undefined : out;
}

/** A byte of a link-layer address, as sscanf(3) reads it with %x. */
function parseByte(text: string): number | undefined {
  const match = /^\s*\+?(?:0[xX])?([0-9a-fA-F]+)/.exec(text);
  const byte = match === null ? Number.NaN : Number.parseInt(match[1] as string, 16);
  return byte <= 255 ? byte : undefined;
}

/** A link-layer address: bytes with colons, or four as a dotted quad. */
function parseLinkLayer(text: string): Uint8Array | undefined {
  if (text.includes('.')) return parseDotted(text);
  const bytes = text.split(':').map(parseByte);
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes as number[]) : undefined;
}

/** What is said of a wrong address before it is refused. */
function complaint(text: string, family: number): string {
  if (family === AF_MPLS && text.split('/').length > MAX_LABELS) return 'Error: too many labels.\n';
  if (family !== AF_PACKET) return '';
  const part = text.includes('.') ? text : text.split(':').find((part) => parseByte(part) === undefined);
  return `"${part}" is invalid lladdr.\n`;
}

function parseAddress(text: string, family: number): Parsed | undefined {
  if (text === 'default' || text === 'all' || text === 'any') {
    if (family === AF_MPLS) return undefined;
    return { family, bytes: new Uint8Array(text === 'default' ? hostBits(family) / 8 : 0), every: true };
  }
  if (family === AF_PACKET) {
    const bytes = parseLinkLayer(text);
    return bytes && { family, bytes, every: false };
  }
  if (family === AF_MPLS && !text.includes(':')) {
    const bytes = parseLabels(text);
    return bytes && { family, bytes, every: false };
  }
  const wanted = text.includes(':') ? AF_INET6 : AF_INET;
  if (family !== AF_UNSPEC && family !== wanted) return undefined;
  const bytes = wanted === AF_INET6 ? parseIpv6(text) : parseDotted(text);
  return bytes && { family: wanted, bytes, every: false };
}

/** An address. Throws UsageError, exit code 1. */
export function readAddress(text: string, family: number): { readonly family: number; readonly bytes: Uint8Array } {
  const parsed = parseAddress(text, family);
  // iproute2 cuts the word at the first colon as it reads a link-layer address.
  const word = family === AF_PACKET && !text.includes('.') ? text.split(':', 1)[0] : text;
  if (parsed === undefined) throw wrongAddress(`${complaint(text, family)}Error: ${FAMILY_NAMES[family] ?? '???'} address is expected rather than "${word}".\n`);
  return parsed;
}

/** The length behind a slash: a number, or for IPv4 a netmask. */
function parseLength(text: string): number | undefined {
  const number = parseWhole(text);
  if (number !== undefined && number >= 0) return number;
  const mask = parseDotted(text);
  if (mask === undefined) return undefined;
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.indexOf('0') + (bits.includes('0') ? 0 : 33) : undefined;
}

/** An address with or without a length. Throws UsageError, exit code 1. */
export function readPrefix(text: string, family: number): Prefix {
  if (family === AF_PACKET) throw wrongAddress(`Error: "${text}" may be inet prefix, but it is not allowed in this context.\n`);
  const slash = text.indexOf('/');
  const parsed = parseAddress(slash < 0 ? text : text.slice(0, slash), family);
  const wrong = () => wrongAddress(`Error: ${FAMILY_NAMES[family] ?? '???'} prefix is expected rather than "${text}".\n`);
  if (parsed === undefined) throw wrong();
  const { bytes, every } = parsed;
  if (slash < 0) return { family: parsed.family, bytes, length: every ? 0 : hostBits(parsed.family), explicit: false };
  const length = every ? undefined : parseLength(text.slice(slash + 1));
  if (length === undefined || length > hostBits(parsed.family)) throw wrong();
  return { family: parsed.family, bytes, length, explicit: true };
}

/** Whether the first `length` bits are the same. */
export function samePrefix(a: Uint8Array, b: Uint8Array, length: number): boolean {
  const whole = length >> 3;
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return false;
  const mask = 0xff00 >> (length & 7);
  return (length & 7) === 0 || (((a[whole] as number) ^ (b[whole] as number)) & mask & 0xff) === 0;
}

export function isMulticast({ family, bytes }: { readonly family: number; readonly bytes: Uint8Array }): boolean {
  const first = bytes[0] ?? 0;
  return family === AF_INET ? first >> 4 === 0xe : family === AF_INET6 && first === 0xff;
}
