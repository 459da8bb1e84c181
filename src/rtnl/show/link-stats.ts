// Counters of a link, -s, and what the errors were, -s -s. iproute2: ip/ipaddress.c: print_stats64(), size_columns(), print_num().

import type { AnyLink } from '../link.js';
import { rtnlLinkStats64 } from '../link-stats.js';
import type { Printer } from './printer.js';

type Counters = Readonly<Omit<NonNullable<AnyLink['stats64']>, 'tail'>>;

/** Writes the counters, or nothing where the kernel sent none; the line before is closed, the last one is left open. */
export function showLinkStats(out: Printer, link: AnyLink): void {
  const stats = counters(link);
  if (stats === undefined) return;
  showCounters(out, stats, link.stats64 === undefined && link.stats !== undefined ? 'stats' : 'stats64', link.carrierChanges);
}

/** Counters by themselves; `key` is for JSON. */
export function showCounters(out: Printer, stats: Counters, key: string, carrierChanges?: number): void {
  if (out.json) showJson(out, stats, key, carrierChanges);
  else showText(out, stats, carrierChanges);
}

function counters({ stats64, stats, protinfoInet6 }: AnyLink): Counters | undefined {
  if (stats64 !== undefined) return stats64;
  if (stats !== undefined) return allCounters((key) => BigInt(key === 'rxOtherhostDropped' ? 0 : stats[key]));
  if (protinfoInet6 === undefined) return undefined;
  const mib = protinfoInet6.stats;
  return allCounters((key) => mib?.[IPSTATS_MIB[key] ?? Number.POSITIVE_INFINITY] ?? 0n);
}

function allCounters(value: (key: keyof Counters) => bigint): Counters {
  return Object.fromEntries(rtnlLinkStats64.keys.map((key) => [key, value(key as keyof Counters)])) as unknown as Counters;
}

/** What `ip -6 -s addr` shows as what: IPSTATS_MIB_* as iproute2 6.1 numbers them, while newer kernels have put others in between. */
const IPSTATS_MIB: Readonly<Partial<Record<keyof Counters, number>>> = {
  rxPackets: 1,
  rxBytes: 2,
  txPackets: 5,
  txBytes: 6,
  rxErrors: 13,
  txErrors: 14,
  multicast: 23,
  rxFrameErrors: 31,
};

function showJson(out: Printer, s: Counters, key: string, carrierChanges: number | undefined): void {
  const all = out.statistics > 1;
  const some = (name: string, value: bigint): void => {
    if (value !== 0n) out.member(name, value);
  };
  out.openObject(key);
  out.openObject('rx');
  out.member('bytes', s.rxBytes);
  out.member('packets', s.rxPackets);
  out.member('errors', s.rxErrors);
  out.member('dropped', s.rxDropped);
  out.member('over_errors', s.rxOverErrors);
  out.member('multicast', s.multicast);
  some('compressed', s.rxCompressed);
  if (all) {
    out.member('length_errors', s.rxLengthErrors);
    out.member('crc_errors', s.rxCrcErrors);
    out.member('frame_errors', s.rxFrameErrors);
    out.member('fifo_errors', s.rxFifoErrors);
    out.member('missed_errors', s.rxMissedErrors);
    some('nohandler', s.rxNohandler);
    some('otherhost', s.rxOtherhostDropped);
  }
  out.closeObject();
  out.openObject('tx');
  out.member('bytes', s.txBytes);
  out.member('packets', s.txPackets);
  out.member('errors', s.txErrors);
  out.member('dropped', s.txDropped);
  out.member('carrier_errors', s.txCarrierErrors);
  out.member('collisions', s.collisions);
  some('compressed', s.txCompressed);
  if (all) {
    out.member('aborted_errors', s.txAbortedErrors);
    out.member('fifo_errors', s.txFifoErrors);
    out.member('window_errors', s.txWindowErrors);
    out.member('heartbeat_errors', s.txHeartbeatErrors);
    if (carrierChanges !== undefined) out.member('carrier_changes', carrierChanges);
  }
  out.closeObject();
  out.closeObject();
}

/** One column of a pair of lines; undefined leaves the number out and the header blank. */
type Column = readonly [header: string, value: bigint | undefined];

/** A counter that is shown only where it has counted: in JSON and in text the usual zero is left out. */
const counted = (value: bigint): bigint | undefined => (value === 0n ? undefined : value);

function showText(out: Printer, s: Counters, carrierChanges: number | undefined): void {
  const changes = carrierChanges === undefined ? undefined : BigInt(carrierChanges);
  const rx: Column[] = [
    ['bytes', s.rxBytes],
    ['packets', s.rxPackets],
    ['errors', s.rxErrors],
    ['dropped', s.rxDropped],
    ['missed', s.rxMissedErrors],
    ['mcast', s.multicast],
    ['compressed', counted(s.rxCompressed)],
  ];
  const rxErrors: Column[] = [
    ['', undefined],
    ['length', s.rxLengthErrors],
    ['crc', s.rxCrcErrors],
    ['frame', s.rxFrameErrors],
    ['fifo', s.rxFifoErrors],
    ['overrun', s.rxOverErrors],
    ['nohandler', counted(s.rxNohandler)],
    ['otherhost', counted(s.rxOtherhostDropped)],
  ];
  const tx: Column[] = [
    ['bytes', s.txBytes],
    ['packets', s.txPackets],
    ['errors', s.txErrors],
    ['dropped', s.txDropped],
    ['carrier', s.txCarrierErrors],
    ['collsns', s.collisions],
    ['compressed', counted(s.txCompressed)],
  ];
  /** The widths of these stand one column to the right of where they are shown. */
  const txErrors: Column[] = [
    ['', undefined],
    ['aborted', s.txAbortedErrors],
    ['fifo', s.txFifoErrors],
    ['window', s.txWindowErrors],
    ['heartbt', s.txHeartbeatErrors],
    ['transns', changes],
  ];
  const all = out.statistics > 1;
  const widths = [10, 7, 6, 7, 7, 7, 10, 9];
  if (out.human === undefined) {
    widen(widths, rx);
    if (all) widen(widths, rxErrors);
    widen(widths, tx);
    if (all) widen(widths, [['', undefined], ...txErrors]);
  }
  totals(out, 'RX', widths, rx);
  if (all) errors(out, 'RX', widths, rxErrors);
  out.text(out.newline);
  totals(out, 'TX', widths, tx);
  if (all) errors(out, 'TX', widths, txErrors);
}

function widen(widths: number[], columns: readonly Column[]): void {
  for (const [i, [, value]] of columns.entries()) widths[i] = Math.max(widths[i] as number, String(value ?? 0n).length);
}

function totals(out: Printer, direction: string, widths: readonly number[], columns: readonly Column[]): void {
  const headers = columns.map(([header, value], i) => (value === undefined ? '' : header).padStart((widths[i] as number) - (i === 0 ? 4 : 0)));
  out.text(`    ${direction}: ${headers.join(' ')}${out.newline}    ${numbers(out, widths, columns)}`);
}

function errors(out: Printer, direction: string, widths: readonly number[], columns: readonly Column[]): void {
  const first = widths[0] as number;
  const headers = columns.slice(1).map(([header, value], i) => {
    const width = widths[i + 1] as number;
    if (value !== undefined) return ` ${header.padStart(width)}`;
    return header === 'transns' ? ' '.repeat(width + 1) : '';
  });
  out.text(`${out.newline}    ${direction} errors:${' '.repeat(first - 10)}${headers.join('')}${out.newline}${' '.repeat(first + 5)}${numbers(out, widths, columns)}`);
}

function numbers(out: Printer, widths: readonly number[], columns: readonly Column[]): string {
  return columns.map(([, value], i) => (value === undefined ? '' : `${showCount(value, out.human).padStart(widths[i] as number)} `)).join('');
}

/** A count as it is, or with -h three digits of it and a suffix. */
export function showCount(count: bigint, human: Printer['human']): string {
  const base = human === 'iec' ? 1024n : 1000n;
  if (human === undefined || count < base) return String(count);
  const suffixes = 'kMGTPE';
  let power = base;
  let suffix = 0;
  while (count / base >= power && suffix < suffixes.length - 1) {
    power *= base;
    suffix++;
  }
  const whole = count / power;
  const digits = whole < 10n ? 2 : whole < 100n ? 1 : 0;
  return `${toFixed(Number(count) / Number(power), digits)}${suffixes[suffix]}${human === 'iec' ? 'i' : ''}`;
}

/** printf's %.*f, which rounds a tie to the even digit. A tie of at most two digits is a multiple of 1/8. */
function toFixed(value: number, digits: number): string {
  const scaled = value * 10 ** digits;
  if (!Number.isInteger(value * 8) || scaled % 1 !== 0.5) return value.toFixed(digits);
  const below = Math.floor(scaled);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}
