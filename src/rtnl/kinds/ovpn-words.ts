// ovpn as `ip` reads and prints it. iproute2: ip/iplink_ovpn.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { matches, type Words } from '../words.js';
import { optionWords, wholeOption } from './option-words.js';
import { type Ovpn, ovpnData } from './ovpn.js';
import { kindError } from './word-values.js';

function show(out: Printer, { mode }: Ovpn): void {
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : '(unknown)';
  out.both('mode', name, `mode ${name} `);
}

function modeWord(word: string): 'p2p' | 'mp' {
  const mode = (['p2p', 'mp'] as const).find((name) => matches(word, name));
  if (mode === undefined) throw kindError(`Error: argument of "mode" must be one of "p2p", "mp", not "${word}"\n`);
  return mode;
}

const OPTIONS = [wholeOption<Ovpn>('mode', ({ data, words }) => data.add('mode', modeWord(words.next())))];

const words = (words: Words, context: KindContext): Promise<Ovpn | undefined> =>
  optionWords<Ovpn>(words, context, ovpnData.schema, OPTIONS, (word) => kindError(word === 'help' ? usage : `ovpn: unknown option "${word}"?\n${usage}`));

const usage = `Usage: ... ovpn [ mode { p2p | mp } ]

MODE := p2p | mp
(p2p is the default if mode is not specified)
`;

/** What the command reads and prints. */
export const ovpnCommand = { show, words, usage } satisfies KindCommand<Ovpn>;
