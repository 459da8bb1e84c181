// How much is done before the event loop has its turn, and how it is given one.

/** Bytes of messages handled in one go. */
export const TURN = 32 << 10;

/** Lets what else there is to do have its turn. A timer, which browsers have, would take a millisecond. */
export const turn: () => Promise<void> =
  typeof setImmediate === 'function' ? () => new Promise((resolve) => setImmediate(resolve)) : () => new Promise((resolve) => setTimeout(resolve, 0));
