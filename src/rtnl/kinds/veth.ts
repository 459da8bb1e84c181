// veth: two Ethernet links, each the other's peer. include/uapi/linux/veth.h; drivers/net/veth.c.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { addPeer, type PeerAdd, peerBody } from './peer.js';

/** IFLA_INFO_DATA of a veth. */
const vethData = attributes(() => ({ peer: ['VETH_INFO_PEER', 1, peerBody] }));

/** What IFLA_INFO_DATA of a veth holds. */
export type Veth = Value<typeof vethData>;

export const vethKind = { data: vethData, add: addPeer('veth') } satisfies LinkKind<Veth, never, PeerAdd, never>;
