// What stands before and around a call in a log of strace: process, time, name; calls that another process's interrupted.

/** `[pid 4711] `, `4711  `, `4711<ip> `; then a time of any kind; then the number of the call and the instruction pointer. */
const PREFIX =
  /^(?:\[pid +(\d+)(?:<[^>]*>)?\] +|(\d{1,8})(?:<[^>]*>)? +(?=\D|\d\d:|\d+\.|\d{9}))?(?: *(\d\d:\d\d:\d\d(?:\.\d+)?|\d{1,20}\.\d+|\d{9,20}) +)?(?:\( *\+? *\d+\.\d+\) +)?(?:\[ *\d+\] +)?(?:\[[0-9a-f?]+\] +)?(?:([a-z]\w*)\(|<\.\.\. (\w+) resumed> ?|(\+\+\+ ))/;

/** A line of a log begins with no more than this before the arguments. */
export const LONGEST_PREFIX = 256;

/** The beginning of a line. */
export interface LogLine {
  /** Empty where the log is of one process. */
  readonly pid: string;
  /** As it is written. */
  readonly time: string | undefined;
  /** Of the call; empty where a process ended. */
  readonly name: string;
  readonly resumed: boolean;
  /** Where the arguments start. */
  readonly at: number;
}

/** Undefined where it is no line of strace. */
export function logLine(line: Uint8Array): LogLine | undefined {
  let head = '';
  for (let i = 0; i < Math.min(line.length, LONGEST_PREFIX); i++) head += String.fromCharCode(line[i] as number);
  const found = PREFIX.exec(head);
  if (found === null) return undefined;
  const [all, bracketed, bare, time, name, resumed] = found;
  return { pid: bracketed ?? bare ?? '', time, name: name ?? resumed ?? '', resumed: resumed !== undefined, at: all.length };
}

const DAY = 86_400_000_000_000n;

/** Reads the times of a log, whose kind it finds out. */
export class LogTimes {
  /** What they count from, once there was one. */
  from: 'epoch' | 'midnight' | 'start' | undefined;
  private last = 0n;
  private base = 0n;

  /** Nanoseconds. Each line's time is to be told, once: some are written as the distance from the line before. */
  read(text: string): bigint {
    if (text.includes(':')) {
      this.from = 'midnight';
      const [hours = '0', minutes = '0', seconds = '0'] = text.split(':');
      const time = BigInt(3600 * Number(hours) + 60 * Number(minutes)) * 1_000_000_000n + nanoseconds(seconds);
      // Past midnight; not lines of several processes a little out of order.
      if (time + this.base < this.last - DAY / 2n) this.base += DAY;
      this.last = time + this.base;
      return this.last;
    }
    const time = nanoseconds(text);
    // So long no call takes.
    if (time > 100_000_000_000_000_000n) {
      this.from = 'epoch';
      return time;
    }
    this.from = 'start';
    this.last += time;
    return this.last;
  }
}

/** Of seconds with a fraction. */
export function nanoseconds(text: string): bigint {
  const [seconds = '0', fraction = ''] = text.split('.');
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}
