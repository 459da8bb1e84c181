// ipoib: IP over InfiniBand, a link for one partition of a port. include/uapi/linux/if_link.h: IFLA_IPOIB_*;
// drivers/infiniband/ulp/ipoib/ipoib_netlink.c.

import { attributes } from '../../netlink/attributes.js';
import { u16, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

/** IPOIB_MODE_*. */
const ipoibMode = enumeration(u16, { datagram: 0, connected: 1 });

export const ipoibData = attributes(() => ({
  /** Key of the partition, 0x8001 to 0xffff. Only of a link that is made. */
  pkey: ['IFLA_IPOIB_PKEY', 1, u16],
  mode: ['IFLA_IPOIB_MODE', 2, ipoibMode],
  /** 1: multicast groups may be joined by programs. */
  umcast: ['IFLA_IPOIB_UMCAST', 3, u16],
}));

export type Ipoib = Value<typeof ipoibData>;

const add = attributeOptions<Ipoib>()('ipoib', ['pkey', 'mode', 'umcast']);
const change = attributeOptions<Ipoib>()('ipoib', ['mode', 'umcast']);

export const ipoibKind = { data: ipoibData, add, change } satisfies LinkKind<Ipoib, never, Parameters<typeof add>[0], Parameters<typeof change>[0]>;
