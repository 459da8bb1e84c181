// What the macvlans of a link share, and the addresses a macvlan in mode source receives from. drivers/net/macvlan.c:
// struct macvlan_port, macvlan_hash_add_source(), macvlan_fill_info().

import { EADDRNOTAVAIL, EINVAL } from '../../netlink/errno-numbers.js';
import type { Attributes } from '../attribute.js';
import { setAddress } from '../link/addresses.js';
import type { Device } from '../link/device.js';
import { ETH_ALEN, isValidMac, macBytes, macOf } from '../mac.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';

export const MODE = 1;
export const FLAGS = 2;
export const MACADDR_MODE = 3;
const MACADDR = 4;
const MACADDR_DATA = 5;
const MACADDR_COUNT = 6;
export const BC_QUEUE_LEN = 7;
const BC_QUEUE_LEN_USED = 8;
export const BC_CUTOFF = 9;

export const MODES = { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 } as const;
const MACADDR_MODES = { add: 0, del: 1, flush: 2, set: 3 } as const;

export const macvlanPolicy: PolicyTable = {
  maxType: BC_CUTOFF,
  rules: {
    [MODE]: { type: 'u32' },
    [FLAGS]: { type: 'u16' },
    [MACADDR_MODE]: { type: 'u32' },
    [MACADDR]: { type: 'binary', length: 32 },
    [MACADDR_DATA]: { type: 'nested' },
    [MACADDR_COUNT]: { type: 'u32' },
    [BC_QUEUE_LEN]: { type: 'u32' },
    [BC_QUEUE_LEN_USED]: { type: 'reject' },
    [BC_CUTOFF]: { type: 's32' },
  },
};

/** A link that has macvlans. */
export interface Port {
  readonly lower: Device;
  /** The link's own address, which it gets back. */
  address: string;
  /** In the order in which they came. */
  readonly members: Set<Device>;
  /** Those that are up, by address. */
  readonly active: Map<string, Device>;
  /** How many there are, one that is just being made included. */
  count: number;
  passthru: boolean;
  /** The link below gets an address by way of its passthru macvlan: what it had is given back in the end. */
  changing: boolean;
  bcQueueLenUsed: number;
  bcCutoff: number;
  /** Counts the addresses added, so that lists tell the last first. */
  added: number;
}

export interface Macvlan {
  readonly lower: Device;
  readonly port: Port;
  mode: number;
  flags: number;
  /** Addresses it receives from, and when each was added. */
  readonly sources: Map<string, number>;
  bcQueueLen: number;
}

const ports = new WeakMap<Device, Port>();

export const portOf = (lower: Device): Port | undefined => ports.get(lower);

/** Makes a link one that has macvlans. */
export function portOn(lower: Device): Port {
  const port: Port = { lower, address: lower.address, members: new Set(), active: new Map(), count: 0, passthru: false, changing: false, bcQueueLenUsed: 0, bcCutoff: 1, added: 0 };
  ports.set(lower, port);
  lower.rxHandler = 'macvlan';
  return port;
}

/** Undoes it once there are none. */
export function removePortOf(lower: Device): void {
  const port = ports.get(lower);
  if (port?.count !== 0) return;
  if (port.passthru && lower.address !== port.address) restoreAddress(port);
  ports.delete(lower);
  lower.rxHandler = undefined;
}

/** A link that is on its way out itself may not take it. */
function restoreAddress({ lower, address }: Port): void {
  try {
    setAddress(lower, address);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** update_port_bc_queue_len(). */
export function updateQueue(port: Port): void {
  let most = 0;
  for (const dev of port.members) most = Math.max(most, (dev.state as Macvlan).bcQueueLen);
  port.bcQueueLenUsed = most;
}

/** macvlan_validate(). Throws Refusal. */
export function validateMacvlan(data: Attributes): void {
  if (((data.u16(FLAGS) ?? 0) & ~3) !== 0) throw new Refusal(EINVAL);
  const mode = data.u32(MODE);
  if (mode !== undefined && !(Object.values(MODES) as number[]).includes(mode)) throw new Refusal(EINVAL);
  if ((data.u32(MACADDR_MODE) ?? 0) > MACADDR_MODES.set) throw new Refusal(EINVAL);
  const address = data.get(MACADDR);
  if (address !== undefined) {
    if (address.length !== ETH_ALEN) throw new Refusal(EINVAL);
    if (!isValidMac(macOf(address.payload))) throw new Refusal(EADDRNOTAVAIL);
  }
  if (data.has(MACADDR_COUNT)) throw new Refusal(EINVAL);
}

/** macvlan_changelink_sources(). Throws Refusal. */
export function changeSources(macvlan: Macvlan, data: Attributes): void {
  if (macvlan.mode !== MODES.source) throw new Refusal(EINVAL);
  const address = data.get(MACADDR);
  switch (data.u32(MACADDR_MODE)) {
    case MACADDR_MODES.add:
      if (address === undefined) throw new Refusal(EINVAL);
      return addSource(macvlan, macOf(address.payload));
    case MACADDR_MODES.del:
      if (address === undefined) throw new Refusal(EINVAL);
      macvlan.sources.delete(macOf(address.payload));
      return;
    case MACADDR_MODES.flush:
      return flushSources(macvlan);
    default:
      return setSources(macvlan, data);
  }
}

function setSources(macvlan: Macvlan, data: Attributes): void {
  const list = data.get(MACADDR_DATA);
  if (list === undefined) throw new Refusal(EINVAL);
  const wanted: string[] = [];
  for (const entry of list.children()) {
    if (entry.type !== MACADDR || entry.length !== ETH_ALEN) throw new Refusal(EINVAL);
    const address = macOf(entry.payload);
    if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
    wanted.push(address);
  }
  flushSources(macvlan);
  for (const address of wanted) addSource(macvlan, address);
}

function addSource({ sources, port }: Macvlan, address: string): void {
  if (!sources.has(address)) sources.set(address, port.added++);
}

export function flushSources(macvlan: Macvlan): void {
  macvlan.sources.clear();
}

/** GOLDEN_RATIO_64 of linux/hash.h. */
const GOLDEN_RATIO = 0x61c8864680b583ebn;

/** macvlan_eth_hash(): which of 256 buckets an address is in. */
function bucketOf(address: string): number {
  let value = 0n;
  for (const [i, byte] of macBytes(address).entries()) value |= BigInt(byte) << BigInt(16 + 8 * i);
  return Number(((value * GOLDEN_RATIO) & 0xffffffffffffffffn) >> 56n);
}

/** The kernel tells them bucket by bucket, of each the last added first. */
function inOrder(sources: ReadonlyMap<string, number>): string[] {
  const all = [...sources].map(([address, added]) => ({ address, added, bucket: bucketOf(address) }));
  return all.sort((a, b) => a.bucket - b.bucket || b.added - a.added).map(({ address }) => address);
}

/** The bits of MACVLAN_FLAG_*, as the schema names them. */
const FLAG_NAMES = ['nopromisc', 'nodst'] as const;

/** IFLA_INFO_DATA. */
export function macvlanInfo({ mode, flags, sources, bcQueueLen, port }: Macvlan): object {
  return {
    mode,
    flags: FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0),
    macaddrCount: sources.size,
    ...(sources.size > 0 && { macaddrData: inOrder(sources) }),
    bcQueueLen,
    bcQueueLenUsed: port.bcQueueLenUsed,
    ...(port.bcCutoff !== 1 && { bcCutoff: port.bcCutoff }),
  };
}
