// The words after `type ipip` and `type sit`. iproute2: ip/link_iptnl.c: iptunnel_parse_opt().

import { parseIp } from '../../netlink/address.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, UsageError, type Words } from '../words.js';
import { IPTUNNEL_MODES } from './iptunnel.js';
import { type IpTunnel, iptunnelData, sitFlags } from './iptunnel-data.js';
import { type IpTunnelSettings, iptunnelAttributes, iptunnelSettings } from './iptunnel-settings.js';
import { serviceWord } from './option-values.js';
import { either, type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { tunnelProtocol } from './tunnel-data.js';
import type { EncapSettings } from './tunnel-encap.js';
import { encapOptions, encapUsage, turnPorts } from './tunnel-encap-words.js';
import { showDevice, showEncap, showEndpoint, showNonzeroHex, showTos, showTrue, showTtl } from './tunnel-show.js';
import { existingTunnel, readEnd, readExternal, readFwmark, readLink, readTtl } from './tunnel-words.js';
import { kindError } from './word-values.js';

type IpTunnelReading = Reading & { readonly settings: IpTunnelSettings; readonly encap: EncapSettings };

const { ipip, ipv6, mpls, any } = tunnelProtocol.names;
const MODES: Readonly<Record<string, number>> = { 'ipv4/ipv4': ipip, ipip, ip4ip4: ipip, 'mpls/ipv4': mpls, mplsip: mpls, 'any/ipv4': any, any };
const SIT_MODES: Readonly<Record<string, number>> = { ...MODES, 'ipv6/ipv4': ipv6, ip6ip: ipv6 };

const mode = (modes: Readonly<Record<string, number>>): OptionWord<IpTunnelReading> => [
  whole('mode'),
  ({ settings, words }) => {
    const word = words.next();
    const proto = Object.hasOwn(modes, word) ? modes[word] : undefined;
    if (proto === undefined) throw invalidWord('Cannot guess tunnel mode.', word);
    settings.proto = proto;
  },
];

const pmtudisc = (name: string, on: 0 | 1): OptionWord<IpTunnelReading> => [
  whole(name),
  ({ settings }) => {
    settings.pmtudisc = on;
  },
];

const OPTIONS: readonly OptionWord<IpTunnelReading>[] = [
  [whole('remote'), readEnd('remote', AF_INET)],
  [whole('local'), readEnd('local', AF_INET)],
  [short('dev'), readLink],
  [whole('ttl', 'hoplimit', 'hlim'), readTtl('invalid TTL\n')],
  [
    either(whole('tos', 'tclass', 'tc'), short('dsfield')),
    ({ settings, words, context }) => {
      settings.tos = serviceWord(words.next(), context);
    },
  ],
  pmtudisc('nopmtudisc', 0),
  pmtudisc('pmtudisc', 1),
  ...encapOptions,
  [whole('external'), readExternal],
  [
    whole('6rd-prefix'),
    ({ settings, words, context }) => {
      settings.sixrdPrefix = context.prefix(words.next(), AF_INET6);
    },
  ],
  [
    whole('6rd-relay_prefix'),
    ({ settings, words, context }) => {
      settings.sixrdRelayPrefix = context.prefix(words.next(), AF_INET);
    },
  ],
  [
    whole('6rd-reset'),
    ({ settings }) => {
      settings.sixrdPrefix = { bytes: parseIp('2002::'), length: 16 };
      settings.sixrdRelayPrefix = undefined;
    },
  ],
  [whole('fwmark'), readFwmark],
];

const IPIP_OPTIONS = [mode(MODES), ...OPTIONS];

const SIT_OPTIONS: readonly OptionWord<IpTunnelReading>[] = [
  mode(SIT_MODES),
  [
    whole('isatap'),
    ({ settings }) => {
      settings.flags |= sitFlags.names.isatap;
    },
  ],
  ...OPTIONS,
];

/** All attributes go out, those that were not typed as the link has them. */
async function iptunnelWords(words: Words, context: KindContext): Promise<IpTunnel | undefined> {
  if (words.left === 0) return undefined;
  const isSit = context.kind === 'sit';
  const settings = iptunnelSettings(await existingTunnel(iptunnelData, context, false));
  turnPorts(settings.encap, context.littleEndian);
  await readOptions({ words, context, settings, encap: settings.encap }, isSit ? SIT_OPTIONS : IPIP_OPTIONS, () => kindError(iptunnelUsage(context.kind)));
  if (settings.ttl !== 0 && settings.pmtudisc === 0) throw new UsageError('ttl != 0 and nopmtudisc are incompatible\n');
  return iptunnelAttributes(settings, isSit);
}

/** What `ip link help` prints of the kind. */
const iptunnelUsage = (kind: string): string => `Usage: ... ${kind.padEnd(6)}\t[ remote ADDR ]
\t\t\t[ local ADDR ]
\t\t\t[ ttl TTL ]
\t\t\t[ tos TOS ]
\t\t\t[ [no]pmtudisc ]
\t\t\t[ 6rd-prefix ADDR ]
\t\t\t[ 6rd-relay_prefix ADDR ]
\t\t\t[ 6rd-reset ]
\t\t\t[ dev PHYS_DEV ]
\t\t\t[ fwmark MARK ]
\t\t\t[ external ]
${encapUsage}\t\t\t[ mode ${kind === 'sit' ? '{ ip6ip | ipip | mplsip | any } ]\n\t\t\t[ isatap' : '{ ipip | mplsip | any }'} ]

Where:\tADDR := { IP_ADDRESS | any }
\tTOS  := { NUMBER | inherit }
\tTTL  := { 1..255 | inherit }
\tMARK := { 0x0..0xffffffff }
`;

function show(out: Printer, data: IpTunnel, names: LinkNames): void {
  showTrue(out, data.collectMetadata, 'external', 'external ');
  const mode = Object.entries(IPTUNNEL_MODES).find(([, proto]) => proto === data.proto)?.[0];
  if (mode !== undefined) out.both('proto', mode, `${mode} `);
  showEndpoint(out, 'remote', data.remote);
  showEndpoint(out, 'local', data.local);
  showDevice(out, data.link, names);
  showTtl(out, data.ttl ?? 0, 'inherit');
  showTos(out, data.tos);
  out.both('pmtudisc', Boolean(data.pmtudisc), data.pmtudisc ? 'pmtudisc ' : 'nopmtudisc ');
  showTrue(out, data.flags?.includes('isatap'), 'isatap', 'isatap ');
  show6rd(out, data);
  showNonzeroHex(out, 'fwmark', data.fwmark);
  showEncap(out, data);
}

function show6rd(out: Printer, { sixrdPrefix = '::', sixrdPrefixlen, sixrdRelayPrefix = '0.0.0.0', sixrdRelayPrefixlen = 0 }: IpTunnel): void {
  if (!sixrdPrefixlen) return;
  out.text(`6rd-prefix ${sixrdPrefix}/${sixrdPrefixlen} `);
  out.member('prefix', sixrdPrefix);
  out.member('prefixlen', sixrdPrefixlen);
  if (sixrdRelayPrefix === '0.0.0.0') return;
  out.text(`6rd-relay_prefix ${sixrdRelayPrefix}/${sixrdRelayPrefixlen} `);
  out.member('relay_prefix', sixrdRelayPrefix);
  out.member('relay_prefixlen', sixrdRelayPrefixlen);
}

const command = (kind: string) => ({ show, words: iptunnelWords, usage: iptunnelUsage(kind) }) satisfies KindCommand<IpTunnel>;

/** What the command reads and prints. */
export const ipipCommand = command('ipip');
/** The same of sit. */
export const sitCommand = command('sit');
