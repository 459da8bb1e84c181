// One message of a recording, decoded when it is looked at.

import type { Bytes } from '../bytes.js';
import { NETLINK_ROUTE, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NLMSG_MIN_TYPE } from '../constants.js';
import type { Dissection } from '../dissection.js';
import { DecodeError } from '../errors.js';
import { type Bodies, bodyRange, decodeMessage, dissectMessage, type MessageHeader, NLMSG_HDRLEN, type Protocol } from '../message.js';
import type { CapturedDatagram } from './captured.js';
import type { CapturedMessage } from './entry.js';
import type { Frame } from './framing.js';
import { guessAttributes } from './guess.js';

const RTM_GETNEIGH = 30;
const NO_ERRORS: readonly DecodeError[] = [];

interface Decoded {
  readonly body: unknown;
  readonly errors: readonly DecodeError[];
}

/** A recording that does not tell who spoke: requests say that they are some, and the kernel makes but one, to daemons that resolve neighbours. */
function directionOf(family: number, header: MessageHeader | undefined): 'sent' | 'received' {
  if (header === undefined || header.type < NLMSG_MIN_TYPE || (header.flags & NLM_F_REQUEST) === 0) return 'received';
  const asksDaemon = family === NETLINK_ROUTE && header.type === RTM_GETNEIGH && header.flags === NLM_F_REQUEST && header.sequence === 0;
  return asksDaemon ? 'received' : 'sent';
}

export class Taken implements CapturedMessage {
  readonly offset: number;
  readonly header?: MessageHeader;
  readonly direction: 'sent' | 'received';
  readonly truncated: boolean;
  /** Of a family whose datagrams are no messages. */
  readonly isText: boolean;
  private readonly end: number;
  private readonly next: number;
  private readonly error: DecodeError | undefined;
  /** As it is decoded: with the length that is there. */
  private readonly framed: MessageHeader | undefined;
  private known: string | undefined;
  private decoded: Decoded | undefined;

  constructor(
    readonly number: number,
    readonly datagram: CapturedDatagram,
    private readonly b: Bytes,
    { offset, end, next, header, error }: Frame,
    private readonly protocol: Protocol<Bodies>,
  ) {
    this.offset = offset;
    this.end = end;
    this.next = next;
    this.error = error;
    this.framed = error === undefined ? header : header && { ...header, length: end - offset };
    this.isText = header !== undefined && (protocol.framing?.headerLength ?? NLMSG_HDRLEN) < NLMSG_HDRLEN;
    if (header !== undefined && !this.isText) this.header = header;
    this.truncated = error !== undefined && datagram.fullLength > datagram.bytes.length;
    this.direction = datagram.direction ?? directionOf(datagram.family, this.header);
  }

  /** There is no message here, or the half of one that was not cut off by the recording. */
  get isDamaged(): boolean {
    return this.error !== undefined && (this.header === undefined || !this.truncated);
  }

  /** It ends what it answers, and came from the kernel. */
  get concludes(): boolean {
    return this.direction === 'received' && (this.header?.type === NLMSG_ERROR || this.header?.type === NLMSG_DONE);
  }

  get bytes(): Uint8Array {
    return this.b.array.subarray(this.offset, this.end);
  }

  get padding(): Uint8Array {
    return this.b.array.subarray(this.end, this.next);
  }

  get name(): string {
    this.known ??= this.identify();
    return this.known;
  }

  private identify(): string {
    const { framed, protocol, b, offset } = this;
    if (framed === undefined) return 'damaged';
    const { start, end } = bodyRange(protocol, framed, offset);
    return protocol.identify(framed, b, start, end).name;
  }

  get body(): unknown {
    this.decoded ??= this.decode();
    return this.decoded.body;
  }

  get errors(): readonly DecodeError[] {
    this.decoded ??= this.decode();
    return this.decoded.errors;
  }

  /** Decodes it now: its protocol learns from it what those that follow are. */
  learn(): void {
    this.decoded ??= this.decode();
  }

  private decode(): Decoded {
    const { b, offset, end, framed, error, protocol } = this;
    const raw = b.array.subarray(framed === undefined ? offset : bodyRange(protocol, framed, offset).start, end);
    if (error !== undefined || framed === undefined) return { body: raw, errors: error === undefined ? NO_ERRORS : [error] };
    try {
      const { body, errors = NO_ERRORS } = decodeMessage(protocol, b, framed, offset);
      return { body, errors };
    } catch (thrown) {
      if (!(thrown instanceof DecodeError)) throw thrown;
      return { body: raw, errors: [thrown] };
    }
  }

  dissect(): Dissection | undefined {
    const { b, framed, offset, protocol, error, name } = this;
    if (framed === undefined) return undefined;
    const node = dissectMessage(protocol, b, framed, offset);
    const { start, end } = bodyRange(protocol, framed, offset);
    const children = name.startsWith('#') && node.children === undefined ? guessAttributes(b, start, end) : undefined;
    if (children === undefined && error === undefined) return node;
    return { ...node, ...(children !== undefined && { children }), ...(error !== undefined && { error }) };
  }
}
