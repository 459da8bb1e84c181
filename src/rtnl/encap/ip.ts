// Encapsulation in IPv4 or IPv6, for a route to a tunnel device that takes its parameters from the packet (`external`).
// include/uapi/linux/lwtunnel.h: lwtunnel_ip_t, lwtunnel_ip6_t; net/ipv4/ip_tunnel_core.c: ip_tun_policy, ip6_tun_policy.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be64, bytes, u8, type Value } from '../../netlink/codec.js';
import { bitSet } from '../../netlink/enumeration.js';
import { expectBoolean } from '../../netlink/expect.js';
import { type TunnelOptions, tunnelOptions } from './ip-options.js';

/** TUNNEL_* of include/uapi/linux/if_tunnel.h, as far as `ip` has words for them. */
export const tunnelFlags = bitSet(be16, { key: 0x4, csum: 0x1, seq: 0x8 });

/** LWTUNNEL_IP_*. */
export const ipEncap = flaggedAttributes(() => ({
  /** VNI, key: whatever the device calls it. */
  id: ['LWTUNNEL_IP_ID', 1, be64],
  dst: ['LWTUNNEL_IP_DST', 2, ipv4],
  src: ['LWTUNNEL_IP_SRC', 3, ipv4],
  ttl: ['LWTUNNEL_IP_TTL', 4, u8],
  tos: ['LWTUNNEL_IP_TOS', 5, u8],
  flags: ['LWTUNNEL_IP_FLAGS', 6, tunnelFlags],
  pad: ['LWTUNNEL_IP_PAD', 7, bytes],
  opts: ['LWTUNNEL_IP_OPTS', 8, tunnelOptions],
}));

/** LWTUNNEL_IP6_*. */
export const ip6Encap = flaggedAttributes(() => ({
  /** VNI, key: whatever the device calls it. */
  id: ['LWTUNNEL_IP6_ID', 1, be64],
  dst: ['LWTUNNEL_IP6_DST', 2, ipv6],
  src: ['LWTUNNEL_IP6_SRC', 3, ipv6],
  hoplimit: ['LWTUNNEL_IP6_HOPLIMIT', 4, u8],
  tc: ['LWTUNNEL_IP6_TC', 5, u8],
  flags: ['LWTUNNEL_IP6_FLAGS', 6, tunnelFlags],
  pad: ['LWTUNNEL_IP6_PAD', 7, bytes],
  opts: ['LWTUNNEL_IP6_OPTS', 8, tunnelOptions],
}));

/** What it decodes to. */
export type IpEncap = Value<typeof ipEncap>;
/** What it decodes to. */
export type Ip6Encap = Value<typeof ip6Encap>;

interface TunnelSpec {
  /** VNI or key of the tunnel, 64 bits; 0 by default. */
  readonly id?: bigint | number;
  /** The packet carries the id as a key (GRE). */
  readonly key?: boolean;
  /** The packet carries a checksum. */
  readonly csum?: boolean;
  /** The packet carries a sequence number. */
  readonly seq?: boolean;
  /**
   * Options of the header, of one of the protocols. Kernels of some versions (6.18 is one) that were built with
   * FORTIFY_SOURCE die of these.
   */
  readonly opts?: TunnelOptions;
}

/** Encapsulates in IPv4. */
export interface IpEncapSpec extends TunnelSpec {
  readonly type: 'ip';
  /** The other end. */
  readonly dst?: string;
  readonly src?: string;
  /** 0 to 255. */
  readonly ttl?: number;
  /** 0 to 255. */
  readonly tos?: number;
}

/** Encapsulates in IPv6. */
export interface Ip6EncapSpec extends TunnelSpec {
  readonly type: 'ip6';
  /** The other end. */
  readonly dst?: string;
  readonly src?: string;
  /** 0 to 255. */
  readonly hoplimit?: number;
  /** Traffic class, 0 to 255. */
  readonly tc?: number;
}

const wide = (id: unknown): unknown => (Number.isSafeInteger(id) ? BigInt(id as number) : id);

type Flag = 'key' | 'csum' | 'seq';
const FLAGS: readonly Flag[] = ['key', 'csum', 'seq'];

/** What both have, in the order given; the flags behind it, as iproute2 sends them. */
function tunnelOf<T>(spec: object, keys: readonly string[]): T {
  const out = Object.fromEntries(
    Object.entries(spec).flatMap(([key, value]) => (value === undefined || key === 'flags' || !keys.includes(key) ? [] : [[key, key === 'id' ? wide(value) : value]])),
  );
  const set = FLAGS.filter((flag) => {
    const on = (spec as Partial<Record<Flag, boolean>>)[flag];
    return on !== undefined && expectBoolean(on, flag);
  });
  return (set.length === 0 ? out : { ...out, flags: set }) as T;
}

/** The attribute for the options, in the order in which they are given. */
export const ipEncapOf = (spec: IpEncapSpec): IpEncap => tunnelOf(spec, Object.keys(ipEncap.schema));
/** The attribute for the options, in the order in which they are given. */
export const ip6EncapOf = (spec: Ip6EncapSpec): Ip6Encap => tunnelOf(spec, Object.keys(ip6Encap.schema));
