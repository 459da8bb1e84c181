// ipoib as `ip` reads and prints it. iproute2: ip/iplink_ipoib.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { type Ipoib, ipoibData } from './ipoib.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';
import { kindError } from './word-values.js';

/** What follows an attribute that the kernel did not tell is not shown either. */
function show(out: Printer, { pkey, mode, umcast }: Ipoib): void {
  if (pkey === undefined) return;
  const key = pkey === 0 ? '0000' : `0x${hex(pkey)}`;
  out.both('key', key, `pkey ${key} `);
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : 'unknown';
  out.both('mode', name, `mode ${name} `);
  if (umcast !== undefined) out.both('umcast', hex(umcast), `umcast ${hex(umcast)} `);
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');

const usage = `Usage: ... ipoib [ pkey PKEY ]
\t\t [ mode {datagram | connected} ]
\t\t [ umcast {0|1} ]

PKEY  := 0x8001-0xffff
`;

function modeWord(word: string): 'datagram' | 'connected' {
  if (word === 'datagram' || word === 'connected') return word;
  throw kindError('Error: argument of "mode" must be "datagram"or "connected"\n');
}

const OPTIONS: readonly AttributeOption<Ipoib>[] = [
  option('pkey', one('pkey', number('pkey is invalid', 0xffff))),
  option('mode', one('mode', modeWord)),
  option('umcast', one('umcast', number('umcast is invalid', 0xffff))),
];

function words(words: Words, context: KindContext): Promise<Ipoib | undefined> {
  return optionWords(words, context, ipoibData.schema, OPTIONS, (word) => notAnOption(word, `ipoib: unknown option "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const ipoibCommand = { show, words, usage } satisfies KindCommand<Ipoib>;
