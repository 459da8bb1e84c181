// `--stats`: how many messages of each type, what went wrong, and how long answers took.

import type { Entry, Step } from '../../netlink/capture/entry.js';
import { harmless } from './colours.js';
import { familyName } from './families.js';
import { Latencies } from './latencies.js';
import { errorText } from './text.js';
import type { Surroundings, View } from './view.js';

/** Kinds of errors that are counted one by one. */
const MAX_ERRORS = 1000;

interface Count {
  messages: number;
  bytes: number;
}

/** `  12  RTM_NEWLINK`: columns as wide as they must be, numbers to the right. */
export function table(rows: readonly (readonly string[])[], numbers: number): string {
  const widths = (rows[0] ?? []).map((_, column) => rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
  const cell = (text: string, column: number): string => (column < numbers ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0));
  return rows.map((row) => `  ${row.map(cell).join('  ').trimEnd()}\n`).join('');
}

export class StatsView implements View {
  private readonly types = new Map<string, Count>();
  private readonly errors = new Map<string, number>();
  private readonly latencies = new Map<string, Latencies>();
  private readonly kinds = new Map<string, number>();
  private messages = 0;
  private bytes = 0;
  private first: bigint | undefined;
  private last: bigint | undefined;

  constructor(private readonly surroundings: Surroundings) {}

  step({ entry, message, begins, ends }: Step): string {
    if (begins) this.kinds.set(entry.kind, (this.kinds.get(entry.kind) ?? 0) + 1);
    if (message !== undefined) {
      const { length } = message.bytes;
      const { time, family } = message.datagram;
      const name = `${family === 0 ? '' : `${familyName(family)} `}${message.name}`;
      const count = this.types.get(name) ?? { messages: 0, bytes: 0 };
      this.types.set(name, count);
      count.messages++;
      count.bytes += length;
      this.messages++;
      this.bytes += length;
      if (time !== undefined) {
        this.first = this.first === undefined || time < this.first ? time : this.first;
        this.last = this.last === undefined || time > this.last ? time : this.last;
      }
      for (const { code, path } of message.errors) this.wrong(`${code} ${path.join(' > ')}`);
    }
    if (ends) this.ended(entry);
    return '';
  }

  private ended(entry: Entry): void {
    if (entry.error !== undefined) this.wrong(`${entry.name}: ${errorText(entry.error)}`);
    if (entry.duration === undefined || entry.request === undefined) return;
    const key = entry.kind === 'dump' ? `${entry.name} dump` : entry.name;
    const known = this.latencies.get(key) ?? new Latencies();
    this.latencies.set(key, known);
    known.add(Number(entry.duration));
  }

  private wrong(what: string): void {
    const known = this.errors.has(what) || this.errors.size < MAX_ERRORS;
    const key = known ? what : 'others';
    this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
  }

  end(): string {
    const { paint } = this.surroundings;
    const head = (text: string): string => `${paint('name', text)}\n`;
    const byCount = <T>(map: ReadonlyMap<string, T>, count: (value: T) => number): [string, T][] => [...map].sort(([a, x], [b, y]) => count(y) - count(x) || (a < b ? -1 : 1));
    const span = this.first === undefined || this.last === undefined ? '' : ` in ${(Number(this.last - this.first) / 1e9).toFixed(3)}s`;
    const kinds = byCount(this.kinds, (count) => count).map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`);
    const types = byCount(this.types, ({ messages }) => messages).map(([name, { messages, bytes }]) => [String(messages), String(bytes), name]);
    const errors = byCount(this.errors, (count) => count).map(([what, count]) => [String(count), harmless(what)]);
    const latencies = byCount(this.latencies, ({ count }) => count).map(([name, all]) => [String(all.count), ...all.told().map((time) => (time / 1e6).toFixed(3)), name]);
    return [
      `${this.messages} messages, ${this.bytes} bytes${span}; ${kinds.length === 0 ? 'no entries' : kinds.join(', ')}\n`,
      ...(types.length === 0 ? [] : [head('messages'), table([['count', 'bytes', 'type'], ...types], 2)]),
      ...(errors.length === 0 ? [] : [head('errors'), table([['count', 'what'], ...errors], 1)]),
      ...(latencies.length === 0 ? [] : [head('time to the end of the answer, ms'), table([['count', 'min', 'median', 'p99', 'max', 'request'], ...latencies], 5)]),
    ].join('');
  }
}
