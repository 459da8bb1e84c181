// Options of the VLANs that a bridge or a port has. net/bridge/br_vlan_options.c: br_vlan_process_options(), br_vlan_process_one_opts().

import { EBUSY, EINVAL, ENOENT } from '../../netlink/errno-numbers.js';
import { RTM_DELLINK, RTM_SETLINK } from '../../rtnl/constants.js';
import type { Attribute, Attributes } from '../attribute.js';
import { type PolicyTable, parseStrictly } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type Bridge, type BridgePort, OPTION, STATES } from './bridge-state.js';
import { type AnyVlan, isUsed, type PortVlan } from './bridge-vlan.js';
import { changeRuns } from './bridge-vlan-info.js';
import { entersRange, tellVlan } from './bridge-vlan-message.js';
import { mapTunnel } from './bridge-vlan-tunnels.js';

/** BRIDGE_VLANDB_ENTRY_*. */
export const ENTRY = { info: 1, range: 2, state: 3, tunnelInfo: 4, mcastRouter: 6, mcastMaxGroups: 8, neighSuppress: 9 } as const;
/** BRIDGE_VLANDB_TINFO_*. */
const TUNNEL_ID = 1;
const TUNNEL_CMD = 2;
const tunnelPolicy: PolicyTable = { maxType: 2, rules: { [TUNNEL_ID]: { type: 'u32' }, [TUNNEL_CMD]: { type: 'u32' } } };
/** MDB_RTR_TYPE_*: of a bridge, and of a port. */
const ROUTER_MOST = 2;
const PORT_ROUTER_MOST = 3;

/** Whose options are changed. */
interface Where {
  readonly bridge: Bridge;
  readonly port: BridgePort | undefined;
}

/** Of all from `first` to `last`. Throws Refusal. */
export function changeOptions({ bridge, port }: Where, first: number, last: number, attributes: Attributes): void {
  const vlans = port === undefined ? bridge.vlans : port.vlans;
  const find = (id: number, which: string): AnyVlan => {
    const vlan = vlans?.get(id);
    if (vlan === undefined || !isUsed(vlan)) throw new Refusal(ENOENT, `bridge: Vlan ${which} doesn't exist, can't process options`);
    return vlan;
  };
  find(first, 'range start');
  find(last, 'range end');
  const change = (id: number): AnyVlan | undefined => {
    const vlan = find(id, 'in range');
    return changeOne({ bridge, port }, vlan, id - first, attributes) ? vlan : undefined;
  };
  const fits = (vlan: AnyVlan, before: AnyVlan): boolean => vlan.id !== vlans?.pvid && entersRange(vlan, before);
  changeRuns(first, last, change, fits, (from, to) => tellVlan('RTM_NEWVLAN', bridge, port, from.id, to.id));
}

function changeOne(where: Where, vlan: AnyVlan, offset: number, attributes: Attributes): boolean {
  let changed = false;
  const state = attributes.u8(ENTRY.state);
  if (state !== undefined && changeState(where.bridge, vlan, state)) changed = true;
  const tunnel = attributes.get(ENTRY.tunnelInfo);
  if (tunnel !== undefined && changeTunnel(where.port, vlan, offset, tunnel)) changed = true;
  const router = attributes.u8(ENTRY.mcastRouter);
  if (router !== undefined) {
    if (router > (vlan.of === 'bridge' ? ROUTER_MOST : PORT_ROUTER_MOST)) throw new Refusal(EINVAL);
    vlan.mcastRouter = router;
    changed = true;
  }
  const groups = attributes.u32(ENTRY.mcastMaxGroups);
  if (groups !== undefined) {
    const own = ofPort(vlan, 'mcast_max_groups');
    if (!own.mcast) throw new Refusal(EINVAL, 'bridge: Multicast snooping disabled on this VLAN');
    own.maxGroups = groups;
    changed = true;
  }
  const suppress = attributes.u8(ENTRY.neighSuppress);
  if (suppress !== undefined) {
    const own = ofPort(vlan, 'neigh_suppress');
    if (own.neighSuppress !== (suppress !== 0)) changed = true;
    own.neighSuppress = suppress !== 0;
  }
  return changed;
}

function ofPort(vlan: AnyVlan, what: string): PortVlan {
  if (vlan.of === 'bridge') throw new Refusal(EINVAL, `bridge: Can't set ${what} for non-port vlans`);
  return vlan;
}

/** br_vlan_modify_state(). */
function changeState({ settings }: Bridge, vlan: AnyVlan, state: number): boolean {
  if (state > STATES.blocking) throw new Refusal(EINVAL, 'bridge: Invalid vlan state');
  if (settings.stpState !== 0) throw new Refusal(EBUSY, "bridge: Can't modify vlan state when using kernel STP");
  if ((settings.options & OPTION.mst) !== 0) throw new Refusal(EBUSY, "bridge: Can't modify vlan state directly when MST is enabled");
  if (vlan.state === state) return false;
  vlan.state = state;
  return true;
}

/** br_vlan_modify_tunnel(): of several VLANs each has the next one. */
function changeTunnel(port: BridgePort | undefined, { id }: AnyVlan, offset: number, nest: Attribute): boolean {
  if (port === undefined) throw new Refusal(EINVAL, "bridge: Can't modify tunnel mapping of non-port vlans");
  if (port.settings.vlanTunnel === 0) throw new Refusal(EINVAL, "bridge: Port doesn't have tunnel flag set");
  const attributes = parseStrictly(nest, tunnelPolicy);
  const [tunnel, command] = [attributes.u32(TUNNEL_ID), attributes.u32(TUNNEL_CMD)];
  if (command === undefined) throw new Refusal(ENOENT, 'bridge: Missing tunnel command attribute');
  if (command === RTM_DELLINK) return mapTunnel(port, id, 0, 'delete');
  if (command !== RTM_SETLINK) throw new Refusal(EINVAL, 'bridge: Unsupported tunnel command');
  if (tunnel === undefined) throw new Refusal(ENOENT, 'bridge: Missing tunnel id attribute');
  return mapTunnel(port, id, (tunnel + offset) >>> 0, 'set');
}
