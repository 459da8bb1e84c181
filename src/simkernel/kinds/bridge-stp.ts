// The states of a bridge's ports, and what follows from them. net/bridge/br_stp.c: br_port_state_selection(), br_make_forwarding(),
// br_topology_change_detection(); br_stp_if.c: br_stp_set_enabled(); br_stp_timer.c. No bridge hears of another: each is the root of its own tree.

import { setCarrier } from '../link/linkwatch.js';
import { deletePortEntries, TICK } from './bridge-fdb.js';
import { announcePort } from './bridge-message.js';
import { type Bridge, type BridgePort, OPTION, STATES } from './bridge-state.js';
import { setTreeState } from './bridge-trees.js';

/** BR_MIN_FORWARD_DELAY, BR_MAX_FORWARD_DELAY, in hundredths of a second. */
export const FORWARD_DELAY = [200, 3000] as const;

/** br_set_state(). */
export function setState(port: BridgePort, state: number): void {
  port.state = state;
  if ((port.bridge.settings.options & OPTION.mst) !== 0) setTreeState(port, 0, state);
  if (port.bridge.settings.stpState === 0) return;
  if (state === STATES.blocking) port.blocked++;
  if (state === STATES.forwarding) port.forwarded++;
}

/** br_port_state_selection(): whoever takes part is on its way to forward, and the bridge has a carrier as long as one does. */
export function selectStates(bridge: Bridge): void {
  for (const port of bridge.lastFirst) if (port.state === STATES.blocking) makeForwarding(port);
  setCarrier(
    bridge.dev,
    bridge.lastFirst.some(({ state }) => state === STATES.forwarding),
  );
}

/** br_stp_set_bridge_priority(). */
export function changePriority(bridge: Bridge, priority: number): void {
  bridge.settings.priority = priority;
  for (const port of bridge.ports.values()) if (port.state !== STATES.disabled) port.designate();
  selectStates(bridge);
}

/** br_stp_set_port_priority(). */
export function changePortPriority(port: BridgePort, priority: number): void {
  const { designated, bridge } = port;
  const before = port.id;
  port.settings.priority = priority;
  if (designated.priority !== bridge.settings.priority) return;
  if (designated.port === before || port.id < designated.port) designated.port = port.id;
}

/** br_make_forwarding(). */
function makeForwarding(port: BridgePort): void {
  const { stpState, forwardDelay } = port.bridge.settings;
  const waits = stpState !== 0 && forwardDelay !== 0;
  setState(port, waits ? STATES.listening : STATES.forwarding);
  announcePort('RTM_NEWLINK', port);
  if (waits) waitOn(port);
}

function waitOn(port: BridgePort): void {
  const { kernel } = port.dev.ns;
  port.stopWaiting?.();
  port.stopWaiting = kernel.clock.schedule(port.bridge.settings.forwardDelay * TICK, () => {
    port.stopWaiting = undefined;
    advance(port);
    kernel.settle();
  });
}

/** br_forward_delay_timer_expired(). */
function advance(port: BridgePort): void {
  if (port.state === STATES.listening) {
    setState(port, STATES.learning);
    waitOn(port);
  } else if (port.state === STATES.learning) {
    setState(port, STATES.forwarding);
    changeTopology(port.bridge);
    setCarrier(port.bridge.dev, true);
  }
  announcePort('RTM_NEWLINK', port);
}

/** br_topology_change_detection(), of a root: for as long as its last message may be on its way. */
function changeTopology(bridge: Bridge): void {
  const { stpState, forwardDelay, maxAge } = bridge.settings;
  if (stpState === 0) return;
  const { kernel } = bridge.dev.ns;
  bridge.endTopologyChange?.();
  const stop = kernel.clock.schedule((forwardDelay + maxAge) * TICK, () => {
    bridge.endTopologyChange = undefined;
  });
  bridge.endTopologyChange = () => {
    stop();
    bridge.endTopologyChange = undefined;
  };
}

/** br_stp_enable_port(). */
export function enablePort(port: BridgePort): void {
  port.designate();
  setState(port, STATES.blocking);
  selectStates(port.bridge);
  announcePort('RTM_NEWLINK', port);
}

/** MDB_RTR_TYPE_TEMP, and MDB_RTR_TYPE_TEMP_QUERY, which it becomes: br_multicast_rport_del_notify(). */
const ROUTER_FOR_A_WHILE = 3;
const ROUTER_IF_ASKED = 1;

/** br_stp_disable_port(). */
export function disablePort(port: BridgePort): void {
  port.stopWaiting?.();
  port.stopWaiting = undefined;
  port.designate();
  setState(port, STATES.disabled);
  announcePort('RTM_NEWLINK', port);
  if (port.backup === undefined) deletePortEntries(port.bridge, port, true);
  if (port.settings.multicastRouter === ROUTER_FOR_A_WHILE) port.settings.multicastRouter = ROUTER_IF_ASKED;
  selectStates(port.bridge);
}

/** br_stp_set_enabled(): with a spanning tree a port waits, within bounds. */
export function setStp(bridge: Bridge, on: boolean): void {
  const { settings } = bridge;
  if ((settings.stpState !== 0) === on) return;
  settings.stpState = on ? 1 : 0;
  if (on) settings.forwardDelay = Math.min(Math.max(settings.forwardDelay, FORWARD_DELAY[0]), FORWARD_DELAY[1]);
  if (!on || bridge.dev.up) selectStates(bridge);
}
