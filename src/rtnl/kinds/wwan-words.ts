// wwan as `ip` reads and prints it. iproute2: ip/iplink_wwan.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';
import { type Wwan, wwanData } from './wwan.js';

function show(out: Printer, { linkId }: Wwan): void {
  if (linkId !== undefined) out.both('linkid', linkId, `linkid ${linkId} `);
}

const usage = `Usage: ... wwan linkid LINKID

Where: LINKID := 0-4294967295
`;

const OPTIONS: readonly AttributeOption<Wwan>[] = [option('linkid', one('linkId', number('linkid')))];

function words(words: Words, context: KindContext): Promise<Wwan | undefined> {
  return optionWords(words, context, wwanData.schema, OPTIONS, (word) => notAnOption(word, `wwan: unknown command "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const wwanCommand = { show, words, usage } satisfies KindCommand<Wwan>;
