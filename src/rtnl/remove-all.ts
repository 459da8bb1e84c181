// Removing what was listed, many in one datagram; what is gone by then is no error.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import type { Bodies, Encodable } from '../netlink/message.js';

/** How many were removed. Rejects with the first refusal whose code is none of `gone`. */
export async function removeAll<P extends Bodies>(conversation: Conversation<P>, removals: readonly object[], gone: readonly string[], options?: RequestOptions): Promise<number> {
  if (removals.length === 0) return 0;
  const outcomes = await conversation.batch(removals as readonly Encodable<P>[], options);
  let removed = 0;
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') removed++;
    else if (!gone.includes((outcome.reason as { code?: string }).code ?? '')) throw outcome.reason;
  }
  return removed;
}
