// What a caller says of a request beside the message, and what comes of it.

import type { ExtendedAck } from './extack.js';

/** What any request takes. */
export interface RequestOptions {
  /** Rejects with the signal's reason. What the kernel did or still does is not undone. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the request rejects with ERR_NETLINK_TIMEOUT; none by default, nor beyond 2147483647. */
  readonly timeout?: number;
  /** Bytes a dump may come to before it rejects with ERR_NETLINK_LIMIT; MAX_DUMP_BYTES by default. */
  readonly maxBytes?: number;
  /** What the request is about (a link's name), for the message of the error when it is refused. */
  readonly about?: string;
}

/** What a caller says of a batch. */
export type BatchOptions = Pick<RequestOptions, 'signal' | 'timeout'>;

/** A request that changed something and was acknowledged. */
export interface Acknowledgement<M> {
  /** What came before the acknowledgement: NLM_F_ECHO asks for it. */
  readonly replies: readonly M[];
  /** A warning: the kernel did it, and has something to say. */
  readonly extendedAck?: ExtendedAck;
}

/** What a dump gave. */
export interface Dump<M> {
  readonly messages: readonly M[];
  /** Things changed while they were listed, at every attempt: some may be missing, or there twice. */
  readonly interrupted: boolean;
  /** A warning that came with the end of the list. */
  readonly extendedAck?: ExtendedAck;
}
