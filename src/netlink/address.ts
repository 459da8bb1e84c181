// Addresses: link-layer ones of any length, IPv4 and IPv6, as text. IPv6 is written as inet_ntop(3) does.

import { type Bytes, byteAsHex, type Writer } from './bytes.js';
import { type Codec, expectLength } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import { told } from './expect.js';

/** ASCII of `0` to `f`. */
const DIGIT: readonly number[] = [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102];

function formatLink(array: Uint8Array, start: number, end: number): string {
  if (end - start === 6) return formatMac(array[start]!, array[start + 1]!, array[start + 2]!, array[start + 3]!, array[start + 4]!, array[start + 5]!);
  let out = '';
  for (let i = start; i < end; i++) out += i === start ? byteAsHex(array[i] as number) : `:${byteAsHex(array[i] as number)}`;
  return out;
}

/** One string made at once: pieces joined one by one take six times as long, and V8 keeps the pieces. */
function formatMac(a: number, b: number, c: number, d: number, e: number, f: number): string {
  // biome-ignore format: a byte to a line
  return String.fromCharCode(
    DIGIT[a >> 4]!, DIGIT[a & 15]!, 58,
    DIGIT[b >> 4]!, DIGIT[b & 15]!, 58,
    DIGIT[c >> 4]!, DIGIT[c & 15]!, 58,
    DIGIT[d >> 4]!, DIGIT[d & 15]!, 58,
    DIGIT[e >> 4]!, DIGIT[e & 15]!, 58,
    DIGIT[f >> 4]!, DIGIT[f & 15]!,
  );
}

/** What a hexadecimal digit stands for; -1 where it is none. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

const COLON = 58;
const DOT = 46;

/** Bytes of `02:00:5e:10:00:01`, of any length. Throws EncodeError. */
export function parseLinkAddress(text: string): Uint8Array {
  requireText(text);
  if (text === '') return new Uint8Array();
  let count = 1;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === COLON) count++;
  const out = new Uint8Array(count);
  let at = 0;
  let value = 0;
  let digits = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? COLON : text.charCodeAt(i);
    const digit = code === COLON ? -1 : digitOf(code);
    if (code === COLON ? digits === 0 : digit < 0 || digits === 2) throw new EncodeError(`'${text}' is no link-layer address`);
    if (code === COLON) {
      out[at++] = value;
      value = 0;
      digits = 0;
    } else {
      value = (value << 4) | digit;
      digits++;
    }
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

/** What the last byte of an address adds to its text, made when it is first met. */
const octets: string[] = [];
/** The first three bytes of addresses that were told lately, and their text, by the lower bits of the third: a list has many of one network. */
const networks = new Int32Array(64).fill(-1);
const networkTexts: string[] = new Array(64).fill('');

/** Four bytes as text: `10.0.0.1`. */
export function formatIpv4(array: Uint8Array, at: number): string {
  const third = array[at + 2] as number;
  const network = ((array[at] as number) << 16) | ((array[at + 1] as number) << 8) | third;
  const place = third & 63;
  if (networks[place] !== network) {
    networks[place] = network;
    networkTexts[place] = `${array[at]}.${array[at + 1]}.${third}.`;
  }
  const last = array[at + 3] as number;
  octets[last] ??= String(last);
  return `${networkTexts[place]}${octets[last]}`;
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

/** Reads the dotted quad that `text` is from `from` on into `out` at `at`; false where it is none. Written out, as addresses come by the thousand. */
function readIpv4(text: string, from: number, out: Uint8Array, at: number): boolean {
  let part = 0;
  let value = 0;
  let digits = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0 || part === 3) return false;
      out[at + part++] = value;
      value = 0;
      digits = 0;
    } else {
      if (code < 48 || code > 57 || (digits > 0 && value === 0)) return false;
      value = value * 10 + code - 48;
      digits++;
      if (value > 255) return false;
    }
  }
  if (digits === 0 || part !== 3) return false;
  out[at + 3] = value;
  return true;
}

/** Bytes of a dotted quad of four decimal parts; undefined where it is none. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const out = new Uint8Array(4);
  return readIpv4(text, 0, out, 0) ? out : undefined;
}

/** The 16 bytes of an IPv6 address as inet_pton(3) takes it; undefined where it is none. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const out = new Uint8Array(16);
  let at = 0;
  /** Where the two colons stand. */
  let gap = -1;
  let i = 0;
  if (text.startsWith('::')) {
    gap = 0;
    i = 2;
  }
  while (i < text.length) {
    const start = i;
    let value = 0;
    for (let digit = 0; i < text.length && digit >= 0; ) {
      digit = digitOf(text.charCodeAt(i));
      if (digit >= 0) {
        value = (value << 4) | digit;
        i++;
      }
    }
    if (text.charCodeAt(i) === DOT) {
      if (!readIpv4(text, start, out, at)) return undefined;
      at += 4;
      break;
    }
    if (i === start || i - start > 4) return undefined;
    out[at++] = value >> 8;
    out[at++] = value & 0xff;
    if (i === text.length) break;
    if (text.charCodeAt(i++) !== COLON || i === text.length) return undefined;
    if (text.charCodeAt(i) !== COLON) continue;
    if (gap >= 0) return undefined;
    gap = at;
    i++;
  }
  if (gap < 0) return at === 16 ? out : undefined;
  if (at > 14) return undefined;
  out.copyWithin(16 - (at - gap), gap, at);
  return out.fill(0, gap, 16 - (at - gap));
}

/** Bytes of an IPv4 or IPv6 address. Throws EncodeError. */
export function parseIp(text: string): Uint8Array {
  if (typeof text !== 'string') throw new EncodeError(`an address is text, not ${told(text)}`);
  const parsed = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  if (parsed === undefined) throw new EncodeError(`'${text}' is no IP address`);
  return parsed;
}

/** The IPv4 address that was written last, and its bytes: requests name the same one twice, and those that add and delete it do so four times. */
const last: { text: string | undefined; readonly bytes: Uint8Array } = { text: undefined, bytes: new Uint8Array(4) };
const lastView = new DataView(last.bytes.buffer);

/** What inet_pton(3) takes, told in one step: whoever makes requests by the thousand asks of each whether it can be encoded. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** How many bytes of an IPv4 or IPv6 address: 4 or 16. Throws EncodeError where it is none. */
export function ipLength(text: string): number {
  return text === last.text || IPV4.test(text) ? 4 : parseIp(text).length;
}

/** Whether it is an IPv4 address, whose bytes are those of the last then; of IPv6 it knows no more than that it may be one. Throws EncodeError. */
function isIpv4(text: string): boolean {
  if (text === last.text) return true;
  if (text.includes(':')) return false;
  last.text = undefined;
  if (!readIpv4(text, 0, last.bytes, 0)) throw new EncodeError(`'${text}' is no IP address`);
  last.text = text;
  return true;
}

/** Appends the 4 or 16 bytes and says how many. */
function writeIp(w: Writer, text: string): number {
  if (isIpv4(text)) {
    const at = w.reserve(4);
    w.view.setUint32(at, lastView.getUint32(0));
    return 4;
  }
  w.bytes(parseIp(text));
  return 16;
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
    writeIp(w, value);
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
      if (writeIp(w, value) !== size) throw new EncodeError(`'${value}' is no ${type} address`);
    },
  };
}

/** An IPv4 address as text, 4 bytes on the wire. */
export const ipv4: Codec<string> = family('IPv4', 4);
/** An IPv6 address as text (RFC 5952), 16 bytes on the wire. */
export const ipv6: Codec<string> = family('IPv6', 16);
