// VLANs on a bridge whose carrier is that of the ports which have their number: bridge_binding. net/bridge/br_vlan.c: br_vlan_set_vlan_dev_state(),
// br_vlan_toggle_bridge_binding(), br_vlan_upper_change(), br_vlan_vlan_upper_event(), br_vlan_port_event().

import type { Device } from '../link/device.js';
import { setCarrier } from '../link/linkwatch.js';
import type { LinkEvent } from '../link/ops.js';
import { type Bridge, type BridgePort, bridgeOf } from './bridge-state.js';
import { boundVlan, vlanBelow } from './vlan.js';

/** All that stand on a link, be it on others. */
function* above({ uppers, master }: Device): Generator<Device> {
  for (const one of [...uppers, ...(master === undefined ? [] : [master])]) {
    yield one;
    yield* above(one);
  }
}

const bound = ({ dev }: Bridge): readonly Device[] => [...above(dev)].filter((one) => boundVlan(one) !== undefined);

function setState(bridge: Bridge, vlan: Device): void {
  const id = boundVlan(vlan) ?? 0;
  setCarrier(vlan, bridge.dev.carrier && bridge.lastFirst.some(({ vlans, usable }) => usable && vlans?.get(id) !== undefined));
}

function toggle(bridge: Bridge, on: boolean): void {
  bridge.binds = on || bound(bridge).length > 0;
}

/** What happens to the bridge itself. */
export function bridgeBinding(what: LinkEvent, bridge: Bridge): void {
  if (bridge.vlans === undefined) return;
  if (what === 'changeUpper') changeUppers(bridge);
  else if ((what === 'change' || what === 'up') && bridge.binds) for (const vlan of bound(bridge)) setState(bridge, vlan);
}

function changeUppers(bridge: Bridge): void {
  const { uppers } = bridge.dev;
  for (const one of uppers) {
    if (bridge.uppers.has(one) || boundVlan(one) === undefined) continue;
    toggle(bridge, true);
    setState(bridge, one);
  }
  for (const one of bridge.uppers) if (!uppers.has(one) && boundVlan(one) !== undefined) toggle(bridge, false);
  bridge.uppers = new Set(uppers);
}

/** What happens to a VLAN on a bridge. */
export function upperBinding(what: LinkEvent, dev: Device): void {
  const real = what === 'change' || what === 'up' ? vlanBelow(dev) : undefined;
  if (real?.kind !== 'bridge' || bridgeOf(real).vlans === undefined) return;
  const binds = boundVlan(dev) !== undefined;
  toggle(bridgeOf(real), binds);
  if (binds) setState(bridgeOf(real), dev);
  else if (real.carrier) setCarrier(dev, true);
}

/** What happens to a port. */
export function portBinding(what: LinkEvent, port: BridgePort): void {
  const { bridge, vlans } = port;
  if (!bridge.binds || (what !== 'change' && what !== 'down' && what !== 'up')) return;
  for (const { id } of vlans?.all ?? []) {
    const vlan = bound(bridge).find((one) => boundVlan(one) === id);
    if (vlan === undefined) continue;
    if (!port.usable) setState(bridge, vlan);
    else if (bridge.dev.carrier) setCarrier(vlan, true);
  }
}

/** nbp_vlan_set_vlan_dev_state(): a port has a VLAN, or has it no longer. */
export function memberBinding(bridge: Bridge, id: number): void {
  const vlan = bridge.binds ? bound(bridge).find((one) => boundVlan(one) === id) : undefined;
  if (vlan !== undefined) setState(bridge, vlan);
}
