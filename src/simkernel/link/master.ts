// Ports and their masters. net/core/rtnetlink.c: do_set_master().

import { EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import type { Device } from './device.js';

/** Makes a link the port of another one, or of none where `index` is 0. Throws Refusal. */
export function setMaster(dev: Device, index: number, request: Request): void {
  const { master } = dev;
  if (master !== undefined) {
    if (master.index === index) return;
    if (master.ops?.removePort === undefined) throw new Refusal(EOPNOTSUPP);
    master.ops.removePort(master, dev);
  }
  if (index === 0) return;
  const upper = dev.ns.links.get(index);
  if (upper === undefined) throw new Refusal(EINVAL);
  if (upper.ops?.addPort === undefined) throw new Refusal(EOPNOTSUPP);
  upper.ops.addPort(upper, dev, request);
}
