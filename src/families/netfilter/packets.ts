// Packets on their way: logged, or queued for a verdict. include/uapi/linux/netfilter/nfnetlink_log.h, nfnetlink_queue.h;
// net/netfilter/nfnetlink_log.c, nfnetlink_queue.c.

import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, bytes } from '../../netlink/codec.js';
import { __be64 } from '../../netlink/fields.js';
import { __be16, __be32, __u8, __u8s, __u16, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { connectionAttributes, expectationAttributes } from './conntrack.js';

const hardware = (name: string) => struct(name, { hwAddrlen: __be16, pad: __u16, hwAddr: __u8s(8) });
const time = (name: string) => struct(name, { sec: __be64, usec: __be64 });
const vlan = (kind: string) => flaggedAttributes(() => ({ proto: [`${kind}_VLAN_PROTO`, 1, be16], tci: [`${kind}_VLAN_TCI`, 2, be16] }));

export const queueAttributes = attributes(() => ({
  packetHdr: ['NFQA_PACKET_HDR', 1, struct('nfqnl_msg_packet_hdr', { packetId: __be32, hwProtocol: __be16, hook: __u8 })],
  verdictHdr: ['NFQA_VERDICT_HDR', 2, struct('nfqnl_msg_verdict_hdr', { verdict: __be32, id: __be32 })],
  mark: ['NFQA_MARK', 3, be32],
  timestamp: ['NFQA_TIMESTAMP', 4, time('nfqnl_msg_packet_timestamp')],
  ifindexIndev: ['NFQA_IFINDEX_INDEV', 5, be32],
  ifindexOutdev: ['NFQA_IFINDEX_OUTDEV', 6, be32],
  ifindexPhysindev: ['NFQA_IFINDEX_PHYSINDEV', 7, be32],
  ifindexPhysoutdev: ['NFQA_IFINDEX_PHYSOUTDEV', 8, be32],
  hwaddr: ['NFQA_HWADDR', 9, hardware('nfqnl_msg_packet_hw')],
  payload: ['NFQA_PAYLOAD', 10, bytes],
  ct: ['NFQA_CT', 11, connectionAttributes],
  ctInfo: ['NFQA_CT_INFO', 12, be32],
  capLen: ['NFQA_CAP_LEN', 13, be32],
  skbInfo: ['NFQA_SKB_INFO', 14, be32],
  exp: ['NFQA_EXP', 15, expectationAttributes],
  uid: ['NFQA_UID', 16, be32],
  gid: ['NFQA_GID', 17, be32],
  secctx: ['NFQA_SECCTX', 18, bytes],
  vlan: ['NFQA_VLAN', 19, vlan('NFQA')],
  l2hdr: ['NFQA_L2HDR', 20, bytes],
  priority: ['NFQA_PRIORITY', 21, be32],
  cgroupClassid: ['NFQA_CGROUP_CLASSID', 22, be32],
}));

export const queueConfigAttributes = attributes(() => ({
  config: ['NFQA_CFG_CMD', 1, struct('nfqnl_msg_config_cmd', { command: __u8, pad: __u8, pf: __be16 })],
  params: ['NFQA_CFG_PARAMS', 2, struct('nfqnl_msg_config_params', { copyRange: __be32, copyMode: __u8 })],
  queueMaxlen: ['NFQA_CFG_QUEUE_MAXLEN', 3, be32],
  mask: ['NFQA_CFG_MASK', 4, be32],
  flags: ['NFQA_CFG_FLAGS', 5, be32],
}));

export const logAttributes = attributes(() => ({
  packetHdr: ['NFULA_PACKET_HDR', 1, struct('nfulnl_msg_packet_hdr', { hwProtocol: __be16, hook: __u8, pad: __u8 })],
  mark: ['NFULA_MARK', 2, be32],
  timestamp: ['NFULA_TIMESTAMP', 3, time('nfulnl_msg_packet_timestamp')],
  ifindexIndev: ['NFULA_IFINDEX_INDEV', 4, be32],
  ifindexOutdev: ['NFULA_IFINDEX_OUTDEV', 5, be32],
  ifindexPhysindev: ['NFULA_IFINDEX_PHYSINDEV', 6, be32],
  ifindexPhysoutdev: ['NFULA_IFINDEX_PHYSOUTDEV', 7, be32],
  hwaddr: ['NFULA_HWADDR', 8, hardware('nfulnl_msg_packet_hw')],
  payload: ['NFULA_PAYLOAD', 9, bytes],
  prefix: ['NFULA_PREFIX', 10, string],
  uid: ['NFULA_UID', 11, be32],
  seq: ['NFULA_SEQ', 12, be32],
  seqGlobal: ['NFULA_SEQ_GLOBAL', 13, be32],
  gid: ['NFULA_GID', 14, be32],
  hwtype: ['NFULA_HWTYPE', 15, be16],
  hwheader: ['NFULA_HWHEADER', 16, bytes],
  hwlen: ['NFULA_HWLEN', 17, be16],
  ct: ['NFULA_CT', 18, connectionAttributes],
  ctInfo: ['NFULA_CT_INFO', 19, be32],
  vlan: ['NFULA_VLAN', 20, vlan('NFULA')],
  l2hdr: ['NFULA_L2HDR', 21, bytes],
}));

export const logConfigAttributes = attributes(() => ({
  config: ['NFULA_CFG_CMD', 1, struct('nfulnl_msg_config_cmd', { command: __u8 })],
  mode: ['NFULA_CFG_MODE', 2, struct('nfulnl_msg_config_mode', { copyRange: __be32, copyMode: __u8, pad: __u8 })],
  nlbufsiz: ['NFULA_CFG_NLBUFSIZ', 3, be32],
  timeout: ['NFULA_CFG_TIMEOUT', 4, be32],
  qthresh: ['NFULA_CFG_QTHRESH', 5, be32],
  flags: ['NFULA_CFG_FLAGS', 6, be16],
}));
