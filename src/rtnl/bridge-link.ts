// IFLA_AF_SPEC of a bridge or of its port, in messages of family AF_BRIDGE. include/uapi/linux/if_bridge.h: IFLA_BRIDGE_*;
// net/bridge/br_netlink.c: br_fill_ifinfo().

import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { u8, u16, u32 } from '../netlink/codec.js';
import { repeated } from '../netlink/repeated.js';
import { __u16, struct } from '../netlink/struct.js';
import { bridgeCfm, bridgeMrp } from './bridge-rings.js';

const bridge_vlan_info = struct('bridge_vlan_info', {
  /** BRIDGE_VLAN_INFO_*: 2 is the port's own VLAN, 4 untagged; 8 and 16 begin and end a range. */
  flags: __u16,
  vid: __u16,
});

/** A tunnel that a VLAN is mapped to. */
const vlanTunnel = attributes(() => ({
  id: ['IFLA_BRIDGE_VLAN_TUNNEL_ID', 1, u32],
  vid: ['IFLA_BRIDGE_VLAN_TUNNEL_VID', 2, u16],
  /** BRIDGE_VLAN_INFO_*: 8 and 16 begin and end a range. */
  flags: ['IFLA_BRIDGE_VLAN_TUNNEL_FLAGS', 3, u16],
}));

/** Requests must say that it is a nest, replies do not. */
const mstEntry = flaggedAttributes(() => ({
  msti: ['IFLA_BRIDGE_MST_ENTRY_MSTI', 1, u16],
  /** BR_STATE_*. */
  state: ['IFLA_BRIDGE_MST_ENTRY_STATE', 2, u8],
}));

/** With RTEXT_FILTER_BRVLAN or RTEXT_FILTER_BRVLAN_COMPRESSED asked for, one `vlanInfo` for each VLAN or range. */
export const bridgeAfSpec = attributes(() => ({
  /** BRIDGE_FLAGS_*: 1 master, 2 self. */
  flags: ['IFLA_BRIDGE_FLAGS', 0, u16],
  /** BRIDGE_MODE_*: 0 VEB, 1 VEPA. */
  mode: ['IFLA_BRIDGE_MODE', 1, u16],
  vlanInfo: ['IFLA_BRIDGE_VLAN_INFO', 2, repeated(bridge_vlan_info)],
  vlanTunnelInfo: ['IFLA_BRIDGE_VLAN_TUNNEL_INFO', 3, repeated(vlanTunnel)],
  mrp: ['IFLA_BRIDGE_MRP', 4, bridgeMrp],
  cfm: ['IFLA_BRIDGE_CFM', 5, bridgeCfm],
  mst: ['IFLA_BRIDGE_MST', 6, attributes(() => ({ entry: ['IFLA_BRIDGE_MST_ENTRY', 1, repeated(mstEntry)] }))],
}));
