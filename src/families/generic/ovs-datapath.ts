// Datapaths of Open vSwitch. include/uapi/linux/openvswitch.h; Documentation/netlink/specs/ovs_datapath.yaml.

import { u32Array } from '../../netlink/array.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, u32 } from '../../netlink/codec.js';
import { __s32 } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const ovsDatapathFamily: GenericFamily = deferredFamily('ovs_datapath', () => {
  const datapath = flaggedAttributes(() => ({
    name: ['OVS_DP_ATTR_NAME', 1, string],
    upcallPid: ['OVS_DP_ATTR_UPCALL_PID', 2, u32],
    stats: ['OVS_DP_ATTR_STATS', 3, bytes],
    megaflowStats: ['OVS_DP_ATTR_MEGAFLOW_STATS', 4, bytes],
    userFeatures: ['OVS_DP_ATTR_USER_FEATURES', 5, u32],
    masksCacheSize: ['OVS_DP_ATTR_MASKS_CACHE_SIZE', 7, u32],
    perCpuPids: ['OVS_DP_ATTR_PER_CPU_PIDS', 8, u32Array],
    ifindex: ['OVS_DP_ATTR_IFINDEX', 9, u32],
  }));

  return {
    commands: { ...commands(datapath, { OVS_DP_CMD_GET: 3, OVS_DP_CMD_NEW: 1, OVS_DP_CMD_DEL: 2 }) },
    header: { dpIfindex: __s32 },
  };
});
