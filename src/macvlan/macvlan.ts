// macvlan and macvtap: IFLA_INFO_DATA of both. include/uapi/linux/if_link.h: IFLA_MACVLAN_*; drivers/net/macvlan.c: macvlan_policy, macvlan_fill_info().

import { mac } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { s32, u16, u32, type Value } from '../netlink/codec.js';
import { bitSet, enumeration } from '../netlink/enumeration.js';
import { list } from '../netlink/list.js';

/** MACVLAN_MODE_*: single bits, of which the kernel takes exactly one. */
export const macvlanMode = enumeration(u32, { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 });

/** MACVLAN_FLAG_*. `nopromisc` has an effect with mode passthru only, `nodst` with mode source only. */
export const macvlanFlags = bitSet(u16, { nopromisc: 1, nodst: 2 });

/** MACVLAN_MACADDR_*: what to do with the list of sources. */
export const macvlanMacaddrMode = enumeration(u32, { add: 0, del: 1, flush: 2, set: 3 });

/** IFLA_INFO_DATA of macvlan and macvtap: IFLA_MACVLAN_* of `linux/if_link.h`. */
export const macvlanData = attributes(() => ({
  /** The kernel's default is vepa. */
  mode: ['IFLA_MACVLAN_MODE', 1, macvlanMode],
  flags: ['IFLA_MACVLAN_FLAGS', 2, macvlanFlags],
  /** In requests only, and of mode source only. */
  macaddrMode: ['IFLA_MACVLAN_MACADDR_MODE', 3, macvlanMacaddrMode],
  /** The one to add or delete. */
  macaddr: ['IFLA_MACVLAN_MACADDR', 4, mac],
  /** The list of sources; the kernel gives it in the order of its hash table. */
  macaddrData: ['IFLA_MACVLAN_MACADDR_DATA', 5, list('IFLA_MACVLAN_MACADDR', 4, mac)],
  /** Read-only: the kernel refuses it. */
  macaddrCount: ['IFLA_MACVLAN_MACADDR_COUNT', 6, u32],
  /** Broadcast packets this link asks its lower link to queue at most; 1000 by default. */
  bcQueueLen: ['IFLA_MACVLAN_BC_QUEUE_LEN', 7, u32],
  /** Read-only: the largest that any macvlan of the lower link asked for. */
  bcQueueLenUsed: ['IFLA_MACVLAN_BC_QUEUE_LEN_USED', 8, u32],
  /** Of the lower link: multicast with more receivers than this is queued; 1 by default, -1 never queues, 0 always. */
  bcCutoff: ['IFLA_MACVLAN_BC_CUTOFF', 9, s32],
}));

/** What macvlan tells of itself. */
export type Macvlan = Value<typeof macvlanData>;
