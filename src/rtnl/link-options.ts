// What any link may be told, in the words of `man ip-link`, and the attributes it becomes.

import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, told } from '../netlink/expect.js';
import type { NamespaceRef } from '../netlink/transport.js';
import { IFF_ALLMULTI, IFF_DYNAMIC, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_UP } from './constants.js';
import type { AnyLink } from './link.js';
import type { LinkFields } from './link-message.js';
import { protoDownReason, vfAttribute, type XdpOptions, xdpAttribute } from './link-seldom-options.js';
import type { VfOptions } from './link-vf-options.js';

/** Throws EncodeError for a name, which only a client can open. */
export function namespaceAttribute(netns: NamespaceRef): { netNsFd: number } | { netNsPid: number } {
  if (typeof netns !== 'object' || netns === null || !('fd' in netns || 'pid' in netns)) throw new EncodeError(`netns is { fd } or { pid } here, not ${told(netns)}`);
  return 'fd' in netns ? { netNsFd: netns.fd } : { netNsPid: netns.pid };
}

/** Settings of links of every kind. They are sent in the order in which they are given. */
export interface LinkOptions {
  /** IFF_UP. */
  readonly up?: boolean;
  /** Whether neighbours are resolved: IFF_NOARP turned around. */
  readonly arp?: boolean;
  /** IFF_DYNAMIC: its addresses go when it goes down. */
  readonly dynamic?: boolean;
  /** IFF_MULTICAST. */
  readonly multicast?: boolean;
  /** IFF_ALLMULTI: receive all multicast. */
  readonly allmulticast?: boolean;
  /** IFF_PROMISC: receive everything. */
  readonly promisc?: boolean;
  /** IFF_NOTRAILERS turned around: without effect. */
  readonly trailers?: boolean;
  /** Link-layer address: `02:00:00:00:00:01`. */
  readonly address?: string;
  /** Link-layer address that reaches all; of a point-to-point link the peer's. */
  readonly broadcast?: string;
  /** Bytes. */
  readonly mtu?: number;
  /** Length of the transmit queue, in packets. */
  readonly txqlen?: number;
  /** Only for a link that is made. */
  readonly numTxQueues?: number;
  /** Only for a link that is made. */
  readonly numRxQueues?: number;
  /** Number of the group; 0 is the default one. */
  readonly group?: number;
  /** Index of the master; 0 for none. */
  readonly master?: number;
  /** At most 255 bytes; empty removes it. Of a link that is there. */
  readonly alias?: string;
  /** The namespace the link is made in, or moved to. */
  readonly netns?: NamespaceRef;
  /** The namespace `link` is in, by the id it has in ours; only for a link that is made. */
  readonly linkNetnsid?: number;
  /** The index it shall have in the namespace it is moved to (`netns`). Of a link that is there. */
  readonly newIndex?: number;
  /** RFC 2863: what a program says of links that are `dormant` or `testing`. */
  readonly operstate?: NonNullable<AnyLink['operstate']>;
  /** Whether it waits for a program (802.1X) before it is up. */
  readonly linkmode?: NonNullable<AnyLink['linkmode']>;
  /** How IPv6 makes the link-local address. Of a link that is there. */
  readonly addrGenMode?: NonNullable<NonNullable<NonNullable<AnyLink['afSpec']>['inet6']>['addrGenMode']>;
  /** Of links without hardware (dummy, macvlan), while they are up. Of a link that is there. */
  readonly carrier?: boolean;
  /** A program keeps it down, though it is up (macvlan, vxlan, some drivers). Of a link that is there. */
  readonly protoDown?: boolean;
  /** Why, by number of the reason, 0 to 31: each set or taken back. `protoDown` cannot end while there is one. */
  readonly protoDownReasons?: Readonly<Record<number, boolean>>;
  /** Bytes a packet may have that the hardware cuts, up to `tsoMaxSize`. */
  readonly gsoMaxSize?: number;
  /** Into how many at most, 1 to 65535. */
  readonly gsoMaxSegs?: number;
  /** Bytes a packet may have that is put together, since Linux 5.19: older kernels take no notice. */
  readonly groMaxSize?: number;
  /** The same for IPv4, since Linux 6.3. */
  readonly gsoIpv4MaxSize?: number;
  /** The same for IPv4, since Linux 6.3. */
  readonly groIpv4MaxSize?: number;
  /** The device a link is made on that has no lower link (wwan): its name. */
  readonly parentDevName?: string;
  /** SR-IOV virtual functions to be changed. */
  readonly vfs?: readonly VfOptions[];
  /** The XDP program: `off` takes it away, or a descriptor of a loaded one. */
  readonly xdp?: XdpOptions;
}

/**
 * What the kernel takes of a link that is there only: of one to be made it reads none of them, and refuses the mode that IPv6 makes addresses by.
 * net/core/rtnetlink.c: rtnl_create_link(), do_setlink().
 */
const LATER = ['alias', 'newIndex', 'addrGenMode', 'carrier', 'protoDown', 'protoDownReasons', 'vfs', 'xdp'] as const;

/** Settings of a link to be made. */
export type NewLinkOptions = Omit<LinkOptions, (typeof LATER)[number]>;

/** Throws EncodeError for a setting that the kernel would not heed in a link to be made. */
export function expectNew(options: object, what: string): void {
  for (const key of LATER) {
    if ((options as LinkOptions)[key] !== undefined) throw new EncodeError(`${key}: the kernel takes it of a link that is there, not of ${what}; set it afterwards`);
  }
}

/** Flags that are set as they read, and those that are set by turning the word around (`arp` off is IFF_NOARP on). */
const FLAGS = {
  up: [IFF_UP, true],
  arp: [IFF_NOARP, false],
  dynamic: [IFF_DYNAMIC, true],
  multicast: [IFF_MULTICAST, true],
  allmulticast: [IFF_ALLMULTI, true],
  promisc: [IFF_PROMISC, true],
  trailers: [IFF_NOTRAILERS, false],
} as const;

type Attribute<K extends keyof LinkOptions> = (value: NonNullable<LinkOptions[K]>) => Partial<AnyLink>;

const ATTRIBUTES: { readonly [K in Exclude<keyof LinkOptions, keyof typeof FLAGS>]-?: Attribute<K> } = {
  address: (address) => ({ address }),
  broadcast: (broadcast) => ({ broadcast }),
  mtu: (mtu) => ({ mtu }),
  txqlen: (txqlen) => ({ txqlen }),
  numTxQueues: (numTxQueues) => ({ numTxQueues }),
  numRxQueues: (numRxQueues) => ({ numRxQueues }),
  group: (group) => ({ group }),
  master: (master) => ({ master }),
  alias: (ifalias) => ({ ifalias }),
  netns: namespaceAttribute,
  linkNetnsid: (linkNetnsid) => ({ linkNetnsid }),
  operstate: (operstate) => ({ operstate }),
  linkmode: (linkmode) => ({ linkmode }),
  addrGenMode: (addrGenMode) => ({ afSpec: { inet6: { addrGenMode } } }),
  carrier: (carrier) => ({ carrier: expectBoolean(carrier, 'carrier') ? 1 : 0 }),
  protoDown: (protoDown) => ({ protoDown: expectBoolean(protoDown, 'protoDown') ? 1 : 0 }),
  protoDownReasons: protoDownReason,
  newIndex: (newIfindex) => ({ newIfindex }),
  parentDevName: (parentDevName) => ({ parentDevName }),
  vfs: vfAttribute,
  xdp: xdpAttribute,
  gsoIpv4MaxSize: (gsoIpv4MaxSize) => ({ gsoIpv4MaxSize }),
  groIpv4MaxSize: (groIpv4MaxSize) => ({ groIpv4MaxSize }),
  gsoMaxSize: (gsoMaxSize) => ({ gsoMaxSize }),
  gsoMaxSegs: (gsoMaxSegs) => ({ gsoMaxSegs }),
  groMaxSize: (groMaxSize) => ({ groMaxSize }),
};

/** Keys of {@link LinkOptions}: what a kind's own options are told apart by. */
export const isLinkOption = (key: string): key is keyof LinkOptions => Object.hasOwn(FLAGS, key) || Object.hasOwn(ATTRIBUTES, key);

/** What stands beside the settings: which link it is about, and what it is called. */
const OWN: ReadonlySet<string> = new Set(['kind', 'name', 'index', 'link']);

/** Options that say which link is meant, not how it shall be. */
export const isOwnOption = (key: string): boolean => OWN.has(key);

/** Options that links of every kind have. */
export const isCommonOption = (key: string): boolean => OWN.has(key) || isLinkOption(key);

/** Options as flags and attributes, in their order. Throws EncodeError for a key that is no option. */
export function linkFields(options: LinkOptions): Required<Pick<LinkFields, 'flags' | 'change' | 'options'>> {
  let flags = 0;
  let change = 0;
  const attributes: Partial<AnyLink> = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (Object.hasOwn(FLAGS, key)) {
      const [bit, when] = FLAGS[key as keyof typeof FLAGS];
      change |= bit;
      if (expectBoolean(value, key) === when) flags |= bit;
    } else if (Object.hasOwn(ATTRIBUTES, key)) {
      Object.assign(attributes, (ATTRIBUTES[key as keyof typeof ATTRIBUTES] as (value: unknown) => Partial<AnyLink>)(value));
    } else {
      throw new EncodeError(`links have no option ${key}`);
    }
  }
  return { flags, change, options: attributes };
}
