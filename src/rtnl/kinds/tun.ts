// tun: a link whose other end is a program, as tun (IP) or tap (Ethernet). It is made by opening /dev/net/tun, not by rtnetlink.
// include/uapi/linux/if_link.h: IFLA_TUN_*; drivers/net/tun.c: tun_fill_info(); iproute2: ip/iptuntap.c: tun_print_opt().

import { attributes } from '../../netlink/attributes.js';
import { u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';

/** IFF_TUN, IFF_TAP. */
export const tunType = enumeration(u8, { tun: 1, tap: 2 });

/** All of it is read-only; numbers of 8 bits are 0 or 1 where nothing else is said. */
export const tunData = attributes({
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
});

export type Tun = Value<typeof tunData>;

function show(out: Printer, data: Tun, names: LinkNames): void {
  const onOff = (key: string, value: number | undefined) => {
    if (value !== undefined) out.both(key, value !== 0, `${key} ${value === 0 ? 'off' : 'on'} `);
  };
  const { type, owner, group } = data;
  if (type !== undefined) {
    const name = typeof type === 'string' ? type : `UNKNOWN:${type}`;
    out.both('type', name, `type ${name} `);
  }
  onOff('pi', data.pi);
  onOff('vnet_hdr', data.vnetHdr);
  showQueues(out, data);
  onOff('persist', data.persist);
  if (owner !== undefined) {
    const name = names.user?.(owner) ?? owner;
    out.both('user', name, `user ${name} `);
  }
  if (group !== undefined) {
    const name = names.userGroup?.(group) ?? group;
    out.both('group', name, `group ${name} `);
  }
}

function showQueues(out: Printer, { multiQueue = 0, numQueues, numDisabledQueues }: Tun): void {
  if (multiQueue === 0) {
    out.member('multi_queue', false);
    return;
  }
  out.both('multi_queue', true, 'multi_queue ');
  if (numQueues !== undefined) out.both('numqueues', numQueues, `numqueues ${numQueues} `);
  if (numDisabledQueues !== undefined) out.both('numdisabled', numDisabledQueues, `numdisabled ${numDisabledQueues} `);
}

export const tunKind = { data: tunData, show } satisfies LinkKind<Tun>;
