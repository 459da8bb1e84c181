// The words after `type ip6gre`, `type ip6gretap`, `type ip6erspan`. iproute2: ip/link_gre6.c: gre_parse_opt().

import { AF_INET6 } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { type Gre, greData } from './gre-data.js';
import { erspanOptions, type GreReading, greFlagOptions } from './gre-option-words.js';
import { showErspan, showGreFlags } from './gre-show.js';
import { erspanUsage } from './gre-words.js';
import { type Gre6Settings, gre6Attributes, gre6Settings } from './gre6-settings.js';
import { type OptionWord, readOptions, short, whole } from './option-words.js';
import { encapOptions, encapUsage, turnPorts } from './tunnel-encap-words.js';
import { showEncap, showTrue } from './tunnel-show.js';
import { existingTunnel, readEnd, readExternal, readLink, readTtl } from './tunnel-words.js';
import { readTclass, showTunnel6, showTunnel6Marks, tunnel6Options } from './tunnel6-words.js';
import { kindError } from './word-values.js';

const OPTIONS: readonly OptionWord<GreReading & { readonly settings: Gre6Settings }>[] = [
  ...greFlagOptions,
  [short('remote'), readEnd('remote', AF_INET6)],
  [short('local'), readEnd('local', AF_INET6)],
  [short('dev'), readLink],
  [short('ttl', 'hoplimit', 'hlim'), readTtl('invalid HLIM\n')],
  [short('tos', 'tclass', 'dsfield'), readTclass],
  ...tunnel6Options,
  ...encapOptions,
  [whole('external'), readExternal],
  ...erspanOptions,
];

/** All attributes go out, those that were not typed as the link has them. */
async function ip6greWords(words: Words, context: KindContext): Promise<Gre | undefined> {
  if (words.left === 0) return undefined;
  const settings = gre6Settings(await existingTunnel(greData, context, true));
  turnPorts(settings.encap, context.littleEndian);
  await readOptions({ words, context, settings, encap: settings.encap }, OPTIONS, () => kindError(ip6greUsage(context.kind)));
  return gre6Attributes(settings);
}

/** What `ip link help` prints of the kind. */
const ip6greUsage = (kind: string): string => `Usage: ... ${kind.padEnd(9)}\t[ remote ADDR ]
\t\t\t[ local ADDR ]
\t\t\t[ [no][i|o]seq ]
\t\t\t[ [i|o]key KEY | no[i|o]key ]
\t\t\t[ [no][i|o]csum ]
\t\t\t[ hoplimit TTL ]
\t\t\t[ encaplimit ELIM ]
\t\t\t[ tclass TCLASS ]
\t\t\t[ flowlabel FLOWLABEL ]
\t\t\t[ dscp inherit ]
\t\t\t[ dev PHYS_DEV ]
\t\t\t[ fwmark MARK ]
\t\t\t[ [no]allow-localremote ]
\t\t\t[ external ]
${encapUsage}${erspanUsage}
Where:\tADDR\t  := IPV6_ADDRESS
\tTTL\t  := { 0..255 } (default=64)
\tKEY\t  := { DOTTED_QUAD | NUMBER }
\tELIM\t  := { none | 0..255 }(default=4)
\tTCLASS\t  := { 0x0..0xff | inherit }
\tFLOWLABEL := { 0x0..0xfffff | inherit }
\tMARK\t  := { 0x0..0xffffffff | inherit }
`;

function show(out: Printer, data: Gre, names: LinkNames): void {
  showTrue(out, data.collectMetadata, 'external', 'external ');
  showTunnel6(out, data, names);
  showGreFlags(out, data);
  showTunnel6Marks(out, data);
  showErspan(out, data);
  showEncap(out, data);
}

const command = (kind: string) => ({ show, words: ip6greWords, usage: ip6greUsage(kind) }) satisfies KindCommand<Gre>;

/** What the command reads and prints. */
export const ip6greCommand = command('ip6gre');
/** The same of ip6gretap. */
export const ip6gretapCommand = command('ip6gretap');
/** The same of ip6erspan. */
export const ip6erspanCommand = command('ip6erspan');
