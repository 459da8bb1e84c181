// hsr: two links as one that loses nothing when either fails, by HSR or PRP. include/uapi/linux/if_link.h: IFLA_HSR_*;
// net/hsr/hsr_netlink.c: hsr_policy, hsr_newlink(), hsr_fill_info().

import { mac } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { u8, u16, u32, type Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

export const hsrData = attributes(() => ({
  /** Index. */
  slave1: ['IFLA_HSR_SLAVE1', 1, u32],
  /** Index. */
  slave2: ['IFLA_HSR_SLAVE2', 2, u32],
  /** In requests only: last byte of the address supervision frames go to; 0 by default. */
  multicastSpec: ['IFLA_HSR_MULTICAST_SPEC', 3, u8],
  /** Read-only. */
  supervisionAddr: ['IFLA_HSR_SUPERVISION_ADDR', 4, mac],
  /** Read-only. */
  seqNr: ['IFLA_HSR_SEQ_NR', 5, u16],
  /** In requests only: of HSR, 0 or 1; 0 by default. */
  version: ['IFLA_HSR_VERSION', 6, u8],
  /** 0 is HSR, 1 is PRP. */
  protocol: ['IFLA_HSR_PROTOCOL', 7, u8],
  /** Index of a third link, to another ring; since Linux 6.10. */
  interlink: ['IFLA_HSR_INTERLINK', 8, u32],
}));

export type Hsr = Value<typeof hsrData>;

export interface HsrAdd {
  /** One of the two links, by index or name. */
  readonly slave1: number | string;
  /** The other one. */
  readonly slave2: number | string;
  /** A link to another ring, by index or name; since Linux 6.10. */
  readonly interlink?: number | string;
  /** Last byte of the address supervision frames go to, 0 to 255; 0 by default. */
  readonly multicastSpec?: number;
  /** Version of HSR: 0 or 1; 0 by default. */
  readonly version?: 0 | 1;
  /** 0 is HSR, the default; 1 is PRP. */
  readonly protocol?: 0 | 1;
}

const add = attributeOptions<Hsr>()('hsr', ['slave1', 'slave2', 'interlink', 'multicastSpec', 'version', 'protocol']) as (options: HsrAdd) => Hsr | undefined;

export const hsrKind = { data: hsrData, add, links: ['slave1', 'slave2', 'interlink'] } satisfies LinkKind<Hsr, never, HsrAdd, never>;
