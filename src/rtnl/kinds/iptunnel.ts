// ipip (IPv4, MPLS in IPv4) and sit (IPv6, IPv4, MPLS in IPv4; 6rd, ISATAP). net/ipv4/ipip.c, net/ipv6/sit.c.

import { parseIp } from '../../netlink/address.js';
import { EncodeError } from '../../netlink/errors.js';
import { isWordOf, told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans } from './attribute-options.js';
import { endOption } from './gre-settings.js';
import { type IpTunnel, iptunnelData, sitFlags } from './iptunnel-data.js';
import { type IpTunnelSettings, iptunnelAttributes, iptunnelSettings, type SixrdPrefix } from './iptunnel-settings.js';
import { tunnelProtocol } from './tunnel-data.js';
import { applyEncap, type TunnelEncap } from './tunnel-encap.js';
import { anyTold, integerOption, linkOption, tosOption, ttlOption } from './tunnel-options.js';

/** Options of an IPv4 tunnel. In a change, what is left out stays as it is. */
export interface IpipOptions {
  /** What it carries: IPv4, MPLS, or either (the default). */
  readonly mode?: 'ipip' | 'mplsip' | 'any';
  /** The other end; any where it is left out. */
  readonly remote?: string;
  /** The address to send from. */
  readonly local?: string;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** 1 to 255; `inherit` (0) takes it from the inner packet and is the default. */
  readonly ttl?: number | 'inherit';
  /** 0 to 255; `inherit` (1) takes it from the inner packet. */
  readonly tos?: number | 'inherit';
  /** Discover the path's MTU; on by default, and wanted with a `ttl`. */
  readonly pmtudisc?: boolean;
  /** Mark of the packets that go out. */
  readonly fwmark?: number;
  /** Routes and filters say for each packet where it goes. Nothing but `mode` is sent with it. */
  readonly external?: boolean;
  /** UDP around the tunnel. */
  readonly encap?: TunnelEncap;
}

/** Options of a sit tunnel. In a change, what is left out stays as it is. */
export interface SitOptions extends Omit<IpipOptions, 'mode'> {
  /** What it carries: IPv6, IPv4, MPLS, or any (the default). */
  readonly mode?: 'ip6ip' | IpipOptions['mode'];
  /** Intra-site automatic tunnel addressing: RFC 5214. */
  readonly isatap?: boolean;
  /** 6rd prefix, as `2001:db8::/32`. */
  readonly sixrdPrefix?: string;
  /** Which part of IPv4 addresses is left out of those of 6rd, as `10.0.0.0/8`. */
  readonly sixrdRelayPrefix?: string;
}

export const IPTUNNEL_MODES = { ipip: 'ipip', mplsip: 'mpls', any: 'any', ip6ip: 'ipv6' } as const;

const IPIP_KEYS: readonly (keyof SitOptions)[] = ['mode', 'remote', 'local', 'dev', 'ttl', 'tos', 'pmtudisc', 'fwmark', 'external', 'encap'];
const SIT_KEYS: readonly (keyof SitOptions)[] = [...IPIP_KEYS, 'isatap', 'sixrdPrefix', 'sixrdRelayPrefix'];

/** `2001:db8::/32`. Throws EncodeError. */
function prefixOption(text: string, size: 4 | 16): SixrdPrefix {
  if (typeof text !== 'string') throw new EncodeError(`a prefix is text, not ${told(text)}`);
  const [address = '', length = String(8 * size)] = text.split('/');
  const bytes = parseIp(address);
  if (bytes.length !== size || !/^\d{1,3}$/.test(length) || Number(length) > 8 * size) throw new EncodeError(`'${text}' is no IPv${size === 4 ? 4 : 6} prefix`);
  return { bytes, length: Number(length) };
}

function apply(settings: IpTunnelSettings, options: SitOptions, isSit: boolean): void {
  const { mode, remote, local, dev, ttl, tos, pmtudisc, fwmark, external, encap } = options;
  if (mode !== undefined) {
    if (!isWordOf(IPTUNNEL_MODES, mode) || (mode === 'ip6ip' && !isSit)) throw new EncodeError(`${told(mode)} is none of ${isSit ? 'ip6ip, ' : ''}ipip, mplsip, any`);
    settings.proto = tunnelProtocol.names[IPTUNNEL_MODES[mode]];
  }
  if (remote !== undefined) settings.remote = endOption(remote, false);
  if (local !== undefined) settings.local = endOption(local, false);
  if (dev !== undefined) settings.link = linkOption('dev', dev);
  if (ttl !== undefined) settings.ttl = ttlOption(ttl);
  if (tos !== undefined) settings.tos = tosOption(tos);
  if (pmtudisc !== undefined) settings.pmtudisc = pmtudisc ? 1 : 0;
  if (fwmark !== undefined) settings.fwmark = integerOption('fwmark', fwmark, 0xffffffff);
  if (external !== undefined) settings.external = external;
  if (encap !== undefined) applyEncap(settings.encap, encap);
  if (settings.ttl !== 0 && settings.pmtudisc === 0) throw new EncodeError('a tunnel with a ttl of its own discovers the MTU');
  if (isSit) applySit(settings, options);
}

function applySit(settings: IpTunnelSettings, { isatap, sixrdPrefix, sixrdRelayPrefix }: SitOptions): void {
  if (isatap !== undefined) settings.flags = isatap ? settings.flags | sitFlags.names.isatap : settings.flags & ~sitFlags.names.isatap;
  if (sixrdPrefix !== undefined) settings.sixrdPrefix = prefixOption(sixrdPrefix, 16);
  if (sixrdRelayPrefix !== undefined) settings.sixrdRelayPrefix = prefixOption(sixrdRelayPrefix, 4);
}

const convert =
  (kind: string, isSit: boolean) =>
  (options: SitOptions, current?: IpTunnel): IpTunnel | undefined => {
    if (!anyTold(kind, options, isSit ? SIT_KEYS : IPIP_KEYS)) return undefined;
    expectBooleans(options, ['pmtudisc', 'external', 'isatap']);
    const settings = iptunnelSettings(current);
    apply(settings, options, isSit);
    return iptunnelAttributes(settings, isSit);
  };

const shared = { data: iptunnelData, links: ['dev'], wholeChange: true } as const;
const ipip = convert('ipip', false);
const sit = convert('sit', true);

/** IPv4 or MPLS in IPv4. */
export const ipipKind = {
  ...shared,
  add: (options: IpipOptions) => ipip(options),
  change: (options: IpipOptions, current?: IpTunnel) => ipip(options, current),
} satisfies LinkKind<IpTunnel, never, IpipOptions, IpipOptions>;

/** IPv6, IPv4 or MPLS in IPv4. */
export const sitKind = {
  ...shared,
  add: (options: SitOptions) => sit(options),
  change: (options: SitOptions, current?: IpTunnel) => sit(options, current),
} satisfies LinkKind<IpTunnel, never, SitOptions, SitOptions>;
