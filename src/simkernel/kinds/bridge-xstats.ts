// What a bridge tells of itself and of its ports by RTM_GETSTATS. net/bridge/br_netlink.c: br_fill_linkxstats().

import type { Device } from '../link/device.js';
import { portOf } from './bridge-state.js';

/** Of a port how often it began to block and to forward as well: no packets pass. */
export function bridgeXstats(dev: Device): object {
  const port = portOf(dev);
  if (port === undefined) return { mcast: {} };
  return { mcast: {}, stp: { transitionBlk: BigInt(port.blocked), transitionFwd: BigInt(port.forwarded) } };
}
