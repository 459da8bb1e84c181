// RTA_METRICS of a request: what is taken over, what is cut down, what is refused. net/ipv4/metrics.c: ip_metrics_convert();
// net/core/rtnetlink.c: rtnetlink_put_metrics(); net/ipv4/fib_semantics.c: fib_metrics_match().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { metricsAttributes } from '../../rtnl/route-metrics.js';
import type { Attribute } from '../attribute.js';
import { Refusal } from '../refusal.js';

const RTAX = { mtu: 2, advmss: 8, hoplimit: 10, features: 12, ccAlgo: 16 } as const;
const RTAX_MAX = 17;
const FEATURES = 0x1f;

/** The most that is kept of some. */
const MOST: Readonly<Record<number, number>> = { [RTAX.advmss]: 65535 - 40, [RTAX.mtu]: 65535 - 15, [RTAX.hoplimit]: 255 };

/** The congestion control algorithms that are built in. */
const ALGORITHMS: ReadonlySet<string> = new Set(['reno', 'cubic']);

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(metricsAttributes.schema).map(([name, [, number]]) => [number, name]));

/** By RTAX_*, in the order of the numbers; numbers, and the name of an algorithm. */
export type RouteMetrics = ReadonlyMap<number, number | string>;

export const NO_METRICS: RouteMetrics = new Map();

export const mtuOf = (metrics: RouteMetrics): number => (metrics.get(RTAX.mtu) ?? 0) as number;

/** With another RTAX_MTU. */
export const withMtu = (metrics: RouteMetrics, mtu: number): RouteMetrics => new Map([...metrics].map(([type, value]) => [type, type === RTAX.mtu ? mtu : value]));

/** Throws Refusal. */
export function metricsOf(nest: Attribute | undefined): RouteMetrics {
  if (nest === undefined) return NO_METRICS;
  const found = new Map<number, number | string>();
  for (const attribute of nest.children()) {
    const { type } = attribute;
    if (type === 0) continue;
    if (type > RTAX_MAX) throw new Refusal(EINVAL, 'Invalid metric type');
    if (type === RTAX.ccAlgo) {
      if (!ALGORITHMS.has(attribute.string)) throw new Refusal(EINVAL, 'Unknown tcp congestion algorithm');
      found.set(type, attribute.string);
      continue;
    }
    if (attribute.length !== 4) throw new Refusal(EINVAL, 'Invalid attribute in metrics', { offset: attribute.at });
    const value = Math.min(attribute.u32, MOST[type] ?? 0xffffffff);
    if (type === RTAX.features && (value & ~FEATURES) !== 0) throw new Refusal(EINVAL, 'Unknown flag set in feature mask in metrics attribute');
    found.set(type, value);
  }
  return new Map([...found].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b));
}

/** RTA_METRICS as a body holds it; the name of an algorithm with its NUL, as the kernel writes it. */
export function metricsPart(metrics: RouteMetrics): object {
  if (metrics.size === 0) return {};
  const told: Record<string, unknown> = {};
  for (const [type, value] of metrics) {
    if (typeof value === 'number') told[NAMES.get(type) as string] = value;
    else told[`#${type}`] = { flags: 0, payload: new TextEncoder().encode(`${value}\0`) };
  }
  return { metrics: told };
}

export const sameMetrics = (a: RouteMetrics, b: RouteMetrics): boolean => a.size === b.size && [...a].every(([type, value]) => b.get(type) === value);

/** fib_metrics_match(): whether a route has all the metrics of a request; an algorithm that nobody knows is none. */
export function fitMetrics(route: RouteMetrics, nest: Attribute | undefined): boolean {
  for (const attribute of nest?.children() ?? []) {
    const { type } = attribute;
    if (type === 0) continue;
    if (type > RTAX_MAX) return false;
    if (type === RTAX.ccAlgo) {
      const known = ALGORITHMS.has(attribute.string) ? attribute.string : undefined;
      if (route.get(type) !== known) return false;
    } else if (attribute.length !== 4 || (route.get(type) ?? 0) !== attribute.u32) return false;
  }
  return true;
}
