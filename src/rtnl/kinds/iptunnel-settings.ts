// ipip and sit while they are put together: from what the link has, the words, the options of the API.

import { formatIp, parseIp } from '../../netlink/address.js';
import { specified } from './gre-settings.js';
import { type IpTunnel, sitFlags } from './iptunnel-data.js';
import { bitsOf, numberOf, tunnelProtocol } from './tunnel-data.js';
import { type EncapSettings, encapAttributes, encapSettings } from './tunnel-encap.js';

/** `any` is told without bytes. */
export interface SixrdPrefix {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** What both kinds have, as numbers. */
export interface IpTunnelSettings {
  proto: number;
  local: string | undefined;
  remote: string | undefined;
  pmtudisc: number;
  tos: number;
  ttl: number;
  link: number;
  fwmark: number;
  /** SIT_ISATAP and others. */
  flags: number;
  external: boolean;
  sixrdPrefix: SixrdPrefix | undefined;
  sixrdRelayPrefix: SixrdPrefix | undefined;
  readonly encap: EncapSettings;
}

/** Of a link that has `data`. */
export function iptunnelSettings(data: IpTunnel = {}): IpTunnelSettings {
  const prefix = (text: string | undefined, length = 0) => (text === undefined ? undefined : { bytes: parseIp(text), length });
  return {
    proto: numberOf(tunnelProtocol.names, data.proto),
    local: specified(data.local),
    remote: specified(data.remote),
    pmtudisc: data.pmtudisc ?? 1,
    tos: data.tos ?? 0,
    ttl: data.ttl ?? 0,
    link: data.link ?? 0,
    fwmark: data.fwmark ?? 0,
    flags: bitsOf(sitFlags.names, data.flags),
    external: data.collectMetadata !== undefined,
    sixrdPrefix: prefix(data.sixrdPrefix, data.sixrdPrefixlen),
    sixrdRelayPrefix: prefix(data.sixrdRelayPrefix, data.sixrdRelayPrefixlen),
    encap: encapSettings(data),
  };
}

/** An external tunnel has only its protocol beside. */
export function iptunnelAttributes(settings: IpTunnelSettings, isSit: boolean): IpTunnel {
  const { proto, external, local, remote, pmtudisc, tos, ttl, link, fwmark, encap } = settings;
  if (external) return { proto, collectMetadata: true };
  return {
    proto,
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    ...{ pmtudisc, tos, ttl, link, fwmark },
    ...encapAttributes(encap),
    ...(isSit && sitAttributes(settings)),
  };
}

function sitAttributes({ flags, sixrdPrefix: prefix, sixrdRelayPrefix: relay }: IpTunnelSettings): IpTunnel {
  return {
    flags: (flags & sitFlags.names.isatap) === 0 ? (flags === 0 ? [] : [flags]) : flags === 1 ? ['isatap'] : ['isatap', flags & ~1],
    ...(prefix !== undefined && prefixAttribute(prefix.bytes)),
    ...(prefix !== undefined && { sixrdPrefixlen: prefix.length }),
    ...(relay !== undefined && { sixrdRelayPrefix: relay.bytes.length === 0 ? '0.0.0.0' : formatIp(relay.bytes), sixrdRelayPrefixlen: relay.length }),
  };
}

/** IFLA_IPTUN_6RD_PREFIX is 11; `any` goes out without bytes. */
function prefixAttribute(bytes: Uint8Array): IpTunnel {
  return bytes.length === 0 ? { '#11': { flags: 0, payload: bytes } } : { sixrdPrefix: formatIp(bytes) };
}
