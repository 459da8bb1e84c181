// IFLA_INFO_DATA of a bridge. include/uapi/linux/if_link.h: IFLA_BR_*; if_bridge.h; net/bridge/br_netlink.c: br_policy, br_fill_info().

import { ip, linkAddress } from '../../netlink/address.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { byteAsHex } from '../../netlink/bytes.js';
import { bytes, type Codec, expectLength, flag, u8, u16, u32, u64, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { __u32, struct } from '../../netlink/struct.js';
import { vlanProtocol } from './vlan-data.js';

/** struct ifla_bridge_id as `8000.02:00:5e:10:00:01`: the priority in hex, the address. */
export const bridgeId: Codec<string> = {
  type: 'bridge id',
  decode(b, start, end) {
    expectLength(start, end, 8, 'bridge id');
    const hex = Array.from(b.array.subarray(start, end), (byte) => byteAsHex(byte));
    return `${hex[0]}${hex[1]}.${hex.slice(2).join(':')}`;
  },
  encode(w, value: unknown) {
    if (typeof value !== 'string' || !/^[0-9a-f]{4}\.([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value)) throw new EncodeError(`${told(value)} is no bridge id`);
    w.bytes(Uint8Array.from(value.replace(/[.:]/g, '').match(/../g) as string[], (pair) => Number.parseInt(pair, 16)));
  },
};

/** Bits of BR_BOOLOPT_*: their state, and which of them are told or to be changed. */
export const br_boolopt_multi = struct('br_boolopt_multi', { optval: __u32, optmask: __u32 });

/** BR_BOOLOPT_* as bits. */
export const bridgeOptions = { noLinklocalLearn: 1 << 0, mcastVlanSnooping: 1 << 1, mstEnable: 1 << 2, mdbOffloadFailNotification: 1 << 3, fdbLocalVlan0: 1 << 4 } as const;

/** BRIDGE_QUERIER_*: who asks which groups there are. */
export const querierState = flaggedAttributes(() => ({
  ipAddress: ['BRIDGE_QUERIER_IP_ADDRESS', 1, ip],
  /** Index of the port it is behind. */
  ipPort: ['BRIDGE_QUERIER_IP_PORT', 2, u32],
  /** Hundredths of a second. */
  ipOtherTimer: ['BRIDGE_QUERIER_IP_OTHER_TIMER', 3, u64],
  pad: ['BRIDGE_QUERIER_PAD', 4, bytes],
  ipv6Address: ['BRIDGE_QUERIER_IPV6_ADDRESS', 5, ip],
  ipv6Port: ['BRIDGE_QUERIER_IPV6_PORT', 6, u32],
  ipv6OtherTimer: ['BRIDGE_QUERIER_IPV6_OTHER_TIMER', 7, u64],
}));

/** BR_STP_MODE_*. */
export const stpMode = enumeration(u32, { auto: 0, user: 1, kernel: 2 });

/** Times, timers and intervals are in hundredths of a second. What is not marked read-only can be set. */
export const bridgeData = attributes(() => ({
  forwardDelay: ['IFLA_BR_FORWARD_DELAY', 1, u32],
  helloTime: ['IFLA_BR_HELLO_TIME', 2, u32],
  maxAge: ['IFLA_BR_MAX_AGE', 3, u32],
  ageingTime: ['IFLA_BR_AGEING_TIME', 4, u32],
  /** 0 none, 1 the kernel's, 2 a program's. */
  stpState: ['IFLA_BR_STP_STATE', 5, u32],
  priority: ['IFLA_BR_PRIORITY', 6, u16],
  vlanFiltering: ['IFLA_BR_VLAN_FILTERING', 7, u8],
  vlanProtocol: ['IFLA_BR_VLAN_PROTOCOL', 8, vlanProtocol],
  /** Bit N stands for 01:80:c2:00:00:0N. */
  groupFwdMask: ['IFLA_BR_GROUP_FWD_MASK', 9, u16],
  /** Read-only. */
  rootId: ['IFLA_BR_ROOT_ID', 10, bridgeId],
  /** Read-only. */
  bridgeId: ['IFLA_BR_BRIDGE_ID', 11, bridgeId],
  /** Read-only. */
  rootPort: ['IFLA_BR_ROOT_PORT', 12, u16],
  /** Read-only. */
  rootPathCost: ['IFLA_BR_ROOT_PATH_COST', 13, u32],
  /** Read-only. */
  topologyChange: ['IFLA_BR_TOPOLOGY_CHANGE', 14, u8],
  /** Read-only. */
  topologyChangeDetected: ['IFLA_BR_TOPOLOGY_CHANGE_DETECTED', 15, u8],
  /** Read-only. */
  helloTimer: ['IFLA_BR_HELLO_TIMER', 16, u64],
  /** Read-only. */
  tcnTimer: ['IFLA_BR_TCN_TIMER', 17, u64],
  /** Read-only. */
  topologyChangeTimer: ['IFLA_BR_TOPOLOGY_CHANGE_TIMER', 18, u64],
  /** Read-only. */
  gcTimer: ['IFLA_BR_GC_TIMER', 19, u64],
  groupAddr: ['IFLA_BR_GROUP_ADDR', 20, linkAddress],
  /** In requests only. */
  fdbFlush: ['IFLA_BR_FDB_FLUSH', 21, flag],
  mcastRouter: ['IFLA_BR_MCAST_ROUTER', 22, u8],
  mcastSnooping: ['IFLA_BR_MCAST_SNOOPING', 23, u8],
  mcastQueryUseIfaddr: ['IFLA_BR_MCAST_QUERY_USE_IFADDR', 24, u8],
  mcastQuerier: ['IFLA_BR_MCAST_QUERIER', 25, u8],
  /** Without effect: the table grows by itself. */
  mcastHashElasticity: ['IFLA_BR_MCAST_HASH_ELASTICITY', 26, u32],
  mcastHashMax: ['IFLA_BR_MCAST_HASH_MAX', 27, u32],
  mcastLastMemberCnt: ['IFLA_BR_MCAST_LAST_MEMBER_CNT', 28, u32],
  mcastStartupQueryCnt: ['IFLA_BR_MCAST_STARTUP_QUERY_CNT', 29, u32],
  mcastLastMemberIntvl: ['IFLA_BR_MCAST_LAST_MEMBER_INTVL', 30, u64],
  mcastMembershipIntvl: ['IFLA_BR_MCAST_MEMBERSHIP_INTVL', 31, u64],
  mcastQuerierIntvl: ['IFLA_BR_MCAST_QUERIER_INTVL', 32, u64],
  mcastQueryIntvl: ['IFLA_BR_MCAST_QUERY_INTVL', 33, u64],
  mcastQueryResponseIntvl: ['IFLA_BR_MCAST_QUERY_RESPONSE_INTVL', 34, u64],
  mcastStartupQueryIntvl: ['IFLA_BR_MCAST_STARTUP_QUERY_INTVL', 35, u64],
  nfCallIptables: ['IFLA_BR_NF_CALL_IPTABLES', 36, u8],
  nfCallIp6tables: ['IFLA_BR_NF_CALL_IP6TABLES', 37, u8],
  nfCallArptables: ['IFLA_BR_NF_CALL_ARPTABLES', 38, u8],
  vlanDefaultPvid: ['IFLA_BR_VLAN_DEFAULT_PVID', 39, u16],
  pad: ['IFLA_BR_PAD', 40, bytes],
  vlanStatsEnabled: ['IFLA_BR_VLAN_STATS_ENABLED', 41, u8],
  mcastStatsEnabled: ['IFLA_BR_MCAST_STATS_ENABLED', 42, u8],
  mcastIgmpVersion: ['IFLA_BR_MCAST_IGMP_VERSION', 43, u8],
  mcastMldVersion: ['IFLA_BR_MCAST_MLD_VERSION', 44, u8],
  vlanStatsPerPort: ['IFLA_BR_VLAN_STATS_PER_PORT', 45, u8],
  multiBoolopt: ['IFLA_BR_MULTI_BOOLOPT', 46, br_boolopt_multi],
  /** Read-only. */
  mcastQuerierState: ['IFLA_BR_MCAST_QUERIER_STATE', 47, querierState],
  /** Read-only. */
  fdbNLearned: ['IFLA_BR_FDB_N_LEARNED', 48, u32],
  fdbMaxLearned: ['IFLA_BR_FDB_MAX_LEARNED', 49, u32],
  /** Whose spanning tree it is, once `stpState` turns it on: a program's if there is one (`auto`), always (`user`), never (`kernel`). Linux 7.2. */
  stpMode: ['IFLA_BR_STP_MODE', 50, stpMode],
}));

export type Bridge = Value<typeof bridgeData>;
