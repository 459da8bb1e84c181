// What ethtool asks of devices and sets in them; one table of all of it. Requests and answers are numbered apart.
// include/uapi/linux/ethtool_netlink.h; Documentation/netlink/specs/ethtool.yaml.

import { u32Array } from '../../netlink/array.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, bytes, flag, u8, u16, u32, u64, uint } from '../../netlink/codec.js';
import { numbered } from '../../netlink/list.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const ethtoolFamily: GenericFamily = deferredFamily('ethtool', () => {
  const header = flaggedAttributes(() => ({
    devIndex: ['ETHTOOL_A_HEADER_DEV_INDEX', 1, u32],
    devName: ['ETHTOOL_A_HEADER_DEV_NAME', 2, string],
    flags: ['ETHTOOL_A_HEADER_FLAGS', 3, u32],
    phyIndex: ['ETHTOOL_A_HEADER_PHY_INDEX', 4, u32],
  }));

  const stringSet = flaggedAttributes(() => ({
    index: ['ETHTOOL_A_STRING_INDEX', 1, u32],
    value: ['ETHTOOL_A_STRING_VALUE', 2, string],
  }));

  const strings = flaggedAttributes(() => ({
    string: ['ETHTOOL_A_STRINGS_STRING', 1, repeated(stringSet)],
  }));

  const stringset = flaggedAttributes(() => ({
    id: ['ETHTOOL_A_STRINGSET_ID', 1, u32],
    count: ['ETHTOOL_A_STRINGSET_COUNT', 2, u32],
    strings: ['ETHTOOL_A_STRINGSET_STRINGS', 3, repeated(strings)],
  }));

  const stringsets = flaggedAttributes(() => ({
    stringset: ['ETHTOOL_A_STRINGSETS_STRINGSET', 1, repeated(stringset)],
  }));

  const strset = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_STRSET_HEADER', 1, header],
    stringsets: ['ETHTOOL_A_STRSET_STRINGSETS', 2, stringsets],
    countsOnly: ['ETHTOOL_A_STRSET_COUNTS_ONLY', 3, flag],
  }));

  const linkinfo = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_LINKINFO_HEADER', 1, header],
    port: ['ETHTOOL_A_LINKINFO_PORT', 2, u8],
    phyaddr: ['ETHTOOL_A_LINKINFO_PHYADDR', 3, u8],
    tpMdix: ['ETHTOOL_A_LINKINFO_TP_MDIX', 4, u8],
    tpMdixCtrl: ['ETHTOOL_A_LINKINFO_TP_MDIX_CTRL', 5, u8],
    transceiver: ['ETHTOOL_A_LINKINFO_TRANSCEIVER', 6, u8],
  }));

  const bitsetBit = flaggedAttributes(() => ({
    index: ['ETHTOOL_A_BITSET_BIT_INDEX', 1, u32],
    name: ['ETHTOOL_A_BITSET_BIT_NAME', 2, string],
    value: ['ETHTOOL_A_BITSET_BIT_VALUE', 3, flag],
  }));

  const bitsetBits = flaggedAttributes(() => ({
    bit: ['ETHTOOL_A_BITSET_BITS_BIT', 1, repeated(bitsetBit)],
  }));

  const bitset = flaggedAttributes(() => ({
    nomask: ['ETHTOOL_A_BITSET_NOMASK', 1, flag],
    size: ['ETHTOOL_A_BITSET_SIZE', 2, u32],
    bits: ['ETHTOOL_A_BITSET_BITS', 3, bitsetBits],
    value: ['ETHTOOL_A_BITSET_VALUE', 4, bytes],
    mask: ['ETHTOOL_A_BITSET_MASK', 5, bytes],
  }));

  const linkmodes = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_LINKMODES_HEADER', 1, header],
    autoneg: ['ETHTOOL_A_LINKMODES_AUTONEG', 2, u8],
    ours: ['ETHTOOL_A_LINKMODES_OURS', 3, bitset],
    peer: ['ETHTOOL_A_LINKMODES_PEER', 4, bitset],
    speed: ['ETHTOOL_A_LINKMODES_SPEED', 5, u32],
    duplex: ['ETHTOOL_A_LINKMODES_DUPLEX', 6, u8],
    masterSlaveCfg: ['ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG', 7, u8],
    masterSlaveState: ['ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE', 8, u8],
    lanes: ['ETHTOOL_A_LINKMODES_LANES', 9, u32],
    rateMatching: ['ETHTOOL_A_LINKMODES_RATE_MATCHING', 10, u8],
  }));

  const linkstate = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_LINKSTATE_HEADER', 1, header],
    link: ['ETHTOOL_A_LINKSTATE_LINK', 2, u8],
    sqi: ['ETHTOOL_A_LINKSTATE_SQI', 3, u32],
    sqiMax: ['ETHTOOL_A_LINKSTATE_SQI_MAX', 4, u32],
    extState: ['ETHTOOL_A_LINKSTATE_EXT_STATE', 5, u8],
    extSubstate: ['ETHTOOL_A_LINKSTATE_EXT_SUBSTATE', 6, u8],
    extDownCnt: ['ETHTOOL_A_LINKSTATE_EXT_DOWN_CNT', 7, u32],
  }));

  const debug = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_DEBUG_HEADER', 1, header],
    msgmask: ['ETHTOOL_A_DEBUG_MSGMASK', 2, bitset],
  }));

  const wol = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_WOL_HEADER', 1, header],
    modes: ['ETHTOOL_A_WOL_MODES', 2, bitset],
    sopass: ['ETHTOOL_A_WOL_SOPASS', 3, bytes],
  }));

  const features = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_FEATURES_HEADER', 1, header],
    hw: ['ETHTOOL_A_FEATURES_HW', 2, bitset],
    wanted: ['ETHTOOL_A_FEATURES_WANTED', 3, bitset],
    active: ['ETHTOOL_A_FEATURES_ACTIVE', 4, bitset],
    nochange: ['ETHTOOL_A_FEATURES_NOCHANGE', 5, bitset],
  }));

  const privflags = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PRIVFLAGS_HEADER', 1, header],
    flags: ['ETHTOOL_A_PRIVFLAGS_FLAGS', 2, bitset],
  }));

  const rings = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_RINGS_HEADER', 1, header],
    rxMax: ['ETHTOOL_A_RINGS_RX_MAX', 2, u32],
    rxMiniMax: ['ETHTOOL_A_RINGS_RX_MINI_MAX', 3, u32],
    rxJumboMax: ['ETHTOOL_A_RINGS_RX_JUMBO_MAX', 4, u32],
    txMax: ['ETHTOOL_A_RINGS_TX_MAX', 5, u32],
    rx: ['ETHTOOL_A_RINGS_RX', 6, u32],
    rxMini: ['ETHTOOL_A_RINGS_RX_MINI', 7, u32],
    rxJumbo: ['ETHTOOL_A_RINGS_RX_JUMBO', 8, u32],
    tx: ['ETHTOOL_A_RINGS_TX', 9, u32],
    rxBufLen: ['ETHTOOL_A_RINGS_RX_BUF_LEN', 10, u32],
    tcpDataSplit: ['ETHTOOL_A_RINGS_TCP_DATA_SPLIT', 11, u8],
    cqeSize: ['ETHTOOL_A_RINGS_CQE_SIZE', 12, u32],
    txPush: ['ETHTOOL_A_RINGS_TX_PUSH', 13, u8],
    rxPush: ['ETHTOOL_A_RINGS_RX_PUSH', 14, u8],
    txPushBufLen: ['ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN', 15, u32],
    txPushBufLenMax: ['ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN_MAX', 16, u32],
    hdsThresh: ['ETHTOOL_A_RINGS_HDS_THRESH', 17, u32],
    hdsThreshMax: ['ETHTOOL_A_RINGS_HDS_THRESH_MAX', 18, u32],
  }));

  const channels = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_CHANNELS_HEADER', 1, header],
    rxMax: ['ETHTOOL_A_CHANNELS_RX_MAX', 2, u32],
    txMax: ['ETHTOOL_A_CHANNELS_TX_MAX', 3, u32],
    otherMax: ['ETHTOOL_A_CHANNELS_OTHER_MAX', 4, u32],
    combinedMax: ['ETHTOOL_A_CHANNELS_COMBINED_MAX', 5, u32],
    rxCount: ['ETHTOOL_A_CHANNELS_RX_COUNT', 6, u32],
    txCount: ['ETHTOOL_A_CHANNELS_TX_COUNT', 7, u32],
    otherCount: ['ETHTOOL_A_CHANNELS_OTHER_COUNT', 8, u32],
    combinedCount: ['ETHTOOL_A_CHANNELS_COMBINED_COUNT', 9, u32],
  }));

  const irqModeration = flaggedAttributes(() => ({
    usec: ['ETHTOOL_A_IRQ_MODERATION_USEC', 1, u32],
    pkts: ['ETHTOOL_A_IRQ_MODERATION_PKTS', 2, u32],
    comps: ['ETHTOOL_A_IRQ_MODERATION_COMPS', 3, u32],
  }));

  const profile = flaggedAttributes(() => ({
    irqModeration: ['ETHTOOL_A_PROFILE_IRQ_MODERATION', 1, repeated(irqModeration)],
  }));

  const coalesce = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_COALESCE_HEADER', 1, header],
    rxUsecs: ['ETHTOOL_A_COALESCE_RX_USECS', 2, u32],
    rxMaxFrames: ['ETHTOOL_A_COALESCE_RX_MAX_FRAMES', 3, u32],
    rxUsecsIrq: ['ETHTOOL_A_COALESCE_RX_USECS_IRQ', 4, u32],
    rxMaxFramesIrq: ['ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ', 5, u32],
    txUsecs: ['ETHTOOL_A_COALESCE_TX_USECS', 6, u32],
    txMaxFrames: ['ETHTOOL_A_COALESCE_TX_MAX_FRAMES', 7, u32],
    txUsecsIrq: ['ETHTOOL_A_COALESCE_TX_USECS_IRQ', 8, u32],
    txMaxFramesIrq: ['ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ', 9, u32],
    statsBlockUsecs: ['ETHTOOL_A_COALESCE_STATS_BLOCK_USECS', 10, u32],
    useAdaptiveRx: ['ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX', 11, u8],
    useAdaptiveTx: ['ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX', 12, u8],
    pktRateLow: ['ETHTOOL_A_COALESCE_PKT_RATE_LOW', 13, u32],
    rxUsecsLow: ['ETHTOOL_A_COALESCE_RX_USECS_LOW', 14, u32],
    rxMaxFramesLow: ['ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW', 15, u32],
    txUsecsLow: ['ETHTOOL_A_COALESCE_TX_USECS_LOW', 16, u32],
    txMaxFramesLow: ['ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW', 17, u32],
    pktRateHigh: ['ETHTOOL_A_COALESCE_PKT_RATE_HIGH', 18, u32],
    rxUsecsHigh: ['ETHTOOL_A_COALESCE_RX_USECS_HIGH', 19, u32],
    rxMaxFramesHigh: ['ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH', 20, u32],
    txUsecsHigh: ['ETHTOOL_A_COALESCE_TX_USECS_HIGH', 21, u32],
    txMaxFramesHigh: ['ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH', 22, u32],
    rateSampleInterval: ['ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL', 23, u32],
    useCqeModeTx: ['ETHTOOL_A_COALESCE_USE_CQE_MODE_TX', 24, u8],
    useCqeModeRx: ['ETHTOOL_A_COALESCE_USE_CQE_MODE_RX', 25, u8],
    txAggrMaxBytes: ['ETHTOOL_A_COALESCE_TX_AGGR_MAX_BYTES', 26, u32],
    txAggrMaxFrames: ['ETHTOOL_A_COALESCE_TX_AGGR_MAX_FRAMES', 27, u32],
    txAggrTimeUsecs: ['ETHTOOL_A_COALESCE_TX_AGGR_TIME_USECS', 28, u32],
    rxProfile: ['ETHTOOL_A_COALESCE_RX_PROFILE', 29, profile],
    txProfile: ['ETHTOOL_A_COALESCE_TX_PROFILE', 30, profile],
    rxCqeFrames: ['ETHTOOL_A_COALESCE_RX_CQE_FRAMES', 31, u32],
    rxCqeNsecs: ['ETHTOOL_A_COALESCE_RX_CQE_NSECS', 32, u32],
  }));

  const pauseStat = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_PAUSE_STAT_PAD', 1, bytes],
    txFrames: ['ETHTOOL_A_PAUSE_STAT_TX_FRAMES', 2, u64],
    rxFrames: ['ETHTOOL_A_PAUSE_STAT_RX_FRAMES', 3, u64],
    txPauseStormEvents: ['ETHTOOL_A_PAUSE_STAT_TX_PAUSE_STORM_EVENTS', 4, u64],
  }));

  const pause = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PAUSE_HEADER', 1, header],
    autoneg: ['ETHTOOL_A_PAUSE_AUTONEG', 2, u8],
    rx: ['ETHTOOL_A_PAUSE_RX', 3, u8],
    tx: ['ETHTOOL_A_PAUSE_TX', 4, u8],
    stats: ['ETHTOOL_A_PAUSE_STATS', 5, pauseStat],
    statsSrc: ['ETHTOOL_A_PAUSE_STATS_SRC', 6, u32],
  }));

  const eee = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_EEE_HEADER', 1, header],
    modesOurs: ['ETHTOOL_A_EEE_MODES_OURS', 2, bitset],
    modesPeer: ['ETHTOOL_A_EEE_MODES_PEER', 3, bitset],
    active: ['ETHTOOL_A_EEE_ACTIVE', 4, u8],
    enabled: ['ETHTOOL_A_EEE_ENABLED', 5, u8],
    txLpiEnabled: ['ETHTOOL_A_EEE_TX_LPI_ENABLED', 6, u8],
    txLpiTimer: ['ETHTOOL_A_EEE_TX_LPI_TIMER', 7, u32],
  }));

  const tsStat = flaggedAttributes(() => ({
    txPkts: ['ETHTOOL_A_TS_STAT_TX_PKTS', 1, uint],
    txLost: ['ETHTOOL_A_TS_STAT_TX_LOST', 2, uint],
    txErr: ['ETHTOOL_A_TS_STAT_TX_ERR', 3, uint],
    txOnestepPktsUnconfirmed: ['ETHTOOL_A_TS_STAT_TX_ONESTEP_PKTS_UNCONFIRMED', 4, uint],
  }));

  const tsHwtstampProvider = flaggedAttributes(() => ({
    index: ['ETHTOOL_A_TS_HWTSTAMP_PROVIDER_INDEX', 1, u32],
    qualifier: ['ETHTOOL_A_TS_HWTSTAMP_PROVIDER_QUALIFIER', 2, u32],
  }));

  const tsinfo = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_TSINFO_HEADER', 1, header],
    timestamping: ['ETHTOOL_A_TSINFO_TIMESTAMPING', 2, bitset],
    txTypes: ['ETHTOOL_A_TSINFO_TX_TYPES', 3, bitset],
    rxFilters: ['ETHTOOL_A_TSINFO_RX_FILTERS', 4, bitset],
    phcIndex: ['ETHTOOL_A_TSINFO_PHC_INDEX', 5, u32],
    stats: ['ETHTOOL_A_TSINFO_STATS', 6, tsStat],
    hwtstampProvider: ['ETHTOOL_A_TSINFO_HWTSTAMP_PROVIDER', 7, tsHwtstampProvider],
    hwtstampSource: ['ETHTOOL_A_TSINFO_HWTSTAMP_SOURCE', 8, u32],
    hwtstampPhyindex: ['ETHTOOL_A_TSINFO_HWTSTAMP_PHYINDEX', 9, u32],
  }));

  const cableTest = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_CABLE_TEST_HEADER', 1, header],
  }));

  const cableResult = flaggedAttributes(() => ({
    pair: ['ETHTOOL_A_CABLE_RESULT_PAIR', 1, u8],
    code: ['ETHTOOL_A_CABLE_RESULT_CODE', 2, u8],
    src: ['ETHTOOL_A_CABLE_RESULT_SRC', 3, u32],
  }));

  const cableFaultLength = flaggedAttributes(() => ({
    pair: ['ETHTOOL_A_CABLE_FAULT_LENGTH_PAIR', 1, u8],
    cm: ['ETHTOOL_A_CABLE_FAULT_LENGTH_CM', 2, u32],
    src: ['ETHTOOL_A_CABLE_FAULT_LENGTH_SRC', 3, u32],
  }));

  const cableNest = flaggedAttributes(() => ({
    result: ['ETHTOOL_A_CABLE_NEST_RESULT', 1, cableResult],
    faultLength: ['ETHTOOL_A_CABLE_NEST_FAULT_LENGTH', 2, cableFaultLength],
  }));

  const cableTestNtf = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_CABLE_TEST_NTF_HEADER', 1, header],
    status: ['ETHTOOL_A_CABLE_TEST_NTF_STATUS', 2, u8],
    nest: ['ETHTOOL_A_CABLE_TEST_NTF_NEST', 3, cableNest],
  }));

  const cableTestTdrCfg = flaggedAttributes(() => ({
    first: ['ETHTOOL_A_CABLE_TEST_TDR_CFG_FIRST', 1, u32],
    last: ['ETHTOOL_A_CABLE_TEST_TDR_CFG_LAST', 2, u32],
    step: ['ETHTOOL_A_CABLE_TEST_TDR_CFG_STEP', 3, u32],
    pair: ['ETHTOOL_A_CABLE_TEST_TDR_CFG_PAIR', 4, u8],
  }));

  const cableTestTdr = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_CABLE_TEST_TDR_HEADER', 1, header],
    cfg: ['ETHTOOL_A_CABLE_TEST_TDR_CFG', 2, cableTestTdrCfg],
  }));

  const cableTestTdrNtf = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_CABLE_TEST_TDR_NTF_HEADER', 1, header],
    status: ['ETHTOOL_A_CABLE_TEST_TDR_NTF_STATUS', 2, u8],
    nest: ['ETHTOOL_A_CABLE_TEST_TDR_NTF_NEST', 3, cableNest],
  }));

  const tunnelUdpEntry = flaggedAttributes(() => ({
    port: ['ETHTOOL_A_TUNNEL_UDP_ENTRY_PORT', 1, be16],
    type: ['ETHTOOL_A_TUNNEL_UDP_ENTRY_TYPE', 2, u32],
  }));

  const tunnelUdpTable = flaggedAttributes(() => ({
    size: ['ETHTOOL_A_TUNNEL_UDP_TABLE_SIZE', 1, u32],
    types: ['ETHTOOL_A_TUNNEL_UDP_TABLE_TYPES', 2, bitset],
    entry: ['ETHTOOL_A_TUNNEL_UDP_TABLE_ENTRY', 3, repeated(tunnelUdpEntry)],
  }));

  const tunnelUdp = flaggedAttributes(() => ({
    table: ['ETHTOOL_A_TUNNEL_UDP_TABLE', 1, tunnelUdpTable],
  }));

  const tunnelInfo = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_TUNNEL_INFO_HEADER', 1, header],
    udpPorts: ['ETHTOOL_A_TUNNEL_INFO_UDP_PORTS', 2, tunnelUdp],
  }));

  const fecHist = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_FEC_HIST_PAD', 1, bytes],
    binLow: ['ETHTOOL_A_FEC_HIST_BIN_LOW', 2, u32],
    binHigh: ['ETHTOOL_A_FEC_HIST_BIN_HIGH', 3, u32],
    binVal: ['ETHTOOL_A_FEC_HIST_BIN_VAL', 4, uint],
    binValPerLane: ['ETHTOOL_A_FEC_HIST_BIN_VAL_PER_LANE', 5, bytes],
  }));

  const fecStat = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_FEC_STAT_PAD', 1, bytes],
    corrected: ['ETHTOOL_A_FEC_STAT_CORRECTED', 2, bytes],
    uncorr: ['ETHTOOL_A_FEC_STAT_UNCORR', 3, bytes],
    corrBits: ['ETHTOOL_A_FEC_STAT_CORR_BITS', 4, bytes],
    hist: ['ETHTOOL_A_FEC_STAT_HIST', 5, repeated(fecHist)],
  }));

  const fec = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_FEC_HEADER', 1, header],
    modes: ['ETHTOOL_A_FEC_MODES', 2, bitset],
    auto: ['ETHTOOL_A_FEC_AUTO', 3, u8],
    active: ['ETHTOOL_A_FEC_ACTIVE', 4, u32],
    stats: ['ETHTOOL_A_FEC_STATS', 5, fecStat],
  }));

  const moduleEeprom = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_MODULE_EEPROM_HEADER', 1, header],
    offset: ['ETHTOOL_A_MODULE_EEPROM_OFFSET', 2, u32],
    length: ['ETHTOOL_A_MODULE_EEPROM_LENGTH', 3, u32],
    page: ['ETHTOOL_A_MODULE_EEPROM_PAGE', 4, u8],
    bank: ['ETHTOOL_A_MODULE_EEPROM_BANK', 5, u8],
    i2cAddress: ['ETHTOOL_A_MODULE_EEPROM_I2C_ADDRESS', 6, u8],
    data: ['ETHTOOL_A_MODULE_EEPROM_DATA', 7, bytes],
  }));

  const statsGrpHist = flaggedAttributes(() => ({
    histBktLow: ['ETHTOOL_A_STATS_GRP_HIST_BKT_LOW', 7, u32],
    histBktHi: ['ETHTOOL_A_STATS_GRP_HIST_BKT_HI', 8, u32],
    histVal: ['ETHTOOL_A_STATS_GRP_HIST_VAL', 9, u64],
  }));

  const statsGrp = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_STATS_GRP_PAD', 1, bytes],
    id: ['ETHTOOL_A_STATS_GRP_ID', 2, u32],
    ssId: ['ETHTOOL_A_STATS_GRP_SS_ID', 3, u32],
    /** The number is what is counted: ETHTOOL_A_STATS_* of the group. */
    stat: ['ETHTOOL_A_STATS_GRP_STAT', 4, repeated(numbered('ETHTOOL_A_STATS_GRP_STAT', u64, NLA_F_NESTED))],
    histRx: ['ETHTOOL_A_STATS_GRP_HIST_RX', 5, repeated(statsGrpHist)],
    histTx: ['ETHTOOL_A_STATS_GRP_HIST_TX', 6, repeated(statsGrpHist)],
    histBktLow: ['ETHTOOL_A_STATS_GRP_HIST_BKT_LOW', 7, u32],
    histBktHi: ['ETHTOOL_A_STATS_GRP_HIST_BKT_HI', 8, u32],
    histVal: ['ETHTOOL_A_STATS_GRP_HIST_VAL', 9, u64],
  }));

  const stats = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_STATS_PAD', 1, bytes],
    header: ['ETHTOOL_A_STATS_HEADER', 2, header],
    groups: ['ETHTOOL_A_STATS_GROUPS', 3, bitset],
    grp: ['ETHTOOL_A_STATS_GRP', 4, repeated(statsGrp)],
    src: ['ETHTOOL_A_STATS_SRC', 5, u32],
  }));

  const phcVclocks = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PHC_VCLOCKS_HEADER', 1, header],
    num: ['ETHTOOL_A_PHC_VCLOCKS_NUM', 2, u32],
    index: ['ETHTOOL_A_PHC_VCLOCKS_INDEX', 3, bytes],
  }));

  const module = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_MODULE_HEADER', 1, header],
    powerModePolicy: ['ETHTOOL_A_MODULE_POWER_MODE_POLICY', 2, u8],
    powerMode: ['ETHTOOL_A_MODULE_POWER_MODE', 3, u8],
  }));

  const c33PsePwLimit = flaggedAttributes(() => ({
    min: ['ETHTOOL_A_C33_PSE_PW_LIMIT_MIN', 1, u32],
    max: ['ETHTOOL_A_C33_PSE_PW_LIMIT_MAX', 2, u32],
  }));

  const pse = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PSE_HEADER', 1, header],
    podlPseAdminState: ['ETHTOOL_A_PODL_PSE_ADMIN_STATE', 2, u32],
    podlPseAdminControl: ['ETHTOOL_A_PODL_PSE_ADMIN_CONTROL', 3, u32],
    podlPsePwDStatus: ['ETHTOOL_A_PODL_PSE_PW_D_STATUS', 4, u32],
    c33PseAdminState: ['ETHTOOL_A_C33_PSE_ADMIN_STATE', 5, u32],
    c33PseAdminControl: ['ETHTOOL_A_C33_PSE_ADMIN_CONTROL', 6, u32],
    c33PsePwDStatus: ['ETHTOOL_A_C33_PSE_PW_D_STATUS', 7, u32],
    c33PsePwClass: ['ETHTOOL_A_C33_PSE_PW_CLASS', 8, u32],
    c33PseActualPw: ['ETHTOOL_A_C33_PSE_ACTUAL_PW', 9, u32],
    c33PseExtState: ['ETHTOOL_A_C33_PSE_EXT_STATE', 10, u32],
    c33PseExtSubstate: ['ETHTOOL_A_C33_PSE_EXT_SUBSTATE', 11, u32],
    c33PseAvailPwLimit: ['ETHTOOL_A_C33_PSE_AVAIL_PW_LIMIT', 12, u32],
    c33PsePwLimitRanges: ['ETHTOOL_A_C33_PSE_PW_LIMIT_RANGES', 13, repeated(c33PsePwLimit)],
    psePwDId: ['ETHTOOL_A_PSE_PW_D_ID', 14, u32],
    psePrioMax: ['ETHTOOL_A_PSE_PRIO_MAX', 15, u32],
    psePrio: ['ETHTOOL_A_PSE_PRIO', 16, u32],
  }));

  const flow = flaggedAttributes(() => ({
    ether: ['ETHTOOL_A_FLOW_ETHER', 1, uint],
    ip4: ['ETHTOOL_A_FLOW_IP4', 2, uint],
    ip6: ['ETHTOOL_A_FLOW_IP6', 3, uint],
    tcp4: ['ETHTOOL_A_FLOW_TCP4', 4, uint],
    tcp6: ['ETHTOOL_A_FLOW_TCP6', 5, uint],
    udp4: ['ETHTOOL_A_FLOW_UDP4', 6, uint],
    udp6: ['ETHTOOL_A_FLOW_UDP6', 7, uint],
    sctp4: ['ETHTOOL_A_FLOW_SCTP4', 8, uint],
    sctp6: ['ETHTOOL_A_FLOW_SCTP6', 9, uint],
    ah4: ['ETHTOOL_A_FLOW_AH4', 10, uint],
    ah6: ['ETHTOOL_A_FLOW_AH6', 11, uint],
    esp4: ['ETHTOOL_A_FLOW_ESP4', 12, uint],
    esp6: ['ETHTOOL_A_FLOW_ESP6', 13, uint],
    ahEsp4: ['ETHTOOL_A_FLOW_AH_ESP4', 14, uint],
    ahEsp6: ['ETHTOOL_A_FLOW_AH_ESP6', 15, uint],
    gtpu4: ['ETHTOOL_A_FLOW_GTPU4', 16, uint],
    gtpu6: ['ETHTOOL_A_FLOW_GTPU6', 17, uint],
    gtpc4: ['ETHTOOL_A_FLOW_GTPC4', 18, uint],
    gtpc6: ['ETHTOOL_A_FLOW_GTPC6', 19, uint],
    gtpcTeid4: ['ETHTOOL_A_FLOW_GTPC_TEID4', 20, uint],
    gtpcTeid6: ['ETHTOOL_A_FLOW_GTPC_TEID6', 21, uint],
    gtpuEh4: ['ETHTOOL_A_FLOW_GTPU_EH4', 22, uint],
    gtpuEh6: ['ETHTOOL_A_FLOW_GTPU_EH6', 23, uint],
    gtpuUl4: ['ETHTOOL_A_FLOW_GTPU_UL4', 24, uint],
    gtpuUl6: ['ETHTOOL_A_FLOW_GTPU_UL6', 25, uint],
    gtpuDl4: ['ETHTOOL_A_FLOW_GTPU_DL4', 26, uint],
    gtpuDl6: ['ETHTOOL_A_FLOW_GTPU_DL6', 27, uint],
  }));

  const rss = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_RSS_HEADER', 1, header],
    context: ['ETHTOOL_A_RSS_CONTEXT', 2, u32],
    hfunc: ['ETHTOOL_A_RSS_HFUNC', 3, u32],
    indir: ['ETHTOOL_A_RSS_INDIR', 4, u32Array],
    hkey: ['ETHTOOL_A_RSS_HKEY', 5, bytes],
    inputXfrm: ['ETHTOOL_A_RSS_INPUT_XFRM', 6, u32],
    startContext: ['ETHTOOL_A_RSS_START_CONTEXT', 7, u32],
    flowHash: ['ETHTOOL_A_RSS_FLOW_HASH', 8, flow],
  }));

  const plca = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PLCA_HEADER', 1, header],
    plcaVersion: ['ETHTOOL_A_PLCA_VERSION', 2, u16],
    enabled: ['ETHTOOL_A_PLCA_ENABLED', 3, u8],
    status: ['ETHTOOL_A_PLCA_STATUS', 4, u8],
    nodeCnt: ['ETHTOOL_A_PLCA_NODE_CNT', 5, u32],
    nodeId: ['ETHTOOL_A_PLCA_NODE_ID', 6, u32],
    toTmr: ['ETHTOOL_A_PLCA_TO_TMR', 7, u32],
    burstCnt: ['ETHTOOL_A_PLCA_BURST_CNT', 8, u32],
    burstTmr: ['ETHTOOL_A_PLCA_BURST_TMR', 9, u32],
  }));

  const mmStat = flaggedAttributes(() => ({
    pad: ['ETHTOOL_A_MM_STAT_PAD', 1, bytes],
    reassemblyErrors: ['ETHTOOL_A_MM_STAT_REASSEMBLY_ERRORS', 2, u64],
    smdErrors: ['ETHTOOL_A_MM_STAT_SMD_ERRORS', 3, u64],
    reassemblyOk: ['ETHTOOL_A_MM_STAT_REASSEMBLY_OK', 4, u64],
    rxFragCount: ['ETHTOOL_A_MM_STAT_RX_FRAG_COUNT', 5, u64],
    txFragCount: ['ETHTOOL_A_MM_STAT_TX_FRAG_COUNT', 6, u64],
    holdCount: ['ETHTOOL_A_MM_STAT_HOLD_COUNT', 7, u64],
  }));

  const mm = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_MM_HEADER', 1, header],
    pmacEnabled: ['ETHTOOL_A_MM_PMAC_ENABLED', 2, u8],
    txEnabled: ['ETHTOOL_A_MM_TX_ENABLED', 3, u8],
    txActive: ['ETHTOOL_A_MM_TX_ACTIVE', 4, u8],
    txMinFragSize: ['ETHTOOL_A_MM_TX_MIN_FRAG_SIZE', 5, u32],
    rxMinFragSize: ['ETHTOOL_A_MM_RX_MIN_FRAG_SIZE', 6, u32],
    verifyEnabled: ['ETHTOOL_A_MM_VERIFY_ENABLED', 7, u8],
    verifyStatus: ['ETHTOOL_A_MM_VERIFY_STATUS', 8, u8],
    verifyTime: ['ETHTOOL_A_MM_VERIFY_TIME', 9, u32],
    maxVerifyTime: ['ETHTOOL_A_MM_MAX_VERIFY_TIME', 10, u32],
    stats: ['ETHTOOL_A_MM_STATS', 11, mmStat],
  }));

  const moduleFwFlash = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_MODULE_FW_FLASH_HEADER', 1, header],
    fileName: ['ETHTOOL_A_MODULE_FW_FLASH_FILE_NAME', 2, string],
    password: ['ETHTOOL_A_MODULE_FW_FLASH_PASSWORD', 3, u32],
    status: ['ETHTOOL_A_MODULE_FW_FLASH_STATUS', 4, u32],
    statusMsg: ['ETHTOOL_A_MODULE_FW_FLASH_STATUS_MSG', 5, string],
    done: ['ETHTOOL_A_MODULE_FW_FLASH_DONE', 6, uint],
    total: ['ETHTOOL_A_MODULE_FW_FLASH_TOTAL', 7, uint],
  }));

  const phy = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PHY_HEADER', 1, header],
    index: ['ETHTOOL_A_PHY_INDEX', 2, u32],
    drvname: ['ETHTOOL_A_PHY_DRVNAME', 3, string],
    name: ['ETHTOOL_A_PHY_NAME', 4, string],
    upstreamType: ['ETHTOOL_A_PHY_UPSTREAM_TYPE', 5, u32],
    upstreamIndex: ['ETHTOOL_A_PHY_UPSTREAM_INDEX', 6, u32],
    upstreamSfpName: ['ETHTOOL_A_PHY_UPSTREAM_SFP_NAME', 7, string],
    downstreamSfpName: ['ETHTOOL_A_PHY_DOWNSTREAM_SFP_NAME', 8, string],
  }));

  const tsconfig = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_TSCONFIG_HEADER', 1, header],
    hwtstampProvider: ['ETHTOOL_A_TSCONFIG_HWTSTAMP_PROVIDER', 2, tsHwtstampProvider],
    txTypes: ['ETHTOOL_A_TSCONFIG_TX_TYPES', 3, bitset],
    rxFilters: ['ETHTOOL_A_TSCONFIG_RX_FILTERS', 4, bitset],
    hwtstampFlags: ['ETHTOOL_A_TSCONFIG_HWTSTAMP_FLAGS', 5, bitset],
  }));

  const pseNtf = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_PSE_NTF_HEADER', 1, header],
    events: ['ETHTOOL_A_PSE_NTF_EVENTS', 2, uint],
  }));

  const mseCapabilities = flaggedAttributes(() => ({
    maxAverageMse: ['ETHTOOL_A_MSE_CAPABILITIES_MAX_AVERAGE_MSE', 1, uint],
    maxPeakMse: ['ETHTOOL_A_MSE_CAPABILITIES_MAX_PEAK_MSE', 2, uint],
    refreshRatePs: ['ETHTOOL_A_MSE_CAPABILITIES_REFRESH_RATE_PS', 3, uint],
    numSymbols: ['ETHTOOL_A_MSE_CAPABILITIES_NUM_SYMBOLS', 4, uint],
  }));

  const mseSnapshot = flaggedAttributes(() => ({
    averageMse: ['ETHTOOL_A_MSE_SNAPSHOT_AVERAGE_MSE', 1, uint],
    peakMse: ['ETHTOOL_A_MSE_SNAPSHOT_PEAK_MSE', 2, uint],
    worstPeakMse: ['ETHTOOL_A_MSE_SNAPSHOT_WORST_PEAK_MSE', 3, uint],
  }));

  /** Mean square errors of what is received: how good a link is. */
  const mse = flaggedAttributes(() => ({
    header: ['ETHTOOL_A_MSE_HEADER', 1, header],
    capabilities: ['ETHTOOL_A_MSE_CAPABILITIES', 2, mseCapabilities],
    channelA: ['ETHTOOL_A_MSE_CHANNEL_A', 3, mseSnapshot],
    channelB: ['ETHTOOL_A_MSE_CHANNEL_B', 4, mseSnapshot],
    channelC: ['ETHTOOL_A_MSE_CHANNEL_C', 5, mseSnapshot],
    channelD: ['ETHTOOL_A_MSE_CHANNEL_D', 6, mseSnapshot],
    worstChannel: ['ETHTOOL_A_MSE_WORST_CHANNEL', 7, mseSnapshot],
    link: ['ETHTOOL_A_MSE_LINK', 8, mseSnapshot],
  }));

  return {
    commands: {
      ...commands(strset, { ETHTOOL_MSG_STRSET_GET: 1 }),
      ...commands(linkinfo, { ETHTOOL_MSG_LINKINFO_GET: 2, ETHTOOL_MSG_LINKINFO_SET: 3 }),
      ...commands(linkmodes, { ETHTOOL_MSG_LINKMODES_GET: 4, ETHTOOL_MSG_LINKMODES_SET: 5 }),
      ...commands(linkstate, { ETHTOOL_MSG_LINKSTATE_GET: 6 }),
      ...commands(debug, { ETHTOOL_MSG_DEBUG_GET: 7, ETHTOOL_MSG_DEBUG_SET: 8 }),
      ...commands(wol, { ETHTOOL_MSG_WOL_GET: 9, ETHTOOL_MSG_WOL_SET: 10 }),
      ...commands(features, { ETHTOOL_MSG_FEATURES_GET: 11, ETHTOOL_MSG_FEATURES_SET: 12 }),
      ...commands(privflags, { ETHTOOL_MSG_PRIVFLAGS_GET: 13, ETHTOOL_MSG_PRIVFLAGS_SET: 14 }),
      ...commands(rings, { ETHTOOL_MSG_RINGS_GET: 15, ETHTOOL_MSG_RINGS_SET: 16 }),
      ...commands(channels, { ETHTOOL_MSG_CHANNELS_GET: 17, ETHTOOL_MSG_CHANNELS_SET: 18 }),
      ...commands(coalesce, { ETHTOOL_MSG_COALESCE_GET: 19, ETHTOOL_MSG_COALESCE_SET: 20 }),
      ...commands(pause, { ETHTOOL_MSG_PAUSE_GET: 21, ETHTOOL_MSG_PAUSE_SET: 22 }),
      ...commands(eee, { ETHTOOL_MSG_EEE_GET: 23, ETHTOOL_MSG_EEE_SET: 24 }),
      ...commands(tsinfo, { ETHTOOL_MSG_TSINFO_GET: 25 }),
      ...commands(cableTest, { ETHTOOL_MSG_CABLE_TEST_ACT: 26 }),
      ...commands(cableTestTdr, { ETHTOOL_MSG_CABLE_TEST_TDR_ACT: 27 }),
      ...commands(tunnelInfo, { ETHTOOL_MSG_TUNNEL_INFO_GET: 28 }),
      ...commands(fec, { ETHTOOL_MSG_FEC_GET: 29, ETHTOOL_MSG_FEC_SET: 30 }),
      ...commands(moduleEeprom, { ETHTOOL_MSG_MODULE_EEPROM_GET: 31 }),
      ...commands(stats, { ETHTOOL_MSG_STATS_GET: 32 }),
      ...commands(phcVclocks, { ETHTOOL_MSG_PHC_VCLOCKS_GET: 33 }),
      ...commands(module, { ETHTOOL_MSG_MODULE_GET: 34, ETHTOOL_MSG_MODULE_SET: 35 }),
      ...commands(pse, { ETHTOOL_MSG_PSE_GET: 36, ETHTOOL_MSG_PSE_SET: 37 }),
      ...commands(rss, { ETHTOOL_MSG_RSS_GET: 38, ETHTOOL_MSG_RSS_SET: 48, ETHTOOL_MSG_RSS_CREATE_ACT: 49, ETHTOOL_MSG_RSS_DELETE_ACT: 50 }),
      ...commands(plca, { ETHTOOL_MSG_PLCA_GET_CFG: 39, ETHTOOL_MSG_PLCA_SET_CFG: 40, ETHTOOL_MSG_PLCA_GET_STATUS: 41 }),
      ...commands(mm, { ETHTOOL_MSG_MM_GET: 42, ETHTOOL_MSG_MM_SET: 43 }),
      ...commands(moduleFwFlash, { ETHTOOL_MSG_MODULE_FW_FLASH_ACT: 44 }),
      ...commands(phy, { ETHTOOL_MSG_PHY_GET: 45 }),
      ...commands(tsconfig, { ETHTOOL_MSG_TSCONFIG_GET: 46, ETHTOOL_MSG_TSCONFIG_SET: 47 }),
      ...commands(mse, { ETHTOOL_MSG_MSE_GET: 51 }),
    },
    replies: {
      ...commands(strset, { ETHTOOL_MSG_STRSET_GET_REPLY: 1 }),
      ...commands(linkinfo, { ETHTOOL_MSG_LINKINFO_GET_REPLY: 2, ETHTOOL_MSG_LINKINFO_NTF: 3 }),
      ...commands(linkmodes, { ETHTOOL_MSG_LINKMODES_GET_REPLY: 4, ETHTOOL_MSG_LINKMODES_NTF: 5 }),
      ...commands(linkstate, { ETHTOOL_MSG_LINKSTATE_GET_REPLY: 6 }),
      ...commands(debug, { ETHTOOL_MSG_DEBUG_GET_REPLY: 7, ETHTOOL_MSG_DEBUG_NTF: 8 }),
      ...commands(wol, { ETHTOOL_MSG_WOL_GET_REPLY: 9, ETHTOOL_MSG_WOL_NTF: 10 }),
      ...commands(features, { ETHTOOL_MSG_FEATURES_GET_REPLY: 11, ETHTOOL_MSG_FEATURES_SET_REPLY: 12, ETHTOOL_MSG_FEATURES_NTF: 13 }),
      ...commands(privflags, { ETHTOOL_MSG_PRIVFLAGS_GET_REPLY: 14, ETHTOOL_MSG_PRIVFLAGS_NTF: 15 }),
      ...commands(rings, { ETHTOOL_MSG_RINGS_GET_REPLY: 16, ETHTOOL_MSG_RINGS_NTF: 17 }),
      ...commands(channels, { ETHTOOL_MSG_CHANNELS_GET_REPLY: 18, ETHTOOL_MSG_CHANNELS_NTF: 19 }),
      ...commands(coalesce, { ETHTOOL_MSG_COALESCE_GET_REPLY: 20, ETHTOOL_MSG_COALESCE_NTF: 21 }),
      ...commands(pause, { ETHTOOL_MSG_PAUSE_GET_REPLY: 22, ETHTOOL_MSG_PAUSE_NTF: 23 }),
      ...commands(eee, { ETHTOOL_MSG_EEE_GET_REPLY: 24, ETHTOOL_MSG_EEE_NTF: 25 }),
      ...commands(tsinfo, { ETHTOOL_MSG_TSINFO_GET_REPLY: 26 }),
      ...commands(cableTestNtf, { ETHTOOL_MSG_CABLE_TEST_NTF: 27 }),
      ...commands(cableTestTdrNtf, { ETHTOOL_MSG_CABLE_TEST_TDR_NTF: 28 }),
      ...commands(tunnelInfo, { ETHTOOL_MSG_TUNNEL_INFO_GET_REPLY: 29 }),
      ...commands(fec, { ETHTOOL_MSG_FEC_GET_REPLY: 30, ETHTOOL_MSG_FEC_NTF: 31 }),
      ...commands(moduleEeprom, { ETHTOOL_MSG_MODULE_EEPROM_GET_REPLY: 32 }),
      ...commands(stats, { ETHTOOL_MSG_STATS_GET_REPLY: 33 }),
      ...commands(phcVclocks, { ETHTOOL_MSG_PHC_VCLOCKS_GET_REPLY: 34 }),
      ...commands(module, { ETHTOOL_MSG_MODULE_GET_REPLY: 35, ETHTOOL_MSG_MODULE_NTF: 36 }),
      ...commands(pse, { ETHTOOL_MSG_PSE_GET_REPLY: 37 }),
      ...commands(rss, {
        ETHTOOL_MSG_RSS_GET_REPLY: 38,
        ETHTOOL_MSG_RSS_NTF: 50,
        ETHTOOL_MSG_RSS_CREATE_ACT_REPLY: 51,
        ETHTOOL_MSG_RSS_CREATE_NTF: 52,
        ETHTOOL_MSG_RSS_DELETE_NTF: 53,
      }),
      ...commands(plca, { ETHTOOL_MSG_PLCA_GET_CFG_REPLY: 39, ETHTOOL_MSG_PLCA_GET_STATUS_REPLY: 40, ETHTOOL_MSG_PLCA_NTF: 41 }),
      ...commands(mm, { ETHTOOL_MSG_MM_GET_REPLY: 42, ETHTOOL_MSG_MM_NTF: 43 }),
      ...commands(moduleFwFlash, { ETHTOOL_MSG_MODULE_FW_FLASH_NTF: 44 }),
      ...commands(phy, { ETHTOOL_MSG_PHY_GET_REPLY: 45, ETHTOOL_MSG_PHY_NTF: 46 }),
      ...commands(tsconfig, { ETHTOOL_MSG_TSCONFIG_GET_REPLY: 47, ETHTOOL_MSG_TSCONFIG_SET_REPLY: 48 }),
      ...commands(mse, { ETHTOOL_MSG_MSE_GET_REPLY: 54 }),
      ...commands(pseNtf, { ETHTOOL_MSG_PSE_NTF: 49 }),
    },
  };
});
