// What the kinds of actions have of their own. include/uapi/linux/pkt_cls.h, tc_act/.

import { ipv4, ipv6, mac } from '../../netlink/address.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, bytes, flag, s32, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { flexible, structs } from '../../netlink/flexible.js';
import { list } from '../../netlink/list.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { repeated } from '../../netlink/repeated.js';
import { __be32, __s32, __u8, __u16, __u32, __u64, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import type { TrafficCodecs } from './codecs.js';
import { police } from './police.js';

/** TCA_ACT_OPTIONS. */
export function actionOptions(): TrafficCodecs {
  const tcf_t = struct('tcf_t', { install: __u64, lastuse: __u64, expires: __u64, firstuse: __u64 });
  const tc_act_bpf = struct('tc_act_bpf', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actBpf = attributes(() => ({
    tm: ['TCA_ACT_BPF_TM', 1, tcf_t],
    parms: ['TCA_ACT_BPF_PARMS', 2, tc_act_bpf],
    opsLen: ['TCA_ACT_BPF_OPS_LEN', 3, u16],
    ops: ['TCA_ACT_BPF_OPS', 4, bytes],
    fd: ['TCA_ACT_BPF_FD', 5, u32],
    name: ['TCA_ACT_BPF_NAME', 6, string],
    pad: ['TCA_ACT_BPF_PAD', 7, bytes],
    tag: ['TCA_ACT_BPF_TAG', 8, bytes],
    id: ['TCA_ACT_BPF_ID', 9, u32],
  }));
  const tc_connmark = struct('tc_connmark', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, zone: __u16, pad: __u16 });
  const actConnmark = attributes(() => ({
    parms: ['TCA_CONNMARK_PARMS', 1, tc_connmark],
    tm: ['TCA_CONNMARK_TM', 2, tcf_t],
    pad: ['TCA_CONNMARK_PAD', 3, bytes],
  }));
  const tc_csum = struct('tc_csum', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, updateFlags: __u32 });
  const actCsum = attributes(() => ({
    parms: ['TCA_CSUM_PARMS', 1, tc_csum],
    tm: ['TCA_CSUM_TM', 2, tcf_t],
    pad: ['TCA_CSUM_PAD', 3, bytes],
  }));
  const tc_ct = struct('tc_ct', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actCt = attributes(() => ({
    parms: ['TCA_CT_PARMS', 1, tc_ct],
    tm: ['TCA_CT_TM', 2, tcf_t],
    action: ['TCA_CT_ACTION', 3, u16],
    zone: ['TCA_CT_ZONE', 4, u16],
    mark: ['TCA_CT_MARK', 5, u32],
    markMask: ['TCA_CT_MARK_MASK', 6, u32],
    labels: ['TCA_CT_LABELS', 7, bytes],
    labelsMask: ['TCA_CT_LABELS_MASK', 8, bytes],
    natIpv4Min: ['TCA_CT_NAT_IPV4_MIN', 9, ipv4],
    natIpv4Max: ['TCA_CT_NAT_IPV4_MAX', 10, ipv4],
    natIpv6Min: ['TCA_CT_NAT_IPV6_MIN', 11, ipv6],
    natIpv6Max: ['TCA_CT_NAT_IPV6_MAX', 12, ipv6],
    natPortMin: ['TCA_CT_NAT_PORT_MIN', 13, be16],
    natPortMax: ['TCA_CT_NAT_PORT_MAX', 14, be16],
    pad: ['TCA_CT_PAD', 15, bytes],
    helperName: ['TCA_CT_HELPER_NAME', 16, string],
    helperFamily: ['TCA_CT_HELPER_FAMILY', 17, u8],
    helperProto: ['TCA_CT_HELPER_PROTO', 18, u8],
  }));
  const tc_ctinfo = struct('tc_ctinfo', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actCtinfo = attributes(() => ({
    pad: ['TCA_CTINFO_PAD', 1, bytes],
    tm: ['TCA_CTINFO_TM', 2, tcf_t],
    act: ['TCA_CTINFO_ACT', 3, tc_ctinfo],
    zone: ['TCA_CTINFO_ZONE', 4, u16],
    parmsDscpMask: ['TCA_CTINFO_PARMS_DSCP_MASK', 5, u32],
    parmsDscpStatemask: ['TCA_CTINFO_PARMS_DSCP_STATEMASK', 6, u32],
    parmsCpmarkMask: ['TCA_CTINFO_PARMS_CPMARK_MASK', 7, u32],
    statsDscpSet: ['TCA_CTINFO_STATS_DSCP_SET', 8, u64],
    statsDscpError: ['TCA_CTINFO_STATS_DSCP_ERROR', 9, u64],
    statsCpmarkSet: ['TCA_CTINFO_STATS_CPMARK_SET', 10, u64],
  }));
  const tc_gact = struct('tc_gact', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const tc_gact_p = struct('tc_gact_p', { ptype: __u16, pval: __u16, paction: __s32 });
  const actGact = attributes(() => ({
    tm: ['TCA_GACT_TM', 1, tcf_t],
    parms: ['TCA_GACT_PARMS', 2, tc_gact],
    prob: ['TCA_GACT_PROB', 3, tc_gact_p],
    pad: ['TCA_GACT_PAD', 4, bytes],
  }));
  const tc_gate = struct('tc_gate', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actGate = attributes(() => ({
    tm: ['TCA_GATE_TM', 1, tcf_t],
    parms: ['TCA_GATE_PARMS', 2, tc_gate],
    pad: ['TCA_GATE_PAD', 3, bytes],
    priority: ['TCA_GATE_PRIORITY', 4, s32],
    entryList: [
      'TCA_GATE_ENTRY_LIST',
      5,
      list(
        'TCA_GATE_ONE_ENTRY',
        1,
        flaggedAttributes(() => ({
          index: ['TCA_GATE_ENTRY_INDEX', 1, u32],
          gate: ['TCA_GATE_ENTRY_GATE', 2, flag],
          interval: ['TCA_GATE_ENTRY_INTERVAL', 3, u32],
          ipv: ['TCA_GATE_ENTRY_IPV', 4, s32],
          maxOctets: ['TCA_GATE_ENTRY_MAX_OCTETS', 5, s32],
        })),
        NLA_F_NESTED,
      ),
    ],
    baseTime: ['TCA_GATE_BASE_TIME', 6, u64],
    cycleTime: ['TCA_GATE_CYCLE_TIME', 7, u64],
    cycleTimeExt: ['TCA_GATE_CYCLE_TIME_EXT', 8, u64],
    flags: ['TCA_GATE_FLAGS', 9, u32],
    clockid: ['TCA_GATE_CLOCKID', 10, s32],
  }));
  /** Nothing where a value is taken from the packet, a number of 32 or 16 bits where it is given. */
  const ifeMetadata = attributes(() => ({
    skbmark: ['IFE_META_SKBMARK', 1, bytes],
    hashid: ['IFE_META_HASHID', 2, bytes],
    prio: ['IFE_META_PRIO', 3, bytes],
    qmap: ['IFE_META_QMAP', 4, bytes],
    tcindex: ['IFE_META_TCINDEX', 5, bytes],
  }));
  const tc_ife = struct('tc_ife', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, ifeFlags: __u16, pad: __u16 });
  const actIfe = attributes(() => ({
    parms: ['TCA_IFE_PARMS', 1, tc_ife],
    tm: ['TCA_IFE_TM', 2, tcf_t],
    dmac: ['TCA_IFE_DMAC', 3, mac],
    smac: ['TCA_IFE_SMAC', 4, mac],
    type: ['TCA_IFE_TYPE', 5, u16],
    metalst: ['TCA_IFE_METALST', 6, ifeMetadata],
    pad: ['TCA_IFE_PAD', 7, bytes],
  }));
  const tc_mirred = struct('tc_mirred', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, eaction: __s32, ifindex: __u32 });
  const actMirred = attributes(() => ({
    tm: ['TCA_MIRRED_TM', 1, tcf_t],
    parms: ['TCA_MIRRED_PARMS', 2, tc_mirred],
    pad: ['TCA_MIRRED_PAD', 3, bytes],
    blockid: ['TCA_MIRRED_BLOCKID', 4, u32],
  }));
  const tc_mpls = struct('tc_mpls', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, mAction: __s32 });
  const actMpls = attributes(() => ({
    tm: ['TCA_MPLS_TM', 1, tcf_t],
    parms: ['TCA_MPLS_PARMS', 2, tc_mpls],
    pad: ['TCA_MPLS_PAD', 3, bytes],
    proto: ['TCA_MPLS_PROTO', 4, be16],
    label: ['TCA_MPLS_LABEL', 5, u32],
    tc: ['TCA_MPLS_TC', 6, u8],
    ttl: ['TCA_MPLS_TTL', 7, u8],
    bos: ['TCA_MPLS_BOS', 8, u8],
  }));
  const tc_nat = struct('tc_nat', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, oldAddr: __be32, newAddr: __be32, mask: __be32, natFlags: __u32 });
  const actNat = attributes(() => ({
    parms: ['TCA_NAT_PARMS', 1, tc_nat],
    tm: ['TCA_NAT_TM', 2, tcf_t],
    pad: ['TCA_NAT_PAD', 3, bytes],
  }));
  const tc_pedit_key = struct('tc_pedit_key', { mask: __u32, val: __u32, off: __u32, at: __u32, offmask: __u32, shift: __u32 });
  const tc_pedit_sel = flexible(
    struct('tc_pedit_sel', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, nkeys: __u8, flags: __u8, pad: __u16 }),
    'keys',
    structs(tc_pedit_key),
  );
  const actPedit = attributes(() => ({
    tm: ['TCA_PEDIT_TM', 1, tcf_t],
    parms: ['TCA_PEDIT_PARMS', 2, tc_pedit_sel],
    pad: ['TCA_PEDIT_PAD', 3, bytes],
    parmsEx: ['TCA_PEDIT_PARMS_EX', 4, tc_pedit_sel],
    keysEx: [
      'TCA_PEDIT_KEYS_EX',
      5,
      list(
        'TCA_PEDIT_KEY_EX',
        6,
        flaggedAttributes(() => ({ htype: ['TCA_PEDIT_KEY_EX_HTYPE', 1, u16], cmd: ['TCA_PEDIT_KEY_EX_CMD', 2, u16] })),
        NLA_F_NESTED,
      ),
    ],
    keyEx: ['TCA_PEDIT_KEY_EX', 6, bytes],
  }));
  const actSample = attributes(() => ({
    tm: ['TCA_SAMPLE_TM', 1, tcf_t],
    parms: ['TCA_SAMPLE_PARMS', 2, tc_gact],
    rate: ['TCA_SAMPLE_RATE', 3, u32],
    truncSize: ['TCA_SAMPLE_TRUNC_SIZE', 4, u32],
    psampleGroup: ['TCA_SAMPLE_PSAMPLE_GROUP', 5, u32],
    pad: ['TCA_SAMPLE_PAD', 6, bytes],
  }));
  const tc_defact = struct('tc_defact', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actSimple = attributes(() => ({
    tm: ['TCA_DEF_TM', 1, tcf_t],
    parms: ['TCA_DEF_PARMS', 2, tc_defact],
    data: ['TCA_DEF_DATA', 3, string],
    pad: ['TCA_DEF_PAD', 4, bytes],
  }));
  const tc_skbedit = struct('tc_skbedit', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32 });
  const actSkbedit = attributes(() => ({
    tm: ['TCA_SKBEDIT_TM', 1, tcf_t],
    parms: ['TCA_SKBEDIT_PARMS', 2, tc_skbedit],
    priority: ['TCA_SKBEDIT_PRIORITY', 3, u32],
    queueMapping: ['TCA_SKBEDIT_QUEUE_MAPPING', 4, u16],
    mark: ['TCA_SKBEDIT_MARK', 5, u32],
    pad: ['TCA_SKBEDIT_PAD', 6, bytes],
    ptype: ['TCA_SKBEDIT_PTYPE', 7, u16],
    mask: ['TCA_SKBEDIT_MASK', 8, u32],
    flags: ['TCA_SKBEDIT_FLAGS', 9, u64],
    queueMappingMax: ['TCA_SKBEDIT_QUEUE_MAPPING_MAX', 10, u16],
  }));
  const tc_skbmod = struct('tc_skbmod', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, pad: __u32, modFlags: __u64 });
  const actSkbmod = attributes(() => ({
    tm: ['TCA_SKBMOD_TM', 1, tcf_t],
    parms: ['TCA_SKBMOD_PARMS', 2, tc_skbmod],
    dmac: ['TCA_SKBMOD_DMAC', 3, mac],
    smac: ['TCA_SKBMOD_SMAC', 4, mac],
    etype: ['TCA_SKBMOD_ETYPE', 5, u16],
    pad: ['TCA_SKBMOD_PAD', 6, bytes],
  }));
  const tunnelKeyEncOpts = attributes(() => ({
    geneve: [
      'TCA_TUNNEL_KEY_ENC_OPTS_GENEVE',
      1,
      repeated(
        attributes(() => ({
          class: ['TCA_TUNNEL_KEY_ENC_OPT_GENEVE_CLASS', 1, be16],
          type: ['TCA_TUNNEL_KEY_ENC_OPT_GENEVE_TYPE', 2, u8],
          data: ['TCA_TUNNEL_KEY_ENC_OPT_GENEVE_DATA', 3, bytes],
        })),
      ),
    ],
    vxlan: ['TCA_TUNNEL_KEY_ENC_OPTS_VXLAN', 2, attributes(() => ({ gbp: ['TCA_TUNNEL_KEY_ENC_OPT_VXLAN_GBP', 1, u32] }))],
    erspan: [
      'TCA_TUNNEL_KEY_ENC_OPTS_ERSPAN',
      3,
      attributes(() => ({
        ver: ['TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_VER', 1, u8],
        index: ['TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_INDEX', 2, be32],
        dir: ['TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_DIR', 3, u8],
        hwid: ['TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_HWID', 4, u8],
      })),
    ],
  }));
  const tc_tunnel_key = struct('tc_tunnel_key', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, tAction: __s32 });
  const actTunnelKey = attributes(() => ({
    tm: ['TCA_TUNNEL_KEY_TM', 1, tcf_t],
    parms: ['TCA_TUNNEL_KEY_PARMS', 2, tc_tunnel_key],
    encIpv4Src: ['TCA_TUNNEL_KEY_ENC_IPV4_SRC', 3, ipv4],
    encIpv4Dst: ['TCA_TUNNEL_KEY_ENC_IPV4_DST', 4, ipv4],
    encIpv6Src: ['TCA_TUNNEL_KEY_ENC_IPV6_SRC', 5, ipv6],
    encIpv6Dst: ['TCA_TUNNEL_KEY_ENC_IPV6_DST', 6, ipv6],
    encKeyId: ['TCA_TUNNEL_KEY_ENC_KEY_ID', 7, be32],
    pad: ['TCA_TUNNEL_KEY_PAD', 8, bytes],
    encDstPort: ['TCA_TUNNEL_KEY_ENC_DST_PORT', 9, be16],
    noCsum: ['TCA_TUNNEL_KEY_NO_CSUM', 10, u8],
    encOpts: ['TCA_TUNNEL_KEY_ENC_OPTS', 11, tunnelKeyEncOpts],
    encTos: ['TCA_TUNNEL_KEY_ENC_TOS', 12, u8],
    encTtl: ['TCA_TUNNEL_KEY_ENC_TTL', 13, u8],
    noFrag: ['TCA_TUNNEL_KEY_NO_FRAG', 14, flag],
  }));
  const tc_vlan = struct('tc_vlan', { index: __u32, capab: __u32, action: __s32, refcnt: __s32, bindcnt: __s32, vAction: __s32 });
  const actVlan = attributes(() => ({
    tm: ['TCA_VLAN_TM', 1, tcf_t],
    parms: ['TCA_VLAN_PARMS', 2, tc_vlan],
    pushVlanId: ['TCA_VLAN_PUSH_VLAN_ID', 3, u16],
    pushVlanProtocol: ['TCA_VLAN_PUSH_VLAN_PROTOCOL', 4, be16],
    pad: ['TCA_VLAN_PAD', 5, bytes],
    pushVlanPriority: ['TCA_VLAN_PUSH_VLAN_PRIORITY', 6, u8],
    pushEthDst: ['TCA_VLAN_PUSH_ETH_DST', 7, mac],
    pushEthSrc: ['TCA_VLAN_PUSH_ETH_SRC', 8, mac],
  }));
  return {
    bpf: actBpf,
    connmark: actConnmark,
    csum: actCsum,
    ct: actCt,
    ctinfo: actCtinfo,
    gact: actGact,
    gate: actGate,
    ife: actIfe,
    mirred: actMirred,
    mpls: actMpls,
    nat: actNat,
    pedit: actPedit,
    police: police,
    sample: actSample,
    simple: actSimple,
    skbedit: actSkbedit,
    skbmod: actSkbmod,
    tunnel_key: actTunnelKey,
    vlan: actVlan,
  } as TrafficCodecs;
}
