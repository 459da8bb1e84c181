// What a change comes to, for the caller of a verb.

import type { ExtendedAck } from '../netlink/extack.js';

/** What came of a change. */
export interface Done {
  /** The kernel did it, and has something to say. */
  readonly warning?: ExtendedAck;
}

/** What an acknowledgement says to the caller. */
export function done(extendedAck: ExtendedAck | undefined): Done {
  return extendedAck === undefined ? {} : { warning: extendedAck };
}
