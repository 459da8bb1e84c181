// The NFS server. include/uapi/linux/nfsd_netlink.h; Documentation/netlink/specs/nfsd.yaml.

import { ip, ipv4 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, bytes, flag, s32, s64, u8, u32, u64 } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const nfsdFamily: GenericFamily = deferredFamily('nfsd', () => {
  const rpcStatus = flaggedAttributes(() => ({
    xid: ['NFSD_A_RPC_STATUS_XID', 1, be32],
    flags: ['NFSD_A_RPC_STATUS_FLAGS', 2, u32],
    prog: ['NFSD_A_RPC_STATUS_PROG', 3, u32],
    rpcVersion: ['NFSD_A_RPC_STATUS_VERSION', 4, u8],
    proc: ['NFSD_A_RPC_STATUS_PROC', 5, u32],
    serviceTime: ['NFSD_A_RPC_STATUS_SERVICE_TIME', 6, s64],
    pad: ['NFSD_A_RPC_STATUS_PAD', 7, bytes],
    saddr4: ['NFSD_A_RPC_STATUS_SADDR4', 8, ipv4],
    daddr4: ['NFSD_A_RPC_STATUS_DADDR4', 9, ipv4],
    saddr6: ['NFSD_A_RPC_STATUS_SADDR6', 10, ip],
    daddr6: ['NFSD_A_RPC_STATUS_DADDR6', 11, ip],
    sport: ['NFSD_A_RPC_STATUS_SPORT', 12, be16],
    dport: ['NFSD_A_RPC_STATUS_DPORT', 13, be16],
    compoundOps: ['NFSD_A_RPC_STATUS_COMPOUND_OPS', 14, repeated(u32)],
  }));

  const server = flaggedAttributes(() => ({
    threads: ['NFSD_A_SERVER_THREADS', 1, repeated(u32)],
    gracetime: ['NFSD_A_SERVER_GRACETIME', 2, u32],
    leasetime: ['NFSD_A_SERVER_LEASETIME', 3, u32],
    scope: ['NFSD_A_SERVER_SCOPE', 4, string],
    minThreads: ['NFSD_A_SERVER_MIN_THREADS', 5, u32],
    fhKey: ['NFSD_A_SERVER_FH_KEY', 6, bytes],
  }));

  const version = flaggedAttributes(() => ({
    major: ['NFSD_A_VERSION_MAJOR', 1, u32],
    minor: ['NFSD_A_VERSION_MINOR', 2, u32],
    enabled: ['NFSD_A_VERSION_ENABLED', 3, flag],
  }));

  const serverProto = flaggedAttributes(() => ({
    versions: ['NFSD_A_SERVER_PROTO_VERSION', 1, repeated(version)],
  }));

  const sock = flaggedAttributes(() => ({
    addr: ['NFSD_A_SOCK_ADDR', 1, bytes],
    transportName: ['NFSD_A_SOCK_TRANSPORT_NAME', 2, string],
  }));

  const serverSock = flaggedAttributes(() => ({
    addr: ['NFSD_A_SERVER_SOCK_ADDR', 1, repeated(sock)],
  }));

  const poolMode = flaggedAttributes(() => ({
    mode: ['NFSD_A_POOL_MODE_MODE', 1, string],
    npools: ['NFSD_A_POOL_MODE_NPOOLS', 2, u32],
  }));

  const cacheNotify = flaggedAttributes(() => ({
    cacheType: ['NFSD_A_CACHE_NOTIFY_CACHE_TYPE', 1, u32],
  }));

  const fslocation = flaggedAttributes(() => ({
    host: ['NFSD_A_FSLOCATION_HOST', 1, string],
    path: ['NFSD_A_FSLOCATION_PATH', 2, string],
  }));

  const fslocations = flaggedAttributes(() => ({
    location: ['NFSD_A_FSLOCATIONS_LOCATION', 1, repeated(fslocation)],
  }));

  const authFlavor = flaggedAttributes(() => ({
    pseudoflavor: ['NFSD_A_AUTH_FLAVOR_PSEUDOFLAVOR', 1, u32],
    flags: ['NFSD_A_AUTH_FLAVOR_FLAGS', 2, u32],
  }));

  const svcExport = flaggedAttributes(() => ({
    seqno: ['NFSD_A_SVC_EXPORT_SEQNO', 1, u64],
    client: ['NFSD_A_SVC_EXPORT_CLIENT', 2, string],
    path: ['NFSD_A_SVC_EXPORT_PATH', 3, string],
    negative: ['NFSD_A_SVC_EXPORT_NEGATIVE', 4, flag],
    expiry: ['NFSD_A_SVC_EXPORT_EXPIRY', 5, u64],
    anonUid: ['NFSD_A_SVC_EXPORT_ANON_UID', 6, u32],
    anonGid: ['NFSD_A_SVC_EXPORT_ANON_GID', 7, u32],
    fslocations: ['NFSD_A_SVC_EXPORT_FSLOCATIONS', 8, fslocations],
    uuid: ['NFSD_A_SVC_EXPORT_UUID', 9, bytes],
    secinfo: ['NFSD_A_SVC_EXPORT_SECINFO', 10, repeated(authFlavor)],
    xprtsec: ['NFSD_A_SVC_EXPORT_XPRTSEC', 11, repeated(u32)],
    flags: ['NFSD_A_SVC_EXPORT_FLAGS', 12, u32],
    fsid: ['NFSD_A_SVC_EXPORT_FSID', 13, s32],
  }));

  const svcExportReqs = flaggedAttributes(() => ({
    requests: ['NFSD_A_SVC_EXPORT_REQS_REQUESTS', 1, repeated(svcExport)],
  }));

  const expkey = flaggedAttributes(() => ({
    seqno: ['NFSD_A_EXPKEY_SEQNO', 1, u64],
    client: ['NFSD_A_EXPKEY_CLIENT', 2, string],
    fsidtype: ['NFSD_A_EXPKEY_FSIDTYPE', 3, u8],
    fsid: ['NFSD_A_EXPKEY_FSID', 4, bytes],
    negative: ['NFSD_A_EXPKEY_NEGATIVE', 5, flag],
    expiry: ['NFSD_A_EXPKEY_EXPIRY', 6, u64],
    path: ['NFSD_A_EXPKEY_PATH', 7, string],
  }));

  const expkeyReqs = flaggedAttributes(() => ({
    requests: ['NFSD_A_EXPKEY_REQS_REQUESTS', 1, repeated(expkey)],
  }));

  const cacheFlush = flaggedAttributes(() => ({
    mask: ['NFSD_A_CACHE_FLUSH_MASK', 1, u32],
  }));

  const unlockIp = flaggedAttributes(() => ({
    address: ['NFSD_A_UNLOCK_IP_ADDRESS', 1, bytes],
  }));

  const unlockFilesystem = flaggedAttributes(() => ({
    path: ['NFSD_A_UNLOCK_FILESYSTEM_PATH', 1, string],
  }));

  const unlockExport = flaggedAttributes(() => ({
    path: ['NFSD_A_UNLOCK_EXPORT_PATH', 1, string],
  }));

  const serverProcEntry = flaggedAttributes(() => ({
    op: ['NFSD_A_SERVER_PROC_ENTRY_OP', 1, u32],
    count: ['NFSD_A_SERVER_PROC_ENTRY_COUNT', 2, u64],
    pad: ['NFSD_A_SERVER_PROC_ENTRY_PAD', 3, bytes],
  }));

  const serverStats = flaggedAttributes(() => ({
    rcHits: ['NFSD_A_SERVER_STATS_RC_HITS', 1, u64],
    rcMisses: ['NFSD_A_SERVER_STATS_RC_MISSES', 2, u64],
    rcNocache: ['NFSD_A_SERVER_STATS_RC_NOCACHE', 3, u64],
    pad: ['NFSD_A_SERVER_STATS_PAD', 4, bytes],
    fhStale: ['NFSD_A_SERVER_STATS_FH_STALE', 5, u64],
    ioRead: ['NFSD_A_SERVER_STATS_IO_READ', 6, u64],
    ioWrite: ['NFSD_A_SERVER_STATS_IO_WRITE', 7, u64],
    netcnt: ['NFSD_A_SERVER_STATS_NETCNT', 8, u32],
    netudpcnt: ['NFSD_A_SERVER_STATS_NETUDPCNT', 9, u32],
    nettcpcnt: ['NFSD_A_SERVER_STATS_NETTCPCNT', 10, u32],
    nettcpconn: ['NFSD_A_SERVER_STATS_NETTCPCONN', 11, u32],
    rpccnt: ['NFSD_A_SERVER_STATS_RPCCNT', 12, u32],
    rpcbadfmt: ['NFSD_A_SERVER_STATS_RPCBADFMT', 13, u32],
    rpcbadauth: ['NFSD_A_SERVER_STATS_RPCBADAUTH', 14, u32],
    rpcbadclnt: ['NFSD_A_SERVER_STATS_RPCBADCLNT', 15, u32],
    proc2Ops: ['NFSD_A_SERVER_STATS_PROC2_OPS', 16, repeated(serverProcEntry)],
    proc3Ops: ['NFSD_A_SERVER_STATS_PROC3_OPS', 17, repeated(serverProcEntry)],
    proc4Ops: ['NFSD_A_SERVER_STATS_PROC4_OPS', 18, repeated(serverProcEntry)],
    proc4opsOps: ['NFSD_A_SERVER_STATS_PROC4OPS_OPS', 19, repeated(serverProcEntry)],
    proc4cbOps: ['NFSD_A_SERVER_STATS_PROC4CB_OPS', 20, repeated(serverProcEntry)],
  }));

  return {
    commands: {
      ...commands(rpcStatus, { NFSD_CMD_RPC_STATUS_GET: 1 }),
      ...commands(server, { NFSD_CMD_THREADS_SET: 2, NFSD_CMD_THREADS_GET: 3 }),
      ...commands(serverProto, { NFSD_CMD_VERSION_SET: 4, NFSD_CMD_VERSION_GET: 5 }),
      ...commands(serverSock, { NFSD_CMD_LISTENER_SET: 6, NFSD_CMD_LISTENER_GET: 7 }),
      ...commands(poolMode, { NFSD_CMD_POOL_MODE_SET: 8, NFSD_CMD_POOL_MODE_GET: 9 }),
      ...commands(cacheNotify, { NFSD_CMD_CACHE_NOTIFY: 10 }),
      ...commands(svcExportReqs, { NFSD_CMD_SVC_EXPORT_GET_REQS: 11, NFSD_CMD_SVC_EXPORT_SET_REQS: 12 }),
      ...commands(expkeyReqs, { NFSD_CMD_EXPKEY_GET_REQS: 13, NFSD_CMD_EXPKEY_SET_REQS: 14 }),
      ...commands(cacheFlush, { NFSD_CMD_CACHE_FLUSH: 15 }),
      ...commands(unlockIp, { NFSD_CMD_UNLOCK_IP: 16 }),
      ...commands(unlockFilesystem, { NFSD_CMD_UNLOCK_FILESYSTEM: 17 }),
      ...commands(unlockExport, { NFSD_CMD_UNLOCK_EXPORT: 18 }),
      ...commands(serverStats, { NFSD_CMD_SERVER_STATS_GET: 19 }),
    },
  };
});
