// RTM_NEWCACHEREPORT, which has no object here and is only decoded, as a monitor meets it. net/ipv4/ipmr.c: igmpmsg_netlink_event().

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { body } from '../netlink/body.js';
import { bytes, u8, u32 } from '../netlink/codec.js';
import { __u8, struct } from '../netlink/struct.js';

/** RTM_NEWCACHEREPORT: a packet that no multicast route is for. */
export const cacheReportBody = body(
  struct('rtgenmsg', { family: __u8 }),
  attributes(() => ({
    msgtype: ['IPMRA_CREPORT_MSGTYPE', 1, u8],
    vifId: ['IPMRA_CREPORT_VIF_ID', 2, u32],
    srcAddr: ['IPMRA_CREPORT_SRC_ADDR', 3, ip],
    dstAddr: ['IPMRA_CREPORT_DST_ADDR', 4, ip],
    /** What there was of the packet. */
    pkt: ['IPMRA_CREPORT_PKT', 5, bytes],
    /** Of IPv4. */
    table: ['IPMRA_CREPORT_TABLE', 6, u32],
  })),
);
