// Hex dumps as datagrams: xxd, hexdump, od, tcpdump -x, Wireshark's copies, lists in programs. A datagram begins at offset 0, or behind a line
// that is none of it; without offsets, also where the messages of the one before are whole and another begins.

import { align4 } from '../bytes.js';
import { CaptureError } from '../errors.js';
import { MAX_DATAGRAM, NLMSG_HDRLEN } from '../message.js';
import { byteOrderOf, looksLikeMessages } from './byte-order.js';
import type { CapturedDatagram } from './captured.js';
import { ARPHRD_NETLINK, COOKED_LENGTH, datagramOf, LINKTYPE_NETLINK } from './cooked.js';
import { type HexLine, hexLine } from './hex-line.js';
import { Lines } from './lines.js';
import type { Reader, Told } from './reader.js';

/** How offsets may be written. */
const RADICES = [16, 8, 10] as const;

/** Packet types in a cooked header: PACKET_HOST to PACKET_KERNEL. */
const PACKET_TYPES = 8;

/** A dump that has less than its first message claims was cut off, unless the claim is more than a socket's buffer: then it is no message. */
const LONGEST_CUT = 1 << 16;

/** Lines that were left out stand for no more bytes than this, which is what a socket's buffer holds: two lines could else claim all the memory there is. */
const MOST_REPEATED = 1 << 16;

const latin1 = new TextDecoder('latin1');

/** Reads hex dumps. */
export class HexReader implements Reader {
  readonly skipped = 0;
  private readonly lines = new Lines((line, offset) => this.line(latin1.decode(line), offset));
  private out: CapturedDatagram[] = [];
  /** The datagram that is being put together. */
  private bytes: Uint8Array = new Uint8Array(0);
  private length = 0;
  private offset = 0;
  private width = 1;
  /** How its offsets can be written, so far; empty where it has none. */
  private radices: readonly number[] = [];
  /** Bytes of its last line, and whether lines like it were left out behind it. */
  private row = 0;
  private squeezed = false;
  /** Where the message behind those that are whole starts; past all where there is none. */
  private next = 0;

  constructor(private readonly told: Told) {}

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.out = out;
    this.lines.push(piece);
  }

  end(out: CapturedDatagram[]): void {
    this.out = out;
    this.lines.end();
    this.finish();
  }

  private line(line: string, offset: number): void {
    const read = hexLine(line, (digits, behind) => this.isOffset(digits, behind));
    if (read.kind === 'broken') this.fail('a line of a dump with something else in its midst', offset);
    if (read.kind === 'squeezed' && this.radices.length > 0) this.squeezed = true;
    else if (read.kind === 'bytes') this.take(read, offset);
    else if (this.radices.length === 0 || this.isWhole()) this.finish();
  }

  private take({ bytes, width, offset: digits }: HexLine & { kind: 'bytes' }, offset: number): void {
    if (digits === undefined) {
      if (this.radices.length > 0 || (this.isWhole() && beginsMessage(bytes))) this.finish();
    } else if (/^0+$/.test(digits) && bytes.length > 0) {
      this.finish();
      this.radices = RADICES;
    } else this.follow(digits, offset);
    if (this.length === 0) {
      this.offset = offset;
      this.width = width;
    }
    this.append(bytes);
    // An offset alone ends a dump.
    if (digits !== undefined && bytes.length === 0) this.finish();
  }

  /** Whether digits can be an offset here: in a dump that has them always, else zeros that are no group of the bytes themselves. */
  private isOffset(digits: string, behind: number | undefined): boolean {
    if (this.radices.length > 0) return true;
    return /^0+$/.test(digits) && behind !== 0 && (this.length === 0 || behind !== digits.length);
  }

  /** Holds an offset against what came before it. */
  private follow(digits: string, offset: number): void {
    const fitting = this.radices.filter((radix) => valueOfDigits(digits, radix) === this.length);
    if (fitting.length > 0) this.radices = fitting;
    else if (this.squeezed) this.repeat(digits, offset);
    else this.fail(`hex dump goes on at ${digits}, ${this.length} bytes came before it`, offset);
    this.squeezed = false;
  }

  /** What came before the damage is handed out first. */
  private fail(reason: string, offset: number): never {
    this.finish();
    throw new CaptureError('ERR_CAPTURE_DAMAGED', reason, offset);
  }

  /** The lines that were left out are like the last one. */
  private repeat(digits: string, offset: number): void {
    const radix = this.radices.find((one) => valueOfDigits(digits, one) > this.length && (valueOfDigits(digits, one) - this.length) % this.row === 0);
    const end = radix === undefined ? 0 : valueOfDigits(digits, radix);
    if (radix === undefined || this.row === 0 || end - this.length > MOST_REPEATED)
      return this.fail(`hex dump goes on at ${digits}, ${this.length} bytes and repeated lines came before it`, offset);
    const from = this.length - this.row;
    this.grow(end);
    // What was copied already is copied along.
    for (let at = this.length; at < end; at += at - from) this.bytes.copyWithin(at, from, Math.min(at, from + end - at));
    this.length = end;
    this.radices = [radix];
  }

  private append(more: Uint8Array): void {
    const need = this.length + more.length;
    this.grow(need);
    this.bytes.set(more, this.length);
    this.length = need;
    this.row = more.length;
  }

  private grow(need: number): void {
    if (need > MAX_DATAGRAM) throw new CaptureError('ERR_CAPTURE_LIMIT', `datagram of more than ${MAX_DATAGRAM} bytes`, this.offset);
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(256, 2 * need));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Whether all that is there is messages, each of its length. Goes on where it was the last time. */
  private isWhole(): boolean {
    const datagram = this.width === 1 ? this.datagram() : undefined;
    if (datagram === undefined) return false;
    const { bytes, littleEndian } = datagram;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (this.next + 4 <= bytes.length) {
      const length = view.getUint32(this.next, littleEndian);
      this.next += length < NLMSG_HDRLEN || length > MAX_DATAGRAM ? Number.POSITIVE_INFINITY : align4(length);
    }
    return this.next >= bytes.length && this.next - bytes.length < 4;
  }

  private finish(): void {
    const datagram = this.datagram();
    if (datagram !== undefined) this.out.push({ ...datagram, bytes: datagram.bytes.slice() });
    this.length = 0;
    this.next = 0;
    this.radices = [];
    this.squeezed = false;
  }

  /** What is there, as a datagram that borrows from it. */
  private datagram(): CapturedDatagram | undefined {
    if (this.length === 0) return undefined;
    const bytes = this.bytes.subarray(0, this.length);
    const plain = this.as(bytes);
    if (this.width === 1) return plain;
    // Numbers as this machine, or the one told of, writes them; bytes in their order otherwise.
    const isGood = (one: CapturedDatagram): boolean => one.fullLength === one.bytes.length && looksLikeMessages(one);
    const good = [plain, this.as(swap(bytes, this.width))].filter(isGood);
    return good.find(({ littleEndian }) => littleEndian === this.told.littleEndian) ?? good[0] ?? plain;
  }

  /** With the header that captures have before it, or without. */
  private as(bytes: Uint8Array): CapturedDatagram {
    const { offset } = this;
    const { family, littleEndian } = this.told;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length >= COOKED_LENGTH && view.getUint16(2) === ARPHRD_NETLINK && view.getUint16(0) < PACKET_TYPES) {
      const packet = { linkType: LINKTYPE_NETLINK, littleEndian, time: undefined, interface: undefined, offset, start: 0, end: bytes.length, fullLength: bytes.length };
      const cooked = datagramOf({ bytes, view, offset: 0 }, packet);
      if (cooked !== undefined) return cooked;
    }
    const order = byteOrderOf(bytes, MAX_DATAGRAM, family, littleEndian);
    const claimed = bytes.length < 4 ? 0 : view.getUint32(0, order);
    return { bytes, littleEndian: order, family, offset, fullLength: claimed <= LONGEST_CUT ? Math.max(claimed, bytes.length) : bytes.length };
  }
}

/** Whether a message could begin with these bytes, in either byte order. */
function beginsMessage(bytes: Uint8Array): boolean {
  return [true, false].some((littleEndian) => looksLikeMessages({ bytes, littleEndian, fullLength: LONGEST_CUT }));
}

const valueOfDigits = (digits: string, radix: number): number => (radix === 16 || (radix === 8 ? /^[0-7]+$/ : /^[0-9]+$/).test(digits) ? Number.parseInt(digits, radix) : -1);

/** Numbers of `width` bytes the other way round. */
function swap(bytes: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += width) out.set(bytes.slice(at, at + width).reverse(), at);
  return out;
}
