// tun: a link whose other end is a program, as tun (IP) or tap (Ethernet). It is made by opening /dev/net/tun, not by rtnetlink.
// include/uapi/linux/if_link.h: IFLA_TUN_*; drivers/net/tun.c: tun_fill_info(); iproute2: ip/iptuntap.c: tun_print_opt().

import { attributes } from '../../netlink/attributes.js';
import { u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { LinkKind } from '../kind.js';

/** IFF_TUN, IFF_TAP. */
const tunType = enumeration(u8, { tun: 1, tap: 2 });

/** All of it is read-only; numbers of 8 bits are 0 or 1 where nothing else is said. */
const tunData = attributes(() => ({
  /** Id of the user who may open it; left out for any. */
  owner: ['IFLA_TUN_OWNER', 1, u32],
  /** Id of the group who may open it; left out for any. */
  group: ['IFLA_TUN_GROUP', 2, u32],
  type: ['IFLA_TUN_TYPE', 3, tunType],
  /** Packets have a header that tells their protocol. */
  pi: ['IFLA_TUN_PI', 4, u8],
  /** Packets have a header about offloads. */
  vnetHdr: ['IFLA_TUN_VNET_HDR', 5, u8],
  /** It stays when the program ends. */
  persist: ['IFLA_TUN_PERSIST', 6, u8],
  multiQueue: ['IFLA_TUN_MULTI_QUEUE', 7, u8],
  numQueues: ['IFLA_TUN_NUM_QUEUES', 8, u32],
  numDisabledQueues: ['IFLA_TUN_NUM_DISABLED_QUEUES', 9, u32],
}));

export type Tun = Value<typeof tunData>;

export const tunKind = { data: tunData } satisfies LinkKind<Tun>;
