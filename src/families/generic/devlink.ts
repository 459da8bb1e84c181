// Devices beyond their links: ports, parameters, health, shared buffers; one table of all of it.
// include/uapi/linux/devlink.h; Documentation/netlink/specs/devlink.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, flag, s32, u8, u16, u32, u64, uint } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { bitfield32 } from './bitfield.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const devlinkFamily: GenericFamily = deferredFamily('devlink', () => {
  const dlDpipeMatch = flaggedAttributes(() => ({
    dpipeMatchType: ['DEVLINK_ATTR_DPIPE_MATCH_TYPE', 42, u32],
    dpipeHeaderId: ['DEVLINK_ATTR_DPIPE_HEADER_ID', 52, u32],
    dpipeHeaderGlobal: ['DEVLINK_ATTR_DPIPE_HEADER_GLOBAL', 54, u8],
    dpipeHeaderIndex: ['DEVLINK_ATTR_DPIPE_HEADER_INDEX', 55, u32],
    dpipeFieldId: ['DEVLINK_ATTR_DPIPE_FIELD_ID', 58, u32],
  }));

  const dlDpipeTableMatches = flaggedAttributes(() => ({
    dpipeMatch: ['DEVLINK_ATTR_DPIPE_MATCH', 40, repeated(dlDpipeMatch)],
  }));

  const dlDpipeAction = flaggedAttributes(() => ({
    dpipeActionType: ['DEVLINK_ATTR_DPIPE_ACTION_TYPE', 45, u32],
    dpipeHeaderId: ['DEVLINK_ATTR_DPIPE_HEADER_ID', 52, u32],
    dpipeHeaderGlobal: ['DEVLINK_ATTR_DPIPE_HEADER_GLOBAL', 54, u8],
    dpipeHeaderIndex: ['DEVLINK_ATTR_DPIPE_HEADER_INDEX', 55, u32],
    dpipeFieldId: ['DEVLINK_ATTR_DPIPE_FIELD_ID', 58, u32],
  }));

  const dlDpipeTableActions = flaggedAttributes(() => ({
    dpipeAction: ['DEVLINK_ATTR_DPIPE_ACTION', 43, repeated(dlDpipeAction)],
  }));

  const dlDpipeTable = flaggedAttributes(() => ({
    dpipeTableName: ['DEVLINK_ATTR_DPIPE_TABLE_NAME', 29, string],
    dpipeTableSize: ['DEVLINK_ATTR_DPIPE_TABLE_SIZE', 30, u64],
    dpipeTableMatches: ['DEVLINK_ATTR_DPIPE_TABLE_MATCHES', 31, dlDpipeTableMatches],
    dpipeTableActions: ['DEVLINK_ATTR_DPIPE_TABLE_ACTIONS', 32, dlDpipeTableActions],
    dpipeTableCountersEnabled: ['DEVLINK_ATTR_DPIPE_TABLE_COUNTERS_ENABLED', 33, u8],
    dpipeTableResourceId: ['DEVLINK_ATTR_DPIPE_TABLE_RESOURCE_ID', 75, u64],
    dpipeTableResourceUnits: ['DEVLINK_ATTR_DPIPE_TABLE_RESOURCE_UNITS', 76, u64],
  }));

  const dlDpipeTables = flaggedAttributes(() => ({
    dpipeTable: ['DEVLINK_ATTR_DPIPE_TABLE', 28, repeated(dlDpipeTable)],
  }));

  const dlDpipeMatchValue = flaggedAttributes(() => ({
    dpipeMatch: ['DEVLINK_ATTR_DPIPE_MATCH', 40, repeated(dlDpipeMatch)],
    dpipeValue: ['DEVLINK_ATTR_DPIPE_VALUE', 46, bytes],
    dpipeValueMask: ['DEVLINK_ATTR_DPIPE_VALUE_MASK', 47, bytes],
    dpipeValueMapping: ['DEVLINK_ATTR_DPIPE_VALUE_MAPPING', 48, u32],
  }));

  const dlDpipeEntryMatchValues = flaggedAttributes(() => ({
    dpipeMatchValue: ['DEVLINK_ATTR_DPIPE_MATCH_VALUE', 41, repeated(dlDpipeMatchValue)],
  }));

  const dlDpipeActionValue = flaggedAttributes(() => ({
    dpipeAction: ['DEVLINK_ATTR_DPIPE_ACTION', 43, repeated(dlDpipeAction)],
    dpipeValue: ['DEVLINK_ATTR_DPIPE_VALUE', 46, bytes],
    dpipeValueMask: ['DEVLINK_ATTR_DPIPE_VALUE_MASK', 47, bytes],
    dpipeValueMapping: ['DEVLINK_ATTR_DPIPE_VALUE_MAPPING', 48, u32],
  }));

  const dlDpipeEntryActionValues = flaggedAttributes(() => ({
    dpipeActionValue: ['DEVLINK_ATTR_DPIPE_ACTION_VALUE', 44, repeated(dlDpipeActionValue)],
  }));

  const dlDpipeEntry = flaggedAttributes(() => ({
    dpipeEntryIndex: ['DEVLINK_ATTR_DPIPE_ENTRY_INDEX', 36, u64],
    dpipeEntryMatchValues: ['DEVLINK_ATTR_DPIPE_ENTRY_MATCH_VALUES', 37, dlDpipeEntryMatchValues],
    dpipeEntryActionValues: ['DEVLINK_ATTR_DPIPE_ENTRY_ACTION_VALUES', 38, dlDpipeEntryActionValues],
    dpipeEntryCounter: ['DEVLINK_ATTR_DPIPE_ENTRY_COUNTER', 39, u64],
  }));

  const dlDpipeEntries = flaggedAttributes(() => ({
    dpipeEntry: ['DEVLINK_ATTR_DPIPE_ENTRY', 35, repeated(dlDpipeEntry)],
  }));

  const dlDpipeField = flaggedAttributes(() => ({
    dpipeFieldName: ['DEVLINK_ATTR_DPIPE_FIELD_NAME', 57, string],
    dpipeFieldId: ['DEVLINK_ATTR_DPIPE_FIELD_ID', 58, u32],
    dpipeFieldBitwidth: ['DEVLINK_ATTR_DPIPE_FIELD_BITWIDTH', 59, u32],
    dpipeFieldMappingType: ['DEVLINK_ATTR_DPIPE_FIELD_MAPPING_TYPE', 60, u32],
  }));

  const dlDpipeHeaderFields = flaggedAttributes(() => ({
    dpipeField: ['DEVLINK_ATTR_DPIPE_FIELD', 56, repeated(dlDpipeField)],
  }));

  const dlDpipeHeader = flaggedAttributes(() => ({
    dpipeHeaderName: ['DEVLINK_ATTR_DPIPE_HEADER_NAME', 51, string],
    dpipeHeaderId: ['DEVLINK_ATTR_DPIPE_HEADER_ID', 52, u32],
    dpipeHeaderGlobal: ['DEVLINK_ATTR_DPIPE_HEADER_GLOBAL', 54, u8],
    dpipeHeaderFields: ['DEVLINK_ATTR_DPIPE_HEADER_FIELDS', 53, dlDpipeHeaderFields],
  }));

  const dlDpipeHeaders = flaggedAttributes(() => ({
    dpipeHeader: ['DEVLINK_ATTR_DPIPE_HEADER', 50, repeated(dlDpipeHeader)],
  }));

  const dlResource = flaggedAttributes(() => ({
    resourceName: ['DEVLINK_ATTR_RESOURCE_NAME', 65, string],
    resourceId: ['DEVLINK_ATTR_RESOURCE_ID', 66, u64],
    resourceSize: ['DEVLINK_ATTR_RESOURCE_SIZE', 67, u64],
    resourceSizeNew: ['DEVLINK_ATTR_RESOURCE_SIZE_NEW', 68, u64],
    resourceSizeValid: ['DEVLINK_ATTR_RESOURCE_SIZE_VALID', 69, u8],
    resourceSizeMin: ['DEVLINK_ATTR_RESOURCE_SIZE_MIN', 70, u64],
    resourceSizeMax: ['DEVLINK_ATTR_RESOURCE_SIZE_MAX', 71, u64],
    resourceSizeGran: ['DEVLINK_ATTR_RESOURCE_SIZE_GRAN', 72, u64],
    resourceUnit: ['DEVLINK_ATTR_RESOURCE_UNIT', 73, u8],
    resourceOcc: ['DEVLINK_ATTR_RESOURCE_OCC', 74, u64],
  }));

  const dlResourceList = flaggedAttributes(() => ({
    resource: ['DEVLINK_ATTR_RESOURCE', 64, repeated(dlResource)],
  }));

  /** What the data are, the parameter's type tells. */
  const dlParamValue = flaggedAttributes(() => ({
    data: ['DEVLINK_ATTR_PARAM_VALUE_DATA', 86, bytes],
    cmode: ['DEVLINK_ATTR_PARAM_VALUE_CMODE', 87, u8],
    default: ['DEVLINK_ATTR_PARAM_VALUE_DEFAULT', 182, bytes],
  }));

  const dlParamValues = flaggedAttributes(() => ({
    value: ['DEVLINK_ATTR_PARAM_VALUE', 85, repeated(dlParamValue)],
  }));

  const dlNested = flaggedAttributes(() => ({
    busName: ['DEVLINK_ATTR_BUS_NAME', 1, string],
    devName: ['DEVLINK_ATTR_DEV_NAME', 2, string],
    netnsId: ['DEVLINK_ATTR_NETNS_ID', 140, s32],
    index: ['DEVLINK_ATTR_INDEX', 184, uint],
  }));

  const dlParam = flaggedAttributes(() => ({
    paramName: ['DEVLINK_ATTR_PARAM_NAME', 81, string],
    paramGeneric: ['DEVLINK_ATTR_PARAM_GENERIC', 82, flag],
    paramType: ['DEVLINK_ATTR_PARAM_TYPE', 83, u8],
    paramValuesList: ['DEVLINK_ATTR_PARAM_VALUES_LIST', 84, dlParamValues],
  }));

  const dlRegionSnapshot = flaggedAttributes(() => ({
    regionSnapshotId: ['DEVLINK_ATTR_REGION_SNAPSHOT_ID', 92, u32],
  }));

  const dlRegionSnapshots = flaggedAttributes(() => ({
    regionSnapshot: ['DEVLINK_ATTR_REGION_SNAPSHOT', 91, dlRegionSnapshot],
  }));

  const dlRegionChunk = flaggedAttributes(() => ({
    regionChunkData: ['DEVLINK_ATTR_REGION_CHUNK_DATA', 95, bytes],
    regionChunkAddr: ['DEVLINK_ATTR_REGION_CHUNK_ADDR', 96, u64],
  }));

  const dlRegionChunks = flaggedAttributes(() => ({
    regionChunk: ['DEVLINK_ATTR_REGION_CHUNK', 94, dlRegionChunk],
  }));

  const dlInfoVersion = flaggedAttributes(() => ({
    infoVersionName: ['DEVLINK_ATTR_INFO_VERSION_NAME', 103, string],
    infoVersionValue: ['DEVLINK_ATTR_INFO_VERSION_VALUE', 104, string],
  }));

  const dlFmsg = flaggedAttributes(() => ({
    fmsgObjNestStart: ['DEVLINK_ATTR_FMSG_OBJ_NEST_START', 107, flag],
    fmsgPairNestStart: ['DEVLINK_ATTR_FMSG_PAIR_NEST_START', 108, flag],
    fmsgArrNestStart: ['DEVLINK_ATTR_FMSG_ARR_NEST_START', 109, flag],
    fmsgNestEnd: ['DEVLINK_ATTR_FMSG_NEST_END', 110, flag],
    fmsgObjName: ['DEVLINK_ATTR_FMSG_OBJ_NAME', 111, string],
  }));

  const dlHealthReporter = flaggedAttributes(() => ({
    healthReporterName: ['DEVLINK_ATTR_HEALTH_REPORTER_NAME', 115, string],
    healthReporterState: ['DEVLINK_ATTR_HEALTH_REPORTER_STATE', 116, u8],
    healthReporterErrCount: ['DEVLINK_ATTR_HEALTH_REPORTER_ERR_COUNT', 117, u64],
    healthReporterRecoverCount: ['DEVLINK_ATTR_HEALTH_REPORTER_RECOVER_COUNT', 118, u64],
    healthReporterGracefulPeriod: ['DEVLINK_ATTR_HEALTH_REPORTER_GRACEFUL_PERIOD', 120, u64],
    healthReporterAutoRecover: ['DEVLINK_ATTR_HEALTH_REPORTER_AUTO_RECOVER', 121, u8],
    healthReporterDumpTs: ['DEVLINK_ATTR_HEALTH_REPORTER_DUMP_TS', 119, u64],
    healthReporterDumpTsNs: ['DEVLINK_ATTR_HEALTH_REPORTER_DUMP_TS_NS', 137, u64],
    healthReporterAutoDump: ['DEVLINK_ATTR_HEALTH_REPORTER_AUTO_DUMP', 141, u8],
    healthReporterBurstPeriod: ['DEVLINK_ATTR_HEALTH_REPORTER_BURST_PERIOD', 181, u64],
  }));

  const dlAttrStats = flaggedAttributes(() => ({
    statsRxPackets: ['DEVLINK_ATTR_STATS_RX_PACKETS', 0, u64],
    statsRxBytes: ['DEVLINK_ATTR_STATS_RX_BYTES', 1, u64],
    statsRxDropped: ['DEVLINK_ATTR_STATS_RX_DROPPED', 2, u64],
  }));

  const dlTrapMetadata = flaggedAttributes(() => ({
    trapMetadataTypeInPort: ['DEVLINK_ATTR_TRAP_METADATA_TYPE_IN_PORT', 0, flag],
    trapMetadataTypeFaCookie: ['DEVLINK_ATTR_TRAP_METADATA_TYPE_FA_COOKIE', 1, flag],
  }));

  const dlPortFunction = flaggedAttributes(() => ({
    hwAddr: ['DEVLINK_PORT_FUNCTION_ATTR_HW_ADDR', 1, bytes],
    state: ['DEVLINK_PORT_FN_ATTR_STATE', 2, u8],
    opstate: ['DEVLINK_PORT_FN_ATTR_OPSTATE', 3, u8],
    caps: ['DEVLINK_PORT_FN_ATTR_CAPS', 4, bitfield32],
    devlink: ['DEVLINK_PORT_FN_ATTR_DEVLINK', 5, dlNested],
  }));

  const dlReloadStatsEntry = flaggedAttributes(() => ({
    reloadStatsLimit: ['DEVLINK_ATTR_RELOAD_STATS_LIMIT', 159, u8],
    reloadStatsValue: ['DEVLINK_ATTR_RELOAD_STATS_VALUE', 160, u32],
  }));

  const dlReloadActStats = flaggedAttributes(() => ({
    reloadStatsEntry: ['DEVLINK_ATTR_RELOAD_STATS_ENTRY', 158, repeated(dlReloadStatsEntry)],
  }));

  const dlReloadActInfo = flaggedAttributes(() => ({
    reloadAction: ['DEVLINK_ATTR_RELOAD_ACTION', 153, u8],
    reloadActionStats: ['DEVLINK_ATTR_RELOAD_ACTION_STATS', 163, repeated(dlReloadActStats)],
  }));

  const dlReloadStats = flaggedAttributes(() => ({
    reloadActionInfo: ['DEVLINK_ATTR_RELOAD_ACTION_INFO', 162, repeated(dlReloadActInfo)],
  }));

  const dlDevStats = flaggedAttributes(() => ({
    reloadStats: ['DEVLINK_ATTR_RELOAD_STATS', 157, dlReloadStats],
    remoteReloadStats: ['DEVLINK_ATTR_REMOTE_RELOAD_STATS', 161, dlReloadStats],
  }));

  const dlLinecardSupportedTypes = flaggedAttributes(() => ({
    linecardType: ['DEVLINK_ATTR_LINECARD_TYPE', 173, string],
  }));

  const dlSelftestId = flaggedAttributes(() => ({
    flash: ['DEVLINK_ATTR_SELFTEST_ID_FLASH', 1, flag],
  }));

  const dlRateTcBws = flaggedAttributes(() => ({
    index: ['DEVLINK_RATE_TC_ATTR_INDEX', 1, u8],
    bw: ['DEVLINK_RATE_TC_ATTR_BW', 2, u32],
  }));

  const devlink = flaggedAttributes(() => ({
    busName: ['DEVLINK_ATTR_BUS_NAME', 1, string],
    devName: ['DEVLINK_ATTR_DEV_NAME', 2, string],
    portIndex: ['DEVLINK_ATTR_PORT_INDEX', 3, u32],
    portType: ['DEVLINK_ATTR_PORT_TYPE', 4, u16],
    portDesiredType: ['DEVLINK_ATTR_PORT_DESIRED_TYPE', 5, u16],
    portNetdevIfindex: ['DEVLINK_ATTR_PORT_NETDEV_IFINDEX', 6, u32],
    portNetdevName: ['DEVLINK_ATTR_PORT_NETDEV_NAME', 7, string],
    portIbdevName: ['DEVLINK_ATTR_PORT_IBDEV_NAME', 8, string],
    portSplitCount: ['DEVLINK_ATTR_PORT_SPLIT_COUNT', 9, u32],
    portSplitGroup: ['DEVLINK_ATTR_PORT_SPLIT_GROUP', 10, u32],
    sbIndex: ['DEVLINK_ATTR_SB_INDEX', 11, u32],
    sbSize: ['DEVLINK_ATTR_SB_SIZE', 12, u32],
    sbIngressPoolCount: ['DEVLINK_ATTR_SB_INGRESS_POOL_COUNT', 13, u16],
    sbEgressPoolCount: ['DEVLINK_ATTR_SB_EGRESS_POOL_COUNT', 14, u16],
    sbIngressTcCount: ['DEVLINK_ATTR_SB_INGRESS_TC_COUNT', 15, u16],
    sbEgressTcCount: ['DEVLINK_ATTR_SB_EGRESS_TC_COUNT', 16, u16],
    sbPoolIndex: ['DEVLINK_ATTR_SB_POOL_INDEX', 17, u16],
    sbPoolType: ['DEVLINK_ATTR_SB_POOL_TYPE', 18, u8],
    sbPoolSize: ['DEVLINK_ATTR_SB_POOL_SIZE', 19, u32],
    sbPoolThresholdType: ['DEVLINK_ATTR_SB_POOL_THRESHOLD_TYPE', 20, u8],
    sbThreshold: ['DEVLINK_ATTR_SB_THRESHOLD', 21, u32],
    sbTcIndex: ['DEVLINK_ATTR_SB_TC_INDEX', 22, u16],
    sbOccCur: ['DEVLINK_ATTR_SB_OCC_CUR', 23, u32],
    sbOccMax: ['DEVLINK_ATTR_SB_OCC_MAX', 24, u32],
    eswitchMode: ['DEVLINK_ATTR_ESWITCH_MODE', 25, u16],
    eswitchInlineMode: ['DEVLINK_ATTR_ESWITCH_INLINE_MODE', 26, u8],
    dpipeTables: ['DEVLINK_ATTR_DPIPE_TABLES', 27, dlDpipeTables],
    dpipeTable: ['DEVLINK_ATTR_DPIPE_TABLE', 28, repeated(dlDpipeTable)],
    dpipeTableName: ['DEVLINK_ATTR_DPIPE_TABLE_NAME', 29, string],
    dpipeTableSize: ['DEVLINK_ATTR_DPIPE_TABLE_SIZE', 30, u64],
    dpipeTableMatches: ['DEVLINK_ATTR_DPIPE_TABLE_MATCHES', 31, dlDpipeTableMatches],
    dpipeTableActions: ['DEVLINK_ATTR_DPIPE_TABLE_ACTIONS', 32, dlDpipeTableActions],
    dpipeTableCountersEnabled: ['DEVLINK_ATTR_DPIPE_TABLE_COUNTERS_ENABLED', 33, u8],
    dpipeEntries: ['DEVLINK_ATTR_DPIPE_ENTRIES', 34, dlDpipeEntries],
    dpipeEntry: ['DEVLINK_ATTR_DPIPE_ENTRY', 35, repeated(dlDpipeEntry)],
    dpipeEntryIndex: ['DEVLINK_ATTR_DPIPE_ENTRY_INDEX', 36, u64],
    dpipeEntryMatchValues: ['DEVLINK_ATTR_DPIPE_ENTRY_MATCH_VALUES', 37, dlDpipeEntryMatchValues],
    dpipeEntryActionValues: ['DEVLINK_ATTR_DPIPE_ENTRY_ACTION_VALUES', 38, dlDpipeEntryActionValues],
    dpipeEntryCounter: ['DEVLINK_ATTR_DPIPE_ENTRY_COUNTER', 39, u64],
    dpipeMatch: ['DEVLINK_ATTR_DPIPE_MATCH', 40, repeated(dlDpipeMatch)],
    dpipeMatchValue: ['DEVLINK_ATTR_DPIPE_MATCH_VALUE', 41, repeated(dlDpipeMatchValue)],
    dpipeMatchType: ['DEVLINK_ATTR_DPIPE_MATCH_TYPE', 42, u32],
    dpipeAction: ['DEVLINK_ATTR_DPIPE_ACTION', 43, repeated(dlDpipeAction)],
    dpipeActionValue: ['DEVLINK_ATTR_DPIPE_ACTION_VALUE', 44, repeated(dlDpipeActionValue)],
    dpipeActionType: ['DEVLINK_ATTR_DPIPE_ACTION_TYPE', 45, u32],
    dpipeValue: ['DEVLINK_ATTR_DPIPE_VALUE', 46, bytes],
    dpipeValueMask: ['DEVLINK_ATTR_DPIPE_VALUE_MASK', 47, bytes],
    dpipeValueMapping: ['DEVLINK_ATTR_DPIPE_VALUE_MAPPING', 48, u32],
    dpipeHeaders: ['DEVLINK_ATTR_DPIPE_HEADERS', 49, dlDpipeHeaders],
    dpipeHeader: ['DEVLINK_ATTR_DPIPE_HEADER', 50, repeated(dlDpipeHeader)],
    dpipeHeaderName: ['DEVLINK_ATTR_DPIPE_HEADER_NAME', 51, string],
    dpipeHeaderId: ['DEVLINK_ATTR_DPIPE_HEADER_ID', 52, u32],
    dpipeHeaderFields: ['DEVLINK_ATTR_DPIPE_HEADER_FIELDS', 53, dlDpipeHeaderFields],
    dpipeHeaderGlobal: ['DEVLINK_ATTR_DPIPE_HEADER_GLOBAL', 54, u8],
    dpipeHeaderIndex: ['DEVLINK_ATTR_DPIPE_HEADER_INDEX', 55, u32],
    dpipeField: ['DEVLINK_ATTR_DPIPE_FIELD', 56, repeated(dlDpipeField)],
    dpipeFieldName: ['DEVLINK_ATTR_DPIPE_FIELD_NAME', 57, string],
    dpipeFieldId: ['DEVLINK_ATTR_DPIPE_FIELD_ID', 58, u32],
    dpipeFieldBitwidth: ['DEVLINK_ATTR_DPIPE_FIELD_BITWIDTH', 59, u32],
    dpipeFieldMappingType: ['DEVLINK_ATTR_DPIPE_FIELD_MAPPING_TYPE', 60, u32],
    pad: ['DEVLINK_ATTR_PAD', 61, bytes],
    eswitchEncapMode: ['DEVLINK_ATTR_ESWITCH_ENCAP_MODE', 62, u8],
    resourceList: ['DEVLINK_ATTR_RESOURCE_LIST', 63, dlResourceList],
    resource: ['DEVLINK_ATTR_RESOURCE', 64, repeated(dlResource)],
    resourceName: ['DEVLINK_ATTR_RESOURCE_NAME', 65, string],
    resourceId: ['DEVLINK_ATTR_RESOURCE_ID', 66, u64],
    resourceSize: ['DEVLINK_ATTR_RESOURCE_SIZE', 67, u64],
    resourceSizeNew: ['DEVLINK_ATTR_RESOURCE_SIZE_NEW', 68, u64],
    resourceSizeValid: ['DEVLINK_ATTR_RESOURCE_SIZE_VALID', 69, u8],
    resourceSizeMin: ['DEVLINK_ATTR_RESOURCE_SIZE_MIN', 70, u64],
    resourceSizeMax: ['DEVLINK_ATTR_RESOURCE_SIZE_MAX', 71, u64],
    resourceSizeGran: ['DEVLINK_ATTR_RESOURCE_SIZE_GRAN', 72, u64],
    resourceUnit: ['DEVLINK_ATTR_RESOURCE_UNIT', 73, u8],
    resourceOcc: ['DEVLINK_ATTR_RESOURCE_OCC', 74, u64],
    dpipeTableResourceId: ['DEVLINK_ATTR_DPIPE_TABLE_RESOURCE_ID', 75, u64],
    dpipeTableResourceUnits: ['DEVLINK_ATTR_DPIPE_TABLE_RESOURCE_UNITS', 76, u64],
    portFlavour: ['DEVLINK_ATTR_PORT_FLAVOUR', 77, u16],
    portNumber: ['DEVLINK_ATTR_PORT_NUMBER', 78, u32],
    portSplitSubportNumber: ['DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER', 79, u32],
    param: ['DEVLINK_ATTR_PARAM', 80, dlParam],
    paramName: ['DEVLINK_ATTR_PARAM_NAME', 81, string],
    paramGeneric: ['DEVLINK_ATTR_PARAM_GENERIC', 82, flag],
    paramType: ['DEVLINK_ATTR_PARAM_TYPE', 83, u8],
    paramValueData: ['DEVLINK_ATTR_PARAM_VALUE_DATA', 86, bytes],
    paramValueCmode: ['DEVLINK_ATTR_PARAM_VALUE_CMODE', 87, u8],
    regionName: ['DEVLINK_ATTR_REGION_NAME', 88, string],
    regionSize: ['DEVLINK_ATTR_REGION_SIZE', 89, u64],
    regionSnapshots: ['DEVLINK_ATTR_REGION_SNAPSHOTS', 90, dlRegionSnapshots],
    regionSnapshot: ['DEVLINK_ATTR_REGION_SNAPSHOT', 91, dlRegionSnapshot],
    regionSnapshotId: ['DEVLINK_ATTR_REGION_SNAPSHOT_ID', 92, u32],
    regionChunks: ['DEVLINK_ATTR_REGION_CHUNKS', 93, dlRegionChunks],
    regionChunk: ['DEVLINK_ATTR_REGION_CHUNK', 94, dlRegionChunk],
    regionChunkData: ['DEVLINK_ATTR_REGION_CHUNK_DATA', 95, bytes],
    regionChunkAddr: ['DEVLINK_ATTR_REGION_CHUNK_ADDR', 96, u64],
    regionChunkLen: ['DEVLINK_ATTR_REGION_CHUNK_LEN', 97, u64],
    infoDriverName: ['DEVLINK_ATTR_INFO_DRIVER_NAME', 98, string],
    infoSerialNumber: ['DEVLINK_ATTR_INFO_SERIAL_NUMBER', 99, string],
    infoVersionFixed: ['DEVLINK_ATTR_INFO_VERSION_FIXED', 100, repeated(dlInfoVersion)],
    infoVersionRunning: ['DEVLINK_ATTR_INFO_VERSION_RUNNING', 101, repeated(dlInfoVersion)],
    infoVersionStored: ['DEVLINK_ATTR_INFO_VERSION_STORED', 102, repeated(dlInfoVersion)],
    infoVersionName: ['DEVLINK_ATTR_INFO_VERSION_NAME', 103, string],
    infoVersionValue: ['DEVLINK_ATTR_INFO_VERSION_VALUE', 104, string],
    sbPoolCellSize: ['DEVLINK_ATTR_SB_POOL_CELL_SIZE', 105, u32],
    fmsg: ['DEVLINK_ATTR_FMSG', 106, dlFmsg],
    fmsgObjNestStart: ['DEVLINK_ATTR_FMSG_OBJ_NEST_START', 107, flag],
    fmsgPairNestStart: ['DEVLINK_ATTR_FMSG_PAIR_NEST_START', 108, flag],
    fmsgArrNestStart: ['DEVLINK_ATTR_FMSG_ARR_NEST_START', 109, flag],
    fmsgNestEnd: ['DEVLINK_ATTR_FMSG_NEST_END', 110, flag],
    fmsgObjName: ['DEVLINK_ATTR_FMSG_OBJ_NAME', 111, string],
    fmsgObjValueType: ['DEVLINK_ATTR_FMSG_OBJ_VALUE_TYPE', 112, u8],
    fmsgObjValueData: ['DEVLINK_ATTR_FMSG_OBJ_VALUE_DATA', 113, bytes],
    healthReporter: ['DEVLINK_ATTR_HEALTH_REPORTER', 114, dlHealthReporter],
    healthReporterName: ['DEVLINK_ATTR_HEALTH_REPORTER_NAME', 115, string],
    healthReporterState: ['DEVLINK_ATTR_HEALTH_REPORTER_STATE', 116, u8],
    healthReporterErrCount: ['DEVLINK_ATTR_HEALTH_REPORTER_ERR_COUNT', 117, u64],
    healthReporterRecoverCount: ['DEVLINK_ATTR_HEALTH_REPORTER_RECOVER_COUNT', 118, u64],
    healthReporterDumpTs: ['DEVLINK_ATTR_HEALTH_REPORTER_DUMP_TS', 119, u64],
    healthReporterGracefulPeriod: ['DEVLINK_ATTR_HEALTH_REPORTER_GRACEFUL_PERIOD', 120, u64],
    healthReporterAutoRecover: ['DEVLINK_ATTR_HEALTH_REPORTER_AUTO_RECOVER', 121, u8],
    flashUpdateFileName: ['DEVLINK_ATTR_FLASH_UPDATE_FILE_NAME', 122, string],
    flashUpdateComponent: ['DEVLINK_ATTR_FLASH_UPDATE_COMPONENT', 123, string],
    flashUpdateStatusMsg: ['DEVLINK_ATTR_FLASH_UPDATE_STATUS_MSG', 124, string],
    flashUpdateStatusDone: ['DEVLINK_ATTR_FLASH_UPDATE_STATUS_DONE', 125, u64],
    flashUpdateStatusTotal: ['DEVLINK_ATTR_FLASH_UPDATE_STATUS_TOTAL', 126, u64],
    portPciPfNumber: ['DEVLINK_ATTR_PORT_PCI_PF_NUMBER', 127, u16],
    portPciVfNumber: ['DEVLINK_ATTR_PORT_PCI_VF_NUMBER', 128, u16],
    stats: ['DEVLINK_ATTR_STATS', 129, dlAttrStats],
    trapName: ['DEVLINK_ATTR_TRAP_NAME', 130, string],
    trapAction: ['DEVLINK_ATTR_TRAP_ACTION', 131, u8],
    trapType: ['DEVLINK_ATTR_TRAP_TYPE', 132, u8],
    trapGeneric: ['DEVLINK_ATTR_TRAP_GENERIC', 133, flag],
    trapMetadata: ['DEVLINK_ATTR_TRAP_METADATA', 134, dlTrapMetadata],
    trapGroupName: ['DEVLINK_ATTR_TRAP_GROUP_NAME', 135, string],
    reloadFailed: ['DEVLINK_ATTR_RELOAD_FAILED', 136, u8],
    healthReporterDumpTsNs: ['DEVLINK_ATTR_HEALTH_REPORTER_DUMP_TS_NS', 137, u64],
    netnsFd: ['DEVLINK_ATTR_NETNS_FD', 138, u32],
    netnsPid: ['DEVLINK_ATTR_NETNS_PID', 139, u32],
    netnsId: ['DEVLINK_ATTR_NETNS_ID', 140, u32],
    healthReporterAutoDump: ['DEVLINK_ATTR_HEALTH_REPORTER_AUTO_DUMP', 141, u8],
    trapPolicerId: ['DEVLINK_ATTR_TRAP_POLICER_ID', 142, u32],
    trapPolicerRate: ['DEVLINK_ATTR_TRAP_POLICER_RATE', 143, u64],
    trapPolicerBurst: ['DEVLINK_ATTR_TRAP_POLICER_BURST', 144, u64],
    portFunction: ['DEVLINK_ATTR_PORT_FUNCTION', 145, dlPortFunction],
    infoBoardSerialNumber: ['DEVLINK_ATTR_INFO_BOARD_SERIAL_NUMBER', 146, string],
    portLanes: ['DEVLINK_ATTR_PORT_LANES', 147, u32],
    portSplittable: ['DEVLINK_ATTR_PORT_SPLITTABLE', 148, u8],
    portExternal: ['DEVLINK_ATTR_PORT_EXTERNAL', 149, u8],
    portControllerNumber: ['DEVLINK_ATTR_PORT_CONTROLLER_NUMBER', 150, u32],
    flashUpdateStatusTimeout: ['DEVLINK_ATTR_FLASH_UPDATE_STATUS_TIMEOUT', 151, u64],
    flashUpdateOverwriteMask: ['DEVLINK_ATTR_FLASH_UPDATE_OVERWRITE_MASK', 152, bitfield32],
    reloadAction: ['DEVLINK_ATTR_RELOAD_ACTION', 153, u8],
    reloadActionsPerformed: ['DEVLINK_ATTR_RELOAD_ACTIONS_PERFORMED', 154, bitfield32],
    reloadLimits: ['DEVLINK_ATTR_RELOAD_LIMITS', 155, bitfield32],
    devStats: ['DEVLINK_ATTR_DEV_STATS', 156, dlDevStats],
    reloadStats: ['DEVLINK_ATTR_RELOAD_STATS', 157, dlReloadStats],
    reloadStatsEntry: ['DEVLINK_ATTR_RELOAD_STATS_ENTRY', 158, repeated(dlReloadStatsEntry)],
    reloadStatsLimit: ['DEVLINK_ATTR_RELOAD_STATS_LIMIT', 159, u8],
    reloadStatsValue: ['DEVLINK_ATTR_RELOAD_STATS_VALUE', 160, u32],
    remoteReloadStats: ['DEVLINK_ATTR_REMOTE_RELOAD_STATS', 161, dlReloadStats],
    reloadActionInfo: ['DEVLINK_ATTR_RELOAD_ACTION_INFO', 162, repeated(dlReloadActInfo)],
    reloadActionStats: ['DEVLINK_ATTR_RELOAD_ACTION_STATS', 163, repeated(dlReloadActStats)],
    portPciSfNumber: ['DEVLINK_ATTR_PORT_PCI_SF_NUMBER', 164, u32],
    rateType: ['DEVLINK_ATTR_RATE_TYPE', 165, u16],
    rateTxShare: ['DEVLINK_ATTR_RATE_TX_SHARE', 166, u64],
    rateTxMax: ['DEVLINK_ATTR_RATE_TX_MAX', 167, u64],
    rateNodeName: ['DEVLINK_ATTR_RATE_NODE_NAME', 168, string],
    rateParentNodeName: ['DEVLINK_ATTR_RATE_PARENT_NODE_NAME', 169, string],
    regionMaxSnapshots: ['DEVLINK_ATTR_REGION_MAX_SNAPSHOTS', 170, u32],
    linecardIndex: ['DEVLINK_ATTR_LINECARD_INDEX', 171, u32],
    linecardState: ['DEVLINK_ATTR_LINECARD_STATE', 172, u8],
    linecardType: ['DEVLINK_ATTR_LINECARD_TYPE', 173, string],
    linecardSupportedTypes: ['DEVLINK_ATTR_LINECARD_SUPPORTED_TYPES', 174, dlLinecardSupportedTypes],
    nestedDevlink: ['DEVLINK_ATTR_NESTED_DEVLINK', 175, dlNested],
    selftests: ['DEVLINK_ATTR_SELFTESTS', 176, dlSelftestId],
    rateTxPriority: ['DEVLINK_ATTR_RATE_TX_PRIORITY', 177, u32],
    rateTxWeight: ['DEVLINK_ATTR_RATE_TX_WEIGHT', 178, u32],
    regionDirect: ['DEVLINK_ATTR_REGION_DIRECT', 179, flag],
    rateTcBws: ['DEVLINK_ATTR_RATE_TC_BWS', 180, repeated(dlRateTcBws)],
    healthReporterBurstPeriod: ['DEVLINK_ATTR_HEALTH_REPORTER_BURST_PERIOD', 181, u64],
    paramResetDefault: ['DEVLINK_ATTR_PARAM_RESET_DEFAULT', 183, flag],
    index: ['DEVLINK_ATTR_INDEX', 184, uint],
    resourceScopeMask: ['DEVLINK_ATTR_RESOURCE_SCOPE_MASK', 185, u32],
    parentDev: ['DEVLINK_ATTR_PARENT_DEV', 186, dlNested],
  }));

  return {
    commands: {
      ...commands(devlink, {
        DEVLINK_CMD_GET: 1,
        DEVLINK_CMD_SET: 2,
        DEVLINK_CMD_NEW: 3,
        DEVLINK_CMD_DEL: 4,
        DEVLINK_CMD_PORT_GET: 5,
        DEVLINK_CMD_PORT_SET: 6,
        DEVLINK_CMD_PORT_NEW: 7,
        DEVLINK_CMD_PORT_DEL: 8,
        DEVLINK_CMD_PORT_SPLIT: 9,
        DEVLINK_CMD_PORT_UNSPLIT: 10,
        DEVLINK_CMD_SB_GET: 11,
        DEVLINK_CMD_SB_SET: 12,
        DEVLINK_CMD_SB_NEW: 13,
        DEVLINK_CMD_SB_DEL: 14,
        DEVLINK_CMD_SB_POOL_GET: 15,
        DEVLINK_CMD_SB_POOL_SET: 16,
        DEVLINK_CMD_SB_POOL_NEW: 17,
        DEVLINK_CMD_SB_POOL_DEL: 18,
        DEVLINK_CMD_SB_PORT_POOL_GET: 19,
        DEVLINK_CMD_SB_PORT_POOL_SET: 20,
        DEVLINK_CMD_SB_PORT_POOL_NEW: 21,
        DEVLINK_CMD_SB_PORT_POOL_DEL: 22,
        DEVLINK_CMD_SB_TC_POOL_BIND_GET: 23,
        DEVLINK_CMD_SB_TC_POOL_BIND_SET: 24,
        DEVLINK_CMD_SB_TC_POOL_BIND_NEW: 25,
        DEVLINK_CMD_SB_TC_POOL_BIND_DEL: 26,
        DEVLINK_CMD_SB_OCC_SNAPSHOT: 27,
        DEVLINK_CMD_SB_OCC_MAX_CLEAR: 28,
        DEVLINK_CMD_ESWITCH_GET: 29,
        DEVLINK_CMD_ESWITCH_SET: 30,
        DEVLINK_CMD_DPIPE_TABLE_GET: 31,
        DEVLINK_CMD_DPIPE_ENTRIES_GET: 32,
        DEVLINK_CMD_DPIPE_HEADERS_GET: 33,
        DEVLINK_CMD_DPIPE_TABLE_COUNTERS_SET: 34,
        DEVLINK_CMD_RESOURCE_SET: 35,
        DEVLINK_CMD_RESOURCE_DUMP: 36,
        DEVLINK_CMD_RELOAD: 37,
        DEVLINK_CMD_PARAM_GET: 38,
        DEVLINK_CMD_PARAM_SET: 39,
        DEVLINK_CMD_PARAM_NEW: 40,
        DEVLINK_CMD_PARAM_DEL: 41,
        DEVLINK_CMD_REGION_GET: 42,
        DEVLINK_CMD_REGION_SET: 43,
        DEVLINK_CMD_REGION_NEW: 44,
        DEVLINK_CMD_REGION_DEL: 45,
        DEVLINK_CMD_REGION_READ: 46,
        DEVLINK_CMD_PORT_PARAM_GET: 47,
        DEVLINK_CMD_PORT_PARAM_SET: 48,
        DEVLINK_CMD_PORT_PARAM_NEW: 49,
        DEVLINK_CMD_PORT_PARAM_DEL: 50,
        DEVLINK_CMD_INFO_GET: 51,
        DEVLINK_CMD_HEALTH_REPORTER_GET: 52,
        DEVLINK_CMD_HEALTH_REPORTER_SET: 53,
        DEVLINK_CMD_HEALTH_REPORTER_RECOVER: 54,
        DEVLINK_CMD_HEALTH_REPORTER_DIAGNOSE: 55,
        DEVLINK_CMD_HEALTH_REPORTER_DUMP_GET: 56,
        DEVLINK_CMD_HEALTH_REPORTER_DUMP_CLEAR: 57,
        DEVLINK_CMD_FLASH_UPDATE: 58,
        DEVLINK_CMD_FLASH_UPDATE_END: 59,
        DEVLINK_CMD_FLASH_UPDATE_STATUS: 60,
        DEVLINK_CMD_TRAP_GET: 61,
        DEVLINK_CMD_TRAP_SET: 62,
        DEVLINK_CMD_TRAP_NEW: 63,
        DEVLINK_CMD_TRAP_DEL: 64,
        DEVLINK_CMD_TRAP_GROUP_GET: 65,
        DEVLINK_CMD_TRAP_GROUP_SET: 66,
        DEVLINK_CMD_TRAP_GROUP_NEW: 67,
        DEVLINK_CMD_TRAP_GROUP_DEL: 68,
        DEVLINK_CMD_TRAP_POLICER_GET: 69,
        DEVLINK_CMD_TRAP_POLICER_SET: 70,
        DEVLINK_CMD_TRAP_POLICER_NEW: 71,
        DEVLINK_CMD_TRAP_POLICER_DEL: 72,
        DEVLINK_CMD_HEALTH_REPORTER_TEST: 73,
        DEVLINK_CMD_RATE_GET: 74,
        DEVLINK_CMD_RATE_SET: 75,
        DEVLINK_CMD_RATE_NEW: 76,
        DEVLINK_CMD_RATE_DEL: 77,
        DEVLINK_CMD_LINECARD_GET: 78,
        DEVLINK_CMD_LINECARD_SET: 79,
        DEVLINK_CMD_LINECARD_NEW: 80,
        DEVLINK_CMD_LINECARD_DEL: 81,
        DEVLINK_CMD_SELFTESTS_GET: 82,
        DEVLINK_CMD_SELFTESTS_RUN: 83,
        DEVLINK_CMD_NOTIFY_FILTER_SET: 84,
      }),
    },
  };
});
