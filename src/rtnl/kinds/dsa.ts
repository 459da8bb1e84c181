// dsa: a port of a switch that is reached through another link, the conduit. It cannot be made, only changed.
// include/uapi/linux/if_link.h: IFLA_DSA_*; net/dsa/netlink.c; iproute2: ip/iplink_dsa.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { linkWord } from './option-values.js';
import { type AttributeOption, optionWords, type ReadAttribute, wholeOption } from './option-words.js';
import { kindError } from './word-values.js';

export const dsaData = attributes({
  /** Index of the conduit. */
  master: ['IFLA_DSA_MASTER', 1, u32],
});

export type Dsa = Value<typeof dsaData>;

export interface DsaChange {
  /** The conduit, by index or name. */
  readonly conduit?: number | string;
}

function change(options: DsaChange): Dsa | undefined {
  const data = attributeOptions<{ conduit?: number }>()('dsa', ['conduit'])(options as { conduit?: number });
  return data?.conduit === undefined ? undefined : { master: data.conduit };
}

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

export const dsaKind = { data: dsaData, change, links: ['conduit'], show, words, usage } satisfies LinkKind<Dsa, never, never, DsaChange>;
