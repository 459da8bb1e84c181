// What a dump gives a user: an array that also says whether it can be trusted.

import type { Dump } from '../netlink/conversation.js';

/** An array of what was listed. */
export interface Listing<T> extends Array<T> {
  /** Things changed while they were listed, each time it was tried: some may be missing, or there twice. */
  readonly interrupted: boolean;
}

export function listing<T>({ messages, interrupted }: Dump<{ readonly body: unknown }>): Listing<T> {
  return Object.defineProperty(
    messages.map(({ body }) => body as T),
    'interrupted',
    { value: interrupted },
  ) as Listing<T>;
}
