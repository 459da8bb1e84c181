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

/** Rounds of listing and removing after which a flush gives up, where others keep adding. */
const MAX_FLUSH_ROUNDS = 10;

/** Lists and removes until nothing is found, or nothing of it could be removed, and says how many went. */
export async function flushAll<T>(list: (round: number) => Promise<readonly T[]>, remove: (found: readonly T[]) => Promise<number>): Promise<number> {
  let removed = 0;
  for (let round = 0; round < MAX_FLUSH_ROUNDS; round++) {
    const found = await list(round);
    const gone = found.length === 0 ? 0 : await remove(found);
    if (gone === 0) break;
    removed += gone;
  }
  return removed;
}
