// InfiniBand and its like: devices, what they have in use, port mappings. The number of a message is that of a client and of what it does.
// include/uapi/rdma/rdma_netlink.h; drivers/infiniband/core/nldev.c: nldev_policy[].

import { type AttributeCodec, attributes, type Schema } from '../netlink/attributes.js';
import { bytes, type Codec, s32, s64, u8, u32, u64 } from '../netlink/codec.js';
import { NLA_F_NESTED } from '../netlink/nlattr.js';
import { protocol } from '../netlink/protocol.js';
import { struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';
import { type FamilyBody, type FamilyProtocol, familyBody } from './protocol.js';

/** RDMA_NL_*: the clients. */
const RDMA_NL_IWCM = 2;
const RDMA_NL_LS = 4;
const RDMA_NL_NLDEV = 5;

const DEVICES = {
  RDMA_NLDEV_CMD_GET: 1,
  RDMA_NLDEV_CMD_SET: 2,
  RDMA_NLDEV_CMD_NEWLINK: 3,
  RDMA_NLDEV_CMD_DELLINK: 4,
  RDMA_NLDEV_CMD_PORT_GET: 5,
  RDMA_NLDEV_CMD_SYS_GET: 6,
  RDMA_NLDEV_CMD_SYS_SET: 7,
  RDMA_NLDEV_CMD_RES_GET: 9,
  RDMA_NLDEV_CMD_RES_QP_GET: 10,
  RDMA_NLDEV_CMD_RES_CM_ID_GET: 11,
  RDMA_NLDEV_CMD_RES_CQ_GET: 12,
  RDMA_NLDEV_CMD_RES_MR_GET: 13,
  RDMA_NLDEV_CMD_RES_PD_GET: 14,
  RDMA_NLDEV_CMD_GET_CHARDEV: 15,
  RDMA_NLDEV_CMD_STAT_SET: 16,
  RDMA_NLDEV_CMD_STAT_GET: 17,
  RDMA_NLDEV_CMD_STAT_DEL: 18,
  RDMA_NLDEV_CMD_RES_QP_GET_RAW: 19,
  RDMA_NLDEV_CMD_RES_CQ_GET_RAW: 20,
  RDMA_NLDEV_CMD_RES_MR_GET_RAW: 21,
  RDMA_NLDEV_CMD_RES_CTX_GET: 22,
  RDMA_NLDEV_CMD_RES_SRQ_GET: 23,
  RDMA_NLDEV_CMD_STAT_GET_STATUS: 24,
  RDMA_NLDEV_CMD_RES_SRQ_GET_RAW: 25,
  RDMA_NLDEV_CMD_NEWDEV: 26,
  RDMA_NLDEV_CMD_DELDEV: 27,
  RDMA_NLDEV_CMD_MONITOR: 28,
  RDMA_NLDEV_CMD_FRMR_POOLS_GET: 29,
  RDMA_NLDEV_CMD_FRMR_POOLS_SET: 30,
};
const PORT_MAPPER = {
  RDMA_NL_IWPM_REG_PID: 0,
  RDMA_NL_IWPM_ADD_MAPPING: 1,
  RDMA_NL_IWPM_QUERY_MAPPING: 2,
  RDMA_NL_IWPM_REMOVE_MAPPING: 3,
  RDMA_NL_IWPM_REMOTE_INFO: 4,
  RDMA_NL_IWPM_HANDLE_ERR: 5,
  RDMA_NL_IWPM_MAPINFO: 6,
  RDMA_NL_IWPM_MAPINFO_NUM: 7,
  RDMA_NL_IWPM_HELLO: 8,
};
const LOCAL_SERVICE = { RDMA_NL_LS_OP_RESOLVE: 0, RDMA_NL_LS_OP_SET_TIMEOUT: 1, RDMA_NL_LS_OP_IP_RESOLVE: 2 };

/** All of them, at whatever depth. */
function deviceAttributes() {
  /** Nests hold the same attributes again. */
  const nest: Codec<unknown> = {
    type: 'nest',
    flags: NLA_F_NESTED,
    decode: (b, start, end) => all.decode(b, start, end),
    encode: (w, value) => all.encode(w, value as never),
    dissect: (b, start, end) => all.dissect(b, start, end),
  };
  const all: AttributeCodec<Schema> = attributes(() => ({
    pad: ['RDMA_NLDEV_ATTR_PAD', 0, bytes],
    devIndex: ['RDMA_NLDEV_ATTR_DEV_INDEX', 1, u32],
    devName: ['RDMA_NLDEV_ATTR_DEV_NAME', 2, string],
    portIndex: ['RDMA_NLDEV_ATTR_PORT_INDEX', 3, u32],
    capFlags: ['RDMA_NLDEV_ATTR_CAP_FLAGS', 4, u64],
    fwVersion: ['RDMA_NLDEV_ATTR_FW_VERSION', 5, string],
    nodeGuid: ['RDMA_NLDEV_ATTR_NODE_GUID', 6, u64],
    sysImageGuid: ['RDMA_NLDEV_ATTR_SYS_IMAGE_GUID', 7, u64],
    subnetPrefix: ['RDMA_NLDEV_ATTR_SUBNET_PREFIX', 8, u64],
    lid: ['RDMA_NLDEV_ATTR_LID', 9, u32],
    smLid: ['RDMA_NLDEV_ATTR_SM_LID', 10, u32],
    lmc: ['RDMA_NLDEV_ATTR_LMC', 11, u8],
    portState: ['RDMA_NLDEV_ATTR_PORT_STATE', 12, u8],
    portPhysState: ['RDMA_NLDEV_ATTR_PORT_PHYS_STATE', 13, u8],
    devNodeType: ['RDMA_NLDEV_ATTR_DEV_NODE_TYPE', 14, u8],
    resSummary: ['RDMA_NLDEV_ATTR_RES_SUMMARY', 15, nest],
    resSummaryEntry: ['RDMA_NLDEV_ATTR_RES_SUMMARY_ENTRY', 16, nest],
    resSummaryEntryName: ['RDMA_NLDEV_ATTR_RES_SUMMARY_ENTRY_NAME', 17, string],
    resSummaryEntryCurr: ['RDMA_NLDEV_ATTR_RES_SUMMARY_ENTRY_CURR', 18, u64],
    resQp: ['RDMA_NLDEV_ATTR_RES_QP', 19, nest],
    resQpEntry: ['RDMA_NLDEV_ATTR_RES_QP_ENTRY', 20, nest],
    resLqpn: ['RDMA_NLDEV_ATTR_RES_LQPN', 21, u32],
    resRqpn: ['RDMA_NLDEV_ATTR_RES_RQPN', 22, u32],
    resRqPsn: ['RDMA_NLDEV_ATTR_RES_RQ_PSN', 23, u32],
    resSqPsn: ['RDMA_NLDEV_ATTR_RES_SQ_PSN', 24, u32],
    resPathMigState: ['RDMA_NLDEV_ATTR_RES_PATH_MIG_STATE', 25, u8],
    resType: ['RDMA_NLDEV_ATTR_RES_TYPE', 26, u8],
    resState: ['RDMA_NLDEV_ATTR_RES_STATE', 27, u8],
    resPid: ['RDMA_NLDEV_ATTR_RES_PID', 28, u32],
    resKernName: ['RDMA_NLDEV_ATTR_RES_KERN_NAME', 29, string],
    resCmId: ['RDMA_NLDEV_ATTR_RES_CM_ID', 30, nest],
    resCmIdEntry: ['RDMA_NLDEV_ATTR_RES_CM_ID_ENTRY', 31, nest],
    resPs: ['RDMA_NLDEV_ATTR_RES_PS', 32, u32],
    resSrcAddr: ['RDMA_NLDEV_ATTR_RES_SRC_ADDR', 33, bytes],
    resDstAddr: ['RDMA_NLDEV_ATTR_RES_DST_ADDR', 34, bytes],
    resCq: ['RDMA_NLDEV_ATTR_RES_CQ', 35, nest],
    resCqEntry: ['RDMA_NLDEV_ATTR_RES_CQ_ENTRY', 36, nest],
    resCqe: ['RDMA_NLDEV_ATTR_RES_CQE', 37, u32],
    resUsecnt: ['RDMA_NLDEV_ATTR_RES_USECNT', 38, u64],
    resPollCtx: ['RDMA_NLDEV_ATTR_RES_POLL_CTX', 39, u8],
    resMr: ['RDMA_NLDEV_ATTR_RES_MR', 40, nest],
    resMrEntry: ['RDMA_NLDEV_ATTR_RES_MR_ENTRY', 41, nest],
    resRkey: ['RDMA_NLDEV_ATTR_RES_RKEY', 42, u32],
    resLkey: ['RDMA_NLDEV_ATTR_RES_LKEY', 43, u32],
    resIova: ['RDMA_NLDEV_ATTR_RES_IOVA', 44, u64],
    resMrlen: ['RDMA_NLDEV_ATTR_RES_MRLEN', 45, u64],
    resPd: ['RDMA_NLDEV_ATTR_RES_PD', 46, nest],
    resPdEntry: ['RDMA_NLDEV_ATTR_RES_PD_ENTRY', 47, nest],
    resLocalDmaLkey: ['RDMA_NLDEV_ATTR_RES_LOCAL_DMA_LKEY', 48, u32],
    resUnsafeGlobalRkey: ['RDMA_NLDEV_ATTR_RES_UNSAFE_GLOBAL_RKEY', 49, u32],
    ndevIndex: ['RDMA_NLDEV_ATTR_NDEV_INDEX', 50, u32],
    ndevName: ['RDMA_NLDEV_ATTR_NDEV_NAME', 51, string],
    driver: ['RDMA_NLDEV_ATTR_DRIVER', 52, nest],
    driverEntry: ['RDMA_NLDEV_ATTR_DRIVER_ENTRY', 53, nest],
    driverString: ['RDMA_NLDEV_ATTR_DRIVER_STRING', 54, string],
    driverPrintType: ['RDMA_NLDEV_ATTR_DRIVER_PRINT_TYPE', 55, u8],
    driverS32: ['RDMA_NLDEV_ATTR_DRIVER_S32', 56, s32],
    driverU32: ['RDMA_NLDEV_ATTR_DRIVER_U32', 57, u32],
    driverS64: ['RDMA_NLDEV_ATTR_DRIVER_S64', 58, s64],
    driverU64: ['RDMA_NLDEV_ATTR_DRIVER_U64', 59, u64],
    resPdn: ['RDMA_NLDEV_ATTR_RES_PDN', 60, u32],
    resCqn: ['RDMA_NLDEV_ATTR_RES_CQN', 61, u32],
    resMrn: ['RDMA_NLDEV_ATTR_RES_MRN', 62, u32],
    resCmIdn: ['RDMA_NLDEV_ATTR_RES_CM_IDN', 63, u32],
    resCtxn: ['RDMA_NLDEV_ATTR_RES_CTXN', 64, u32],
    linkType: ['RDMA_NLDEV_ATTR_LINK_TYPE', 65, string],
    sysNetnsMode: ['RDMA_NLDEV_SYS_ATTR_NETNS_MODE', 66, u8],
    devProtocol: ['RDMA_NLDEV_ATTR_DEV_PROTOCOL', 67, string],
    netNsFd: ['RDMA_NLDEV_NET_NS_FD', 68, u32],
    chardevType: ['RDMA_NLDEV_ATTR_CHARDEV_TYPE', 69, string],
    chardevName: ['RDMA_NLDEV_ATTR_CHARDEV_NAME', 70, string],
    chardevAbi: ['RDMA_NLDEV_ATTR_CHARDEV_ABI', 71, u64],
    chardev: ['RDMA_NLDEV_ATTR_CHARDEV', 72, u64],
    uverbsDriverId: ['RDMA_NLDEV_ATTR_UVERBS_DRIVER_ID', 73, u32],
    statMode: ['RDMA_NLDEV_ATTR_STAT_MODE', 74, u32],
    statRes: ['RDMA_NLDEV_ATTR_STAT_RES', 75, u32],
    statAutoModeMask: ['RDMA_NLDEV_ATTR_STAT_AUTO_MODE_MASK', 76, u32],
    statCounter: ['RDMA_NLDEV_ATTR_STAT_COUNTER', 77, nest],
    statCounterEntry: ['RDMA_NLDEV_ATTR_STAT_COUNTER_ENTRY', 78, nest],
    statCounterId: ['RDMA_NLDEV_ATTR_STAT_COUNTER_ID', 79, u32],
    statHwcounters: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTERS', 80, nest],
    statHwcounterEntry: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTER_ENTRY', 81, nest],
    statHwcounterEntryName: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTER_ENTRY_NAME', 82, string],
    statHwcounterEntryValue: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTER_ENTRY_VALUE', 83, u64],
    devDim: ['RDMA_NLDEV_ATTR_DEV_DIM', 84, u8],
    resRaw: ['RDMA_NLDEV_ATTR_RES_RAW', 85, bytes],
    resCtx: ['RDMA_NLDEV_ATTR_RES_CTX', 86, nest],
    resCtxEntry: ['RDMA_NLDEV_ATTR_RES_CTX_ENTRY', 87, nest],
    resSrq: ['RDMA_NLDEV_ATTR_RES_SRQ', 88, nest],
    resSrqEntry: ['RDMA_NLDEV_ATTR_RES_SRQ_ENTRY', 89, nest],
    resSrqn: ['RDMA_NLDEV_ATTR_RES_SRQN', 90, u32],
    minRange: ['RDMA_NLDEV_ATTR_MIN_RANGE', 91, u32],
    maxRange: ['RDMA_NLDEV_ATTR_MAX_RANGE', 92, u32],
    sysCopyOnFork: ['RDMA_NLDEV_SYS_ATTR_COPY_ON_FORK', 93, u8],
    statHwcounterIndex: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTER_INDEX', 94, u32],
    statHwcounterDynamic: ['RDMA_NLDEV_ATTR_STAT_HWCOUNTER_DYNAMIC', 95, u8],
    sysPrivilegedQkeyMode: ['RDMA_NLDEV_SYS_ATTR_PRIVILEGED_QKEY_MODE', 96, u8],
    driverDetails: ['RDMA_NLDEV_ATTR_DRIVER_DETAILS', 97, u8],
    resSubtype: ['RDMA_NLDEV_ATTR_RES_SUBTYPE', 98, string],
    devType: ['RDMA_NLDEV_ATTR_DEV_TYPE', 99, u8],
    parentName: ['RDMA_NLDEV_ATTR_PARENT_NAME', 100, string],
    nameAssignType: ['RDMA_NLDEV_ATTR_NAME_ASSIGN_TYPE', 101, u8],
    eventType: ['RDMA_NLDEV_ATTR_EVENT_TYPE', 102, u8],
    sysMonitorMode: ['RDMA_NLDEV_SYS_ATTR_MONITOR_MODE', 103, u8],
    statOpcounterEnabled: ['RDMA_NLDEV_ATTR_STAT_OPCOUNTER_ENABLED', 104, u8],
    frmrPools: ['RDMA_NLDEV_ATTR_FRMR_POOLS', 105, nest],
    frmrPoolEntry: ['RDMA_NLDEV_ATTR_FRMR_POOL_ENTRY', 106, nest],
    frmrPoolKey: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY', 107, nest],
    frmrPoolKeyAts: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY_ATS', 108, bytes],
    frmrPoolKeyAccessFlags: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY_ACCESS_FLAGS', 109, bytes],
    frmrPoolKeyVendorKey: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY_VENDOR_KEY', 110, bytes],
    frmrPoolKeyNumDmaBlocks: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY_NUM_DMA_BLOCKS', 111, bytes],
    frmrPoolQueueHandles: ['RDMA_NLDEV_ATTR_FRMR_POOL_QUEUE_HANDLES', 112, bytes],
    frmrPoolMaxInUse: ['RDMA_NLDEV_ATTR_FRMR_POOL_MAX_IN_USE', 113, bytes],
    frmrPoolInUse: ['RDMA_NLDEV_ATTR_FRMR_POOL_IN_USE', 114, bytes],
    frmrPoolsAgingPeriod: ['RDMA_NLDEV_ATTR_FRMR_POOLS_AGING_PERIOD', 115, bytes],
    frmrPoolPinnedHandles: ['RDMA_NLDEV_ATTR_FRMR_POOL_PINNED_HANDLES', 116, bytes],
    frmrPoolKeyKernelVendorKey: ['RDMA_NLDEV_ATTR_FRMR_POOL_KEY_KERNEL_VENDOR_KEY', 117, bytes],
  }));
  return all;
}

const named = (client: number, operations: Readonly<Record<string, number>>, body: FamilyBody) =>
  Object.entries(operations).map(([name, operation]) => [name, [(client << 10) | operation, body] as const] as const);

/** NETLINK_RDMA. */
export function rdmaProtocol(): FamilyProtocol {
  const none = struct('', {});
  const unknown = familyBody(
    none,
    attributes(() => ({})),
  );
  return protocol(
    Object.fromEntries([
      ...named(RDMA_NL_NLDEV, DEVICES, familyBody(none, deviceAttributes())),
      ...named(RDMA_NL_IWCM, PORT_MAPPER, unknown),
      ...named(RDMA_NL_LS, LOCAL_SERVICE, unknown),
    ]),
  );
}
