// The options of a macvlan as IFLA_INFO_DATA, laid out as iproute2 lays out the same words. What the kernel refuses:
// drivers/net/macvlan.c: macvlan_validate(), macvlan_changelink(), macvlan_changelink_sources().

import { parseLinkAddress } from '../netlink/address.js';
import { EncodeError } from '../netlink/errors.js';
import { expectArray, expectBoolean, told } from '../netlink/expect.js';
import { expectOptions } from '../rtnl/kinds/attribute-options.js';
import { type Macvlan, macvlanMode } from './macvlan.js';

interface QueueOptions {
  /** Broadcast packets this link asks its lower link to queue at most, 0 to 4294967295; the kernel's default is 1000. Kernels before 5.11 ignore it. */
  readonly bcQueueLen?: number;
  /** Of the lower link, for all its macvlans: multicast with more receivers than this is queued; 1 by default, -1 never queues. Kernels before 6.4 ignore it. */
  readonly bcCutoff?: number;
}

type PlainMode = 'private' | 'vepa' | 'bridge';

/** Options of a macvlan or macvtap to be made. */
export type MacvlanAdd = QueueOptions & {
  /** The lower link, by name or index. */
  readonly link: string | number;
} & (
    | {
        /** `vepa` by default. A number is MACVLAN_MODE_*. */
        readonly mode?: PlainMode | number;
        readonly nopromisc?: never;
        readonly nodst?: never;
        readonly macaddrs?: never;
      }
    | {
        readonly mode: 'passthru';
        /** Leave the lower link's promiscuity as it is. */
        readonly nopromisc?: true;
        readonly nodst?: never;
        readonly macaddrs?: never;
      }
    | {
        readonly mode: 'source';
        readonly nopromisc?: never;
        /** Do not hand packets of a listed source to the lower link as well. The kernel takes it in any mode, where it does nothing; before 5.13 it refuses it (`EINVAL`). */
        readonly nodst?: true;
        /** The list of sources. */
        readonly macaddrs?: readonly string[];
      }
  );

/** What to do with the list of sources: one address to add or delete, or a whole list. One request holds one of these. */
export type MacaddrChange = { readonly add: string } | { readonly del: string } | { readonly set: readonly string[] } | { readonly flush: true };

/** Options of a macvlan or macvtap to be changed. Mode `passthru` can be neither entered nor left; leaving `source` empties its list. */
export type MacvlanChange = QueueOptions &
  (
    | { readonly mode?: PlainMode | number; readonly nopromisc?: never; readonly nodst?: never; readonly macaddrs?: never }
    | { readonly mode?: 'passthru'; readonly nopromisc?: boolean; readonly nodst?: never; readonly macaddrs?: never }
    | { readonly mode?: 'source'; readonly nopromisc?: never; readonly nodst?: boolean; readonly macaddrs?: MacaddrChange }
  );

const OPTIONS = ['mode', 'nopromisc', 'nodst', 'macaddrs', 'bcQueueLen', 'bcCutoff'] as const;

/** What a caller without types may get wrong. */
function expectKnown(options: object): void {
  expectOptions('macvlan', options, OPTIONS);
  for (const key of ['nopromisc', 'nodst'] as const) {
    const value = (options as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) expectBoolean(value, key);
  }
}

/** Throws EncodeError for what the kernel would refuse, and for a flag or a list that the mode has no use for. */
export function macvlanAdd(options: MacvlanAdd): Macvlan | undefined {
  expectKnown(options);
  const { mode, nopromisc, nodst, macaddrs, bcQueueLen, bcCutoff } = options;
  if (macaddrs !== undefined) expectArray(macaddrs, 'macaddrs');
  const number = modeNumber(mode);
  const { passthru, source } = macvlanMode.names;
  if (nopromisc && number !== passthru) throw new EncodeError('nopromisc is for mode passthru only');
  if (nodst && number !== source) throw new EncodeError('nodst is for mode source only');
  if (macaddrs !== undefined && number !== source) throw new EncodeError('macaddrs are for mode source only');
  return settings({ mode, nopromisc, nodst, macaddrs: macaddrs && { set: macaddrs }, bcQueueLen, bcCutoff });
}

/** Throws EncodeError likewise; a mode left out is any. */
export function macvlanChange(options: MacvlanChange): Macvlan | undefined {
  expectKnown(options);
  const { mode, nopromisc, nodst, macaddrs, bcQueueLen, bcCutoff } = options;
  const number = modeNumber(mode);
  const { passthru, source } = macvlanMode.names;
  const other = (than: number) => number !== undefined && number !== than;
  if (nopromisc && other(passthru)) throw new EncodeError('nopromisc is for mode passthru only');
  if (nodst && other(source)) throw new EncodeError('nodst is for mode source only');
  if (macaddrs !== undefined && other(source)) throw new EncodeError('macaddrs are for mode source only');
  return settings({ mode, nopromisc, nodst, macaddrs, bcQueueLen, bcCutoff });
}

interface Settings {
  readonly mode: Macvlan['mode'];
  readonly nopromisc: boolean | undefined;
  readonly nodst: boolean | undefined;
  readonly macaddrs: MacaddrChange | undefined;
  readonly bcQueueLen: number | undefined;
  readonly bcCutoff: number | undefined;
}

/** iproute2's order: the list and the queue, then mode and flags. The kernel takes the flags as a whole. */
function settings({ mode, nopromisc, nodst, macaddrs, bcQueueLen, bcCutoff }: Settings): Macvlan | undefined {
  const data: Macvlan = macaddrs === undefined ? {} : macaddrData(macaddrs);
  if (bcQueueLen !== undefined) data.bcQueueLen = bcQueueLen;
  if (bcCutoff !== undefined) data.bcCutoff = bcCutoff;
  if (mode !== undefined) data.mode = mode;
  if (nopromisc !== undefined || nodst !== undefined) data.flags = [...(nopromisc ? ['nopromisc' as const] : []), ...(nodst ? ['nodst' as const] : [])];
  return Object.keys(data).length === 0 ? undefined : data;
}

const ONE_CHANGE = 'macaddrs: expected one of add, del, set, flush: true';

function sources(macs: readonly string[]): string[] {
  expectArray(macs, 'macaddrs.set');
  return macs.map(source);
}

function macaddrData(change: MacaddrChange): Macvlan {
  if (typeof change !== 'object' || change === null || Object.keys(change).length !== 1) throw new EncodeError(ONE_CHANGE);
  if ('add' in change) return { macaddrMode: 'add', macaddr: source(change.add) };
  if ('del' in change) return { macaddrMode: 'del', macaddr: source(change.del) };
  if ('set' in change) return { macaddrMode: 'set', macaddrData: sources(change.set) };
  if (change.flush === true) return { macaddrMode: 'flush' };
  throw new EncodeError(ONE_CHANGE);
}

/** The number of a mode; undefined for none. */
function modeNumber(mode: Macvlan['mode']): number | undefined {
  const { names } = macvlanMode;
  if (mode === undefined) return undefined;
  if (typeof mode === 'string' && Object.hasOwn(names, mode)) return names[mode];
  const number = typeof mode === 'number' ? mode : undefined;
  if (number === undefined || !Object.values<number>(names).includes(number)) {
    const modes = Object.entries(names).map(([name, value]) => `${name} (${value})`);
    throw new EncodeError(`mode ${told(mode)} is none of ${modes.join(', ')}`);
  }
  return number;
}

/** An address that can be a source: is_valid_ether_addr(). */
function source(mac: string): string {
  const bytes = typeof mac === 'string' ? parseLinkAddress(mac) : new Uint8Array();
  if (bytes.length !== 6) throw new EncodeError(`${told(mac)} is no MAC address`);
  if (((bytes[0] as number) & 1) !== 0) throw new EncodeError(`'${mac}' is a multicast address, which is never a source`);
  if (bytes.every((byte) => byte === 0)) throw new EncodeError(`'${mac}' is the zero address, which is never a source`);
  return mac;
}
