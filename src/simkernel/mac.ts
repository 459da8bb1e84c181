// Ethernet addresses as text. include/linux/etherdevice.h.

import { byteAsHex } from '../netlink/bytes.js';

export const ETH_ALEN = 6;
export const ZERO_MAC = '00:00:00:00:00:00';
export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';

/** Text of the bytes of an address, of whatever length. */
export const macOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byteAsHex(byte)).join(':');

/** is_valid_ether_addr(): neither zero nor of a group. */
export const isValidMac = (mac: string): boolean => mac !== ZERO_MAC && !isGroupMac(mac);

/** is_multicast_ether_addr(). */
export const isGroupMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) !== 0;

/** The bytes of an address. */
export const macBytes = (mac: string): number[] => mac.split(':').map((byte) => Number.parseInt(byte, 16));
