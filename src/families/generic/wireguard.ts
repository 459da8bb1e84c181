// WireGuard: devices, their peers and what those may send. include/uapi/linux/wireguard.h; drivers/net/wireguard/netlink.c.

import { ip } from '../../netlink/address.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, u8, u16, u32, u64 } from '../../netlink/codec.js';
import { __s64 } from '../../netlink/fields.js';
import { indexed } from '../../netlink/list.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';

export const wireguardFamily: GenericFamily = deferredFamily('wireguard', () => {
  const allowedIp = flaggedAttributes(() => ({
    family: ['WGALLOWEDIP_A_FAMILY', 1, u16],
    ipaddr: ['WGALLOWEDIP_A_IPADDR', 2, ip],
    cidrMask: ['WGALLOWEDIP_A_CIDR_MASK', 3, u8],
    flags: ['WGALLOWEDIP_A_FLAGS', 4, u32],
  }));
  const peer = flaggedAttributes(() => ({
    publicKey: ['WGPEER_A_PUBLIC_KEY', 1, bytes],
    presharedKey: ['WGPEER_A_PRESHARED_KEY', 2, bytes],
    flags: ['WGPEER_A_FLAGS', 3, u32],
    /** struct sockaddr_in or sockaddr_in6. */
    endpoint: ['WGPEER_A_ENDPOINT', 4, bytes],
    persistentKeepaliveInterval: ['WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL', 5, u16],
    lastHandshakeTime: ['WGPEER_A_LAST_HANDSHAKE_TIME', 6, struct('__kernel_timespec', { sec: __s64, nsec: __s64 })],
    rxBytes: ['WGPEER_A_RX_BYTES', 7, u64],
    txBytes: ['WGPEER_A_TX_BYTES', 8, u64],
    allowedips: ['WGPEER_A_ALLOWEDIPS', 9, indexed('WGPEER_A_ALLOWEDIPS', allowedIp, 0, NLA_F_NESTED)],
    protocolVersion: ['WGPEER_A_PROTOCOL_VERSION', 10, u32],
  }));
  const device = attributes(() => ({
    ifindex: ['WGDEVICE_A_IFINDEX', 1, u32],
    ifname: ['WGDEVICE_A_IFNAME', 2, string],
    privateKey: ['WGDEVICE_A_PRIVATE_KEY', 3, bytes],
    publicKey: ['WGDEVICE_A_PUBLIC_KEY', 4, bytes],
    flags: ['WGDEVICE_A_FLAGS', 5, u32],
    listenPort: ['WGDEVICE_A_LISTEN_PORT', 6, u16],
    fwmark: ['WGDEVICE_A_FWMARK', 7, u32],
    peers: ['WGDEVICE_A_PEERS', 8, indexed('WGDEVICE_A_PEERS', peer, 0, NLA_F_NESTED)],
  }));
  return { commands: commands(device, { WG_CMD_GET_DEVICE: 0, WG_CMD_SET_DEVICE: 1 }) };
});
