// What any link may be told, in the words of `man ip-link`, and the attributes it becomes.

import { EncodeError } from '../netlink/errors.js';
import { IFF_ALLMULTI, IFF_DYNAMIC, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_UP } from './constants.js';
import type { AnyLink } from './link.js';
import type { LinkFields } from './link-message.js';

/** A namespace to move a link to: an open descriptor (a Namespace has one), or a process in it. */
export type NamespaceRef = { readonly fd: number } | { readonly pid: number };

/** Throws EncodeError for a name, which only a client can open. */
export function namespaceAttribute(netns: NamespaceRef): { netNsFd: number } | { netNsPid: number } {
  if (typeof netns !== 'object' || netns === null) throw new EncodeError(`netns is { fd } or { pid } here, not ${String(netns)}`);
  return 'fd' in netns ? { netNsFd: netns.fd } : { netNsPid: netns.pid };
}

/** Settings of links of every kind. They are sent in the order in which they are given. */
export interface LinkOptions {
  readonly up?: boolean;
  readonly arp?: boolean;
  readonly dynamic?: boolean;
  readonly multicast?: boolean;
  readonly allmulticast?: boolean;
  readonly promisc?: boolean;
  readonly trailers?: boolean;
  /** Link-layer address: `02:00:00:00:00:01`. */
  readonly address?: string;
  readonly broadcast?: string;
  /** Bytes. */
  readonly mtu?: number;
  /** Packets. */
  readonly txqlen?: number;
  /** Only for a link that is made. */
  readonly numTxQueues?: number;
  readonly numRxQueues?: number;
  /** 0 is the default group. */
  readonly group?: number;
  /** Index of the master; 0 for none. */
  readonly master?: number;
  /** At most 255 bytes; empty removes it. */
  readonly alias?: string;
  /** The namespace the link is made in, or moved to. */
  readonly netns?: NamespaceRef;
  /** The namespace `link` is in, by the id it has in ours; only for a link that is made. */
  readonly linkNetnsid?: number;
  readonly operstate?: NonNullable<AnyLink['operstate']>;
  readonly linkmode?: NonNullable<AnyLink['linkmode']>;
  readonly addrGenMode?: NonNullable<NonNullable<NonNullable<AnyLink['afSpec']>['inet6']>['addrGenMode']>;
  readonly carrier?: boolean;
  readonly protoDown?: boolean;
  /** Bytes. */
  readonly gsoMaxSize?: number;
  readonly gsoMaxSegs?: number;
  /** Bytes. */
  readonly groMaxSize?: number;
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
  carrier: (carrier) => ({ carrier: carrier ? 1 : 0 }),
  protoDown: (protoDown) => ({ protoDown: protoDown ? 1 : 0 }),
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
      if (typeof value !== 'boolean') throw new EncodeError(`${key} is true or false, not ${String(value)}`);
      change |= bit;
      if (value === when) flags |= bit;
    } else if (Object.hasOwn(ATTRIBUTES, key)) {
      Object.assign(attributes, (ATTRIBUTES[key as keyof typeof ATTRIBUTES] as (value: unknown) => Partial<AnyLink>)(value));
    } else {
      throw new EncodeError(`links have no option ${key}`);
    }
  }
  return { flags, change, options: attributes };
}
