// batadv: a mesh by B.A.T.M.A.N. include/uapi/linux/batman_adv.h: IFLA_BATADV_*; net/batman-adv/mesh-interface.c.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import { string } from '../../netlink/text.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

export const batadvData = attributes(() => ({
  /** In requests only, of a link to be made: the routing algorithm, `BATMAN_IV` or `BATMAN_V`. */
  algoName: ['IFLA_BATADV_ALGO_NAME', 1, string],
}));

export type Batadv = Value<typeof batadvData>;

const add = attributeOptions<Batadv>()('batadv', ['algoName']);

export const batadvKind = { data: batadvData, add } satisfies LinkKind<Batadv, never, Parameters<typeof add>[0], never>;
