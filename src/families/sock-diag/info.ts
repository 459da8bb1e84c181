// What a connection tells of itself in INET_DIAG_INFO: struct tcp_info or mptcp_info, which grow with every few releases.
// include/uapi/linux/tcp.h, mptcp.h; net/ipv4/tcp.c: tcp_get_info().

import { bytes, type Codec, expectFields, expectInteger } from '../../netlink/codec.js';
import { __field, __u8, __u8s, __u16, __u32, __u64, type Struct, type StructCodec, struct } from '../../netlink/struct.js';

/** Two fields of four bits, which C puts in the order of its bytes. */
const __wscale = __field<{ snd: number; rcv: number }>(
  1,
  { snd: 0, rcv: 0 },
  {
    read({ array, littleEndian }, at) {
      const byte = array[at] as number;
      return littleEndian ? { snd: byte & 15, rcv: byte >> 4 } : { snd: byte >> 4, rcv: byte & 15 };
    },
    write(w, at, value) {
      expectFields(value);
      const { snd, rcv } = value;
      expectInteger(snd, 0, 15, 'snd');
      expectInteger(rcv, 0, 15, 'rcv');
      w.array[at] = w.littleEndian ? (rcv << 4) | snd : (snd << 4) | rcv;
    },
  },
);

const tcpFields = {
  state: __u8,
  caState: __u8,
  retransmits: __u8,
  probes: __u8,
  backoff: __u8,
  options: __u8,
  wscale: __wscale,
  /** Bit fields: whether the rate was limited by the application, and how a fast open failed. */
  rateFlags: __u8,
  rto: __u32,
  ato: __u32,
  sndMss: __u32,
  rcvMss: __u32,
  unacked: __u32,
  sacked: __u32,
  lost: __u32,
  retrans: __u32,
  fackets: __u32,
  lastDataSent: __u32,
  lastAckSent: __u32,
  lastDataRecv: __u32,
  lastAckRecv: __u32,
  pmtu: __u32,
  rcvSsthresh: __u32,
  /** Microseconds, as all times here but `last…`. */
  rtt: __u32,
  rttvar: __u32,
  sndSsthresh: __u32,
  sndCwnd: __u32,
  advmss: __u32,
  reordering: __u32,
  rcvRtt: __u32,
  rcvSpace: __u32,
  totalRetrans: __u32,
  pacingRate: __u64,
  maxPacingRate: __u64,
  bytesAcked: __u64,
  bytesReceived: __u64,
  segsOut: __u32,
  segsIn: __u32,
  notsentBytes: __u32,
  minRtt: __u32,
  dataSegsIn: __u32,
  dataSegsOut: __u32,
  deliveryRate: __u64,
  busyTime: __u64,
  rwndLimited: __u64,
  sndbufLimited: __u64,
  delivered: __u32,
  deliveredCe: __u32,
  bytesSent: __u64,
  bytesRetrans: __u64,
  dsackDups: __u32,
  reordSeen: __u32,
  rcvOoopack: __u32,
  sndWnd: __u32,
  rcvWnd: __u32,
  rehash: __u32,
  totalRto: __u16,
  totalRtoRecoveries: __u16,
  totalRtoTime: __u32,
  receivedCe: __u32,
  deliveredE1Bytes: __u32,
  deliveredE0Bytes: __u32,
  deliveredCeBytes: __u32,
  receivedE1Bytes: __u32,
  receivedE0Bytes: __u32,
  receivedCeBytes: __u32,
  accecnFailMode: __u16,
  accecnOptSeen: __u16,
};

const mptcpFields = {
  subflows: __u8,
  addAddrSignal: __u8,
  addAddrAccepted: __u8,
  subflowsMax: __u8,
  addAddrSignalMax: __u8,
  addAddrAcceptedMax: __u8,
  pad1: __u16,
  flags: __u32,
  token: __u32,
  writeSeq: __u64,
  sndUna: __u64,
  rcvNxt: __u64,
  localAddrUsed: __u8,
  localAddrMax: __u8,
  csumEnabled: __u8,
  pad2: __u8,
  retransmits: __u32,
  bytesRetrans: __u64,
  bytesSent: __u64,
  bytesReceived: __u64,
  bytesAcked: __u64,
  subflowsTotal: __u8,
  endpLaminarMax: __u8,
  reserved: __u8s(2),
  lastDataSent: __u32,
  lastDataRecv: __u32,
  lastAckRecv: __u32,
};

/** What TCP tells of a connection. */
export type TcpInfo = Struct<typeof tcpFields>;
/** What MPTCP tells of a connection. */
export type MptcpInfo = Struct<typeof mptcpFields>;

const tcp_info: StructCodec<TcpInfo> = struct('tcp_info', tcpFields);
const mptcp_info: StructCodec<MptcpInfo> = struct('mptcp_info', mptcpFields);

/** The oldest tcp_info had as many bytes; mptcp_info has never had so many. */
const TCP_FROM = 104;
/** struct sctp_info has more. */
const TCP_TO = 400;

/** Which of them it is: no field tells, but they have never been of the same size. */
function codecFor(size: number): StructCodec<TcpInfo> | StructCodec<MptcpInfo> | typeof bytes {
  if (size > TCP_TO) return bytes;
  return size < TCP_FROM ? mptcp_info : tcp_info;
}

/** INET_DIAG_INFO. */
export const connectionInfo: Codec<TcpInfo | MptcpInfo | Uint8Array> = {
  type: 'struct tcp_info or mptcp_info',
  decode: (b, start, end) => codecFor(end - start).decode(b, start, end),
  encode(w, value) {
    expectFields(value);
    if (value instanceof Uint8Array) bytes.encode(w, value);
    else if ('subflows' in value) mptcp_info.encode(w, value);
    else tcp_info.encode(w, value);
  },
  dissectFields: (b, start, end) => codecFor(end - start).dissectFields?.(b, start, end) ?? [],
};
