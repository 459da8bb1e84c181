// rmnet as `ip` reads and prints it. iproute2: ip/iplink_rmnet.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';
import { type Rmnet, rmnetData } from './rmnet.js';

function show(out: Printer, { muxId }: Rmnet): void {
  if (muxId !== undefined) out.both('mux_id', muxId, `mux_id ${muxId} `);
}

const usage = `Usage: ... rmnet mux_id MUXID

MUXID := 1-254
`;

const OPTIONS: readonly AttributeOption<Rmnet>[] = [option('mux_id', one('muxId', number('mux_id is invalid', 0xffff)))];

function words(words: Words, context: KindContext): Promise<Rmnet | undefined> {
  return optionWords(words, context, rmnetData.schema, OPTIONS, (word) => notAnOption(word, `rmnet: unknown command "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const rmnetCommand = { show, words, usage } satisfies KindCommand<Rmnet>;
