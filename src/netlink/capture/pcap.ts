// pcap files, of either byte order, with stamps of micro- or nanoseconds, and the variant of Alexey Kuznetsov whose packets have
// more in their headers. draft-ietf-opsawg-pcap; libpcap: sf-pcap.c.

import { CaptureError } from '../errors.js';
import type { CapturedDatagram } from './captured.js';
import { carriesNetlink, datagramOf } from './cooked.js';
import { type Magic, pcapMagic } from './pcap-magic.js';
import { BYTE_ORDER_MAGIC, SECTION_HEADER } from './pcapng.js';
import type { Reader } from './reader.js';
import { type RecordFormat, Records, type Stretch } from './records.js';

const FILE_HEADER = 24;

/** Reads a pcap file, or several one behind the other. */
export class PcapReader implements Reader, RecordFormat {
  skipped = 0;
  private readonly records = new Records(this);
  private magic: Magic | undefined;
  private linkType = 0;
  /** Early versions have a packet's two lengths the other way round: always before 2.3, sometimes in it. */
  private swapped: 'never' | 'sometimes' | 'always' = 'never';

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.records.push(piece, out);
  }

  end(): void {
    this.records.end();
  }

  lengthAt(stretch: Stretch, at: number, have: number): number {
    const { magic } = this;
    if (magic === undefined) return FILE_HEADER;
    if (have < magic.packetHeader) return magic.packetHeader;
    if (isFileHeader(stretch, at)) return FILE_HEADER;
    expectNoPcapng(stretch, at);
    return magic.packetHeader + this.lengthOf('captured', stretch.view, at, magic.littleEndian);
  }

  take(stretch: Stretch, at: number, length: number, out: CapturedDatagram[]): void {
    const { magic, linkType } = this;
    if (magic === undefined || isFileHeader(stretch, at)) return this.takeFileHeader(stretch, at);
    const { littleEndian } = magic;
    const { view } = stretch;
    const [seconds, fraction] = [view.getUint32(at, littleEndian), view.getUint32(at + 4, littleEndian)];
    // Microseconds are exact as a number; one bigint less takes half the time.
    const time = magic.nanoseconds ? BigInt(seconds) * 1_000_000_000n + BigInt(fraction) : BigInt(seconds * 1e6 + fraction) * 1000n;
    const fullLength = this.lengthOf('full', view, at, littleEndian);
    const datagram = datagramOf(stretch, {
      linkType,
      littleEndian,
      time,
      interface: undefined,
      offset: stretch.offset + at,
      start: at + magic.packetHeader,
      end: at + length,
      fullLength,
    });
    if (datagram === undefined) this.skipped++;
    else out.push(datagram);
  }

  private takeFileHeader({ bytes, view, offset }: Stretch, at: number): void {
    const magic = pcapMagic(bytes.subarray(at));
    if (magic === undefined) throw new CaptureError('ERR_CAPTURE_FORMAT', 'no pcap file', offset + at);
    const { littleEndian } = magic;
    const major = view.getUint16(at + 4, littleEndian);
    const minor = view.getUint16(at + 6, littleEndian);
    // 543.0 is what DG/UX wrote.
    if (major !== 2 && !(major === 543 && minor === 0)) throw new CaptureError('ERR_CAPTURE_FORMAT', `pcap of version ${major}.${minor}, 2.4 is known`, offset + at);
    this.swapped = major === 543 || minor < 3 ? 'always' : minor === 3 ? 'sometimes' : 'never';
    // The upper half tells of checksums at the ends of packets.
    this.linkType = view.getUint32(at + 20, littleEndian) & 0xffff;
    if (!carriesNetlink(this.linkType)) throw new CaptureError('ERR_CAPTURE_FORMAT', `packets of link type ${this.linkType} hold no netlink`, offset + at);
    this.magic = magic;
  }

  /** Which of the two lengths at byte 8 of a packet's header: what was captured of it, or what it had. */
  private lengthOf(which: 'captured' | 'full', view: DataView, at: number, littleEndian: boolean): number {
    const first = view.getUint32(at + 8, littleEndian);
    const second = view.getUint32(at + 12, littleEndian);
    const swapped = this.swapped !== 'never' && (this.swapped === 'always' || first > second);
    return (which === 'captured') === swapped ? second : first;
  }
}

/** Whether another file begins at `at`, of which 16 bytes are there. As a packet it would be one without a byte, of the year 2055. */
function isFileHeader({ bytes, view }: Stretch, at: number): boolean {
  return view.getUint32(at + 8) === 0 && view.getUint32(at + 12) === 0 && pcapMagic(bytes.subarray(at, at + 4)) !== undefined;
}

/** As a packet it would be one of 400 MB and more. */
function expectNoPcapng({ view, offset }: Stretch, at: number): void {
  if (view.getUint32(at) !== SECTION_HEADER || ![view.getUint32(at + 8), view.getUint32(at + 8, true)].includes(BYTE_ORDER_MAGIC)) return;
  throw new CaptureError('ERR_CAPTURE_FORMAT', 'a pcapng file begins behind a pcap file: files of one format alone are read one behind the other', offset + at);
}
