// Where a frame goes that a link sends: through pairs, bridges, macvlans and VLANs to the stacks that receive it. drivers/net/veth.c: veth_xmit();
// net/bridge/br_input.c, br_forward.c; drivers/net/macvlan.c: macvlan_queue_xmit(), macvlan_handle_frame(); net/8021q/vlan_core.c.

import { type Bridge, type BridgePort, bridgeOf, portOf, STATES } from '../kinds/bridge-state.js';
import { type Macvlan, MODES, portOf as macvlanPortOf } from '../kinds/macvlan-port.js';
import type { Device } from '../link/device.js';
import { BROADCAST_MAC } from '../mac.js';

/** A frame on its way. */
interface Frame {
  readonly source: string;
  /** BROADCAST_MAC for all. */
  readonly target: string;
  readonly vlan: number | undefined;
}

/** What became of a frame. */
export class Passage {
  /** Links whose stack received it. */
  readonly stacks = new Set<Device>();
  /** Why it did not go on somewhere, in words. */
  readonly notes: string[] = [];
  private readonly seen = new Set<string>();

  /** Whether it comes by here for the first time: frames that go in circles are not followed. */
  first(place: string): boolean {
    if (this.seen.has(place)) return false;
    this.seen.add(place);
    return true;
  }
}

const macvlanOf = (dev: Device): Macvlan | undefined => (dev.kind === 'macvlan' || dev.kind === 'macvtap' ? (dev.state as Macvlan) : undefined);
const modeName = (mode: number): string => Object.entries(MODES).find(([, value]) => value === mode)?.[0] ?? String(mode);

/** Sends a frame by a link, to one address or to all. */
export function send(dev: Device, target: string): Passage {
  const passage = new Passage();
  transmit(dev, { source: dev.address, target, vlan: undefined }, passage);
  const macvlan = macvlanOf(dev);
  if (macvlan !== undefined && macvlan.mode !== MODES.bridge) passage.notes.unshift(`${dev.name} is in ${modeName(macvlan.mode)} mode`);
  return passage;
}

function transmit(dev: Device, frame: Frame, passage: Passage): void {
  if (!passage.first(`out ${dev.ns.fd} ${dev.index} ${frame.vlan}`)) return;
  if (!dev.up) return drop(passage, `${dev.name} is down`);
  if (!dev.carrier) return drop(passage, `${dev.name} has no carrier`);
  switch (dev.kind) {
    case 'veth':
      return receive(dev.state as Device, frame, passage);
    case 'bridge':
      return forward(bridgeOf(dev), undefined, frame, passage);
    case 'macvlan':
    case 'macvtap':
      return fromMacvlan(dev, dev.state as Macvlan, frame, passage);
    case 'vlan': {
      const { real, id } = dev.state as { readonly real: Device; readonly id: number };
      return transmit(real, { ...frame, vlan: id }, passage);
    }
    default:
      return drop(passage, `nothing is behind ${dev.name}`);
  }
}

function drop(passage: Passage, why: string): void {
  if (!passage.notes.includes(why)) passage.notes.push(why);
}

/** macvlan_queue_xmit(): siblings in mode bridge are reached without the link below. */
function fromMacvlan(dev: Device, { mode, port, lower }: Macvlan, frame: Frame, passage: Passage): void {
  if (mode === MODES.bridge) {
    for (const sibling of port.members) {
      if (sibling === dev || macvlanOf(sibling)?.mode !== MODES.bridge) continue;
      if (frame.target === BROADCAST_MAC) receive(sibling, frame, passage);
      else if (frame.target === sibling.address) return receive(sibling, frame, passage);
    }
  }
  transmit(lower, frame, passage);
}

function receive(dev: Device, frame: Frame, passage: Passage): void {
  if (!dev.up) return drop(passage, `${dev.name} is down`);
  const port = portOf(dev);
  if (port !== undefined) return intoBridge(port, frame, passage);
  if (!passage.first(`in ${dev.ns.fd} ${dev.index} ${frame.vlan}`)) return;
  const macvlans = macvlanPortOf(dev);
  // What is for all is left to a worker, which hands it to the macvlans: the link below has it before them. macvlan_broadcast_enqueue()
  if (macvlans?.passthru === false && frame.target === BROADCAST_MAC && frame.vlan === undefined) passage.stacks.add(dev);
  if (macvlans !== undefined && intoMacvlans(dev, frame, passage)) return;
  if (frame.vlan !== undefined) {
    for (const upper of dev.uppers) {
      if (upper.kind === 'vlan' && (upper.state as { readonly id: number }).id === frame.vlan) receive(upper, { ...frame, vlan: undefined }, passage);
    }
    return;
  }
  if (frame.target === BROADCAST_MAC || frame.target === dev.address) passage.stacks.add(dev);
}

/** br_handle_frame_finish(). */
function intoBridge(port: BridgePort, frame: Frame, passage: Passage): void {
  const { bridge, dev } = port;
  if (port.state !== STATES.forwarding) return drop(passage, `port ${dev.name} of ${bridge.dev.name} does not forward`);
  if (!passage.first(`port ${dev.ns.fd} ${dev.index} ${frame.vlan}`)) return;
  if (frame.target === BROADCAST_MAC || frame.target === bridge.dev.address) receive(bridge.dev, frame, passage);
  if (frame.target !== bridge.dev.address) forward(bridge, port, frame, passage);
}

/** br_flood(): where an address was not learnt yet all ports get it, and the answer is the same. */
function forward(bridge: Bridge, from: BridgePort | undefined, frame: Frame, passage: Passage): void {
  for (const port of bridge.ports.values()) {
    if (port.state !== STATES.forwarding) {
      drop(passage, `port ${port.dev.name} of ${bridge.dev.name} does not forward`);
      continue;
    }
    if (port === from && port.settings.mode === 0) {
      drop(passage, `port ${port.dev.name} of ${bridge.dev.name} does not hairpin`);
      continue;
    }
    if (from !== undefined && from.settings.isolated !== 0 && port.settings.isolated !== 0) {
      drop(passage, `ports ${from.dev.name} and ${port.dev.name} of ${bridge.dev.name} are isolated`);
      continue;
    }
    transmit(port.dev, frame, passage);
  }
}

/** macvlan_handle_frame(): whether the link below does not see it. */
function intoMacvlans(lower: Device, frame: Frame, passage: Passage): boolean {
  const port = macvlanPortOf(lower);
  if (port === undefined) return false;
  const members = [...port.members];
  for (const dev of members)
    if (macvlanOf(dev)?.mode === MODES.source && macvlanOf(dev)?.sources.has(frame.source) === true) receive(dev, { ...frame, target: BROADCAST_MAC }, passage);
  if (port.passthru) {
    for (const dev of members) receive(dev, frame, passage);
    return true;
  }
  if (frame.target === BROADCAST_MAC) {
    const sender = port.active.get(frame.source);
    const takes = receivers(sender === undefined ? undefined : macvlanOf(sender)?.mode);
    for (const dev of members) {
      const mode = macvlanOf(dev)?.mode ?? 0;
      if (dev !== sender && takes.includes(mode)) receive(dev, frame, passage);
      else if (dev !== sender && mode === MODES.source && macvlanOf(dev)?.sources.has(frame.source) !== true) drop(passage, `${frame.source} is not on the list of ${dev.name}`);
    }
    return false;
  }
  const dev = port.active.get(frame.target);
  if (dev === undefined || macvlanOf(dev)?.mode === MODES.source) return false;
  receive(dev, frame, passage);
  return true;
}

/** Which modes hear a broadcast of a sibling that comes in again, or of somebody else. */
function receivers(sender: number | undefined): readonly number[] {
  if (sender === undefined) return [MODES.private, MODES.vepa, MODES.bridge];
  if (sender === MODES.vepa) return [MODES.vepa, MODES.bridge];
  return sender === MODES.bridge ? [MODES.vepa] : [];
}
