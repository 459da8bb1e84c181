// A transport that answers as a recording did: a request that was recorded gets the replies that were.

import { fromHex, hostIsLittleEndian, toHex, Writer } from './bytes.js';
import { NLM_F_ACK, NLM_F_CAPPED, NLM_F_ECHO, NLMSG_ERROR } from './constants.js';
import { NetlinkError } from './errors.js';
import { type Exchange, isLittleEndianMachine, MAX_EXCHANGE } from './exchange.js';
import { eachMessage, isRequest, NLMSG_HDRLEN, nlmsghdr, toBytes } from './message.js';
import { Queue } from './queue.js';
import type { Datagram, Transport } from './transport.js';

/** What a family knows about its own requests. */
export interface ReplayRules {
  /** A request as it is compared: differences that do not matter are taken out. Sequence and port are zero already. */
  normalise?(request: Uint8Array, littleEndian: boolean): Uint8Array;
  /** Whether a request only asks: it may be repeated or left out. All others must be sent once each, in the recorded order. */
  asks?(request: Uint8Array, littleEndian: boolean): boolean;
  /** Whether a recorded request need not be sent although it is one that changes something. */
  optional?(request: Uint8Array, littleEndian: boolean): boolean;
  /** A recorded request whose replies will do for one that was not recorded; undefined for none. */
  standIn?(request: Uint8Array, recorded: readonly StandIn[], littleEndian: boolean): StandIn | undefined;
  /** The reply to a request that was not recorded, made from the messages that were received; undefined for none. */
  answer?(request: Uint8Array, received: readonly Uint8Array[], littleEndian: boolean): Uint8Array[] | undefined;
  /** How two requests that should be equal are shown. */
  explain?(request: Uint8Array, littleEndian: boolean): string;
}

/** A recorded request as it is compared, and whether it was asked for already. */
export interface StandIn {
  readonly bytes: Uint8Array;
  readonly used: boolean;
}

/** How a recording is replayed. */
export interface ReplayOptions {
  /** Of the machine it was recorded on; found out from the recording by default. */
  readonly littleEndian?: boolean;
  readonly rules?: ReplayRules;
}

interface RecordedRequest {
  readonly bytes: Uint8Array;
  readonly asks: boolean;
  /** It asked to be told what became of it, as everyone else is. */
  readonly echo: boolean;
  readonly replies: Uint8Array[];
  /** Its place in the recording. */
  readonly at: number;
  used: boolean;
}

const PORT = 1;

/** The byte order in which the first message's length makes sense; where nothing passed, that of the machine it was recorded on, this one's if that is not known. */
export function byteOrderOf(exchange: Exchange, machine?: string): boolean {
  for (const { hex } of exchange) {
    const bytes = fromHex(hex.slice(0, 8));
    if (bytes.length < 4) continue;
    const view = new DataView(bytes.buffer);
    const little = view.getUint32(0, true);
    const big = view.getUint32(0, false);
    if (little !== big) return little < big;
  }
  return machine === undefined ? hostIsLittleEndian : isLittleEndianMachine(machine);
}

/** A copy of the message at `at`, with sequence and port zero. */
function extract(array: Uint8Array, at: number, length: number): Uint8Array {
  return array.slice(at, at + length).fill(0, 8, 16);
}

export class Replay implements Transport {
  readonly littleEndian: boolean;
  readonly portId = PORT;
  private readonly rules: ReplayRules;
  private readonly requests: RecordedRequest[] = [];
  /** The same by their bytes. */
  private readonly alike = new Map<string, RecordedRequest[]>();
  /** Changes before this one were made, all of them. */
  private passed = 0;
  private readonly received: Uint8Array[] = [];
  private readonly notifications = new Queue<Datagram>();
  private readonly queue = new Queue<Uint8Array>();
  private listener: (() => void) | undefined;
  private joined = false;
  private woken = false;

  /** Throws DecodeError where the recording is no netlink traffic. Traffic of other families is passed over. */
  constructor(exchange: Exchange, { littleEndian, rules = {} }: ReplayOptions = {}) {
    if (exchange.length > MAX_EXCHANGE) throw new NetlinkError('ERR_NETLINK_LIMIT', `a recording of ${exchange.length} datagrams, MAX_EXCHANGE is ${MAX_EXCHANGE}`);
    this.littleEndian = littleEndian ?? byteOrderOf(exchange);
    this.rules = rules;
    const bySequence = new Map<string, RecordedRequest>();
    for (const { dir, sock, hex, family = 0, nsid, nl_groups = 0 } of exchange) {
      if (family !== 0) continue;
      const array = fromHex(hex);
      eachMessage(this.bytes(array), (header, at) => {
        const key = `${sock} ${header.sequence}`;
        const message = extract(array, at, header.length);
        if (dir === 'tx') {
          if (!isRequest(header)) return;
          const echo = (header.flags & NLM_F_ECHO) !== 0;
          const request = { bytes: this.normalise(message), echo, asks: rules.asks?.(message, this.littleEndian) ?? false, replies: [], at: this.requests.length, used: false };
          bySequence.set(key, request);
          this.requests.push(request);
          const alike = this.alike.get(toHex(request.bytes));
          if (alike === undefined) this.alike.set(toHex(request.bytes), [request]);
          else alike.push(request);
        } else {
          this.received.push(message);
          // The sequence of a notification is that of whoever caused it, which may be one of ours by chance. An echo is one, and ours.
          const request = bySequence.get(key);
          if (request !== undefined && (nl_groups === 0 || request.echo)) request.replies.push(message);
          else this.notifications.push({ bytes: message, fullLength: message.length, senderPortId: 0, ...(nsid !== undefined && { nsid }) });
        }
      });
    }
  }

  private bytes(array: Uint8Array) {
    return toBytes(array, { byteOrder: this.littleEndian ? 'little' : 'big' });
  }

  private normalise(request: Uint8Array): Uint8Array {
    return this.rules.normalise?.(request, this.littleEndian) ?? request;
  }

  /** Throws NetlinkError ERR_NETLINK_REPLAY for a request that was not recorded, showing it beside the nearest that was. */
  send(datagram: Uint8Array): undefined {
    eachMessage(this.bytes(datagram), (header, at) => {
      const message = extract(datagram, at, header.length);
      for (const reply of this.answer(message)) this.queue.push(this.addressed(reply, header.sequence));
    });
    this.wake();
  }

  private answer(message: Uint8Array): readonly Uint8Array[] {
    const wanted = this.normalise(message);
    const asks = this.rules.asks?.(message, this.littleEndian) ?? false;
    const same = this.alike.get(toHex(wanted));
    const next = same?.find(({ used }) => !used) ?? (asks ? same?.at(-1) : undefined) ?? this.standIn(wanted);
    if (next !== undefined) {
      if (!asks) this.expectOrder(next);
      next.used = true;
      return this.acknowledged(message, next.replies);
    }
    const made = this.rules.answer?.(message, this.received, this.littleEndian);
    if (made === undefined) throw this.unrecorded(wanted);
    return made;
  }

  private standIn(wanted: Uint8Array): RecordedRequest | undefined {
    const { rules, requests, littleEndian } = this;
    const found = rules.standIn?.(wanted, requests, littleEndian);
    return found === undefined ? undefined : requests.find((request) => request === found);
  }

  /** A program that has its echo may not wait for the acknowledgement: then it was not recorded. */
  private acknowledged(message: Uint8Array, replies: readonly Uint8Array[]): readonly Uint8Array[] {
    const { flags } = nlmsghdr.read(this.bytes(message), 0);
    const wanted = NLM_F_ACK | NLM_F_ECHO;
    const told = replies.some((reply) => nlmsghdr.read(this.bytes(reply), 0).type === NLMSG_ERROR);
    if ((flags & wanted) !== wanted || replies.length === 0 || told) return replies;
    const w = new Writer(this.littleEndian);
    nlmsghdr.write(w, { length: NLMSG_HDRLEN + 4 + NLMSG_HDRLEN, type: NLMSG_ERROR, flags: NLM_F_CAPPED });
    w.reserve(4);
    w.bytes(message.subarray(0, NLMSG_HDRLEN));
    return [...replies, w.finish()];
  }

  private expectOrder(next: RecordedRequest): void {
    for (let first = this.requests[this.passed]; first !== undefined && first.at < next.at; first = this.requests[++this.passed]) {
      if (this.unsent(first))
        throw new NetlinkError('ERR_NETLINK_REPLAY', `request sent out of order\nsent:\n${this.explain(next.bytes)}\nrecorded before it:\n${this.explain(first.bytes)}`);
    }
  }

  /** Whether it is a change that was not made. */
  private unsent({ used, asks, bytes }: RecordedRequest): boolean {
    return !used && !asks && this.rules.optional?.(bytes, this.littleEndian) !== true;
  }

  private unrecorded(wanted: Uint8Array): NetlinkError {
    const type = (bytes: Uint8Array) => this.bytes(bytes).view.getUint16(4, this.littleEndian);
    const near = this.requests.filter(({ used }) => !used).find(({ bytes }) => type(bytes) === type(wanted)) ?? this.requests.find(({ bytes }) => type(bytes) === type(wanted));
    const other = near === undefined ? 'none of this type' : this.explain(near.bytes);
    return new NetlinkError('ERR_NETLINK_REPLAY', `request was not recorded\nsent:\n${this.explain(wanted)}\nrecorded:\n${other}`);
  }

  private explain(request: Uint8Array): string {
    return `${toHex(request)}${this.rules.explain === undefined ? '' : `\n${this.rules.explain(request, this.littleEndian)}`}`;
  }

  /** What is wrong at the end: each recorded change that was not sent. */
  unfinished(): string[] {
    return this.requests.filter((request) => this.unsent(request)).map(({ bytes }) => this.explain(bytes));
  }

  /** A recorded reply made out to the request that is asking. An acknowledgement repeats the request's header. */
  private addressed(reply: Uint8Array, sequence: number): Uint8Array {
    const out = reply.slice();
    const view = new DataView(out.buffer);
    view.setUint32(8, sequence, this.littleEndian);
    view.setUint32(12, PORT, this.littleEndian);
    if (view.getUint16(4, this.littleEndian) === NLMSG_ERROR && out.length >= NLMSG_HDRLEN + 4 + NLMSG_HDRLEN) {
      view.setUint32(NLMSG_HDRLEN + 4 + 8, sequence, this.littleEndian);
    }
    return out;
  }

  receive(): Datagram | undefined {
    const bytes = this.queue.shift();
    if (bytes !== undefined) return { bytes, fullLength: bytes.length, senderPortId: 0 };
    return this.joined ? this.notifications.shift() : undefined;
  }

  listen(listener: (() => void) | undefined): void {
    this.listener = listener;
    this.wake();
  }

  private wake(): void {
    if (this.listener === undefined || this.woken || this.left === 0) return;
    this.woken = true;
    queueMicrotask(() => {
      this.woken = false;
      const before = this.left;
      this.listener?.();
      // Once more while it reads: it may take its share and leave the rest for another turn.
      if (this.left < before) this.wake();
    });
  }

  /** Datagrams that can be read. */
  private get left(): number {
    return this.queue.length + (this.joined ? this.notifications.length : 0);
  }

  join(): void {
    this.joined = true;
    this.wake();
  }

  /** Notifications are handed out no more. */
  leave(): void {
    this.joined = false;
  }

  /** Hears the notifications of the recording. Once they are through, `receive` throws NetlinkError ERR_NETLINK_CLOSED: there is no more to wait for. */
  sibling(): Transport {
    return new Listener(this.littleEndian, this.notifications);
  }

  async close(): Promise<void> {
    this.listener = undefined;
  }
}

/** The second socket of a recording, for notifications alone. */
class Listener implements Transport {
  readonly portId = PORT + 1;
  private listener: (() => void) | undefined;

  constructor(
    readonly littleEndian: boolean,
    private readonly notifications: Queue<Datagram>,
  ) {}

  send(): never {
    throw new NetlinkError('ERR_NETLINK_REPLAY', 'this socket of a recording is for notifications');
  }

  receive(): Datagram {
    const next = this.notifications.shift();
    if (next === undefined) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the recording holds no more notifications');
    return next;
  }

  /** Once in each turn until it is read to its end. */
  listen(listener: (() => void) | undefined): void {
    const first = this.listener === undefined;
    this.listener = listener;
    if (first && listener !== undefined) this.tell();
  }

  private tell(): void {
    queueMicrotask(() => {
      this.listener?.();
      if (this.listener !== undefined) this.tell();
    });
  }

  join(): void {}
  leave(): void {}

  sibling(): Transport {
    return new Listener(this.littleEndian, this.notifications);
  }

  async close(): Promise<void> {
    this.listener = undefined;
  }
}
