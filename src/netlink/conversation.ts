// Requests and their replies over one transport: many in flight, matched by sequence; dumps one after the other;
// time-outs, cancellation, interrupted dumps, late and lost replies. net/netlink/af_netlink.c; RFC 3549, section 2.3.

/// <reference lib="esnext.disposable" preserve="true" />
import { align4, Writer } from './bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST } from './constants.js';
import { countDown } from './count-down.js';
import { isOverrun, NetlinkError } from './errors.js';
import { expectArray, expectWaiting, flagsOf } from './expect.js';
import { acknowledgement, Group, type Outcomes } from './group.js';
import { Incoming } from './incoming.js';
import { type Bodies, type Encodable, encodeMessage, type Message, type Protocol } from './message.js';
import { Outstanding } from './outstanding.js';
import { Parts } from './parts.js';
import { MAX_DUMP_ATTEMPTS, MAX_DUMP_BYTES, Pending, type Reply } from './pending.js';
import type { Acknowledgement, BatchOptions, Dump, RequestOptions } from './request.js';
import type { Transport } from './transport.js';
import { TURN, turn } from './turn.js';

/** Requests are written one behind the other into buffers of this many bytes, of which so many must be left: one for each costs more than writing it. */
const WRITER = 16 << 10;
const WRITER_LEFT = 1 << 10;

export type { Acknowledgement, BatchOptions, Dump, RequestOptions };
export { MAX_DUMP_ATTEMPTS, MAX_DUMP_BYTES };

/**
 * A client of one transport. Requests are sent in the order of the calls. Everything rejects with KernelError when the
 * kernel refuses, NetlinkError for time-outs, lost replies and after `close`, SystemError when the socket fails,
 * DecodeError when a reply is malformed; EncodeError is thrown by what cannot be encoded, before anything is sent.
 */
export class Conversation<P extends Bodies> {
  private readonly outstanding = new Outstanding<P>();
  private readonly incoming: Incoming<P>;
  /** Posts that the kernel has been through: what it refused of them is there to be read. */
  private readonly posted = new Set<Group<P>>();
  private writer: Writer | undefined;
  private closed = false;
  private draining = false;
  /** Until the queue has been read to its end after replies were lost, the kernel drops what comes, and says so no more. */
  private congested = false;
  private advancing = false;
  private drainingLater = false;
  private listening = false;
  /** Bytes of replies yet to be handled before the event loop has its turn, be they of one dump or of many requests awaited one after the other. */
  private left = TURN;
  private readonly onReadable = (): void => {
    this.left = TURN;
    this.drain();
  };

  constructor(
    readonly transport: Transport,
    readonly protocol: Protocol<P>,
  ) {
    this.incoming = new Incoming(transport, protocol, this.outstanding, {
      finish: (pending) => this.finish(pending),
      refuse: (pending, error) => this.refuse(pending, error),
      cancel: (pending, error) => this.cancel(pending, error),
      again: (pending) => this.again(pending),
    });
  }

  /** Asks for a change; adds NLM_F_REQUEST and NLM_F_ACK. The kernel may take its time: the event loop goes on meanwhile. */
  request(message: Encodable<P>, options: RequestOptions = {}): Promise<Acknowledgement<Message<P>>> {
    return this.start('ack', message, NLM_F_REQUEST | NLM_F_ACK, options, acknowledgement);
  }

  /** Asks for one thing; adds NLM_F_REQUEST. Rejects with NetlinkError ERR_NETLINK_REPLY where the kernel agrees and tells nothing, or tells of something else. */
  get(message: Encodable<P>, options: RequestOptions = {}): Promise<Message<P>> {
    return this.start('get', message, NLM_F_REQUEST, options, firstReply);
  }

  /** The same for who wants the body alone. */
  getBody(message: Encodable<P>, options: RequestOptions = {}): Promise<Message<P>['body']> {
    return this.start('get', message, NLM_F_REQUEST, options, firstBody);
  }

  /** The same for who wants the struct at the beginning of the reply alone, as for the index of a link: no more than `size` bytes of its body are decoded. */
  getStart(message: Encodable<P>, size: number, options: RequestOptions = {}): Promise<Message<P>> {
    return this.start('get', message, NLM_F_REQUEST, options, firstReply, undefined, size);
  }

  /**
   * Lists; adds NLM_F_REQUEST and NLM_F_DUMP. Waits for the dumps asked for before. An interrupted dump is asked for again. With `pick`
   * not the messages are held but what it makes of the body of each, and nothing where that is undefined.
   */
  dump<T = Message<P>>(message: Encodable<P>, options: RequestOptions = {}, pick?: (body: Message<P>['body']) => T | undefined): Promise<Dump<T>> {
    return this.start(
      'dump',
      message,
      NLM_F_REQUEST | NLM_F_DUMP,
      options,
      ({ replies, interrupted, extendedAck }) => ({ messages: replies as readonly unknown[] as readonly T[], interrupted, ...(extendedAck && { extendedAck }) }),
      pick,
    );
  }

  /**
   * Several changes in one datagram and without acknowledgement, as `ip address flush` sends them; adds NLM_F_REQUEST.
   * Resolves when the kernel has been through all, rejects with the first it refused.
   */
  async post(messages: readonly Encodable<P>[]): Promise<void> {
    this.expectOpen();
    expectArray(messages, 'post');
    if (messages.length === 0) return;
    const outcomes: Outcomes<P> = [];
    const [all] = this.pack(messages, NLM_F_REQUEST, outcomes, Number.POSITIVE_INFINITY);
    expectNoneRejected(outcomes);
    await this.sendGroup(all as Group<P>, () => this.posted.add(all as Group<P>));
    expectNoneRejected(outcomes);
  }

  /**
   * Many changes, many in one datagram, each acknowledged by itself; adds NLM_F_REQUEST and NLM_F_ACK. Nothing is undone
   * and the rest goes on where the kernel refuses one, or where one cannot be encoded: the outcomes, in the order of the messages, are those of
   * Promise.allSettled, with what `request` resolves to or rejects with. They go out in parts of at most BATCH_BYTES and
   * BATCH_REQUESTS, and of fewer where the transport's receive queue would not hold the acknowledgements. The kernel goes through one part while
   * the next is encoded: the messages must not change until all are settled. Rejects, before anything is sent, where the client is closed or
   * the signal aborted; afterwards the signal and the time-out, which is for all together, settle those that are open and keep back those not sent.
   */
  async batch(messages: readonly Encodable<P>[], options: BatchOptions = {}): Promise<PromiseSettledResult<Acknowledgement<Message<P>>>[]> {
    this.expectOpen();
    expectArray(messages, 'batch');
    const { signal, timeout } = expectWaiting(options);
    const outcomes: Outcomes<P> = new Array(messages.length).fill(undefined);
    const groups = this.pack(messages, NLM_F_REQUEST | NLM_F_ACK, outcomes);
    const sent: Group<P>[] = [];
    let stopped: PromiseRejectedResult | undefined;
    const stop = (reason: unknown) => {
      stopped = { status: 'rejected', reason };
      for (const group of sent) this.outstanding.abandon(group, reason);
      this.listenWhilePending();
    };
    const onAbort = () => stop(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    const stopTimer = countDown(this.transport, timeout, () => stop(new NetlinkError('ERR_NETLINK_TIMEOUT', `batch: not all were acknowledged within ${timeout} ms`)));
    // Two at a time: the kernel goes through one while the acknowledgements of the other are read.
    const sendSome = async () => {
      for (const group of groups) {
        sent.push(group);
        await this.sendGroup(group);
        if (this.closed) stop(closedEarly());
        if (stopped !== undefined) break;
      }
    };
    await Promise.all([sendSome(), sendSome()]);
    stopTimer?.();
    signal?.removeEventListener('abort', onAbort);
    if (stopped !== undefined) for (let at = 0; at < outcomes.length; at++) outcomes[at] ??= stopped;
    return outcomes as PromiseSettledResult<Acknowledgement<Message<P>>>[];
  }

  private *pack(messages: readonly Encodable<P>[], flags: number, outcomes: Outcomes<P>, room = this.transport.receiveBuffer): Generator<Group<P>> {
    const { protocol } = this;
    const { littleEndian } = this.transport;
    const sequence = this.outstanding.nextSequence(messages.length);
    const failed = (at: number, reason: unknown) => {
      outcomes[at] = { status: 'rejected', reason };
    };
    const parts = new Parts({ protocol, littleEndian, messages, flags, sequence, failed, ...(room !== undefined && { room }) });
    for (let part = parts.next(); part !== undefined; part = parts.next()) yield new Group(part, sequence + part.from, messages, outcomes, littleEndian);
  }

  /** Resolves when each of its requests is settled, however. */
  private sendGroup(group: Group<P>, gone?: () => void): Promise<void> {
    return new Promise((resolve) => {
      // Encoding it reads what others made, who may have closed.
      if (this.closed) this.outstanding.abandon(group, closedEarly());
      if (group.settled) return resolve();
      group.onSettled = () => {
        this.outstanding.leave(group);
        resolve();
      };
      this.outstanding.join(group);
      this.handOver(group.datagram, true, group, gone);
    });
  }

  /** Rejects what is under way with ERR_NETLINK_CLOSED and gives the transport back. Calling it twice is no error. */
  async close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      // Making an error takes longer than the rest of closing: a program that lists and ends would do it for nobody.
      if (!this.outstanding.empty) this.outstanding.giveUp(closedEarly());
      this.transport.listen(undefined);
    }
    await this.transport.close();
  }

  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private expectOpen(): void {
    if (this.closed) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the client is closed');
  }

  /** Resolves to what `made` makes of the reply. */
  private start<T>(
    kind: Pending<P>['kind'],
    message: Encodable<P>,
    flags: number,
    options: RequestOptions,
    made: (reply: Reply<P>) => T,
    pick?: (body: never) => unknown,
    size?: number,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.expectOpen();
      const { signal, timeout, about, maxBytes = MAX_DUMP_BYTES } = expectWaiting(options);
      const all = flagsOf(message) | flags;
      const pending = new Pending<P>(kind, message.name, about, made, resolve, reject);
      pending.maxBytes = maxBytes;
      pending.pick = pick;
      pending.decodes = size;
      pending.bytes = this.write(pending, message, all);
      if (timeout !== undefined)
        pending.stopTimer = countDown(this.transport, timeout, () =>
          this.cancel(pending, new NetlinkError('ERR_NETLINK_TIMEOUT', `${message.name}: no reply within ${timeout} ms`)),
        );
      if (signal !== undefined) {
        const onAbort = () => this.cancel(pending, signal.reason);
        signal.addEventListener('abort', onAbort);
        pending.cleanUp = () => signal.removeEventListener('abort', onAbort);
      }
      if (kind === 'dump') {
        this.outstanding.wait(pending);
        this.nextDump();
      } else {
        this.send(pending);
      }
    });
  }

  private write(pending: Pending<P>, message: Encodable<P>, flags: number): Uint8Array {
    const w = this.writer !== undefined && this.writer.length < WRITER - WRITER_LEFT ? this.writer : new Writer(this.transport.littleEndian, WRITER);
    // What could not be encoded leaves bytes behind where there should be zeros.
    this.writer = undefined;
    const start = align4(w.length);
    pending.sequence = this.outstanding.nextSequence();
    pending.flags = flags;
    encodeMessage(this.protocol, w, message, pending);
    this.writer = w;
    return w.array.subarray(start, w.length);
  }

  private send(pending: Pending<P>): void {
    this.outstanding.add(pending);
    this.handOver(pending.bytes, pending.kind === 'ack', pending);
  }

  /** In a loop, and not each from the end of the one before: thousands may wait. */
  private nextDump(): void {
    const { outstanding } = this;
    if (this.advancing) return;
    this.advancing = true;
    for (let next = outstanding.nextDump(); next !== undefined; next = outstanding.nextDump()) this.send(next);
    this.advancing = false;
  }

  private handOver(datagram: Uint8Array, mayWait: boolean, whose: Pending<P> | Group<P>, gone?: () => void): void {
    try {
      const sending = this.transport.send(datagram, mayWait);
      if (sending === undefined) {
        gone?.();
        // The reply to what the kernel answers at once is there already.
        return this.drain();
      }
      this.outstanding.sends(whose);
      sending.then(
        () => this.gone(whose, gone),
        (error) => this.failed(whose, error),
      );
      this.listenWhilePending();
    } catch (error) {
      this.failed(whose, error);
    }
  }

  private gone(whose: Pending<P> | Group<P>, also?: () => void): void {
    this.outstanding.sent(whose);
    also?.();
    this.drain();
  }

  private failed(whose: Pending<P> | Group<P>, error: unknown): void {
    this.outstanding.fail(whose, error);
    this.nextDump();
    this.listenWhilePending();
  }

  /** A process has nothing to wait for when nothing is pending, and waits for the sending itself where that is under way: the reply is there when it ends. */
  private listenWhilePending(): void {
    if (this.closed) return;
    try {
      this.listening = this.outstanding.awaited;
      this.transport.listen(this.listening ? this.onReadable : undefined);
    } catch (error) {
      this.failAll(error);
    }
  }

  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    while (!this.closed && (this.congested || (this.outstanding.any && this.left > 0))) {
      try {
        const datagram = this.transport.receive({ together: this.outstanding.groups.length > 0, ahead: !this.congested, lent: true });
        if (datagram !== undefined) {
          this.left -= datagram.bytes.length;
          this.incoming.receive(datagram);
        } else if (this.transport.reading === true || !this.emptied()) {
          break;
        }
      } catch (error) {
        this.failAll(error);
      }
    }
    this.draining = false;
    if (this.left <= 0 && this.outstanding.awaited) this.drainLater();
    else if (this.listening || this.outstanding.awaited) this.listenWhilePending();
  }

  /** There is more to read, or nothing, which is the end of what has no other: not for the transport to find out. */
  private drainLater(): void {
    if (this.drainingLater) return;
    this.drainingLater = true;
    turn().then(() => {
      this.drainingLater = false;
      this.onReadable();
    });
  }

  /** Nothing is left to read, which is the end of what has no other. Whether there may be something again. */
  private emptied(): boolean {
    this.congested = false;
    for (const post of this.posted) post.settleRest(() => ({ status: 'fulfilled', value: { replies: [] } }));
    this.posted.clear();
    // The kernel queues the next part of a dump as the last one is read: this one is over, its end was in what was lost.
    const { dumping } = this.outstanding;
    if (dumping?.cut !== true) return false;
    this.finish(dumping);
    return true;
  }

  /** The reply is complete. A dump that things changed under, or that lost a part, starts again and keeps its place. */
  private finish(pending: Pending<P>): void {
    this.outstanding.forget(pending);
    if (pending.kind !== 'dump') return pending.conclude();
    if (pending.unusable && !pending.settled && ++pending.attempts < MAX_DUMP_ATTEMPTS) this.again(pending);
    else pending.conclude();
    this.nextDump();
  }

  /** Under another sequence, so that what is still to come of the last attempt is told apart. */
  private again(pending: Pending<P>): void {
    pending.restart(this.outstanding.nextSequence(), this.transport.littleEndian);
    this.send(pending);
  }

  private refuse(pending: Pending<P>, error: unknown): void {
    this.outstanding.drop(pending, error);
    this.nextDump();
  }

  /** The caller waits no longer. A dump that was begun stays known until the kernel is through with it. */
  private cancel(pending: Pending<P>, error: unknown): void {
    pending.reject(error);
    if (pending !== this.outstanding.dumping) this.outstanding.forget(pending);
    this.listenWhilePending();
  }

  /** Replies were lost, or cannot be had. */
  private failAll(error: unknown): void {
    const lost = isOverrun(error);
    this.congested = lost;
    if (lost) this.outstanding.lose(overrun(error));
    else this.outstanding.refuse(error);
    this.nextDump();
  }
}

const firstReply = <P extends Bodies>({ replies }: Reply<P>): Message<P> => replies[0] as Message<P>;
const firstBody = <P extends Bodies>({ replies }: Reply<P>): Message<P>['body'] => (replies[0] as Message<P>).body as Message<P>['body'];

function expectNoneRejected(outcomes: Outcomes<never>): void {
  for (const outcome of outcomes) if (outcome?.status === 'rejected') throw outcome.reason;
}

function closedEarly(): NetlinkError {
  return new NetlinkError('ERR_NETLINK_CLOSED', 'the client was closed before the kernel answered');
}

function overrun(cause: unknown): NetlinkError {
  return new NetlinkError('ERR_NETLINK_OVERRUN', 'the kernel had no room to queue a reply: whether the request took effect is not known', { cause });
}
