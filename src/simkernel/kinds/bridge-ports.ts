// Ports of bridges: joining and leaving. net/bridge/br_if.c: br_add_if(), br_del_if(); net/bridge/br_stp_if.c.

import { EBUSY, EINVAL, ELOOP } from '../../netlink/errno-numbers.js';
import { ARPHRD_ETHER, type Device, TSO_MAX_SIZE } from '../link/device.js';
import { FSO, featuresOf, HARDWARE, PASSED_ON, ROBUST, updateFeatures } from '../link/features.js';
import { followMtu } from '../link/mtu.js';
import { raise } from '../link/notify.js';
import { allmulti } from '../link/promiscuity.js';
import { expectRoom, standsOn } from '../link/stacked.js';
import { isValidMac, ZERO_MAC } from '../mac.js';
import { Refusal } from '../refusal.js';
import { addLocal, changeBridgeAddress, deletePortEntries } from './bridge-fdb.js';
import { countAuto, forgetPromiscuity, syncPort } from './bridge-filtering.js';
import { announcePort } from './bridge-message.js';
import { type Bridge, BridgePort, backUp, bridgeOf } from './bridge-state.js';
import { disablePort, enablePort, selectStates } from './bridge-stp.js';
import { beginPortVlans, flushVlans } from './bridge-vlan-changes.js';

const ETH_DATA_LEN = 1500;

/** br_add_if(). Throws Refusal. */
export function addPort(master: Device, dev: Device): void {
  if (dev.loopback || dev.type !== ARPHRD_ETHER || !isValidMac(dev.address)) throw new Refusal(EINVAL);
  if (dev.kind === 'bridge') throw new Refusal(ELOOP, 'Can not enslave a bridge to a bridge');
  if (dev.master !== undefined || dev.rxHandler !== undefined) throw new Refusal(EBUSY);
  if (standsOn(dev, master)) throw new Refusal(EBUSY);
  expectRoom(dev, master);
  const bridge = bridgeOf(master);
  const port = new BridgePort(bridge, dev, bridge.freeNumber());
  allmulti(dev, 1);
  dev.rxHandler = 'bridge';
  dev.master = master;
  bridge.ports.set(dev, port);
  raise('changeUpper', dev);
  countAuto(bridge);
  syncPort(port);
  updateFeatures(master);
  addLocal(bridge, port, dev.address);
  beginPortVlans(port);
  const changed = recalculateId(bridge);
  if (port.usable && master.up) enablePort(port);
  announcePort('RTM_NEWLINK', port);
  if (changed) raise('changeAddress', master);
  adjustMtu(bridge);
  adjustLimits(bridge);
}

/** br_del_if(). */
export function removePort(master: Device, dev: Device): void {
  const bridge = bridgeOf(master);
  const port = bridge.ports.get(dev);
  if (port === undefined) throw new Refusal(EINVAL);
  allmulti(dev, -1);
  forgetPromiscuity(port);
  disablePort(port);
  announcePort('RTM_DELLINK', port);
  bridge.ports.delete(dev);
  flushVlans(bridge, port);
  deletePortEntries(bridge, port);
  for (const other of bridge.backedUp) if (other === port || other.backup === dev) backUp(other, undefined);
  countAuto(bridge);
  dev.master = undefined;
  dev.rxHandler = undefined;
  raise('changeUpper', dev);
  if (bridge.dismantling) return;
  adjustMtu(bridge);
  adjustLimits(bridge);
  if (recalculateId(bridge)) raise('changeAddress', master);
  updateFeatures(master);
}

/** br_stp_recalculate_bridge_id(): the lowest address of a port, unless a request has set one. */
export function recalculateId(bridge: Bridge): boolean {
  if (bridge.addressSet) return false;
  let lowest = ZERO_MAC;
  for (const { dev } of bridge.ports.values()) if (lowest === ZERO_MAC || dev.address < lowest) lowest = dev.address;
  if (bridge.idAddress === lowest) return false;
  changeId(bridge, lowest);
  return true;
}

/** br_stp_change_bridge_id(). */
export function changeId(bridge: Bridge, address: string): void {
  changeBridgeAddress(bridge, address);
  bridge.idAddress = address;
  bridge.dev.address = address;
  selectStates(bridge);
}

/** br_features_recompute(): what one port has is enough of all but NETIF_F_FSO. */
export function bridgeFeatures(dev: Device): number {
  const ports = [...bridgeOf(dev).ports.keys()].map((port) => featuresOf(port) & ~PASSED_ON);
  if (ports.length === 0) return HARDWARE | ROBUST | FSO;
  return (ports.reduce((all, one) => all | one, 0) & ~FSO) | ports.reduce((all, one) => all & one, FSO);
}

/** br_set_gso_limits(): the least of the ports'. */
function adjustLimits(bridge: Bridge): void {
  let least = TSO_MAX_SIZE;
  for (const { dev } of bridge.ports.values()) least = Math.min(least, dev.tsoMaxSize);
  bridge.dev.tsoMaxSize = least;
}

/** br_mtu_auto_adjust(): the least of the ports', unless a request has set one. */
export function adjustMtu(bridge: Bridge): void {
  if (bridge.mtuSet) return;
  let least = bridge.ports.size === 0 ? ETH_DATA_LEN : Number.POSITIVE_INFINITY;
  for (const { dev } of bridge.ports.values()) least = Math.min(least, dev.mtu);
  followMtu(bridge.dev, least);
  bridge.mtuSet = false;
}
