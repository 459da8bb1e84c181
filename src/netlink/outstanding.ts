// What is under way over one transport: requests by their sequence, groups of requests sent together, and the dump the kernel is at.

import type { Group } from './group.js';
import type { Bodies } from './message.js';
import { Pending } from './pending.js';
import { Queue } from './queue.js';

/** After it they begin again. */
const LAST_SEQUENCE = 0xffffffff;

export class Outstanding<P extends Bodies> {
  readonly pending = new Map<number, Pending<P>>();
  /** Datagrams of many requests, of which some are not settled. */
  groups: readonly Group<P>[] = [];
  /** Those that wait for the one the kernel is at. */
  private readonly dumps = new Queue<Pending<P>>();
  /** The dump the kernel is at: until it is done, another one on this socket would be EBUSY. */
  dumping: Pending<P> | undefined;
  /** How many of those pending, and of the groups, are on their way to the kernel yet. */
  private sending = 0;
  private sequence = 0;
  private begunAgain = false;

  get empty(): boolean {
    return !this.any && this.dumps.length === 0;
  }

  /** Whether something was handed over that is not settled. */
  get any(): boolean {
    return this.pending.size + this.groups.length > 0;
  }

  /** Whether the kernel has something to answer: to what is still being sent there is no reply yet. */
  get awaited(): boolean {
    return this.pending.size + this.groups.length > this.sending;
  }

  /** The first of `count` that follow one another and are nobody's: all are new until they begin again. 0 is the sequence of notifications. */
  nextSequence(count = 1): number {
    let first = this.sequence + 1;
    if (first + count - 1 > LAST_SEQUENCE) {
      first = 1;
      this.begunAgain = true;
    }
    this.sequence = first + count - 1;
    for (let next = first; this.begunAgain && next < first + count; next++) {
      if (!this.pending.has(next) && this.groupOf(next) === undefined) continue;
      this.sequence = next;
      return this.nextSequence(count);
    }
    return first;
  }

  /** A dump waits until those before it are done. */
  wait(dump: Pending<P>): void {
    this.dumps.push(dump);
  }

  /** The next of those that wait, where the kernel is at none. */
  nextDump(): Pending<P> | undefined {
    while (this.dumping === undefined && this.dumps.length > 0) {
      const next = this.dumps.shift();
      if (next?.settled === false) return next;
    }
    return undefined;
  }

  add(pending: Pending<P>): void {
    if (pending.kind === 'dump') this.dumping = pending;
    this.pending.set(pending.sequence, pending);
  }

  /** Whose replies have this sequence. */
  find(sequence: number): Pending<P> | undefined {
    const known = this.pending.get(sequence);
    if (known !== undefined) return known;
    const begun = this.groupOf(sequence)?.begin(sequence);
    if (begun !== undefined) this.pending.set(sequence, begun);
    return begun;
  }

  groupOf(sequence: number): Group<P> | undefined {
    const { groups } = this;
    for (let i = 0; i < groups.length; i++) if (groups[i]?.has(sequence) === true) return groups[i];
    return undefined;
  }

  /** Nothing more is expected for this one. */
  forget(pending: Pending<P>): void {
    this.pending.delete(pending.sequence);
    if (pending.sending) this.sent(pending);
    if (pending === this.dumping) this.dumping = undefined;
  }

  join(group: Group<P>): void {
    this.groups = [...this.groups, group];
  }

  leave(group: Group<P>): void {
    this.groups = this.groups.filter((one) => one !== group);
    this.sent(group);
  }

  sends(whose: Pending<P> | Group<P>): void {
    whose.sending = true;
    this.sending++;
  }

  /** It went out, or nobody waits for it any more. */
  sent(whose: Pending<P> | Group<P>): void {
    if (!whose.sending) return;
    whose.sending = false;
    this.sending--;
  }

  drop(pending: Pending<P>, error: unknown): void {
    this.forget(pending);
    pending.reject(error);
  }

  /** Nobody waits for what is open of it. */
  abandon(group: Group<P>, reason: unknown): void {
    for (const pending of group.begun) this.drop(pending, reason);
    group.settleRest(() => ({ status: 'rejected', reason }));
  }

  /** Its bytes could not be sent. */
  fail(whose: Pending<P> | Group<P>, error: unknown): void {
    if (whose instanceof Pending) this.drop(whose, error);
    else this.abandon(whose, error);
  }

  /** There is no reply to come to anything that was sent, but to one dump. */
  refuse(error: unknown, except?: Pending<P>): void {
    for (const pending of [...this.pending.values()]) if (pending !== except) this.drop(pending, error);
    for (const group of this.groups) this.abandon(group, error);
  }

  /** Replies were lost. The kernel goes on with its dump, whose end may be what was lost. */
  lose(error: unknown): void {
    const { dumping } = this;
    if (dumping?.cut !== false) return this.refuse(error);
    dumping.reject(error);
    dumping.cut = true;
    this.refuse(error, dumping);
  }

  /** Nothing is sent any more, and nobody waits. */
  giveUp(error: unknown): void {
    for (const pending of this.pending.values()) pending.reject(error);
    for (const group of this.groups) this.abandon(group, error);
    for (let next = this.dumps.shift(); next !== undefined; next = this.dumps.shift()) next.reject(error);
    this.pending.clear();
  }
}
