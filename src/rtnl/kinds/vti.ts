// vti and vti6: what goes through is sealed by IPsec, which the keys select. include/uapi/linux/if_tunnel.h: IFLA_VTI_*; net/ipv4/ip_vti.c,
// net/ipv6/ip6_vti.c: vti_policy, vti_fill_info(); iproute2: ip/link_vti.c, ip/link_vti6.c.

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be32, u32, type Value } from '../../netlink/codec.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { endOption, keyOption, specified } from './gre-settings.js';
import { keyWord } from './option-values.js';
import { type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { anyTold, integerOption, linkOption } from './tunnel-options.js';
import { showDevice, showEndpoint, showKey, showNonzeroHex } from './tunnel-show.js';
import { existingTunnel, readEnd, readFwmark, readLink } from './tunnel-words.js';
import { kindError } from './word-values.js';

const vtiData = attributes({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_VTI_LINK', 1, u32],
  ikey: ['IFLA_VTI_IKEY', 2, be32],
  okey: ['IFLA_VTI_OKEY', 3, be32],
  /** IPv4 for vti, IPv6 for vti6. */
  local: ['IFLA_VTI_LOCAL', 4, ip],
  remote: ['IFLA_VTI_REMOTE', 5, ip],
  fwmark: ['IFLA_VTI_FWMARK', 6, u32],
});

/** What IFLA_INFO_DATA of either kind holds. */
export type Vti = Value<typeof vtiData>;

interface Settings {
  ikey: number;
  okey: number;
  local: string | undefined;
  remote: string | undefined;
  fwmark: number;
  link: number;
}

function settingsOf({ ikey = 0, okey = 0, local, remote, fwmark = 0, link = 0 }: Vti = {}): Settings {
  return { ikey, okey, local: specified(local), remote: specified(remote), fwmark, link };
}

function attributesOf({ ikey, okey, local, remote, fwmark, link }: Settings): Vti {
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

function show(out: Printer, { remote, local, link, ikey, okey, fwmark }: Vti, names: LinkNames): void {
  showEndpoint(out, 'remote', remote);
  showEndpoint(out, 'local', local);
  showDevice(out, link, names);
  if (ikey) showKey(out, 'ikey', ikey);
  if (okey) showKey(out, 'okey', okey);
  showNonzeroHex(out, 'fwmark', fwmark);
}

type VtiReading = Reading & { readonly settings: Settings };

const key = (name: 'key' | 'ikey' | 'okey', keys: readonly ('ikey' | 'okey')[]): OptionWord<VtiReading> => [
  short(name),
  ({ settings, words, context }) => {
    const value = keyWord(name, words.next(), context);
    for (const one of keys) settings[one] = value;
  },
];

const options = (family: number): readonly OptionWord<VtiReading>[] => [
  key('key', ['ikey', 'okey']),
  key('ikey', ['ikey']),
  key('okey', ['okey']),
  [short('remote'), readEnd('remote', family)],
  [short('local'), readEnd('local', family)],
  [short('dev'), readLink],
  [whole('fwmark'), readFwmark],
];

/** All attributes go out, those that were not typed as the link has them; of the device 6.1 reads the first byte alone. */
async function words(words: Words, context: KindContext): Promise<Vti | undefined> {
  if (words.left === 0) return undefined;
  const is6 = context.kind === 'vti6';
  const settings = settingsOf(await existingTunnel(vtiData, context, is6));
  settings.link = context.littleEndian ? settings.link & 0xff : settings.link >>> 24;
  await readOptions({ words, context, settings }, options(is6 ? AF_INET6 : AF_INET), () => kindError(usage(context.kind)));
  return attributesOf(settings);
}

const usage = (kind: string): string => `Usage: ... ${kind.padEnd(4)}\t[ remote ADDR ]
\t\t[ local ADDR ]
\t\t[ [i|o]key KEY ]
\t\t[ dev PHYS_DEV ]
\t\t[ fwmark MARK ]

Where:\tADDR := { ${kind === 'vti6' ? 'IPV6' : 'IP'}_ADDRESS }
\tKEY  := { DOTTED_QUAD | NUMBER }
\tMARK := { 0x0..0xffffffff }
`;

const shared = { data: vtiData, links: ['dev'], wholeChange: true, show, words } as const;
const vti = convert('vti', false);
const vti6 = convert('vti6', true);

/** IPsec over IPv4. */
export const vtiKind = {
  ...shared,
  add: (options: VtiOptions) => vti(options),
  change: (options: VtiOptions, current?: Vti) => vti(options, current),
  usage: usage('vti'),
} satisfies LinkKind<Vti, never, VtiOptions, VtiOptions>;

/** IPsec over IPv6. */
export const vti6Kind = {
  ...shared,
  add: (options: VtiOptions) => vti6(options),
  change: (options: VtiOptions, current?: Vti) => vti6(options, current),
  usage: usage('vti6'),
} satisfies LinkKind<Vti, never, VtiOptions, VtiOptions>;
