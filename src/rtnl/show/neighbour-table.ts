// A table of neighbours, or the parameters of one link in it, as `ip ntable` shows it. iproute2: ip/ipntable.c: print_ntable().

import type { NeighbourTable } from '../neighbour-table.js';
import { familyName } from './family.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

/** What showing a table of neighbours depends on beside it. */
export interface NeighbourTableContext {
  /** What links are called. */
  readonly names: Pick<LinkNames, 'name'>;
  /** Milliseconds since the epoch, from which ages are counted back; the clock by default. */
  readonly now?: number;
}

/** Writes one message; in JSON, as an object. */
export function showNeighbourTable(out: Printer, table: NeighbourTable, { names, now = Date.now() }: NeighbourTableContext): void {
  out.openObject();
  const family = familyName(table.family);
  out.both('family', family, `${family} `);
  if (table.name !== undefined) out.both('name', table.name, `${table.name} `);
  out.text(out.newline);
  showThresholds(out, table);
  if (table.config !== undefined && out.statistics > 0) showConfig(out, table.config, now);
  if (table.parms !== undefined) showParameters(out, table.parms, names);
  if (table.stats !== undefined && out.statistics > 0) showStats(out, table.stats);
  out.text('\n');
  out.closeObject();
}

type Value = number | bigint | undefined;

/** `key value `, or `word value ` in text. */
function showNumber(out: Printer, key: string, value: Value, word = key): void {
  if (value !== undefined) out.both(key, value, `${word} ${value} `);
}

function showThresholds(out: Printer, { thresh1, thresh2, thresh3, gcInterval }: NeighbourTable): void {
  const any = [thresh1, thresh2, thresh3, gcInterval].some((value) => value !== undefined);
  if (any) out.text('    ');
  showNumber(out, 'thresh1', thresh1);
  showNumber(out, 'thresh2', thresh2);
  showNumber(out, 'thresh3', thresh3);
  showNumber(out, 'gc_interval', gcInterval, 'gc_int');
  if (any) out.text(out.newline);
}

function showConfig(out: Printer, config: NonNullable<NeighbourTable['config']>, now: number): void {
  showNumber(out, 'key_length', config.keyLen, '    config key_len');
  showNumber(out, 'entry_size', config.entrySize);
  showNumber(out, 'entries', config.entries);
  out.text(out.newline);
  const flushed = timeOf(now, config.lastFlush);
  out.both('last_flush', flushed, `        last_flush ${flushed} `);
  const drawn = timeOf(now, config.lastRand);
  out.both('last_rand', drawn, `last_rand ${drawn} `);
  out.text(out.newline);
  showNumber(out, 'hash_rnd', config.hashRnd, '        hash_rnd');
  const mask = config.hashMask.toString(16);
  out.both('hash_mask', config.hashMask === 0 ? '0' : `0x${mask}`, `hash_mask ${mask.padStart(8, '0')} `);
  showNumber(out, 'hash_chain_gc', config.hashChainGc);
  showNumber(out, 'proxy_qlen', config.proxyQlen);
  out.text(out.newline);
}

/** The local time that many milliseconds ago, to the second. */
function timeOf(now: number, ago: number): string {
  if (ago === 0) return '(error)';
  const date = new Date((Math.floor(now / 1000) - Math.floor(ago / 1000)) * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

function showParameters(out: Printer, parms: NonNullable<NeighbourTable['parms']>, names: NeighbourTableContext['names']): void {
  if (parms.ifindex !== undefined) {
    const dev = names.name(parms.ifindex);
    out.text('    dev ');
    out.both('dev', dev, `${dev} `, 'ifname');
    out.text(out.newline);
  }
  const nextLine = (): void => out.text(`${out.newline}    `);
  out.text('    ');
  showNumber(out, 'refcnt', parms.refcnt);
  showNumber(out, 'reachable', parms.reachableTime);
  showNumber(out, 'base_reachable', parms.baseReachableTime);
  showNumber(out, 'retrans', parms.retransTime);
  nextLine();
  showNumber(out, 'gc_stale', parms.gcStaletime);
  showNumber(out, 'delay_probe', parms.delayProbeTime);
  showNumber(out, 'queue', parms.queueLen);
  nextLine();
  showNumber(out, 'app_probes', parms.appProbes);
  showNumber(out, 'ucast_probes', parms.ucastProbes);
  showNumber(out, 'mcast_probes', parms.mcastProbes);
  nextLine();
  showNumber(out, 'anycast_delay', parms.anycastDelay);
  showNumber(out, 'proxy_delay', parms.proxyDelay);
  showNumber(out, 'proxy_queue', parms.proxyQlen);
  showNumber(out, 'locktime', parms.locktime);
  out.text(out.newline);
}

function showStats(out: Printer, stats: NonNullable<NeighbourTable['stats']>): void {
  const nextLine = (): void => out.text(`${out.newline}    `);
  out.text('    stats ');
  showNumber(out, 'allocs', stats.allocs);
  showNumber(out, 'destroys', stats.destroys);
  showNumber(out, 'hash_grows', stats.hashGrows);
  nextLine();
  showNumber(out, 'res_failed', stats.resFailed);
  showNumber(out, 'lookups', stats.lookups);
  showNumber(out, 'hits', stats.hits);
  nextLine();
  showNumber(out, 'rcv_probes_mcast', stats.rcvProbesMcast);
  showNumber(out, 'rcv_probes_ucast', stats.rcvProbesUcast);
  nextLine();
  showNumber(out, 'periodic_gc_runs', stats.periodicGcRuns);
  showNumber(out, 'forced_gc_runs', stats.forcedGcRuns);
  nextLine();
  showNumber(out, 'table_fulls', stats.tableFulls);
  out.text(out.newline);
}
