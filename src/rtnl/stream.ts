// Lists that are too long to be held: each thing as it comes, over a socket of its own.

import type { Conversation } from '../netlink/conversation.js';
import { NetlinkError } from '../netlink/errors.js';
import type { Bodies, Encodable } from '../netlink/message.js';
import { type StreamOptions, streamDump } from '../netlink/stream.js';

/** The bodies of a dump one by one. Throws NetlinkError ERR_NETLINK_UNSUPPORTED on a transport that can open no other. */
export async function* streamBodies<P extends Bodies, T>(
  { transport, protocol }: Conversation<P>,
  request: Encodable<P>,
  options?: StreamOptions,
): AsyncGenerator<T, void, undefined> {
  const sibling = transport.sibling();
  if (sibling === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport has no second socket to list on');
  for await (const { body } of streamDump(sibling, protocol, request, options)) yield body as T;
}
