// Flows of Open vSwitch. include/uapi/linux/openvswitch.h; Documentation/netlink/specs/ovs_flow.yaml.

import { ip, ipv4, ipv6 } from '../../netlink/address.js';
import { u32Array } from '../../netlink/array.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, type Codec, flag, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { deferred } from '../../netlink/deferred.js';
import { __s32 } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const ovsFlowFamily: GenericFamily = deferredFamily('ovs_flow', () => {
  // Actions and keys in themselves.
  const actions: Codec<unknown> = deferred(() => actionAttrs as Codec<unknown>);
  const keys: Codec<unknown> = deferred(() => keyAttrs as Codec<unknown>);

  const vxlanExtAttrs = flaggedAttributes(() => ({
    gbp: ['OVS_VXLAN_EXT_GBP', 1, u32],
  }));

  const tunnelKeyAttrs = flaggedAttributes(() => ({
    id: ['OVS_TUNNEL_KEY_ATTR_ID', 0, be64],
    ipv4Src: ['OVS_TUNNEL_KEY_ATTR_IPV4_SRC', 1, ipv4],
    ipv4Dst: ['OVS_TUNNEL_KEY_ATTR_IPV4_DST', 2, ipv4],
    tos: ['OVS_TUNNEL_KEY_ATTR_TOS', 3, u8],
    ttl: ['OVS_TUNNEL_KEY_ATTR_TTL', 4, u8],
    dontFragment: ['OVS_TUNNEL_KEY_ATTR_DONT_FRAGMENT', 5, flag],
    csum: ['OVS_TUNNEL_KEY_ATTR_CSUM', 6, flag],
    oam: ['OVS_TUNNEL_KEY_ATTR_OAM', 7, flag],
    geneveOpts: ['OVS_TUNNEL_KEY_ATTR_GENEVE_OPTS', 8, u32Array],
    tpSrc: ['OVS_TUNNEL_KEY_ATTR_TP_SRC', 9, be16],
    tpDst: ['OVS_TUNNEL_KEY_ATTR_TP_DST', 10, be16],
    vxlanOpts: ['OVS_TUNNEL_KEY_ATTR_VXLAN_OPTS', 11, vxlanExtAttrs],
    ipv6Src: ['OVS_TUNNEL_KEY_ATTR_IPV6_SRC', 12, ipv6],
    ipv6Dst: ['OVS_TUNNEL_KEY_ATTR_IPV6_DST', 13, ipv6],
    pad: ['OVS_TUNNEL_KEY_ATTR_PAD', 14, bytes],
    erspanOpts: ['OVS_TUNNEL_KEY_ATTR_ERSPAN_OPTS', 15, bytes],
    ipv4InfoBridge: ['OVS_TUNNEL_KEY_ATTR_IPV4_INFO_BRIDGE', 16, flag],
  }));

  const ovsNshKeyAttrs = flaggedAttributes(() => ({
    base: ['OVS_NSH_KEY_ATTR_BASE', 1, bytes],
    md1: ['OVS_NSH_KEY_ATTR_MD1', 2, bytes],
    md2: ['OVS_NSH_KEY_ATTR_MD2', 3, bytes],
  }));

  const keyAttrs = flaggedAttributes(() => ({
    encap: ['OVS_KEY_ATTR_ENCAP', 1, keys],
    priority: ['OVS_KEY_ATTR_PRIORITY', 2, u32],
    inPort: ['OVS_KEY_ATTR_IN_PORT', 3, u32],
    ethernet: ['OVS_KEY_ATTR_ETHERNET', 4, bytes],
    vlan: ['OVS_KEY_ATTR_VLAN', 5, be16],
    ethertype: ['OVS_KEY_ATTR_ETHERTYPE', 6, be16],
    ipv4: ['OVS_KEY_ATTR_IPV4', 7, bytes],
    ipv6: ['OVS_KEY_ATTR_IPV6', 8, bytes],
    tcp: ['OVS_KEY_ATTR_TCP', 9, bytes],
    udp: ['OVS_KEY_ATTR_UDP', 10, bytes],
    icmp: ['OVS_KEY_ATTR_ICMP', 11, bytes],
    icmpv6: ['OVS_KEY_ATTR_ICMPV6', 12, bytes],
    arp: ['OVS_KEY_ATTR_ARP', 13, bytes],
    nd: ['OVS_KEY_ATTR_ND', 14, bytes],
    skbMark: ['OVS_KEY_ATTR_SKB_MARK', 15, u32],
    tunnel: ['OVS_KEY_ATTR_TUNNEL', 16, tunnelKeyAttrs],
    sctp: ['OVS_KEY_ATTR_SCTP', 17, bytes],
    tcpFlags: ['OVS_KEY_ATTR_TCP_FLAGS', 18, be16],
    dpHash: ['OVS_KEY_ATTR_DP_HASH', 19, u32],
    recircId: ['OVS_KEY_ATTR_RECIRC_ID', 20, u32],
    mpls: ['OVS_KEY_ATTR_MPLS', 21, bytes],
    ctState: ['OVS_KEY_ATTR_CT_STATE', 22, u32],
    ctZone: ['OVS_KEY_ATTR_CT_ZONE', 23, u16],
    ctMark: ['OVS_KEY_ATTR_CT_MARK', 24, u32],
    ctLabels: ['OVS_KEY_ATTR_CT_LABELS', 25, bytes],
    ctOrigTupleIpv4: ['OVS_KEY_ATTR_CT_ORIG_TUPLE_IPV4', 26, bytes],
    ctOrigTupleIpv6: ['OVS_KEY_ATTR_CT_ORIG_TUPLE_IPV6', 27, bytes],
    nsh: ['OVS_KEY_ATTR_NSH', 28, ovsNshKeyAttrs],
    packetType: ['OVS_KEY_ATTR_PACKET_TYPE', 29, be32],
    ndExtensions: ['OVS_KEY_ATTR_ND_EXTENSIONS', 30, bytes],
    tunnelInfo: ['OVS_KEY_ATTR_TUNNEL_INFO', 31, bytes],
    ipv6Exthdrs: ['OVS_KEY_ATTR_IPV6_EXTHDRS', 32, bytes],
  }));

  const userspaceAttrs = flaggedAttributes(() => ({
    pid: ['OVS_USERSPACE_ATTR_PID', 1, u32],
    userdata: ['OVS_USERSPACE_ATTR_USERDATA', 2, bytes],
    egressTunPort: ['OVS_USERSPACE_ATTR_EGRESS_TUN_PORT', 3, u32],
    actions: ['OVS_USERSPACE_ATTR_ACTIONS', 4, flag],
  }));

  const sampleAttrs = flaggedAttributes(() => ({
    probability: ['OVS_SAMPLE_ATTR_PROBABILITY', 1, u32],
    actions: ['OVS_SAMPLE_ATTR_ACTIONS', 2, actions],
  }));

  const natAttrs = flaggedAttributes(() => ({
    src: ['OVS_NAT_ATTR_SRC', 1, flag],
    dst: ['OVS_NAT_ATTR_DST', 2, flag],
    ipMin: ['OVS_NAT_ATTR_IP_MIN', 3, ip],
    ipMax: ['OVS_NAT_ATTR_IP_MAX', 4, ip],
    protoMin: ['OVS_NAT_ATTR_PROTO_MIN', 5, u16],
    protoMax: ['OVS_NAT_ATTR_PROTO_MAX', 6, u16],
    persistent: ['OVS_NAT_ATTR_PERSISTENT', 7, flag],
    protoHash: ['OVS_NAT_ATTR_PROTO_HASH', 8, flag],
    protoRandom: ['OVS_NAT_ATTR_PROTO_RANDOM', 9, flag],
  }));

  const ctAttrs = flaggedAttributes(() => ({
    commit: ['OVS_CT_ATTR_COMMIT', 1, flag],
    zone: ['OVS_CT_ATTR_ZONE', 2, u16],
    mark: ['OVS_CT_ATTR_MARK', 3, bytes],
    labels: ['OVS_CT_ATTR_LABELS', 4, bytes],
    helper: ['OVS_CT_ATTR_HELPER', 5, string],
    nat: ['OVS_CT_ATTR_NAT', 6, natAttrs],
    forceCommit: ['OVS_CT_ATTR_FORCE_COMMIT', 7, flag],
    eventmask: ['OVS_CT_ATTR_EVENTMASK', 8, u32],
    timeout: ['OVS_CT_ATTR_TIMEOUT', 9, string],
  }));

  const checkPktLenAttrs = flaggedAttributes(() => ({
    pktLen: ['OVS_CHECK_PKT_LEN_ATTR_PKT_LEN', 1, u16],
    actionsIfGreater: ['OVS_CHECK_PKT_LEN_ATTR_ACTIONS_IF_GREATER', 2, actions],
    actionsIfLessEqual: ['OVS_CHECK_PKT_LEN_ATTR_ACTIONS_IF_LESS_EQUAL', 3, actions],
  }));

  const decTtlAttrs = flaggedAttributes(() => ({
    action: ['OVS_DEC_TTL_ATTR_ACTION', 1, actions],
  }));

  const psampleAttrs = flaggedAttributes(() => ({
    group: ['OVS_PSAMPLE_ATTR_GROUP', 1, u32],
    cookie: ['OVS_PSAMPLE_ATTR_COOKIE', 2, bytes],
  }));

  const actionAttrs = flaggedAttributes(() => ({
    output: ['OVS_ACTION_ATTR_OUTPUT', 1, u32],
    userspace: ['OVS_ACTION_ATTR_USERSPACE', 2, userspaceAttrs],
    set: ['OVS_ACTION_ATTR_SET', 3, keyAttrs],
    pushVlan: ['OVS_ACTION_ATTR_PUSH_VLAN', 4, bytes],
    popVlan: ['OVS_ACTION_ATTR_POP_VLAN', 5, flag],
    sample: ['OVS_ACTION_ATTR_SAMPLE', 6, sampleAttrs],
    recirc: ['OVS_ACTION_ATTR_RECIRC', 7, u32],
    hash: ['OVS_ACTION_ATTR_HASH', 8, bytes],
    pushMpls: ['OVS_ACTION_ATTR_PUSH_MPLS', 9, bytes],
    popMpls: ['OVS_ACTION_ATTR_POP_MPLS', 10, be16],
    /** A key with its mask behind it, which makes it as long again. */
    setMasked: ['OVS_ACTION_ATTR_SET_MASKED', 11, bytes],
    ct: ['OVS_ACTION_ATTR_CT', 12, ctAttrs],
    trunc: ['OVS_ACTION_ATTR_TRUNC', 13, u32],
    pushEth: ['OVS_ACTION_ATTR_PUSH_ETH', 14, bytes],
    popEth: ['OVS_ACTION_ATTR_POP_ETH', 15, flag],
    ctClear: ['OVS_ACTION_ATTR_CT_CLEAR', 16, flag],
    pushNsh: ['OVS_ACTION_ATTR_PUSH_NSH', 17, ovsNshKeyAttrs],
    popNsh: ['OVS_ACTION_ATTR_POP_NSH', 18, flag],
    meter: ['OVS_ACTION_ATTR_METER', 19, u32],
    clone: ['OVS_ACTION_ATTR_CLONE', 20, actions],
    checkPktLen: ['OVS_ACTION_ATTR_CHECK_PKT_LEN', 21, checkPktLenAttrs],
    addMpls: ['OVS_ACTION_ATTR_ADD_MPLS', 22, bytes],
    decTtl: ['OVS_ACTION_ATTR_DEC_TTL', 23, decTtlAttrs],
    drop: ['OVS_ACTION_ATTR_DROP', 24, u32],
    psample: ['OVS_ACTION_ATTR_PSAMPLE', 25, psampleAttrs],
  }));

  const flowAttrs = flaggedAttributes(() => ({
    key: ['OVS_FLOW_ATTR_KEY', 1, keyAttrs],
    actions: ['OVS_FLOW_ATTR_ACTIONS', 2, actionAttrs],
    stats: ['OVS_FLOW_ATTR_STATS', 3, bytes],
    tcpFlags: ['OVS_FLOW_ATTR_TCP_FLAGS', 4, u8],
    used: ['OVS_FLOW_ATTR_USED', 5, u64],
    clear: ['OVS_FLOW_ATTR_CLEAR', 6, flag],
    mask: ['OVS_FLOW_ATTR_MASK', 7, keyAttrs],
    probe: ['OVS_FLOW_ATTR_PROBE', 8, flag],
    ufid: ['OVS_FLOW_ATTR_UFID', 9, bytes],
    ufidFlags: ['OVS_FLOW_ATTR_UFID_FLAGS', 10, u32],
    pad: ['OVS_FLOW_ATTR_PAD', 11, bytes],
  }));

  return {
    commands: { ...commands(flowAttrs, { OVS_FLOW_CMD_GET: 3, OVS_FLOW_CMD_NEW: 1 }) },
    header: { dpIfindex: __s32 },
  };
});
