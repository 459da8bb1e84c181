// SRv6 at the head end: a segment routing header for the packets of a route. include/uapi/linux/seg6_iptunnel.h;
// net/ipv6/seg6_iptunnel.c: seg6_build_state().

import { ipv6 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { type Codec, expectFields, s32, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { DecodeError } from '../../netlink/errors.js';
import { readSegments, type SegmentRoutingHeader, writeSegments } from './srh.js';

/** SEG6_IPTUN_MODE_*, as `ip` spells them. */
export const seg6Mode = enumeration(s32, { inline: 0, encap: 1, l2encap: 2, 'encap.red': 3, 'l2encap.red': 4 });

/** The modes by name. */
export type Seg6Mode = keyof typeof seg6Mode.names;

/** What is done with the segments. */
export interface Seg6Tunnel extends SegmentRoutingHeader {
  mode: Seg6Mode | number;
}

/** struct seg6_iptunnel_encap: the mode, then the header. */
const seg6Tunnel: Codec<Seg6Tunnel> = {
  type: 'struct seg6_iptunnel_encap',
  decode(b, start, end) {
    if (end - start < 4) throw new DecodeError('ERR_NETLINK_LENGTH', `seg6_iptunnel_encap of ${end - start} bytes, expected at least 12`, start);
    return { mode: seg6Mode.decode(b, start, start + 4), ...readSegments(b, start + 4, end) };
  },
  encode(w, value) {
    expectFields(value);
    seg6Mode.encode(w, value.mode);
    writeSegments(w, value);
  },
};

/** SEG6_IPTUNNEL_*. */
export const seg6Encap = flaggedAttributes(() => ({
  srh: ['SEG6_IPTUNNEL_SRH', 1, seg6Tunnel],
  /** Source of the outer header. Linux 7.2. */
  src: ['SEG6_IPTUNNEL_SRC', 2, ipv6],
  /** The table in which the way to the first segment is looked up. Linux 7.3. */
  table: ['SEG6_IPTUNNEL_TABLE', 3, u32],
}));

/** What it decodes to. */
export type Seg6Encap = Value<typeof seg6Encap>;

/** Sends packets over SRv6 segments. The kernel needs CONFIG_IPV6_SEG6_LWTUNNEL, else it answers EOPNOTSUPP. */
export interface Seg6EncapSpec {
  readonly type: 'seg6';
  /** `inline` inserts the header (IPv6 only), `encap` puts an IPv6 header before it, `l2encap` carries the frame; `.red` leaves the first segment out. */
  readonly mode: Seg6Mode;
  /** IPv6 addresses in the order in which they are visited. */
  readonly segments: readonly string[];
  /** Key id of the HMAC the header is to carry; its secret is set with `ip sr hmac`. */
  readonly hmac?: number;
  /** Source of the IPv6 header that is put before; not with `inline`. Linux 7.2. */
  readonly src?: string;
  /** Table in which the way to the first segment is looked up, 1 and up. Linux 7.3. */
  readonly table?: number;
}

/** A header that is inserted has room for the destination the packet had. */
export const withDestination = (segments: readonly string[], inserted: boolean): string[] => (inserted ? [...segments, '::'] : [...segments]);

/** The attribute for the options. */
export function seg6EncapOf({ mode, segments, hmac, src, table }: Seg6EncapSpec): Seg6Encap {
  const srh = { mode, segments: withDestination(segments, mode === 'inline'), ...(hmac !== undefined && { hmac }) };
  return { srh, ...(src !== undefined && { src }), ...(table !== undefined && { table }) };
}
