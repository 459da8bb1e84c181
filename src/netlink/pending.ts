// One request under way, from its first bytes to its last reply.

import { NLMSG_MIN_TYPE } from './constants.js';
import { KernelError, NetlinkError } from './errors.js';
import type { ExtendedAck, ExtendedAckAttributes } from './extack.js';
import { type Bodies, type Message, type MessageHeader, NLMSG_HDRLEN, type Protocol, toBytes } from './message.js';
import { resolvedAck } from './path.js';

/** What a request came to. */
export interface Reply<P extends Bodies> {
  readonly replies: readonly Message<P>[];
  readonly interrupted: boolean;
  readonly extendedAck: ExtendedAck | undefined;
}

/** How often an interrupted or spoiled dump is asked for before what there is counts. */
export const MAX_DUMP_ATTEMPTS = 6;

/** Bytes the replies of one dump may come to, unless the caller says otherwise. */
export const MAX_DUMP_BYTES = 1 << 30;

const NO_BYTES = new Uint8Array();
const NO_REPLIES: readonly never[] = Object.freeze([]);

/** Empty, and of objects: V8 takes an empty array for one of small numbers, and what it has compiled for a long one is lost when the first object comes. */
function list<T>(): T[] {
  const items = [undefined as T];
  items.pop();
  return items;
}

export class Pending<P extends Bodies> implements Reply<P> {
  sequence = 0;
  flags = 0;
  bytes: Uint8Array = NO_BYTES;
  /** Or what `pick` made of their bodies. */
  replies: readonly Message<P>[] = NO_REPLIES;
  pick: ((body: never) => unknown) | undefined;
  interrupted = false;
  /** Why what was received cannot be used. */
  spoilt: unknown;
  /** The end of the reply may be among what was lost. */
  cut = false;
  attempts = 0;
  /** Bytes of this attempt's replies, and how many they may be. */
  receivedBytes = 0;
  maxBytes = MAX_DUMP_BYTES;
  /** How many bytes of a reply's body are decoded, where not all are. */
  decodes: number | undefined;
  settled = false;
  /** Its bytes are on their way: there is no reply to wait for yet. */
  sending = false;
  /** Calls the time-out off. */
  stopTimer: (() => void) | undefined;
  /** Called once it is settled, however. */
  cleanUp: (() => void) | undefined;
  extendedAck: ExtendedAck | undefined;

  constructor(
    readonly kind: 'ack' | 'get' | 'dump',
    readonly name: string,
    readonly about?: string,
    /** What is to be made of the reply. */
    private readonly made?: (reply: Reply<P>) => unknown,
    /** One of them is called once, with that or with why there is none. Not a promise: of a batch's thousands nobody would wait for one by itself. */
    private readonly resolve?: (made: never) => void,
    private readonly fail?: (reason: unknown) => void,
  ) {
    if (kind === 'dump') this.replies = list();
  }

  /** Bodies alone are handed out, or one message for what was asked for: nobody but us looks at their type. */
  get looks(): boolean {
    return this.kind === 'get' || this.pick !== undefined;
  }

  /** What was received cannot be relied on. */
  get unusable(): boolean {
    return this.interrupted || this.spoilt !== undefined;
  }

  /** The header of a reply as if the reply had no more than what is to be decoded. What is refused is told in full. */
  decodedPart(header: MessageHeader): MessageHeader {
    if (this.decodes === undefined || header.type < NLMSG_MIN_TYPE) return header;
    return { ...header, length: Math.min(header.length, NLMSG_HDRLEN + this.decodes) };
  }

  /** One more reply. */
  add(message: Message<P>): void {
    if (this.replies === NO_REPLIES) this.replies = [message];
    else (this.replies as Message<P>[]).push(message);
  }

  /** Of the replies from `from` on, which are bodies yet, only what `pick` makes of them is kept. By itself, as it calls what is another for each list. */
  sift(from: number): void {
    const { pick } = this;
    const replies = this.replies as unknown[];
    if (pick === undefined || replies.length === from) return;
    let kept = from;
    try {
      for (let i = from; i < replies.length; i++) {
        const picked = pick(replies[i] as never);
        if (picked !== undefined) replies[kept++] = picked;
      }
    } catch (error) {
      this.spoil(error);
    }
    if (this.replies === replies) replies.length = kept;
  }

  /** Part of a list is of no use. It goes on to its end first: only then will the kernel begin another. */
  spoil(error: unknown): void {
    this.spoilt = error;
    this.attempts = MAX_DUMP_ATTEMPTS;
  }

  /** Nothing more is to come. */
  conclude(): void {
    if (this.spoilt !== undefined) return this.reject(this.spoilt);
    if (this.kind === 'get' && this.replies.length === 0) return this.reject(new NetlinkError('ERR_NETLINK_REPLY', `${this.name}: the kernel agreed, and told nothing`));
    this.settle(this);
  }

  reject(reason: unknown): void {
    this.settle(undefined, reason);
  }

  private settle(reply: Reply<P> | undefined, reason?: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.stopTimer?.();
    this.cleanUp?.();
    if (reply === undefined) this.fail?.(reason);
    else this.resolve?.(this.made?.(reply) as never);
    this.replies = NO_REPLIES;
  }

  /** Forgets what was received. The same bytes again, under another sequence. */
  restart(sequence: number, littleEndian: boolean): void {
    this.replies = list();
    this.receivedBytes = 0;
    this.interrupted = false;
    this.spoilt = undefined;
    this.cut = false;
    this.extendedAck = undefined;
    this.sequence = sequence;
    this.bytes = this.bytes.slice();
    toBytes(this.bytes).view.setUint32(8, sequence, littleEndian);
  }

  acknowledge(protocol: Protocol<P>, extendedAck: ExtendedAckAttributes, littleEndian: boolean): void {
    this.extendedAck = resolvedAck(protocol, toBytes(this.bytes, { byteOrder: littleEndian ? 'little' : 'big' }), extendedAck);
  }

  /** `begun` where the kernel ends with it what it had begun to list. */
  refusal(protocol: Protocol<P>, errno: number, begun = false): KernelError {
    const { name, flags, sequence, bytes, about } = this;
    return new KernelError(
      errno,
      { name, type: protocol.messages[name]?.[0] ?? 0, flags, sequence, bytes, ...(about !== undefined && { about }) },
      this.extendedAck,
      begun ? this.replies : undefined,
    );
  }
}

/** What is wrong with a reply to `asked` that has this type. */
export function strangeReply<P extends Bodies>(protocol: Protocol<P>, asked: string, type: number): NetlinkError | undefined {
  if (type < NLMSG_MIN_TYPE || protocol.answers === undefined) return undefined;
  const came = protocol.nameOf(type);
  return protocol.answers(asked, came) ? undefined : new NetlinkError('ERR_NETLINK_REPLY', `${asked}: the kernel answered with ${came}`);
}
