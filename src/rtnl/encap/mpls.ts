// MPLS label stacks (RFC 3032), and the encapsulation that pushes one. include/uapi/linux/mpls.h, mpls_iptunnel.h; net/mpls/mpls_iptunnel.c.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { type Codec, expectInteger, u8, type Value } from '../../netlink/codec.js';
import { DecodeError, EncodeError } from '../../netlink/errors.js';

/** Labels have 20 bits. */
export const MPLS_LABEL_MAX = 0xfffff;
const LABEL_SHIFT = 12;
const BOTTOM = 0x100;

/** Labels from the outermost to the bottom of the stack; traffic class and TTL of an entry are not told. */
export const mplsLabels: Codec<number[]> = {
  type: 'MPLS labels',
  decode(b, start, end) {
    if ((end - start) % 4 !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `label stack of ${end - start} bytes, not a multiple of 4`, start);
    const labels: number[] = [];
    for (let at = start; at < end; at += 4) {
      const entry = b.view.getUint32(at, false);
      const label = entry >>> LABEL_SHIFT;
      const bottom = (entry & BOTTOM) !== 0;
      labels.push(label);
      if (entry !== entryOf(label, at + 4 === end)) b.inexact = true;
      if (bottom) break;
    }
    return labels;
  },
  encode(w, labels: unknown) {
    if (!Array.isArray(labels)) throw new EncodeError('expected a list of labels');
    for (const [i, label] of labels.entries()) {
      expectInteger(label, 0, MPLS_LABEL_MAX, 'an MPLS label');
      const at = w.reserve(4);
      w.view.setUint32(at, entryOf(label, i === labels.length - 1), false);
    }
  },
};

const entryOf = (label: number, bottom: boolean): number => ((label << LABEL_SHIFT) | (bottom ? BOTTOM : 0)) >>> 0;

/** `100/200`, as `ip` writes a stack. */
export const formatMplsLabels = (labels: readonly number[]): string => labels.join('/');

/** MPLS_IPTUNNEL_*. */
export const mplsEncap = flaggedAttributes(() => ({
  /** From the outermost label on. */
  dst: ['MPLS_IPTUNNEL_DST', 1, mplsLabels],
  /** TTL of the pushed labels; by default that of the packet, or as net.mpls.ip_ttl_propagate says. */
  ttl: ['MPLS_IPTUNNEL_TTL', 2, u8],
}));

/** What it decodes to. */
export type MplsEncap = Value<typeof mplsEncap>;

/** Pushes MPLS labels. The kernel needs module mpls_iptunnel, else it answers EOPNOTSUPP. */
export interface MplsEncapSpec {
  readonly type: 'mpls';
  /** From the outermost on, each 0 to 1048575 and not 3, which is implicit null; kernels take at most 30 of them. */
  readonly labels: readonly number[];
  /** TTL of the pushed labels, 1 to 255; by default that of the packet, or as net.mpls.ip_ttl_propagate says. */
  readonly ttl?: number;
}

/** The attribute for the options. Throws EncodeError. */
export function mplsEncapOf({ labels, ttl }: MplsEncapSpec): MplsEncap {
  if (!Array.isArray(labels) || labels.length === 0) throw new EncodeError('labels: at least one is wanted');
  return { dst: [...labels], ...(ttl !== undefined && { ttl }) };
}
