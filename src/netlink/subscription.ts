// Notifications of multicast groups as an async iterable, over a transport of its own.

import type { ByteOrder } from './byte-order.js';
/// <reference lib="esnext.disposable" preserve="true" />
import { DecodeError, isOverrun, NetlinkError } from './errors.js';
import { type Bodies, decodeMessages, eachMessage, type Message, type Protocol, toBytes } from './message.js';
import { Queue } from './queue.js';
import type { Datagram, Transport } from './transport.js';
import { TURN, turn } from './turn.js';

/** Bytes of notifications not yet taken by the caller, at most; more than that is an overrun of our own. */
export const MAX_QUEUED = 128 << 20;

/** What one costs beside its bytes. */
const OVERHEAD = 256;

/** Datagrams read before the event loop has its turn. */
export const READS = 1024;

/** Datagrams read in one go where that must not be waited for. */
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
  /** Holds the subscription until it ends, for whoever shall end it. */
  readonly among?: Set<{ close(): Promise<void> }>;
}

/** A kernel that is older than the group says EINVAL. */
function joinIfThere(transport: Transport, group: number): void {
  try {
    transport.join(group);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EINVAL') throw error;
  }
}

type Overrun = Extract<Notification<Bodies>, { kind: 'overrun' }>;

/** A datagram as it was read. */
interface Arrival {
  readonly kind: 'arrival';
  readonly bytes: Uint8Array;
  readonly time: number;
  readonly nsid: number | undefined;
  readonly messages: number;
}

/**
 * Joined on construction, so that nothing that happens after it is missed. The socket is emptied first, whatever the caller is
 * at: what was read is decoded when it is asked for. Ends with `close` or when the iteration is
 * left; with the signal, by rejecting with its reason; with SystemError if the socket fails. Throws SystemError where a
 * group cannot be joined; the transport is closed in any case.
 */
export class Subscription<P extends Bodies> implements AsyncIterableIterator<Notification<P>> {
  private readonly arrivals = new Queue<Arrival | Overrun>();
  /** What is left of a datagram of several messages. */
  private readonly decoded = new Queue<Notification<P>>();
  private readonly waiting: { resolve(result: IteratorResult<Notification<P>>): void; reject(error: unknown): void }[] = [];
  private size = 0;
  private received = 0;
  private handed = 0;
  /** Bytes to be decoded yet before the event loop has its turn. */
  private left = TURN;
  private resting = false;
  private ended = false;
  private failure: unknown;
  private closing: Promise<void> | undefined;
  private readonly accept: SubscriptionOptions<P>['accept'];
  private readonly among: SubscriptionOptions<P>['among'];

  constructor(
    private readonly transport: Transport,
    private readonly protocol: Protocol<P>,
    groups: readonly number[],
    private readonly signal?: AbortSignal,
    { accept, optional = [], among }: SubscriptionOptions<P> = {},
  ) {
    this.accept = accept;
    this.among = among?.add(this);
    try {
      for (const group of groups) transport.join(group);
      for (const group of optional) joinIfThere(transport, group);
      transport.listen(this.onTurn);
    } catch (error) {
      this.end(error);
      throw error;
    }
    if (signal?.aborted === true) this.onAbort();
    else signal?.addEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => this.end(this.signal?.reason);

  private readonly onTurn = (): void => {
    this.left = TURN;
    this.readSome(READS);
    this.handOut();
  };

  /** Whether it ended by being closed. */
  get closed(): boolean {
    return this.ended && this.failure === undefined;
  }

  /** How many notifications there have been, taken or not. */
  get count(): number {
    return this.received;
  }

  /** How many of them were taken, passed over by `accept`, or forgotten. */
  get taken(): number {
    return this.handed;
  }

  /** How many were not taken yet. */
  get queued(): number {
    return this.received - this.handed;
  }

  /** Reads what is there now, without waiting for the event loop. Whether that was all; false where it comes faster than it is read. */
  read(): boolean {
    const all = this.readSome(MAX_READS);
    this.handOut();
    return all;
  }

  /** Forgets what was not taken, and says how many that were. */
  forget(): number {
    const { queued } = this;
    this.arrivals.clear();
    this.decoded.clear();
    this.size = 0;
    this.handed = this.received;
    return queued;
  }

  /** Whether there is no more. */
  private readSome(most: number): boolean {
    for (let reads = 0; reads < most && !this.ended; reads++) {
      try {
        const datagram = this.transport.receive();
        if (datagram === undefined) return true;
        if (datagram.senderPortId === 0) this.arrive(datagram);
      } catch (error) {
        if (isOverrun(error)) this.overrun('the kernel dropped notifications, which came faster than they were read: what was built from them is stale', error);
        else this.end(error);
      }
    }
    return this.ended;
  }

  private arrive({ bytes, fullLength, nsid }: Datagram): void {
    if (fullLength > bytes.length) return this.overrun(`a notification of ${fullLength} bytes was cut to ${bytes.length}`);
    this.size += bytes.length + OVERHEAD;
    if (this.size > MAX_QUEUED) {
      this.forget();
      return this.overrun(`more than MAX_QUEUED (${MAX_QUEUED}) bytes of notifications were not taken`);
    }
    const messages = this.messagesIn(bytes);
    this.received += messages;
    this.arrivals.push({ kind: 'arrival', bytes, time: Date.now(), nsid, messages });
  }

  private overrun(message: string, cause?: unknown): void {
    this.received++;
    this.arrivals.push({ kind: 'overrun', error: new NetlinkError('ERR_NETLINK_OVERRUN', message, { cause }) });
  }

  private get byteOrder(): ByteOrder {
    return this.transport.littleEndian ? 'little' : 'big';
  }

  /** One, where they cannot be told apart. */
  private messagesIn(bytes: Uint8Array): number {
    let count = 0;
    try {
      eachMessage(toBytes(bytes, { byteOrder: this.byteOrder }), () => count++);
    } catch (error) {
      if (error instanceof DecodeError) return 1;
      throw error;
    }
    return count;
  }

  /** To those who wait, for as long as the event loop need not have its turn. */
  private handOut(): void {
    while (this.waiting.length > 0) {
      if (this.left <= 0 && this.queued > 0) return this.rest();
      const value = this.take();
      if (value !== undefined) this.waiting.shift()?.resolve({ value, done: false });
      else if (this.ended) this.dismiss();
      else return;
    }
  }

  /** The kernel's queue is emptied again before more is decoded. */
  private rest(): void {
    if (this.resting) return;
    this.resting = true;
    turn().then(() => {
      this.resting = false;
      this.onTurn();
    });
  }

  private take(): Notification<P> | undefined {
    for (;;) {
      const decoded = this.decoded.shift();
      if (decoded !== undefined) {
        this.handed++;
        return decoded;
      }
      const next = this.arrivals.shift();
      if (next === undefined) return undefined;
      if (next.kind === 'overrun') this.decoded.push(next);
      else this.decode(next);
    }
  }

  private decode({ bytes, time, nsid, messages }: Arrival): void {
    this.size -= bytes.length + OVERHEAD;
    this.left -= bytes.length;
    try {
      const accepted = decodeMessages(this.protocol, toBytes(bytes, { byteOrder: this.byteOrder })).filter((message) => this.accept?.(message, nsid) !== false);
      this.handed += messages - accepted.length;
      for (const message of accepted) this.decoded.push(nsid === undefined ? { kind: 'message', message, time } : { kind: 'message', message, time, nsid });
    } catch (error) {
      if (!(error instanceof DecodeError)) {
        this.forget();
        return this.end(error);
      }
      this.handed += messages - 1;
      this.decoded.push({ kind: 'malformed', error, bytes });
    }
  }

  private end(failure?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.among?.delete(this);
    this.transport.listen(undefined);
    this.signal?.removeEventListener('abort', this.onAbort);
    this.closing = this.transport.close();
    // Told to whoever calls close(); nobody else waits for it.
    this.closing.catch(() => undefined);
    this.handOut();
  }

  /** What they waited for does not come. */
  private dismiss(): void {
    const { failure } = this;
    for (const { resolve, reject } of this.waiting.splice(0)) failure === undefined ? resolve({ value: undefined, done: true }) : reject(failure);
  }

  /** The next event, waited for. */
  next(): Promise<IteratorResult<Notification<P>>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.handOut();
    });
  }

  /** Ends it: leaves the groups and closes the transport. */
  async return(): Promise<IteratorResult<Notification<P>>> {
    await this.close();
    return { value: undefined, done: true };
  }

  /** Ends the iteration, without the notifications that were not taken. */
  async close(): Promise<void> {
    this.forget();
    this.end();
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
