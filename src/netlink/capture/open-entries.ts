// The entries that messages still to come may belong to: those that are open, and those that ended lately. Both are bounded.

import type { Draft } from './draft.js';
import type { CapturedMessage } from './entry.js';

/** Entries that may be open at once; one more, and the oldest counts as unanswered. */
export const MAX_OPEN_ENTRIES = 1024;

/** Entries that ended and are remembered, for late replies and for the notifications that they caused. */
export const MAX_ENDED_ENTRIES = 256;

const keyOf = (family: number, sequence: number): string => `${family} ${sequence}`;

export class OpenEntries {
  private readonly open = new Set<Draft>();
  private readonly ended = new Set<Draft>();
  private readonly bySequence = new Map<string, Draft[]>();

  /** One more. Gives the one that is given up for it, if any. */
  add(entry: Draft): Draft | undefined {
    const key = keyOf(entry.family, entry.sequence ?? 0);
    const same = this.bySequence.get(key);
    if (same === undefined) this.bySequence.set(key, [entry]);
    else same.push(entry);
    this.open.add(entry);
    if (this.open.size <= MAX_OPEN_ENTRIES) return undefined;
    const [oldest] = this.open;
    if (oldest !== undefined) this.end(oldest);
    return oldest;
  }

  /** No more is expected of it. */
  end(entry: Draft): void {
    this.open.delete(entry);
    this.ended.delete(entry);
    this.ended.add(entry);
    if (this.ended.size <= MAX_ENDED_ENTRIES) return;
    const [oldest] = this.ended;
    if (oldest === undefined) return;
    this.ended.delete(oldest);
    this.forget(oldest);
  }

  /** It is not the oldest any more: something came for it. */
  renew(entry: Draft): void {
    if (this.open.delete(entry)) this.open.add(entry);
  }

  private forget(entry: Draft): void {
    const key = keyOf(entry.family, entry.sequence ?? 0);
    const left = this.bySequence.get(key)?.filter((other) => other !== entry) ?? [];
    if (left.length === 0) this.bySequence.delete(key);
    else this.bySequence.set(key, left);
  }

  isOpen(entry: Draft): boolean {
    return this.open.has(entry);
  }

  /** Those with the sequence of a message, in their order. */
  alike({ header, datagram }: Pick<CapturedMessage, 'header' | 'datagram'>): readonly Draft[] {
    return this.bySequence.get(keyOf(datagram.family, header?.sequence ?? 0)) ?? [];
  }

  /** Those that are open. */
  all(): Iterable<Draft> {
    return this.open;
  }

  /** The latest of those that are open or ended lately, and of which `fits` says so. */
  latest(fits: (entry: Draft) => boolean): Draft | undefined {
    let found: Draft | undefined;
    for (const entries of [this.ended, this.open]) for (const entry of entries) if ((found === undefined || entry.id > found.id) && fits(entry)) found = entry;
    return found;
  }
}
