// ip6tnl: IPv4 or IPv6 in IPv6. include/uapi/linux/if_tunnel.h: IFLA_IPTUN_*; net/ipv6/ip6_tunnel.c: ip6_tnl_policy, ip6_tnl_fill_info(); iproute2: ip/link_ip6tnl.c.

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, flag, u8, u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { AF_INET6 } from '../constants.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { endOption, specified } from './gre-settings.js';
import { either, type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { encapFlags, encapType, ip6TunnelFlags, numberOf, tunnelProtocol } from './tunnel-data.js';
import { applyEncap, type EncapSettings, encapAttributes, encapOptions, encapSettings, type TunnelEncap } from './tunnel-encap.js';
import { anyTold, linkOption } from './tunnel-options.js';
import { showEncap, showTrue } from './tunnel-show.js';
import { existingTunnel, readEnd, readExternal, readLink, readTtl } from './tunnel-words.js';
import {
  applyTunnel6,
  ENCAP_FLAGS,
  HOP_LIMIT,
  readTclass,
  showTunnel6,
  showTunnel6Marks,
  TUNNEL6_KEYS,
  type Tunnel6Options,
  type Tunnel6Settings,
  tunnel6FlagNames,
  tunnel6Options,
  tunnel6Settings,
} from './tunnel6.js';
import { kindError } from './word-values.js';

const ip6tnlData = attributes({
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
});

/** What IFLA_INFO_DATA of an IPv6 tunnel holds. */
export type Ip6Tnl = Value<typeof ip6tnlData>;

interface Settings extends Tunnel6Settings {
  proto: number;
  local: string | undefined;
  remote: string | undefined;
  link: number;
  ttl: number;
  external: boolean;
  encap: EncapSettings;
}

function settingsOf(data: Ip6Tnl = {}): Settings {
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
function attributesOf({ proto, external, local, remote, ttl, encapLimit, flowinfo, flags, link, fwmark, encap }: Settings): Ip6Tnl {
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

const MODES: Readonly<Record<string, number>> = { ip6ip6: 41, 'ipv6/ipv6': 41, ipip6: 4, 'ip/ipv6': 4, 'ipv4/ipv6': 4, ip4ip6: 4, any: 0, 'any/ipv6': 0 };

const KEYS: readonly (keyof Ip6TnlOptions)[] = ['mode', 'remote', 'local', 'dev', 'external', 'encap', ...TUNNEL6_KEYS];

function convert(options: Ip6TnlOptions, current?: Ip6Tnl): Ip6Tnl | undefined {
  if (!anyTold('ip6tnl', options, KEYS)) return undefined;
  const settings = settingsOf(current);
  const { mode, remote, local, dev, external, encap } = options;
  if (mode !== undefined) {
    const proto = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
    if (proto === undefined) throw new EncodeError(`'${String(mode)}' is none of ip6ip6, ipip6, any`);
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

function show(out: Printer, data: Ip6Tnl, names: LinkNames): void {
  showTrue(out, data.collectMetadata, 'external', 'external ');
  const mode = data.proto === undefined ? undefined : { ipip: 'ipip6', ipv6: 'ip6ip6', any: 'any' }[String(data.proto)];
  if (mode !== undefined) out.both('proto', mode, `${mode} `);
  showTunnel6(out, data, names);
  showTrue(out, data.flags?.includes('mip6Dev'), 'ip6_tnl_f_mip6_dev', 'mip6 ');
  showTunnel6Marks(out, data);
  showEncap(out, data);
}

const OPTIONS: readonly OptionWord<Reading & { readonly settings: Settings; readonly encap: EncapSettings }>[] = [
  [
    whole('mode'),
    ({ settings, words }) => {
      const word = words.next();
      const proto = Object.hasOwn(MODES, word) ? MODES[word] : undefined;
      if (proto === undefined) throw invalidWord('Cannot guess tunnel mode.', word);
      settings.proto = proto;
    },
  ],
  [whole('remote'), readEnd('remote', AF_INET6)],
  [whole('local'), readEnd('local', AF_INET6)],
  [short('dev'), readLink],
  [whole('ttl', 'hoplimit', 'hlim'), readTtl('invalid HLIM\n')],
  [either(whole('tos', 'tclass', 'tc'), short('dsfield')), readTclass],
  ...tunnel6Options,
  ...encapOptions,
  [whole('external'), readExternal],
];

/** All attributes go out; those that were not typed as the link has them, but for the encapsulation, which goes back to none. */
async function words(words: Words, context: KindContext): Promise<Ip6Tnl | undefined> {
  if (words.left === 0) return undefined;
  const settings = settingsOf(await existingTunnel(ip6tnlData, context, true));
  settings.encap = encapSettings({}, ENCAP_FLAGS);
  await readOptions({ words, context, settings, encap: settings.encap }, OPTIONS, () => kindError(usage));
  return attributesOf(settings);
}

const usage = `Usage: ... ip6tnl\t[ remote ADDR ]
\t\t\t[ local ADDR ]
\t\t\t[ encaplimit ELIM ]
\t\t\t[ hoplimit HLIM ]
\t\t\t[ tclass TCLASS ]
\t\t\t[ flowlabel FLOWLABEL ]
\t\t\t[ dscp inherit ]
\t\t\t[ [no]allow-localremote ]
\t\t\t[ dev PHYS_DEV ]
\t\t\t[ fwmark MARK ]
\t\t\t[ external ]
\t\t\t[ noencap ]
\t\t\t[ encap { fou | gue | none } ]
\t\t\t[ encap-sport PORT ]
\t\t\t[ encap-dport PORT ]
\t\t\t[ [no]encap-csum ]
\t\t\t[ [no]encap-csum6 ]
\t\t\t[ [no]encap-remcsum ]
\t\t\t[ mode { ip6ip6 | ipip6 | any } ]

Where:\tADDR\t  := IPV6_ADDRESS
\tELIM\t  := { none | 0..255 }(default=4)
\tHLIM\t  := 0..255 (default=64)
\tTCLASS    := { 0x0..0xff | inherit }
\tFLOWLABEL := { 0x0..0xfffff | inherit }
\tMARK\t  := { 0x0..0xffffffff | inherit }
`;

/** IPv4 or IPv6 in IPv6. */
export const ip6tnlKind = {
  data: ip6tnlData,
  links: ['dev'],
  wholeChange: true,
  add: (options: Ip6TnlOptions) => convert(options),
  change: (options: Ip6TnlOptions, current?: Ip6Tnl) => convert(options, current),
  show,
  words,
  usage,
} satisfies LinkKind<Ip6Tnl, never, Ip6TnlOptions, Ip6TnlOptions>;
