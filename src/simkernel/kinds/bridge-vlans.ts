// What a request wants of a bridge's VLANs, which the release that this is modelled on was built without: it looks at them all the same.
// net/bridge/br_netlink.c: br_afspec(), br_process_vlan_info(); net/bridge/br_netlink_tunnel.c: br_process_vlan_tunnel_info().

import { EINVAL, EOPNOTSUPP, ERANGE } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Bridge, BridgePort } from './bridge-state.js';

/** What is asked of a bridge about a link, and what came of it. */
export interface Asked {
  readonly bridge: Bridge;
  readonly dev: Device;
  /** None of the bridge itself. */
  readonly port: BridgePort | undefined;
  changed: boolean;
}

/** IFLA_BRIDGE_*. */
const VLAN = 2;
const TUNNEL = 3;
const MRP = 4;
const CFM = 5;
const MST = 6;
/** BRIDGE_VLAN_INFO_*. */
const PVID = 1 << 1;
const BEGIN = 1 << 3;
const END = 1 << 4;
const VLAN_VID_MASK = 0xfff;

const tunnelPolicy: PolicyTable = { maxType: 3, rules: { 1: { type: 'u32' }, 2: { type: 'u16' }, 3: { type: 'u16' } } };

interface Vlan {
  readonly flags: number;
  readonly vid: number;
}

interface Tunnel extends Vlan {
  readonly id: number;
}

/** br_afspec(). What stands before something that is refused is done. Throws Refusal. */
export function changeVlans(asked: Asked, spec: Attribute, what: 'set' | 'delete'): void {
  let vlan: Vlan | undefined;
  let tunnel: Tunnel | undefined;
  for (const attribute of spec.children()) {
    switch (attribute.type) {
      case VLAN:
        vlan = changeVlan(attribute, vlan, what);
        break;
      case TUNNEL:
        if (asked.port === undefined || asked.port.settings.vlanTunnel === 0) throw new Refusal(EINVAL);
        tunnel = changeTunnel(asked, tunnelOf(attribute), tunnel);
        break;
      case MST:
        if (asked.port === undefined) throw new Refusal(EINVAL, what === 'set' ? 'MST states can only be set on bridge ports' : undefined);
        if (what === 'delete') throw new Refusal(EINVAL);
        throw new Refusal(EOPNOTSUPP);
      case MRP:
      case CFM:
        throw new Refusal(EOPNOTSUPP);
    }
  }
}

/** The beginning of a range, until its end comes; nothing can be added, and what is not there is removed without a word. Throws Refusal. */
function changeVlan(attribute: Attribute, begun: Vlan | undefined, what: 'set' | 'delete'): Vlan | undefined {
  if (attribute.length !== 4) throw new Refusal(EINVAL);
  const { bytes, start } = attribute;
  const vlan = { flags: attribute.u16, vid: bytes.view.getUint16(start + 2, bytes.littleEndian) };
  const refuse = (text: string) => new Refusal(EINVAL, what === 'set' ? text : undefined);
  if (vlan.vid === 0 || vlan.vid >= VLAN_VID_MASK) throw refuse('bridge: Vlan id is invalid');
  if ((vlan.flags & BEGIN) !== 0 || begun !== undefined) {
    const wrong = rangeFault(vlan, begun);
    if (wrong !== undefined) throw refuse(wrong);
    if ((vlan.flags & BEGIN) !== 0) return vlan;
  }
  if (what === 'set') throw new Refusal(EOPNOTSUPP);
  return undefined;
}

/** br_vlan_valid_range(). */
function rangeFault({ flags, vid }: Vlan, begun: Vlan | undefined): string | undefined {
  if ((flags & PVID) !== 0) return "bridge: Pvid isn't allowed in a range";
  if (begun === undefined) return undefined;
  if ((flags & BEGIN) !== 0) return 'bridge: Found a new vlan range start while processing one';
  if ((flags & END) === 0) return 'bridge: Vlan range end flag is missing';
  return vid <= begun.vid ? 'bridge: End vlan id is less than or equal to start vlan id' : undefined;
}

/** br_parse_vlan_tunnel_info(). Throws Refusal. */
function tunnelOf(attribute: Attribute): Tunnel {
  const attributes = parseNested(attribute, tunnelPolicy, { silent: true });
  const [id, vid] = [attributes.u32(1), attributes.u16(2)];
  if (id === undefined || vid === undefined) throw new Refusal(EINVAL);
  if (vid >= VLAN_VID_MASK) throw new Refusal(ERANGE);
  return { id, vid, flags: attributes.u16(3) ?? 0 };
}

/** Where there are no VLANs, their tunnels come and go without anything that would be kept. Throws Refusal. */
function changeTunnel(asked: Asked, tunnel: Tunnel, begun: Tunnel | undefined): Tunnel | undefined {
  if ((tunnel.flags & BEGIN) !== 0) {
    if (begun !== undefined) throw new Refusal(EINVAL);
    return tunnel;
  }
  if ((tunnel.flags & END) === 0) {
    if (begun !== undefined) throw new Refusal(EINVAL);
  } else if (begun === undefined || tunnel.vid - begun.vid !== tunnel.id - begun.id) throw new Refusal(EINVAL);
  asked.changed = true;
  return undefined;
}
