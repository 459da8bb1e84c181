// Tracked connections and expected ones. include/uapi/linux/netfilter/nfnetlink_conntrack.h; net/netfilter/nf_conntrack_netlink.c.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, u8, u32 } from '../../netlink/codec.js';
import { __u8, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';

const addresses = flaggedAttributes(() => ({
  v4Src: ['CTA_IP_V4_SRC', 1, ipv4],
  v4Dst: ['CTA_IP_V4_DST', 2, ipv4],
  v6Src: ['CTA_IP_V6_SRC', 3, ipv6],
  v6Dst: ['CTA_IP_V6_DST', 4, ipv6],
}));

const protocol = flaggedAttributes(() => ({
  num: ['CTA_PROTO_NUM', 1, u8],
  srcPort: ['CTA_PROTO_SRC_PORT', 2, be16],
  dstPort: ['CTA_PROTO_DST_PORT', 3, be16],
  icmpId: ['CTA_PROTO_ICMP_ID', 4, be16],
  icmpType: ['CTA_PROTO_ICMP_TYPE', 5, u8],
  icmpCode: ['CTA_PROTO_ICMP_CODE', 6, u8],
  icmpv6Id: ['CTA_PROTO_ICMPV6_ID', 7, be16],
  icmpv6Type: ['CTA_PROTO_ICMPV6_TYPE', 8, u8],
  icmpv6Code: ['CTA_PROTO_ICMPV6_CODE', 9, u8],
}));

const tuple = flaggedAttributes(() => ({
  ip: ['CTA_TUPLE_IP', 1, addresses],
  proto: ['CTA_TUPLE_PROTO', 2, protocol],
  zone: ['CTA_TUPLE_ZONE', 3, be16],
}));

const tcpFlags = struct('nf_ct_tcp_flags', { flags: __u8, mask: __u8 });

const protocolInfo = flaggedAttributes(() => ({
  tcp: [
    'CTA_PROTOINFO_TCP',
    1,
    flaggedAttributes(() => ({
      state: ['CTA_PROTOINFO_TCP_STATE', 1, u8],
      wscaleOriginal: ['CTA_PROTOINFO_TCP_WSCALE_ORIGINAL', 2, u8],
      wscaleReply: ['CTA_PROTOINFO_TCP_WSCALE_REPLY', 3, u8],
      flagsOriginal: ['CTA_PROTOINFO_TCP_FLAGS_ORIGINAL', 4, tcpFlags],
      flagsReply: ['CTA_PROTOINFO_TCP_FLAGS_REPLY', 5, tcpFlags],
    })),
  ],
  dccp: [
    'CTA_PROTOINFO_DCCP',
    2,
    flaggedAttributes(() => ({
      state: ['CTA_PROTOINFO_DCCP_STATE', 1, u8],
      role: ['CTA_PROTOINFO_DCCP_ROLE', 2, u8],
      handshakeSeq: ['CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ', 3, be64],
      pad: ['CTA_PROTOINFO_DCCP_PAD', 4, bytes],
    })),
  ],
  sctp: [
    'CTA_PROTOINFO_SCTP',
    3,
    flaggedAttributes(() => ({
      state: ['CTA_PROTOINFO_SCTP_STATE', 1, u8],
      vtagOriginal: ['CTA_PROTOINFO_SCTP_VTAG_ORIGINAL', 2, be32],
      vtagReply: ['CTA_PROTOINFO_SCTP_VTAG_REPLY', 3, be32],
    })),
  ],
}));

const counters = flaggedAttributes(() => ({
  packets: ['CTA_COUNTERS_PACKETS', 1, be64],
  bytes: ['CTA_COUNTERS_BYTES', 2, be64],
  packets32: ['CTA_COUNTERS32_PACKETS', 3, be32],
  bytes32: ['CTA_COUNTERS32_BYTES', 4, be32],
  pad: ['CTA_COUNTERS_PAD', 5, bytes],
}));

const natPorts = flaggedAttributes(() => ({ portMin: ['CTA_PROTONAT_PORT_MIN', 1, be16], portMax: ['CTA_PROTONAT_PORT_MAX', 2, be16] }));

const nat = flaggedAttributes(() => ({
  v4Minip: ['CTA_NAT_V4_MINIP', 1, ipv4],
  v4Maxip: ['CTA_NAT_V4_MAXIP', 2, ipv4],
  proto: ['CTA_NAT_PROTO', 3, natPorts],
  v6Minip: ['CTA_NAT_V6_MINIP', 4, ipv6],
  v6Maxip: ['CTA_NAT_V6_MAXIP', 5, ipv6],
}));

const sequence = flaggedAttributes(() => ({
  correctionPos: ['CTA_SEQADJ_CORRECTION_POS', 1, be32],
  offsetBefore: ['CTA_SEQADJ_OFFSET_BEFORE', 2, be32],
  offsetAfter: ['CTA_SEQADJ_OFFSET_AFTER', 3, be32],
}));

const synproxy = flaggedAttributes(() => ({
  isn: ['CTA_SYNPROXY_ISN', 1, be32],
  its: ['CTA_SYNPROXY_ITS', 2, be32],
  tsoff: ['CTA_SYNPROXY_TSOFF', 3, be32],
}));

/** Nanoseconds since 1970. */
const timestamp = flaggedAttributes(() => ({
  start: ['CTA_TIMESTAMP_START', 1, be64],
  stop: ['CTA_TIMESTAMP_STOP', 2, be64],
  pad: ['CTA_TIMESTAMP_PAD', 3, bytes],
}));

/** Of a connection; messages of the log and of queues hold the same. */
export const connectionAttributes = flaggedAttributes(() => ({
  tupleOrig: ['CTA_TUPLE_ORIG', 1, tuple],
  tupleReply: ['CTA_TUPLE_REPLY', 2, tuple],
  status: ['CTA_STATUS', 3, be32],
  protoinfo: ['CTA_PROTOINFO', 4, protocolInfo],
  help: ['CTA_HELP', 5, flaggedAttributes(() => ({ name: ['CTA_HELP_NAME', 1, string], info: ['CTA_HELP_INFO', 2, bytes] }))],
  natSrc: ['CTA_NAT_SRC', 6, nat],
  timeout: ['CTA_TIMEOUT', 7, be32],
  mark: ['CTA_MARK', 8, be32],
  countersOrig: ['CTA_COUNTERS_ORIG', 9, counters],
  countersReply: ['CTA_COUNTERS_REPLY', 10, counters],
  use: ['CTA_USE', 11, be32],
  id: ['CTA_ID', 12, be32],
  natDst: ['CTA_NAT_DST', 13, nat],
  tupleMaster: ['CTA_TUPLE_MASTER', 14, tuple],
  seqAdjOrig: ['CTA_SEQ_ADJ_ORIG', 15, sequence],
  seqAdjReply: ['CTA_SEQ_ADJ_REPLY', 16, sequence],
  secmark: ['CTA_SECMARK', 17, be32],
  zone: ['CTA_ZONE', 18, be16],
  secctx: ['CTA_SECCTX', 19, flaggedAttributes(() => ({ name: ['CTA_SECCTX_NAME', 1, string] }))],
  timestamp: ['CTA_TIMESTAMP', 20, timestamp],
  markMask: ['CTA_MARK_MASK', 21, be32],
  labels: ['CTA_LABELS', 22, bytes],
  labelsMask: ['CTA_LABELS_MASK', 23, bytes],
  synproxy: ['CTA_SYNPROXY', 24, synproxy],
  filter: ['CTA_FILTER', 25, flaggedAttributes(() => ({ origFlags: ['CTA_FILTER_ORIG_FLAGS', 1, u32], replyFlags: ['CTA_FILTER_REPLY_FLAGS', 2, u32] }))],
  statusMask: ['CTA_STATUS_MASK', 26, be32],
  timestampEvent: ['CTA_TIMESTAMP_EVENT', 27, be64],
}));

export const connectionStatsAttributes = attributes(() => ({
  searched: ['CTA_STATS_SEARCHED', 1, be32],
  found: ['CTA_STATS_FOUND', 2, be32],
  new: ['CTA_STATS_NEW', 3, be32],
  invalid: ['CTA_STATS_INVALID', 4, be32],
  ignore: ['CTA_STATS_IGNORE', 5, be32],
  delete: ['CTA_STATS_DELETE', 6, be32],
  deleteList: ['CTA_STATS_DELETE_LIST', 7, be32],
  insert: ['CTA_STATS_INSERT', 8, be32],
  insertFailed: ['CTA_STATS_INSERT_FAILED', 9, be32],
  drop: ['CTA_STATS_DROP', 10, be32],
  earlyDrop: ['CTA_STATS_EARLY_DROP', 11, be32],
  error: ['CTA_STATS_ERROR', 12, be32],
  searchRestart: ['CTA_STATS_SEARCH_RESTART', 13, be32],
  clashResolve: ['CTA_STATS_CLASH_RESOLVE', 14, be32],
  chainToolong: ['CTA_STATS_CHAIN_TOOLONG', 15, be32],
}));

export const globalStatsAttributes = attributes(() => ({
  entries: ['CTA_STATS_GLOBAL_ENTRIES', 1, be32],
  maxEntries: ['CTA_STATS_GLOBAL_MAX_ENTRIES', 2, be32],
}));

export const expectationAttributes = flaggedAttributes(() => ({
  master: ['CTA_EXPECT_MASTER', 1, tuple],
  tuple: ['CTA_EXPECT_TUPLE', 2, tuple],
  mask: ['CTA_EXPECT_MASK', 3, tuple],
  timeout: ['CTA_EXPECT_TIMEOUT', 4, be32],
  id: ['CTA_EXPECT_ID', 5, be32],
  helpName: ['CTA_EXPECT_HELP_NAME', 6, string],
  zone: ['CTA_EXPECT_ZONE', 7, be16],
  flags: ['CTA_EXPECT_FLAGS', 8, be32],
  class: ['CTA_EXPECT_CLASS', 9, be32],
  nat: ['CTA_EXPECT_NAT', 10, flaggedAttributes(() => ({ dir: ['CTA_EXPECT_NAT_DIR', 1, be32], tuple: ['CTA_EXPECT_NAT_TUPLE', 2, tuple] }))],
  fn: ['CTA_EXPECT_FN', 11, string],
}));

export const expectationStatsAttributes = attributes(() => ({
  new: ['CTA_STATS_EXP_NEW', 1, be32],
  create: ['CTA_STATS_EXP_CREATE', 2, be32],
  delete: ['CTA_STATS_EXP_DELETE', 3, be32],
}));
