// Data-centre bridging: only decoded, as a monitor meets it. include/uapi/linux/dcbnl.h; net/dcb/dcbnl.c.

import { type AttributeCodec, type Attributes, attributes, type Schema } from '../netlink/attributes.js';
import { type Body, type BodyCodec, body } from '../netlink/body.js';
import { bytes, type Codec, flag, u8, u16, u32 } from '../netlink/codec.js';
import { __u32s } from '../netlink/fields.js';
import { repeated } from '../netlink/repeated.js';
import { __u8, __u8s, __u16, __u32, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

/** A nest, in whose place the answer to a change has a number: 0 where it was done. */
function answered<S extends Schema>(set: AttributeCodec<S>): Codec<Attributes<S> | number> {
  return {
    ...(set.flags !== undefined && { flags: set.flags }),
    type: 'nest',
    decode: (b, start, end) => (end - start === 1 ? u8 : (set as Codec<Attributes<S> | number>)).decode(b, start, end),
    encode(w, value) {
      if (typeof value === 'number') u8.encode(w, value);
      else set.encode(w, value);
    },
    dissect: (b, start, end) => (end - start === 1 ? [] : set.dissect(b, start, end)),
  };
}

const priorities = attributes(() => ({
  up0: ['DCB_PFC_UP_ATTR_0', 1, u8],
  up1: ['DCB_PFC_UP_ATTR_1', 2, u8],
  up2: ['DCB_PFC_UP_ATTR_2', 3, u8],
  up3: ['DCB_PFC_UP_ATTR_3', 4, u8],
  up4: ['DCB_PFC_UP_ATTR_4', 5, u8],
  up5: ['DCB_PFC_UP_ATTR_5', 6, u8],
  up6: ['DCB_PFC_UP_ATTR_6', 7, u8],
  up7: ['DCB_PFC_UP_ATTR_7', 8, u8],
  all: ['DCB_PFC_UP_ATTR_ALL', 9, flag],
}));

const trafficClass = attributes(() => ({
  pgid: ['DCB_TC_ATTR_PARAM_PGID', 1, u8],
  upMapping: ['DCB_TC_ATTR_PARAM_UP_MAPPING', 2, u8],
  strictPrio: ['DCB_TC_ATTR_PARAM_STRICT_PRIO', 3, u8],
  bwPct: ['DCB_TC_ATTR_PARAM_BW_PCT', 4, u8],
  all: ['DCB_TC_ATTR_PARAM_ALL', 5, flag],
}));

const priorityGroups = attributes(() => ({
  tc0: ['DCB_PG_ATTR_TC_0', 1, trafficClass],
  tc1: ['DCB_PG_ATTR_TC_1', 2, trafficClass],
  tc2: ['DCB_PG_ATTR_TC_2', 3, trafficClass],
  tc3: ['DCB_PG_ATTR_TC_3', 4, trafficClass],
  tc4: ['DCB_PG_ATTR_TC_4', 5, trafficClass],
  tc5: ['DCB_PG_ATTR_TC_5', 6, trafficClass],
  tc6: ['DCB_PG_ATTR_TC_6', 7, trafficClass],
  tc7: ['DCB_PG_ATTR_TC_7', 8, trafficClass],
  tcMax: ['DCB_PG_ATTR_TC_MAX', 9, u8],
  tcAll: ['DCB_PG_ATTR_TC_ALL', 10, trafficClass],
  bwId0: ['DCB_PG_ATTR_BW_ID_0', 11, u8],
  bwId1: ['DCB_PG_ATTR_BW_ID_1', 12, u8],
  bwId2: ['DCB_PG_ATTR_BW_ID_2', 13, u8],
  bwId3: ['DCB_PG_ATTR_BW_ID_3', 14, u8],
  bwId4: ['DCB_PG_ATTR_BW_ID_4', 15, u8],
  bwId5: ['DCB_PG_ATTR_BW_ID_5', 16, u8],
  bwId6: ['DCB_PG_ATTR_BW_ID_6', 17, u8],
  bwId7: ['DCB_PG_ATTR_BW_ID_7', 18, u8],
  bwIdMax: ['DCB_PG_ATTR_BW_ID_MAX', 19, u8],
  bwIdAll: ['DCB_PG_ATTR_BW_ID_ALL', 20, flag],
}));

const capabilities = attributes(() => ({
  all: ['DCB_CAP_ATTR_ALL', 1, flag],
  pg: ['DCB_CAP_ATTR_PG', 2, u8],
  pfc: ['DCB_CAP_ATTR_PFC', 3, u8],
  up2tc: ['DCB_CAP_ATTR_UP2TC', 4, u8],
  pgTcs: ['DCB_CAP_ATTR_PG_TCS', 5, u8],
  pfcTcs: ['DCB_CAP_ATTR_PFC_TCS', 6, u8],
  gsp: ['DCB_CAP_ATTR_GSP', 7, u8],
  bcn: ['DCB_CAP_ATTR_BCN', 8, u8],
  dcbx: ['DCB_CAP_ATTR_DCBX', 9, u8],
}));

const classCounts = attributes(() => ({
  all: ['DCB_NUMTCS_ATTR_ALL', 1, flag],
  pg: ['DCB_NUMTCS_ATTR_PG', 2, u8],
  pfc: ['DCB_NUMTCS_ATTR_PFC', 3, u8],
}));

/** Backward congestion notification. */
const congestion = attributes(() => ({
  rp0: ['DCB_BCN_ATTR_RP_0', 1, u8],
  rp1: ['DCB_BCN_ATTR_RP_1', 2, u8],
  rp2: ['DCB_BCN_ATTR_RP_2', 3, u8],
  rp3: ['DCB_BCN_ATTR_RP_3', 4, u8],
  rp4: ['DCB_BCN_ATTR_RP_4', 5, u8],
  rp5: ['DCB_BCN_ATTR_RP_5', 6, u8],
  rp6: ['DCB_BCN_ATTR_RP_6', 7, u8],
  rp7: ['DCB_BCN_ATTR_RP_7', 8, u8],
  rpAll: ['DCB_BCN_ATTR_RP_ALL', 9, flag],
  bcna0: ['DCB_BCN_ATTR_BCNA_0', 10, u32],
  bcna1: ['DCB_BCN_ATTR_BCNA_1', 11, u32],
  alpha: ['DCB_BCN_ATTR_ALPHA', 12, u32],
  beta: ['DCB_BCN_ATTR_BETA', 13, u32],
  gd: ['DCB_BCN_ATTR_GD', 14, u32],
  gi: ['DCB_BCN_ATTR_GI', 15, u32],
  tmax: ['DCB_BCN_ATTR_TMAX', 16, u32],
  td: ['DCB_BCN_ATTR_TD', 17, u32],
  rmin: ['DCB_BCN_ATTR_RMIN', 18, u32],
  w: ['DCB_BCN_ATTR_W', 19, u32],
  rd: ['DCB_BCN_ATTR_RD', 20, u32],
  ru: ['DCB_BCN_ATTR_RU', 21, u32],
  wrtt: ['DCB_BCN_ATTR_WRTT', 22, u32],
  ri: ['DCB_BCN_ATTR_RI', 23, u32],
  c: ['DCB_BCN_ATTR_C', 24, u32],
  all: ['DCB_BCN_ATTR_ALL', 25, flag],
}));

const application = attributes(() => ({
  idtype: ['DCB_APP_ATTR_IDTYPE', 1, u8],
  id: ['DCB_APP_ATTR_ID', 2, u16],
  priority: ['DCB_APP_ATTR_PRIORITY', 3, u8],
}));

const features = attributes(() => ({
  all: ['DCB_FEATCFG_ATTR_ALL', 1, flag],
  pg: ['DCB_FEATCFG_ATTR_PG', 2, u8],
  pfc: ['DCB_FEATCFG_ATTR_PFC', 3, u8],
  app: ['DCB_FEATCFG_ATTR_APP', 4, u8],
}));

const ieee_ets = struct('ieee_ets', {
  willing: __u8,
  etsCap: __u8,
  cbs: __u8,
  tcTxBw: __u8s(8),
  tcRxBw: __u8s(8),
  tcTsa: __u8s(8),
  prioTc: __u8s(8),
  tcRecoBw: __u8s(8),
  tcRecoTsa: __u8s(8),
  recoPrioTc: __u8s(8),
});
/** `requests` and `indications` are eight 64-bit numbers each. */
const ieee_pfc = struct('ieee_pfc', { pfcCap: __u8, pfcEn: __u8, mbc: __u8, pad1: __u8, delay: __u16, pad2: __u16, requests: __u8s(64), indications: __u8s(64) });
const dcb_app = struct('dcb_app', { selector: __u8, priority: __u8, protocol: __u16 });
const applications = attributes(() => ({ ieeeApp: ['DCB_ATTR_IEEE_APP', 1, repeated(dcb_app)], dcbApp: ['DCB_ATTR_DCB_APP', 2, repeated(dcb_app)] }));

/** Whose priorities are trusted, from the most to the least. */
const trusted = attributes(() => ({ ieeeApp: ['DCB_ATTR_IEEE_APP', 1, repeated(u8)], dcbApp: ['DCB_ATTR_DCB_APP', 2, repeated(u8)] }));

const ieee = attributes(() => ({
  ets: ['DCB_ATTR_IEEE_ETS', 1, ieee_ets],
  pfc: ['DCB_ATTR_IEEE_PFC', 2, ieee_pfc],
  appTable: ['DCB_ATTR_IEEE_APP_TABLE', 3, applications],
  peerEts: ['DCB_ATTR_IEEE_PEER_ETS', 4, ieee_ets],
  peerPfc: ['DCB_ATTR_IEEE_PEER_PFC', 5, ieee_pfc],
  peerApp: ['DCB_ATTR_IEEE_PEER_APP', 6, applications],
  maxrate: ['DCB_ATTR_IEEE_MAXRATE', 7, bytes],
  qcn: ['DCB_ATTR_IEEE_QCN', 8, bytes],
  qcnStats: ['DCB_ATTR_IEEE_QCN_STATS', 9, bytes],
  buffer: ['DCB_ATTR_DCB_BUFFER', 10, struct('dcbnl_buffer', { prio2buffer: __u8s(8), bufferSize: __u32s(8), totalSize: __u32 })],
  appTrustTable: ['DCB_ATTR_DCB_APP_TRUST_TABLE', 11, trusted],
  rewrTable: ['DCB_ATTR_DCB_REWR_TABLE', 12, applications],
}));

const cee_pg = struct('cee_pg', { willing: __u8, error: __u8, pgEn: __u8, tcsSupported: __u8, pgBw: __u8s(8), prioPg: __u8s(8) });
const cee_pfc = struct('cee_pfc', { willing: __u8, error: __u8, pfcEn: __u8, tcsSupported: __u8 });

const cee = attributes(() => ({
  peerPg: ['DCB_ATTR_CEE_PEER_PG', 1, cee_pg],
  peerPfc: ['DCB_ATTR_CEE_PEER_PFC', 2, cee_pfc],
  peerAppTable: [
    'DCB_ATTR_CEE_PEER_APP_TABLE',
    3,
    attributes(() => ({
      info: ['DCB_ATTR_CEE_PEER_APP_INFO', 1, struct('dcb_peer_app_info', { willing: __u8, error: __u8 })],
      app: ['DCB_ATTR_CEE_PEER_APP', 2, repeated(dcb_app)],
    })),
  ],
  txPg: ['DCB_ATTR_CEE_TX_PG', 4, priorityGroups],
  rxPg: ['DCB_ATTR_CEE_RX_PG', 5, priorityGroups],
  pfc: ['DCB_ATTR_CEE_PFC', 6, priorities],
  appTable: ['DCB_ATTR_CEE_APP_TABLE', 7, attributes(() => ({ app: ['DCB_ATTR_CEE_APP', 1, repeated(application)] }))],
  feat: ['DCB_ATTR_CEE_FEAT', 8, features],
}));

const dcb = body(
  struct('dcbmsg', { family: __u8, cmd: __u8, pad: __u16 }),
  attributes(() => ({
    ifname: ['DCB_ATTR_IFNAME', 1, string],
    state: ['DCB_ATTR_STATE', 2, u8],
    pfcState: ['DCB_ATTR_PFC_STATE', 3, u8],
    pfcCfg: ['DCB_ATTR_PFC_CFG', 4, answered(priorities)],
    numTc: ['DCB_ATTR_NUM_TC', 5, bytes],
    pgCfg: ['DCB_ATTR_PG_CFG', 6, answered(priorityGroups)],
    setAll: ['DCB_ATTR_SET_ALL', 7, u8],
    permHwaddr: ['DCB_ATTR_PERM_HWADDR', 8, bytes],
    cap: ['DCB_ATTR_CAP', 9, answered(capabilities)],
    numtcs: ['DCB_ATTR_NUMTCS', 10, answered(classCounts)],
    bcn: ['DCB_ATTR_BCN', 11, answered(congestion)],
    app: ['DCB_ATTR_APP', 12, answered(application)],
    ieee: ['DCB_ATTR_IEEE', 13, answered(ieee)],
    dcbx: ['DCB_ATTR_DCBX', 14, u8],
    featcfg: ['DCB_ATTR_FEATCFG', 15, answered(features)],
    cee: ['DCB_ATTR_CEE', 16, cee],
  })),
);

/** Data-centre bridging. `cmd` is DCB_CMD_*. */
export interface DataCentreBridging extends Body<typeof dcb> {}

export const dcbBody: BodyCodec<DataCentreBridging> = dcb;
