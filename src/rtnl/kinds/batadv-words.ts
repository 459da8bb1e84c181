// batadv as `ip` reads and prints it. iproute2: ip/iplink_batadv.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { Words } from '../words.js';
import { type Batadv, batadvData } from './batadv.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';

const usage = `Usage: ... batadv [ ra ROUTING_ALG ]

Where: ROUTING_ALG := { BATMAN_IV | BATMAN_V }
`;

const OPTIONS: readonly AttributeOption<Batadv>[] = [
  option(
    'ra',
    one('algoName', (word) => word),
  ),
];

function words(words: Words, context: KindContext): Promise<Batadv | undefined> {
  return optionWords(words, context, batadvData.schema, OPTIONS, (word) => notAnOption(word, `batadv: unknown command "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const batadvCommand = { words, usage } satisfies KindCommand<Batadv>;
