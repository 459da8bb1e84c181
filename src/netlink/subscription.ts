// Notifications of multicast groups as an async iterable, over a transport of its own.

/// <reference lib="esnext.disposable" preserve="true" />
import { DecodeError, isOverrun, NetlinkError } from './errors.js';
import { type Bodies, decodeMessages, type Message, type Protocol, toBytes } from './message.js';
import { Queue } from './queue.js';
import type { Transport } from './transport.js';

/** Notifications not yet taken by the caller, at most; more than that is an overrun of our own. */
export const MAX_QUEUED = 1 << 20;

/** Datagrams read in one go, at most. */
const MAX_READS = 1 << 16;

/** What a subscription yields. */
export type Notification<P extends Bodies> =
  | {
      readonly kind: 'message';
      readonly message: Message<P>;
      /** When it was read, in milliseconds as Date.now() has them. */
      readonly time: number;
      /** Of another namespace, when listening to all: its id in this one. */
      readonly nsid?: number;
    }
  /** Notifications were lost: what was built from them is stale until it is asked for again. Later ones follow. */
  | { readonly kind: 'overrun'; readonly error: NetlinkError }
  /** One that could not be decoded. Later ones follow. */
  | { readonly kind: 'malformed'; readonly error: DecodeError; readonly bytes: Uint8Array };

/** What a subscription yields, and which groups it may go without. */
export interface SubscriptionOptions<P extends Bodies> {
  /** Only messages it says yes to are yielded; all are by default. What it throws ends the subscription. */
  readonly accept?: (message: Message<P>, nsid: number | undefined) => boolean;
  /** Groups to join where the kernel has them. */
  readonly optional?: readonly number[];
}

/** A kernel that is older than the group says EINVAL. */
function joinIfThere(transport: Transport, group: number): void {
  try {
    transport.join(group);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EINVAL') throw error;
  }
}

/**
 * Joined on construction, so that nothing that happens after it is missed. Ends with `close` or when the iteration is
 * left; with the signal, by rejecting with its reason; with SystemError if the socket fails. Throws SystemError where a
 * group cannot be joined; the transport is closed in any case.
 */
export class Subscription<P extends Bodies> implements AsyncIterableIterator<Notification<P>> {
  private readonly queue = new Queue<Notification<P>>();
  private readonly waiting: { resolve(result: IteratorResult<Notification<P>>): void; reject(error: unknown): void }[] = [];
  private received = 0;
  private ended = false;
  private failure: unknown;
  private closing: Promise<void> | undefined;
  private readonly accept: SubscriptionOptions<P>['accept'];

  constructor(
    private readonly transport: Transport,
    private readonly protocol: Protocol<P>,
    groups: readonly number[],
    private readonly signal?: AbortSignal,
    { accept, optional = [] }: SubscriptionOptions<P> = {},
  ) {
    this.accept = accept;
    try {
      for (const group of groups) transport.join(group);
      for (const group of optional) joinIfThere(transport, group);
      transport.listen(this.onReadable);
    } catch (error) {
      this.end(error);
      throw error;
    }
    if (signal?.aborted === true) this.onAbort();
    else signal?.addEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => this.end(this.signal?.reason);

  private readonly onReadable = (): void => {
    try {
      for (let turn = 0; turn < 256 && !this.ended; turn++) {
        if (!this.receive()) return;
      }
    } catch (error) {
      this.end(error);
    }
  };

  /** Whether there may be more. */
  private receive(): boolean {
    try {
      const datagram = this.transport.receive();
      if (datagram === undefined) return false;
      if (datagram.senderPortId !== 0) return true;
      if (datagram.fullLength > datagram.bytes.length) this.overrun(`a notification of ${datagram.fullLength} bytes was cut to ${datagram.bytes.length}`);
      else this.take(datagram.bytes, datagram.nsid);
    } catch (error) {
      if (!isOverrun(error)) throw error;
      this.overrun('the kernel dropped notifications, which came faster than they were read: what was built from them is stale', error);
    }
    return true;
  }

  private take(bytes: Uint8Array, nsid: number | undefined): void {
    let messages: Message<P>[];
    try {
      messages = decodeMessages(this.protocol, toBytes(bytes, { byteOrder: this.transport.littleEndian ? 'little' : 'big' }));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return this.push({ kind: 'malformed', error, bytes });
    }
    const time = Date.now();
    for (const message of messages) {
      if (this.accept?.(message, nsid) === false) continue;
      this.push(nsid === undefined ? { kind: 'message', message, time } : { kind: 'message', message, time, nsid });
    }
  }

  private overrun(message: string, cause?: unknown): void {
    this.push({ kind: 'overrun', error: new NetlinkError('ERR_NETLINK_OVERRUN', message, { cause }) });
  }

  /** How many notifications there have been, taken or not. */
  get count(): number {
    return this.received;
  }

  /** How many were not taken yet. */
  get queued(): number {
    return this.queue.length;
  }

  /** Reads what is there now, without waiting for the event loop. Whether that was all; false where it comes faster than it is read. */
  read(): boolean {
    for (let reads = 0; reads < MAX_READS && !this.ended; reads++) {
      try {
        if (!this.receive()) return true;
      } catch (error) {
        this.end(error);
      }
    }
    return this.ended;
  }

  /** Forgets what was not taken, and says how many that were. */
  forget(): number {
    const { queued } = this;
    this.queue.clear();
    return queued;
  }

  private push(notification: Notification<P>): void {
    this.received++;
    const next = this.waiting.shift();
    if (next !== undefined) {
      next.resolve({ value: notification, done: false });
    } else if (this.queue.length < MAX_QUEUED) {
      this.queue.push(notification);
    } else {
      this.queue.clear();
      this.overrun(`more than MAX_QUEUED (${MAX_QUEUED}) notifications were not taken`);
    }
  }

  private end(failure?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.transport.listen(undefined);
    this.signal?.removeEventListener('abort', this.onAbort);
    this.closing = this.transport.close();
    // Told to whoever calls close(); nobody else waits for it.
    this.closing.catch(() => undefined);
    for (const { resolve, reject } of this.waiting.splice(0)) failure === undefined ? resolve({ value: undefined, done: true }) : reject(failure);
  }

  /** The next event, waited for. */
  next(): Promise<IteratorResult<Notification<P>>> {
    const value = this.queue.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** Ends it: leaves the groups and closes the transport. */
  async return(): Promise<IteratorResult<Notification<P>>> {
    await this.close();
    return { value: undefined, done: true };
  }

  /** Ends the iteration, without the notifications that were not taken. */
  async close(): Promise<void> {
    this.end();
    this.queue.clear();
    await this.closing;
  }

  /** Itself: events are handed out once. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The same as `return`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
