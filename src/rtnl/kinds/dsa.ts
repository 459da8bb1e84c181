// dsa: a port of a switch that is reached through another link, the conduit. It cannot be made, only changed.
// include/uapi/linux/if_link.h: IFLA_DSA_*; net/dsa/netlink.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

export const dsaData = attributes(() => ({
  /** Index of the conduit. */
  master: ['IFLA_DSA_MASTER', 1, u32],
}));

export type Dsa = Value<typeof dsaData>;

export interface DsaChange {
  /** The conduit, by index or name. */
  readonly conduit?: number | string;
}

function change(options: DsaChange): Dsa | undefined {
  const data = attributeOptions<{ conduit?: number }>()('dsa', ['conduit'])(options as { conduit?: number });
  return data?.conduit === undefined ? undefined : { master: data.conduit };
}

export const dsaKind = { data: dsaData, change, links: ['conduit'] } satisfies LinkKind<Dsa, never, never, DsaChange>;
