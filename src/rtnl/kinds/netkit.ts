// netkit: two links, each the other's peer, with BPF programs on the way. include/uapi/linux/if_link.h: IFLA_NETKIT_*; drivers/net/netkit.c:
// netkit_policy, netkit_fill_info(). iproute2 6.1 does not know the kind; words and show are those of 7.1: ip/iplink_netkit.c.

import { attributes } from '../../netlink/attributes.js';
import { u8, u16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { LinkKind } from '../kind.js';
import { expectOptions } from './attribute-options.js';
import { addPeer, type Peer, peerBody } from './peer.js';
import { integerOption } from './tunnel-options.js';

/** What happens to a packet where no program says: it goes through, or is dropped. NETKIT_PASS, NETKIT_DROP. */
const policy = enumeration(u32, { forward: 0, blackhole: 2 });

/** Whether mark and priority are cleared on the way. NETKIT_SCRUB_*. */
const scrub = enumeration(u32, { none: 0, default: 1 });

export const netkitData = attributes(() => ({
  /** In requests only: the other end. */
  peerInfo: ['IFLA_NETKIT_PEER_INFO', 1, peerBody],
  /** Read-only: 1 for the end that manages the pair, 0 for its peer. */
  primary: ['IFLA_NETKIT_PRIMARY', 2, u8],
  policy: ['IFLA_NETKIT_POLICY', 3, policy],
  peerPolicy: ['IFLA_NETKIT_PEER_POLICY', 4, policy],
  mode: ['IFLA_NETKIT_MODE', 5, enumeration(u32, { l2: 0, l3: 1 })],
  /** Linux 6.12. */
  scrub: ['IFLA_NETKIT_SCRUB', 6, scrub],
  peerScrub: ['IFLA_NETKIT_PEER_SCRUB', 7, scrub],
  /** Bytes. Linux 6.14. */
  headroom: ['IFLA_NETKIT_HEADROOM', 8, u16],
  tailroom: ['IFLA_NETKIT_TAILROOM', 9, u16],
  /** Linux 7.1. */
  pairing: ['IFLA_NETKIT_PAIRING', 10, enumeration(u32, { pair: 0, single: 1 })],
}));

/** What IFLA_INFO_DATA of a netkit link holds. */
export type Netkit = Value<typeof netkitData>;

type Policy = 'forward' | 'blackhole';
type Scrub = 'none' | 'default';

/** What can be changed of a pair, through its primary end. */
export interface NetkitChange {
  /** What happens to packets where no program says; `forward` by default. */
  readonly policy?: Policy;
  /** The same for the other end. */
  readonly peerPolicy?: Policy;
}

/** Options of a pair that is made. */
export interface NetkitAdd extends NetkitChange {
  /** Ethernet or IP; `l3` by default. */
  readonly mode?: 'l2' | 'l3';
  /** Clear mark and priority of packets that go to another namespace (`default`), or leave it to the program. Linux 6.12. */
  readonly scrub?: Scrub;
  /** The same for the other end. Linux 6.12. */
  readonly peerScrub?: Scrub;
  /** Bytes kept free before packets. Linux 6.14. */
  readonly headroom?: number;
  /** The same behind packets. Linux 6.14. */
  readonly tailroom?: number;
  /** One link alone, without a peer. Linux 7.1. */
  readonly pairing?: 'pair' | 'single';
  /** The other end; the kernel makes one with its own defaults where it is left out. */
  readonly peer?: Peer;
}

const CHANGE_KEYS = ['policy', 'peerPolicy'] as const;
const KEYS = [...CHANGE_KEYS, 'mode', 'scrub', 'peerScrub', 'headroom', 'tailroom', 'pairing'] as const;

function add(options: NetkitAdd): Netkit | undefined {
  expectOptions('netkit', options, [...KEYS, 'peer']);
  const data: Record<string, unknown> = {};
  const own: ReadonlySet<string> = new Set(KEYS);
  for (const [key, value] of Object.entries(options)) if (own.has(key) && value !== undefined) data[key] = value;
  for (const key of ['headroom', 'tailroom'] as const) if (options[key] !== undefined) integerOption(key, options[key], 0xffff);
  const { peer } = options.peer === undefined ? {} : (addPeer('netkit')({ peer: options.peer }) ?? {});
  if (peer !== undefined) data.peerInfo = peer;
  return Object.keys(data).length === 0 ? undefined : (data as Netkit);
}

function change(options: NetkitChange): Netkit | undefined {
  expectOptions('netkit', options, CHANGE_KEYS);
  return add(Object.fromEntries(CHANGE_KEYS.map((key) => [key, options[key]])));
}

/** Two links with BPF programs on the way. */
export const netkitKind = { data: netkitData, add, change } satisfies LinkKind<Netkit, never, NetkitAdd, NetkitChange>;
