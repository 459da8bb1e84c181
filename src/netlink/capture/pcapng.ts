// pcapng files: sections of either byte order, one behind the other, each with interfaces of its own. draft-ietf-opsawg-pcapng.

import { align4, hostIsLittleEndian } from '../bytes.js';
import { CaptureError } from '../errors.js';
import type { CapturedDatagram } from './captured.js';
import { commented } from './comment.js';
import { carriesNetlink, datagramOf, type Packet } from './cooked.js';
import { pcapMagic } from './pcap-magic.js';
import type { Reader } from './reader.js';
import { type RecordFormat, Records, type Stretch } from './records.js';

/** The same in either byte order. */
export const SECTION_HEADER = 0x0a0d0d0a;
export const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
export const ENHANCED_PACKET = 6;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

const OPT_ENDOFOPT = 0;
export const OPT_COMMENT = 1;
export const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;

/** An interface of a section. */
interface Interface {
  /** Counted over all sections. */
  readonly number: number;
  readonly linkType: number;
  readonly snapLength: number;
  /** Nanoseconds are stamps times `multiplier`, divided by `divisor`, and `shift` more. */
  readonly multiplier: bigint;
  readonly divisor: bigint;
  readonly shift: bigint;
}

/** The halves of a stamp as one number: shifting a bigint takes several times as long. */
const WHOLE = new BigUint64Array(1);
const HALVES = new Uint32Array(WHOLE.buffer);
const HIGH = hostIsLittleEndian ? 1 : 0;
const LOW = 1 - HIGH;

/** Type and both lengths: the least a block can be. */
const LEAST = 12;

/** Reads a pcapng file. */
export class PcapngReader implements Reader, RecordFormat {
  skipped = 0;
  private readonly records = new Records(this);
  private littleEndian = true;
  private interfaces: Interface[] = [];
  private count = 0;
  private linkTypes = new Set<number>();

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.records.push(piece, out);
  }

  end(): void {
    this.records.end();
    const types = [...this.linkTypes];
    if (types.length > 0 && !types.some(carriesNetlink)) {
      throw new CaptureError('ERR_CAPTURE_FORMAT', `packets of link type ${types.join(', ')} hold no netlink`, this.records.offset);
    }
  }

  lengthAt({ bytes, view, offset }: Stretch, at: number, have: number): number {
    if (have < LEAST) return LEAST;
    if (view.getUint32(at) === SECTION_HEADER) this.littleEndian = sectionOrder(view, at, offset);
    else if (BODIES[view.getUint32(at, this.littleEndian)] === undefined && pcapMagic(bytes.subarray(at, at + 4)) !== undefined) {
      throw new CaptureError('ERR_CAPTURE_FORMAT', 'a pcap file begins behind a pcapng file: files of one format alone are read one behind the other', offset + at);
    }
    const length = view.getUint32(at + 4, this.littleEndian);
    if (length < LEAST || length % 4 !== 0) throw new CaptureError('ERR_CAPTURE_DAMAGED', `block of ${length} bytes`, offset + at);
    return length;
  }

  take(stretch: Stretch, at: number, length: number, out: CapturedDatagram[]): void {
    const { view, offset } = stretch;
    const { littleEndian } = this;
    const type = view.getUint32(at, littleEndian);
    const again = view.getUint32(at + length - 4, littleEndian);
    if (again !== length) throw new CaptureError('ERR_CAPTURE_DAMAGED', `block of ${length} bytes that ends as one of ${again}`, offset + at);
    const least = LEAST + (BODIES[type] ?? 0);
    if (length < least) throw new CaptureError('ERR_CAPTURE_DAMAGED', `block of type ${type} with ${length} bytes, expected at least ${least}`, offset + at);
    if (type === ENHANCED_PACKET || type === OBSOLETE_PACKET) this.takePacket(stretch, at, length, type, out);
    else if (type === SIMPLE_PACKET) this.takeSimplePacket(stretch, at, length, out);
    else if (type === INTERFACE_DESCRIPTION) this.takeInterface(stretch, at, length);
    else if (type === SECTION_HEADER) this.takeSection(stretch, at);
  }

  private takeSection({ view, offset }: Stretch, at: number): void {
    const major = view.getUint16(at + 12, this.littleEndian);
    if (major !== 1) throw new CaptureError('ERR_CAPTURE_FORMAT', `pcapng of version ${major}.${view.getUint16(at + 14, this.littleEndian)}, 1.0 is known`, offset + at);
    this.interfaces = [];
  }

  private takeInterface(stretch: Stretch, at: number, length: number): void {
    const { littleEndian } = this;
    const { view } = stretch;
    const linkType = view.getUint16(at + 8, littleEndian);
    let resolution = 6;
    let shift = 0n;
    this.eachOption(stretch, at + 16, at + length - 4, (code, value, size) => {
      if (code === IF_TSRESOL && size === 1) resolution = view.getUint8(value);
      if (code === IF_TSOFFSET && size === 8) shift = view.getBigInt64(value, littleEndian) * 1_000_000_000n;
    });
    const exponent = resolution & 0x7f;
    const [multiplier, divisor] =
      (resolution & 0x80) !== 0 ? [1_000_000_000n, 1n << BigInt(exponent)] : exponent <= 9 ? [10n ** BigInt(9 - exponent), 1n] : [1n, 10n ** BigInt(exponent - 9)];
    this.linkTypes.add(linkType);
    this.interfaces.push({ number: this.count++, linkType, snapLength: view.getUint32(at + 12, littleEndian), multiplier, divisor, shift });
  }

  private takePacket(stretch: Stretch, at: number, length: number, type: number, out: CapturedDatagram[]): void {
    const { littleEndian } = this;
    const { view } = stretch;
    // The obsolete block has a count of losses beside a shorter number.
    const from = this.interfaceAt(stretch, at, type === ENHANCED_PACKET ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 8, littleEndian));
    HALVES[HIGH] = view.getUint32(at + 12, littleEndian);
    HALVES[LOW] = view.getUint32(at + 16, littleEndian);
    const stamp = WHOLE[0] as bigint;
    const scaled = from.multiplier === 1n ? stamp : stamp * from.multiplier;
    const time = (from.divisor === 1n ? scaled : scaled / from.divisor) + from.shift;
    const start = at + 28;
    const end = start + view.getUint32(at + 20, littleEndian);
    const fullLength = view.getUint32(at + 24, littleEndian);
    const { linkType, number } = from;
    this.hand(stretch, at, length, { linkType, littleEndian, time, interface: number, offset: stretch.offset + at, start, end, fullLength }, out);
  }

  private takeSimplePacket(stretch: Stretch, at: number, length: number, out: CapturedDatagram[]): void {
    const { linkType, number, snapLength } = this.interfaceAt(stretch, at, 0);
    const { littleEndian } = this;
    const fullLength = stretch.view.getUint32(at + 8, littleEndian);
    const start = at + 12;
    const end = start + Math.min(fullLength, snapLength === 0 ? fullLength : snapLength, length - 16);
    this.hand(stretch, at, length, { linkType, littleEndian, time: undefined, interface: number, offset: stretch.offset + at, start, end, fullLength }, out);
  }

  private hand(stretch: Stretch, at: number, length: number, packet: Packet, out: CapturedDatagram[]): void {
    const options = at + length - 4;
    const { start, end, offset } = packet;
    if (end > options) throw new CaptureError('ERR_CAPTURE_DAMAGED', `packet of ${end - start} bytes in a block of ${length}`, offset);
    const datagram = datagramOf(stretch, packet);
    if (datagram === undefined) this.skipped++;
    else out.push(align4(end - start) + start < options ? this.withComment(stretch, align4(end - start) + start, options, datagram) : datagram);
  }

  /** What the writer of pcapng could say only in a comment. */
  private withComment(stretch: Stretch, from: number, end: number, datagram: CapturedDatagram): CapturedDatagram {
    let out = datagram;
    this.eachOption(stretch, from, end, (code, at, size) => {
      if (code === OPT_COMMENT) out = commented(out, stretch.bytes.subarray(at, at + size));
    });
    return out;
  }

  private eachOption({ view, offset }: Stretch, from: number, end: number, visit: (code: number, at: number, size: number) => void): void {
    for (let at = from; at + 4 <= end; ) {
      const code = view.getUint16(at, this.littleEndian);
      const size = view.getUint16(at + 2, this.littleEndian);
      if (code === OPT_ENDOFOPT) return;
      if (at + 4 + size > end) throw new CaptureError('ERR_CAPTURE_DAMAGED', `option of ${size} bytes, ${end - at - 4} are left`, offset + at);
      visit(code, at + 4, size);
      at += 4 + align4(size);
    }
  }

  private interfaceAt({ offset }: Stretch, at: number, number: number): Interface {
    const found = this.interfaces[number];
    if (found === undefined) throw new CaptureError('ERR_CAPTURE_DAMAGED', `packet of interface ${number}, ${this.interfaces.length} are described`, offset + at);
    return found;
  }
}

/** What blocks have at least, beside their type and lengths. */
const BODIES: Readonly<Record<number, number>> = {
  [SECTION_HEADER]: 16,
  [INTERFACE_DESCRIPTION]: 8,
  [OBSOLETE_PACKET]: 20,
  [SIMPLE_PACKET]: 4,
  [ENHANCED_PACKET]: 20,
};

/** Whether a section is little-endian. */
function sectionOrder(view: DataView, at: number, offset: number): boolean {
  if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) return true;
  if (view.getUint32(at + 8) === BYTE_ORDER_MAGIC) return false;
  throw new CaptureError('ERR_CAPTURE_DAMAGED', 'section without a byte-order magic', offset + at);
}
