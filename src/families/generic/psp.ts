// PSP, encryption of transport connections by devices. include/uapi/linux/psp.h; Documentation/netlink/specs/psp.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, u32 } from '../../netlink/codec.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const pspFamily: GenericFamily = deferredFamily('psp', () => {
  const dev = flaggedAttributes(() => ({
    id: ['PSP_A_DEV_ID', 1, u32],
    ifindex: ['PSP_A_DEV_IFINDEX', 2, u32],
    pspVersionsCap: ['PSP_A_DEV_PSP_VERSIONS_CAP', 3, u32],
    pspVersionsEna: ['PSP_A_DEV_PSP_VERSIONS_ENA', 4, u32],
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
      }),
      ...commands(assoc, { PSP_CMD_RX_ASSOC: 8, PSP_CMD_TX_ASSOC: 9 }),
    },
  };
});
