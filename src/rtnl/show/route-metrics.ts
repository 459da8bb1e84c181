// A route's metrics as `ip` shows them. iproute2: ip/iproute.c: print_rta_metrics(), print_rtax_features().

import { type Metrics, metricsAttributes, RTAX_FEATURE_ECN } from '../route-metrics.js';
import { general } from './number.js';
import type { Printer } from './printer.js';

/** What `ip` calls them; each is shown in the order of its number. */
const NAMES: Partial<Record<keyof Metrics, string>> = {
  mtu: 'mtu',
  window: 'window',
  rtt: 'rtt',
  rttvar: 'rttvar',
  ssthresh: 'ssthresh',
  cwnd: 'cwnd',
  advmss: 'advmss',
  reordering: 'reordering',
  hoplimit: 'hoplimit',
  initcwnd: 'initcwnd',
  features: 'features',
  rtoMin: 'rto_min',
  initrwnd: 'initrwnd',
  quickack: 'quickack',
  ccAlgo: 'congctl',
  fastopenNoCookie: 'fastopen_no_cookie',
};

const NO_HOPLIMIT = 0xffffffff;

export function showMetrics(out: Printer, metrics: Metrics): void {
  const lock = metrics.lock ?? 0;
  out.openArray('metrics');
  out.openObject();
  for (const [key, name] of Object.entries(NAMES) as [keyof typeof metricsAttributes.schema, string][]) {
    const value = metrics[key];
    const locked = (lock & (1 << metricsAttributes.schema[key][1])) !== 0;
    if ((value === undefined && !locked) || (key === 'hoplimit' && value === NO_HOPLIMIT)) continue;
    out.text(`${name} ${locked ? 'lock ' : ''}`);
    if (key === 'ccAlgo') out.both('congestion', value ?? '', `${value ?? ''} `);
    else showMetric(out, key, name, Number(value ?? 0));
  }
  out.closeObject();
  out.closeArray();
}

function showMetric(out: Printer, key: keyof Metrics, name: string, value: number): void {
  if (key === 'features') showFeatures(out, value);
  else if (key === 'rtt') showTime(out, name, Math.floor(value / 8));
  else if (key === 'rttvar') showTime(out, name, Math.floor(value / 4));
  else if (key === 'rtoMin') showTime(out, name, value);
  else out.both(name, value, `${value} `);
}

function showTime(out: Printer, name: string, milliseconds: number): void {
  out.both(name, milliseconds, milliseconds >= 1000 ? `${general(milliseconds / 1000)}s ` : `${milliseconds}ms `);
}

function showFeatures(out: Printer, features: number): void {
  if ((features & RTAX_FEATURE_ECN) !== 0) out.both('ecn', null, 'ecn ');
  if ((features & ~RTAX_FEATURE_ECN) === 0) return;
  const hex = `0x${features.toString(16)}`;
  out.both('features', hex, `${hex} `);
}
