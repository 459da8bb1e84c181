// What a table of neighbours keeps for a link, or for links to come. include/net/neighbour.h: struct neigh_parms, enum NEIGH_VAR_*;
// net/core/neighbour.c: neigh_parms_alloc(), neigh_rand_reach_time().

import type { Device } from '../link/device.js';
import type { Random } from '../random.js';

type Count = 'appProbes' | 'ucastProbes' | 'mcastProbes' | 'mcastReprobes' | 'proxyQlen' | 'queueLenbytes';
type Time = 'baseReachableTime' | 'retransTime' | 'gcStaletime' | 'delayProbeTime' | 'anycastDelay' | 'proxyDelay' | 'locktime' | 'intervalProbeTimeMs';
/** Each is an int; times are in ticks, 250 a second. */
type Variables = Record<Count | Time, number>;

const TICK = 4;
/** What MAX_JIFFY_OFFSET leaves in an int. */
const ENDLESS = -2;

/** nla_get_msecs(), into an int: milliseconds are rounded up to a tick, and too many stand for no end. */
export function ticksOf(milliseconds: bigint): number {
  const short = Number(BigInt.asIntN(32, milliseconds));
  return short < 0 ? ENDLESS : Math.ceil(short / TICK);
}

/** nla_put_msecs(). */
export const millisecondsOf = (ticks: number): bigint => BigInt((ticks * TICK) >>> 0);

/** SKB_TRUESIZE(ETH_FRAME_LEN): the queue is counted in bytes, and in packets for those who know no better. */
const PACKET = 2090;

export class NeighbourParameters {
  /** How long a neighbour counts as reachable, in ticks. */
  reachableTime: number;

  constructor(
    private readonly values: Variables,
    random: Random,
    /** None of those of links to come. */
    readonly dev?: Device,
    /** The later they were made, the higher. */
    readonly order = 0,
  ) {
    this.reachableTime = reachableTime(values.baseReachableTime, random);
  }

  /** neigh_parms_alloc(): those of a link begin as those of links to come are. */
  copy(random: Random, dev: Device, order: number): NeighbourParameters {
    return new NeighbourParameters({ ...this.values }, random, dev, order);
  }

  setCount(name: Count, value: number): void {
    this.values[name] = value | 0;
  }

  setTime(name: Time, milliseconds: bigint, random: Random): void {
    this.values[name] = ticksOf(milliseconds);
    if (name === 'baseReachableTime') this.reachableTime = reachableTime(this.values[name], random);
  }

  /** What IPv6 tells of its links. */
  get times(): { readonly reachableTime: number; readonly retransTime: number } {
    return { reachableTime: Number(millisecondsOf(this.reachableTime)), retransTime: Number(millisecondsOf(this.values.retransTime)) };
  }

  /** In packets. */
  setQueueLength(packets: number): void {
    this.values.queueLenbytes = Math.imul(packets, PACKET);
  }

  /** neightbl_fill_parms(). */
  told(refcnt: number): object {
    const { values: v, dev } = this;
    return {
      ...(dev !== undefined && { ifindex: dev.index }),
      refcnt,
      queueLenbytes: v.queueLenbytes >>> 0,
      queueLen: Number(BigInt.asUintN(32, BigInt.asUintN(64, BigInt(v.queueLenbytes)) / BigInt(PACKET))),
      proxyQlen: v.proxyQlen >>> 0,
      appProbes: v.appProbes >>> 0,
      ucastProbes: v.ucastProbes >>> 0,
      mcastProbes: v.mcastProbes >>> 0,
      mcastReprobes: v.mcastReprobes >>> 0,
      reachableTime: millisecondsOf(this.reachableTime),
      baseReachableTime: millisecondsOf(v.baseReachableTime),
      gcStaletime: millisecondsOf(v.gcStaletime),
      delayProbeTime: millisecondsOf(v.delayProbeTime),
      retransTime: millisecondsOf(v.retransTime),
      anycastDelay: millisecondsOf(v.anycastDelay),
      proxyDelay: millisecondsOf(v.proxyDelay),
      locktime: millisecondsOf(v.locktime),
      intervalProbeTimeMs: millisecondsOf(v.intervalProbeTimeMs),
    };
  }
}

/** neigh_rand_reach_time(): from half of it to one and a half. */
const reachableTime = (base: number, random: Random): number => random.below(base >>> 0) + (base >> 1);

/** arp_tbl, nd_tbl: an IPv6 entry may be overwritten at once. */
export const initialVariables = (locktime: number): Variables => ({
  appProbes: 0,
  ucastProbes: 3,
  mcastProbes: 3,
  mcastReprobes: 0,
  proxyQlen: 64,
  // SK_WMEM_MAX.
  queueLenbytes: 212992,
  baseReachableTime: 7500,
  retransTime: 250,
  gcStaletime: 15000,
  delayProbeTime: 1250,
  anycastDelay: 250,
  proxyDelay: 200,
  locktime,
  intervalProbeTimeMs: 1250,
});
