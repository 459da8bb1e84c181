// A mirror of what the kernel has: listed once, then kept by what is announced, and listed again where that cannot be relied
// on: notifications were lost, the list was interrupted, or something happened whose consequences are not all announced.

/// <reference lib="esnext.disposable" preserve="true" />
import { NLM_F_REPLACE } from '../../netlink/constants.js';
import type { Conversation } from '../../netlink/conversation.js';
import { EncodeError, NetlinkError } from '../../netlink/errors.js';
import { expectArray, isWordOf, told } from '../../netlink/expect.js';
import type { Bodies, Message } from '../../netlink/message.js';
import type { Notification, Subscription } from '../../netlink/subscription.js';
import { turn } from '../../netlink/turn.js';
import type { Address } from '../address.js';
import { AF_UNSPEC, IFF_RUNNING, IFF_UP } from '../constants.js';
import type { AnyLink } from '../link.js';
import type { Monitored } from '../monitored.js';
import type { Neighbour } from '../neighbour.js';
import type { Nexthop } from '../nexthop.js';
import type { Route } from '../route.js';
import type { Rule } from '../rule.js';
import { EventQueue, type ResyncReason, type WatchEvent } from './events.js';
import type { Announcement, Change, Table } from './table.js';
import { WATCHED, type Watchable, type Watched } from './tables.js';

/** What is known of an object of each kind; `L` is a link with the data of its kind. */
export interface WatchedValues<L> {
  readonly link: L;
  readonly address: Address;
  readonly route: Route;
  readonly neighbour: Neighbour;
  readonly nexthop: Nexthop;
  readonly rule: Rule;
}

interface Mirror {
  readonly object: Watchable;
  readonly watched: Watched<unknown>;
  readonly table: Table<unknown>;
  /** Kept to know what happens to links, and not told of. */
  readonly hidden: boolean;
  /** Of the notifications so many may tell of what the last list had already. */
  listed: number;
  stale: ResyncReason | undefined;
}

/** The worst first. */
const REASONS: readonly ResyncReason[] = ['start', 'overrun', 'interrupted', 'silent'];

/** What has to be joined for these objects to be watched. Throws EncodeError for one that cannot be. */
export function heardOf(objects: readonly Watchable[]): Monitored[] {
  expectArray(objects, 'watch');
  for (const object of objects) if (!isWordOf(WATCHED, object)) throw new EncodeError(`what can be watched is ${Object.keys(WATCHED).join(', ')}, not ${told(object)}`);
  return [...new Set<Monitored>(['link', ...objects.flatMap((object) => [object, ...WATCHED[object].along])])];
}

/**
 * Ends with `close`, its own or the client's, or when the loop is left; with the signal, by rejecting with its reason; with what makes
 * listing impossible (KernelError, SystemError, a client that was closed before).
 */
export class Watch<L, O extends Watchable = Watchable> implements AsyncIterableIterator<WatchEvent<Pick<WatchedValues<L>, O>>> {
  /** What there is, by key: links by index, nexthops by id, the others by a text. As the last event told has it, or sooner. */
  readonly current: { readonly [K in O]: ReadonlyMap<K extends 'link' | 'nexthop' ? number : string, WatchedValues<L>[K]> };
  /** Resolves when the first list is in; rejects where there is none to be had. */
  readonly ready: Promise<void>;
  private readonly mirrors: readonly Mirror[];
  private readonly links: Table<AnyLink>;
  private readonly events = new EventQueue<WatchEvent<Pick<WatchedValues<L>, O>>>((error) => ({ kind: 'overrun', error }));
  /** Those who wait for so many notifications to be dealt with. */
  private waiters: { readonly count: number; resolve(): void; reject(error: unknown): void }[] = [];
  private handled = 0;
  /** What may yet be announced as lost, by link: a list may have it down before its routes are gone, and before that is told. */
  private readonly running = new Map<number, number>();
  /** What has been found since the lists were last known to be right. */
  private found = { reason: 'silent' as ResyncReason, added: 0, changed: 0, removed: 0 };
  /** Lists are being asked for. */
  private listing = false;
  /** Nobody waits for the list that is on its way. */
  private readonly calling = new AbortController();
  private readonly onAbort = (): void => this.calling.abort(this.signal?.reason);
  private failure: unknown;
  private ended = false;

  constructor(
    private readonly conversation: Conversation<Bodies>,
    private readonly subscription: Subscription<Bodies>,
    objects: readonly O[],
    private readonly signal?: AbortSignal,
  ) {
    const asked = new Set<Watchable>(objects);
    this.mirrors = [...new Set<Watchable>(['link', ...objects])].map((object) => ({
      object,
      watched: WATCHED[object] as Watched<unknown>,
      table: WATCHED[object].table() as Table<unknown>,
      hidden: !asked.has(object),
      listed: 0,
      stale: 'start',
    }));
    this.links = this.mirrors[0]?.table as Table<AnyLink>;
    this.current = Object.fromEntries(this.mirrors.filter(({ hidden }) => !hidden).map(({ object, table }) => [object, table.entries])) as never;
    if (signal?.aborted === true) this.onAbort();
    else signal?.addEventListener('abort', this.onAbort);
    this.ready = this.settled();
    // Who does not ask is told by the iteration.
    this.ready.catch(() => undefined);
    // A list that is under way when the client is closed is no failure: the notifications have ended as well.
    this.run().catch((error) => this.end(subscription.closed ? undefined : error));
  }

  private get stale(): readonly Mirror[] {
    return this.mirrors.filter(({ stale }) => stale !== undefined);
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      if (this.stale.length > 0 && this.subscription.queued === 0) {
        this.listing = true;
        await this.resynchronise();
        this.listing = false;
        continue;
      }
      this.tellWaiters();
      const { value, done } = await this.subscription.next();
      if (done) return this.end();
      this.handled = this.subscription.taken;
      this.take(value);
    }
  }

  private tellWaiters(): void {
    if (this.stale.length > 0) return;
    const ready = this.waiters.filter(({ count }) => count <= this.handled);
    if (ready.length === 0) return;
    this.waiters = this.waiters.filter(({ count }) => count > this.handled);
    for (const { resolve } of ready) resolve();
  }

  private take(notification: Notification<Bodies>): void {
    if (notification.kind === 'message') return this.hear(notification.message);
    const { kind, error } = notification;
    this.events.push({ kind: 'overrun', error: kind === 'overrun' ? error : new NetlinkError('ERR_NETLINK_OVERRUN', 'a notification could not be read', { cause: error }) });
    for (const mirror of this.mirrors) if (mirror.stale !== 'start') mirror.stale = 'overrun';
    // Whatever was told before the list that is to come will be in it.
    this.forget();
  }

  private forget(): void {
    this.subscription.forget();
    this.handled = this.subscription.count;
  }

  private hear(message: Message<Bodies>): void {
    const announcement = message as Announcement;
    if (isOfOtherLayer(announcement)) return;
    this.noteConsequences(announcement);
    for (const mirror of this.mirrors) {
      if (!mirror.watched.announced.includes(message.name)) continue;
      const changes = mirror.table.apply(announcement, this.handled <= mirror.listed);
      if (changes === undefined) mirror.stale ??= 'silent';
      else this.tell(mirror, changes);
    }
  }

  /** net/ipv4/fib_frontend.c: fib_netdev_event(); net/ipv4/nexthop.c: nexthop_flush_dev(); net/ipv6/addrconf.c: addrconf_ifdown(). */
  private noteConsequences({ name, header, body }: Announcement): void {
    if (name === 'RTM_DELLINK') {
      const { index, newNetnsid } = body as AnyLink;
      this.running.delete(index);
      for (const mirror of this.mirrors) {
        if (mirror.object === 'address' || mirror.object === 'neighbour')
          this.tell(
            mirror,
            mirror.table.removeWhere((value) => (value as Address | Neighbour).index === index),
          );
      }
      this.doubt('route', 'nexthop');
      // The other end of a pair that is elsewhere now is told in other words.
      if (newNetnsid !== undefined) this.doubt('link');
    } else if (name === 'RTM_NEWLINK') {
      const { index, flags } = body as AnyLink;
      const before = this.running.get(index) ?? 0;
      this.running.set(index, flags & (IFF_UP | IFF_RUNNING));
      if ((before & ~flags) !== 0) this.doubt('address', 'route', 'nexthop');
    } else if (name === 'RTM_DELADDR' || name === 'RTM_DELNEXTHOP' || (name === 'RTM_NEWNEXTHOP' && (header.flags & NLM_F_REPLACE) !== 0)) {
      this.doubt('route');
    } else if (name === 'RTM_DELRULE') {
      // There may be another one like it.
      this.doubt('rule');
    }
  }

  private doubt(...objects: readonly Watchable[]): void {
    for (const mirror of this.mirrors) if (objects.includes(mirror.object)) mirror.stale ??= 'silent';
  }

  private async resynchronise(): Promise<void> {
    const { stale, found } = this;
    found.reason = REASONS.find((one) => one === found.reason || stale.some((mirror) => mirror.stale === one)) as ResyncReason;
    // The kernel loses what comes, and says so no more, until what is there has been read.
    const read = this.subscription.read();
    if (this.ended) return;
    for (const mirror of stale) mirror.stale = read ? undefined : 'overrun';
    if (stale.length === this.mirrors.length) this.forget();
    for (const mirror of stale) {
      const { messages, interrupted } = await this.list(mirror.watched);
      if (this.ended) return;
      if (!this.subscription.read()) mirror.stale = 'overrun';
      mirror.listed = this.subscription.count;
      const listed = messages.filter(({ name }) => name === mirror.watched.listed).map(({ body }) => body);
      for (const { changes, more } of mirror.table.adopt(listed, !interrupted)) {
        if (!mirror.hidden) for (const { kind } of changes) found[kind]++;
        this.tell(mirror, changes);
        if (more) await turn();
        if (this.ended) return;
      }
      if (interrupted) mirror.stale ??= 'interrupted';
      if (mirror.object === 'link') for (const index of this.links.entries.keys()) this.running.set(index as number, IFF_UP | IFF_RUNNING);
    }
    if (this.stale.length > 0) return;
    this.found = { reason: 'silent', added: 0, changed: 0, removed: 0 };
    if (found.reason !== 'silent' || found.added + found.changed + found.removed > 0) this.events.push({ kind: 'resynchronised', ...found });
  }

  /** What the conversation lost of a list is asked for again. */
  private async list({ request }: Watched<unknown>): Promise<{ readonly messages: readonly Message<Bodies>[]; readonly interrupted: boolean }> {
    try {
      return await this.conversation.dump(request as never, { signal: this.calling.signal });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_NETLINK_OVERRUN') throw error;
      return { messages: [], interrupted: true };
    }
  }

  private tell({ object, hidden }: Mirror, changes: readonly Change<unknown>[]): void {
    if (!hidden) for (const change of changes) this.events.push({ object, ...change } as never);
  }

  /** Resolves when all that happened before this call is in `current`. Rejects with what the watch ended with. */
  settled(): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.ended) return Promise.resolve();
    this.subscription.read();
    const { count } = this.subscription;
    if (!this.listing && this.stale.length === 0 && count <= this.handled) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiters.push({ count, resolve, reject }));
  }

  /** Whether the two differ in nothing that the kernel announces: counters, timers and states that only time changes aside. */
  same<K extends O>(object: K, a: WatchedValues<L>[K], b: WatchedValues<L>[K]): boolean {
    return (this.mirrors.find((mirror) => mirror.object === object) as Mirror).table.same(a, b);
  }

  private end(failure?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.signal?.removeEventListener('abort', this.onAbort);
    this.calling.abort();
    this.events.end(failure);
    this.subscription.close().catch(() => undefined);
    for (const { resolve, reject } of this.waiters.splice(0)) failure === undefined ? resolve() : reject(failure);
  }

  /** The next event, waited for. */
  next(): Promise<IteratorResult<WatchEvent<Pick<WatchedValues<L>, O>>>> {
    return this.events.next();
  }

  /** Ends it: the same as `close`. */
  async return(): Promise<IteratorResult<WatchEvent<Pick<WatchedValues<L>, O>>>> {
    await this.close();
    return { value: undefined, done: true };
  }

  /** Ends the iteration, without the events that were not taken. `current` stays as it is. */
  async close(): Promise<void> {
    this.end();
    this.events.clear();
    await this.subscription.close();
  }

  /** Itself: events are handed out once. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A bridge tells of its ports, and IPv6 of itself, in messages about links that are no such. */
function isOfOtherLayer({ name, body }: Announcement): boolean {
  return (name === 'RTM_NEWLINK' || name === 'RTM_DELLINK') && (body as AnyLink).family !== AF_UNSPEC;
}
