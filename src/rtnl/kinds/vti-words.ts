// vti and vti6 as `ip` reads and prints them. iproute2: ip/link_vti.c, ip/link_vti6.c.

import { AF_INET, AF_INET6 } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { keyWord } from './option-values.js';
import { type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { showDevice, showEndpoint, showKey, showNonzeroHex } from './tunnel-show.js';
import { existingTunnel, readEnd, readFwmark, readLink } from './tunnel-words.js';
import { attributesOf, type Settings, settingsOf, type Vti, vtiData } from './vti.js';
import { kindError } from './word-values.js';

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

const command = (kind: string) => ({ show, words, usage: usage(kind) }) satisfies KindCommand<Vti>;

/** What the command reads and prints. */
export const vtiCommand = command('vti');
/** The same of vti6. */
export const vti6Command = command('vti6');
