// What comes from the kernel, datagram by datagram: which request each message answers, and what is wrong with what cannot be read.
// net/netlink/af_netlink.c; RFC 3549, section 2.3.

import { BARE_ACKNOWLEDGEMENT, bareAcknowledgements } from './acknowledgement.js';
import { holdBodies } from './bodies.js';
import { align4, Bytes, hostIsLittleEndian } from './bytes.js';
import { NLM_F_DUMP_INTR, NLMSG_MIN_TYPE } from './constants.js';
import { DecodeError, NetlinkError } from './errors.js';
import {
  type Bodies,
  type DoneBody,
  decodeMessage,
  type ErrorBody,
  errnoIn,
  headerAt,
  MAX_DATAGRAM,
  type Message,
  type MessageHeader,
  NLMSG_HDRLEN,
  nlmsghdr,
  type Protocol,
  toBytes,
} from './message.js';
import type { Outstanding } from './outstanding.js';
import { type Pending, strangeReply } from './pending.js';
import type { Datagram, Transport } from './transport.js';

/** What becomes of a request by what came. */
export interface Verdicts<P extends Bodies> {
  /** The reply is complete. */
  finish(pending: Pending<P>): void;
  /** There is none to come. */
  refuse(pending: Pending<P>, error: unknown): void;
  /** It is of no use, though the kernel may go on with it. */
  cancel(pending: Pending<P>, error: unknown): void;
  /** It has to be asked for again. */
  again(pending: Pending<P>): void;
}

export class Incoming<P extends Bodies> {
  /** The buffer that was looked into last. */
  private looked: Bytes | undefined;

  constructor(
    private readonly transport: Pick<Transport, 'littleEndian' | 'portId'>,
    private readonly protocol: Protocol<P>,
    private readonly outstanding: Outstanding<P>,
    private readonly verdicts: Verdicts<P>,
  ) {}

  /** Throws what concerns no request in particular: nothing of what is under way can be relied on then. */
  receive(datagram: Datagram): void {
    if (datagram.senderPortId !== 0) return;
    const { bytes, fullLength } = datagram;
    const { portId } = this.transport;
    const b = this.look(datagram);
    const start = b === this.looked ? bytes.byteOffset : 0;
    const end = start + bytes.length;
    const whole = fullLength <= bytes.length;
    const first = whole ? this.acknowledged(b, start, end) : start;
    let at = first;
    const listed = this.outstanding.dumping;
    if (whole && listed?.pick !== undefined && !listed.settled) at = holdBodies(this.protocol, b, listed, portId, at, end);
    try {
      for (let header = headerAt(b, at, end); header !== undefined; header = headerAt(b, at, end)) {
        const pending = header.portId === portId ? this.outstanding.find(header.sequence) : undefined;
        if (pending !== undefined) this.receiveMessage(pending, header, b, at, start, datagram);
        at += align4(header.length);
      }
    } catch (error) {
      if (whole) this.misframed(datagram, first - start, at - start, error);
    }
    if (!whole) this.truncated(datagram);
  }

  /** Datagrams that share a buffer share the views of it. */
  private look(datagram: Datagram): Bytes {
    const { buffer, byteOffset } = datagram.bytes;
    if ((byteOffset & 3) !== 0 || buffer.byteLength > MAX_DATAGRAM) return this.exactly(datagram);
    if (this.looked?.buffer !== buffer) this.looked = new Bytes(new Uint8Array(buffer), this.transport.littleEndian);
    this.looked.renew(datagram.lent === true);
    return this.looked;
  }

  private exactly({ bytes, lent = false }: Datagram): Bytes {
    return toBytes(lent ? bytes.slice() : bytes, { byteOrder: this.transport.littleEndian ? 'little' : 'big' });
  }

  /** The message at `at` of a datagram that begins at `start`. */
  private receiveMessage(pending: Pending<P>, header: MessageHeader, b: Bytes, at: number, start: number, datagram: Datagram): void {
    const strange = pending.looks ? strangeReply(this.protocol, pending.name, header.type) : undefined;
    if (strange !== undefined) return this.spoil(pending, strange, header);
    const part = pending.decodes === undefined ? header : pending.decodedPart(header);
    if (pending.pick !== undefined) b.apart();
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
      const pending = this.outstanding.pending.get(sequence);
      // Of a group's, those that are pending are not the group's to settle.
      const most = this.outstanding.pending.size === 0 ? count - at : 1;
      if (pending !== undefined) this.verdicts.finish(pending);
      at += pending === undefined ? (this.outstanding.groupOf(sequence)?.acknowledge(sequence, most) ?? 1) : 1;
    }
  }

  private take(pending: Pending<P>, message: Message<P>): void {
    const { type, flags } = message.header;
    if ((flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
    if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE') {
      const { extendedAck } = message.body as ErrorBody | DoneBody;
      const errno = errnoIn(message);
      if (extendedAck !== undefined) pending.acknowledge(this.protocol, extendedAck, this.transport.littleEndian);
      if (errno !== 0) this.verdicts.refuse(pending, pending.refusal(this.protocol, errno, message.name === 'NLMSG_DONE'));
      else this.verdicts.finish(pending);
    } else if (type >= NLMSG_MIN_TYPE) {
      if (pending.settled) return;
      pending.receivedBytes += message.header.length;
      if (pending.receivedBytes > pending.maxBytes) {
        return this.verdicts.cancel(pending, new NetlinkError('ERR_NETLINK_LIMIT', `${pending.name}: the reply is longer than maxBytes (${pending.maxBytes})`));
      }
      if (pending.kind === 'get') {
        pending.add(message);
        this.verdicts.finish(pending);
      } else {
        const { length } = pending.replies;
        pending.add(pending.pick === undefined ? message : (message.body as never));
        pending.sift(length);
      }
    }
  }

  /** Part of a reply is unreadable. A dump goes on to its end first: only then will the kernel begin another. */
  private spoil(pending: Pending<P>, error: unknown, { type }: MessageHeader): void {
    if (pending.kind !== 'dump' || type < NLMSG_MIN_TYPE) return this.verdicts.refuse(pending, error);
    pending.spoil(error);
  }

  /** The lengths in a datagram are wrong: it concerns the request named where they are, or the one the datagram begins with. */
  private misframed(datagram: Datagram, first: number, at: number, error: unknown): void {
    if (!(error instanceof DecodeError)) throw error;
    const b = this.exactly(datagram);
    const pending = this.requestAt(b, at) ?? this.requestAt(b, first);
    const told = misframing(b, at) ?? error;
    if (pending !== undefined) this.verdicts.refuse(pending, told);
    else if (!this.isOurs(b)) throw told;
  }

  private requestAt(b: Bytes, at: number): Pending<P> | undefined {
    if (b.array.length - at < NLMSG_HDRLEN) return undefined;
    const { sequence, portId } = nlmsghdr.read(b, at);
    return portId === this.transport.portId ? this.outstanding.find(sequence) : undefined;
  }

  /** Whether a datagram answers some request of ours, be it one that is settled. */
  private isOurs(b: Bytes): boolean {
    return b.array.length >= NLMSG_HDRLEN && nlmsghdr.read(b, 0).portId === this.transport.portId;
  }

  /** The transport's buffer has grown meanwhile: what only asks is asked for again, a change is not, since it was carried out. */
  private truncated(datagram: Datagram): void {
    const { bytes, fullLength } = datagram;
    const b = this.exactly(datagram);
    const cut = (name: string) => new NetlinkError('ERR_NETLINK_TRUNCATED', `${name}: a reply of ${fullLength} bytes was cut to ${bytes.length}`);
    const pending = this.requestAt(b, 0);
    if (pending === undefined) {
      if (!this.isOurs(b)) throw cut('unknown request');
    } else if (pending.kind === 'dump') {
      pending.spoilt ??= cut(pending.name);
      pending.cut = true;
    } else if (pending.kind === 'get' && pending.attempts++ === 0) {
      this.outstanding.forget(pending);
      this.verdicts.again(pending);
    } else {
      this.verdicts.refuse(pending, cut(pending.name));
    }
  }
}

/** What is wrong with the lengths at `at`. */
function misframing(b: Bytes, at: number): unknown {
  try {
    headerAt(b, at);
    return undefined;
  } catch (error) {
    return error;
  }
}
