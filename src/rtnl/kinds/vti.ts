// vti and vti6: what goes through is sealed by IPsec, which the keys select. include/uapi/linux/if_tunnel.h: IFLA_VTI_*; net/ipv4/ip_vti.c,
// net/ipv6/ip6_vti.c: vti_policy, vti_fill_info().

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be32, u32, type Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { endOption, keyOption, specified } from './gre-settings.js';
import { anyTold, integerOption, linkOption } from './tunnel-options.js';

export const vtiData = attributes(() => ({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_VTI_LINK', 1, u32],
  ikey: ['IFLA_VTI_IKEY', 2, be32],
  okey: ['IFLA_VTI_OKEY', 3, be32],
  /** IPv4 for vti, IPv6 for vti6. */
  local: ['IFLA_VTI_LOCAL', 4, ip],
  remote: ['IFLA_VTI_REMOTE', 5, ip],
  fwmark: ['IFLA_VTI_FWMARK', 6, u32],
}));

/** What IFLA_INFO_DATA of either kind holds. */
export type Vti = Value<typeof vtiData>;

export interface Settings {
  ikey: number;
  okey: number;
  local: string | undefined;
  remote: string | undefined;
  fwmark: number;
  link: number;
}

export function settingsOf({ ikey = 0, okey = 0, local, remote, fwmark = 0, link = 0 }: Vti = {}): Settings {
  return { ikey, okey, local: specified(local), remote: specified(remote), fwmark, link };
}

export function attributesOf({ ikey, okey, local, remote, fwmark, link }: Settings): Vti {
  return { ikey, okey, ...(local !== undefined && { local }), ...(remote !== undefined && { remote }), fwmark, ...(link !== 0 && { link }) };
}

/** Options of vti and vti6. In a change, what is left out stays as it is. */
export interface VtiOptions {
  /** The other end; any where it is left out. */
  readonly remote?: string;
  /** The address to send from. */
  readonly local?: string;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** Mark of both directions, by which IPsec's states and policies are found: a number of 32 bits, or the same as an IPv4 address. */
  readonly key?: number | string;
  /** Mark of what comes in. */
  readonly ikey?: number | string;
  /** Mark of what goes out. */
  readonly okey?: number | string;
  /** Mark of the packets that go out. */
  readonly fwmark?: number;
}

const KEYS: readonly (keyof VtiOptions)[] = ['remote', 'local', 'dev', 'key', 'ikey', 'okey', 'fwmark'];

const convert =
  (kind: string, is6: boolean) =>
  (options: VtiOptions, current?: Vti): Vti | undefined => {
    if (!anyTold(kind, options, KEYS)) return undefined;
    const { remote, local, dev, key, ikey = key, okey = key, fwmark } = options;
    const settings = settingsOf(current);
    if (ikey !== undefined) settings.ikey = keyOption(ikey);
    if (okey !== undefined) settings.okey = keyOption(okey);
    if (remote !== undefined) settings.remote = endOption(remote, is6);
    if (local !== undefined) settings.local = endOption(local, is6);
    if (dev !== undefined) settings.link = linkOption('dev', dev);
    if (fwmark !== undefined) settings.fwmark = integerOption('fwmark', fwmark, 0xffffffff);
    return attributesOf(settings);
  };

const shared = { data: vtiData, links: ['dev'], wholeChange: true } as const;
const vti = convert('vti', false);
const vti6 = convert('vti6', true);

/** IPsec over IPv4. */
export const vtiKind = {
  ...shared,
  add: (options: VtiOptions) => vti(options),
  change: (options: VtiOptions, current?: Vti) => vti(options, current),
} satisfies LinkKind<Vti, never, VtiOptions, VtiOptions>;

/** IPsec over IPv6. */
export const vti6Kind = {
  ...shared,
  add: (options: VtiOptions) => vti6(options),
  change: (options: VtiOptions, current?: Vti) => vti6(options, current),
} satisfies LinkKind<Vti, never, VtiOptions, VtiOptions>;
