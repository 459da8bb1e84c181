// IPsec's states and policies. include/uapi/linux/xfrm.h; net/xfrm/xfrm_user.c: xfrm_msg_min[], xfrma_policy[].

import { u32Array } from '../../netlink/array.js';
import { attributes } from '../../netlink/attributes.js';
import { body } from '../../netlink/body.js';
import { bytes, type Codec, expectLength, flag, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { NLM_F_DUMP, NLM_F_REQUEST } from '../../netlink/constants.js';
import { __ip } from '../../netlink/fields.js';
import { flexible, structs } from '../../netlink/flexible.js';
import type { MessageHeader } from '../../netlink/message.js';
import { protocol } from '../../netlink/protocol.js';
import { __s32, __u8, __u8s, __u16, __u32, struct } from '../../netlink/struct.js';
import type { FamilyProtocol } from '../protocol.js';
import * as of from './structs.js';

/** An address of a family that is told elsewhere, if at all: what has zeros behind its first four bytes counts as IPv4. */
const lone = struct('xfrm_address_t', { address: __ip() });
const address: Codec<string> = {
  type: 'xfrm_address_t',
  decode(b, start, end) {
    expectLength(start, end, lone.size, 'xfrm_address_t');
    return lone.read(b, start).address;
  },
  encode: (w, value) => lone.write(w, { address: value }),
};

const replayStateEsn = flexible(struct('xfrm_replay_state_esn', { bmpLen: __u32, oseq: __u32, seq: __u32, oseqHi: __u32, seqHi: __u32, replayWindow: __u32 }), 'bmp', u32Array);

/** NETLINK_XFRM. */
export function xfrmProtocol(): FamilyProtocol {
  const set = attributes(() => ({
    algAuth: ['XFRMA_ALG_AUTH', 1, of.xfrm_algo],
    algCrypt: ['XFRMA_ALG_CRYPT', 2, of.xfrm_algo],
    algComp: ['XFRMA_ALG_COMP', 3, of.xfrm_algo],
    encap: ['XFRMA_ENCAP', 4, of.xfrm_encap_tmpl],
    tmpl: ['XFRMA_TMPL', 5, structs(of.xfrm_user_tmpl)],
    /** Of a state that is gone. */
    sa: ['XFRMA_SA', 6, of.xfrm_usersa_info],
    /** Of a policy that is gone. */
    policyInfo: ['XFRMA_POLICY', 7, of.xfrm_userpolicy_info],
    secCtx: ['XFRMA_SEC_CTX', 8, of.xfrm_user_sec_ctx],
    ltimeVal: ['XFRMA_LTIME_VAL', 9, of.xfrm_lifetime_cur],
    replayVal: ['XFRMA_REPLAY_VAL', 10, of.xfrm_replay_state],
    replayThresh: ['XFRMA_REPLAY_THRESH', 11, u32],
    etimerThresh: ['XFRMA_ETIMER_THRESH', 12, u32],
    srcaddr: ['XFRMA_SRCADDR', 13, address],
    coaddr: ['XFRMA_COADDR', 14, address],
    /** Seconds since 1970. */
    lastused: ['XFRMA_LASTUSED', 15, u64],
    policyType: ['XFRMA_POLICY_TYPE', 16, struct('xfrm_userpolicy_type', { type: __u8, pad1: __u8, reserved1: __u16, reserved2: __u8, pad2: __u8 })],
    migrate: ['XFRMA_MIGRATE', 17, structs(of.xfrm_user_migrate)],
    algAead: ['XFRMA_ALG_AEAD', 18, of.xfrm_algo_aead],
    kmaddress: ['XFRMA_KMADDRESS', 19, of.xfrm_user_kmaddress],
    algAuthTrunc: ['XFRMA_ALG_AUTH_TRUNC', 20, of.xfrm_algo_auth],
    mark: ['XFRMA_MARK', 21, struct('xfrm_mark', { v: __u32, m: __u32 })],
    tfcpad: ['XFRMA_TFCPAD', 22, u32],
    replayEsnVal: ['XFRMA_REPLAY_ESN_VAL', 23, replayStateEsn],
    saExtraFlags: ['XFRMA_SA_EXTRA_FLAGS', 24, u32],
    /** Of a list that is asked for. */
    protoFilter: ['XFRMA_PROTO', 25, u8],
    addressFilter: ['XFRMA_ADDRESS_FILTER', 26, of.xfrm_address_filter],
    pad: ['XFRMA_PAD', 27, bytes],
    offloadDev: ['XFRMA_OFFLOAD_DEV', 28, struct('xfrm_user_offload', { ifindex: __s32, flags: __u8, pad: __u8s(3) })],
    setMark: ['XFRMA_SET_MARK', 29, u32],
    setMarkMask: ['XFRMA_SET_MARK_MASK', 30, u32],
    ifId: ['XFRMA_IF_ID', 31, u32],
    mtimerThresh: ['XFRMA_MTIMER_THRESH', 32, u32],
    /** 1 in, 2 out. */
    saDir: ['XFRMA_SA_DIR', 33, u8],
    natKeepaliveInterval: ['XFRMA_NAT_KEEPALIVE_INTERVAL', 34, u32],
    saPcpu: ['XFRMA_SA_PCPU', 35, u32],
    iptfsDropTime: ['XFRMA_IPTFS_DROP_TIME', 36, u32],
    iptfsReorderWindow: ['XFRMA_IPTFS_REORDER_WINDOW', 37, u16],
    iptfsDontFrag: ['XFRMA_IPTFS_DONT_FRAG', 38, flag],
    iptfsInitDelay: ['XFRMA_IPTFS_INIT_DELAY', 39, u32],
    iptfsMaxQsize: ['XFRMA_IPTFS_MAX_QSIZE', 40, u32],
    iptfsPktSize: ['XFRMA_IPTFS_PKT_SIZE', 41, u32],
  }));
  const hashThreshold = struct('xfrmu_spdhthresh', { lbits: __u8, rbits: __u8 });
  const spd = attributes(() => ({
    info: ['XFRMA_SPD_INFO', 1, struct('xfrmu_spdinfo', { incnt: __u32, outcnt: __u32, fwdcnt: __u32, inscnt: __u32, outscnt: __u32, fwdscnt: __u32 })],
    hinfo: ['XFRMA_SPD_HINFO', 2, struct('xfrmu_spdhinfo', { spdhcnt: __u32, spdhmcnt: __u32 })],
    ipv4Hthresh: ['XFRMA_SPD_IPV4_HTHRESH', 3, hashThreshold],
    ipv6Hthresh: ['XFRMA_SPD_IPV6_HTHRESH', 4, hashThreshold],
  }));
  const sad = attributes(() => ({
    cnt: ['XFRMA_SAD_CNT', 1, u32],
    hinfo: ['XFRMA_SAD_HINFO', 2, struct('xfrmu_sadhinfo', { sadhcnt: __u32, sadhmcnt: __u32 })],
  }));
  /** Their struct is a number alone. */
  const flags = struct('__u32', { flags: __u32 });
  /** No struct at all. */
  const bare = body(struct('', {}), set);
  const state = body(of.xfrm_usersa_info, set);
  const stateId = body(of.xfrm_usersa_id, set);
  const policy = body(of.xfrm_userpolicy_info, set);
  const policyId = body(of.xfrm_userpolicy_id, set);
  const event = body(of.xfrm_aevent_id, set);
  const usual = protocol({
    XFRM_MSG_NEWSA: [0x10, state],
    XFRM_MSG_DELSA: [0x11, stateId],
    XFRM_MSG_GETSA: [0x12, stateId],
    XFRM_MSG_NEWPOLICY: [0x13, policy],
    XFRM_MSG_DELPOLICY: [0x14, policyId],
    XFRM_MSG_GETPOLICY: [0x15, policyId],
    XFRM_MSG_ALLOCSPI: [0x16, body(of.xfrm_userspi_info, set)],
    XFRM_MSG_ACQUIRE: [0x17, body(of.xfrm_user_acquire, set)],
    XFRM_MSG_EXPIRE: [0x18, body(of.xfrm_user_expire, set)],
    XFRM_MSG_UPDPOLICY: [0x19, policy],
    XFRM_MSG_UPDSA: [0x1a, state],
    XFRM_MSG_POLEXPIRE: [0x1b, body(of.xfrm_user_polexpire, set)],
    XFRM_MSG_FLUSHSA: [0x1c, body(of.xfrm_usersa_flush, set)],
    XFRM_MSG_FLUSHPOLICY: [0x1d, bare],
    XFRM_MSG_NEWAE: [0x1e, event],
    XFRM_MSG_GETAE: [0x1f, event],
    XFRM_MSG_REPORT: [0x20, body(of.xfrm_user_report, set)],
    XFRM_MSG_MIGRATE: [0x21, policyId],
    XFRM_MSG_NEWSADINFO: [0x22, body(flags, sad)],
    XFRM_MSG_GETSADINFO: [0x23, body(flags, sad)],
    XFRM_MSG_NEWSPDINFO: [0x24, body(flags, spd)],
    XFRM_MSG_GETSPDINFO: [0x25, body(flags, spd)],
    XFRM_MSG_MAPPING: [0x26, body(of.xfrm_user_mapping, set)],
    XFRM_MSG_SETDEFAULT: [0x27, body(of.xfrm_userpolicy_default, set)],
    XFRM_MSG_GETDEFAULT: [0x28, body(of.xfrm_userpolicy_default, set)],
    XFRM_MSG_MIGRATE_STATE: [0x29, body(of.xfrm_user_migrate_state, set)],
  });

  /** Asked for all states or policies, the kernel looks for attributes at once: xfrm_dump_sa(), xfrm_dump_policy_start(). */
  const isList = (name: string, { flags = 0 }: Partial<MessageHeader>): boolean =>
    (name === 'XFRM_MSG_GETSA' || name === 'XFRM_MSG_GETPOLICY') && (flags & NLM_F_REQUEST) !== 0 && (flags & NLM_F_DUMP) === NLM_F_DUMP;

  return {
    ...usual,
    identify(header, b, start, end) {
      const usually = usual.identify(header, b, start, end);
      return isList(usually.name, header) ? { ...usually, body: bare } : usually;
    },
    resolve(message) {
      const usually = usual.resolve(message);
      return usually !== undefined && isList(message.name, message.header) ? { ...usually, body: bare } : usually;
    },
  };
}
