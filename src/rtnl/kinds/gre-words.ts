// The words after `type gre`, `type gretap`, `type erspan`. iproute2: ip/link_gre.c: gre_parse_opt().

import { AF_INET } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { Words } from '../words.js';
import { type Gre, greData } from './gre-data.js';
import { erspanOptions, type GreReading, greFlagOptions } from './gre-option-words.js';
import { showGre } from './gre-show.js';
import { addGroupKeys, type Gre4Settings, gre4Attributes, gre4Settings } from './gre4-settings.js';
import { serviceWord } from './option-values.js';
import { type OptionWord, readOptions, short, whole } from './option-words.js';
import { encapOptions, encapUsage, turnPorts } from './tunnel-encap-words.js';
import { existingTunnel, readEnd, readExternal, readFwmark, readLink, readTtl } from './tunnel-words.js';
import { kindError } from './word-values.js';

type Reading4 = GreReading & { readonly settings: Gre4Settings };

const set =
  <K extends 'pmtudisc' | 'ignoreDf'>(key: K, value: number) =>
  ({ settings }: Reading4): void => {
    settings[key] = value;
  };

const OPTIONS: readonly OptionWord<Reading4>[] = [
  ...greFlagOptions,
  [short('nopmtudisc'), set('pmtudisc', 0)],
  [short('pmtudisc'), set('pmtudisc', 1)],
  [short('remote'), readEnd('remote', AF_INET)],
  [short('local'), readEnd('local', AF_INET)],
  [short('dev'), readLink],
  [short('ttl', 'hoplimit', 'hlim'), readTtl('invalid TTL\n')],
  [
    short('tos', 'tclass', 'dsfield'),
    ({ settings, words, context }) => {
      settings.tos = serviceWord(words.next(), context);
    },
  ],
  ...encapOptions,
  [whole('external'), readExternal],
  [whole('ignore-df'), set('ignoreDf', 1)],
  [whole('noignore-df'), set('ignoreDf', 2)],
  [whole('fwmark'), readFwmark],
];

const ERSPAN_OPTIONS: readonly OptionWord<Reading4>[] = [...OPTIONS, ...erspanOptions];

/** All attributes go out, those that were not typed as the link has them. */
async function greWords(words: Words, context: KindContext): Promise<Gre | undefined> {
  if (words.left === 0) return undefined;
  const isErspan = context.kind === 'erspan';
  const settings = gre4Settings(await existingTunnel(greData, context, false));
  turnPorts(settings.encap, context.littleEndian);
  await readOptions({ words, context, settings, encap: settings.encap }, isErspan ? ERSPAN_OPTIONS : OPTIONS, () => kindError(greUsage(context.kind)));
  addGroupKeys(settings, (why) => {
    throw kindError(`${why}\n`);
  });
  return gre4Attributes(settings, isErspan);
}

/** What `ip link help` prints of the kind. */
const greUsage = (kind: string): string => `Usage: ... ${kind.padEnd(9)}\t[ remote ADDR ]
\t\t\t[ local ADDR ]
\t\t\t[ [no][i|o]seq ]
\t\t\t[ [i|o]key KEY | no[i|o]key ]
\t\t\t[ [no][i|o]csum ]
\t\t\t[ ttl TTL ]
\t\t\t[ tos TOS ]
\t\t\t[ [no]pmtudisc ]
\t\t\t[ [no]ignore-df ]
\t\t\t[ dev PHYS_DEV ]
\t\t\t[ fwmark MARK ]
\t\t\t[ external ]
${encapUsage}${kind === 'erspan' ? erspanUsage : ''}
Where:\tADDR := { IP_ADDRESS | any }
\tTOS  := { NUMBER | inherit }
\tTTL  := { 1..255 | inherit }
\tKEY  := { DOTTED_QUAD | NUMBER }
\tMARK := { 0x0..0xffffffff }
`;

/** The part of the usage that is about ERSPAN. */
export const erspanUsage = `\t\t\t[ erspan_ver version ]
\t\t\t[ erspan IDX ]
\t\t\t[ erspan_dir { ingress | egress } ]
\t\t\t[ erspan_hwid hwid ]
`;

const command = (kind: string) => ({ show: showGre, words: greWords, usage: greUsage(kind) }) satisfies KindCommand<Gre>;

/** What the command reads and prints. */
export const greCommand = command('gre');
/** The same of gretap. */
export const gretapCommand = command('gretap');
/** The same of erspan. */
export const erspanCommand = command('erspan');
