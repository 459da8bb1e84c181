// Attributes of sockets, by their family. include/uapi/linux/inet_diag.h, unix_diag.h, netlink_diag.h, packet_diag.h, xdp_diag.h, smc_diag.h.

import { u32Array } from '../../netlink/array.js';
import { attributes } from '../../netlink/attributes.js';
import type { Bytes } from '../../netlink/bytes.js';
import { bytes, type Codec, flag, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { structs } from '../../netlink/flexible.js';
import { __u8, __u16, __u32, __u64, struct } from '../../netlink/struct.js';
import { string, text, unterminatedString } from '../../netlink/text.js';
import { connectionInfo } from './info.js';
import * as of from './structs.js';

export const inetRequestAttributes = attributes(() => ({
  /** A program of struct inet_diag_bc_op that says which sockets are told. */
  bytecode: ['INET_DIAG_REQ_BYTECODE', 1, bytes],
  skBpfStorages: ['INET_DIAG_REQ_SK_BPF_STORAGES', 2, bytes],
  reqProtocol: ['INET_DIAG_REQ_PROTOCOL', 3, u32],
}));

const tls = attributes(() => ({
  version: ['TLS_INFO_VERSION', 1, u16],
  cipher: ['TLS_INFO_CIPHER', 2, u16],
  txconf: ['TLS_INFO_TXCONF', 3, u16],
  rxconf: ['TLS_INFO_RXCONF', 4, u16],
  zcRoTx: ['TLS_INFO_ZC_RO_TX', 5, flag],
  rxNoPad: ['TLS_INFO_RX_NO_PAD', 6, flag],
}));

const subflow = attributes(() => ({
  tokenRem: ['MPTCP_SUBFLOW_ATTR_TOKEN_REM', 1, u32],
  tokenLoc: ['MPTCP_SUBFLOW_ATTR_TOKEN_LOC', 2, u32],
  relwriteSeq: ['MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ', 3, u32],
  mapSeq: ['MPTCP_SUBFLOW_ATTR_MAP_SEQ', 4, u64],
  mapSfseq: ['MPTCP_SUBFLOW_ATTR_MAP_SFSEQ', 5, u32],
  ssnOffset: ['MPTCP_SUBFLOW_ATTR_SSN_OFFSET', 6, u32],
  mapDatalen: ['MPTCP_SUBFLOW_ATTR_MAP_DATALEN', 7, u16],
  flags: ['MPTCP_SUBFLOW_ATTR_FLAGS', 8, u32],
  idRem: ['MPTCP_SUBFLOW_ATTR_ID_REM', 9, u8],
  idLoc: ['MPTCP_SUBFLOW_ATTR_ID_LOC', 10, u8],
  pad: ['MPTCP_SUBFLOW_ATTR_PAD', 11, bytes],
}));

export const inetAttributes = attributes(() => ({
  meminfo: ['INET_DIAG_MEMINFO', 1, of.inet_diag_meminfo],
  info: ['INET_DIAG_INFO', 2, connectionInfo],
  vegasinfo: ['INET_DIAG_VEGASINFO', 3, struct('tcpvegas_info', { enabled: __u32, rttcnt: __u32, rtt: __u32, minrtt: __u32 })],
  /** Name of the congestion control. */
  cong: ['INET_DIAG_CONG', 4, string],
  tos: ['INET_DIAG_TOS', 5, u8],
  tclass: ['INET_DIAG_TCLASS', 6, u8],
  skmeminfo: ['INET_DIAG_SKMEMINFO', 7, of.skMeminfo],
  shutdown: ['INET_DIAG_SHUTDOWN', 8, u8],
  dctcpinfo: ['INET_DIAG_DCTCPINFO', 9, struct('tcp_dctcp_info', { enabled: __u16, ceState: __u16, alpha: __u32, abEcn: __u32, abTot: __u32 })],
  protocol: ['INET_DIAG_PROTOCOL', 10, u8],
  skv6only: ['INET_DIAG_SKV6ONLY', 11, u8],
  locals: ['INET_DIAG_LOCALS', 12, bytes],
  peers: ['INET_DIAG_PEERS', 13, bytes],
  pad: ['INET_DIAG_PAD', 14, bytes],
  mark: ['INET_DIAG_MARK', 15, u32],
  bbrinfo: ['INET_DIAG_BBRINFO', 16, struct('tcp_bbr_info', { bwLo: __u32, bwHi: __u32, minRtt: __u32, pacingGain: __u32, cwndGain: __u32 })],
  classId: ['INET_DIAG_CLASS_ID', 17, u32],
  md5sig: ['INET_DIAG_MD5SIG', 18, bytes],
  ulpInfo: [
    'INET_DIAG_ULP_INFO',
    19,
    attributes(() => ({ name: ['INET_ULP_INFO_NAME', 1, string], tls: ['INET_ULP_INFO_TLS', 2, tls], mptcp: ['INET_ULP_INFO_MPTCP', 3, subflow] })),
  ],
  skBpfStorages: ['INET_DIAG_SK_BPF_STORAGES', 20, bytes],
  cgroupId: ['INET_DIAG_CGROUP_ID', 21, u64],
  /** Bit fields. */
  sockopt: ['INET_DIAG_SOCKOPT', 22, struct('inet_diag_sockopt', { first: __u8, second: __u8 })],
}));

/** A path, or `@` and a name without a place in the file system. */
const socketName: Codec<string> = {
  type: 'string',
  decode(b: Bytes, start, end) {
    const nameless = start < end && b.array[start] === 0;
    const value = nameless ? `@${text(b, start + 1, end).replaceAll('\0', '@')}` : unterminatedString.decode(b, start, end);
    if (nameless ? b.array.subarray(start + 1, end).some((byte) => byte === 0) : value.startsWith('@')) b.inexact = true;
    return value;
  },
  encode(w, value: unknown) {
    if (typeof value !== 'string') throw new EncodeError(`expected a string, got ${typeof value}`);
    if (!value.startsWith('@')) return unterminatedString.encode(w, value);
    w.reserve(1);
    unterminatedString.encode(w, value.slice(1));
  },
};

export const unixAttributes = attributes(() => ({
  name: ['UNIX_DIAG_NAME', 0, socketName],
  vfs: ['UNIX_DIAG_VFS', 1, of.unix_diag_vfs],
  /** Inode of the socket at the other end. */
  peer: ['UNIX_DIAG_PEER', 2, u32],
  /** Inodes of those that wait to be accepted. */
  icons: ['UNIX_DIAG_ICONS', 3, u32Array],
  rqlen: ['UNIX_DIAG_RQLEN', 4, of.unix_diag_rqlen],
  meminfo: ['UNIX_DIAG_MEMINFO', 5, of.skMeminfo],
  shutdown: ['UNIX_DIAG_SHUTDOWN', 6, u8],
  uid: ['UNIX_DIAG_UID', 7, u32],
}));

const netlinkRing = struct('netlink_diag_ring', { blockSize: __u32, blockNr: __u32, frameSize: __u32, frameNr: __u32 });

export const netlinkAttributes = attributes(() => ({
  meminfo: ['NETLINK_DIAG_MEMINFO', 0, of.skMeminfo],
  /** A bit for each group. */
  groups: ['NETLINK_DIAG_GROUPS', 1, bytes],
  rxRing: ['NETLINK_DIAG_RX_RING', 2, netlinkRing],
  txRing: ['NETLINK_DIAG_TX_RING', 3, netlinkRing],
  flags: ['NETLINK_DIAG_FLAGS', 4, u32],
}));

export const packetAttributes = attributes(() => ({
  info: ['PACKET_DIAG_INFO', 0, of.packet_diag_info],
  mclist: ['PACKET_DIAG_MCLIST', 1, structs(of.packet_diag_mclist)],
  rxRing: ['PACKET_DIAG_RX_RING', 2, of.packet_diag_ring],
  txRing: ['PACKET_DIAG_TX_RING', 3, of.packet_diag_ring],
  fanout: ['PACKET_DIAG_FANOUT', 4, u32],
  uid: ['PACKET_DIAG_UID', 5, u32],
  meminfo: ['PACKET_DIAG_MEMINFO', 6, of.skMeminfo],
  filter: ['PACKET_DIAG_FILTER', 7, structs(of.sock_filter)],
}));

export const xdpAttributes = attributes(() => ({
  info: ['XDP_DIAG_INFO', 1, of.xdp_diag_info],
  uid: ['XDP_DIAG_UID', 2, u32],
  rxRing: ['XDP_DIAG_RX_RING', 3, of.xdp_diag_ring],
  txRing: ['XDP_DIAG_TX_RING', 4, of.xdp_diag_ring],
  umem: ['XDP_DIAG_UMEM', 5, of.xdp_diag_umem],
  umemFillRing: ['XDP_DIAG_UMEM_FILL_RING', 6, of.xdp_diag_ring],
  umemCompletionRing: ['XDP_DIAG_UMEM_COMPLETION_RING', 7, of.xdp_diag_ring],
  meminfo: ['XDP_DIAG_MEMINFO', 8, of.skMeminfo],
  stats: ['XDP_DIAG_STATS', 9, of.xdp_diag_stats],
}));

export const smcAttributes = attributes(() => ({
  conninfo: ['SMC_DIAG_CONNINFO', 1, bytes],
  lgrinfo: ['SMC_DIAG_LGRINFO', 2, bytes],
  smcShutdown: ['SMC_DIAG_SHUTDOWN', 3, u8],
  dmbinfo: [
    'SMC_DIAG_DMBINFO',
    4,
    struct('smcd_diag_dmbinfo', { linkid: __u32, pad: __u32, peerGid: __u64, myGid: __u64, token: __u64, peerToken: __u64, peerGidExt: __u64, myGidExt: __u64 }),
  ],
  fallback: ['SMC_DIAG_FALLBACK', 5, struct('smc_diag_fallback', { reason: __u32, peerDiagnosis: __u32 })],
}));
