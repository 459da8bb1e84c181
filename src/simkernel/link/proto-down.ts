// A link kept down by a protocol, and why. net/core/rtnetlink.c: do_set_proto_down(); net/core/dev.c: netif_change_proto_down(),
// netdev_change_proto_down_reason_locked().

import { EBUSY, EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attributes } from '../attribute.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';

import type { Device } from './device.js';
import { IFLA } from './ifla.js';
import { setCarrier } from './linkwatch.js';

const REASON = { mask: 1, value: 2 } as const;

const reasonPolicy: PolicyTable = { maxType: 2, rules: { 1: { type: 'u32' }, 2: { type: 'u32' } } };

/** Whether anything was asked for. Throws Refusal. */
export function setProtoDown(dev: Device, attributes: Attributes): boolean {
  const down = attributes.u8(IFLA.protoDown);
  const why = attributes.get(IFLA.protoDownReason);
  if (down === undefined && why === undefined) return false;
  if (!dev.changesProtoDown) throw new Refusal(EOPNOTSUPP, 'Protodown not supported by device');
  if (why !== undefined) {
    const reason = parseNested(why, reasonPolicy, { silent: true });
    const value = reason.u32(REASON.value);
    if (value === undefined) throw new Refusal(EINVAL, 'Invalid protodown reason value');
    const mask = reason.u32(REASON.mask) ?? 0;
    dev.protoDownReason = (mask === 0 ? value : (dev.protoDownReason & ~mask) | (value & mask)) >>> 0;
  }
  if (down === undefined) return true;
  if (down === 0 && dev.protoDownReason !== 0) throw new Refusal(EBUSY, 'Cannot clear protodown, active reasons');
  setCarrier(dev, down === 0);
  dev.protoDown = down !== 0;
  return true;
}
