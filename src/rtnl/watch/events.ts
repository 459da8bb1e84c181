// What a watch tells, and the events that nobody has taken yet.

import { NetlinkError } from '../../netlink/errors.js';
import { Queue } from '../../netlink/queue.js';
import type { Change } from './table.js';

/** Events not yet taken, at most; beyond that they are dropped, and that is told. */
export const MAX_WATCH_EVENTS = 1 << 20;

/** Why everything was listed afresh. */
export type ResyncReason =
  /** It is the first list. */
  | 'start'
  /** Notifications were lost. */
  | 'overrun'
  /** Things changed while they were listed. */
  | 'interrupted'
  /** Something happened that the kernel does not tell all the consequences of, as when a link goes down and its routes with it. */
  | 'silent';

/** What a list found that had not been told. */
export interface Resynchronised {
  readonly kind: 'resynchronised';
  readonly reason: ResyncReason;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** An event about one of the objects in `V`, or about the watch itself. */
export type WatchEvent<V> =
  | { [O in keyof V & string]: { readonly object: O } & Change<V[O]> }[keyof V & string]
  /** Notifications were lost: `current` is stale until `resynchronised`, which follows. */
  | { readonly kind: 'overrun'; readonly error: NetlinkError }
  | Resynchronised;

/** Hands events to who waits for them, in order. */
export class EventQueue<E extends { readonly kind: string }> {
  private readonly queue = new Queue<E>();
  private readonly waiting: { resolve(result: IteratorResult<E>): void; reject(error: unknown): void }[] = [];
  private ended = false;
  private failure: unknown;

  constructor(private readonly dropped: (error: NetlinkError) => E) {}

  /** Hands one over, or keeps it for who asks next. */
  push(event: E): void {
    if (this.ended) return;
    const next = this.waiting.shift();
    if (next !== undefined) next.resolve({ value: event, done: false });
    else if (this.queue.length < MAX_WATCH_EVENTS) this.queue.push(event);
    else {
      this.queue.clear();
      this.queue.push(this.dropped(new NetlinkError('ERR_NETLINK_OVERRUN', `more than MAX_WATCH_EVENTS (${MAX_WATCH_EVENTS}) events were not taken; what is current is right`)));
    }
  }

  /** The next event, waited for. */
  next(): Promise<IteratorResult<E>> {
    const value = this.queue.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** After what is queued; `failure` is what those who wait are told. */
  end(failure?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    for (const { resolve, reject } of this.waiting.splice(0)) failure === undefined ? resolve({ value: undefined, done: true }) : reject(failure);
  }

  /** Forgets those not taken. */
  clear(): void {
    this.queue.clear();
  }
}
