// Puts the bytes of messages together again from what strace says of them: lengths it tells (nlmsg_len, nla_len), so what a value's bytes are
// follows from its form and how many there are. What it does not tell is noted.

import { parseIpv4, parseIpv6 } from '../../address.js';
import { align4, Writer } from '../../bytes.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../../constants.js';
import { MAX_DATAGRAM, NLMSG_HDRLEN } from '../../message.js';
import type { Untold } from '../captured.js';
import type { Told } from './calls.js';
import { layoutOf } from './layouts.js';
import type { LogNames } from './names.js';
import { fieldOf, type Said, textOf } from './syntax.js';

const NLA_HDRLEN = 4;
const MOST_PADDING = 3;

/** A datagram, or where strace cut off a message within one, the part of it that ends there. */
export interface Assembled {
  readonly bytes: Uint8Array;
  readonly fullLength: number;
  readonly untold: readonly Untold[];
}

/** A datagram may be so much longer than the text that tells it, strings being cut short: what one socket buffer holds. */
const BEYOND_TEXT = 1 << 16;

/** The bytes of a datagram as a call tells of it in `text` characters. */
export function assemble({ buffers, length }: Told, text: number, littleEndian: boolean, names: LogNames): Assembled[] {
  const room = buffers.some((one) => one.room === 0) ? length : buffers.reduce((sum, one) => sum + one.room, 0);
  const assembly = new Assembly(littleEndian, names, Math.min(length, room, MAX_DATAGRAM, text + BEYOND_TEXT), length);
  for (const [i, buffer] of buffers.entries()) assembly.buffer(buffer.said, buffer.room, i + 1 < buffers.length);
  return assembly.finish();
}

class Assembly {
  private w: Writer;
  private untold: Untold[] = [];
  private readonly done: Assembled[] = [];
  /** What the buffer that is being read has room for, from where `w` starts. */
  private limit = 0;
  /** strace reads no further. */
  private stopped = false;

  constructor(
    littleEndian: boolean,
    private readonly names: LogNames,
    /** Of what is to be put together, from where `w` starts, and of all that there was. */
    private length: number,
    private fullLength: number,
  ) {
    this.w = new Writer(littleEndian);
  }

  finish(): Assembled[] {
    // As iproute2 has zeros behind its requests.
    if (this.stopped) this.fill(this.length, 'no message');
    this.push(Math.min(this.w.length, this.length), this.fullLength);
    return this.done;
  }

  /** What a buffer holds; full where another follows. A message may go over into the next: what strace then makes of that one's beginning has the right bytes. */
  buffer(said: Said, room: number, full: boolean): void {
    this.limit = room === 0 ? this.length : Math.min(this.length, this.w.length + room);
    this.data(said);
    if (full) this.fill(this.limit, shown(said));
  }

  /** Messages, or bytes. */
  private data(said: Said): void {
    if (isMessage(said)) {
      const end = this.message(said, this.limit - this.w.length);
      if (end - this.w.length > MOST_PADDING && end <= this.limit) this.cut(end);
      else this.fill(end, shown(said));
    } else if (said.kind === 'list') {
      for (const item of said.items) {
        this.align();
        this.data(item);
      }
    } else if (said.kind === 'string') this.w.bytes(said.bytes);
  }

  /** The end of a message is missing: it is the end of what is handed out in one. */
  private cut(end: number): void {
    this.push(this.w.length, end);
    this.w = new Writer(this.w.littleEndian);
    this.untold = [];
    this.length -= end;
    this.limit -= end;
    this.fullLength -= end;
  }

  private push(end: number, fullLength: number): void {
    const last = end === 0 ? this.done.pop() : undefined;
    // A datagram that was too long for its buffer goes on behind the message that was cut.
    if (last !== undefined) this.done.push({ ...last, fullLength: last.fullLength + fullLength });
    else this.done.push({ bytes: this.w.finish().subarray(0, end), fullLength, untold: this.untold.filter(({ offset }) => offset < end) });
  }

  /** A message, in no more than `room` bytes, as far as it is told; returns where it ends. */
  private message(said: Said, room: number): number {
    const [header, ...payload] = said.kind === 'list' ? said.items : [said];
    const at = this.w.length;
    const length = numberIn(fieldOf(header, 'nlmsg_len', 'len'));
    const type = fieldOf(header, 'nlmsg_type', 'type');
    this.integer(fieldOf(header, 'nlmsg_len', 'len'), 4);
    this.integer(type, 2);
    this.integer(fieldOf(header, 'nlmsg_flags', 'flags'), 2);
    this.integer(fieldOf(header, 'nlmsg_seq', 'seq'), 4);
    this.integer(fieldOf(header, 'nlmsg_pid', 'pid'), 4);
    this.stopped = length < NLMSG_HDRLEN;
    const end = at + Math.max(NLMSG_HDRLEN, Math.min(length, room));
    const number = type === undefined ? undefined : this.numeric(type);
    for (const item of payload) {
      if (number === BigInt(NLMSG_ERROR) && isError(item)) this.error(item, end);
      else if (number === BigInt(NLMSG_DONE) && item.kind === 'number') this.integer(item, 4);
      else this.part(item, end);
    }
    return end;
  }

  /** What NLMSG_ERROR holds; its attributes, where it has any, are beside it in a list. */
  private error(said: Said, end: number): void {
    if (said.kind === 'list') {
      const [error, ...attributes] = said.items;
      if (error !== undefined) this.error(error, end);
      for (const item of attributes) this.part(item, end);
    } else if (fieldOf(said, 'error') !== undefined) {
      this.integer(fieldOf(said, 'error'), 4);
      const message = fieldOf(said, 'msg');
      if (message !== undefined && isMessage(message)) this.fill(this.message(message, end - this.w.length), shown(message));
    } else this.part(said, end);
  }

  /** The struct or the attributes of a message. */
  private part(said: Said, end: number): void {
    this.align();
    if (isAttribute(said) || isAttributes(said)) this.attributes(said, end);
    else if (said.kind === 'struct') this.struct(said, undefined, end);
    else if (said.kind === 'string') this.w.bytes(said.bytes.subarray(0, end - this.w.length));
    else this.value(said, end - this.w.length);
  }

  private attributes(said: Said, end: number): void {
    if (isAttribute(said)) this.attribute(said, end);
    else if (said.kind === 'list') {
      for (const item of said.items) {
        this.align();
        if (item.kind === 'string') this.w.bytes(item.bytes);
        else this.attributes(item, end);
      }
    }
  }

  private attribute(said: Said, end: number): void {
    const [header, payload] = said.kind === 'list' ? said.items : [said];
    const at = this.w.length;
    const length = numberIn(fieldOf(header, 'nla_len'));
    this.integer(fieldOf(header, 'nla_len'), 2);
    this.integer(fieldOf(header, 'nla_type'), 2);
    const stop = Math.min(end, at + Math.max(length, NLA_HDRLEN));
    if (payload !== undefined) this.value(payload, stop - this.w.length);
    this.fill(stop, shown(said));
    if (this.w.length < end) this.align();
  }

  /** A value of `size` bytes. */
  private value(said: Said, size: number): void {
    const end = this.w.length + size;
    if (isAttribute(said) || isAttributes(said)) this.attributes(said, end);
    else if (said.kind === 'string') this.string(said, size);
    else if (said.kind === 'number' || said.kind === 'names') this.number(said, size);
    else if (said.kind === 'struct') this.struct(said, size, end);
    else if (said.kind === 'list') this.list(said, size);
    else {
      if (said.kind === 'address') this.w.bytes(said.bytes.subarray(0, size));
      else this.call(said, size);
      // An IPv4 address in a field for either kind.
      if (this.w.length > end - size) this.w.reserve(Math.max(0, end - this.w.length));
    }
    if (this.w.length < end) this.fill(end, shown(said));
  }

  private number(said: Said & { kind: 'number' | 'names' }, size: number): void {
    const [text = ''] = said.kind === 'number' ? [said.text] : said.names;
    // strace 6 prints of the address of a bridge's port one byte.
    if (size === 6 && /^[0-9a-f]{2}$/.test(text)) this.w.bytes(Uint8Array.of(Number.parseInt(text, 16)));
    // Of an attribute that is longer than its number it prints the beginning.
    else this.integer(said, size === 1 || size === 2 || size === 8 ? size : Math.min(size, 4));
  }

  /** The NUL behind a string is not printed, nor what follows it. */
  private string(said: Said & { kind: 'string' }, size: number): void {
    this.w.bytes(said.bytes.subarray(0, size));
    if (!said.cut && said.bytes.length < size) this.w.reserve(size - said.bytes.length);
  }

  private struct(said: Said & { kind: 'struct' }, size: number | undefined, end: number): void {
    const places = layoutOf(
      said.fields.map(({ name }) => name),
      said.cut ? undefined : size,
    );
    if (places === undefined) return this.fill(size === undefined ? this.w.length : end, shown(said));
    // Looking for each among all of them would take quadratic time. Of the same name the first counts.
    const values = new Map(said.fields.map(({ name, value }): [string, Said] => [name, value]).reverse());
    for (const { name, size: width } of places) {
      const room = Math.min(width, end - this.w.length);
      if (room <= 0) return;
      const value = name === '' ? undefined : values.get(name);
      if (said.cut && value === undefined && name !== '') return this.fill(end, shown(said));
      if (value === undefined) this.w.reserve(room);
      else this.value(value, room);
    }
  }

  private list(said: Said & { kind: 'list' }, size: number): void {
    const end = this.w.length + size;
    if (said.items.some((item) => isNexthop(item) || (item.kind === 'list' && isNexthop(item.items[0])))) return this.nexthops(said, end);
    const each = said.cut ? widthOfLabel(said.label) : Math.floor(size / said.items.length);
    for (const item of said.items) if (this.w.length + each <= end) this.value(item, each);
  }

  /** RTA_MULTIPATH: structs, each with its attributes. */
  private nexthops(said: Said & { kind: 'list' }, end: number): void {
    if (!isNexthop(said.items[0]) || said.items.slice(1).some(isNexthop)) {
      for (const item of said.items) {
        if (item.kind !== 'list' && !isNexthop(item)) return this.fill(end, shown(item));
        this.nexthops(item.kind === 'list' ? item : { kind: 'list', items: [item], cut: false }, end);
      }
      return;
    }
    const stop = Math.min(end, this.w.length + numberIn(fieldOf(said.items[0], 'rtnh_len')));
    for (const item of said.items) this.part(item, stop);
    this.fill(stop, shown(said));
    if (this.w.length < end) this.align();
  }

  private call({ name, args }: Said & { kind: 'call' }, size: number): void {
    const { w } = this;
    const text = args.findLast((arg) => arg.kind === 'string');
    const spoken = text?.kind === 'string' ? textOf(text) : '';
    if (name === 'if_nametoindex') this.link(spoken);
    else if (name === 'inet_addr' || name === 'inet_pton') w.bytes((parseIpv4(spoken) ?? parseIpv6(spoken) ?? new Uint8Array(0)).subarray(0, size));
    else if (BIG_ENDIAN[name] !== undefined) {
      const width = BIG_ENDIAN[name] as number;
      const value = args[0] === undefined ? undefined : this.numeric(args[0]);
      if (value === undefined) return;
      const at = w.reserve(width);
      for (let i = 0; i < width; i++) w.array[at + i] = Number(BigInt.asUintN(8, value >> BigInt(8 * (width - 1 - i))));
    }
  }

  private link(name: string): void {
    const { index, told } = this.names.link(name);
    const at = this.w.reserve(4);
    this.w.view.setUint32(at, index, this.w.littleEndian);
    if (!told) this.untold.push({ offset: at, length: 4, said: `if_nametoindex("${name}")` });
  }

  /** A number in this machine's byte order. */
  private integer(said: Said | undefined, size: number): void {
    if (said?.kind === 'call') return this.value(said, size);
    const value = said === undefined ? 0n : this.numeric(said);
    const { w } = this;
    const at = w.reserve(size);
    if (value === undefined) this.untold.push({ offset: at, length: size, said: shown(said) });
    else if (size === 8) w.view.setBigUint64(at, BigInt.asUintN(64, value), w.littleEndian);
    else if (size === 4) w.view.setUint32(at, Number(BigInt.asUintN(32, value)), w.littleEndian);
    else if (size === 2) w.view.setUint16(at, Number(BigInt.asUintN(16, value)), w.littleEndian);
    else if (size > 0) w.array[w.littleEndian ? at : at + size - 1] = Number(BigInt.asUintN(8, value));
  }

  /** Undefined where a name is not known. */
  private numeric(said: Said): bigint | undefined {
    if (said.kind === 'number') return said.value;
    if (said.kind !== 'names') return undefined;
    let out = 0n;
    for (const name of said.names) {
      const value = this.names.number(name);
      if (value === undefined) return undefined;
      out |= value;
    }
    return out;
  }

  /** Zeros up to `end`, where strace said something else than would fill it; and nothing behind it. */
  private fill(end: number, said: string): void {
    const missing = Math.min(end, this.length) - this.w.length;
    if (missing > MOST_PADDING) this.untold.push({ offset: this.w.length, length: missing, said });
    if (missing > 0) this.w.reserve(missing);
    else if (this.w.length > end) this.w.length = end;
  }

  private align(): void {
    this.w.reserve(align4(this.w.length) - this.w.length);
  }
}

const BIG_ENDIAN: Readonly<Record<string, number>> = { htons: 2, ntohs: 2, htonl: 4, ntohl: 4, htobe64: 8 };

const isMessage = (said: Said): boolean => {
  const header = said.kind === 'list' ? said.items[0] : said;
  return fieldOf(header, 'nlmsg_len') !== undefined || (fieldOf(header, 'len') !== undefined && fieldOf(header, 'seq') !== undefined);
};

const isError = (said: Said): boolean => fieldOf(said.kind === 'list' ? said.items[0] : said, 'error') !== undefined;

const isNexthop = (said: Said | undefined): boolean => fieldOf(said, 'rtnh_len') !== undefined;

const isHeader = (said: Said | undefined): boolean => fieldOf(said, 'nla_len') !== undefined;

/** A header alone, or with its payload. Two headers of which the first has no payload are two attributes. */
function isAttribute(said: Said): boolean {
  if (isHeader(said)) return true;
  return said.kind === 'list' && said.items.length === 2 && isHeader(said.items[0]) && numberIn(fieldOf(said.items[0], 'nla_len')) > NLA_HDRLEN;
}

const isAttributes = (said: Said): boolean => said.kind === 'list' && said.items[0] !== undefined && isAttribute(said.items[0]);

/** Of a length: 0 where it is none. */
function numberIn(said: Said | undefined): number {
  return said?.kind === 'number' && said.value >= 0n && said.value <= 0xffffffffn ? Number(said.value) : 0;
}

/** Bytes of the items of an array that was cut off. */
const widthOfLabel = (label = ''): number => (/^(IPSTATS|ICMP6)_MIB_/.test(label) ? 8 : 4);

/** As short as will do. */
function shown(said: Said | undefined): string {
  if (said === undefined) return '';
  switch (said.kind) {
    case 'number':
      return said.text;
    case 'names':
      return said.names.join('|');
    case 'call':
      return `${said.name}(${said.args.map(shown).join(', ')})`;
    case 'string':
      return said.cut ? '"..."...' : '"..."';
    case 'struct':
      return `{${said.fields[0]?.name ?? ''}...}`;
    default:
      return '[...]';
  }
}
