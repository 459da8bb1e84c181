// Counters as `ip link afstats` and `ip link xstats` write them. iproute2: ip/iplink.c: print_af_stats_attr(), print_mpls_link_stats().

import type { Value } from '../../netlink/codec.js';
import { AF_MPLS, AF_UNSPEC } from '../constants.js';
import type { XstatsCommand } from '../kind-command.js';
import type { AnyLinkStats, mpls_link_stats } from '../stats.js';
import { padEnd } from './link.js';
import type { LinkNames } from './link-names.js';
import { showCount } from './link-stats.js';
import type { Printer } from './printer.js';

/** The address families a link has counters of, as numbers, in their order; `family` leaves one of them, AF_UNSPEC all. */
export function afStatsFamilies({ afSpec = {} }: AnyLinkStats, family: number): number[] {
  const families = Object.keys(afSpec).map((key) => (key === 'mpls' ? AF_MPLS : Number.parseInt(key.slice(1), 10)));
  return family === AF_UNSPEC ? families : families.filter((one) => one === family);
}

/** The link and its MPLS counters. There is no object around what it writes as JSON: iproute2 6.1 opens none. */
export function showAfStats(out: Printer, stats: AnyLinkStats, names: LinkNames, family: number = AF_UNSPEC): void {
  const families = afStatsFamilies(stats, family);
  if (families.length === 0) return;
  const ifname = names.name(stats.ifindex);
  out.both('ifindex', stats.ifindex, `${stats.ifindex}:`);
  out.both('ifname', ifname, ifname, 'ifname');
  out.text(out.newline);
  const link = stats.afSpec?.mpls?.link;
  if (link === undefined || !families.includes(AF_MPLS)) return;
  out.text(`    mpls:${out.newline}`);
  showMplsCounters(out, link, '        ');
  out.text('\n');
}

type Counters = Value<typeof mpls_link_stats>;

/** A counter: its header, its value, and its key in JSON where that is another. */
export type Column = readonly [header: string, value: bigint, json?: string];

/** The last line is left open. */
export function showMplsCounters(out: Printer, s: Counters, indent: string): void {
  showTraffic(
    out,
    indent,
    [
      ['bytes', s.rxBytes],
      ['packets', s.rxPackets],
      ['errors', s.rxErrors],
      ['dropped', s.rxDropped],
      ['noroute', s.rxNoroute],
    ],
    [
      ['bytes', s.txBytes],
      ['packets', s.txPackets],
      ['errors', s.txErrors],
      ['dropped', s.txDropped],
    ],
  );
}

/** Two pairs of lines, of which the last is left open. All widths are seven digits but the first and that of errors. */
export function showTraffic(out: Printer, indent: string, rx: readonly Column[], tx: readonly Column[]): void {
  members(out, 'rx', rx);
  members(out, 'tx', tx);
  const widths = ['*X: bytes', 'packets', 'errors', 'dropped', 'noroute'].map(({ length }) => length);
  if (out.human === undefined) for (const columns of [rx, tx]) widen(widths, columns);
  out.text(`${table(out, `${indent}RX`, indent, widths, rx)}${out.newline}${table(out, `${indent}TX`, indent, widths, tx)}`);
}

function members(out: Printer, key: string, columns: readonly Column[]): void {
  out.openObject(key);
  for (const [header, value, json = header] of columns) out.member(json, value);
  out.closeObject();
}

function widen(widths: number[], columns: readonly Column[]): void {
  for (const [i, [, value]] of columns.entries()) widths[i] = Math.max(widths[i] as number, String(value).length);
}

function table({ newline, human }: Printer, direction: string, indent: string, widths: readonly number[], columns: readonly Column[]): string {
  const headers = columns.map(([header], i) => header.padStart((widths[i] as number) - (i === 0 ? 4 : 0))).join(' ');
  const values = columns.map(([, value], i) => `${showCount(value, human).padStart(widths[i] as number)} `).join('');
  return `${direction}: ${headers}${newline}${indent}${values}`;
}

/** What the kind counts of the link itself, and of the link as a port. iproute2: ip/iplink_bridge.c: bridge_print_xstats(). */
export function showXstats(out: Printer, { ifindex, linkXstats, linkXstatsSlave }: AnyLinkStats, names: LinkNames, kind: string, { show }: XstatsCommand, only?: string): void {
  for (const nest of [linkXstats, linkXstatsSlave]) {
    const counters = (nest as Readonly<Record<string, object>> | undefined)?.[kind];
    if (counters === undefined) continue;
    const ifname = names.name(ifindex);
    out.openObject();
    out.both('ifname', ifname, `${padEnd(ifname, 16)}\n`);
    show(out, counters, only);
    out.closeObject();
  }
}
