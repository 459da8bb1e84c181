// Requests and their replies over one transport: many in flight, matched by sequence; dumps one after the other;
// time-outs, cancellation, interrupted dumps, late and lost replies. net/netlink/af_netlink.c; RFC 3549, section 2.3.
// Its lines are many because all of it looks at the same two things: what is pending, and the dump the kernel is at.

/// <reference lib="esnext.disposable" preserve="true" />
import { holdBodies } from './bodies.js';
import { align4, Bytes, hostIsLittleEndian, Writer } from './bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NLMSG_MIN_TYPE } from './constants.js';
import { DecodeError, isOverrun, NetlinkError } from './errors.js';
import { acknowledgement, Group, type Outcomes } from './group.js';
import {
  BARE_ACKNOWLEDGEMENT,
  type Bodies,
  bareAcknowledgements,
  type DoneBody,
  decodeMessage,
  type Encodable,
  type ErrorBody,
  encodeMessage,
  headerAt,
  MAX_DATAGRAM,
  type Message,
  type MessageHeader,
  NLMSG_HDRLEN,
  nlmsghdr,
  type Protocol,
  toBytes,
} from './message.js';
import { Parts } from './parts.js';
import { MAX_DUMP_ATTEMPTS, MAX_DUMP_BYTES, Pending, type Reply } from './pending.js';
import { Queue } from './queue.js';
import type { Acknowledgement, BatchOptions, Dump, RequestOptions } from './request.js';
import type { Datagram, Transport } from './transport.js';
import { TURN, turn } from './turn.js';

/** The longest delay that a timer can count. */
const MAX_TIMEOUT = 0x7fffffff;

/** After it they begin again. */
const LAST_SEQUENCE = 0xffffffff;

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
  private readonly pending = new Map<number, Pending<P>>();
  private readonly dumps = new Queue<Pending<P>>();
  /** The dump the kernel is at: until it is done, another one on this socket would be EBUSY. */
  private dumping: Pending<P> | undefined;
  /** Datagrams of many requests, of which some are not settled. */
  private groups: readonly Group<P>[] = [];
  /** Posts that the kernel has been through: what it refused of them is there to be read. */
  private readonly posted = new Set<Group<P>>();
  /** How many of those pending, and of the groups, are on their way to the kernel yet. */
  private sending = 0;
  private writer: Writer | undefined;
  private sequence = 0;
  private begunAgain = false;
  private closed = false;
  private draining = false;
  /** Until the queue has been read to its end after replies were lost, the kernel drops what comes, and says so no more. */
  private congested = false;
  /** The buffer that was looked into last. */
  private looked: Bytes | undefined;
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
  ) {}

  /** Asks for a change; adds NLM_F_REQUEST and NLM_F_ACK. The kernel may take its time: the event loop goes on meanwhile. */
  request(message: Encodable<P>, options: RequestOptions = {}): Promise<Acknowledgement<Message<P>>> {
    return this.start('ack', message, NLM_F_REQUEST | NLM_F_ACK, options, acknowledgement);
  }

  /** Asks for one thing; adds NLM_F_REQUEST. Rejects with NetlinkError ERR_NETLINK_REPLY where the kernel agrees and tells nothing. */
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
    if (messages.length === 0) return;
    const outcomes: Outcomes<P> = [];
    const [all] = this.pack(messages, NLM_F_REQUEST, outcomes, Number.POSITIVE_INFINITY);
    const expectNoneRejected = () => {
      for (const outcome of outcomes) if (outcome?.status === 'rejected') throw outcome.reason;
    };
    expectNoneRejected();
    await this.sendGroup(all as Group<P>, () => this.posted.add(all as Group<P>));
    expectNoneRejected();
  }

  /**
   * Many changes, many in one datagram, each acknowledged by itself; adds NLM_F_REQUEST and NLM_F_ACK. Nothing is undone
   * and the rest goes on where the kernel refuses one, or where one cannot be encoded: the outcomes, in the order of the messages, are those of
   * Promise.allSettled, with what `request` resolves to or rejects with. They go out in parts of at most BATCH_BYTES and
   * BATCH_REQUESTS, and of fewer where the transport's receive queue would not hold the acknowledgements. The kernel goes through one part while
   * the next is encoded: the messages must not change until all are settled. Rejects, before anything is sent, where the client is closed or
   * the signal aborted; afterwards the signal and the time-out, which is for all together, settle those that are open and keep back those not sent.
   */
  async batch(messages: readonly Encodable<P>[], { signal, timeout }: BatchOptions = {}): Promise<PromiseSettledResult<Acknowledgement<Message<P>>>[]> {
    this.expectOpen();
    signal?.throwIfAborted();
    const outcomes: Outcomes<P> = new Array(messages.length).fill(undefined);
    const groups = this.pack(messages, NLM_F_REQUEST | NLM_F_ACK, outcomes);
    const sent: Group<P>[] = [];
    let stopped: PromiseRejectedResult | undefined;
    const stop = (reason: unknown) => {
      stopped = { status: 'rejected', reason };
      for (const group of sent) this.abandon(group, reason);
      this.listenWhilePending();
    };
    const onAbort = () => stop(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    const stopTimer = this.countDown(timeout, () => stop(new NetlinkError('ERR_NETLINK_TIMEOUT', `batch: not all were acknowledged within ${timeout} ms`)));
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
    const sequence = this.nextSequence(messages.length);
    const failed = (at: number, reason: unknown) => {
      outcomes[at] = { status: 'rejected', reason };
    };
    const parts = new Parts({ protocol, littleEndian, messages, flags, sequence, failed, ...(room !== undefined && { room }) });
    for (let part = parts.next(); part !== undefined; part = parts.next()) yield new Group(part, sequence + part.from, messages, outcomes, littleEndian);
  }

  /** Resolves when each of its requests is settled, however. */
  private sendGroup(group: Group<P>, gone?: () => void): Promise<void> {
    return new Promise((resolve) => {
      if (this.closed) this.abandon(group, closedEarly());
      if (group.settled) return resolve();
      group.onSettled = () => {
        this.leave(group);
        resolve();
      };
      this.groups = [...this.groups, group];
      this.handOver(group.datagram, true, group, gone);
    });
  }

  private leave(group: Group<P>): void {
    this.groups = this.groups.filter((one) => one !== group);
    this.sent(group);
  }

  /** Nobody waits for what is open of it. */
  private abandon(group: Group<P>, reason: unknown): void {
    for (const pending of group.begun) this.drop(pending, reason);
    group.settleRest(() => ({ status: 'rejected', reason }));
  }

  /** Rejects what is under way with ERR_NETLINK_CLOSED and gives the transport back. Calling it twice is no error. */
  async close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      if (this.waiting + this.dumps.length > 0) this.giveUp(closedEarly());
      this.transport.listen(undefined);
    }
    await this.transport.close();
  }

  private giveUp(error: unknown): void {
    for (const pending of this.pending.values()) pending.reject(error);
    for (const group of this.groups) this.abandon(group, error);
    for (let next = this.dumps.shift(); next !== undefined; next = this.dumps.shift()) next.reject(error);
    this.pending.clear();
  }

  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private expectOpen(): void {
    if (this.closed) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the client is closed');
  }

  /** What calls it off. */
  private countDown(milliseconds: number | undefined, expired: () => void): (() => void) | undefined {
    if (milliseconds === undefined || milliseconds > MAX_TIMEOUT) return undefined;
    if (this.transport.schedule !== undefined) return this.transport.schedule(milliseconds, expired);
    const timer = setTimeout(expired, milliseconds);
    return () => clearTimeout(timer);
  }

  /** Resolves to what `made` makes of the reply. */
  private start<T>(
    kind: Pending<P>['kind'],
    message: Encodable<P>,
    flags: number,
    { signal, timeout, about, maxBytes = MAX_DUMP_BYTES }: RequestOptions,
    made: (reply: Reply<P>) => T,
    pick?: (body: never) => unknown,
    size?: number,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.expectOpen();
      signal?.throwIfAborted();
      const pending = new Pending<P>(kind, message.name, about, made, resolve, reject);
      pending.maxBytes = maxBytes;
      pending.pick = pick;
      pending.decodes = size;
      pending.bytes = this.write(pending, message, flags);
      if (timeout !== undefined)
        pending.stopTimer = this.countDown(timeout, () => this.cancel(pending, new NetlinkError('ERR_NETLINK_TIMEOUT', `${message.name}: no reply within ${timeout} ms`)));
      if (signal !== undefined) {
        const onAbort = () => this.cancel(pending, signal.reason);
        signal.addEventListener('abort', onAbort);
        pending.cleanUp = () => signal.removeEventListener('abort', onAbort);
      }
      if (kind === 'dump') {
        this.dumps.push(pending);
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
    pending.sequence = this.nextSequence();
    pending.flags = (message.header.flags ?? 0) | flags;
    encodeMessage(this.protocol, w, message, pending);
    this.writer = w;
    return w.array.subarray(start, w.length);
  }

  /** The first of `count` that follow one another and are nobody's: all are new until they begin again. 0 is the sequence of notifications. */
  private nextSequence(count = 1): number {
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

  private groupOf(sequence: number): Group<P> | undefined {
    const { groups } = this;
    for (let i = 0; i < groups.length; i++) if (groups[i]?.has(sequence) === true) return groups[i];
    return undefined;
  }

  private find(sequence: number): Pending<P> | undefined {
    const known = this.pending.get(sequence);
    if (known !== undefined) return known;
    const begun = this.groupOf(sequence)?.begin(sequence);
    if (begun !== undefined) this.pending.set(sequence, begun);
    return begun;
  }

  private send(pending: Pending<P>): void {
    if (pending.kind === 'dump') this.dumping = pending;
    this.pending.set(pending.sequence, pending);
    this.handOver(pending.bytes, pending.kind === 'ack', pending);
  }

  /** In a loop, and not each from the end of the one before: thousands may wait. */
  private nextDump(): void {
    if (this.advancing) return;
    this.advancing = true;
    while (this.dumping === undefined && this.dumps.length > 0) {
      const next = this.dumps.shift();
      if (next?.settled === false) this.send(next);
    }
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
      whose.sending = true;
      this.sending++;
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
    this.sent(whose);
    also?.();
    this.drain();
  }

  private failed(whose: Pending<P> | Group<P>, error: unknown): void {
    if (whose instanceof Pending) this.drop(whose, error);
    else this.abandon(whose, error);
    this.nextDump();
    this.listenWhilePending();
  }

  private get waiting(): number {
    return this.pending.size + this.groups.length;
  }

  /** A process has nothing to wait for when nothing is pending, and waits for the sending itself where that is under way: the reply is there when it ends. */
  private listenWhilePending(): void {
    if (this.closed) return;
    try {
      this.listening = this.waiting > this.sending;
      this.transport.listen(this.listening ? this.onReadable : undefined);
    } catch (error) {
      this.failAll(error);
    }
  }

  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    while (!this.closed && (this.congested || (this.waiting > 0 && this.left > 0))) {
      try {
        const datagram = this.transport.receive(this.groups.length > 0, !this.congested);
        if (datagram !== undefined) {
          this.left -= datagram.bytes.length;
          this.receive(datagram);
        } else if (this.transport.reading === true || !this.emptied()) {
          break;
        }
      } catch (error) {
        this.failAll(error);
      }
    }
    this.draining = false;
    if (this.left <= 0 && this.waiting > this.sending) this.drainLater();
    else if (this.listening || this.waiting > this.sending) this.listenWhilePending();
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
    if (this.dumping?.cut !== true) return false;
    this.finish(this.dumping);
    return true;
  }

  private receive(datagram: Datagram): void {
    if (datagram.senderPortId !== 0) return;
    const { bytes, fullLength } = datagram;
    const { portId } = this.transport;
    const b = this.look(bytes);
    const start = b === this.looked ? bytes.byteOffset : 0;
    const end = start + bytes.length;
    const whole = fullLength <= bytes.length;
    const first = whole ? this.acknowledged(b, start, end) : start;
    let at = first;
    const listed = this.dumping;
    if (whole && listed?.pick !== undefined && !listed.settled) at = holdBodies(this.protocol, b, listed, portId, at, end);
    try {
      for (let header = headerAt(b, at, end); header !== undefined; header = headerAt(b, at, end)) {
        const pending = header.portId === portId ? this.find(header.sequence) : undefined;
        if (pending !== undefined) this.receiveMessage(pending, header, b, at, start, bytes);
        at += align4(header.length);
      }
    } catch (error) {
      if (whole) this.misframed(bytes, first - start, at - start, error);
    }
    if (!whole) this.truncated(datagram);
  }

  /** Datagrams that share a buffer share the views of it. */
  private look(bytes: Uint8Array): Bytes {
    const { buffer, byteOffset } = bytes;
    if ((byteOffset & 3) !== 0 || buffer.byteLength > MAX_DATAGRAM) return this.exactly(bytes);
    if (this.looked?.buffer !== buffer) this.looked = new Bytes(new Uint8Array(buffer), this.transport.littleEndian);
    this.looked.errors.length = 0;
    this.looked.depth = 0;
    return this.looked;
  }

  private exactly(bytes: Uint8Array): Bytes {
    return toBytes(bytes, { byteOrder: this.transport.littleEndian ? 'little' : 'big' });
  }

  /** The message at `at` of a datagram that begins at `start`. */
  private receiveMessage(pending: Pending<P>, header: MessageHeader, b: Bytes, at: number, start: number, datagram: Uint8Array): void {
    const part = pending.decodes === undefined ? header : pending.decodedPart(header);
    let message: Message<P> | undefined;
    try {
      message = decodeMessage(this.protocol, b, part, at);
    } catch {
      // Where in the datagram it is wrong is told below.
    }
    try {
      if (message === undefined || message.errors !== undefined) message = decodeMessage(this.protocol, this.exactly(datagram), part, at - start);
    } catch (error) {
      return this.spoil(pending, error, header);
    }
    this.take(pending, message);
  }

  /** Deals with the bare acknowledgements that a datagram begins with; where the first message stands that is none. */
  private acknowledged({ words, littleEndian }: Bytes, from: number, to: number): number {
    if (littleEndian !== hostIsLittleEndian) return from;
    const portId = this.transport.portId | 0;
    const end = to >> 2;
    let at = from >> 2;
    for (;;) {
      const count = bareAcknowledgements(words, at, end);
      if (count === 0) return at << 2;
      if (words[at + 3] === portId) this.settle((words[at + 2] as number) >>> 0, count);
      at += count * (BARE_ACKNOWLEDGEMENT >> 2);
    }
  }

  /** So many requests that followed one another are done. */
  private settle(first: number, count: number): void {
    for (let at = 0; at < count; ) {
      const sequence = first + at;
      const pending = this.pending.get(sequence);
      // Of a group's, those that are pending are not the group's to settle.
      const most = this.pending.size === 0 ? count - at : 1;
      if (pending !== undefined) this.finish(pending);
      at += pending === undefined ? (this.groupOf(sequence)?.acknowledge(sequence, most) ?? 1) : 1;
    }
  }

  private take(pending: Pending<P>, message: Message<P>): void {
    const { type, flags } = message.header;
    if ((flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
    if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE') {
      const { error = 0, extendedAck } = message.body as ErrorBody | DoneBody;
      if (extendedAck !== undefined) pending.acknowledge(this.protocol, extendedAck, this.transport.littleEndian);
      if (error < 0) this.refuse(pending, pending.refusal(this.protocol, -error, message.name === 'NLMSG_DONE'));
      else this.finish(pending);
    } else if (type >= NLMSG_MIN_TYPE) {
      if (pending.settled) return;
      pending.receivedBytes += message.header.length;
      if (pending.receivedBytes > pending.maxBytes) {
        return this.cancel(pending, new NetlinkError('ERR_NETLINK_LIMIT', `${pending.name}: the reply is longer than maxBytes (${pending.maxBytes})`));
      }
      if (pending.kind === 'get') {
        pending.add(message);
        this.finish(pending);
      } else {
        const { length } = pending.replies;
        pending.add(pending.pick === undefined ? message : (message.body as never));
        pending.sift(length);
      }
    }
  }

  /** The reply is complete. A dump that things changed under, or that lost a part, starts again and keeps its place. */
  private finish(pending: Pending<P>): void {
    this.forget(pending);
    if (pending.kind !== 'dump') return pending.conclude();
    if (pending.unusable && !pending.settled && ++pending.attempts < MAX_DUMP_ATTEMPTS) this.again(pending);
    else pending.conclude();
    this.nextDump();
  }

  /** Under another sequence, so that what is still to come of the last attempt is told apart. */
  private again(pending: Pending<P>): void {
    pending.restart(this.nextSequence(), this.transport.littleEndian);
    this.send(pending);
  }

  private refuse(pending: Pending<P>, error: unknown): void {
    this.drop(pending, error);
    this.nextDump();
  }

  /** Part of a reply is unreadable. A dump goes on to its end first: only then will the kernel begin another. */
  private spoil(pending: Pending<P>, error: unknown, { type }: MessageHeader): void {
    if (pending.kind !== 'dump' || type < NLMSG_MIN_TYPE) return this.refuse(pending, error);
    pending.spoil(error);
  }

  /** The lengths in a datagram are wrong: it concerns the request named where they are, or the one the datagram begins with. */
  private misframed(bytes: Uint8Array, first: number, at: number, error: unknown): void {
    if (!(error instanceof DecodeError)) throw error;
    const b = this.exactly(bytes);
    const pending = this.requestAt(b, at) ?? this.requestAt(b, first);
    const told = misframing(b, at) ?? error;
    if (pending !== undefined) this.refuse(pending, told);
    else if (!this.isOurs(b)) throw told;
  }

  private requestAt(b: Bytes, at: number): Pending<P> | undefined {
    if (b.array.length - at < NLMSG_HDRLEN) return undefined;
    const { sequence, portId } = nlmsghdr.read(b, at);
    return portId === this.transport.portId ? this.find(sequence) : undefined;
  }

  /** Whether a datagram answers some request of ours, be it one that is settled. */
  private isOurs(b: Bytes): boolean {
    return b.array.length >= NLMSG_HDRLEN && nlmsghdr.read(b, 0).portId === this.transport.portId;
  }

  /** The transport's buffer has grown meanwhile: what only asks is asked for again, a change is not, since it was carried out. */
  private truncated({ bytes, fullLength }: Datagram): void {
    const b = this.exactly(bytes);
    const cut = (name: string) => new NetlinkError('ERR_NETLINK_TRUNCATED', `${name}: a reply of ${fullLength} bytes was cut to ${bytes.length}`);
    const pending = this.requestAt(b, 0);
    if (pending === undefined) {
      if (!this.isOurs(b)) throw cut('unknown request');
    } else if (pending.kind === 'dump') {
      pending.spoilt ??= cut(pending.name);
      pending.cut = true;
    } else if (pending.kind === 'get' && pending.attempts++ === 0) {
      this.forget(pending);
      this.again(pending);
    } else {
      this.refuse(pending, cut(pending.name));
    }
  }

  /** The caller waits no longer. A dump that was begun stays known until the kernel is through with it. */
  private cancel(pending: Pending<P>, error: unknown): void {
    pending.reject(error);
    if (pending !== this.dumping) this.forget(pending);
    this.listenWhilePending();
  }

  /** Replies were lost, or cannot be had. */
  private failAll(error: unknown): void {
    const lost = isOverrun(error);
    this.congested = lost;
    const reason = lost ? overrun(error) : error;
    for (const pending of [...this.pending.values()]) {
      if (lost && pending === this.dumping && !pending.cut) {
        // The kernel goes on with it. Its end may be what was lost.
        pending.reject(reason);
        pending.cut = true;
      } else {
        this.drop(pending, reason);
      }
    }
    for (const group of this.groups) this.abandon(group, reason);
    this.nextDump();
  }

  private drop(pending: Pending<P>, error: unknown): void {
    this.forget(pending);
    pending.reject(error);
  }

  /** Nothing more is expected for this one. */
  private forget(pending: Pending<P>): void {
    this.pending.delete(pending.sequence);
    if (pending.sending) this.sent(pending);
    if (pending === this.dumping) this.dumping = undefined;
  }

  private sent(whose: Pending<P> | Group<P>): void {
    if (!whose.sending) return;
    whose.sending = false;
    this.sending--;
  }
}

const firstReply = <P extends Bodies>({ replies }: Reply<P>): Message<P> => replies[0] as Message<P>;
const firstBody = <P extends Bodies>({ replies }: Reply<P>): Message<P>['body'] => (replies[0] as Message<P>).body as Message<P>['body'];

/** What is wrong with the lengths at `at`. */
function misframing(b: Bytes, at: number): unknown {
  try {
    headerAt(b, at);
    return undefined;
  } catch (error) {
    return error;
  }
}

function closedEarly(): NetlinkError {
  return new NetlinkError('ERR_NETLINK_CLOSED', 'the client was closed before the kernel answered');
}

function overrun(cause: unknown): NetlinkError {
  return new NetlinkError('ERR_NETLINK_OVERRUN', 'the kernel had no room to queue a reply: whether the request took effect is not known', { cause });
}
