// ip6tnl: IPv4 or IPv6 in IPv6. include/uapi/linux/if_tunnel.h: IFLA_IPTUN_*; net/ipv6/ip6_tunnel.c: ip6_tnl_policy, ip6_tnl_fill_info().

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, flag, u8, u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { isWordOf, told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans } from './attribute-options.js';
import { endOption, specified } from './gre-settings.js';
import { encapFlags, encapType, ip6TunnelFlags, numberOf, tunnelProtocol } from './tunnel-data.js';
import { applyEncap, type EncapSettings, encapAttributes, encapSettings, type TunnelEncap } from './tunnel-encap.js';
import { anyTold, linkOption } from './tunnel-options.js';
import { applyTunnel6, ENCAP_FLAGS, HOP_LIMIT, TUNNEL6_KEYS, type Tunnel6Options, type Tunnel6Settings, tunnel6FlagNames, tunnel6Settings } from './tunnel6.js';

export const ip6tnlData = attributes(() => ({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_IPTUN_LINK', 1, u32],
  local: ['IFLA_IPTUN_LOCAL', 2, ip],
  remote: ['IFLA_IPTUN_REMOTE', 3, ip],
  /** Hop limit; 0 takes it from the inner packet. */
  ttl: ['IFLA_IPTUN_TTL', 4, u8],
  encapLimit: ['IFLA_IPTUN_ENCAP_LIMIT', 6, u8],
  /** Traffic class (bits 20 to 27) and flow label (bits 0 to 19). */
  flowinfo: ['IFLA_IPTUN_FLOWINFO', 7, be32],
  flags: ['IFLA_IPTUN_FLAGS', 8, ip6TunnelFlags],
  /** What it carries. */
  proto: ['IFLA_IPTUN_PROTO', 9, tunnelProtocol],
  encapType: ['IFLA_IPTUN_ENCAP_TYPE', 15, encapType],
  encapFlags: ['IFLA_IPTUN_ENCAP_FLAGS', 16, encapFlags],
  encapSport: ['IFLA_IPTUN_ENCAP_SPORT', 17, be16],
  encapDport: ['IFLA_IPTUN_ENCAP_DPORT', 18, be16],
  /** Routes and filters say for each packet where it goes. */
  collectMetadata: ['IFLA_IPTUN_COLLECT_METADATA', 19, flag],
  fwmark: ['IFLA_IPTUN_FWMARK', 20, u32],
}));

/** What IFLA_INFO_DATA of an IPv6 tunnel holds. */
export type Ip6Tnl = Value<typeof ip6tnlData>;

export interface Settings extends Tunnel6Settings {
  proto: number;
  local: string | undefined;
  remote: string | undefined;
  link: number;
  ttl: number;
  external: boolean;
  encap: EncapSettings;
}

export function settingsOf(data: Ip6Tnl = {}): Settings {
  return {
    ...tunnel6Settings(data),
    proto: numberOf(tunnelProtocol.names, data.proto),
    local: specified(data.local),
    remote: specified(data.remote),
    link: data.link ?? 0,
    ttl: data.ttl ?? HOP_LIMIT,
    external: data.collectMetadata !== undefined,
    encap: encapSettings(data, ENCAP_FLAGS),
  };
}

/** An external tunnel has only its protocol beside. */
export function attributesOf({ proto, external, local, remote, ttl, encapLimit, flowinfo, flags, link, fwmark, encap }: Settings): Ip6Tnl {
  if (external) return { proto, collectMetadata: true };
  return {
    proto,
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    ...{ ttl, encapLimit, flowinfo, flags: tunnel6FlagNames(flags), link, fwmark },
    ...encapAttributes(encap),
  };
}

/** Options of an IPv6 tunnel. In a change, what is left out stays as it is. */
export interface Ip6TnlOptions extends Tunnel6Options {
  /** What it carries: IPv6, IPv4, or either (the default). */
  readonly mode?: 'ip6ip6' | 'ipip6' | 'any';
  /** The other end; any where it is left out. */
  readonly remote?: string;
  /** The address to send from. */
  readonly local?: string;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** Routes and filters say for each packet where it goes. Nothing but `mode` is sent with it. */
  readonly external?: boolean;
  /** UDP around the tunnel. */
  readonly encap?: TunnelEncap;
}

export const IP6TNL_MODES: Readonly<Record<string, number>> = { ip6ip6: 41, 'ipv6/ipv6': 41, ipip6: 4, 'ip/ipv6': 4, 'ipv4/ipv6': 4, ip4ip6: 4, any: 0, 'any/ipv6': 0 };

const KEYS: readonly (keyof Ip6TnlOptions)[] = ['mode', 'remote', 'local', 'dev', 'external', 'encap', ...TUNNEL6_KEYS];

function convert(options: Ip6TnlOptions, current?: Ip6Tnl): Ip6Tnl | undefined {
  if (!anyTold('ip6tnl', options, KEYS)) return undefined;
  expectBooleans(options, ['external']);
  const settings = settingsOf(current);
  const { mode, remote, local, dev, external, encap } = options;
  if (mode !== undefined) {
    const proto = isWordOf(IP6TNL_MODES, mode) ? IP6TNL_MODES[mode] : undefined;
    if (proto === undefined) throw new EncodeError(`${told(mode)} is none of ip6ip6, ipip6, any`);
    settings.proto = proto;
  }
  if (remote !== undefined) settings.remote = endOption(remote, true);
  if (local !== undefined) settings.local = endOption(local, true);
  if (dev !== undefined) settings.link = linkOption('dev', dev);
  if (external !== undefined) settings.external = external;
  applyTunnel6(settings, options);
  if (encap !== undefined) applyEncap(settings.encap, encap);
  return attributesOf(settings);
}

/** IPv4 or IPv6 in IPv6. */
export const ip6tnlKind = {
  data: ip6tnlData,
  links: ['dev'],
  wholeChange: true,
  add: (options: Ip6TnlOptions) => convert(options),
  change: (options: Ip6TnlOptions, current?: Ip6Tnl) => convert(options, current),
} satisfies LinkKind<Ip6Tnl, never, Ip6TnlOptions, Ip6TnlOptions>;
