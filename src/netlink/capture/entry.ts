// What understanding a recording hands out: its messages one by one, and the entries they make up - a request with all that answers it,
// a dump with all that it lists, a notification. Types only.

import type { Dissection } from '../dissection.js';
import type { DecodeError } from '../errors.js';
import type { ExtendedAck } from '../extack.js';
import type { Bodies, MessageHeader, Protocol } from '../message.js';
import type { CapturedDatagram } from './captured.js';

/** The messages of a netlink family (`linux/netlink.h`, NETLINK_*) by its number; undefined for one that is not known. */
export type Protocols = (family: number) => Protocol<Bodies> | undefined;

/** One message of a recording. What it holds is decoded when it is first looked at. */
export interface CapturedMessage {
  /** Its place among the messages of the recording, from 1. */
  readonly number: number;
  readonly datagram: CapturedDatagram;
  /** Where it starts in the datagram. */
  readonly offset: number;
  /** Header and body without padding, as much of it as was recorded; all of what is left of the datagram where that is no message. */
  readonly bytes: Uint8Array;
  /** What stands behind it, up to the next message or the end of the datagram. */
  readonly padding: Uint8Array;
  /** The recording cut its end off. */
  readonly truncated: boolean;
  /** Absent where there is no whole header, and in a family whose datagrams have none (uevents). */
  readonly header?: MessageHeader;
  /** As the recording tells, else as its flags do. */
  readonly direction: 'sent' | 'received';
  /** `RTM_NEWLINK`; `#16` where its family is not known. */
  readonly name: string;
  /** What decoding gives; the bytes behind the header where there is no decoding it. */
  readonly body: unknown;
  /** Why there was no decoding it, and attributes that did not decode and were kept raw. */
  readonly errors: readonly DecodeError[];
  /** It as a tree, offsets being those in the datagram; undefined where there is no whole header. */
  dissect(): Dissection | undefined;
}

/**
 * `request`: a request, its replies and its acknowledgement. `dump`: the same of a list. `notification`: what the kernel told on its own.
 * `orphan`: replies to a request that is not in the recording. `control`: NLMSG_NOOP, NLMSG_OVERRUN. `damaged`: bytes that are no message.
 */
export type EntryKind = 'request' | 'dump' | 'notification' | 'orphan' | 'control' | 'damaged';

/**
 * `open`: more may come. `done`: its end was seen. `failed`: it was refused, or broke off with an error. `unanswered`: the recording ended, or
 * too much came between, before its end was seen; of a change that asked for no acknowledgement that is what success looks like.
 */
export type EntryState = 'open' | 'done' | 'failed' | 'unanswered';

/** Why the kernel refused. */
export interface EntryError {
  /** Positive, as in errno(3). */
  readonly errno: number;
  /** `EEXIST` */
  readonly code: string;
  /** In the kernel's words where it gave any, else those of strerror(3). */
  readonly message: string;
  /** With the path of the attribute at fault. */
  readonly extendedAck: ExtendedAck;
}

/** The request that a notification comes from. */
export interface Cause {
  /** Its entry's `id`. */
  readonly entry: number;
  /**
   * How that is known: the kernel wrote port and sequence of the request into the notification; or its port
   * alone; or, which proves nothing, it was the only change under way, or the last before.
   */
  readonly by: 'sequence' | 'port' | 'time';
}

/** What belongs together. It grows as messages come in. */
export interface Entry {
  /** From 1, in the order of the first messages. */
  readonly id: number;
  readonly kind: EntryKind;
  readonly state: EntryState;
  /** NETLINK_*; 0 is route. */
  readonly family: number;
  /** Of the message it begins with: `RTM_GETLINK`. */
  readonly name: string;
  /** Which socket of the recording, where that tells. */
  readonly socket?: string;
  /** Netlink port of the program, once it is known: requests often leave it out, replies have it. */
  readonly port?: number;
  readonly sequence?: number;
  readonly request?: CapturedMessage;
  /** In order, the request first. Those beyond what was to be kept are counted only. */
  readonly messages: readonly CapturedMessage[];
  /** Messages in all. */
  readonly count: number;
  /** Objects that were listed, or told in reply: messages without the request, NLMSG_DONE and NLMSG_ERROR. */
  readonly replies: number;
  /** Bytes of all messages. */
  readonly bytes: number;
  /** Of the first message, nanoseconds since 1970. */
  readonly time?: bigint;
  /** Nanoseconds from the request to the first reply. */
  readonly latency?: bigint;
  /** Nanoseconds from the first message to the last. */
  readonly duration?: bigint;
  /** NLM_F_DUMP_INTR: things changed while they were listed. */
  readonly interrupted: boolean;
  /** Some of it was cut off by the recording. */
  readonly truncated: boolean;
  readonly error?: EntryError;
  /** What the kernel said beside success. */
  readonly warning?: ExtendedAck;
  /** Of a notification. */
  readonly cause?: Cause;
}

/** What one message, or the end of the recording, does to an entry. */
export interface Step {
  readonly entry: Entry;
  /** Absent where an entry ends without one. */
  readonly message?: CapturedMessage;
  /** The entry's first message. */
  readonly begins: boolean;
  /** No more is expected of the entry; should something come all the same, it ends once more. */
  readonly ends: boolean;
}

/** How a recording is understood. */
export interface UnderstandingOptions {
  /** What is known of the families; without it messages are framed and named by their numbers, their attributes shown without names. */
  readonly protocols?: Protocols;
  /** Messages that an entry keeps at most, KEPT_MESSAGES by default; the others are handed out by their steps and counted. */
  readonly keep?: number;
}
