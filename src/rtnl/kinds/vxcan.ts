// vxcan: two CAN links, each the other's peer. include/uapi/linux/can/vxcan.h; drivers/net/can/vxcan.c.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { addPeer, type PeerAdd, peerBody } from './peer.js';

/** IFLA_INFO_DATA of a vxcan. */
const vxcanData = attributes(() => ({ peer: ['VXCAN_INFO_PEER', 1, peerBody] }));

/** What IFLA_INFO_DATA of a vxcan holds. */
export type Vxcan = Value<typeof vxcanData>;

export const vxcanKind = { data: vxcanData, add: addPeer('vxcan') } satisfies LinkKind<Vxcan, never, PeerAdd, never>;
