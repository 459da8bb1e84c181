// A dump on its way out: cut into datagrams as the reader offers room, checked for changes meanwhile.
// net/netlink/af_netlink.c: netlink_dump(), netlink_dump_done(); include/net/netlink.h: nl_dump_check_consistent().

import { align4, Writer } from '../netlink/bytes.js';
import { NLM_F_ACK_TLVS, NLM_F_DUMP_FILTERED, NLM_F_DUMP_INTR, NLM_F_MULTI, NLMSG_DONE } from '../netlink/constants.js';
import { NLMSG_HDRLEN, nlmsghdr } from '../netlink/message.js';
import { extendedAckOf, writtenAttributes } from './acknowledge.js';
import { type Outgoing, write } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Request } from './request.js';

/** SKB_WITH_OVERHEAD(4096): what the first datagram of a dump holds before the reader has shown its buffer. */
export const DUMP_MIN = 3776;
/** SKB_WITH_OVERHEAD(32768): what the kernel fills at most, whatever the reader offers. */
export const DUMP_MAX = 32448;

/** What a dump tells. */
export interface DumpPlan {
  /** One message each, made when there is room for it; undefined where the object has gone meanwhile. */
  readonly messages: Iterable<() => Outgoing | undefined>;
  /** A number that changes with what is dumped. */
  readonly generation?: () => number;
  /** Which of several lists, one behind the other, is being told: each is looked at by itself. */
  readonly section?: () => number;
  /** NLMSG_DONE has a datagram of its own. */
  readonly split?: boolean;
  /** What says that it is filtered: the messages and NLMSG_DONE, or the messages alone. */
  readonly filtered?: 'all' | 'messages' | undefined;
}

/** The state of a dump between two reads. */
export class RunningDump {
  private readonly iterator: Iterator<() => Outgoing | undefined>;
  private held: (() => Outgoing | undefined) | undefined;
  private exhausted = false;
  private previous: number | undefined;
  private failure: Refusal | undefined;
  private section: number | undefined;
  /** The next part tells of a change, be there one or not. */
  interrupt = false;

  constructor(
    readonly request: Request,
    private readonly plan: DumpPlan,
  ) {
    this.iterator = plan.messages[Symbol.iterator]();
  }

  /** The next datagram, and whether it was the last. */
  part(size: number): { readonly bytes: Uint8Array; readonly last: boolean } {
    const writer = new Writer(this.request.bytes.littleEndian, 4096);
    const generation = this.plan.generation?.();
    let intr = this.changed(generation);
    if (!this.exhausted) {
      for (let next = this.next(); next !== undefined; next = this.next()) {
        if (this.entersSection()) {
          intr = false;
          this.previous = this.plan.generation?.();
        }
        const outgoing = next();
        if (outgoing === undefined) continue;
        const before = writer.length;
        write(writer, outgoing, this.addressed(intr));
        if (align4(writer.length) > size && before > 0) {
          writer.length = before;
          writer.array.fill(0, before);
          this.held = next;
          return { bytes: writer.finish(), last: false };
        }
        intr = false;
      }
      writer.reserve(align4(writer.length) - writer.length);
      if ((this.plan.split === true && writer.length > 0) || size - writer.length < 20) return { bytes: writer.finish(), last: false };
    }
    // What has a datagram of its own does not tell of changes.
    this.done(writer, intr && this.plan.split !== true);
    return { bytes: writer.finish(), last: true };
  }

  /** rtnl_dump_all(): what was seen of one family is forgotten with the next. */
  private entersSection(): boolean {
    const before = this.section;
    this.section = this.plan.section?.();
    return before !== undefined && before !== this.section;
  }

  private changed(generation: number | undefined): boolean {
    const changed = this.interrupt || (this.previous !== undefined && generation !== this.previous);
    this.interrupt = false;
    this.previous = generation;
    return changed;
  }

  private next(): (() => Outgoing | undefined) | undefined {
    const { held } = this;
    if (held !== undefined) {
      this.held = undefined;
      return held;
    }
    try {
      const { done, value } = this.iterator.next();
      if (done !== true) return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.failure = error;
    }
    this.exhausted = true;
    return undefined;
  }

  private addressed(intr: boolean) {
    const { header, socket } = this.request;
    const flags = NLM_F_MULTI | (this.plan.filtered !== undefined ? NLM_F_DUMP_FILTERED : 0) | (intr ? NLM_F_DUMP_INTR : 0);
    return { flags, sequence: header.sequence, portId: socket.portId };
  }

  private done(writer: Writer, intr: boolean): void {
    const { failure, request } = this;
    const at = writer.length;
    writer.reserve(NLMSG_HDRLEN + 4);
    const extendedAck = request.socket.options.extendedAck ? extendedAckOf(request, failure) : undefined;
    if (extendedAck !== undefined) writtenAttributes.encode(writer, extendedAck);
    writer.view.setInt32(at + NLMSG_HDRLEN, failure === undefined ? 0 : -failure.errno, writer.littleEndian);
    const { header, socket } = request;
    const flags =
      NLM_F_MULTI |
      (this.plan.filtered === 'all' || request.answersFiltered ? NLM_F_DUMP_FILTERED : 0) |
      (extendedAck !== undefined ? NLM_F_ACK_TLVS : 0) |
      (intr ? NLM_F_DUMP_INTR : 0);
    const { length } = writer;
    const head = new Writer(writer.littleEndian, NLMSG_HDRLEN);
    nlmsghdr.write(head, { length: length - at, type: NLMSG_DONE, flags, sequence: header.sequence, portId: socket.portId });
    writer.array.set(head.finish(), at);
  }
}
