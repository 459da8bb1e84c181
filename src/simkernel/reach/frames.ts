// Where a frame goes that a link sends: through pairs, bridges, macvlans and VLANs to the stacks that receive it. drivers/net/veth.c: veth_xmit();
// net/bridge/br_input.c, br_forward.c, br_vlan.c; drivers/net/macvlan.c: macvlan_queue_xmit(), macvlan_handle_frame(); net/8021q/vlan_core.c.

import { type Bridge, type BridgePort, bridgeOf, portOf, STATES } from '../kinds/bridge-state.js';
import { type AnyVlan, INFO, isUsed } from '../kinds/bridge-vlan.js';
import { type Macvlan, MODES, portOf as macvlanPortOf } from '../kinds/macvlan-port.js';
import type { Device } from '../link/device.js';
import { BROADCAST_MAC } from '../mac.js';

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;
/** In circles a frame may get one more each time. */
const TAGS_MOST = 16;

/** A frame on its way. */
interface Frame {
  readonly source: string;
  /** BROADCAST_MAC for all. */
  readonly target: string;
  /** The outermost first. */
  readonly tags: readonly Tag[];
}

interface Tag {
  readonly protocol: number;
  readonly id: number;
}

const told = ({ tags }: Frame): string => tags.map(({ protocol, id }) => `${protocol.toString(16)}.${id}`).join(' ');

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
  transmit(dev, { source: dev.address, target, tags: [] }, passage);
  const macvlan = macvlanOf(dev);
  if (macvlan !== undefined && macvlan.mode !== MODES.bridge) passage.notes.unshift(`${dev.name} is in ${modeName(macvlan.mode)} mode`);
  return passage;
}

function transmit(dev: Device, frame: Frame, passage: Passage): void {
  if (!passage.first(`out ${dev.ns.fd} ${dev.index} ${told(frame)}`)) return;
  if (frame.tags.length > TAGS_MOST) return drop(passage, 'a frame would have more tags than there is room for');
  if (!dev.up) return drop(passage, `${dev.name} is down`);
  if (!dev.carrier) return drop(passage, `${dev.name} has no carrier`);
  switch (dev.kind) {
    case 'veth':
      return receive(dev.state as Device, frame, passage);
    case 'bridge': {
      const bridge = bridgeOf(dev);
      const inside = admit(bridge, bridge, frame, passage);
      return inside && forward(bridge, undefined, inside, passage);
    }
    case 'macvlan':
    case 'macvtap':
      return fromMacvlan(dev, dev.state as Macvlan, frame, passage);
    case 'vlan': {
      const { real, protocol, id } = dev.state as { readonly real: Device } & Tag;
      return transmit(real, { ...frame, tags: [{ protocol, id }, ...frame.tags] }, passage);
    }
    default:
      return drop(passage, `nothing is behind ${dev.name}`);
  }
}

function drop(passage: Passage, why: string): undefined {
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
  if (!passage.first(`in ${dev.ns.fd} ${dev.index} ${told(frame)}`)) return;
  const macvlans = macvlanPortOf(dev);
  // What is for all is left to a worker, which hands it to the macvlans: the link below has it before them. macvlan_broadcast_enqueue()
  if (macvlans?.passthru === false && frame.target === BROADCAST_MAC && frame.tags.length === 0) passage.stacks.add(dev);
  if (macvlans !== undefined && intoMacvlans(dev, frame, passage)) return;
  const [tag, ...tags] = frame.tags;
  if (tag !== undefined) {
    for (const upper of dev.uppers) if (upper.kind === 'vlan' && same(upper.state as Tag, tag)) receive(upper, { ...frame, tags }, passage);
    return;
  }
  if (frame.target === BROADCAST_MAC || frame.target === dev.address) passage.stacks.add(dev);
}

/** br_handle_frame_finish(). */
function intoBridge(port: BridgePort, frame: Frame, passage: Passage): void {
  const { bridge, dev } = port;
  if (port.state !== STATES.forwarding) return drop(passage, `port ${dev.name} of ${bridge.dev.name} does not forward`);
  if (!passage.first(`port ${dev.ns.fd} ${dev.index} ${told(frame)}`)) return;
  const inside = admit(bridge, port, frame, passage);
  if (inside === undefined) return;
  const own = vlanOf(bridge, bridge, inside);
  const isOwn = frame.target === bridge.dev.address && (!bridge.filtering.on || (own !== undefined && isUsed(own)));
  if (frame.target === BROADCAST_MAC || isOwn) {
    const out = dismiss(bridge, bridge, inside, passage);
    if (out !== undefined) receive(bridge.dev, out, passage);
  }
  if (!isOwn) forward(bridge, port, inside, passage);
}

const same = (a: Tag, b: Tag): boolean => a.protocol === b.protocol && a.id === b.id;
const nameOf = (bridge: Bridge, member: Bridge | BridgePort): string => (member === bridge ? bridge.dev.name : `port ${member.dev.name} of ${bridge.dev.name}`);

/** The VLAN of a frame inside a bridge, as a port of it has that, or the bridge itself. */
const vlanOf = ({ filtering }: Bridge, { vlans }: Bridge | BridgePort, { tags }: Frame): AnyVlan | undefined => (filtering.on ? vlans?.get(tags[0]?.id ?? 0) : undefined);

/** br_allowed_ingress(): inside a bridge that filters, every frame has the tag of a VLAN in front. */
function admit(bridge: Bridge, member: Bridge | BridgePort, frame: Frame, passage: Passage): Frame | undefined {
  const { filtering } = bridge;
  if (!filtering.on) return frame;
  const protocol = filtering.protocol === '802.1Q' ? ETH_P_8021Q : ETH_P_8021AD;
  const [tag, ...behind] = frame.tags;
  const tagged = tag?.protocol === protocol;
  const id = tagged && tag.id !== 0 ? tag.id : (member.vlans?.pvid ?? 0);
  if (id === 0) return drop(passage, `${nameOf(bridge, member)} takes nothing without a tag`);
  const inside = { ...frame, tags: [{ protocol, id }, ...(tagged ? behind : frame.tags)] };
  return passes(bridge, member, inside, passage) === undefined ? undefined : inside;
}

/** br_allowed_egress(), br_handle_vlan(): as it leaves. */
function dismiss(bridge: Bridge, member: Bridge | BridgePort, frame: Frame, passage: Passage): Frame | undefined {
  if (!bridge.filtering.on) return frame;
  const vlan = passes(bridge, member, frame, passage);
  if (vlan === undefined) return undefined;
  return (vlan.flags & INFO.untagged) !== 0 ? { ...frame, tags: frame.tags.slice(1) } : frame;
}

function passes(bridge: Bridge, member: Bridge | BridgePort, frame: Frame, passage: Passage): AnyVlan | undefined {
  const vlan = vlanOf(bridge, member, frame);
  if (vlan !== undefined && isUsed(vlan) && vlan.state === STATES.forwarding) return vlan;
  const id = frame.tags[0]?.id;
  return drop(passage, vlan === undefined || !isUsed(vlan) ? `${nameOf(bridge, member)} is not in VLAN ${id}` : `${nameOf(bridge, member)} does not forward in VLAN ${id}`);
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
    const out = dismiss(bridge, port, frame, passage);
    if (out !== undefined) transmit(port.dev, out, passage);
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
