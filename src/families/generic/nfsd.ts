// The NFS server. include/uapi/linux/nfsd_netlink.h; Documentation/netlink/specs/nfsd.yaml.

import { ip, ipv4 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, bytes, flag, s64, u8, u32 } from '../../netlink/codec.js';
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

  return {
    commands: {
      ...commands(rpcStatus, { NFSD_CMD_RPC_STATUS_GET: 1 }),
      ...commands(server, { NFSD_CMD_THREADS_SET: 2, NFSD_CMD_THREADS_GET: 3 }),
      ...commands(serverProto, { NFSD_CMD_VERSION_SET: 4, NFSD_CMD_VERSION_GET: 5 }),
      ...commands(serverSock, { NFSD_CMD_LISTENER_SET: 6, NFSD_CMD_LISTENER_GET: 7 }),
      ...commands(poolMode, { NFSD_CMD_POOL_MODE_SET: 8, NFSD_CMD_POOL_MODE_GET: 9 }),
    },
  };
});
