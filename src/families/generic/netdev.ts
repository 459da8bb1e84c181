// Network devices: XDP, queues, NAPI, page pools. include/uapi/linux/netdev.h; Documentation/netlink/specs/netdev.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, s32, u32, u64, uint } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const netdevFamily: GenericFamily = deferredFamily('netdev', () => {
  const dev = flaggedAttributes(() => ({
    ifindex: ['NETDEV_A_DEV_IFINDEX', 1, u32],
    pad: ['NETDEV_A_DEV_PAD', 2, bytes],
    xdpFeatures: ['NETDEV_A_DEV_XDP_FEATURES', 3, u64],
    xdpZcMaxSegs: ['NETDEV_A_DEV_XDP_ZC_MAX_SEGS', 4, u32],
    xdpRxMetadataFeatures: ['NETDEV_A_DEV_XDP_RX_METADATA_FEATURES', 5, u64],
    xskFeatures: ['NETDEV_A_DEV_XSK_FEATURES', 6, u64],
  }));

  const ioUringProviderInfo = flaggedAttributes(() => ({}));

  const pagePool = flaggedAttributes(() => ({
    id: ['NETDEV_A_PAGE_POOL_ID', 1, uint],
    ifindex: ['NETDEV_A_PAGE_POOL_IFINDEX', 2, u32],
    napiId: ['NETDEV_A_PAGE_POOL_NAPI_ID', 3, uint],
    inflight: ['NETDEV_A_PAGE_POOL_INFLIGHT', 4, uint],
    inflightMem: ['NETDEV_A_PAGE_POOL_INFLIGHT_MEM', 5, uint],
    detachTime: ['NETDEV_A_PAGE_POOL_DETACH_TIME', 6, uint],
    dmabuf: ['NETDEV_A_PAGE_POOL_DMABUF', 7, u32],
    ioUring: ['NETDEV_A_PAGE_POOL_IO_URING', 8, ioUringProviderInfo],
  }));

  const pagePoolInfo = flaggedAttributes(() => ({
    id: ['NETDEV_A_PAGE_POOL_ID', 1, uint],
    ifindex: ['NETDEV_A_PAGE_POOL_IFINDEX', 2, u32],
  }));

  const pagePoolStats = flaggedAttributes(() => ({
    info: ['NETDEV_A_PAGE_POOL_STATS_INFO', 1, pagePoolInfo],
    allocFast: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_FAST', 8, uint],
    allocSlow: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW', 9, uint],
    allocSlowHighOrder: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW_HIGH_ORDER', 10, uint],
    allocEmpty: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_EMPTY', 11, uint],
    allocRefill: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_REFILL', 12, uint],
    allocWaive: ['NETDEV_A_PAGE_POOL_STATS_ALLOC_WAIVE', 13, uint],
    recycleCached: ['NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHED', 14, uint],
    recycleCacheFull: ['NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHE_FULL', 15, uint],
    recycleRing: ['NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING', 16, uint],
    recycleRingFull: ['NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING_FULL', 17, uint],
    recycleReleasedRefcnt: ['NETDEV_A_PAGE_POOL_STATS_RECYCLE_RELEASED_REFCNT', 18, uint],
  }));

  const xskInfo = flaggedAttributes(() => ({}));

  const queueId = flaggedAttributes(() => ({
    id: ['NETDEV_A_QUEUE_ID', 1, u32],
    type: ['NETDEV_A_QUEUE_TYPE', 3, u32],
  }));

  /** The queue of another device that stands behind it. */
  const lease = flaggedAttributes(() => ({
    ifindex: ['NETDEV_A_LEASE_IFINDEX', 1, u32],
    queue: ['NETDEV_A_LEASE_QUEUE', 2, queueId],
    netnsId: ['NETDEV_A_LEASE_NETNS_ID', 3, s32],
  }));

  const queue = flaggedAttributes(() => ({
    id: ['NETDEV_A_QUEUE_ID', 1, u32],
    ifindex: ['NETDEV_A_QUEUE_IFINDEX', 2, u32],
    type: ['NETDEV_A_QUEUE_TYPE', 3, u32],
    napiId: ['NETDEV_A_QUEUE_NAPI_ID', 4, u32],
    dmabuf: ['NETDEV_A_QUEUE_DMABUF', 5, u32],
    ioUring: ['NETDEV_A_QUEUE_IO_URING', 6, ioUringProviderInfo],
    xsk: ['NETDEV_A_QUEUE_XSK', 7, xskInfo],
    lease: ['NETDEV_A_QUEUE_LEASE', 8, lease],
  }));

  const napi = flaggedAttributes(() => ({
    ifindex: ['NETDEV_A_NAPI_IFINDEX', 1, u32],
    id: ['NETDEV_A_NAPI_ID', 2, u32],
    irq: ['NETDEV_A_NAPI_IRQ', 3, u32],
    pid: ['NETDEV_A_NAPI_PID', 4, u32],
    deferHardIrqs: ['NETDEV_A_NAPI_DEFER_HARD_IRQS', 5, u32],
    groFlushTimeout: ['NETDEV_A_NAPI_GRO_FLUSH_TIMEOUT', 6, uint],
    irqSuspendTimeout: ['NETDEV_A_NAPI_IRQ_SUSPEND_TIMEOUT', 7, uint],
    threaded: ['NETDEV_A_NAPI_THREADED', 8, u32],
  }));

  const qstats = flaggedAttributes(() => ({
    ifindex: ['NETDEV_A_QSTATS_IFINDEX', 1, u32],
    queueType: ['NETDEV_A_QSTATS_QUEUE_TYPE', 2, u32],
    queueId: ['NETDEV_A_QSTATS_QUEUE_ID', 3, u32],
    scope: ['NETDEV_A_QSTATS_SCOPE', 4, uint],
    rxPackets: ['NETDEV_A_QSTATS_RX_PACKETS', 8, uint],
    rxBytes: ['NETDEV_A_QSTATS_RX_BYTES', 9, uint],
    txPackets: ['NETDEV_A_QSTATS_TX_PACKETS', 10, uint],
    txBytes: ['NETDEV_A_QSTATS_TX_BYTES', 11, uint],
    rxAllocFail: ['NETDEV_A_QSTATS_RX_ALLOC_FAIL', 12, uint],
    rxHwDrops: ['NETDEV_A_QSTATS_RX_HW_DROPS', 13, uint],
    rxHwDropOverruns: ['NETDEV_A_QSTATS_RX_HW_DROP_OVERRUNS', 14, uint],
    rxCsumComplete: ['NETDEV_A_QSTATS_RX_CSUM_COMPLETE', 15, uint],
    rxCsumUnnecessary: ['NETDEV_A_QSTATS_RX_CSUM_UNNECESSARY', 16, uint],
    rxCsumNone: ['NETDEV_A_QSTATS_RX_CSUM_NONE', 17, uint],
    rxCsumBad: ['NETDEV_A_QSTATS_RX_CSUM_BAD', 18, uint],
    rxHwGroPackets: ['NETDEV_A_QSTATS_RX_HW_GRO_PACKETS', 19, uint],
    rxHwGroBytes: ['NETDEV_A_QSTATS_RX_HW_GRO_BYTES', 20, uint],
    rxHwGroWirePackets: ['NETDEV_A_QSTATS_RX_HW_GRO_WIRE_PACKETS', 21, uint],
    rxHwGroWireBytes: ['NETDEV_A_QSTATS_RX_HW_GRO_WIRE_BYTES', 22, uint],
    rxHwDropRatelimits: ['NETDEV_A_QSTATS_RX_HW_DROP_RATELIMITS', 23, uint],
    txHwDrops: ['NETDEV_A_QSTATS_TX_HW_DROPS', 24, uint],
    txHwDropErrors: ['NETDEV_A_QSTATS_TX_HW_DROP_ERRORS', 25, uint],
    txCsumNone: ['NETDEV_A_QSTATS_TX_CSUM_NONE', 26, uint],
    txNeedsCsum: ['NETDEV_A_QSTATS_TX_NEEDS_CSUM', 27, uint],
    txHwGsoPackets: ['NETDEV_A_QSTATS_TX_HW_GSO_PACKETS', 28, uint],
    txHwGsoBytes: ['NETDEV_A_QSTATS_TX_HW_GSO_BYTES', 29, uint],
    txHwGsoWirePackets: ['NETDEV_A_QSTATS_TX_HW_GSO_WIRE_PACKETS', 30, uint],
    txHwGsoWireBytes: ['NETDEV_A_QSTATS_TX_HW_GSO_WIRE_BYTES', 31, uint],
    txHwDropRatelimits: ['NETDEV_A_QSTATS_TX_HW_DROP_RATELIMITS', 32, uint],
    txStop: ['NETDEV_A_QSTATS_TX_STOP', 33, uint],
    txWake: ['NETDEV_A_QSTATS_TX_WAKE', 34, uint],
  }));

  const dmabuf = flaggedAttributes(() => ({
    ifindex: ['NETDEV_A_DMABUF_IFINDEX', 1, u32],
    queues: ['NETDEV_A_DMABUF_QUEUES', 2, repeated(queueId)],
    fd: ['NETDEV_A_DMABUF_FD', 3, u32],
    id: ['NETDEV_A_DMABUF_ID', 4, u32],
    rxPageSize: ['NETDEV_A_DMABUF_RX_PAGE_SIZE', 5, u32],
  }));

  return {
    commands: {
      ...commands(dev, { NETDEV_CMD_DEV_GET: 1, NETDEV_CMD_DEV_ADD_NTF: 2, NETDEV_CMD_DEV_DEL_NTF: 3, NETDEV_CMD_DEV_CHANGE_NTF: 4 }),
      ...commands(pagePool, { NETDEV_CMD_PAGE_POOL_GET: 5, NETDEV_CMD_PAGE_POOL_ADD_NTF: 6, NETDEV_CMD_PAGE_POOL_DEL_NTF: 7, NETDEV_CMD_PAGE_POOL_CHANGE_NTF: 8 }),
      ...commands(pagePoolStats, { NETDEV_CMD_PAGE_POOL_STATS_GET: 9 }),
      ...commands(queue, { NETDEV_CMD_QUEUE_GET: 10, NETDEV_CMD_QUEUE_CREATE: 16 }),
      ...commands(napi, { NETDEV_CMD_NAPI_GET: 11, NETDEV_CMD_NAPI_SET: 14 }),
      ...commands(qstats, { NETDEV_CMD_QSTATS_GET: 12 }),
      ...commands(dmabuf, { NETDEV_CMD_BIND_RX: 13, NETDEV_CMD_BIND_TX: 15 }),
    },
  };
});
