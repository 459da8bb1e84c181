// PSP, encryption of transport connections by devices. include/uapi/linux/psp.h; Documentation/netlink/specs/psp.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, flag, s32, u32, uint } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const pspFamily: GenericFamily = deferredFamily('psp', () => {
  const assocDevInfo = flaggedAttributes(() => ({
    ifindex: ['PSP_A_ASSOC_DEV_INFO_IFINDEX', 1, u32],
    nsid: ['PSP_A_ASSOC_DEV_INFO_NSID', 2, s32],
  }));

  const dev = flaggedAttributes(() => ({
    id: ['PSP_A_DEV_ID', 1, u32],
    ifindex: ['PSP_A_DEV_IFINDEX', 2, u32],
    pspVersionsCap: ['PSP_A_DEV_PSP_VERSIONS_CAP', 3, u32],
    pspVersionsEna: ['PSP_A_DEV_PSP_VERSIONS_ENA', 4, u32],
    assocList: ['PSP_A_DEV_ASSOC_LIST', 5, repeated(assocDevInfo)],
    nsid: ['PSP_A_DEV_NSID', 6, s32],
    byAssociation: ['PSP_A_DEV_BY_ASSOCIATION', 7, flag],
  }));

  const keys = flaggedAttributes(() => ({
    key: ['PSP_A_KEYS_KEY', 1, bytes],
    spi: ['PSP_A_KEYS_SPI', 2, u32],
  }));

  const assoc = flaggedAttributes(() => ({
    devId: ['PSP_A_ASSOC_DEV_ID', 1, u32],
    pspVersion: ['PSP_A_ASSOC_VERSION', 2, u32],
    rxKey: ['PSP_A_ASSOC_RX_KEY', 3, keys],
    txKey: ['PSP_A_ASSOC_TX_KEY', 4, keys],
    sockFd: ['PSP_A_ASSOC_SOCK_FD', 5, u32],
  }));

  const stats = flaggedAttributes(() => ({
    devId: ['PSP_A_STATS_DEV_ID', 1, u32],
    keyRotations: ['PSP_A_STATS_KEY_ROTATIONS', 2, uint],
    staleEvents: ['PSP_A_STATS_STALE_EVENTS', 3, uint],
    rxPackets: ['PSP_A_STATS_RX_PACKETS', 4, uint],
    rxBytes: ['PSP_A_STATS_RX_BYTES', 5, uint],
    rxAuthFail: ['PSP_A_STATS_RX_AUTH_FAIL', 6, uint],
    rxError: ['PSP_A_STATS_RX_ERROR', 7, uint],
    rxBad: ['PSP_A_STATS_RX_BAD', 8, uint],
    txPackets: ['PSP_A_STATS_TX_PACKETS', 9, uint],
    txBytes: ['PSP_A_STATS_TX_BYTES', 10, uint],
    txError: ['PSP_A_STATS_TX_ERROR', 11, uint],
  }));

  return {
    commands: {
      ...commands(dev, {
        PSP_CMD_DEV_GET: 1,
        PSP_CMD_DEV_ADD_NTF: 2,
        PSP_CMD_DEV_DEL_NTF: 3,
        PSP_CMD_DEV_SET: 4,
        PSP_CMD_DEV_CHANGE_NTF: 5,
        PSP_CMD_KEY_ROTATE: 6,
        PSP_CMD_KEY_ROTATE_NTF: 7,
        PSP_CMD_DEV_ASSOC: 11,
        PSP_CMD_DEV_DISASSOC: 12,
      }),
      ...commands(assoc, { PSP_CMD_RX_ASSOC: 8, PSP_CMD_TX_ASSOC: 9 }),
      ...commands(stats, { PSP_CMD_GET_STATS: 10 }),
    },
  };
});
