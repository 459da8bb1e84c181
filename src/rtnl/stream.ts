// Lists that are too long to be held: each thing as it comes, over a socket of its own.

import type { Conversation } from '../netlink/conversation.js';
import { NetlinkError } from '../netlink/errors.js';
import type { Bodies } from '../netlink/message.js';
import { type StreamOptions, streamDump } from '../netlink/stream.js';

/** What is asked, and which of the answers are handed out: all, where nothing is said. */
interface Listed<T> {
  readonly request: object;
  readonly passes?: (body: T) => boolean;
}

/**
 * The bodies of a dump one by one. One generator all the way: each around another would cost as much as decoding. Throws NetlinkError
 * ERR_NETLINK_UNSUPPORTED on a transport that can open no other.
 */
export function streamBodies<P extends Bodies, T>(
  { transport, protocol }: Conversation<P>,
  ask: () => Listed<T> | Promise<Listed<T>>,
  options?: StreamOptions,
): AsyncGenerator<T, void, undefined> {
  const open = async () => {
    const { request, passes } = await ask();
    const sibling = transport.sibling();
    if (sibling === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport has no second socket to list on');
    const pick = ({ body }: { readonly body: unknown }) => (passes?.(body as T) === false ? undefined : (body as T));
    return { transport: sibling, request: request as never, pick };
  };
  return streamDump<P, T>(protocol, open, options);
}
