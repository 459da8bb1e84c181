// Suites of counters as `ip stats` writes them. iproute2: ip/ipstats.c: ipstats_process_ifsm() and what it calls.

import type { CommandKinds } from '../kind-command.js';
import type { AnyLinkStats } from '../stats.js';
import { type StatsSuite, statsSuites } from '../stats-suites.js';
import type { LinkNames } from './link-names.js';
import { showCounters } from './link-stats.js';
import type { Printer } from './printer.js';
import { showMplsCounters, showTraffic } from './stats.js';

const LEVELS = ['group', 'subgroup', 'suite'] as const;

/** The order in which iproute2 shows them is that of addresses in its program: the first stands elsewhere in that of s390x. */
const ORDER: readonly string[] = [
  'afstats/mpls',
  'link',
  'offload/l3_stats',
  'offload/hw_stats_info',
  'offload/cpu_hit',
  'xstats_slave/bond/802.3ad',
  'xstats/bond/802.3ad',
  'xstats_slave/bridge/mcast',
  'xstats_slave/bridge/stp',
  'xstats/bridge/mcast',
  'xstats/bridge/stp',
];

/** Each once, in the order shown on machines of this byte order. */
export function shownOrder(suites: readonly StatsSuite[], littleEndian: boolean): StatsSuite[] {
  const place = ({ path }: StatsSuite): number => {
    const at = ORDER.indexOf(path.join('/'));
    if (!littleEndian && ORDER[at] === 'offload/hw_stats_info') return -1;
    return at < 0 ? ORDER.length : at;
  };
  return [...new Map(suites.map((suite) => [suite.path.join('/'), suite])).values()].sort((a, b) => place(a) - place(b));
}

/** What stands wrong in counters: `ip` tells it and goes no further. */
export class BadCounters extends Error {
  override readonly name = 'BadCounters';
}

/** One suite of a link's counters; with an empty `path`, as a monitor shows it. Throws BadCounters. */
export function showStatsSuite(out: Printer, stats: AnyLinkStats, suite: StatsSuite, kinds: CommandKinds, names: LinkNames, path = suite.path): void {
  const name = names.name(stats.ifindex);
  out.openObject();
  out.both('ifindex', stats.ifindex | 0, `${stats.ifindex | 0}:`);
  out.both('ifname', name, ` ${name}:`, 'ifname');
  for (const [i, word] of path.entries()) out.both(LEVELS[i], word, ` ${LEVELS[i]} ${word}`);
  showCountersOf(out, stats, suite, kinds);
  out.closeObject();
  out.text(out.newline);
}

/** What a monitor shows of RTM_NEWSTATS: whether counting in hardware was asked for, and is done. */
export function showStatsChange(out: Printer, stats: AnyLinkStats, kinds: CommandKinds, names: LinkNames): void {
  const suite = statsSuites({}).find(({ path }) => path[1] === 'hw_stats_info') as StatsSuite;
  try {
    showStatsSuite(out, stats, suite, kinds, names, []);
  } catch (error) {
    if (!(error instanceof BadCounters)) throw error;
  }
}

function showCountersOf(out: Printer, stats: AnyLinkStats, { path, group, of }: StatsSuite, kinds: CommandKinds): void {
  const { link64, linkOffloadXstats: offload, afSpec } = stats;
  if (of !== undefined) return showKind(out, stats[group as 'linkXstats'], of, kinds);
  switch (path.at(-1)) {
    case 'link':
      out.text(out.newline);
      return link64 && showCounters(out, link64, 'stats64');
    case 'cpu_hit':
      out.text(out.newline);
      return offload?.cpuHit && showCounters(out, offload.cpuHit, 'stats64');
    case 'hw_stats_info':
      return offload?.hwStatsInfo && showInfo(out, offload.hwStatsInfo);
    case 'l3_stats':
      return offload?.hwStatsInfo && showL3(out, offload.hwStatsInfo, offload.l3Stats);
    default:
      return afSpec?.mpls && showMpls(out, afSpec.mpls);
  }
}

function showKind(out: Printer, counters: object | undefined, { kind, key }: NonNullable<StatsSuite['of']>, kinds: CommandKinds): void {
  const own = (counters as Readonly<Record<string, object>> | undefined)?.[kind];
  if (own === undefined || !Object.hasOwn(own, key)) return;
  out.text(out.newline);
  kinds[kind]?.xstatsCommand?.show(out, own, key);
}

type Offload = NonNullable<AnyLinkStats['linkOffloadXstats']>;
type Info = NonNullable<Offload['hwStatsInfo']>;

function showInfo(out: Printer, { l3Stats }: Info): void {
  out.text(out.newline);
  out.openObject('info');
  if (l3Stats !== undefined) {
    out.text('    l3_stats');
    out.openObject('l3_stats');
    showRequest(out, l3Stats);
    out.closeObject();
  }
  out.closeObject();
}

function showL3(out: Printer, { l3Stats: info }: Info, counters: Offload['l3Stats']): void {
  out.openObject('info');
  if (info !== undefined) showRequest(out, info);
  out.closeObject();
  if (counters === undefined) return;
  const { rxBytes, rxPackets, rxErrors, rxDropped, multicast, txBytes, txPackets, txErrors, txDropped } = counters;
  out.text(out.newline);
  out.openObject('stats64');
  showTraffic(
    out,
    '    ',
    [
      ['bytes', rxBytes],
      ['packets', rxPackets],
      ['errors', rxErrors],
      ['dropped', rxDropped],
      ['mcast', multicast, 'multicast'],
    ],
    [
      ['bytes', txBytes],
      ['packets', txPackets],
      ['errors', txErrors],
      ['dropped', txDropped],
    ],
  );
  out.closeObject();
}

/** Whether somebody asked for the counters, and whether a driver keeps them. */
function showRequest(out: Printer, { request, used }: NonNullable<Info['l3Stats']>): void {
  if (request !== undefined && request > 1) throw new BadCounters(`Invalid value for request: expected 0 or 1, got ${request}.\n`);
  if (request !== undefined) out.both('request', request === 1, ` ${request === 1 ? 'on' : 'off'}`);
  if (used !== undefined && used <= 1) out.both('used', used === 1, ` used ${used === 1 ? 'on' : 'off'}`);
}

function showMpls(out: Printer, { link }: NonNullable<NonNullable<AnyLinkStats['afSpec']>['mpls']>): void {
  if (link === undefined) throw new BadCounters('');
  out.text(out.newline);
  out.openObject('mpls_stats');
  showMplsCounters(out, link, '    ');
  out.closeObject();
}
