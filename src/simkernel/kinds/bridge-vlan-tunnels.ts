// Tunnels that VLANs of a port are mapped to. net/bridge/br_netlink_tunnel.c; net/bridge/br_vlan_tunnel.c.

import { EEXIST, EINVAL, ERANGE } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { BridgePort } from './bridge-state.js';
import { INFO, type PortVlan, VLAN_VID_MASK } from './bridge-vlan.js';
import { entersRange, tellVlan } from './bridge-vlan-message.js';

const tunnelPolicy: PolicyTable = { maxType: 3, rules: { 1: { type: 'u32' }, 2: { type: 'u16' }, 3: { type: 'u16' } } };

/** struct vtunnel_info. */
export interface Tunnel {
  readonly id: number;
  readonly vid: number;
  readonly flags: number;
}

/** br_parse_vlan_tunnel_info(). Throws Refusal. */
export function tunnelOf(attribute: Attribute): Tunnel {
  const attributes = parseNested(attribute, tunnelPolicy, { silent: true });
  const [id, vid] = [attributes.u32(1), attributes.u16(2)];
  if (id === undefined || vid === undefined) throw new Refusal(EINVAL);
  if (vid >= VLAN_VID_MASK) throw new Refusal(ERANGE);
  return { id, vid, flags: attributes.u16(3) ?? 0 };
}

/** br_vlan_tunnel_info(): whether something has changed. Where there are no VLANs, tunnels come and go without anything that would be kept. Throws Refusal. */
export function mapTunnel(port: BridgePort, vid: number, id: number, what: 'set' | 'delete'): boolean {
  if (port.vlans === undefined) return true;
  const vlan = port.vlans.get(vid);
  if (what === 'delete') {
    if (vlan !== undefined) vlan.tunnel = undefined;
    return vlan !== undefined;
  }
  if (vlan === undefined) throw new Refusal(EINVAL);
  if (vlan.tunnel !== undefined || port.vlans.all.some(({ tunnel }) => tunnel === id)) throw new Refusal(EEXIST);
  vlan.tunnel = id;
  return true;
}

/** nbp_vlan_tunnel_info_flush(). */
export function flushTunnels(port: BridgePort): void {
  for (const vlan of port.vlans?.all ?? []) vlan.tunnel = undefined;
}

/** br_process_vlan_tunnel_info(): the beginning of a range, until its end comes. Throws Refusal. */
export function changeTunnel(asked: { changed: boolean }, port: BridgePort, tunnel: Tunnel, begun: Tunnel | undefined, what: 'set' | 'delete'): Tunnel | undefined {
  if ((tunnel.flags & INFO.rangeBegin) !== 0) {
    if (begun !== undefined) throw new Refusal(EINVAL);
    return tunnel;
  }
  if ((tunnel.flags & INFO.rangeEnd) === 0) {
    if (begun !== undefined) throw new Refusal(EINVAL);
    if (mapTunnel(port, tunnel.vid, tunnel.id, what)) asked.changed = true;
    tellVlan('RTM_NEWVLAN', port.bridge, port, tunnel.vid);
  } else {
    if (begun === undefined || (tunnel.vid - begun.vid) >>> 0 !== (tunnel.id - begun.id) >>> 0) throw new Refusal(EINVAL);
    changeRange(asked, port, begun, tunnel.vid, what);
  }
  return undefined;
}

/** One at a time; what has changed is told, a range that is alike together, also where another of it is refused. */
function changeRange(asked: { changed: boolean }, port: BridgePort, begun: Tunnel, end: number, what: 'set' | 'delete'): void {
  let run: [first: PortVlan, last: PortVlan] | undefined;
  const tell = () => run !== undefined && tellVlan('RTM_NEWVLAN', port.bridge, port, run[0].id, run[1].id);
  try {
    for (let vid = begun.vid; vid <= end; vid++) {
      const changed = mapTunnel(port, vid, (begun.id + vid - begun.vid) >>> 0, what);
      if (changed) asked.changed = true;
      const vlan = port.vlans?.get(vid);
      if (run !== undefined && vlan !== undefined && changed && entersRange(vlan, run[1])) {
        run[1] = vlan;
        continue;
      }
      tell();
      run = changed && vlan !== undefined ? [vlan, vlan] : undefined;
    }
  } finally {
    tell();
  }
}
