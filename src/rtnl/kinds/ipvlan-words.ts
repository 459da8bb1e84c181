// ipvlan and ipvtap as `ip` reads and prints them. iproute2: ip/iplink_ipvlan.c.

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { matches, type Words } from '../words.js';
import { type Ipvlan, ipvlanData } from './ipvlan.js';
import { notAnOption } from './option-words.js';
import { kindError } from './word-values.js';

function show(out: Printer, { mode, flags }: Ipvlan): void {
  if (mode !== undefined) {
    const name = typeof mode === 'string' ? mode : 'unknown';
    out.both('mode', name, ` mode ${name} `);
  }
  if (flags === undefined) return;
  const flag = flags.includes('private') ? 'private' : flags.includes('vepa') ? 'vepa' : 'bridge';
  out.both(flag, true, `${flag} `);
}

const usageOf = (kind: string): string => `Usage: ... ${kind} [ mode MODE ] [ FLAGS ]

MODE: l3 | l3s | l2
FLAGS: bridge | private | vepa
(first values are the defaults if nothing is specified).
`;

/** The mode as typed; the flags last, also where none was told. */
async function words(words: Words, { kind, littleEndian }: KindContext): Promise<Ipvlan | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Ipvlan>(ipvlanData.schema, () => littleEndian);
  let flag: 'private' | 'vepa' | 'bridge' | undefined;
  while (words.left > 0) {
    const word = words.next();
    const told = flag === undefined ? (['private', 'vepa', 'bridge'] as const).find((name) => matches(word, name)) : undefined;
    if (matches(word, 'mode')) {
      const mode = words.next();
      if (mode !== 'l2' && mode !== 'l3' && mode !== 'l3s') throw kindError('Error: argument of "mode" must be either "l2", "l3" or "l3s"\n');
      data.add('mode', mode);
    } else if (told !== undefined) {
      flag = told;
    } else {
      throw notAnOption(word, `${kind}: unknown option "${word}"?\n`, usageOf(kind));
    }
  }
  data.add('flags', flag === undefined || flag === 'bridge' ? [] : [flag]);
  return data.object();
}

const command = (kind: string) => ({ show, words, usage: usageOf(kind) }) satisfies KindCommand<Ipvlan>;

/** What the command reads and prints. */
export const ipvlanCommand = command('ipvlan');
/** The same of ipvtap. */
export const ipvtapCommand = command('ipvtap');
