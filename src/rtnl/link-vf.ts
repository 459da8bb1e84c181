// SR-IOV virtual functions and port profiles of a link: IFLA_VFINFO_LIST, IFLA_VF_PORTS, IFLA_PORT_SELF. include/uapi/linux/if_link.h.

import { attributes } from '../netlink/attributes.js';
import { bytes, u8, u16, u32, u64 } from '../netlink/codec.js';
import { list } from '../netlink/list.js';
import { __be16, __u8, __u8s, __u32, __u64, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

export const ifla_vf_mac = struct('ifla_vf_mac', { vf: __u32, mac: __u8s(32) });
export const ifla_vf_vlan = struct('ifla_vf_vlan', { vf: __u32, vlan: __u32, qos: __u32 });
export const ifla_vf_vlan_info = struct('ifla_vf_vlan_info', { vf: __u32, vlan: __u32, qos: __u32, vlanProto: __be16, pad: __u8s(2) });
export const ifla_vf_tx_rate = struct('ifla_vf_tx_rate', { vf: __u32, rate: __u32 });
export const ifla_vf_rate = struct('ifla_vf_rate', { vf: __u32, minTxRate: __u32, maxTxRate: __u32 });
export const ifla_vf_spoofchk = struct('ifla_vf_spoofchk', { vf: __u32, setting: __u32 });
export const ifla_vf_link_state = struct('ifla_vf_link_state', { vf: __u32, linkState: __u32 });
export const ifla_vf_rss_query_en = struct('ifla_vf_rss_query_en', { vf: __u32, setting: __u32 });
export const ifla_vf_trust = struct('ifla_vf_trust', { vf: __u32, setting: __u32 });
export const ifla_vf_guid = struct('ifla_vf_guid', { vf: __u32, pad: __u8s(4), guid: __u64 });
export const ifla_port_vsi = struct('ifla_port_vsi', { vsiMgrId: __u8, vsiTypeId: __u8s(3), vsiTypeVersion: __u8, pad: __u8s(3) });

const vfStats = attributes(() => ({
  rxPackets: ['IFLA_VF_STATS_RX_PACKETS', 0, u64],
  txPackets: ['IFLA_VF_STATS_TX_PACKETS', 1, u64],
  rxBytes: ['IFLA_VF_STATS_RX_BYTES', 2, u64],
  txBytes: ['IFLA_VF_STATS_TX_BYTES', 3, u64],
  broadcast: ['IFLA_VF_STATS_BROADCAST', 4, u64],
  multicast: ['IFLA_VF_STATS_MULTICAST', 5, u64],
  pad: ['IFLA_VF_STATS_PAD', 6, bytes],
  rxDropped: ['IFLA_VF_STATS_RX_DROPPED', 7, u64],
  txDropped: ['IFLA_VF_STATS_TX_DROPPED', 8, u64],
}));

export const vfInfo = attributes(() => ({
  mac: ['IFLA_VF_MAC', 1, ifla_vf_mac],
  vlan: ['IFLA_VF_VLAN', 2, ifla_vf_vlan],
  /** Most it may send, Mbit/s; 0 is no limit. */
  txRate: ['IFLA_VF_TX_RATE', 3, ifla_vf_tx_rate],
  spoofchk: ['IFLA_VF_SPOOFCHK', 4, ifla_vf_spoofchk],
  linkState: ['IFLA_VF_LINK_STATE', 5, ifla_vf_link_state],
  rate: ['IFLA_VF_RATE', 6, ifla_vf_rate],
  rssQueryEn: ['IFLA_VF_RSS_QUERY_EN', 7, ifla_vf_rss_query_en],
  stats: ['IFLA_VF_STATS', 8, vfStats],
  trust: ['IFLA_VF_TRUST', 9, ifla_vf_trust],
  ibNodeGuid: ['IFLA_VF_IB_NODE_GUID', 10, ifla_vf_guid],
  ibPortGuid: ['IFLA_VF_IB_PORT_GUID', 11, ifla_vf_guid],
  vlanList: ['IFLA_VF_VLAN_LIST', 12, list('IFLA_VF_VLAN_INFO', 1, ifla_vf_vlan_info)],
  /** 32 bytes, of which the link's address length counts. */
  broadcast: ['IFLA_VF_BROADCAST', 13, bytes],
}));

export const port = attributes(() => ({
  vf: ['IFLA_PORT_VF', 1, u32],
  profile: ['IFLA_PORT_PROFILE', 2, string],
  vsiType: ['IFLA_PORT_VSI_TYPE', 3, ifla_port_vsi],
  instanceUuid: ['IFLA_PORT_INSTANCE_UUID', 4, bytes],
  hostUuid: ['IFLA_PORT_HOST_UUID', 5, bytes],
  request: ['IFLA_PORT_REQUEST', 6, u8],
  response: ['IFLA_PORT_RESPONSE', 7, u16],
}));
