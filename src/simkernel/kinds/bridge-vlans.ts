// What a request of AF_BRIDGE wants of a bridge's VLANs; one that was built without them looks at it all the same.
// net/bridge/br_netlink.c: br_afspec(), br_process_vlan_info(); net/bridge/br_mst.c: br_mst_process().

import { EBUSY, EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseStrictly } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type Bridge, type BridgePort, OPTION, STATES } from './bridge-state.js';
import { setTreeState } from './bridge-trees.js';
import { INFO, VLAN_VID_MASK } from './bridge-vlan.js';
import { addBridgeVlan, addPortVlan, removeBridgeVlan, removePortVlan } from './bridge-vlan-changes.js';
import { tellVlan } from './bridge-vlan-message.js';
import { changeTunnel, type Tunnel, tunnelOf } from './bridge-vlan-tunnels.js';

/** What is asked of a bridge about a link, and what came of it. */
export interface Asked {
  readonly bridge: Bridge;
  readonly dev: Device;
  /** None of the bridge itself. */
  readonly port: BridgePort | undefined;
  changed: boolean;
}

/** How it is asked. */
export interface Asking {
  readonly what: 'set' | 'delete';
  /** A refusal has no words. */
  readonly silent?: boolean;
}

/** IFLA_BRIDGE_*. */
const VLAN = 2;
const TUNNEL = 3;
const MRP = 4;
const CFM = 5;
const MST = 6;
const MST_ENTRY = 1;

const treePolicy: PolicyTable = { maxType: 2, rules: { 1: { type: 'u16', min: 1, max: 4095 }, 2: { type: 'u8', min: STATES.disabled, max: STATES.blocking } } };

/** struct bridge_vlan_info. */
export interface VlanInfo {
  readonly flags: number;
  readonly vid: number;
}

/** br_afspec(). What stands before something that is refused is done. Throws Refusal. */
export function changeVlans(asked: Asked, spec: Attribute, what: Asking['what']): void {
  let vlan: VlanInfo | undefined;
  let tunnel: Tunnel | undefined;
  for (const attribute of spec.children()) {
    switch (attribute.type) {
      case VLAN:
        if (attribute.length !== 4) throw new Refusal(EINVAL);
        vlan = changeVlan(asked, vlanInfoOf(attribute), vlan, { what, silent: what === 'delete' });
        break;
      case TUNNEL:
        if (asked.port === undefined || asked.port.settings.vlanTunnel === 0) throw new Refusal(EINVAL);
        tunnel = changeTunnel(asked, asked.port, tunnelOf(attribute), tunnel, what);
        break;
      case MST:
        if (asked.port === undefined) throw new Refusal(EINVAL, what === 'set' ? 'MST states can only be set on bridge ports' : undefined);
        if (what === 'delete') throw new Refusal(EINVAL);
        changeTrees(asked.port, attribute);
        break;
      case MRP:
      case CFM:
        throw new Refusal(EOPNOTSUPP);
    }
  }
}

export function vlanInfoOf(attribute: Attribute): VlanInfo {
  const { bytes, start } = attribute;
  return { flags: attribute.u16, vid: bytes.view.getUint16(start + 2, bytes.littleEndian) };
}

/** br_process_vlan_info(): the beginning of a range, until its end comes. Throws Refusal. */
export function changeVlan(asked: Asked, vlan: VlanInfo, begun: VlanInfo | undefined, { what, silent = false }: Asking): VlanInfo | undefined {
  const wrong = idFault(vlan.vid) ?? ((vlan.flags & INFO.rangeBegin) !== 0 || begun !== undefined ? rangeFault(vlan, begun) : undefined);
  if (wrong !== undefined) throw new Refusal(EINVAL, silent ? undefined : wrong);
  if ((vlan.flags & INFO.rangeBegin) !== 0) return vlan;
  if (asked.bridge.vlans === undefined) {
    if (what === 'set') throw new Refusal(EOPNOTSUPP);
  } else if (begun === undefined) {
    changeOne(asked, vlan.vid, vlan.flags, what);
  } else {
    changeRange(asked, begun, vlan.vid, what);
  }
  return undefined;
}

function changeOne(asked: Asked, vid: number, flags: number, what: Asking['what']): void {
  const { bridge, port } = asked;
  if (applyVlan(asked, vid, flags, what)) asked.changed = true;
  if (asked.changed) tellVlan(what === 'set' ? 'RTM_NEWVLAN' : 'RTM_DELVLAN', bridge, port, vid);
}

/** One at a time; those side by side that have changed are told together. */
function changeRange(asked: Asked, { vid: start, flags }: VlanInfo, end: number, what: Asking['what']): void {
  const { bridge, port } = asked;
  const tell = (first: number, last: number) => tellVlan(what === 'set' ? 'RTM_NEWVLAN' : 'RTM_DELVLAN', bridge, port, first, last);
  let first = 0;
  for (let vid = start; vid <= end; vid++) {
    if (applyVlan(asked, vid, flags, what)) {
      asked.changed = true;
      if (first === 0) first = vid;
    } else if (first !== 0) {
      tell(first, vid - 1);
      first = 0;
    }
  }
  if (first !== 0) tell(first, end);
}

/** br_vlan_info(): whether something has changed. */
function applyVlan({ bridge, port }: Asked, vid: number, flags: number, what: Asking['what']): boolean {
  if (what === 'set') return port === undefined ? addBridgeVlan(bridge, vid, flags | INFO.brentry) : addPortVlan(port, vid, flags);
  if (port === undefined) return removeBridgeVlan(bridge, vid);
  const removed = removePortVlan(port, vid);
  return ((flags & INFO.master) !== 0 && removeBridgeVlan(bridge, vid)) || removed;
}

/** br_vlan_valid_id(). */
export const idFault = (vid: number): string | undefined => (vid === 0 || vid >= VLAN_VID_MASK ? 'bridge: Vlan id is invalid' : undefined);

/** br_vlan_valid_range(). */
export function rangeFault({ flags, vid }: VlanInfo, begun: VlanInfo | undefined): string | undefined {
  if ((flags & INFO.pvid) !== 0) return "bridge: Pvid isn't allowed in a range";
  if (begun === undefined) return undefined;
  if ((flags & INFO.rangeBegin) !== 0) return 'bridge: Found a new vlan range start while processing one';
  if ((flags & INFO.rangeEnd) === 0) return 'bridge: Vlan range end flag is missing';
  return vid <= begun.vid ? 'bridge: End vlan id is less than or equal to start vlan id' : undefined;
}

/** br_mst_process(). Throws Refusal. */
function changeTrees(port: BridgePort, nest: Attribute): void {
  if (port.vlans === undefined) throw new Refusal(EOPNOTSUPP);
  if ((port.bridge.settings.options & OPTION.mst) === 0) throw new Refusal(EBUSY, "bridge: Can't modify MST state when MST is disabled");
  let found = false;
  for (const attribute of nest.children()) {
    if (attribute.type !== MST_ENTRY) continue;
    found = true;
    const attributes = parseStrictly(attribute, treePolicy);
    const [msti, state] = [attributes.u16(1), attributes.u8(2)];
    if (msti === undefined) throw new Refusal(EINVAL, 'bridge: MSTI not specified');
    if (state === undefined) throw new Refusal(EINVAL, 'bridge: State not specified');
    setTreeState(port, msti, state);
  }
  if (!found) throw new Refusal(EINVAL, 'bridge: Found no MST entries to process');
}
