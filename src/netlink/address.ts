// Addresses: link-layer ones of any length, IPv4 and IPv6, as text. IPv6 is written as inet_ntop(3) does.

import { type Bytes, HEX } from './bytes.js';
import { type Codec, expectLength } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';

/** ASCII of `0` to `f`. */
const DIGIT: readonly number[] = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const high = (byte: number): number => DIGIT[byte >> 4] as number;
const low = (byte: number): number => DIGIT[byte & 15] as number;

function formatLink(array: Uint8Array, start: number, end: number): string {
  if (end - start === 6) return formatMac(array[start]!, array[start + 1]!, array[start + 2]!, array[start + 3]!, array[start + 4]!, array[start + 5]!);
  let out = '';
  for (let i = start; i < end; i++) out += i === start ? HEX[array[i] as number] : `:${HEX[array[i] as number]}`;
  return out;
}

/** One string made at once: pieces joined one by one take six times as long, and V8 keeps the pieces. */
function formatMac(a: number, b: number, c: number, d: number, e: number, f: number): string {
  // biome-ignore format: a byte to a line
  return String.fromCharCode(
    high(a), low(a), 58,
    high(b), low(b), 58,
    high(c), low(c), 58,
    high(d), low(d), 58,
    high(e), low(e), 58,
    high(f), low(f),
  );
}

/** Bytes of `02:00:5e:10:00:01`, of any length. Throws EncodeError. */
export function parseLinkAddress(text: string): Uint8Array {
  if (text === '') return new Uint8Array();
  const parts = text.split(':');
  const out = new Uint8Array(parts.length);
  for (const [i, part] of parts.entries()) {
    if (!/^[0-9a-fA-F]{1,2}$/.test(part)) throw new EncodeError(`'${text}' is no link-layer address`);
    out[i] = Number.parseInt(part, 16);
  }
  return out;
}

function requireText(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new EncodeError(`expected an address as text, got ${typeof value}`);
}

/** A link-layer address of any length: 6 bytes on Ethernet, 4 on ipip, 16 on ip6tnl, 20 on IPoIB, none on a tun. */
export const linkAddress: Codec<string> = {
  type: 'link address',
  decode: (b, start, end) => formatLink(b.array, start, end),
  encode(w, value) {
    requireText(value);
    w.bytes(parseLinkAddress(value));
  },
};

/** An Ethernet address: exactly 6 bytes. */
export const mac: Codec<string> = {
  type: 'mac',
  decode(b, start, end) {
    expectLength(start, end, 6, 'MAC');
    return formatLink(b.array, start, end);
  },
  encode(w, value) {
    requireText(value);
    const parsed = parseLinkAddress(value);
    if (parsed.length !== 6) throw new EncodeError(`'${value}' is no MAC address: ${parsed.length} bytes, not 6`);
    w.bytes(parsed);
  },
};

/** Four bytes as text: `10.0.0.1`. */
export function formatIpv4(array: Uint8Array, at: number): string {
  return `${array[at]}.${array[at + 1]}.${array[at + 2]}.${array[at + 3]}`;
}

/** RFC 5952, with the dotted tails that glibc's inet_ntop writes for ::a.b.c.d and ::ffff:a.b.c.d. */
export function formatIpv6(array: Uint8Array, at: number): string {
  const word = (i: number): number => ((array[at + 2 * i] as number) << 8) | (array[at + 2 * i + 1] as number);
  let gap = -1;
  let gapLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && word(i + length) === 0) length++;
    if (length > gapLength) {
      gap = i;
      gapLength = length;
    }
    i += length;
  }
  const dotted = gap === 0 && (gapLength === 6 || (gapLength === 5 && word(5) === 0xffff));
  let out = '';
  for (let i = 0; i < 8; i++) {
    if (i === gap) {
      out += '::';
      i += gapLength - 1;
    } else {
      if (i > 0 && i !== gap + gapLength) out += ':';
      if (dotted && i === 6) return out + formatIpv4(array, at + 12);
      out += word(i).toString(16);
    }
  }
  return out;
}

/** Bytes of a dotted quad of four decimal parts; undefined where it is none. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const out = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    out[i] = Number(part);
  }
  return out;
}

/** The 16 bytes of an IPv6 address as inet_pton(3) takes it; undefined where it is none. */
export function parseIpv6(text: string): Uint8Array | undefined {
  let rest = text;
  const tail: number[] = [];
  const lastColon = rest.lastIndexOf(':');
  if (rest.includes('.')) {
    const quad = lastColon < 0 ? undefined : parseIpv4(rest.slice(lastColon + 1));
    if (quad === undefined) return undefined;
    tail.push(((quad[0] as number) << 8) | (quad[1] as number), ((quad[2] as number) << 8) | (quad[3] as number));
    rest = rest.slice(0, lastColon + 1);
    rest = rest.endsWith('::') ? rest : rest.slice(0, -1);
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const words = (half: string): number[] | undefined => {
    if (half === '') return [];
    const parts = half.split(':');
    return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part)) ? parts.map((part) => Number.parseInt(part, 16)) : undefined;
  };
  const front = words(halves[0] as string);
  const back = halves.length === 2 ? words(halves[1] as string) : [];
  if (front === undefined || back === undefined) return undefined;
  const given = front.length + back.length + tail.length;
  if (halves.length === 2 ? given > 7 : given !== 8) return undefined;
  const all = [...front, ...new Array<number>(8 - given).fill(0), ...back, ...tail];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

/** Bytes of an IPv4 or IPv6 address. Throws EncodeError. */
export function parseIp(text: string): Uint8Array {
  const parsed = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  if (parsed === undefined) throw new EncodeError(`'${text}' is no IP address`);
  return parsed;
}

/** Text of 4 or 16 bytes. */
export function formatIp(array: Uint8Array): string {
  return array.length === 4 ? formatIpv4(array, 0) : formatIpv6(array, 0);
}

function decodeIp(b: Bytes, start: number, end: number): string {
  if (end - start === 4) return formatIpv4(b.array, start);
  if (end - start === 16) return formatIpv6(b.array, start);
  throw new DecodeError('ERR_NETLINK_LENGTH', `IP address of ${end - start} bytes, expected 4 or 16`, start);
}

/** An IPv4 or an IPv6 address, told apart by length. */
export const ip: Codec<string> = {
  type: 'ip',
  decode: decodeIp,
  encode(w, value) {
    requireText(value);
    w.bytes(parseIp(value));
  },
};

function family(type: string, size: 4 | 16): Codec<string> {
  return {
    type,
    decode(b, start, end) {
      expectLength(start, end, size, type);
      return decodeIp(b, start, end);
    },
    encode(w, value) {
      requireText(value);
      const parsed = parseIp(value);
      if (parsed.length !== size) throw new EncodeError(`'${value}' is no ${type} address`);
      w.bytes(parsed);
    },
  };
}

/** An IPv4 address as text, 4 bytes on the wire. */
export const ipv4: Codec<string> = family('IPv4', 4);
/** An IPv6 address as text (RFC 5952), 16 bytes on the wire. */
export const ipv6: Codec<string> = family('IPv6', 16);
