// Writes pcapng: what Wireshark opens, its packets LINKTYPE_NETLINK, its stamps nanoseconds. A section has the byte order of the machine
// that its datagrams come from, since that is how those who read it tell.

import { align4, hostIsLittleEndian, Writer } from '../bytes.js';
import type { CapturedDatagram } from './captured.js';
import { commentOf } from './comment.js';
import { ARPHRD_NETLINK, COOKED_LENGTH, LINKTYPE_NETLINK, PACKET_KERNEL, PACKET_USER } from './cooked.js';
import { BYTE_ORDER_MAGIC, ENHANCED_PACKET, IF_TSRESOL, INTERFACE_DESCRIPTION, OPT_COMMENT, SECTION_HEADER } from './pcapng.js';

/** What nlmon's captures have where the direction is not known. */
const PACKET_OUTGOING = 4;

const SHB_USERAPPL = 4;

/** Writes one file, datagram by datagram. */
export class PcapngWriter {
  private littleEndian: boolean | undefined;
  /** The interfaces described in this section: their numbers in the datagrams, by their place. */
  private interfaces: number[] = [];

  /** The next bytes of the file: this datagram, and what must stand before it. */
  write(datagram: CapturedDatagram): Uint8Array {
    const w = new Writer(datagram.littleEndian, datagram.bytes.length + 160);
    if (this.littleEndian !== datagram.littleEndian) this.section(w);
    const number = datagram.interface ?? 0;
    let place = this.interfaces.indexOf(number);
    if (place < 0) {
      place = this.interfaces.push(number) - 1;
      description(w);
    }
    packet(w, datagram, place);
    return w.finish();
  }

  /** What is left to write once there are no more: of no datagrams at all, a file that holds none. */
  end(): Uint8Array {
    const w = new Writer(hostIsLittleEndian);
    if (this.littleEndian === undefined) this.section(w);
    return w.finish();
  }

  private section(w: Writer): void {
    this.littleEndian = w.littleEndian;
    this.interfaces = [];
    block(w, SECTION_HEADER, () => {
      u32(w, BYTE_ORDER_MAGIC);
      u16(w, 1, 0);
      // Of no length that is known.
      u32(w, 0xffffffff, 0xffffffff);
      option(w, SHB_USERAPPL, new TextEncoder().encode('rtnetlink'));
      u32(w, 0);
    });
  }
}

function description(w: Writer): void {
  block(w, INTERFACE_DESCRIPTION, () => {
    u16(w, LINKTYPE_NETLINK, 0);
    u32(w, 0);
    option(w, IF_TSRESOL, Uint8Array.of(9));
    u32(w, 0);
  });
}

function packet(w: Writer, datagram: CapturedDatagram, place: number): void {
  const { bytes, fullLength, direction, family, time = 0n } = datagram;
  block(w, ENHANCED_PACKET, () => {
    const stamp = BigInt.asUintN(64, time);
    u32(w, place, Number(stamp >> 32n), Number(stamp & 0xffffffffn), COOKED_LENGTH + bytes.length, COOKED_LENGTH + fullLength);
    const at = w.reserve(COOKED_LENGTH);
    w.view.setUint16(at, direction === 'sent' ? PACKET_KERNEL : direction === 'received' ? PACKET_USER : PACKET_OUTGOING);
    w.view.setUint16(at + 2, ARPHRD_NETLINK);
    w.view.setUint16(at + 14, family);
    w.bytes(bytes);
    pad(w);
    const comment = commentOf(datagram);
    if (comment === undefined) return;
    option(w, OPT_COMMENT, comment);
    u32(w, 0);
  });
}

function block(w: Writer, type: number, body: () => void): void {
  const start = w.length;
  u32(w, type, 0);
  body();
  const length = w.length - start + 4;
  u32(w, length);
  w.view.setUint32(start + 4, length, w.littleEndian);
}

function option(w: Writer, code: number, value: Uint8Array): void {
  u16(w, code, value.length);
  w.bytes(value);
  pad(w);
}

function pad(w: Writer): void {
  w.reserve(align4(w.length) - w.length);
}

function u16(w: Writer, ...values: readonly number[]): void {
  const at = w.reserve(2 * values.length);
  for (const [i, value] of values.entries()) w.view.setUint16(at + 2 * i, value, w.littleEndian);
}

function u32(w: Writer, ...values: readonly number[]): void {
  const at = w.reserve(4 * values.length);
  for (const [i, value] of values.entries()) w.view.setUint32(at + 4 * i, value, w.littleEndian);
}
