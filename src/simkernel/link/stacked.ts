// Links that stand on another: being one's upper, and following its carrier. net/core/dev.c: __netdev_upper_dev_link(), netif_stacked_transfer_operstate().

import { EMLINK } from '../../netlink/errno-numbers.js';
import { Refusal } from '../refusal.js';
import type { Device } from './device.js';
import { setCarrier } from './linkwatch.js';
import { raise } from './notify.js';

/** Nested links are at most so many. */
const MAX_NEST_DEV = 8;

/** netdev_upper_dev_link(). Throws Refusal. */
export function linkUpper(lower: Device, upper: Device): void {
  if (depth(lower) + 1 > MAX_NEST_DEV) throw new Refusal(EMLINK);
  lower.uppers.add(upper);
  raise('changeUpper', lower);
}

function depth(dev: Device): number {
  const below = dev.ops?.lower?.(dev);
  return below === undefined ? 1 : depth(below) + 1;
}

/** netdev_upper_dev_unlink(). */
export function unlinkUpper(lower: Device, upper: Device): void {
  lower.uppers.delete(upper);
  raise('changeUpper', lower);
}

/** What the link below is becomes that of the one above: dormant, testing, the carrier. */
export function transferOperstate(lower: Device, upper: Device): void {
  for (const state of ['dormant', 'testing'] as const) {
    const is = lower.operstate === state;
    if (upper[state] === is) continue;
    upper[state] = is;
    upper.ns.kernel.linkwatch.fire(upper);
  }
  setCarrier(upper, lower.carrier);
}
