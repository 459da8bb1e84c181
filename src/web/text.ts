// Numbers and times as the page writes them.

import { dateOf, secondsText } from '../netlink/capture/time.js';

const MINUS = '\u2212';

/** A whole number with its thousands apart. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `1 message`, `2 messages`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** A size as people say it. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [unit, value] = bytes < 1 << 20 ? ['KiB', bytes / 1024] : bytes < 1 << 30 ? ['MiB', bytes / 1048576] : ['GiB', bytes / 1073741824];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Nanoseconds as a length of time, three digits. */
export function duration(ns: bigint): string {
  const n = Number(ns);
  if (n < 0) return `${MINUS}${duration(-ns)}`;
  for (const [limit, unit, by] of [
    [1e3, 'ns', 1],
    [1e6, '\u00b5s', 1e3],
    [1e9, 'ms', 1e6],
  ] as const) {
    if (n < limit) return `${short(n / by)} ${unit}`;
  }
  return `${short(n / 1e9)} s`;
}

const short = (n: number): string => (Number.isInteger(n) ? String(n) : n.toPrecision(Math.max(3, Math.ceil(Math.log10(n)))));

/** Seconds since another time, to the microsecond. */
export function elapsed(ns: bigint): string {
  const us = (ns < 0n ? -ns : ns) / 1000n;
  return `${ns < 0n ? MINUS : ''}${us / 1_000_000n}.${String(us % 1_000_000n).padStart(6, '0')}`;
}

/** A time of day in this browser's time zone, to the microsecond. */
export function clock(ns: bigint): string {
  const { date, nanoseconds } = dateOf(ns);
  if (Number.isNaN(date.getTime())) return secondsText(ns, 6);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(nanoseconds / 1000n).padStart(6, '0')}`;
}

/** Day and time of day. */
export function dateAndClock(ns: bigint): string {
  const { date } = dateOf(ns);
  return Number.isNaN(date.getTime()) ? clock(ns) : `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')} ${clock(ns)}`;
}

/** A number as the kernel's headers write types and flags. */
export function hexNumber(n: number, digits = 0): string {
  return `0x${(n >>> 0).toString(16).padStart(digits, '0')}`;
}

/** At most so many characters. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}\u2026` : text;
}
