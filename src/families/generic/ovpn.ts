// OpenVPN in the kernel: peers and their keys. include/uapi/linux/ovpn.h; Documentation/netlink/specs/ovpn.yaml.

import { ip, ipv4 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { be16, bytes, s32, u32, uint } from '../../netlink/codec.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const ovpnFamily: GenericFamily = deferredFamily('ovpn', () => {
  const peerNewInput = flaggedAttributes(() => ({
    id: ['OVPN_A_PEER_ID', 1, u32],
    remoteIpv4: ['OVPN_A_PEER_REMOTE_IPV4', 2, ipv4],
    remoteIpv6: ['OVPN_A_PEER_REMOTE_IPV6', 3, ip],
    remoteIpv6ScopeId: ['OVPN_A_PEER_REMOTE_IPV6_SCOPE_ID', 4, u32],
    remotePort: ['OVPN_A_PEER_REMOTE_PORT', 5, be16],
    socket: ['OVPN_A_PEER_SOCKET', 6, u32],
    vpnIpv4: ['OVPN_A_PEER_VPN_IPV4', 8, ipv4],
    vpnIpv6: ['OVPN_A_PEER_VPN_IPV6', 9, ip],
    localIpv4: ['OVPN_A_PEER_LOCAL_IPV4', 10, ipv4],
    localIpv6: ['OVPN_A_PEER_LOCAL_IPV6', 11, ip],
    keepaliveInterval: ['OVPN_A_PEER_KEEPALIVE_INTERVAL', 13, u32],
    keepaliveTimeout: ['OVPN_A_PEER_KEEPALIVE_TIMEOUT', 14, u32],
    txId: ['OVPN_A_PEER_TX_ID', 24, u32],
  }));

  const ovpnPeerNewInput = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    peer: ['OVPN_A_PEER', 2, peerNewInput],
  }));

  const peerSetInput = flaggedAttributes(() => ({
    id: ['OVPN_A_PEER_ID', 1, u32],
    remoteIpv4: ['OVPN_A_PEER_REMOTE_IPV4', 2, ipv4],
    remoteIpv6: ['OVPN_A_PEER_REMOTE_IPV6', 3, ip],
    remoteIpv6ScopeId: ['OVPN_A_PEER_REMOTE_IPV6_SCOPE_ID', 4, u32],
    remotePort: ['OVPN_A_PEER_REMOTE_PORT', 5, be16],
    vpnIpv4: ['OVPN_A_PEER_VPN_IPV4', 8, ipv4],
    vpnIpv6: ['OVPN_A_PEER_VPN_IPV6', 9, ip],
    localIpv4: ['OVPN_A_PEER_LOCAL_IPV4', 10, ipv4],
    localIpv6: ['OVPN_A_PEER_LOCAL_IPV6', 11, ip],
    keepaliveInterval: ['OVPN_A_PEER_KEEPALIVE_INTERVAL', 13, u32],
    keepaliveTimeout: ['OVPN_A_PEER_KEEPALIVE_TIMEOUT', 14, u32],
    txId: ['OVPN_A_PEER_TX_ID', 24, u32],
  }));

  const ovpnPeerSetInput = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    peer: ['OVPN_A_PEER', 2, peerSetInput],
  }));

  const peer = flaggedAttributes(() => ({
    id: ['OVPN_A_PEER_ID', 1, u32],
    remoteIpv4: ['OVPN_A_PEER_REMOTE_IPV4', 2, ipv4],
    remoteIpv6: ['OVPN_A_PEER_REMOTE_IPV6', 3, ip],
    remoteIpv6ScopeId: ['OVPN_A_PEER_REMOTE_IPV6_SCOPE_ID', 4, u32],
    remotePort: ['OVPN_A_PEER_REMOTE_PORT', 5, be16],
    socket: ['OVPN_A_PEER_SOCKET', 6, u32],
    socketNetnsid: ['OVPN_A_PEER_SOCKET_NETNSID', 7, s32],
    vpnIpv4: ['OVPN_A_PEER_VPN_IPV4', 8, ipv4],
    vpnIpv6: ['OVPN_A_PEER_VPN_IPV6', 9, ip],
    localIpv4: ['OVPN_A_PEER_LOCAL_IPV4', 10, ipv4],
    localIpv6: ['OVPN_A_PEER_LOCAL_IPV6', 11, ip],
    localPort: ['OVPN_A_PEER_LOCAL_PORT', 12, be16],
    keepaliveInterval: ['OVPN_A_PEER_KEEPALIVE_INTERVAL', 13, u32],
    keepaliveTimeout: ['OVPN_A_PEER_KEEPALIVE_TIMEOUT', 14, u32],
    delReason: ['OVPN_A_PEER_DEL_REASON', 15, u32],
    vpnRxBytes: ['OVPN_A_PEER_VPN_RX_BYTES', 16, uint],
    vpnTxBytes: ['OVPN_A_PEER_VPN_TX_BYTES', 17, uint],
    vpnRxPackets: ['OVPN_A_PEER_VPN_RX_PACKETS', 18, uint],
    vpnTxPackets: ['OVPN_A_PEER_VPN_TX_PACKETS', 19, uint],
    linkRxBytes: ['OVPN_A_PEER_LINK_RX_BYTES', 20, uint],
    linkTxBytes: ['OVPN_A_PEER_LINK_TX_BYTES', 21, uint],
    linkRxPackets: ['OVPN_A_PEER_LINK_RX_PACKETS', 22, uint],
    linkTxPackets: ['OVPN_A_PEER_LINK_TX_PACKETS', 23, uint],
    txId: ['OVPN_A_PEER_TX_ID', 24, u32],
  }));

  const keydir = flaggedAttributes(() => ({
    cipherKey: ['OVPN_A_KEYDIR_CIPHER_KEY', 1, bytes],
    nonceTail: ['OVPN_A_KEYDIR_NONCE_TAIL', 2, bytes],
  }));

  const keyconf = flaggedAttributes(() => ({
    peerId: ['OVPN_A_KEYCONF_PEER_ID', 1, u32],
    slot: ['OVPN_A_KEYCONF_SLOT', 2, u32],
    keyId: ['OVPN_A_KEYCONF_KEY_ID', 3, u32],
    cipherAlg: ['OVPN_A_KEYCONF_CIPHER_ALG', 4, u32],
    encryptDir: ['OVPN_A_KEYCONF_ENCRYPT_DIR', 5, keydir],
    decryptDir: ['OVPN_A_KEYCONF_DECRYPT_DIR', 6, keydir],
  }));

  const ovpn = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    peer: ['OVPN_A_PEER', 2, peer],
    keyconf: ['OVPN_A_KEYCONF', 3, keyconf],
  }));

  const peerDelInput = flaggedAttributes(() => ({
    id: ['OVPN_A_PEER_ID', 1, u32],
  }));

  const ovpnPeerDelInput = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    peer: ['OVPN_A_PEER', 2, peerDelInput],
  }));

  const keyconfGet = flaggedAttributes(() => ({
    peerId: ['OVPN_A_KEYCONF_PEER_ID', 1, u32],
    slot: ['OVPN_A_KEYCONF_SLOT', 2, u32],
    keyId: ['OVPN_A_KEYCONF_KEY_ID', 3, u32],
    cipherAlg: ['OVPN_A_KEYCONF_CIPHER_ALG', 4, u32],
  }));

  const ovpnKeyconfGet = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    keyconf: ['OVPN_A_KEYCONF', 3, keyconfGet],
  }));

  const keyconfSwapInput = flaggedAttributes(() => ({
    peerId: ['OVPN_A_KEYCONF_PEER_ID', 1, u32],
  }));

  const ovpnKeyconfSwapInput = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    keyconf: ['OVPN_A_KEYCONF', 3, keyconfSwapInput],
  }));

  const keyconfDelInput = flaggedAttributes(() => ({
    peerId: ['OVPN_A_KEYCONF_PEER_ID', 1, u32],
    slot: ['OVPN_A_KEYCONF_SLOT', 2, u32],
  }));

  const ovpnKeyconfDelInput = flaggedAttributes(() => ({
    ifindex: ['OVPN_A_IFINDEX', 1, u32],
    keyconf: ['OVPN_A_KEYCONF', 3, keyconfDelInput],
  }));

  return {
    commands: {
      ...commands(ovpnPeerNewInput, { OVPN_CMD_PEER_NEW: 1 }),
      ...commands(ovpnPeerSetInput, { OVPN_CMD_PEER_SET: 2 }),
      ...commands(ovpn, { OVPN_CMD_PEER_GET: 3, OVPN_CMD_PEER_DEL_NTF: 5, OVPN_CMD_KEY_NEW: 6, OVPN_CMD_PEER_FLOAT_NTF: 11 }),
      ...commands(ovpnPeerDelInput, { OVPN_CMD_PEER_DEL: 4 }),
      ...commands(ovpnKeyconfGet, { OVPN_CMD_KEY_GET: 7, OVPN_CMD_KEY_SWAP_NTF: 9 }),
      ...commands(ovpnKeyconfSwapInput, { OVPN_CMD_KEY_SWAP: 8 }),
      ...commands(ovpnKeyconfDelInput, { OVPN_CMD_KEY_DEL: 10 }),
    },
  };
});
