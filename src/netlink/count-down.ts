// Time-outs, by the clock of the transport where it has one of its own.

import type { Transport } from './transport.js';

/** The longest delay that a timer can count. */
const MAX_TIMEOUT = 0x7fffffff;

/** What calls it off. */
export function countDown(transport: Transport, milliseconds: number | undefined, expired: () => void): (() => void) | undefined {
  if (milliseconds === undefined || milliseconds > MAX_TIMEOUT) return undefined;
  if (transport.schedule !== undefined) return transport.schedule(milliseconds, expired);
  const timer = setTimeout(expired, milliseconds);
  return () => clearTimeout(timer);
}
