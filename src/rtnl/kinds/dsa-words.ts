// dsa as `ip` reads and prints it. iproute2: ip/iplink_dsa.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { type Dsa, dsaData } from './dsa.js';
import { linkWord } from './option-values.js';
import { type AttributeOption, optionWords, type ReadAttribute, wholeOption } from './option-words.js';
import { kindError } from './word-values.js';

function show(out: Printer, { master }: Dsa, names: LinkNames): void {
  if (master !== undefined) out.both('conduit', names.name(master), `conduit ${names.name(master)} `);
}

const usage = 'Usage: ... dsa [ conduit DEVICE ]\n';

const conduit: ReadAttribute<Dsa> = async ({ data, words, context }) =>
  data.add('master', await linkWord(words.next(), context, (name) => invalidWord('Device does not exist\n', name)));

const OPTIONS: readonly AttributeOption<Dsa>[] = [wholeOption('conduit', conduit), wholeOption('master', conduit)];

function words(words: Words, context: KindContext): Promise<Dsa | undefined> {
  return optionWords(words, context, dsaData.schema, OPTIONS, (word) => kindError(word === 'help' ? usage : `dsa: unknown command "${word}"?\n${usage}`));
}

/** What the command reads and prints. */
export const dsaCommand = { show, words, usage } satisfies KindCommand<Dsa>;
