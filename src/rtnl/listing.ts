// What a dump gives a user: an array that also says whether it can be trusted.

import type { Dump } from '../netlink/conversation.js';
import type { ExtendedAck } from '../netlink/extack.js';

/** An array of what was listed. */
export interface Listing<T> extends Array<T> {
  /** Things changed while they were listed, each time it was tried: some may be missing, or there twice. */
  readonly interrupted: boolean;
  /** The kernel listed it, and has something to say. */
  readonly warning?: ExtendedAck;
}

/** The bodies of a dump as an array that says whether it can be trusted. */
export function listing<T>({ messages, interrupted, extendedAck }: Dump<{ readonly body: unknown }>): Listing<T> {
  return Object.defineProperties(
    messages.map(({ body }) => body as T),
    { interrupted: { value: interrupted }, ...(extendedAck !== undefined && { warning: { value: extendedAck } }) },
  ) as Listing<T>;
}
