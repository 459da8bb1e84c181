// What IFLA_AF_SPEC of a bridge says of rings (MRP, IEC 62439-2) and of continuity checks (CFM, 802.1Q): only decoded.
// include/uapi/linux/if_bridge.h: IFLA_BRIDGE_MRP_*, IFLA_BRIDGE_CFM_*; net/bridge/br_mrp_netlink.c, br_cfm_netlink.c.

import { linkAddress } from '../netlink/address.js';
import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { bytes, type Codec, u8, u16, u32, type Value } from '../netlink/codec.js';
import { repeated } from '../netlink/repeated.js';

const mrp = attributes(() => ({
  instance: [
    'IFLA_BRIDGE_MRP_INSTANCE',
    1,
    attributes(() => ({
      ringId: ['IFLA_BRIDGE_MRP_INSTANCE_RING_ID', 1, u32],
      pIfindex: ['IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX', 2, u32],
      sIfindex: ['IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX', 3, u32],
      prio: ['IFLA_BRIDGE_MRP_INSTANCE_PRIO', 4, u16],
    })),
  ],
  portState: ['IFLA_BRIDGE_MRP_PORT_STATE', 2, attributes(() => ({ state: ['IFLA_BRIDGE_MRP_PORT_STATE_STATE', 1, u32] }))],
  portRole: ['IFLA_BRIDGE_MRP_PORT_ROLE', 3, attributes(() => ({ role: ['IFLA_BRIDGE_MRP_PORT_ROLE_ROLE', 1, u32] }))],
  ringState: ['IFLA_BRIDGE_MRP_RING_STATE', 4, attributes(() => ({ ringId: ['IFLA_BRIDGE_MRP_RING_STATE_RING_ID', 1, u32], state: ['IFLA_BRIDGE_MRP_RING_STATE_STATE', 2, u32] }))],
  ringRole: ['IFLA_BRIDGE_MRP_RING_ROLE', 5, attributes(() => ({ ringId: ['IFLA_BRIDGE_MRP_RING_ROLE_RING_ID', 1, u32], role: ['IFLA_BRIDGE_MRP_RING_ROLE_ROLE', 2, u32] }))],
  startTest: [
    'IFLA_BRIDGE_MRP_START_TEST',
    6,
    attributes(() => ({
      ringId: ['IFLA_BRIDGE_MRP_START_TEST_RING_ID', 1, u32],
      interval: ['IFLA_BRIDGE_MRP_START_TEST_INTERVAL', 2, u32],
      maxMiss: ['IFLA_BRIDGE_MRP_START_TEST_MAX_MISS', 3, u32],
      period: ['IFLA_BRIDGE_MRP_START_TEST_PERIOD', 4, u32],
      monitor: ['IFLA_BRIDGE_MRP_START_TEST_MONITOR', 5, u32],
    })),
  ],
  info: [
    'IFLA_BRIDGE_MRP_INFO',
    7,
    repeated(
      attributes(() => ({
        ringId: ['IFLA_BRIDGE_MRP_INFO_RING_ID', 1, u32],
        pIfindex: ['IFLA_BRIDGE_MRP_INFO_P_IFINDEX', 2, u32],
        sIfindex: ['IFLA_BRIDGE_MRP_INFO_S_IFINDEX', 3, u32],
        prio: ['IFLA_BRIDGE_MRP_INFO_PRIO', 4, u16],
        ringState: ['IFLA_BRIDGE_MRP_INFO_RING_STATE', 5, u32],
        ringRole: ['IFLA_BRIDGE_MRP_INFO_RING_ROLE', 6, u32],
        testInterval: ['IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL', 7, u32],
        testMaxMiss: ['IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS', 8, u32],
        testMonitor: ['IFLA_BRIDGE_MRP_INFO_TEST_MONITOR', 9, u32],
        iIfindex: ['IFLA_BRIDGE_MRP_INFO_I_IFINDEX', 10, u32],
        inState: ['IFLA_BRIDGE_MRP_INFO_IN_STATE', 11, u32],
        inRole: ['IFLA_BRIDGE_MRP_INFO_IN_ROLE', 12, u32],
        inTestInterval: ['IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL', 13, u32],
        inTestMaxMiss: ['IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS', 14, u32],
      })),
    ),
  ],
  inRole: [
    'IFLA_BRIDGE_MRP_IN_ROLE',
    8,
    attributes(() => ({
      ringId: ['IFLA_BRIDGE_MRP_IN_ROLE_RING_ID', 1, u32],
      inId: ['IFLA_BRIDGE_MRP_IN_ROLE_IN_ID', 2, u16],
      role: ['IFLA_BRIDGE_MRP_IN_ROLE_ROLE', 3, u32],
      iIfindex: ['IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX', 4, u32],
    })),
  ],
  inState: ['IFLA_BRIDGE_MRP_IN_STATE', 9, attributes(() => ({ inId: ['IFLA_BRIDGE_MRP_IN_STATE_IN_ID', 1, u32], state: ['IFLA_BRIDGE_MRP_IN_STATE_STATE', 2, u32] }))],
  startInTest: [
    'IFLA_BRIDGE_MRP_START_IN_TEST',
    10,
    attributes(() => ({
      inId: ['IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID', 1, u32],
      interval: ['IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL', 2, u32],
      maxMiss: ['IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS', 3, u32],
      period: ['IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD', 4, u32],
    })),
  ],
}));

/** Media redundancy: each `info` is a ring as the kernel tells it, the rest is in requests. Intervals are in microseconds. */
export interface BridgeMrp extends Value<typeof mrp> {}

export const bridgeMrp: Codec<BridgeMrp> = mrp;

const mepCreate = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE', 1, u32],
  domain: ['IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN', 2, u32],
  direction: ['IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION', 3, u32],
  ifindex: ['IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX', 4, u32],
}));

const mepConfig = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE', 1, u32],
  unicastMac: ['IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC', 2, linkAddress],
  mdlevel: ['IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL', 3, u32],
  mepid: ['IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID', 4, u32],
}));

const ccConfig = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE', 1, u32],
  enable: ['IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE', 2, u32],
  expInterval: ['IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL', 3, u32],
  expMaid: ['IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID', 4, bytes],
}));

const peerMep = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE', 1, u32],
  mepid: ['IFLA_BRIDGE_CFM_CC_PEER_MEPID', 2, u32],
}));

const rdi = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_CC_RDI_INSTANCE', 1, u32],
  rdi: ['IFLA_BRIDGE_CFM_CC_RDI_RDI', 2, u32],
}));

const ccmTx = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE', 1, u32],
  dmac: ['IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC', 2, linkAddress],
  seqNoUpdate: ['IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE', 3, u32],
  /** Seconds. */
  period: ['IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD', 4, u32],
  ifTlv: ['IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV', 5, u32],
  ifTlvValue: ['IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE', 6, u8],
  portTlv: ['IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV', 7, u32],
  portTlvValue: ['IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE', 8, u8],
}));

const mepStatus = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE', 1, u32],
  opcodeUnexpSeen: ['IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN', 2, u32],
  versionUnexpSeen: ['IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN', 3, u32],
  rxLevelLowSeen: ['IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN', 4, u32],
}));

const peerStatus = flaggedAttributes(() => ({
  instance: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE', 1, u32],
  peerMepid: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID', 2, u32],
  ccmDefect: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT', 3, u32],
  rdi: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI', 4, u32],
  portTlvValue: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE', 5, u8],
  ifTlvValue: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE', 6, u8],
  seen: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN', 7, u32],
  tlvSeen: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN', 8, u32],
  seqUnexpSeen: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN', 9, u32],
}));

const cfm = flaggedAttributes(() => ({
  mepCreate: ['IFLA_BRIDGE_CFM_MEP_CREATE', 1, mepCreate],
  mepDelete: ['IFLA_BRIDGE_CFM_MEP_DELETE', 2, flaggedAttributes(() => ({ instance: ['IFLA_BRIDGE_CFM_MEP_DELETE_INSTANCE', 1, u32] }))],
  mepConfig: ['IFLA_BRIDGE_CFM_MEP_CONFIG', 3, mepConfig],
  ccConfig: ['IFLA_BRIDGE_CFM_CC_CONFIG', 4, ccConfig],
  ccPeerMepAdd: ['IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD', 5, peerMep],
  ccPeerMepRemove: ['IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE', 6, peerMep],
  ccRdi: ['IFLA_BRIDGE_CFM_CC_RDI', 7, rdi],
  ccCcmTx: ['IFLA_BRIDGE_CFM_CC_CCM_TX', 8, ccmTx],
  mepCreateInfo: ['IFLA_BRIDGE_CFM_MEP_CREATE_INFO', 9, repeated(mepCreate)],
  mepConfigInfo: ['IFLA_BRIDGE_CFM_MEP_CONFIG_INFO', 10, repeated(mepConfig)],
  ccConfigInfo: ['IFLA_BRIDGE_CFM_CC_CONFIG_INFO', 11, repeated(ccConfig)],
  ccRdiInfo: ['IFLA_BRIDGE_CFM_CC_RDI_INFO', 12, repeated(rdi)],
  ccCcmTxInfo: ['IFLA_BRIDGE_CFM_CC_CCM_TX_INFO', 13, repeated(ccmTx)],
  ccPeerMepInfo: ['IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO', 14, repeated(peerMep)],
  mepStatusInfo: ['IFLA_BRIDGE_CFM_MEP_STATUS_INFO', 15, repeated(mepStatus)],
  ccPeerStatusInfo: ['IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO', 16, repeated(peerStatus)],
}));

/** Maintenance points: those ending in `Info` as the kernel tells them, the rest is in requests. */
export interface BridgeCfm extends Value<typeof cfm> {}

export const bridgeCfm: Codec<BridgeCfm> = cfm;
