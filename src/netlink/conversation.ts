// Requests and their replies over one transport: many in flight, matched by sequence; dumps one after the other;
// time-outs, cancellation, interrupted dumps, late and lost replies. net/netlink/af_netlink.c; RFC 3549, section 2.3.

import { Writer } from './bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST } from './constants.js';
import { NetlinkError, SystemError } from './errors.js';
import type { ExtendedAck } from './extack.js';
import {
  type Bodies,
  type DoneBody,
  decodeMessage,
  type Encodable,
  type ErrorBody,
  eachMessage,
  encodeMessage,
  type Message,
  type MessageHeader,
  type Protocol,
  toBytes,
} from './message.js';
import { Pending, type Reply } from './pending.js';
import type { Datagram, Transport } from './transport.js';

/** How often an interrupted or spoiled dump is asked for before what there is counts. */
export const MAX_DUMP_ATTEMPTS = 6;

/** Bytes of replies handled before the event loop has its turn. */
const TURN = 512 << 10;

export interface RequestOptions {
  /** Rejects with the signal's reason. What the kernel did or still does is not undone. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the request rejects with ERR_NETLINK_TIMEOUT; none by default. */
  readonly timeout?: number;
  /** What the request is about (a link's name), for the message of the error when it is refused. */
  readonly about?: string;
}

/** A request that changed something and was acknowledged. */
export interface Acknowledgement<M> {
  /** What came before the acknowledgement: NLM_F_ECHO asks for it. */
  readonly replies: readonly M[];
  /** A warning: the kernel did it, and has something to say. */
  readonly extendedAck?: ExtendedAck;
}

export interface Dump<M> {
  readonly messages: readonly M[];
  /** Things changed while they were listed, at every attempt: some may be missing, or there twice. */
  readonly interrupted: boolean;
}

/**
 * A client of one transport. Requests are sent in the order of the calls. Everything rejects with KernelError when the
 * kernel refuses, NetlinkError for time-outs, lost replies and after `close`, SystemError when the socket fails,
 * DecodeError when a reply is malformed; EncodeError is thrown by what cannot be encoded, before anything is sent.
 */
export class Conversation<P extends Bodies> {
  private readonly pending = new Map<number, Pending<P>>();
  private readonly dumps: Pending<P>[] = [];
  /** The dump the kernel is at: until it is done, another one on this socket would be EBUSY. */
  private dumping: Pending<P> | undefined;
  private sequence = 0;
  private closed = false;
  private draining = false;
  private readonly onReadable = (): void => this.drain();

  constructor(
    readonly transport: Transport,
    readonly protocol: Protocol<P>,
  ) {}

  /** Asks for a change; adds NLM_F_REQUEST and NLM_F_ACK. Never runs on the event-loop thread: the kernel may take its time. */
  request(message: Encodable<P>, options: RequestOptions = {}): Promise<Acknowledgement<Message<P>>> {
    return this.start('ack', message, NLM_F_REQUEST | NLM_F_ACK, options).then(({ replies, extendedAck }) => ({ replies, ...(extendedAck && { extendedAck }) }));
  }

  /** Asks for one thing; adds NLM_F_REQUEST. */
  get(message: Encodable<P>, options: RequestOptions = {}): Promise<Message<P>> {
    return this.start('get', message, NLM_F_REQUEST, options).then(({ replies }) => replies[0] as Message<P>);
  }

  /** Lists; adds NLM_F_REQUEST and NLM_F_DUMP. Waits for the dumps asked for before. An interrupted dump is asked for again. */
  dump(message: Encodable<P>, options: RequestOptions = {}): Promise<Dump<Message<P>>> {
    return this.start('dump', message, NLM_F_REQUEST | NLM_F_DUMP, options).then(({ replies, interrupted }) => ({ messages: replies, interrupted }));
  }

  /**
   * Several changes in one datagram and without acknowledgement, as `ip address flush` sends them; adds NLM_F_REQUEST.
   * Resolves when the kernel has been through all, rejects with the first it refused.
   */
  async post(messages: readonly Encodable<P>[]): Promise<void> {
    this.expectOpen();
    const w = new Writer(this.transport.littleEndian);
    const posted = messages.map((message) => {
      const start = w.length;
      const pending = new Pending<P>('post', message.name);
      this.encode(pending, message, NLM_F_REQUEST, w);
      pending.bytes = w.array.slice(start, w.length);
      this.pending.set(pending.sequence, pending);
      return pending;
    });
    if (posted.length === 0) return;
    const done = Promise.all(posted.map(({ promise }) => promise));
    done.catch(() => undefined);
    this.sent(this.transport.send(w.finish(), true), posted);
    await done;
  }

  /** Rejects what is under way with ERR_NETLINK_CLOSED and gives the transport back. Calling it twice is no error. */
  async close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      for (const pending of [...this.pending.values(), ...this.dumps])
        this.fail(pending, new NetlinkError('ERR_NETLINK_CLOSED', 'the client was closed before the kernel answered'));
      this.transport.listen(undefined);
    }
    await this.transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private expectOpen(): void {
    if (this.closed) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the client is closed');
  }

  private async start(kind: Pending<P>['kind'], message: Encodable<P>, flags: number, { signal, timeout, about }: RequestOptions): Promise<Reply<P>> {
    this.expectOpen();
    signal?.throwIfAborted();
    const pending = new Pending<P>(kind, message.name, about);
    pending.encode = () => {
      const w = new Writer(this.transport.littleEndian);
      this.encode(pending, message, flags, w);
      pending.bytes = w.finish();
    };
    if (timeout !== undefined) {
      pending.timer = setTimeout(() => this.fail(pending, new NetlinkError('ERR_NETLINK_TIMEOUT', `${message.name}: no reply within ${timeout} ms`)), timeout);
    }
    if (signal !== undefined) {
      const onAbort = () => this.fail(pending, signal.reason);
      signal.addEventListener('abort', onAbort);
      pending.cleanUp = () => signal.removeEventListener('abort', onAbort);
    }
    try {
      pending.encode();
      if (kind === 'dump' && this.dumping !== undefined) this.dumps.push(pending);
      else this.send(pending);
    } catch (error) {
      this.fail(pending, error);
    }
    return pending.promise;
  }

  private encode(pending: Pending<P>, message: Encodable<P>, flags: number, w: Writer): void {
    // 0 is the sequence of notifications.
    this.sequence = (this.sequence + 1) % 0x100000000 || 1;
    pending.sequence = this.sequence;
    pending.flags = (message.header.flags ?? 0) | flags;
    const header = { ...message.header, flags: pending.flags, sequence: pending.sequence };
    encodeMessage(this.protocol, w, { ...message, header });
  }

  private send(pending: Pending<P>): void {
    if (pending.kind === 'dump') this.dumping = pending;
    this.pending.set(pending.sequence, pending);
    this.sent(this.transport.send(pending.bytes, pending.kind === 'ack'), [pending]);
  }

  /** Goes on once a datagram is with the kernel: the reply to what the kernel answers at once is there already. */
  private sent(under: Promise<void> | undefined, requests: readonly Pending<P>[]): void {
    const settle = () => {
      this.drain();
      // The kernel works through a datagram before send returns: what is not refused by then is done.
      for (const request of requests) if (request.kind === 'post') this.finish(request);
    };
    if (under === undefined) return settle();
    this.listenWhilePending();
    under.then(settle, (error) => {
      for (const request of requests) this.fail(request, error);
      for (const request of requests) this.forget(request);
    });
  }

  private listenWhilePending(): void {
    if (!this.closed) this.transport.listen(this.pending.size > 0 ? this.onReadable : undefined);
  }

  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    let left = TURN;
    while (!this.closed && this.pending.size > 0 && left > 0) {
      try {
        const datagram = this.transport.receive();
        if (datagram === undefined) break;
        left -= datagram.bytes.length;
        this.receive(datagram);
      } catch (error) {
        this.failAll(error instanceof SystemError && error.code === 'ENOBUFS' ? lost(error) : error);
      }
    }
    this.draining = false;
    this.listenWhilePending();
  }

  private receive(datagram: Datagram): void {
    if (datagram.senderPortId !== 0) return;
    const whole = datagram.fullLength <= datagram.bytes.length;
    const b = toBytes(datagram.bytes, { byteOrder: this.transport.littleEndian ? 'little' : 'big' });
    try {
      eachMessage(b, (header, at) => {
        const pending = this.pending.get(header.sequence);
        if (pending === undefined || header.portId !== this.transport.portId) return;
        let message: Message<P>;
        try {
          message = decodeMessage(this.protocol, b, header, at);
        } catch (error) {
          return this.spoil(pending, error, header);
        }
        this.take(pending, message);
      });
    } catch (error) {
      if (whole) throw error;
      this.truncated(datagram);
    }
  }

  private take(pending: Pending<P>, message: Message<P>): void {
    if ((message.header.flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
    if (message.name === 'NLMSG_ERROR') {
      const { error, extendedAck } = message.body as ErrorBody;
      if (extendedAck !== undefined) pending.acknowledge(this.protocol, extendedAck, this.transport.littleEndian);
      if (error === 0) this.finish(pending);
      else this.refuse(pending, -error);
    } else if (message.name === 'NLMSG_DONE') {
      const { error = 0, extendedAck } = message.body as DoneBody;
      if (extendedAck !== undefined) pending.acknowledge(this.protocol, extendedAck, this.transport.littleEndian);
      if (error < 0) this.refuse(pending, -error);
      else this.finish(pending);
    } else if (message.name !== '#1') {
      if (!pending.settled) pending.replies.push(message);
      if (pending.kind === 'get') this.finish(pending);
    }
  }

  private refuse(pending: Pending<P>, errno: number): void {
    this.fail(pending, pending.refusal(this.protocol, errno));
    this.forget(pending);
  }

  /** The reply is complete. A dump that things changed under, or that lost a part, starts again. */
  private finish(pending: Pending<P>): void {
    const again = pending.kind === 'dump' && (pending.interrupted || pending.spoilt !== undefined) && !pending.settled;
    this.forget(pending, again);
    if (again && ++pending.attempts < MAX_DUMP_ATTEMPTS) {
      pending.restart();
      this.send(pending);
    } else {
      if (again) this.nextDump();
      if (pending.spoilt === undefined) pending.succeed();
      else pending.reject(pending.spoilt);
    }
  }

  /** Part of a reply is unreadable. A dump goes on to its end first: only then will the kernel begin another. */
  private spoil(pending: Pending<P>, error: unknown, { type }: Pick<MessageHeader, 'type'>): void {
    if (pending.kind === 'dump' && type >= 16) {
      pending.spoilt = error;
      pending.attempts = MAX_DUMP_ATTEMPTS;
    } else {
      this.fail(pending, error);
      this.forget(pending);
    }
  }

  /** The transport's buffer has grown meanwhile: a dump is asked for again, a change is not, since it was carried out. */
  private truncated({ bytes, fullLength }: Datagram): void {
    const b = toBytes(bytes, { byteOrder: this.transport.littleEndian ? 'little' : 'big' });
    const pending = bytes.length < 16 ? undefined : this.pending.get(b.view.getUint32(8, b.littleEndian));
    if (pending === undefined) return;
    const error = new NetlinkError('ERR_NETLINK_TRUNCATED', `${pending.name}: a reply of ${fullLength} bytes was cut to ${bytes.length}`);
    if (pending.kind === 'dump') {
      pending.spoilt = error;
    } else if (pending.kind === 'get' && pending.attempts++ === 0 && !pending.settled) {
      this.pending.delete(pending.sequence);
      pending.restart();
      this.send(pending);
    } else {
      this.fail(pending, error);
      this.forget(pending);
    }
  }

  /** Rejects for the caller. A dump that was begun stays known until the kernel is through with it. */
  private fail(pending: Pending<P>, error: unknown): void {
    pending.reject(error);
    const queued = this.dumps.indexOf(pending);
    if (queued >= 0) this.dumps.splice(queued, 1);
    if (pending !== this.dumping) this.pending.delete(pending.sequence);
    this.listenWhilePending();
  }

  private failAll(error: unknown): void {
    for (const pending of [...this.pending.values()]) {
      this.fail(pending, error);
      this.forget(pending);
    }
  }

  /** Nothing more will come for this one. */
  private forget(pending: Pending<P>, keepPlace = false): void {
    this.pending.delete(pending.sequence);
    if (pending !== this.dumping) return;
    this.dumping = undefined;
    if (!keepPlace) this.nextDump();
  }

  private nextDump(): void {
    const next = this.dumps.shift();
    if (next === undefined) return;
    try {
      this.send(next);
    } catch (error) {
      this.fail(next, error);
      this.forget(next);
    }
  }
}

function lost(cause: SystemError): NetlinkError {
  return new NetlinkError('ERR_NETLINK_OVERRUN', 'the kernel had no room to queue a reply: whether the request took effect is not known', { cause });
}
