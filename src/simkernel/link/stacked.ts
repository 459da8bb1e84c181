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
  expectRoom(lower, upper);
  lower.uppers.add(upper);
  raise('changeUpper', lower);
}

/** Throws Refusal where links would be nested too deeply. */
export function expectRoom(lower: Device, upper: Device): void {
  if (levels(lower, lowersOf) + levels(upper, uppersOf) > MAX_NEST_DEV) throw new Refusal(EMLINK);
}

/** Those it stands on: the link below, or its ports. */
function lowersOf(dev: Device): readonly Device[] {
  const below = dev.ops?.lower?.(dev);
  return [...(below === undefined ? [] : [below]), ...(dev.ops?.ports?.(dev) ?? [])];
}

const uppersOf = ({ uppers, master }: Device): readonly Device[] => [...uppers, ...(master === undefined ? [] : [master])];

function levels(dev: Device, next: (dev: Device) => readonly Device[]): number {
  return 1 + Math.max(0, ...next(dev).map((one) => levels(one, next)));
}

/** Whether a link is above another, be it through others: netdev_has_upper_dev(). */
export function standsOn(dev: Device, other: Device): boolean {
  return lowersOf(dev).some((one) => one === other || standsOn(one, other));
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
