// One request under way, from its first bytes to its last reply.

import { KernelError, NetlinkError } from './errors.js';
import type { ExtendedAck, ExtendedAckAttributes } from './extack.js';
import type { Bodies, Message, Protocol } from './message.js';
import { toBytes } from './message.js';
import { attributePath, missingPath } from './path.js';

/** What a request came to. */
export interface Reply<P extends Bodies> {
  readonly replies: readonly Message<P>[];
  readonly interrupted: boolean;
  readonly extendedAck: ExtendedAck | undefined;
}

export class Pending<P extends Bodies> {
  readonly promise: Promise<Reply<P>>;
  sequence = 0;
  flags = 0;
  bytes: Uint8Array = new Uint8Array();
  replies: Message<P>[] = [];
  interrupted = false;
  /** Why what was received cannot be used. */
  spoilt: unknown;
  /** The end of the reply may be among what was lost. */
  cut = false;
  attempts = 0;
  /** Bytes of this attempt's replies, and how many they may be. */
  receivedBytes = 0;
  maxBytes = Number.POSITIVE_INFINITY;
  settled = false;
  timer: ReturnType<typeof setTimeout> | undefined;
  cleanUp: (() => void) | undefined;
  private extendedAck: ExtendedAck | undefined;
  private resolve!: (reply: Reply<P>) => void;
  private refuse!: (error: unknown) => void;

  constructor(
    readonly kind: 'ack' | 'get' | 'dump' | 'post',
    readonly name: string,
    readonly about?: string,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.refuse = reject;
    });
  }

  /** What was received cannot be relied on. */
  get unusable(): boolean {
    return this.interrupted || this.spoilt !== undefined;
  }

  /** Nothing more is to come. */
  conclude(): void {
    if (this.spoilt !== undefined) return this.reject(this.spoilt);
    if (this.kind === 'get' && this.replies.length === 0) return this.reject(new NetlinkError('ERR_NETLINK_REPLY', `${this.name}: the kernel agreed, and told nothing`));
    this.settle(() => this.resolve({ replies: this.replies, interrupted: this.interrupted, extendedAck: this.extendedAck }));
  }

  reject(error: unknown): void {
    this.settle(() => this.refuse(error));
  }

  private settle(how: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.cleanUp?.();
    how();
    this.replies = [];
  }

  /** Forgets what was received. The same bytes again, under another sequence. */
  restart(sequence: number, littleEndian: boolean): void {
    this.replies = [];
    this.receivedBytes = 0;
    this.interrupted = false;
    this.spoilt = undefined;
    this.cut = false;
    this.extendedAck = undefined;
    this.sequence = sequence;
    this.bytes = this.bytes.slice();
    toBytes(this.bytes).view.setUint32(8, sequence, littleEndian);
  }

  acknowledge(protocol: Protocol<P>, { offset, missingType, missingNest, message, policy, cookie }: ExtendedAckAttributes, littleEndian: boolean): void {
    const request = toBytes(this.bytes, { byteOrder: littleEndian ? 'little' : 'big' });
    const path = offset === undefined ? undefined : attributePath(protocol, request, offset);
    const missing = missingType === undefined ? undefined : missingPath(protocol, request, missingNest, missingType);
    this.extendedAck = {
      ...(message !== undefined && { message }),
      ...(offset !== undefined && { offset }),
      ...(path !== undefined && { path }),
      ...(policy !== undefined && { policy }),
      ...(missing !== undefined && { missing }),
      ...(cookie !== undefined && { cookie }),
    };
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
