// Spanning trees of which each has VLANs of its own. net/bridge/br_mst.c.

import { EBUSY } from '../../netlink/errno-numbers.js';
import { Refusal } from '../refusal.js';
import { type Bridge, type BridgePort, OPTION, STATES } from './bridge-state.js';
import type { BridgeVlan, PortVlan } from './bridge-vlan.js';

/** br_mst_set_enabled(). Throws Refusal. */
export function toggleTrees(bridge: Bridge, on: boolean): void {
  if (bridge.lastFirst.some(({ vlans }) => (vlans?.used ?? 0) > 0)) throw new Refusal(EBUSY, "MST mode can't be changed while VLANs exist");
  bridge.settings.options = on ? bridge.settings.options | OPTION.mst : bridge.settings.options & ~OPTION.mst;
}

/** br_mst_set_state(): of all VLANs of a port in one tree. */
export function setTreeState(port: BridgePort, msti: number, state: number): void {
  for (const vlan of port.vlans?.all ?? []) if (vlan.whole.msti === msti) vlan.state = state;
}

/** br_mst_vlan_set_msti(): each port's begins as others in that tree are, or disabled. */
export function moveToTree(bridge: Bridge, vlan: BridgeVlan, msti: number): void {
  if (vlan.msti === msti) return;
  vlan.msti = msti;
  for (const { vlans } of bridge.lastFirst) {
    const own: PortVlan | undefined = vlans?.get(vlan.id);
    if (own !== undefined) own.state = vlans?.all.find((other) => other !== own && other.whole.msti === msti)?.state ?? STATES.disabled;
  }
}
