// An entry while messages come in for it.

import { Bytes, equalBytes } from '../bytes.js';
import { NLM_F_ACK, NLM_F_DUMP_INTR, NLM_F_ECHO, NLMSG_DONE, NLMSG_MIN_TYPE } from '../constants.js';
import { errnoName, errnoText } from '../errno.js';
import type { ExtendedAck, ExtendedAckAttributes } from '../extack.js';
import { type Bodies, type ErrorBody, NLMSG_HDRLEN, type Protocol } from '../message.js';
import { resolvedAck } from '../path.js';
import { asks } from './asking.js';
import type { CapturedMessage, Cause, Entry, EntryError, EntryKind, EntryState } from './entry.js';

/** The result that NLMSG_ERROR and NLMSG_DONE carry: 0, or a negative errno. Undefined where it is missing. */
function resultOf(message: CapturedMessage): number | undefined {
  const { body } = message;
  if (!(body instanceof Uint8Array)) return (body as { readonly error?: number }).error;
  if (body.length < 4) return undefined;
  return new DataView(body.buffer, body.byteOffset).getInt32(0, message.datagram.littleEndian);
}

export class Draft implements Entry {
  state: EntryState = 'open';
  readonly family: number;
  readonly name: string;
  declare readonly socket?: string;
  declare port?: number;
  declare readonly sequence?: number;
  declare readonly request?: CapturedMessage;
  readonly messages: CapturedMessage[] = [];
  count = 0;
  replies = 0;
  bytes = 0;
  declare readonly time?: bigint;
  declare latency?: bigint;
  declare duration?: bigint;
  interrupted = false;
  truncated = false;
  declare error?: EntryError;
  declare warning?: ExtendedAck;
  declare cause?: Cause;
  /** Something was to be changed. */
  readonly changes: boolean;
  /** Its port is that of a reply, and so the right one. */
  answered = false;
  private echoed: Uint8Array | undefined;

  constructor(
    readonly id: number,
    readonly kind: EntryKind,
    { header, name, datagram: { family, socket, time } }: CapturedMessage,
    request: CapturedMessage | undefined,
    private readonly keep: number,
  ) {
    this.family = family;
    this.name = name;
    if (socket !== undefined) this.socket = socket;
    if (header !== undefined) this.sequence = header.sequence;
    if (header !== undefined && header.portId !== 0) this.port = header.portId;
    if (request !== undefined) this.request = request;
    if (time !== undefined) this.time = time;
    this.changes = kind === 'request' && request !== undefined && !asks(request);
  }

  private get flags(): number {
    return this.request?.header?.flags ?? 0;
  }

  /** A change that was asked for to be told to whoever asked, too. */
  get echoes(): boolean {
    return (this.flags & NLM_F_ECHO) !== 0;
  }

  /** What it asked to be told has come: the same once more is for others. */
  hasEchoed({ bytes }: CapturedMessage): boolean {
    const { echoed } = this;
    return echoed !== undefined && equalBytes(echoed, bytes);
  }

  /** It ends with an acknowledgement. */
  get acknowledges(): boolean {
    return (this.flags & NLM_F_ACK) !== 0;
  }

  /** The kernel knows better than the program which port that has. */
  answer(port: number): void {
    this.answered = true;
    if (port !== 0) this.port = port;
  }

  add(message: CapturedMessage): void {
    const { datagram, header } = message;
    this.count++;
    this.bytes += message.bytes.length;
    if (this.messages.length < this.keep) this.messages.push(message);
    if (message.truncated) this.truncated = true;
    if (message === this.request) return;
    if (this.kind !== 'request' && this.kind !== 'notification' && ((header?.flags ?? 0) & NLM_F_DUMP_INTR) !== 0) this.interrupted = true;
    if ((header?.type ?? 0) >= NLMSG_MIN_TYPE) {
      this.replies++;
      if (this.echoes) this.echoed = message.bytes;
    }
    if (datagram.time === undefined || this.time === undefined) return;
    this.duration = datagram.time - this.time;
    if (this.request !== undefined) this.latency ??= this.duration;
  }

  /** What NLMSG_ERROR or NLMSG_DONE says of it. */
  conclude(message: CapturedMessage, protocol: Protocol<Bodies>): void {
    const result = resultOf(message) ?? 0;
    const extendedAck = this.resolve(message, protocol);
    this.state = result < 0 ? 'failed' : 'done';
    if (result < 0) {
      this.error = { errno: -result, code: errnoName(-result), message: extendedAck.message ?? errnoText(-result), extendedAck };
    } else if (extendedAck.message !== undefined) {
      this.warning = extendedAck;
    }
  }

  private resolve(message: CapturedMessage, protocol: Protocol<Bodies>): ExtendedAck {
    const { extendedAck } = message.body as { readonly extendedAck?: ExtendedAckAttributes };
    if (extendedAck === undefined) return {};
    return resolvedAck(protocol, new Bytes(this.asked(message), message.datagram.littleEndian), extendedAck);
  }

  /** The request, or what an error repeats of it. */
  private asked(message: CapturedMessage): Uint8Array {
    if (this.request !== undefined) return this.request.bytes;
    if (message.header?.type === NLMSG_DONE) return new Uint8Array();
    const { request } = message.body as ErrorBody;
    const at = NLMSG_HDRLEN + 4;
    return message.bytes.subarray(at, at + NLMSG_HDRLEN + (request.body?.length ?? 0));
  }
}
