// A route's metrics as callers say them, in the words of `man ip-route`.

import { expectInteger } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { expectArray, expectBoolean, isWordOf, told } from '../netlink/expect.js';
import { expectObject } from './expect.js';
import { type Metrics, metricsAttributes, RTAX_FEATURE_ECN } from './route-metrics.js';

/** What TCP and others take from a route. They go out in the order in which they are given. */
export interface RouteMetricOptions {
  /** Bytes of the largest packet. */
  readonly mtu?: number;
  /** Bytes of the largest window to advertise. */
  readonly window?: number;
  /** First guess at the round trip time, in milliseconds. */
  readonly rtt?: number;
  /** First guess at its variance, in milliseconds. */
  readonly rttvar?: number;
  /** The least retransmission time-out, in milliseconds; always locked. */
  readonly rtoMin?: number;
  /** First slow start threshold, in packets. */
  readonly ssthresh?: number;
  /** The most the congestion window grows to; takes effect where it is locked. */
  readonly cwnd?: number;
  /** Largest segment to advertise, in bytes. */
  readonly advmss?: number;
  /** How far packets may be out of order before one counts as lost. */
  readonly reordering?: number;
  /** Hop limit, or TTL: 0 to 255. */
  readonly hoplimit?: number;
  /** First congestion window, in segments. */
  readonly initcwnd?: number;
  /** First receive window to advertise, in segments. */
  readonly initrwnd?: number;
  /** Explicit congestion notification, or RTAX_FEATURE_* as a number. */
  readonly features?: 'ecn' | number;
  /** Every segment is acknowledged at once. */
  readonly quickack?: boolean;
  /** The congestion control algorithm: `cubic`, `bbr` ... */
  readonly congctl?: string;
  /** TCP Fast Open without a cookie. */
  readonly fastopenNoCookie?: boolean;
  /** Those that the kernel must not change by what it learns: path MTU discovery leaves a locked `mtu` alone. */
  readonly lock?: readonly (keyof Omit<RouteMetricOptions, 'lock'>)[];
}

const KEYS: { readonly [K in keyof Omit<RouteMetricOptions, 'lock'>]-?: Exclude<keyof typeof metricsAttributes.schema, 'lock' | 'unspec'> } = {
  mtu: 'mtu',
  window: 'window',
  rtt: 'rtt',
  rttvar: 'rttvar',
  rtoMin: 'rtoMin',
  ssthresh: 'ssthresh',
  cwnd: 'cwnd',
  advmss: 'advmss',
  reordering: 'reordering',
  hoplimit: 'hoplimit',
  initcwnd: 'initcwnd',
  initrwnd: 'initrwnd',
  features: 'features',
  quickack: 'quickack',
  congctl: 'ccAlgo',
  fastopenNoCookie: 'fastopenNoCookie',
};

/** Throws EncodeError. */
function bitOf(key: string): number {
  if (!isWordOf(KEYS, key)) throw new EncodeError(`metrics have no option ${typeof key === 'string' ? key : told(key)}`);
  return 1 << metricsAttributes.schema[KEYS[key as keyof typeof KEYS]][1];
}

/** Parts of a millisecond that the kernel counts in. */
const SCALES: Readonly<Record<string, number>> = { rtt: 8, rttvar: 4, rtoMin: 1 };

function encodedValue(key: string, value: unknown): unknown {
  if (key === 'quickack' || key === 'fastopenNoCookie') return expectBoolean(value, key) ? 1 : 0;
  if (key === 'features' && value === 'ecn') return RTAX_FEATURE_ECN;
  if (key === 'congctl') return value;
  const whole = typeof value === 'number' && Object.hasOwn(SCALES, key) ? Math.ceil(value * (SCALES[key] as number)) : value;
  expectInteger(whole, 0, key === 'hoplimit' ? 255 : 0xffffffff, key);
  return whole;
}

/** Throws EncodeError. */
export function routeMetricsOf(metrics: RouteMetricOptions): Metrics {
  expectObject(metrics, 'metrics');
  const { lock = [], ...options } = metrics;
  expectArray(lock, 'lock');
  const out: Record<string, unknown> = {};
  let locked = 0;
  for (const [key, value] of Object.entries(options)) {
    const bit = bitOf(key);
    if (value === undefined) continue;
    if (key === 'rtoMin') locked |= bit;
    out[KEYS[key as keyof typeof KEYS]] = encodedValue(key, value);
  }
  for (const key of lock) locked |= bitOf(key);
  if (locked !== 0) out.lock = locked >>> 0;
  return out as Metrics;
}
