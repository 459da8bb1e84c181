// Routing headers that list segments. net/ipv6/seg6.c: seg6_validate_srh().

const SRH_SIZE = 8;
const SEGMENT_SIZE = 16;
/** A header with one segment. */
export const LEAST_SRH = SRH_SIZE + SEGMENT_SIZE;
/** IPV6_SRCRT_TYPE_4. */
const TYPE_SEGMENTS = 4;

/** Whether what it says of itself goes together, and what stands behind the segments is whole. */
export function isSegmentHeader(srh: Uint8Array): boolean {
  const [, hdrlen = 0, type, left = 0, last = 0] = srh;
  if (type !== TYPE_SEGMENTS || (hdrlen + 1) << 3 !== srh.length) return false;
  if (left > last || last > Math.floor(hdrlen / 2) - 1) return false;
  let at = SRH_SIZE + (last + 1) * SEGMENT_SIZE;
  while (at < srh.length) {
    if (srh.length - at < 2) return false;
    at += 2 + (srh[at + 1] as number);
  }
  return at === srh.length;
}
