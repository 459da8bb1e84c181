// Counters of a link: struct rtnl_link_stats and rtnl_link_stats64, include/uapi/linux/if_link.h.

import { __u32, __u64, type CType, struct } from '../netlink/struct.js';

const counters = <T>(type: CType<T>) => ({
  rxPackets: type,
  txPackets: type,
  rxBytes: type,
  txBytes: type,
  rxErrors: type,
  txErrors: type,
  rxDropped: type,
  txDropped: type,
  multicast: type,
  collisions: type,
  rxLengthErrors: type,
  rxOverErrors: type,
  rxCrcErrors: type,
  rxFrameErrors: type,
  rxFifoErrors: type,
  rxMissedErrors: type,
  txAbortedErrors: type,
  txCarrierErrors: type,
  txFifoErrors: type,
  txHeartbeatErrors: type,
  txWindowErrors: type,
  rxCompressed: type,
  txCompressed: type,
  rxNohandler: type,
});

/** 32 bits each: they wrap. */
export const rtnlLinkStats = struct('rtnl_link_stats', counters(__u32));
export const rtnlLinkStats64 = struct('rtnl_link_stats64', { ...counters(__u64), rxOtherhostDropped: __u64 });
