// L2TP tunnels and sessions. include/uapi/linux/l2tp.h; net/l2tp/l2tp_netlink.c: l2tp_nl_policy.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { bytes, flag, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { string } from '../../netlink/text.js';
import { commands, type GenericFamily } from './family.js';

const stats = attributes(() => ({
  txPackets: ['L2TP_ATTR_TX_PACKETS', 1, u64],
  txBytes: ['L2TP_ATTR_TX_BYTES', 2, u64],
  txErrors: ['L2TP_ATTR_TX_ERRORS', 3, u64],
  rxPackets: ['L2TP_ATTR_RX_PACKETS', 4, u64],
  rxBytes: ['L2TP_ATTR_RX_BYTES', 5, u64],
  rxSeqDiscards: ['L2TP_ATTR_RX_SEQ_DISCARDS', 6, u64],
  rxOosPackets: ['L2TP_ATTR_RX_OOS_PACKETS', 7, u64],
  rxErrors: ['L2TP_ATTR_RX_ERRORS', 8, u64],
  rxCookieDiscards: ['L2TP_ATTR_RX_COOKIE_DISCARDS', 10, u64],
  rxInvalid: ['L2TP_ATTR_RX_INVALID', 11, u64],
  pad: ['L2TP_ATTR_STATS_PAD', 9, bytes],
}));

const l2tpAttributes = attributes(() => ({
  pwType: ['L2TP_ATTR_PW_TYPE', 1, u16],
  encapType: ['L2TP_ATTR_ENCAP_TYPE', 2, u16],
  offset: ['L2TP_ATTR_OFFSET', 3, u16],
  dataSeq: ['L2TP_ATTR_DATA_SEQ', 4, u8],
  l2specType: ['L2TP_ATTR_L2SPEC_TYPE', 5, u8],
  l2specLen: ['L2TP_ATTR_L2SPEC_LEN', 6, u8],
  protoVersion: ['L2TP_ATTR_PROTO_VERSION', 7, u8],
  ifname: ['L2TP_ATTR_IFNAME', 8, string],
  connId: ['L2TP_ATTR_CONN_ID', 9, u32],
  peerConnId: ['L2TP_ATTR_PEER_CONN_ID', 10, u32],
  sessionId: ['L2TP_ATTR_SESSION_ID', 11, u32],
  peerSessionId: ['L2TP_ATTR_PEER_SESSION_ID', 12, u32],
  udpCsum: ['L2TP_ATTR_UDP_CSUM', 13, u8],
  vlanId: ['L2TP_ATTR_VLAN_ID', 14, u16],
  cookie: ['L2TP_ATTR_COOKIE', 15, bytes],
  peerCookie: ['L2TP_ATTR_PEER_COOKIE', 16, bytes],
  debug: ['L2TP_ATTR_DEBUG', 17, u32],
  recvSeq: ['L2TP_ATTR_RECV_SEQ', 18, u8],
  sendSeq: ['L2TP_ATTR_SEND_SEQ', 19, u8],
  lnsMode: ['L2TP_ATTR_LNS_MODE', 20, u8],
  usingIpsec: ['L2TP_ATTR_USING_IPSEC', 21, u8],
  recvTimeout: ['L2TP_ATTR_RECV_TIMEOUT', 22, u64],
  fd: ['L2TP_ATTR_FD', 23, u32],
  ipSaddr: ['L2TP_ATTR_IP_SADDR', 24, ipv4],
  ipDaddr: ['L2TP_ATTR_IP_DADDR', 25, ipv4],
  udpSport: ['L2TP_ATTR_UDP_SPORT', 26, u16],
  udpDport: ['L2TP_ATTR_UDP_DPORT', 27, u16],
  mtu: ['L2TP_ATTR_MTU', 28, u16],
  mru: ['L2TP_ATTR_MRU', 29, u16],
  stats: ['L2TP_ATTR_STATS', 30, stats],
  ip6Saddr: ['L2TP_ATTR_IP6_SADDR', 31, ipv6],
  ip6Daddr: ['L2TP_ATTR_IP6_DADDR', 32, ipv6],
  udpZeroCsum6Tx: ['L2TP_ATTR_UDP_ZERO_CSUM6_TX', 33, flag],
  udpZeroCsum6Rx: ['L2TP_ATTR_UDP_ZERO_CSUM6_RX', 34, flag],
  pad: ['L2TP_ATTR_PAD', 35, bytes],
}));

export const l2tpFamily: GenericFamily = {
  name: 'l2tp',
  commands: commands(l2tpAttributes, {
    L2TP_CMD_NOOP: 0,
    L2TP_CMD_TUNNEL_CREATE: 1,
    L2TP_CMD_TUNNEL_DELETE: 2,
    L2TP_CMD_TUNNEL_MODIFY: 3,
    L2TP_CMD_TUNNEL_GET: 4,
    L2TP_CMD_SESSION_CREATE: 5,
    L2TP_CMD_SESSION_DELETE: 6,
    L2TP_CMD_SESSION_MODIFY: 7,
    L2TP_CMD_SESSION_GET: 8,
  }),
};
