// vrf: a link that is a routing table of its own, and by `slave` the links in it. drivers/net/vrf.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectOptions } from './attribute-options.js';

export const vrfData = attributes(() => ({
  /** Number of the routing table, from 1 on. */
  table: ['IFLA_VRF_TABLE', 1, u32],
}));

/** Read-only. */
const vrfSlaveData = attributes(() => ({
  /** Number of the VRF's routing table. */
  table: ['IFLA_VRF_PORT_TABLE', 1, u32],
}));

export type Vrf = Value<typeof vrfData>;

export interface VrfAdd {
  /** Number of the routing table, 1 to 4294967295. It cannot be changed later. */
  readonly table: number;
}

function add(options: VrfAdd): Vrf {
  expectOptions('vrf', options, ['table']);
  const { table } = options;
  if (!Number.isInteger(table) || table < 1 || table > 0xffffffff) throw new EncodeError(`${told(table)} is no routing table, which is 1 to 4294967295`);
  return { table };
}

export const vrfKind = { data: vrfData, slave: vrfSlaveData, add } satisfies LinkKind<Vrf, Vrf, VrfAdd, never>;
