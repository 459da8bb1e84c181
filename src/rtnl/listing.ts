// What a dump gives a user: an array that also says whether it can be trusted.

import type { Conversation, Dump, RequestOptions } from '../netlink/conversation.js';
import type { ExtendedAck } from '../netlink/extack.js';
import type { Bodies } from '../netlink/message.js';

/** An array of what was listed. */
export interface Listing<T> extends Array<T> {
  /** Things changed while they were listed, each time it was tried: some may be missing, or there twice. */
  readonly interrupted: boolean;
  /** The kernel listed it, and has something to say. */
  readonly warning?: ExtendedAck;
}

/** What a dump gave as an array that says whether it can be trusted. */
export function listing<T>({ messages, interrupted, extendedAck }: Dump<T>): Listing<T> {
  return Object.defineProperties(messages as T[], {
    interrupted: { value: interrupted },
    ...(extendedAck !== undefined && { warning: { value: extendedAck } }),
  }) as Listing<T>;
}

/** The bodies that the kernel lists, of them those that pass. Rejects with KernelError. */
export async function list<P extends Bodies, T>(conversation: Conversation<P>, request: object, options?: RequestOptions, passes?: (body: T) => boolean): Promise<Listing<T>> {
  const pick = (body: unknown) => (passes?.(body as T) === false ? undefined : (body as T));
  return listing(await conversation.dump<T>(request as never, options, pick));
}
