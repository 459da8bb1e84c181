// Which changes are sent on the calling thread. One that waits for nothing takes the kernel a few microseconds, the way to the
// thread pool and back several times that; one that waits for the rtnl lock or for RCU holds its thread up for milliseconds
// (net/core/rtnetlink.c: rtnl_lock(); net/core/dev.c: synchronize_net()). Nothing in a request says which it will be: the
// kinds are told apart by what came of those before.

/** So many of a kind come back from the pool in good time, one after the other, before the next is sent on the calling thread. */
export const TRIALS = 8;

/** Milliseconds. A change that takes longer was waiting for something. */
export const SLOW = 1;

/**
 * Milliseconds. One that takes no longer may have been preempted: after so many of its kind in good time it is passed over. On a machine with other work
 * that happens twice in a thousand, and by the pool each of the 16 that were to follow takes some ten times as long.
 */
export const DOUBTFUL = 4;
export const CALM = 64;

/** After a slow one on the calling thread so many have to come back from the pool in good time: twice as many after the next, and so on. */
export const FIRST_PENALTY = 16;
export const LAST_PENALTY = 1 << 14;

/** Milliseconds of sending on the calling thread, of all kinds, after which the event loop has its turn. */
export const STRETCH = 2;

interface Kind {
  /** How many are to come back from the pool in good time yet. */
  left: number;
  penalty: number;
  /** Sent on the calling thread in good time since the penalty was last changed. */
  since: number;
  /** The same since the last slow one. */
  calm: number;
}

/** What is known of one socket's changes. A kind is any number that says what a change asks for. */
export class Pace {
  /** How often the calling thread was held up, and not just in doubt. */
  slow = 0;
  private readonly kinds = new Map<number, Kind>();
  private milliseconds = 0;

  /** Whether the next of this kind is sent on the calling thread. */
  isQuick(kind: number): boolean {
    return this.kinds.get(kind)?.left === 0;
  }

  /** Whether the event loop is to have its turn before one more is sent on the calling thread. */
  get spent(): boolean {
    return this.milliseconds >= STRETCH;
  }

  /** The event loop had its turn. */
  rest(): void {
    this.milliseconds = 0;
  }

  /** One came back from the pool. */
  pooled(kind: number, milliseconds: number): void {
    this.rest();
    const known = this.kinds.get(kind);
    if (known === undefined) this.kinds.set(kind, { left: milliseconds > SLOW ? TRIALS : TRIALS - 1, penalty: FIRST_PENALTY, since: 0, calm: CALM });
    else if (milliseconds > SLOW) known.left = Math.max(known.left, TRIALS);
    else if (known.left > 0) known.left--;
  }

  /** One was sent on the calling thread. */
  sent(kind: number, milliseconds: number): void {
    this.milliseconds += milliseconds;
    const known = this.kinds.get(kind);
    if (known === undefined) return;
    const doubtful = milliseconds <= DOUBTFUL && known.calm >= CALM;
    known.calm = milliseconds > SLOW ? 0 : known.calm + 1;
    if (milliseconds > SLOW && !doubtful) {
      this.slow++;
      known.left = known.penalty;
      known.penalty = Math.min(known.penalty * 2, LAST_PENALTY);
      known.since = 0;
    } else if (++known.since > known.penalty && known.penalty > FIRST_PENALTY) {
      known.penalty /= 2;
      known.since = 0;
    }
  }
}
