// Multicast groups and VLANs of bridges, VNIs of VXLANs: only decoded, as a monitor meets them. include/uapi/linux/if_bridge.h, if_link.h;
// net/bridge/br_mdb.c, br_vlan.c, br_vlan_options.c, drivers/net/vxlan.

import { ip, ipv4, ipv6 } from '../netlink/address.js';
import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { type Body, type BodyCodec, body } from '../netlink/body.js';
import { bytes, u8, u16, u32, u64 } from '../netlink/codec.js';
import { list } from '../netlink/list.js';
import { NLA_F_NESTED } from '../netlink/nlattr.js';
import { repeated } from '../netlink/repeated.js';
import { __be16, __u8, __u8s, __u16, __u32, struct } from '../netlink/struct.js';
import { querierState } from './kinds/bridge-data.js';

const br_port_msg = struct('br_port_msg', { family: __u8, pad1: __u8, pad2: __u16, index: __u32 });

/** A group: its address is IPv4, IPv6 or a link's, as `proto` (ETH_P_*, 0 for a link's) tells. */
const br_mdb_entry = struct('br_mdb_entry', { ifindex: __u32, state: __u8, flags: __u8, vid: __u16, address: __u8s(16), proto: __be16, pad: __u16 });

const source = flaggedAttributes(() => ({ address: ['MDBA_MDB_SRCATTR_ADDRESS', 1, ip], timer: ['MDBA_MDB_SRCATTR_TIMER', 2, u32] }));

const groupAttributes = attributes(() => ({
  /** Hundredths of a second that are left. */
  timer: ['MDBA_MDB_EATTR_TIMER', 1, u32],
  srcList: ['MDBA_MDB_EATTR_SRC_LIST', 2, list('MDBA_MDB_SRCLIST_ENTRY', 1, source, NLA_F_NESTED)],
  groupMode: ['MDBA_MDB_EATTR_GROUP_MODE', 3, u8],
  /** Of six bytes for a group of a link's. */
  source: ['MDBA_MDB_EATTR_SOURCE', 4, ip],
  rtprot: ['MDBA_MDB_EATTR_RTPROT', 5, u8],
  dst: ['MDBA_MDB_EATTR_DST', 6, ip],
  dstPort: ['MDBA_MDB_EATTR_DST_PORT', 7, u16],
  vni: ['MDBA_MDB_EATTR_VNI', 8, u32],
  outIfindex: ['MDBA_MDB_EATTR_IFINDEX', 9, u32],
  srcVni: ['MDBA_MDB_EATTR_SRC_VNI', 10, u32],
}));

const entryInfo = body(br_mdb_entry, groupAttributes);

const routerPort = body(
  struct('__u32', { ifindex: __u32 }),
  attributes(() => ({
    timer: ['MDBA_ROUTER_PATTR_TIMER', 1, u32],
    type: ['MDBA_ROUTER_PATTR_TYPE', 2, u8],
    inetTimer: ['MDBA_ROUTER_PATTR_INET_TIMER', 3, u32],
    inet6Timer: ['MDBA_ROUTER_PATTR_INET6_TIMER', 4, u32],
    vid: ['MDBA_ROUTER_PATTR_VID', 5, u16],
  })),
);

const groups = body(
  br_port_msg,
  attributes(() => ({
    mdb: ['MDBA_MDB', 1, attributes(() => ({ entry: ['MDBA_MDB_ENTRY', 1, repeated(attributes(() => ({ info: ['MDBA_MDB_ENTRY_INFO', 1, repeated(entryInfo)] })))] }))],
    router: ['MDBA_ROUTER', 2, attributes(() => ({ port: ['MDBA_ROUTER_PORT', 1, repeated(routerPort)] }))],
  })),
);

/** Multicast groups of bridges, as the kernel tells them. */
export interface BridgeGroups extends Body<typeof groups> {}

export const bridgeGroupBody: BodyCodec<BridgeGroups> = groups;

/** Multicast groups of bridges, as they are asked for and changed: other attributes of the same numbers. */
export const bridgeGroupChangeBody = body(
  br_port_msg,
  attributes(() => ({
    entry: ['MDBA_SET_ENTRY', 1, br_mdb_entry],
    entryAttrs: [
      'MDBA_SET_ENTRY_ATTRS',
      2,
      flaggedAttributes(() => ({
        source: ['MDBE_ATTR_SOURCE', 1, ip],
        srcList: [
          'MDBE_ATTR_SRC_LIST',
          2,
          list(
            'MDBE_SRC_LIST_ENTRY',
            1,
            flaggedAttributes(() => ({ address: ['MDBE_SRCATTR_ADDRESS', 1, ip] })),
            NLA_F_NESTED,
          ),
        ],
        groupMode: ['MDBE_ATTR_GROUP_MODE', 3, u8],
        rtprot: ['MDBE_ATTR_RTPROT', 4, u8],
        dst: ['MDBE_ATTR_DST', 5, ip],
        dstPort: ['MDBE_ATTR_DST_PORT', 6, u16],
        vni: ['MDBE_ATTR_VNI', 7, u32],
        outIfindex: ['MDBE_ATTR_IFINDEX', 8, u32],
        srcVni: ['MDBE_ATTR_SRC_VNI', 9, u32],
        stateMask: ['MDBE_ATTR_STATE_MASK', 10, u8],
      })),
    ],
  })),
);

const br_vlan_msg = struct('br_vlan_msg', { family: __u8, reserved1: __u8, reserved2: __u16, index: __u32 });

const vlanStats = flaggedAttributes(() => ({
  rxBytes: ['BRIDGE_VLANDB_STATS_RX_BYTES', 1, u64],
  rxPackets: ['BRIDGE_VLANDB_STATS_RX_PACKETS', 2, u64],
  txBytes: ['BRIDGE_VLANDB_STATS_TX_BYTES', 3, u64],
  txPackets: ['BRIDGE_VLANDB_STATS_TX_PACKETS', 4, u64],
  pad: ['BRIDGE_VLANDB_STATS_PAD', 5, bytes],
}));

const vlanEntry = flaggedAttributes(() => ({
  info: ['BRIDGE_VLANDB_ENTRY_INFO', 1, struct('bridge_vlan_info', { flags: __u16, vid: __u16 })],
  /** The last of several. */
  range: ['BRIDGE_VLANDB_ENTRY_RANGE', 2, u16],
  state: ['BRIDGE_VLANDB_ENTRY_STATE', 3, u8],
  tunnelInfo: ['BRIDGE_VLANDB_ENTRY_TUNNEL_INFO', 4, flaggedAttributes(() => ({ id: ['BRIDGE_VLANDB_TINFO_ID', 1, u32], cmd: ['BRIDGE_VLANDB_TINFO_CMD', 2, u32] }))],
  stats: ['BRIDGE_VLANDB_ENTRY_STATS', 5, vlanStats],
  mcastRouter: ['BRIDGE_VLANDB_ENTRY_MCAST_ROUTER', 6, u8],
  mcastNGroups: ['BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS', 7, u32],
  mcastMaxGroups: ['BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS', 8, u32],
  neighSuppress: ['BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS', 9, u8],
  neighForwardGrat: ['BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT', 10, u8],
}));

/** Intervals are in hundredths of a second. */
const vlanOptions = flaggedAttributes(() => ({
  id: ['BRIDGE_VLANDB_GOPTS_ID', 1, u16],
  range: ['BRIDGE_VLANDB_GOPTS_RANGE', 2, u16],
  mcastSnooping: ['BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING', 3, u8],
  mcastIgmpVersion: ['BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION', 4, u8],
  mcastMldVersion: ['BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION', 5, u8],
  mcastLastMemberCnt: ['BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT', 6, u32],
  mcastStartupQueryCnt: ['BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT', 7, u32],
  mcastLastMemberIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL', 8, u64],
  pad: ['BRIDGE_VLANDB_GOPTS_PAD', 9, bytes],
  mcastMembershipIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL', 10, u64],
  mcastQuerierIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL', 11, u64],
  mcastQueryIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL', 12, u64],
  mcastQueryResponseIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL', 13, u64],
  mcastStartupQueryIntvl: ['BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL', 14, u64],
  mcastQuerier: ['BRIDGE_VLANDB_GOPTS_MCAST_QUERIER', 15, u8],
  mcastRouterPorts: ['BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS', 16, flaggedAttributes(() => ({ port: ['MDBA_ROUTER_PORT', 1, repeated(routerPort)] }))],
  mcastQuerierState: ['BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE', 17, querierState],
  msti: ['BRIDGE_VLANDB_GOPTS_MSTI', 18, u16],
}));

const vlans = body(
  br_vlan_msg,
  attributes(() => ({ entry: ['BRIDGE_VLANDB_ENTRY', 1, repeated(vlanEntry)], globalOptions: ['BRIDGE_VLANDB_GLOBAL_OPTIONS', 2, repeated(vlanOptions)] })),
);

/** VLANs of bridges. */
export interface BridgeVlans extends Body<typeof vlans> {}

export const bridgeVlanBody: BodyCodec<BridgeVlans> = vlans;

/** Which VLANs are asked for: another attribute of the same number. */
export const bridgeVlanDumpBody = body(
  br_vlan_msg,
  attributes(() => ({ dumpFlags: ['BRIDGE_VLANDB_DUMP_FLAGS', 1, u32] })),
);

const vniStats = flaggedAttributes(() => ({
  rxBytes: ['VNIFILTER_ENTRY_STATS_RX_BYTES', 1, u64],
  rxPkts: ['VNIFILTER_ENTRY_STATS_RX_PKTS', 2, u64],
  rxDrops: ['VNIFILTER_ENTRY_STATS_RX_DROPS', 3, u64],
  rxErrors: ['VNIFILTER_ENTRY_STATS_RX_ERRORS', 4, u64],
  txBytes: ['VNIFILTER_ENTRY_STATS_TX_BYTES', 5, u64],
  txPkts: ['VNIFILTER_ENTRY_STATS_TX_PKTS', 6, u64],
  txDrops: ['VNIFILTER_ENTRY_STATS_TX_DROPS', 7, u64],
  txErrors: ['VNIFILTER_ENTRY_STATS_TX_ERRORS', 8, u64],
  pad: ['VNIFILTER_ENTRY_STATS_PAD', 9, bytes],
}));

const vniEntry = flaggedAttributes(() => ({
  start: ['VXLAN_VNIFILTER_ENTRY_START', 1, u32],
  end: ['VXLAN_VNIFILTER_ENTRY_END', 2, u32],
  group: ['VXLAN_VNIFILTER_ENTRY_GROUP', 3, ipv4],
  group6: ['VXLAN_VNIFILTER_ENTRY_GROUP6', 4, ipv6],
  stats: ['VXLAN_VNIFILTER_ENTRY_STATS', 5, vniStats],
}));

const vnis = body(
  struct('tunnel_msg', { family: __u8, flags: __u8, reserved2: __u16, index: __u32 }),
  attributes(() => ({ entry: ['VXLAN_VNIFILTER_ENTRY', 1, repeated(vniEntry)] })),
);

/** VNIs of a VXLAN. */
export interface TunnelVnis extends Body<typeof vnis> {}

export const tunnelBody: BodyCodec<TunnelVnis> = vnis;
