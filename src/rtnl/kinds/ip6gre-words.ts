// The words after `type ip6gre`, `type ip6gretap`, `type ip6erspan`. iproute2: ip/link_gre6.c: gre_parse_opt().

import { AF_INET6 } from '../constants.js';
import type { KindContext } from '../kind.js';
import type { Words } from '../words.js';
import { type Gre, greData } from './gre-data.js';
import { erspanAttributes, erspanOptions, type GreReading, type GreSettings, greFlagNames, greFlagOptions, greSettings } from './gre-settings.js';
import { erspanUsage } from './gre-words.js';
import { type OptionWord, readOptions, short, whole } from './option-words.js';
import { encapAttributes, encapOptions, turnPorts } from './tunnel-encap.js';
import { existingTunnel, readEnd, readExternal, readLink, readTtl } from './tunnel-words.js';
import { ENCAP_FLAGS, HOP_LIMIT, readTclass, type Tunnel6Settings, tunnel6FlagNames, tunnel6Options, tunnel6Settings } from './tunnel6.js';
import { kindError } from './word-values.js';

/** What GRE over IPv6 has. */
export type Gre6Settings = GreSettings & Tunnel6Settings;

/** Of a link that has `data`. */
export function gre6Settings(data: Gre = {}): Gre6Settings {
  return { ...greSettings(data, HOP_LIMIT, ENCAP_FLAGS), ...tunnel6Settings(data) };
}

/** An external tunnel has nothing else. */
export function gre6Attributes(settings: Gre6Settings): Gre {
  if (settings.external) return { collectMetadata: true };
  const { ikey, okey, iflags, oflags, local, remote, link, ttl, encapLimit, flowinfo, flags, fwmark, encap } = settings;
  return {
    ...{ ikey, okey, iflags: greFlagNames(iflags), oflags: greFlagNames(oflags) },
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    ...(link !== 0 && { link }),
    ...{ ttl, encapLimit, flowinfo, flags: tunnel6FlagNames(flags), fwmark },
    // Of a version that a newer kernel has nothing is known.
    ...(settings.erspanVer <= 2 && erspanAttributes(settings)),
    ...encapAttributes(encap),
  };
}

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
export async function ip6greWords(words: Words, context: KindContext): Promise<Gre | undefined> {
  if (words.left === 0) return undefined;
  const settings = gre6Settings(await existingTunnel(greData, context, true));
  turnPorts(settings.encap, context.littleEndian);
  await readOptions({ words, context, settings, encap: settings.encap }, OPTIONS, () => kindError(ip6greUsage(context.kind)));
  return gre6Attributes(settings);
}

/** What `ip link help` prints of the kind. */
export const ip6greUsage = (kind: string): string => `Usage: ... ${kind.padEnd(9)}\t[ remote ADDR ]
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
\t\t\t[ noencap ]
\t\t\t[ encap { fou | gue | none } ]
\t\t\t[ encap-sport PORT ]
\t\t\t[ encap-dport PORT ]
\t\t\t[ [no]encap-csum ]
\t\t\t[ [no]encap-csum6 ]
\t\t\t[ [no]encap-remcsum ]
${erspanUsage}
Where:\tADDR\t  := IPV6_ADDRESS
\tTTL\t  := { 0..255 } (default=64)
\tKEY\t  := { DOTTED_QUAD | NUMBER }
\tELIM\t  := { none | 0..255 }(default=4)
\tTCLASS\t  := { 0x0..0xff | inherit }
\tFLOWLABEL := { 0x0..0xfffff | inherit }
\tMARK\t  := { 0x0..0xffffffff | inherit }
`;
