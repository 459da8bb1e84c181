// What a bridge tells of itself and of its ports by RTM_GETSTATS. net/bridge/br_netlink.c: br_fill_linkxstats().

import type { Device } from '../link/device.js';
import { bridgeOf, portOf } from './bridge-state.js';
import { INFO, type VlanGroup } from './bridge-vlan.js';

/** Of a port how often it began to block and to forward as well: no packets pass. */
export function bridgeXstats(dev: Device): object {
  const port = portOf(dev);
  const vlans = vlansOf((port ?? bridgeOf(dev)).vlans);
  if (port === undefined) return { ...vlans, mcast: {} };
  return { ...vlans, mcast: {}, stp: { transitionBlk: BigInt(port.blocked), transitionFwd: BigInt(port.forwarded) } };
}

/** Those of its ports too, where it is the bridge. */
function vlansOf(vlans: VlanGroup | undefined): object {
  if (vlans === undefined || vlans.all.length === 0) return {};
  const nothing = { rxBytes: 0n, rxPackets: 0n, txBytes: 0n, txPackets: 0n, pad2: 0 };
  return { vlan: vlans.all.map(({ id, flags }) => ({ ...nothing, vid: id, flags: flags | (id === vlans.pvid ? INFO.pvid : 0) })) };
}
