// The structs of IPsec's states and policies, as they are on 64-bit machines. include/uapi/linux/xfrm.h. Addresses are of the family that
// a field beside them tells; `at` is how far from the address that field is.

import { bytes } from '../../netlink/codec.js';
import { __chars, __ip, __struct } from '../../netlink/fields.js';
import { flexible } from '../../netlink/flexible.js';
import { __be16, __be32, __s32, __u8, __u8s, __u16, __u32, __u64, type CType, struct } from '../../netlink/struct.js';

const address = (at: number): CType<string> => __ip({ at, size: 2 });

const xfrm_selector = struct('xfrm_selector', {
  daddr: address(40),
  saddr: address(24),
  dport: __be16,
  dportMask: __be16,
  sport: __be16,
  sportMask: __be16,
  family: __u16,
  prefixlenD: __u8,
  prefixlenS: __u8,
  proto: __u8,
  pad: __u8s(3),
  ifindex: __s32,
  user: __u32,
});

/** Its family stands in the struct around it, `at` bytes from its start. */
const xfrm_id = (at: number) => struct('xfrm_id', { daddr: address(at), spi: __be32, proto: __u8, pad: __u8s(3) });

/** 2^64 - 1 is no limit. */
const xfrm_lifetime_cfg = struct('xfrm_lifetime_cfg', {
  softByteLimit: __u64,
  hardByteLimit: __u64,
  softPacketLimit: __u64,
  hardPacketLimit: __u64,
  softAddExpiresSeconds: __u64,
  hardAddExpiresSeconds: __u64,
  softUseExpiresSeconds: __u64,
  hardUseExpiresSeconds: __u64,
});

/** Times are seconds since 1970. */
export const xfrm_lifetime_cur = struct('xfrm_lifetime_cur', { bytes: __u64, packets: __u64, addTime: __u64, useTime: __u64 });

export const xfrm_usersa_info = struct('xfrm_usersa_info', {
  sel: __struct(xfrm_selector),
  id: __struct(xfrm_id(156)),
  saddr: address(132),
  lft: __struct(xfrm_lifetime_cfg),
  curlft: __struct(xfrm_lifetime_cur),
  stats: __struct(struct('xfrm_stats', { replayWindow: __u32, replay: __u32, integrityFailed: __u32 })),
  seq: __u32,
  reqid: __u32,
  family: __u16,
  /** XFRM_MODE_*: 0 transport, 1 tunnel, 2 route optimisation, 3 in trigger, 4 beet, 5 iptfs. */
  mode: __u8,
  replayWindow: __u8,
  /** XFRM_STATE_*. */
  flags: __u8,
  pad: __u8s(7),
});

export const xfrm_usersa_id = struct('xfrm_usersa_id', { daddr: address(20), spi: __be32, family: __u16, proto: __u8, pad: __u8 });

export const xfrm_aevent_id = struct('xfrm_aevent_id', { saId: __struct(xfrm_usersa_id), saddr: address(-4), flags: __u32, reqid: __u32 });

export const xfrm_userspi_info = struct('xfrm_userspi_info', { info: __struct(xfrm_usersa_info), min: __u32, max: __u32 });

export const xfrm_userpolicy_info = struct('xfrm_userpolicy_info', {
  sel: __struct(xfrm_selector),
  lft: __struct(xfrm_lifetime_cfg),
  curlft: __struct(xfrm_lifetime_cur),
  priority: __u32,
  index: __u32,
  /** XFRM_POLICY_*: 0 in, 1 out, 2 fwd. */
  dir: __u8,
  /** 0 allow, 1 block. */
  action: __u8,
  flags: __u8,
  /** XFRM_SHARE_*. */
  share: __u8,
  pad: __u32,
});

export const xfrm_userpolicy_id = struct('xfrm_userpolicy_id', { sel: __struct(xfrm_selector), index: __u32, dir: __u8, pad: __u8s(3) });

export const xfrm_user_acquire = struct('xfrm_user_acquire', {
  id: __struct(xfrm_id(80)),
  saddr: address(56),
  sel: __struct(xfrm_selector),
  policy: __struct(xfrm_userpolicy_info),
  aalgos: __u32,
  ealgos: __u32,
  calgos: __u32,
  seq: __u32,
});

export const xfrm_user_expire = struct('xfrm_user_expire', { state: __struct(xfrm_usersa_info), hard: __u8, pad: __u8s(7) });
export const xfrm_user_polexpire = struct('xfrm_user_polexpire', { pol: __struct(xfrm_userpolicy_info), hard: __u8, pad: __u8s(7) });
export const xfrm_usersa_flush = struct('xfrm_usersa_flush', { proto: __u8 });
export const xfrm_user_report = struct('xfrm_user_report', { proto: __u8, pad: __u8s(3), sel: __struct(xfrm_selector) });

export const xfrm_user_mapping = struct('xfrm_user_mapping', {
  id: __struct(xfrm_usersa_id),
  reqid: __u32,
  oldSaddr: address(-8),
  newSaddr: address(-24),
  oldSport: __be16,
  newSport: __be16,
});

/** XFRM_USERPOLICY_*: 1 block, 2 accept. */
export const xfrm_userpolicy_default = struct('xfrm_userpolicy_default', { in: __u8, fwd: __u8, out: __u8 });

export const xfrm_user_tmpl = struct('xfrm_user_tmpl', {
  id: __struct(xfrm_id(24)),
  family: __u16,
  pad1: __u16,
  saddr: address(-4),
  reqid: __u32,
  mode: __u8,
  share: __u8,
  optional: __u8,
  pad2: __u8,
  aalgos: __u32,
  ealgos: __u32,
  calgos: __u32,
});

export const xfrm_encap_tmpl = struct('xfrm_encap_tmpl', { encapType: __u16, encapSport: __be16, encapDport: __be16, pad: __u16, encapOa: __ip() });

export const xfrm_user_migrate = struct('xfrm_user_migrate', {
  oldDaddr: address(72),
  oldSaddr: address(56),
  newDaddr: address(42),
  newSaddr: address(26),
  proto: __u8,
  mode: __u8,
  reserved: __u16,
  reqid: __u32,
  oldFamily: __u16,
  newFamily: __u16,
});

/** The state to move is `id`. */
export const xfrm_user_migrate_state = struct('xfrm_user_migrate_state', {
  id: __struct(xfrm_usersa_id),
  newDaddr: address(104),
  newSaddr: address(88),
  oldMark: __struct(struct('xfrm_mark', { v: __u32, m: __u32 })),
  newSel: __struct(xfrm_selector),
  newReqid: __u32,
  /** 1: without the offload of before; 2: with a selector made of the addresses. */
  flags: __u32,
  newFamily: __u16,
  reserved: __u16,
});

export const xfrm_user_kmaddress = struct('xfrm_user_kmaddress', { local: address(36), remote: address(20), reserved: __u32, family: __u16, pad: __u16 });
export const xfrm_address_filter = struct('xfrm_address_filter', { saddr: address(32), daddr: address(16), family: __u16, splen: __u8, dplen: __u8 });
export const xfrm_replay_state = struct('xfrm_replay_state', { oseq: __u32, seq: __u32, bitmap: __u32 });

/** Lengths of keys are in bits. */
export const xfrm_algo = flexible(struct('xfrm_algo', { algName: __chars(64), algKeyLen: __u32 }), 'algKey', bytes);
export const xfrm_algo_auth = flexible(struct('xfrm_algo_auth', { algName: __chars(64), algKeyLen: __u32, algTruncLen: __u32 }), 'algKey', bytes);
export const xfrm_algo_aead = flexible(struct('xfrm_algo_aead', { algName: __chars(64), algKeyLen: __u32, algIcvLen: __u32 }), 'algKey', bytes);
export const xfrm_user_sec_ctx = flexible(struct('xfrm_user_sec_ctx', { len: __u16, exttype: __u16, ctxAlg: __u8, ctxDoi: __u8, ctxLen: __u16 }), 'ctxStr', bytes);
