// Messages of rtnetlink that have no object here and are only decoded, as a monitor meets them: traffic
// control, bridge groups and VLANs, VXLAN tunnels, data-centre bridging, multicast cache reports.
// include/uapi/linux/rtnetlink.h, if_bridge.h, if_link.h, dcbnl.h.

import { attributes } from '../netlink/attributes.js';
import { body } from '../netlink/body.js';
import { bytes, u8, u32 } from '../netlink/codec.js';
import { __s32, __u8, __u16, __u32, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

const tcmsg = struct('tcmsg', { family: __u8, pad1: __u8, pad2: __u16, index: __s32, handle: __u32, parent: __u32, info: __u32 });

/** Queueing disciplines, classes, filters and chains of them. */
export const trafficControlBody = body(
  tcmsg,
  attributes({ kind: ['TCA_KIND', 1, string], options: ['TCA_OPTIONS', 2, bytes], chain: ['TCA_CHAIN', 11, u32], ingressBlock: ['TCA_INGRESS_BLOCK', 13, u32] }),
);

/** Actions of traffic control. */
export const actionBody = body(struct('tcamsg', { family: __u8, pad1: __u8, pad2: __u16 }), attributes({ tab: ['TCA_ACT_TAB', 1, bytes] }));

/** Multicast groups of bridges. */
export const bridgeGroupBody = body(
  struct('br_port_msg', { family: __u8, pad1: __u8, pad2: __u16, index: __u32 }),
  attributes({ mdb: ['MDBA_MDB', 1, bytes], router: ['MDBA_ROUTER', 2, bytes] }),
);

/** VLANs of bridges. */
export const bridgeVlanBody = body(
  struct('br_vlan_msg', { family: __u8, reserved1: __u8, reserved2: __u16, index: __u32 }),
  attributes({ entry: ['BRIDGE_VLANDB_ENTRY', 1, bytes], globalOptions: ['BRIDGE_VLANDB_GLOBAL_OPTIONS', 2, bytes] }),
);

/** VNIs of a VXLAN. */
export const tunnelBody = body(struct('tunnel_msg', { family: __u8, flags: __u8, reserved2: __u16, index: __u32 }), attributes({ entry: ['VXLAN_VNIFILTER_ENTRY', 1, bytes] }));

/** Data-centre bridging. */
export const dcbBody = body(struct('dcbmsg', { family: __u8, cmd: __u8, pad: __u16 }), attributes({ ifname: ['DCB_ATTR_IFNAME', 1, string] }));

/** RTM_NEWCACHEREPORT: a packet that no multicast route is for. */
export const cacheReportBody = body(
  struct('rtgenmsg', { family: __u8 }),
  attributes({
    msgtype: ['IPMRA_CREPORT_MSGTYPE', 1, u8],
    vifId: ['IPMRA_CREPORT_VIF_ID', 2, u32],
    srcAddr: ['IPMRA_CREPORT_SRC_ADDR', 3, bytes],
    dstAddr: ['IPMRA_CREPORT_DST_ADDR', 4, bytes],
  }),
);
