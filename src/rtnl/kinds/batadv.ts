// batadv: a mesh by B.A.T.M.A.N. include/uapi/linux/batman_adv.h: IFLA_BATADV_*; net/batman-adv/mesh-interface.c; iproute2: ip/iplink_batadv.c.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import { string } from '../../netlink/text.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';

export const batadvData = attributes({
  /** In requests only, of a link to be made: the routing algorithm, `BATMAN_IV` or `BATMAN_V`. */
  algoName: ['IFLA_BATADV_ALGO_NAME', 1, string],
});

export type Batadv = Value<typeof batadvData>;

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

const add = attributeOptions<Batadv>()('batadv', ['algoName']);

export const batadvKind = { data: batadvData, add, words, usage } satisfies LinkKind<Batadv, never, Parameters<typeof add>[0], never>;
