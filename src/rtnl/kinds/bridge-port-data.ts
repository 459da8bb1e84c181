// IFLA_INFO_SLAVE_DATA of a bridge's port. include/uapi/linux/if_link.h: IFLA_BRPORT_*; net/bridge/br_netlink.c: br_port_policy, br_port_fill_attrs().

import { attributes } from '../../netlink/attributes.js';
import { bytes, flag, u8, u16, u32, u64, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { bridgeId } from './bridge-data.js';

/** BR_STATE_*, of the spanning tree. */
const portState = enumeration(u8, { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 });

/** Numbers of 8 bits are 0 or 1 where nothing else is said; timers are in hundredths of a second. */
export const bridgePortData = attributes(() => ({
  state: ['IFLA_BRPORT_STATE', 1, portState],
  priority: ['IFLA_BRPORT_PRIORITY', 2, u16],
  cost: ['IFLA_BRPORT_COST', 3, u32],
  /** Hairpin: a frame may leave by the port it came in. */
  mode: ['IFLA_BRPORT_MODE', 4, u8],
  /** Disable the port when a BPDU comes in. */
  guard: ['IFLA_BRPORT_GUARD', 5, u8],
  /** Never let it become the root port. */
  protect: ['IFLA_BRPORT_PROTECT', 6, u8],
  fastLeave: ['IFLA_BRPORT_FAST_LEAVE', 7, u8],
  learning: ['IFLA_BRPORT_LEARNING', 8, u8],
  unicastFlood: ['IFLA_BRPORT_UNICAST_FLOOD', 9, u8],
  proxyarp: ['IFLA_BRPORT_PROXYARP', 10, u8],
  learningSync: ['IFLA_BRPORT_LEARNING_SYNC', 11, u8],
  proxyarpWifi: ['IFLA_BRPORT_PROXYARP_WIFI', 12, u8],
  rootId: ['IFLA_BRPORT_ROOT_ID', 13, bridgeId],
  bridgeId: ['IFLA_BRPORT_BRIDGE_ID', 14, bridgeId],
  designatedPort: ['IFLA_BRPORT_DESIGNATED_PORT', 15, u16],
  designatedCost: ['IFLA_BRPORT_DESIGNATED_COST', 16, u16],
  id: ['IFLA_BRPORT_ID', 17, u16],
  no: ['IFLA_BRPORT_NO', 18, u16],
  topologyChangeAck: ['IFLA_BRPORT_TOPOLOGY_CHANGE_ACK', 19, u8],
  configPending: ['IFLA_BRPORT_CONFIG_PENDING', 20, u8],
  messageAgeTimer: ['IFLA_BRPORT_MESSAGE_AGE_TIMER', 21, u64],
  forwardDelayTimer: ['IFLA_BRPORT_FORWARD_DELAY_TIMER', 22, u64],
  holdTimer: ['IFLA_BRPORT_HOLD_TIMER', 23, u64],
  /** In requests only. */
  flush: ['IFLA_BRPORT_FLUSH', 24, flag],
  /** MDB_RTR_TYPE_*. */
  multicastRouter: ['IFLA_BRPORT_MULTICAST_ROUTER', 25, u8],
  pad: ['IFLA_BRPORT_PAD', 26, bytes],
  mcastFlood: ['IFLA_BRPORT_MCAST_FLOOD', 27, u8],
  mcastToUcast: ['IFLA_BRPORT_MCAST_TO_UCAST', 28, u8],
  vlanTunnel: ['IFLA_BRPORT_VLAN_TUNNEL', 29, u8],
  bcastFlood: ['IFLA_BRPORT_BCAST_FLOOD', 30, u8],
  /** Bit N stands for 01:80:c2:00:00:0N. */
  groupFwdMask: ['IFLA_BRPORT_GROUP_FWD_MASK', 31, u16],
  neighSuppress: ['IFLA_BRPORT_NEIGH_SUPPRESS', 32, u8],
  isolated: ['IFLA_BRPORT_ISOLATED', 33, u8],
  /** Index of the port to use while this one has no carrier; in a request 0 is none. */
  backupPort: ['IFLA_BRPORT_BACKUP_PORT', 34, u32],
  mrpRingOpen: ['IFLA_BRPORT_MRP_RING_OPEN', 35, u8],
  mrpInOpen: ['IFLA_BRPORT_MRP_IN_OPEN', 36, u8],
  mcastEhtHostsLimit: ['IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT', 37, u32],
  mcastEhtHostsCnt: ['IFLA_BRPORT_MCAST_EHT_HOSTS_CNT', 38, u32],
  locked: ['IFLA_BRPORT_LOCKED', 39, u8],
  mab: ['IFLA_BRPORT_MAB', 40, u8],
  mcastNGroups: ['IFLA_BRPORT_MCAST_N_GROUPS', 41, u32],
  /** 0 is no limit. */
  mcastMaxGroups: ['IFLA_BRPORT_MCAST_MAX_GROUPS', 42, u32],
  neighVlanSuppress: ['IFLA_BRPORT_NEIGH_VLAN_SUPPRESS', 43, u8],
  /** Id of a nexthop; 0 is none. */
  backupNhid: ['IFLA_BRPORT_BACKUP_NHID', 44, u32],
  /** Forward gratuitous ARP requests and unsolicited neighbour advertisements despite neighSuppress. */
  neighForwardGrat: ['IFLA_BRPORT_NEIGH_FORWARD_GRAT', 45, u8],
}));

export type BridgePort = Value<typeof bridgePortData>;
