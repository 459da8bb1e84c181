// Values that several tunnels have. include/uapi/linux/if_tunnel.h, ip6_tunnel.h, in.h.

import { be16, u8, u16, u32 } from '../../netlink/codec.js';
import { bitSet, enumeration } from '../../netlink/enumeration.js';

/** TUNNEL_ENCAP_*: what the tunnel's packets are put into. */
export const encapType = enumeration(u16, { none: 0, fou: 1, gue: 2, mpls: 3 });

/** TUNNEL_ENCAP_FLAG_*. */
export const encapFlags = bitSet(u16, { csum: 1 << 0, csum6: 1 << 1, remcsum: 1 << 2 });

/** GRE_*: bits of the header that are sent, or asked of what comes. */
export const greFlags = bitSet(be16, { csum: 0x8000, routing: 0x4000, key: 0x2000, seq: 0x1000, strict: 0x0800 });

/** IP6_TNL_F_*. */
export const ip6TunnelFlags = bitSet(u32, {
  ignEncapLimit: 0x1,
  useOrigTclass: 0x2,
  useOrigFlowlabel: 0x4,
  mip6Dev: 0x8,
  rcvDscpCopy: 0x10,
  useOrigFwmark: 0x20,
  allowLocalRemote: 0x40,
});

/** IPPROTO_*: what the tunnel carries. */
export const tunnelProtocol = enumeration(u8, { any: 0, ipip: 4, ipv6: 41, mpls: 137 });

/** Bits as one number; none where there are none. */
export function bitsOf(names: Readonly<Record<string, number>>, items: readonly (string | number)[] = []): number {
  return items.reduce<number>((bits, item) => (bits | (typeof item === 'number' ? item : (names[item] ?? 0))) >>> 0, 0);
}

/** A name's number. */
export function numberOf(names: Readonly<Record<string, number>>, value: string | number | undefined): number {
  return typeof value === 'string' ? (names[value] ?? 0) : (value ?? 0);
}
