// vrf as `ip` reads and prints it. iproute2: ip/iplink_vrf.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import { namedNumber } from '../name-tables.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { type AttributeOption, notAnOption, option, optionWords } from './option-words.js';
import { type Vrf, vrfData } from './vrf.js';

function showTable(out: Printer, { table }: Vrf): void {
  if (table !== undefined) out.both('table', table, `table ${table} `);
}

const usage = 'Usage: ... vrf table TABLEID\n';

const OPTIONS: readonly AttributeOption<Vrf>[] = [
  option('table', ({ data, words, context: { tables } }) => {
    const word = words.next();
    const table = namedNumber(tables.tables, word, 0xffffffff);
    if (table === undefined) throw invalidWord('invalid table ID\n', word);
    data.add('table', table);
  }),
];

function words(words: Words, context: KindContext): Promise<Vrf | undefined> {
  return optionWords(words, context, vrfData.schema, OPTIONS, (word) => notAnOption(word, `vrf: unknown option "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const vrfCommand = { show: showTable, showSlave: showTable, words, usage } satisfies KindCommand<Vrf, Vrf>;
