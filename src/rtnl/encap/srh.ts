// Routing headers of IPv6 that list segments: type 4 of SRv6 (RFC 8754), type 3 of RPL (RFC 6554).
// include/uapi/linux/seg6.h, seg6_hmac.h, rpl.h.

import { formatIpv6, parseIpv6 } from '../../netlink/address.js';
import type { Bytes, Writer } from '../../netlink/bytes.js';
import { type Codec, expectFields, expectInteger } from '../../netlink/codec.js';
import { DecodeError, EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';

const FLAG_HMAC = 0x8;
const TLV_HMAC = 5;
/** struct sr6_tlv_hmac: type, length, two reserved bytes, key id, 32 bytes of digest. */
const HMAC_SIZE = 40;
const TYPE_SEGMENTS = 4;
const TYPE_RPL = 3;

/** Segments in the order in which a packet visits them; the header holds them the other way around. */
export interface SegmentRoutingHeader {
  /** IPv6 addresses. A header that is inserted has one more, `::`, for the packet's own destination. */
  segments: string[];
  /** Key id of the HMAC that the kernel fills in. */
  hmac?: number;
}

function segmentBytes(segment: unknown): Uint8Array {
  const bytes = typeof segment === 'string' ? parseIpv6(segment) : undefined;
  if (bytes === undefined) throw new EncodeError(`${told(segment)} is no IPv6 address`);
  return bytes;
}

/** Reads a header: flags, tag, other TLVs than the HMAC's are not told, but kept. */
export function readSegments(b: Bytes, start: number, end: number): SegmentRoutingHeader {
  const { array, view } = b;
  if (end - start < 8) throw new DecodeError('ERR_NETLINK_LENGTH', `ipv6_sr_hdr of ${end - start} bytes, expected at least 8`, start);
  const count = (array[start + 4] as number) + 1;
  if (8 + 16 * count > end - start) throw new DecodeError('ERR_NETLINK_BOUNDS', `${count} segments in ${end - start} bytes`, start + 4);
  const segments: string[] = [];
  for (let i = count - 1; i >= 0; i--) segments.push(formatIpv6(array, start + 8 + 16 * i));
  b.inexact = true;
  const hmacAt = start + (((array[start + 1] as number) + 1) << 3) - HMAC_SIZE;
  if (((array[start + 5] as number) & FLAG_HMAC) === 0 || hmacAt < start + 8 || hmacAt + HMAC_SIZE > end) return { segments };
  return { segments, hmac: view.getUint32(hmacAt + 4, false) };
}

/** iproute2: ip/iproute_lwtunnel.c: parse_srh(). */
export function writeSegments(w: Writer, header: SegmentRoutingHeader): void {
  expectFields(header);
  const { segments, hmac } = header;
  if (!Array.isArray(segments) || segments.length === 0) throw new EncodeError('segments: at least one is wanted');
  // The header's length is a byte of eights.
  if (segments.length > 127 - (hmac === undefined ? 0 : 3)) throw new EncodeError(`${segments.length} segments are more than a header holds`);
  if (hmac !== undefined) expectInteger(hmac, 0, 0xffffffff, 'an HMAC key id');
  const size = 8 + 16 * segments.length + (hmac === undefined ? 0 : HMAC_SIZE);
  const addresses = segments.map(segmentBytes).reverse();
  const at = w.reserve(size);
  const last = segments.length - 1;
  w.array.set([0, (size >> 3) - 1, TYPE_SEGMENTS, last, last, hmac === undefined ? 0 : FLAG_HMAC], at);
  for (const [i, address] of addresses.entries()) w.array.set(address, at + 8 + 16 * i);
  if (hmac === undefined) return;
  w.array.set([TLV_HMAC, HMAC_SIZE - 2], at + size - HMAC_SIZE);
  w.view.setUint32(at + size - HMAC_SIZE + 4, hmac, false);
}

/** struct ipv6_sr_hdr. */
export const segmentRoutingHeader: Codec<SegmentRoutingHeader> = { type: 'struct ipv6_sr_hdr', decode: readSegments, encode: writeSegments };

/** Segments of an RPL source route in the order in which a packet visits them. */
export const rplHeader: Codec<{ segments: string[] }> = {
  type: 'struct ipv6_rpl_sr_hdr',
  decode(b, start, end) {
    if (end - start < 8) throw new DecodeError('ERR_NETLINK_LENGTH', `ipv6_rpl_sr_hdr of ${end - start} bytes, expected at least 8`, start);
    const count = b.array[start + 3] as number;
    if (8 + 16 * count > end - start) throw new DecodeError('ERR_NETLINK_BOUNDS', `${count} segments in ${end - start} bytes`, start + 3);
    const segments: string[] = [];
    for (let i = count - 1; i >= 0; i--) segments.push(formatIpv6(b.array, start + 8 + 16 * i));
    b.inexact = true;
    return { segments };
  },
  encode(w, value) {
    expectFields(value);
    const { segments } = value;
    if (!Array.isArray(segments) || segments.length === 0) throw new EncodeError('segments: at least one is wanted');
    if (segments.length > 127) throw new EncodeError(`${segments.length} segments are more than a header holds`);
    const addresses = segments.map(segmentBytes).reverse();
    const at = w.reserve(8 + 16 * segments.length);
    w.array.set([0, 2 * segments.length, TYPE_RPL, segments.length], at);
    for (const [i, address] of addresses.entries()) w.array.set(address, at + 8 + 16 * i);
  },
};
