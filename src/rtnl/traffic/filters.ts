// What the kinds of filters have of their own; one table of them. include/uapi/linux/pkt_cls.h.

import { ip, ipv4, mac } from '../../netlink/address.js';
import { u64Array } from '../../netlink/array.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, u8, u16, u32 } from '../../netlink/codec.js';
import { __s16 } from '../../netlink/fields.js';
import { flexible, structs } from '../../netlink/flexible.js';
import { indexed, numbered } from '../../netlink/list.js';
import { repeated } from '../../netlink/repeated.js';
import { __be16, __be32, __s32, __u8, __u16, __u32, __u64, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { action } from './action.js';
import type { TrafficCodecs } from './codecs.js';
import { police } from './police.js';

/** TCA_OPTIONS of filters. */
export function filterOptions(): TrafficCodecs {
  const tcf_ematch_tree_hdr = struct('tcf_ematch_tree_hdr', { nmatches: __u16, progid: __u16 });
  /** What `data` holds is the kind's own, after a struct of any size. */
  const tcf_ematch_hdr = struct('tcf_ematch_hdr', { matchid: __u16, kind: __u16, flags: __u16, pad: __u16 });
  const ematch = attributes(() => ({
    treeHdr: ['TCA_EMATCH_TREE_HDR', 1, tcf_ematch_tree_hdr],
    treeList: ['TCA_EMATCH_TREE_LIST', 2, indexed('TCA_EMATCH_TREE_LIST', flexible(tcf_ematch_hdr, 'data', bytes), 1)],
  }));
  const tc_basic_pcnt = struct('tc_basic_pcnt', { rcnt: __u64, rhit: __u64 });
  const basic = attributes(() => ({
    classid: ['TCA_BASIC_CLASSID', 1, u32],
    ematches: ['TCA_BASIC_EMATCHES', 2, ematch],
    act: ['TCA_BASIC_ACT', 3, numbered('TCA_BASIC_ACT', action)],
    police: ['TCA_BASIC_POLICE', 4, police],
    pcnt: ['TCA_BASIC_PCNT', 5, tc_basic_pcnt],
    pad: ['TCA_BASIC_PAD', 6, bytes],
  }));
  const bpf = attributes(() => ({
    act: ['TCA_BPF_ACT', 1, numbered('TCA_BPF_ACT', action)],
    police: ['TCA_BPF_POLICE', 2, police],
    classid: ['TCA_BPF_CLASSID', 3, u32],
    opsLen: ['TCA_BPF_OPS_LEN', 4, u16],
    ops: ['TCA_BPF_OPS', 5, bytes],
    fd: ['TCA_BPF_FD', 6, u32],
    name: ['TCA_BPF_NAME', 7, string],
    flags: ['TCA_BPF_FLAGS', 8, u32],
    flagsGen: ['TCA_BPF_FLAGS_GEN', 9, u32],
    tag: ['TCA_BPF_TAG', 10, bytes],
    id: ['TCA_BPF_ID', 11, u32],
  }));
  const cgroup = attributes(() => ({
    act: ['TCA_CGROUP_ACT', 1, numbered('TCA_CGROUP_ACT', action)],
    police: ['TCA_CGROUP_POLICE', 2, police],
    ematches: ['TCA_CGROUP_EMATCHES', 3, ematch],
  }));
  const flowSet = attributes(() => ({
    keys: ['TCA_FLOW_KEYS', 1, u32],
    mode: ['TCA_FLOW_MODE', 2, u32],
    baseclass: ['TCA_FLOW_BASECLASS', 3, u32],
    rshift: ['TCA_FLOW_RSHIFT', 4, u32],
    addend: ['TCA_FLOW_ADDEND', 5, u32],
    mask: ['TCA_FLOW_MASK', 6, u32],
    xor: ['TCA_FLOW_XOR', 7, u32],
    divisor: ['TCA_FLOW_DIVISOR', 8, u32],
    act: ['TCA_FLOW_ACT', 9, numbered('TCA_FLOW_ACT', action)],
    police: ['TCA_FLOW_POLICE', 10, police],
    ematches: ['TCA_FLOW_EMATCHES', 11, ematch],
    perturb: ['TCA_FLOW_PERTURB', 12, u32],
  }));
  const flowerKeyEncOptGeneve = attributes(() => ({
    class: ['TCA_FLOWER_KEY_ENC_OPT_GENEVE_CLASS', 1, be16],
    type: ['TCA_FLOWER_KEY_ENC_OPT_GENEVE_TYPE', 2, u8],
    data: ['TCA_FLOWER_KEY_ENC_OPT_GENEVE_DATA', 3, bytes],
  }));
  const flowerKeyEncOptVxlan = attributes(() => ({
    gbp: ['TCA_FLOWER_KEY_ENC_OPT_VXLAN_GBP', 1, u32],
  }));
  const flowerKeyEncOptErspan = attributes(() => ({
    ver: ['TCA_FLOWER_KEY_ENC_OPT_ERSPAN_VER', 1, u8],
    index: ['TCA_FLOWER_KEY_ENC_OPT_ERSPAN_INDEX', 2, be32],
    dir: ['TCA_FLOWER_KEY_ENC_OPT_ERSPAN_DIR', 3, u8],
    hwid: ['TCA_FLOWER_KEY_ENC_OPT_ERSPAN_HWID', 4, u8],
  }));
  const flowerKeyEncOptGtp = attributes(() => ({
    pduType: ['TCA_FLOWER_KEY_ENC_OPT_GTP_PDU_TYPE', 1, u8],
    qfi: ['TCA_FLOWER_KEY_ENC_OPT_GTP_QFI', 2, u8],
  }));
  const flowerKeyEncOptPfcp = attributes(() => ({
    type: ['TCA_FLOWER_KEY_ENC_OPT_PFCP_TYPE', 1, u8],
    seid: ['TCA_FLOWER_KEY_ENC_OPT_PFCP_SEID', 2, be64],
  }));
  const flowerKeyEncOpts = attributes(() => ({
    geneve: ['TCA_FLOWER_KEY_ENC_OPTS_GENEVE', 1, repeated(flowerKeyEncOptGeneve)],
    vxlan: ['TCA_FLOWER_KEY_ENC_OPTS_VXLAN', 2, flowerKeyEncOptVxlan],
    erspan: ['TCA_FLOWER_KEY_ENC_OPTS_ERSPAN', 3, flowerKeyEncOptErspan],
    gtp: ['TCA_FLOWER_KEY_ENC_OPTS_GTP', 4, flowerKeyEncOptGtp],
    pfcp: ['TCA_FLOWER_KEY_ENC_OPTS_PFCP', 5, flowerKeyEncOptPfcp],
  }));
  const flowerKeyMplsOptLse = flaggedAttributes(() => ({
    depth: ['TCA_FLOWER_KEY_MPLS_OPT_LSE_DEPTH', 1, u8],
    ttl: ['TCA_FLOWER_KEY_MPLS_OPT_LSE_TTL', 2, u8],
    bos: ['TCA_FLOWER_KEY_MPLS_OPT_LSE_BOS', 3, u8],
    tc: ['TCA_FLOWER_KEY_MPLS_OPT_LSE_TC', 4, u8],
    label: ['TCA_FLOWER_KEY_MPLS_OPT_LSE_LABEL', 5, u32],
  }));
  /** A label stack entry each, from the top of the stack down. */
  const flowerKeyMplsOpts = flaggedAttributes(() => ({ lse: ['TCA_FLOWER_KEY_MPLS_OPTS_LSE', 1, repeated(flowerKeyMplsOptLse)] }));
  const flowerKeyCfm = attributes(() => ({
    mdLevel: ['TCA_FLOWER_KEY_CFM_MD_LEVEL', 1, u8],
    opcode: ['TCA_FLOWER_KEY_CFM_OPCODE', 2, u8],
  }));
  const flower = attributes(() => ({
    classid: ['TCA_FLOWER_CLASSID', 1, u32],
    indev: ['TCA_FLOWER_INDEV', 2, string],
    act: ['TCA_FLOWER_ACT', 3, numbered('TCA_FLOWER_ACT', action)],
    keyEthDst: ['TCA_FLOWER_KEY_ETH_DST', 4, mac],
    keyEthDstMask: ['TCA_FLOWER_KEY_ETH_DST_MASK', 5, mac],
    keyEthSrc: ['TCA_FLOWER_KEY_ETH_SRC', 6, mac],
    keyEthSrcMask: ['TCA_FLOWER_KEY_ETH_SRC_MASK', 7, mac],
    keyEthType: ['TCA_FLOWER_KEY_ETH_TYPE', 8, be16],
    keyIpProto: ['TCA_FLOWER_KEY_IP_PROTO', 9, u8],
    keyIpv4Src: ['TCA_FLOWER_KEY_IPV4_SRC', 10, ipv4],
    keyIpv4SrcMask: ['TCA_FLOWER_KEY_IPV4_SRC_MASK', 11, ipv4],
    keyIpv4Dst: ['TCA_FLOWER_KEY_IPV4_DST', 12, ipv4],
    keyIpv4DstMask: ['TCA_FLOWER_KEY_IPV4_DST_MASK', 13, ipv4],
    keyIpv6Src: ['TCA_FLOWER_KEY_IPV6_SRC', 14, ip],
    keyIpv6SrcMask: ['TCA_FLOWER_KEY_IPV6_SRC_MASK', 15, ip],
    keyIpv6Dst: ['TCA_FLOWER_KEY_IPV6_DST', 16, ip],
    keyIpv6DstMask: ['TCA_FLOWER_KEY_IPV6_DST_MASK', 17, ip],
    keyTcpSrc: ['TCA_FLOWER_KEY_TCP_SRC', 18, be16],
    keyTcpDst: ['TCA_FLOWER_KEY_TCP_DST', 19, be16],
    keyUdpSrc: ['TCA_FLOWER_KEY_UDP_SRC', 20, be16],
    keyUdpDst: ['TCA_FLOWER_KEY_UDP_DST', 21, be16],
    flags: ['TCA_FLOWER_FLAGS', 22, u32],
    keyVlanId: ['TCA_FLOWER_KEY_VLAN_ID', 23, u16],
    keyVlanPrio: ['TCA_FLOWER_KEY_VLAN_PRIO', 24, u8],
    keyVlanEthType: ['TCA_FLOWER_KEY_VLAN_ETH_TYPE', 25, be16],
    keyEncKeyId: ['TCA_FLOWER_KEY_ENC_KEY_ID', 26, be32],
    keyEncIpv4Src: ['TCA_FLOWER_KEY_ENC_IPV4_SRC', 27, ipv4],
    keyEncIpv4SrcMask: ['TCA_FLOWER_KEY_ENC_IPV4_SRC_MASK', 28, ipv4],
    keyEncIpv4Dst: ['TCA_FLOWER_KEY_ENC_IPV4_DST', 29, ipv4],
    keyEncIpv4DstMask: ['TCA_FLOWER_KEY_ENC_IPV4_DST_MASK', 30, ipv4],
    keyEncIpv6Src: ['TCA_FLOWER_KEY_ENC_IPV6_SRC', 31, ip],
    keyEncIpv6SrcMask: ['TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK', 32, ip],
    keyEncIpv6Dst: ['TCA_FLOWER_KEY_ENC_IPV6_DST', 33, ip],
    keyEncIpv6DstMask: ['TCA_FLOWER_KEY_ENC_IPV6_DST_MASK', 34, ip],
    keyTcpSrcMask: ['TCA_FLOWER_KEY_TCP_SRC_MASK', 35, be16],
    keyTcpDstMask: ['TCA_FLOWER_KEY_TCP_DST_MASK', 36, be16],
    keyUdpSrcMask: ['TCA_FLOWER_KEY_UDP_SRC_MASK', 37, be16],
    keyUdpDstMask: ['TCA_FLOWER_KEY_UDP_DST_MASK', 38, be16],
    keySctpSrcMask: ['TCA_FLOWER_KEY_SCTP_SRC_MASK', 39, be16],
    keySctpDstMask: ['TCA_FLOWER_KEY_SCTP_DST_MASK', 40, be16],
    keySctpSrc: ['TCA_FLOWER_KEY_SCTP_SRC', 41, be16],
    keySctpDst: ['TCA_FLOWER_KEY_SCTP_DST', 42, be16],
    keyEncUdpSrcPort: ['TCA_FLOWER_KEY_ENC_UDP_SRC_PORT', 43, be16],
    keyEncUdpSrcPortMask: ['TCA_FLOWER_KEY_ENC_UDP_SRC_PORT_MASK', 44, be16],
    keyEncUdpDstPort: ['TCA_FLOWER_KEY_ENC_UDP_DST_PORT', 45, be16],
    keyEncUdpDstPortMask: ['TCA_FLOWER_KEY_ENC_UDP_DST_PORT_MASK', 46, be16],
    keyFlags: ['TCA_FLOWER_KEY_FLAGS', 47, be32],
    keyFlagsMask: ['TCA_FLOWER_KEY_FLAGS_MASK', 48, be32],
    keyIcmpv4Code: ['TCA_FLOWER_KEY_ICMPV4_CODE', 49, u8],
    keyIcmpv4CodeMask: ['TCA_FLOWER_KEY_ICMPV4_CODE_MASK', 50, u8],
    keyIcmpv4Type: ['TCA_FLOWER_KEY_ICMPV4_TYPE', 51, u8],
    keyIcmpv4TypeMask: ['TCA_FLOWER_KEY_ICMPV4_TYPE_MASK', 52, u8],
    keyIcmpv6Code: ['TCA_FLOWER_KEY_ICMPV6_CODE', 53, u8],
    keyIcmpv6CodeMask: ['TCA_FLOWER_KEY_ICMPV6_CODE_MASK', 54, u8],
    keyIcmpv6Type: ['TCA_FLOWER_KEY_ICMPV6_TYPE', 55, u8],
    keyIcmpv6TypeMask: ['TCA_FLOWER_KEY_ICMPV6_TYPE_MASK', 56, u8],
    keyArpSip: ['TCA_FLOWER_KEY_ARP_SIP', 57, ipv4],
    keyArpSipMask: ['TCA_FLOWER_KEY_ARP_SIP_MASK', 58, ipv4],
    keyArpTip: ['TCA_FLOWER_KEY_ARP_TIP', 59, ipv4],
    keyArpTipMask: ['TCA_FLOWER_KEY_ARP_TIP_MASK', 60, ipv4],
    keyArpOp: ['TCA_FLOWER_KEY_ARP_OP', 61, u8],
    keyArpOpMask: ['TCA_FLOWER_KEY_ARP_OP_MASK', 62, u8],
    keyArpSha: ['TCA_FLOWER_KEY_ARP_SHA', 63, mac],
    keyArpShaMask: ['TCA_FLOWER_KEY_ARP_SHA_MASK', 64, mac],
    keyArpTha: ['TCA_FLOWER_KEY_ARP_THA', 65, mac],
    keyArpThaMask: ['TCA_FLOWER_KEY_ARP_THA_MASK', 66, mac],
    keyMplsTtl: ['TCA_FLOWER_KEY_MPLS_TTL', 67, u8],
    keyMplsBos: ['TCA_FLOWER_KEY_MPLS_BOS', 68, u8],
    keyMplsTc: ['TCA_FLOWER_KEY_MPLS_TC', 69, u8],
    keyMplsLabel: ['TCA_FLOWER_KEY_MPLS_LABEL', 70, u32],
    keyTcpFlags: ['TCA_FLOWER_KEY_TCP_FLAGS', 71, be16],
    keyTcpFlagsMask: ['TCA_FLOWER_KEY_TCP_FLAGS_MASK', 72, be16],
    keyIpTos: ['TCA_FLOWER_KEY_IP_TOS', 73, u8],
    keyIpTosMask: ['TCA_FLOWER_KEY_IP_TOS_MASK', 74, u8],
    keyIpTtl: ['TCA_FLOWER_KEY_IP_TTL', 75, u8],
    keyIpTtlMask: ['TCA_FLOWER_KEY_IP_TTL_MASK', 76, u8],
    keyCvlanId: ['TCA_FLOWER_KEY_CVLAN_ID', 77, u16],
    keyCvlanPrio: ['TCA_FLOWER_KEY_CVLAN_PRIO', 78, u8],
    keyCvlanEthType: ['TCA_FLOWER_KEY_CVLAN_ETH_TYPE', 79, be16],
    keyEncIpTos: ['TCA_FLOWER_KEY_ENC_IP_TOS', 80, u8],
    keyEncIpTosMask: ['TCA_FLOWER_KEY_ENC_IP_TOS_MASK', 81, u8],
    keyEncIpTtl: ['TCA_FLOWER_KEY_ENC_IP_TTL', 82, u8],
    keyEncIpTtlMask: ['TCA_FLOWER_KEY_ENC_IP_TTL_MASK', 83, u8],
    keyEncOpts: ['TCA_FLOWER_KEY_ENC_OPTS', 84, flowerKeyEncOpts],
    keyEncOptsMask: ['TCA_FLOWER_KEY_ENC_OPTS_MASK', 85, flowerKeyEncOpts],
    inHwCount: ['TCA_FLOWER_IN_HW_COUNT', 86, u32],
    keyPortSrcMin: ['TCA_FLOWER_KEY_PORT_SRC_MIN', 87, be16],
    keyPortSrcMax: ['TCA_FLOWER_KEY_PORT_SRC_MAX', 88, be16],
    keyPortDstMin: ['TCA_FLOWER_KEY_PORT_DST_MIN', 89, be16],
    keyPortDstMax: ['TCA_FLOWER_KEY_PORT_DST_MAX', 90, be16],
    keyCtState: ['TCA_FLOWER_KEY_CT_STATE', 91, u16],
    keyCtStateMask: ['TCA_FLOWER_KEY_CT_STATE_MASK', 92, u16],
    keyCtZone: ['TCA_FLOWER_KEY_CT_ZONE', 93, u16],
    keyCtZoneMask: ['TCA_FLOWER_KEY_CT_ZONE_MASK', 94, u16],
    keyCtMark: ['TCA_FLOWER_KEY_CT_MARK', 95, u32],
    keyCtMarkMask: ['TCA_FLOWER_KEY_CT_MARK_MASK', 96, u32],
    keyCtLabels: ['TCA_FLOWER_KEY_CT_LABELS', 97, bytes],
    keyCtLabelsMask: ['TCA_FLOWER_KEY_CT_LABELS_MASK', 98, bytes],
    keyMplsOpts: ['TCA_FLOWER_KEY_MPLS_OPTS', 99, flowerKeyMplsOpts],
    keyHash: ['TCA_FLOWER_KEY_HASH', 100, u32],
    keyHashMask: ['TCA_FLOWER_KEY_HASH_MASK', 101, u32],
    keyNumOfVlans: ['TCA_FLOWER_KEY_NUM_OF_VLANS', 102, u8],
    keyPppoeSid: ['TCA_FLOWER_KEY_PPPOE_SID', 103, be16],
    keyPppProto: ['TCA_FLOWER_KEY_PPP_PROTO', 104, be16],
    keyL2tpv3Sid: ['TCA_FLOWER_KEY_L2TPV3_SID', 105, be32],
    l2Miss: ['TCA_FLOWER_L2_MISS', 106, u8],
    keyCfm: ['TCA_FLOWER_KEY_CFM', 107, flowerKeyCfm],
    keySpi: ['TCA_FLOWER_KEY_SPI', 108, be32],
    keySpiMask: ['TCA_FLOWER_KEY_SPI_MASK', 109, be32],
    keyEncFlags: ['TCA_FLOWER_KEY_ENC_FLAGS', 110, be32],
    keyEncFlagsMask: ['TCA_FLOWER_KEY_ENC_FLAGS_MASK', 111, be32],
  }));
  const fw = attributes(() => ({
    classid: ['TCA_FW_CLASSID', 1, u32],
    police: ['TCA_FW_POLICE', 2, police],
    indev: ['TCA_FW_INDEV', 3, string],
    act: ['TCA_FW_ACT', 4, numbered('TCA_FW_ACT', action)],
    mask: ['TCA_FW_MASK', 5, u32],
  }));
  const tc_matchall_pcnt = struct('tc_matchall_pcnt', { rhit: __u64 });
  const matchall = attributes(() => ({
    classid: ['TCA_MATCHALL_CLASSID', 1, u32],
    act: ['TCA_MATCHALL_ACT', 2, numbered('TCA_MATCHALL_ACT', action)],
    flags: ['TCA_MATCHALL_FLAGS', 3, u32],
    pcnt: ['TCA_MATCHALL_PCNT', 4, tc_matchall_pcnt],
    pad: ['TCA_MATCHALL_PAD', 5, bytes],
  }));
  const route = attributes(() => ({
    classid: ['TCA_ROUTE4_CLASSID', 1, u32],
    to: ['TCA_ROUTE4_TO', 2, u32],
    from: ['TCA_ROUTE4_FROM', 3, u32],
    iif: ['TCA_ROUTE4_IIF', 4, u32],
    police: ['TCA_ROUTE4_POLICE', 5, police],
    act: ['TCA_ROUTE4_ACT', 6, numbered('TCA_ROUTE4_ACT', action)],
  }));
  const tc_u32_key = struct('tc_u32_key', { mask: __be32, val: __be32, off: __s32, offmask: __s32 });
  const tc_u32_sel = flexible(
    struct('tc_u32_sel', { flags: __u8, offshift: __u8, nkeys: __u8, pad: __u8, offmask: __be16, off: __u16, offoff: __s16, hoff: __s16, hmask: __be32 }),
    'keys',
    structs(tc_u32_key),
  );
  const tc_u32_pcnt = flexible(struct('tc_u32_pcnt', { rcnt: __u64, rhit: __u64 }), 'kcnts', u64Array);
  const tc_u32_mark = struct('tc_u32_mark', { val: __u32, mask: __u32, success: __u32 });
  const u32Set = attributes(() => ({
    classid: ['TCA_U32_CLASSID', 1, u32],
    hash: ['TCA_U32_HASH', 2, u32],
    link: ['TCA_U32_LINK', 3, u32],
    divisor: ['TCA_U32_DIVISOR', 4, u32],
    sel: ['TCA_U32_SEL', 5, tc_u32_sel],
    police: ['TCA_U32_POLICE', 6, police],
    act: ['TCA_U32_ACT', 7, numbered('TCA_U32_ACT', action)],
    indev: ['TCA_U32_INDEV', 8, string],
    pcnt: ['TCA_U32_PCNT', 9, tc_u32_pcnt],
    mark: ['TCA_U32_MARK', 10, tc_u32_mark],
    flags: ['TCA_U32_FLAGS', 11, u32],
    pad: ['TCA_U32_PAD', 12, bytes],
  }));
  return {
    basic: basic,
    bpf: bpf,
    cgroup: cgroup,
    flow: flowSet,
    flower: flower,
    fw: fw,
    matchall: matchall,
    route: route,
    u32: u32Set,
  } as TrafficCodecs;
}
