// Files of rtmon(8): messages as they came, one behind the other, with stamps between. iproute2: ip/rtmon.c, lib/libnetlink.c: rtnl_from_file().

import { align4 } from '../bytes.js';
import { CaptureError } from '../errors.js';
import { MAX_DATAGRAM, NLMSG_HDRLEN } from '../message.js';
import { byteOrderOf } from './byte-order.js';
import type { CapturedDatagram } from './captured.js';
import type { Reader, Told } from './reader.js';
import { type RecordFormat, Records, type Stretch } from './records.js';

/** rtmon's own: struct { u32 seconds, microseconds }. */
const NLMSG_TSTAMP = 15;
const STAMP = NLMSG_HDRLEN + 8;

/** Reads a file of rtmon; the bytes of any datagrams one behind the other are such a file as well, without stamps. */
export class RtmonReader implements Reader, RecordFormat {
  readonly skipped = 0;
  private readonly records = new Records(this);
  private littleEndian: boolean | undefined;
  private time: bigint | undefined;
  /** There was a stamp: rtmon wrote it, which heard all of it from the kernel, also what has the flags of requests. */
  private stamped = false;

  constructor(private readonly told: Told) {}

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.records.push(piece, out);
  }

  end(): void {
    this.records.end();
  }

  lengthAt({ bytes, view, offset }: Stretch, at: number, have: number): number {
    if (have < NLMSG_HDRLEN) return NLMSG_HDRLEN;
    this.littleEndian ??= byteOrderOf(bytes.subarray(at, at + 4), MAX_DATAGRAM, this.told.family, this.told.littleEndian);
    const length = view.getUint32(at, this.littleEndian);
    if (length < NLMSG_HDRLEN || length > MAX_DATAGRAM) throw new CaptureError('ERR_CAPTURE_DAMAGED', `message claims ${length} bytes`, offset + at);
    return align4(length);
  }

  take({ bytes, view, offset }: Stretch, at: number, _: number, out: CapturedDatagram[]): void {
    const littleEndian = this.littleEndian === true;
    const fullLength = view.getUint32(at, littleEndian);
    if (view.getUint16(at + 4, littleEndian) === NLMSG_TSTAMP && fullLength === STAMP) {
      this.time = BigInt(view.getUint32(at + 16, littleEndian)) * 1_000_000_000n + BigInt(view.getUint32(at + 20, littleEndian)) * 1000n;
      this.stamped = true;
      return;
    }
    const { time, stamped } = this;
    const { family } = this.told;
    out.push({
      bytes: bytes.subarray(at, at + fullLength),
      littleEndian,
      family,
      ...(stamped && { direction: 'received' }),
      ...(time !== undefined && { time }),
      offset: offset + at,
      fullLength,
    });
    this.time = undefined;
  }
}
