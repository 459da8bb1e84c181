// IFLA_INFO_DATA of a MACsec link. include/uapi/linux/if_link.h: IFLA_MACSEC_*, if_macsec.h; drivers/net/macsec.c: macsec_rtnl_policy,
// macsec_fill_info().

import { attributes } from '../../netlink/attributes.js';
import { fromHex, toHex } from '../../netlink/bytes.js';
import { be16, bytes, type Codec, expectLength, u8, u32, u64, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { isWordOf, told } from '../../netlink/expect.js';

/** A secure channel's identifier in 16 hexadecimal digits: the MAC, then the port. */
const sci: Codec<string> = {
  type: 'sci',
  decode(b, start, end) {
    expectLength(start, end, 8, 'sci');
    return toHex(b.array.subarray(start, end));
  },
  encode(w, value: unknown) {
    if (typeof value !== 'string' || !/^[0-9a-fA-F]{16}$/.test(value)) throw new EncodeError(`${told(value)} is no SCI, which is 16 hexadecimal digits`);
    w.bytes(fromHex(value));
  },
};

/** MACSEC_CIPHER_ID_* of IEEE 802.1AE, and the one that older kernels have for GCM-AES-128. */
export const CIPHERS = {
  default: 0x0080020001000001n,
  'gcm-aes-128': 0x0080c20001000001n,
  'gcm-aes-256': 0x0080c20001000002n,
  'gcm-aes-xpn-128': 0x0080c20001000003n,
  'gcm-aes-xpn-256': 0x0080c20001000004n,
} as const;

/** A cipher by name. */
export type Cipher = keyof typeof CIPHERS;

const cipherSuite: Codec<Cipher | bigint> = {
  type: 'u64 enum',
  decode(b, start, end) {
    const id = u64.decode(b, start, end);
    return (Object.keys(CIPHERS) as Cipher[]).find((name) => CIPHERS[name] === id) ?? id;
  },
  encode(w, value) {
    if (typeof value === 'bigint') return u64.encode(w, value);
    if (!isWordOf(CIPHERS, value)) throw new EncodeError(`${told(value)} is none of ${Object.keys(CIPHERS).join(', ')}`);
    u64.encode(w, CIPHERS[value]);
  },
};

/** MACSEC_VALIDATE_*. */
const validation = enumeration(u8, { disabled: 0, check: 1, strict: 2 });

/** MACSEC_OFFLOAD_*. */
const offload = enumeration(u8, { off: 0, phy: 1, mac: 2 });

/** Numbers of 8 bits are 0 or 1 where nothing else is said. */
export const macsecData = attributes(() => ({
  sci: ['IFLA_MACSEC_SCI', 1, sci],
  /** In requests only: the identifier is the link's MAC and this port. */
  port: ['IFLA_MACSEC_PORT', 2, be16],
  /** Bytes of the integrity check value, 8 to 16. */
  icvLen: ['IFLA_MACSEC_ICV_LEN', 3, u8],
  cipherSuite: ['IFLA_MACSEC_CIPHER_SUITE', 4, cipherSuite],
  /** Packets by which one may be late. */
  window: ['IFLA_MACSEC_WINDOW', 5, u32],
  /** 0 to 3. */
  encodingSa: ['IFLA_MACSEC_ENCODING_SA', 6, u8],
  encrypt: ['IFLA_MACSEC_ENCRYPT', 7, u8],
  protect: ['IFLA_MACSEC_PROTECT', 8, u8],
  incSci: ['IFLA_MACSEC_INC_SCI', 9, u8],
  es: ['IFLA_MACSEC_ES', 10, u8],
  scb: ['IFLA_MACSEC_SCB', 11, u8],
  replayProtect: ['IFLA_MACSEC_REPLAY_PROTECT', 12, u8],
  validation: ['IFLA_MACSEC_VALIDATION', 13, validation],
  pad: ['IFLA_MACSEC_PAD', 14, bytes],
  offload: ['IFLA_MACSEC_OFFLOAD', 15, offload],
}));

/** What IFLA_INFO_DATA of a MACsec link holds. */
export type Macsec = Value<typeof macsecData>;
