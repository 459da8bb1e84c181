// wwan: a data session of a modem, whose device `parentDevName` names. include/uapi/linux/wwan.h: IFLA_WWAN_*;
// drivers/net/wwan/wwan_core.c; iproute2: ip/iplink_wwan.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';

export const wwanData = attributes({
  /** Which session. */
  linkId: ['IFLA_WWAN_LINK_ID', 1, u32],
});

export type Wwan = Value<typeof wwanData>;

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

const add = attributeOptions<Wwan>()('wwan', ['linkId']);

export const wwanKind = { data: wwanData, add, show, words, usage } satisfies LinkKind<Wwan, never, Parameters<typeof add>[0], never>;
