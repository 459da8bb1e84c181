// One request on its way through the kernel.

import type { Bytes } from '../netlink/bytes.js';
import { NLM_F_ECHO } from '../netlink/constants.js';
import { EINVAL } from '../netlink/errno-numbers.js';
import { type MessageHeader, NLMSG_HDRLEN } from '../netlink/message.js';
import type { StructCodec } from '../netlink/struct.js';
import type { Attributes } from './attribute.js';
import type { SimulatedKernel } from './kernel.js';
import type { NetNamespace } from './namespace.js';
import { type PolicyTable, parse, type Strictness } from './policy.js';
import type { Outgoing } from './protocol.js';
import { Refusal } from './refusal.js';
import type { SimulatedSocket } from './socket.js';

/** A request and who sent it. */
export class Request {
  /** What the reply says although the request is granted. */
  warning: string | undefined;
  /** The answer is lost. */
  unanswered = false;
  /** The end of its list says that it is filtered, even where nothing comes of it. */
  answersFiltered = false;
  private readonly warn = (text: string): void => {
    this.warning = text;
  };

  constructor(
    readonly kernel: SimulatedKernel,
    readonly socket: SimulatedSocket,
    /** The message alone, from its header on. */
    readonly bytes: Bytes,
    readonly header: MessageHeader,
  ) {}

  get ns(): NetNamespace {
    return this.socket.ns;
  }

  get flags(): number {
    return this.header.flags;
  }

  /** Whether the sender wants to be told what it caused. */
  get echo(): boolean {
    return (this.flags & NLM_F_ECHO) !== 0 && !this.unanswered;
  }

  /** Whether its sender has the dumps and gets checked: NETLINK_GET_STRICT_CHK. */
  get strict(): boolean {
    return this.socket.options.strict;
  }

  /** Bytes behind nlmsghdr. */
  get length(): number {
    return this.bytes.array.length - NLMSG_HDRLEN;
  }

  /** The struct that the message begins with. Throws Refusal where it is cut short. */
  struct<T>(codec: StructCodec<T>, text: string | undefined = 'Invalid header length'): T {
    if (this.length < codec.size) throw new Refusal(EINVAL, text);
    return codec.read(this.bytes, NLMSG_HDRLEN);
  }

  /** Whether something stands in the byte of struct ifinfomsg in which nothing should. */
  get padded(): boolean {
    return this.bytes.array[NLMSG_HDRLEN + 1] !== 0;
  }

  /** The attributes behind a struct of `size` bytes. */
  attributes(size: number, table: PolicyTable, strictness: Strictness = 'liberal'): Attributes {
    const end = this.bytes.array.length;
    const start = Math.min(end, NLMSG_HDRLEN + ((size + 3) & ~3));
    return parse(this.bytes, start, end, table, { strictness, warn: this.warn });
  }

  /** For nests, as `attributes`. */
  get context(): { readonly warn: (text: string) => void } {
    return { warn: this.warn };
  }

  /** Answers the sender. */
  reply(outgoing: Outgoing, flags = 0): void {
    if (this.unanswered) return;
    const { sequence } = this.header;
    this.socket.unicast(outgoing, { flags, sequence, portId: this.socket.portId });
  }
}
