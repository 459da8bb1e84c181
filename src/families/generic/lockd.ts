// The lock manager of NFS. include/uapi/linux/lockd_netlink.h; Documentation/netlink/specs/lockd.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { u16, u32 } from '../../netlink/codec.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const lockdFamily: GenericFamily = deferredFamily('lockd', () => {
  const server = flaggedAttributes(() => ({
    gracetime: ['LOCKD_A_SERVER_GRACETIME', 1, u32],
    tcpPort: ['LOCKD_A_SERVER_TCP_PORT', 2, u16],
    udpPort: ['LOCKD_A_SERVER_UDP_PORT', 3, u16],
  }));

  return {
    commands: { ...commands(server, { LOCKD_CMD_SERVER_SET: 1, LOCKD_CMD_SERVER_GET: 2 }) },
  };
});
