// ip6tnl as `ip` reads and prints it. iproute2: ip/link_ip6tnl.c.

import { AF_INET6 } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { attributesOf, IP6TNL_MODES, type Ip6Tnl, ip6tnlData, type Settings, settingsOf } from './ip6tnl.js';
import { either, type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { type EncapSettings, encapSettings } from './tunnel-encap.js';
import { encapOptions, encapUsage } from './tunnel-encap-words.js';
import { showEncap, showTrue } from './tunnel-show.js';
import { existingTunnel, readEnd, readExternal, readLink, readTtl } from './tunnel-words.js';
import { ENCAP_FLAGS } from './tunnel6.js';
import { readTclass, showTunnel6, showTunnel6Marks, tunnel6Options } from './tunnel6-words.js';
import { kindError } from './word-values.js';

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
      const proto = Object.hasOwn(IP6TNL_MODES, word) ? IP6TNL_MODES[word] : undefined;
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
${encapUsage}\t\t\t[ mode { ip6ip6 | ipip6 | any } ]

Where:\tADDR\t  := IPV6_ADDRESS
\tELIM\t  := { none | 0..255 }(default=4)
\tHLIM\t  := 0..255 (default=64)
\tTCLASS    := { 0x0..0xff | inherit }
\tFLOWLABEL := { 0x0..0xfffff | inherit }
\tMARK\t  := { 0x0..0xffffffff | inherit }
`;

/** What the command reads and prints. */
export const ip6tnlCommand = { show, words, usage } satisfies KindCommand<Ip6Tnl>;
