// Ports of Open vSwitch. include/uapi/linux/openvswitch.h; Documentation/netlink/specs/ovs_vport.yaml.

import { u32Array } from '../../netlink/array.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, flag, u16, u32, u64 } from '../../netlink/codec.js';
import { __s32 } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const ovsVportFamily: GenericFamily = deferredFamily('ovs_vport', () => {
  const vportOptions = flaggedAttributes(() => ({
    dstPort: ['OVS_TUNNEL_ATTR_DST_PORT', 1, u16],
    extension: ['OVS_TUNNEL_ATTR_EXTENSION', 2, attributes(() => ({ gbp: ['OVS_VXLAN_EXT_GBP', 1, flag] }))],
  }));

  const upcallStats = flaggedAttributes(() => ({
    success: ['OVS_VPORT_UPCALL_ATTR_SUCCESS', 0, u64],
    fail: ['OVS_VPORT_UPCALL_ATTR_FAIL', 1, u64],
  }));

  const vport = flaggedAttributes(() => ({
    portNo: ['OVS_VPORT_ATTR_PORT_NO', 1, u32],
    type: ['OVS_VPORT_ATTR_TYPE', 2, u32],
    name: ['OVS_VPORT_ATTR_NAME', 3, string],
    options: ['OVS_VPORT_ATTR_OPTIONS', 4, vportOptions],
    upcallPid: ['OVS_VPORT_ATTR_UPCALL_PID', 5, u32Array],
    stats: ['OVS_VPORT_ATTR_STATS', 6, bytes],
    ifindex: ['OVS_VPORT_ATTR_IFINDEX', 8, u32],
    netnsid: ['OVS_VPORT_ATTR_NETNSID', 9, u32],
    upcallStats: ['OVS_VPORT_ATTR_UPCALL_STATS', 10, upcallStats],
  }));

  return {
    commands: { ...commands(vport, { OVS_VPORT_CMD_NEW: 1, OVS_VPORT_CMD_DEL: 2, OVS_VPORT_CMD_GET: 3 }) },
    header: { dpIfindex: __s32 },
  };
});
