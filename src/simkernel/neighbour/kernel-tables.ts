// The two tables of neighbours that a kernel has, of all namespaces together: how large they may get, and what links begin with.
// net/ipv4/arp.c: arp_tbl; net/ipv6/ndisc.c: nd_tbl; net/core/neighbour.c: neigh_table_init(), neightbl_fill_info().

import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import type { IpFamily } from '../ip.js';
import type { Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import { Random } from '../random.js';
import { initialVariables, millisecondsOf, NeighbourParameters } from './parameters.js';

const NO_STATS = {
  allocs: 0n,
  destroys: 0n,
  hashGrows: 0n,
  resFailed: 0n,
  lookups: 0n,
  hits: 0n,
  rcvProbesMcast: 0n,
  rcvProbesUcast: 0n,
  periodicGcRuns: 0n,
  forcedGcRuns: 0n,
  tableFulls: 0n,
};

const KEYS = {
  [AF_INET]: { name: 'arp_cache', keyLen: 4, entrySize: 336, locktime: 250 },
  [AF_INET6]: { name: 'ndisc_cache', keyLen: 16, entrySize: 344, locktime: 0 },
} as const;

export class KernelNeighbours {
  readonly name: string;
  /** Those of links to come. */
  readonly parameters: NeighbourParameters;
  readonly thresholds = { thresh1: 128, thresh2: 512, thresh3: 1024 };
  /** In ticks. */
  gcInterval = 7500;
  /** Of all namespaces. */
  private entries = 0;
  private hashMask = 7;
  private made = 0;
  private readonly hashRnd: number;

  constructor(
    readonly family: IpFamily,
    readonly random: Random,
  ) {
    const { name, locktime } = KEYS[family];
    this.name = name;
    this.parameters = new NeighbourParameters(initialVariables(locktime), random);
    this.hashRnd = (random.bits() | 1) >>> 0;
  }

  /** For a link that comes. */
  parametersOf(dev: Device, random = this.random): NeighbourParameters {
    return this.parameters.copy(random, dev, ++this.made);
  }

  /** neigh_alloc(), neigh_hash_grow(): the table is never made smaller. */
  count(more: 1 | -1): void {
    this.entries += more;
    if (this.entries > this.hashMask + 1) this.hashMask = this.hashMask * 2 + 1;
  }

  /** neightbl_fill_info(). Nothing has ever been flushed, or drawn again. */
  message(now: number): Outgoing {
    const { family, name, entries, hashRnd, hashMask, thresholds, gcInterval, parameters } = this;
    const { keyLen, entrySize } = KEYS[family];
    const config = { keyLen, entrySize, entries, lastFlush: now >>> 0, lastRand: now >>> 0, hashRnd, hashMask, hashChainGc: 0, proxyQlen: 0 };
    return { name: 'RTM_NEWNEIGHTBL', body: { family, name, gcInterval: millisecondsOf(gcInterval), ...thresholds, config, stats: NO_STATS, parms: parameters.told(1) as never } };
  }
}

/** A stream of random numbers of their own: the hardware addresses that a seed gives do not depend on them. */
export function kernelNeighbours(seed: number): Readonly<Record<IpFamily, KernelNeighbours>> {
  const random = new Random(~seed);
  return { [AF_INET]: new KernelNeighbours(AF_INET, random), [AF_INET6]: new KernelNeighbours(AF_INET6, random) };
}
