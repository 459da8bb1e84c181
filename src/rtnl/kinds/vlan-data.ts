// IFLA_INFO_DATA of a VLAN. include/uapi/linux/if_link.h: IFLA_VLAN_*; net/8021q/vlan_netlink.c: vlan_policy, vlan_fill_info().

import { attributes } from '../../netlink/attributes.js';
import { be16, u16, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { list } from '../../netlink/list.js';
import { __u32, struct } from '../../netlink/struct.js';

/** Bits of VLAN_FLAG_*: their state, and in a request which of them to change. The kernel sends a mask of all ones. */
export const ifla_vlan_flags = struct('ifla_vlan_flags', { flags: __u32, mask: __u32 });

/** VLAN_FLAG_*, include/uapi/linux/if_vlan.h, as `ip` spells them and in the order it shows them. */
export const vlanFlags = { reorder_hdr: 0x1, gvrp: 0x2, mvrp: 0x8, loose_binding: 0x4, bridge_binding: 0x10 } as const;

export const vlanProtocol = enumeration(be16, { '802.1Q': 0x8100, '802.1ad': 0x88a8 });

const qosMapping = struct('ifla_vlan_qos_mapping', { from: __u32, to: __u32 });

export const vlanData = attributes(() => ({
  id: ['IFLA_VLAN_ID', 1, u16],
  flags: ['IFLA_VLAN_FLAGS', 2, ifla_vlan_flags],
  /** From the packet's priority to the one in the header. */
  egressQos: ['IFLA_VLAN_EGRESS_QOS', 3, list('IFLA_VLAN_QOS_MAPPING', 1, qosMapping)],
  /** From the header's priority to the packet's. */
  ingressQos: ['IFLA_VLAN_INGRESS_QOS', 4, list('IFLA_VLAN_QOS_MAPPING', 1, qosMapping)],
  protocol: ['IFLA_VLAN_PROTOCOL', 5, vlanProtocol],
}));

export type Vlan = Value<typeof vlanData>;
