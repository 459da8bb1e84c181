// What hangs on whether a bridge looks at VLANs: which ports receive all, and the group that bridges speak in. net/bridge/br_if.c: br_manage_promisc();
// net/bridge/br_vlan.c: br_vlan_filter_toggle(), recalculate_group_addr(); net/bridge/br_fdb.c: fdb_add_hw_addr(), br_fdb_sync_static().

import { IFF_PROMISC } from '../../rtnl/constants.js';
import { addReceived, removeReceived } from '../link/addresses.js';
import { promiscuity } from '../link/promiscuity.js';
import type { Bridge, BridgePort } from './bridge-state.js';
import { toggleVlanSnooping } from './bridge-vlan-globals.js';

/** br_auto_port(): it learns, or gets what is for nobody in particular. */
const isAuto = ({ settings }: BridgePort): boolean => settings.learning !== 0 || settings.unicastFlood !== 0;

/** nbp_update_port_count(). */
export function countAuto(bridge: Bridge): void {
  const auto = bridge.lastFirst.filter(isAuto).length;
  if (auto === bridge.auto) return;
  bridge.auto = auto;
  managePromiscuity(bridge);
}

/** br_manage_promisc(): where a bridge looks at VLANs, a port has to receive all unless it is known by entries what is for the others. */
export function managePromiscuity(bridge: Bridge): void {
  const all = (bridge.dev.flags & IFF_PROMISC) !== 0 || !bridge.filtering.on;
  for (const port of bridge.lastFirst) {
    const quiet = !all && port.dev.filtersUnicast && (bridge.auto === 0 || (bridge.auto === 1 && isAuto(port)));
    if (quiet) receiveListed(port);
    else receiveAll(port);
  }
}

function fixedOf({ fdb }: Bridge): readonly string[] {
  return [...fdb.values()].reverse().flatMap(({ fixed, address }) => (fixed ? [address] : []));
}

/** br_port_set_promisc(). */
function receiveAll(port: BridgePort): void {
  if (port.promiscuous || !promiscuity(port.dev, 1)) return;
  for (const address of fixedOf(port.bridge)) removeReceived(port.dev, 'unicast', address);
  port.promiscuous = true;
}

/** br_port_clear_promisc(). */
function receiveListed(port: BridgePort): void {
  if (!port.promiscuous) return;
  for (const address of fixedOf(port.bridge)) addReceived(port.dev, 'unicast', address);
  promiscuity(port.dev, -1);
  port.promiscuous = false;
}

/** nbp_delete_promisc(), but for what all ports have. */
export function forgetPromiscuity(port: BridgePort): void {
  if (port.promiscuous) promiscuity(port.dev, -1);
  else for (const address of fixedOf(port.bridge)) removeReceived(port.dev, 'unicast', address);
}

/** br_fdb_sync_static(), of a port that comes and does not receive all. */
export function syncPort(port: BridgePort): void {
  if (!port.promiscuous && port.dev.filtersUnicast) for (const address of fixedOf(port.bridge)) addReceived(port.dev, 'unicast', address);
}

/** br_vlan_filter_toggle(). */
export function toggleFiltering(bridge: Bridge, on: boolean): void {
  if (bridge.filtering.on === on) return;
  bridge.filtering.on = on;
  managePromiscuity(bridge);
  regroup(bridge);
  if (!on) toggleVlanSnooping(bridge, false);
}

/** __br_vlan_set_proto(). */
export function changeProtocol(bridge: Bridge, protocol: '802.1Q' | '802.1ad'): void {
  if (bridge.filtering.protocol === protocol) return;
  bridge.filtering.protocol = protocol;
  regroup(bridge);
}

function regroup({ groupAddrSet, filtering: { on, protocol }, settings }: Bridge): void {
  if (groupAddrSet) return;
  settings.groupAddr = settings.groupAddr.slice(0, -2) + (on && protocol === '802.1ad' ? '08' : '00');
}
