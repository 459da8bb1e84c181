// vrf: a link that is a routing table of its own, and by `slave` the links in it. drivers/net/vrf.c; iproute2: ip/iplink_vrf.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import type { KindContext, LinkKind } from '../kind.js';
import { namedNumber } from '../name-tables.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { expectOptions } from './attribute-options.js';
import { type AttributeOption, notAnOption, option, optionWords } from './option-words.js';

export const vrfData = attributes({
  /** Number of the routing table, from 1 on. */
  table: ['IFLA_VRF_TABLE', 1, u32],
});

/** Read-only. */
export const vrfSlaveData = attributes({
  /** Number of the VRF's routing table. */
  table: ['IFLA_VRF_PORT_TABLE', 1, u32],
});

export type Vrf = Value<typeof vrfData>;

export interface VrfAdd {
  /** Number of the routing table, 1 to 4294967295. It cannot be changed later. */
  readonly table: number;
}

function add(options: VrfAdd): Vrf {
  expectOptions('vrf', options, ['table']);
  const { table } = options;
  if (!Number.isInteger(table) || table < 1 || table > 0xffffffff) throw new EncodeError(`'${String(table)}' is no routing table, which is 1 to 4294967295`);
  return { table };
}

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

export const vrfKind = { data: vrfData, slave: vrfSlaveData, add, show: showTable, showSlave: showTable, words, usage } satisfies LinkKind<Vrf, Vrf, VrfAdd, never>;
