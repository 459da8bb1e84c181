// The structs that sockets of each family are asked for and told in. include/uapi/linux/inet_diag.h, unix_diag.h, netlink_diag.h,
// packet_diag.h, vm_sockets_diag.h, xdp_diag.h, smc_diag.h.

import { EncodeError } from '../../netlink/errors.js';
import { __ip, __struct } from '../../netlink/fields.js';
import { __be16, __field, __u8, __u8s, __u16, __u32, __u64, struct } from '../../netlink/struct.js';

/** `__u32 cookie[2]`: the lower word first, whatever the byte order. All bits set where none is asked for. */
const __cookie = __field<bigint>(8, 0n, {
  read: ({ view, littleEndian }, at) => BigInt(view.getUint32(at, littleEndian)) | (BigInt(view.getUint32(at + 4, littleEndian)) << 32n),
  write({ view, littleEndian }, at, value: unknown) {
    if (typeof value !== 'bigint' || value !== BigInt.asUintN(64, value)) throw new EncodeError(`a cookie cannot hold ${String(value)}`);
    view.setUint32(at, Number(value & 0xffffffffn), littleEndian);
    view.setUint32(at + 4, Number((value >> 32n) & 0xffffffffn), littleEndian);
  },
});

/** One end and the other; their family stands `at` bytes from the start of this struct. */
const inet_diag_sockid = (at: number) =>
  struct('inet_diag_sockid', { sport: __be16, dport: __be16, src: __ip({ at: at - 4, size: 1 }), dst: __ip({ at: at - 20, size: 1 }), if: __u32, cookie: __cookie });

export const inet_diag_req = struct('inet_diag_req', { family: __u8, srcLen: __u8, dstLen: __u8, ext: __u8, id: __struct(inet_diag_sockid(-4)), states: __u32, dbs: __u32 });

export const inet_diag_req_v2 = struct('inet_diag_req_v2', {
  family: __u8,
  protocol: __u8,
  /** Bit N-1 asks for attribute INET_DIAG_* number N. */
  ext: __u8,
  /** Of raw sockets, whose `protocol` is IPPROTO_RAW. */
  rawProtocol: __u8,
  /** Bit N asks for sockets in state N. */
  states: __u32,
  id: __struct(inet_diag_sockid(-8)),
});

export const inet_diag_msg = struct('inet_diag_msg', {
  family: __u8,
  /** TCP_*: 1 established to 12 new syn received. */
  state: __u8,
  timer: __u8,
  retrans: __u8,
  id: __struct(inet_diag_sockid(-4)),
  /** Milliseconds until the timer expires. */
  expires: __u32,
  rqueue: __u32,
  wqueue: __u32,
  uid: __u32,
  inode: __u32,
});

export const unix_diag_req = struct('unix_diag_req', { family: __u8, protocol: __u8, pad: __u16, states: __u32, ino: __u32, show: __u32, cookie: __cookie });
export const unix_diag_msg = struct('unix_diag_msg', { family: __u8, type: __u8, state: __u8, pad: __u8, ino: __u32, cookie: __cookie });

/** Also that of packet and XDP sockets. */
const request = (name: string) => struct(name, { family: __u8, protocol: __u8, pad: __u16, ino: __u32, show: __u32, cookie: __cookie });
export const netlink_diag_req = request('netlink_diag_req');
export const packet_diag_req = request('packet_diag_req');
export const xdp_diag_req = request('xdp_diag_req');

export const netlink_diag_msg = struct('netlink_diag_msg', {
  family: __u8,
  type: __u8,
  protocol: __u8,
  state: __u8,
  portid: __u32,
  dstPortid: __u32,
  dstGroup: __u32,
  ino: __u32,
  cookie: __cookie,
});

export const packet_diag_msg = struct('packet_diag_msg', { family: __u8, type: __u8, num: __u16, ino: __u32, cookie: __cookie });
export const xdp_diag_msg = struct('xdp_diag_msg', { family: __u8, type: __u8, pad: __u16, ino: __u32, cookie: __cookie });

export const vsock_diag_req = struct('vsock_diag_req', { family: __u8, protocol: __u8, pad: __u16, states: __u32, ino: __u32, show: __u32, cookie: __cookie });
export const vsock_diag_msg = struct('vsock_diag_msg', {
  family: __u8,
  type: __u8,
  state: __u8,
  shutdown: __u8,
  srcCid: __u32,
  srcPort: __u32,
  dstCid: __u32,
  dstPort: __u32,
  ino: __u32,
  cookie: __cookie,
});

export const smc_diag_req = struct('smc_diag_req', { family: __u8, pad: __u8s(2), ext: __u8, id: __struct(inet_diag_sockid(-4)) });
export const smc_diag_msg = struct('smc_diag_msg', {
  family: __u8,
  state: __u8,
  mode: __u8,
  shutdown: __u8,
  id: __struct(inet_diag_sockid(-4)),
  uid: __u32,
  inode: __u64,
});

export const tipc_sock_diag_req = struct('tipc_sock_diag_req', { family: __u8, protocol: __u8, pad: __u16, states: __u32 });

/** Bytes that a socket has in use, and may; how many packets it dropped. */
export const skMeminfo = struct('sk_meminfo', {
  rmemAlloc: __u32,
  rcvbuf: __u32,
  wmemAlloc: __u32,
  sndbuf: __u32,
  fwdAlloc: __u32,
  wmemQueued: __u32,
  optmem: __u32,
  backlog: __u32,
  drops: __u32,
});

export const packet_diag_ring = struct('packet_diag_ring', {
  blockSize: __u32,
  blockNr: __u32,
  frameSize: __u32,
  frameNr: __u32,
  retireTmo: __u32,
  sizeofPriv: __u32,
  features: __u32,
});
export const packet_diag_info = struct('packet_diag_info', { index: __u32, version: __u32, reserve: __u32, copyThresh: __u32, tstamp: __u32, flags: __u32 });
export const packet_diag_mclist = struct('packet_diag_mclist', { index: __u32, count: __u32, type: __u16, alen: __u16, addr: __u8s(32) });
export const sock_filter = struct('sock_filter', { code: __u16, jt: __u8, jf: __u8, k: __u32 });
export const xdp_diag_umem = struct('xdp_diag_umem', {
  size: __u64,
  id: __u32,
  numPages: __u32,
  chunkSize: __u32,
  headroom: __u32,
  ifindex: __u32,
  queueId: __u32,
  flags: __u32,
  refs: __u32,
});
export const xdp_diag_stats = struct('xdp_diag_stats', { nRxDropped: __u64, nRxInvalid: __u64, nRxFull: __u64, nFillRingEmpty: __u64, nTxInvalid: __u64, nTxRingEmpty: __u64 });

export const xdp_diag_info = struct('xdp_diag_info', { ifindex: __u32, queueId: __u32 });
export const xdp_diag_ring = struct('xdp_diag_ring', { entries: __u32 });
export const unix_diag_vfs = struct('unix_diag_vfs', { ino: __u32, dev: __u32 });
export const unix_diag_rqlen = struct('unix_diag_rqlen', { rqueue: __u32, wqueue: __u32 });
export const inet_diag_meminfo = struct('inet_diag_meminfo', { rmem: __u32, wmem: __u32, fmem: __u32, tmem: __u32 });
