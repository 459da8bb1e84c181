// How VLANs of bridges and of ports come and go. net/bridge/br_vlan.c; net/bridge/br_multicast.c: br_multicast_toggle_one_vlan();
// net/bridge/br_mst.c: br_mst_vlan_init_state().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { Refusal } from '../refusal.js';
import { memberBinding } from './bridge-binding.js';
import { addLocal, deletePortEntries, removeLocal } from './bridge-fdb.js';
import { MULTICAST } from './bridge-multicast.js';
import { type Bridge, type BridgePort, OPTION, STATES } from './bridge-state.js';
import { type AnyVlan, type BridgeVlan, INFO, isUsed, type PortVlan, type VlanGroup } from './bridge-vlan.js';
import { isDeaf, tellVlan } from './bridge-vlan-message.js';

/** MDB_RTR_TYPE_TEMP_QUERY. */
const ROUTER_IF_ASKED = 1;

/** The group, where there are VLANs at all: whoever asks for them has seen to that. */
const ownOf = ({ vlans }: Bridge): VlanGroup<BridgeVlan> => vlans as VlanGroup<BridgeVlan>;
const portsOf = ({ vlans }: BridgePort): VlanGroup<PortVlan> => vlans as VlanGroup<PortVlan>;
const keepsLocals = ({ settings }: Bridge): boolean => (settings.options & OPTION.localVlan0) === 0;

/** __vlan_flags_update(): whether that changes something. */
function changeFlags(vlans: VlanGroup, vlan: AnyVlan, flags: number): boolean {
  const pvid = (flags & INFO.pvid) !== 0;
  const changed = pvid !== (vlans.pvid === vlan.id) || ((flags ^ vlan.flags) & INFO.untagged) !== 0;
  if (pvid) vlans.pvid = vlan.id;
  else if (vlans.pvid === vlan.id) vlans.pvid = 0;
  vlan.flags = (vlan.flags & ~INFO.untagged) | (flags & INFO.untagged);
  return changed;
}

/** br_multicast_toggle_one_vlan(). */
export function toggleMulticast(bridge: Bridge, vlan: AnyVlan, on: boolean): void {
  if (on === vlan.mcast || (vlan.of === 'bridge' && !isUsed(vlan))) return;
  if (on && isDeaf(bridge, vlan.of === 'bridge' ? vlan : vlan.whole)) return;
  vlan.mcast = on;
}

/** br_vlan_add(): whether something has changed. Throws Refusal. */
export function addBridgeVlan(bridge: Bridge, id: number, flags: number): boolean {
  const vlans = ownOf(bridge);
  const known = vlans.get(id);
  if (known !== undefined) return addExisting(bridge, known, flags);
  const own = (flags & INFO.brentry) !== 0;
  const vlan: BridgeVlan = {
    of: 'bridge',
    id,
    flags: (flags | INFO.master) & ~INFO.pvid,
    state: STATES.forwarding,
    mcastRouter: ROUTER_IF_ASKED,
    mcast: false,
    users: own ? 1 : 0,
    msti: 0,
    snooping: true,
    multicast: { ...MULTICAST, mcastQuerier: 0 },
  };
  if (own && keepsLocals(bridge)) addLocal(bridge, undefined, bridge.dev.address, id);
  vlans.add(vlan);
  changeFlags(vlans, vlan, flags);
  toggleMulticast(bridge, vlan, true);
  return true;
}

/** br_vlan_add_existing(): one that was kept for its ports alone becomes the bridge's own. */
function addExisting(bridge: Bridge, vlan: BridgeVlan, flags: number): boolean {
  const becomes = !isUsed(vlan);
  if (becomes) {
    if ((flags & INFO.brentry) === 0) throw new Refusal(EINVAL);
    addLocal(bridge, undefined, bridge.dev.address, vlan.id);
    vlan.users++;
    vlan.flags |= INFO.brentry;
    toggleMulticast(bridge, vlan, true);
  }
  return changeFlags(ownOf(bridge), vlan, flags) || becomes;
}

/** br_vlan_put_master(). */
function release(bridge: Bridge, vlan: BridgeVlan): void {
  vlan.users--;
  if (vlan.users === 0) ownOf(bridge).remove(vlan);
}

function forgetPvid(vlans: VlanGroup, id: number): void {
  if (vlans.pvid === id) vlans.pvid = 0;
}

/** __vlan_del(), of a bridge's. */
function dropOwn(bridge: Bridge, vlan: BridgeVlan): void {
  forgetPvid(ownOf(bridge), vlan.id);
  vlan.flags &= ~INFO.brentry;
  release(bridge, vlan);
}

/** __vlan_del(), of a port's. */
function dropPorts(port: BridgePort, vlan: PortVlan): void {
  forgetPvid(portsOf(port), vlan.id);
  portsOf(port).remove(vlan);
  memberBinding(port.bridge, vlan.id);
  release(port.bridge, vlan.whole);
}

/** br_vlan_delete(): whether it was there. */
export function removeBridgeVlan(bridge: Bridge, id: number): boolean {
  const vlan = ownOf(bridge).get(id);
  if (vlan === undefined || !isUsed(vlan)) return false;
  removeLocal(bridge, undefined, id);
  deletePortEntries(bridge, undefined, true, id);
  dropOwn(bridge, vlan);
  return true;
}

/** nbp_vlan_add(): whether something has changed. Throws Refusal. */
export function addPortVlan(port: BridgePort, id: number, flags: number): boolean {
  const { bridge } = port;
  const vlans = portsOf(port);
  const known = vlans.get(id);
  if (known !== undefined) return changeFlags(vlans, known, flags);
  if ((flags & INFO.master) !== 0 && addBridgeVlan(bridge, id, flags | INFO.brentry)) tellVlan('RTM_NEWVLAN', bridge, undefined, id);
  if (ownOf(bridge).get(id) === undefined) addBridgeVlan(bridge, id, 0);
  const whole = ownOf(bridge).get(id) as BridgeVlan;
  whole.users++;
  if (keepsLocals(bridge)) addLocal(bridge, port, port.dev.address, id);
  const state = (bridge.settings.options & OPTION.mst) !== 0 ? port.state : STATES.forwarding;
  const vlan: PortVlan = { of: 'port', id, flags: 0, state, mcastRouter: ROUTER_IF_ASKED, mcast: false, whole, tunnel: undefined, neighSuppress: false, maxGroups: 0 };
  vlans.add(vlan);
  changeFlags(vlans, vlan, flags);
  toggleMulticast(bridge, vlan, true);
  memberBinding(bridge, id);
  return true;
}

/** nbp_vlan_delete(): whether it was there. */
export function removePortVlan(port: BridgePort, id: number): boolean {
  const vlan = portsOf(port).get(id);
  if (vlan === undefined) return false;
  removeLocal(port.bridge, port, id);
  deletePortEntries(port.bridge, port, true, id);
  dropPorts(port, vlan);
  return true;
}

/** __vlan_flush(): of a port that goes, or of the bridge. */
export function flushVlans(bridge: Bridge, port?: BridgePort): void {
  const all = (port === undefined ? bridge.vlans : port.vlans)?.all ?? [];
  let [first, last] = [0, 0];
  for (const vlan of all) {
    if (first !== 0 && vlan.id - last !== 1) {
      tellVlan('RTM_DELVLAN', bridge, port, first, last);
      first = 0;
    }
    if (first === 0) first = vlan.id;
    last = vlan.id;
    if (vlan.of === 'bridge') dropOwn(bridge, vlan);
    else if (port !== undefined) dropPorts(port, vlan);
  }
  if (first !== 0) tellVlan('RTM_DELVLAN', bridge, port, first, last);
}

const ON_BRIDGE = INFO.pvid | INFO.untagged | INFO.brentry;
const ON_PORT = INFO.pvid | INFO.untagged;

/** br_vlan_bridge_event() of NETDEV_REGISTER. */
export function beginVlans(bridge: Bridge): void {
  if (bridge.vlans === undefined) return;
  const { defaultPvid } = bridge.filtering;
  if (addBridgeVlan(bridge, defaultPvid, ON_BRIDGE)) tellVlan('RTM_NEWVLAN', bridge, undefined, defaultPvid);
}

/** br_vlan_bridge_event() of NETDEV_UNREGISTER; the rest goes with the bridge. */
export function endVlans(bridge: Bridge): void {
  const { defaultPvid } = bridge.filtering;
  if (bridge.vlans !== undefined && removeBridgeVlan(bridge, defaultPvid)) tellVlan('RTM_DELVLAN', bridge, undefined, defaultPvid);
}

/** nbp_vlan_init(). */
export function beginPortVlans(port: BridgePort): void {
  const { defaultPvid } = port.bridge.filtering;
  if (port.vlans === undefined || defaultPvid === 0) return;
  addPortVlan(port, defaultPvid, ON_PORT);
  tellVlan('RTM_NEWVLAN', port.bridge, port, defaultPvid);
}

/** vlan_default_pvid(): as it was given, and untouched since. */
function isDefault(vlans: VlanGroup, id: number): boolean {
  const vlan = id === vlans.pvid ? vlans.get(id) : undefined;
  return vlan !== undefined && isUsed(vlan) && (vlan.flags & INFO.untagged) !== 0;
}

/** __br_vlan_set_default_pvid(): of the bridge and of those ports that have the one before. A VLAN that could not be removed is told as gone. */
export function setDefaultPvid(bridge: Bridge, pvid: number): void {
  const { filtering } = bridge;
  const before = filtering.defaultPvid;
  if (pvid === 0) return disableDefaultPvid(bridge);
  const own = ownOf(bridge).get(pvid);
  if ((before === 0 || isDefault(ownOf(bridge), before)) && (own === undefined || !isUsed(own))) {
    addBridgeVlan(bridge, pvid, ON_BRIDGE);
    if (!removeBridgeVlan(bridge, before)) tellVlan('RTM_DELVLAN', bridge, undefined, before);
    tellVlan('RTM_NEWVLAN', bridge, undefined, pvid);
  }
  for (const port of bridge.lastFirst) {
    if ((before !== 0 && !isDefault(portsOf(port), before)) || portsOf(port).get(pvid) !== undefined) continue;
    addPortVlan(port, pvid, ON_PORT);
    if (!removePortVlan(port, before)) tellVlan('RTM_DELVLAN', bridge, port, before);
    tellVlan('RTM_NEWVLAN', bridge, port, pvid);
  }
  filtering.defaultPvid = pvid;
}

/** br_vlan_disable_default_pvid(). */
function disableDefaultPvid(bridge: Bridge): void {
  const { filtering } = bridge;
  const before = filtering.defaultPvid;
  if (isDefault(ownOf(bridge), before) && removeBridgeVlan(bridge, before)) tellVlan('RTM_DELVLAN', bridge, undefined, before);
  for (const port of bridge.lastFirst) if (isDefault(portsOf(port), before) && removePortVlan(port, before)) tellVlan('RTM_DELVLAN', bridge, port, before);
  filtering.defaultPvid = 0;
}
