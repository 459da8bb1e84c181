// Datagrams of families other than route that kernels and programs sent: from the captures, and from a file of their own.

import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { groups, rows, trees } from '../fixtures.js';

interface Row {
  readonly name: string;
  readonly exchange: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string; readonly family?: number }[];
}

/** One program's datagrams in the order in which they passed. */
export interface Recorded {
  readonly where: string;
  readonly byteOrder: ByteOrder;
  readonly datagrams: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string; readonly family: number }[];
}

function cases(file: string, byteOrder: ByteOrder): Recorded[] {
  return rows<Row>(file).flatMap(({ name, exchange }) => {
    const datagrams = exchange.flatMap(({ dir, hex, family = 0 }) => (family === 0 ? [] : [{ dir, hex, family }]));
    return datagrams.length === 0 ? [] : [{ where: `${file} ${name}`, byteOrder, datagrams }];
  });
}

export const recorded: readonly Recorded[] = [
  ...Object.entries(trees).flatMap(([tree, byteOrder]) => groups(tree).flatMap((file) => cases(file, byteOrder))),
  ...cases('vectors/families.jsonl.gz', 'little'),
];

/** Those of one case in the file of their own. */
export function caseOf(name: string): Recorded['datagrams'] {
  const found = recorded.find(({ where }) => where === `vectors/families.jsonl.gz ${name}`);
  if (found === undefined) throw new Error(`no case is named ${name}`);
  return found.datagrams;
}
