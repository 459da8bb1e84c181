// Shapers in network devices. include/uapi/linux/net_shaper.h; Documentation/netlink/specs/net_shaper.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { flag, u32, uint } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const netShaperFamily: GenericFamily = deferredFamily('net-shaper', () => {
  const handle = flaggedAttributes(() => ({
    scope: ['NET_SHAPER_A_HANDLE_SCOPE', 1, u32],
    id: ['NET_SHAPER_A_HANDLE_ID', 2, u32],
  }));

  const leafInfo = flaggedAttributes(() => ({
    handle: ['NET_SHAPER_A_HANDLE', 1, handle],
    priority: ['NET_SHAPER_A_PRIORITY', 6, u32],
    weight: ['NET_SHAPER_A_WEIGHT', 7, u32],
  }));

  const netShaper = flaggedAttributes(() => ({
    handle: ['NET_SHAPER_A_HANDLE', 1, handle],
    metric: ['NET_SHAPER_A_METRIC', 2, u32],
    bwMin: ['NET_SHAPER_A_BW_MIN', 3, uint],
    bwMax: ['NET_SHAPER_A_BW_MAX', 4, uint],
    burst: ['NET_SHAPER_A_BURST', 5, uint],
    priority: ['NET_SHAPER_A_PRIORITY', 6, u32],
    weight: ['NET_SHAPER_A_WEIGHT', 7, u32],
    ifindex: ['NET_SHAPER_A_IFINDEX', 8, u32],
    parent: ['NET_SHAPER_A_PARENT', 9, handle],
    leaves: ['NET_SHAPER_A_LEAVES', 10, repeated(leafInfo)],
  }));

  const caps = flaggedAttributes(() => ({
    ifindex: ['NET_SHAPER_A_CAPS_IFINDEX', 1, u32],
    scope: ['NET_SHAPER_A_CAPS_SCOPE', 2, u32],
    supportMetricBps: ['NET_SHAPER_A_CAPS_SUPPORT_METRIC_BPS', 3, flag],
    supportMetricPps: ['NET_SHAPER_A_CAPS_SUPPORT_METRIC_PPS', 4, flag],
    supportNesting: ['NET_SHAPER_A_CAPS_SUPPORT_NESTING', 5, flag],
    supportBwMin: ['NET_SHAPER_A_CAPS_SUPPORT_BW_MIN', 6, flag],
    supportBwMax: ['NET_SHAPER_A_CAPS_SUPPORT_BW_MAX', 7, flag],
    supportBurst: ['NET_SHAPER_A_CAPS_SUPPORT_BURST', 8, flag],
    supportPriority: ['NET_SHAPER_A_CAPS_SUPPORT_PRIORITY', 9, flag],
    supportWeight: ['NET_SHAPER_A_CAPS_SUPPORT_WEIGHT', 10, flag],
  }));

  return {
    commands: {
      ...commands(netShaper, { NET_SHAPER_CMD_GET: 1, NET_SHAPER_CMD_SET: 2, NET_SHAPER_CMD_DELETE: 3, NET_SHAPER_CMD_GROUP: 4 }),
      ...commands(caps, { NET_SHAPER_CMD_CAP_GET: 5 }),
    },
  };
});
