// MACsec: SecYs, channels and associations. include/uapi/linux/if_macsec.h; drivers/net/macsec.c: macsec_genl_policy.

import { attributes } from '../../netlink/attributes.js';
import { be32, be64, bytes, u8, u32, u64, uint } from '../../netlink/codec.js';
import { indexed } from '../../netlink/list.js';
import { commands, type GenericFamily } from './family.js';

const saStats = attributes(() => ({
  inPktsOk: ['MACSEC_SA_STATS_ATTR_IN_PKTS_OK', 1, u32],
  inPktsInvalid: ['MACSEC_SA_STATS_ATTR_IN_PKTS_INVALID', 2, u32],
  inPktsNotValid: ['MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_VALID', 3, u32],
  inPktsNotUsingSa: ['MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_USING_SA', 4, u32],
  inPktsUnusedSa: ['MACSEC_SA_STATS_ATTR_IN_PKTS_UNUSED_SA', 5, u32],
  outPktsProtected: ['MACSEC_SA_STATS_ATTR_OUT_PKTS_PROTECTED', 6, u32],
  outPktsEncrypted: ['MACSEC_SA_STATS_ATTR_OUT_PKTS_ENCRYPTED', 7, u32],
}));

const sa = attributes(() => ({
  an: ['MACSEC_SA_ATTR_AN', 1, u8],
  active: ['MACSEC_SA_ATTR_ACTIVE', 2, u8],
  pn: ['MACSEC_SA_ATTR_PN', 3, uint],
  key: ['MACSEC_SA_ATTR_KEY', 4, bytes],
  keyid: ['MACSEC_SA_ATTR_KEYID', 5, bytes],
  stats: ['MACSEC_SA_ATTR_STATS', 6, saStats],
  pad: ['MACSEC_SA_ATTR_PAD', 7, bytes],
  ssci: ['MACSEC_SA_ATTR_SSCI', 8, be32],
  salt: ['MACSEC_SA_ATTR_SALT', 9, bytes],
}));

const channelStats = attributes(() => ({
  inOctetsValidated: ['MACSEC_RXSC_STATS_ATTR_IN_OCTETS_VALIDATED', 1, u64],
  inOctetsDecrypted: ['MACSEC_RXSC_STATS_ATTR_IN_OCTETS_DECRYPTED', 2, u64],
  inPktsUnchecked: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNCHECKED', 3, u64],
  inPktsDelayed: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_DELAYED', 4, u64],
  inPktsOk: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_OK', 5, u64],
  inPktsInvalid: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_INVALID', 6, u64],
  inPktsLate: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_LATE', 7, u64],
  inPktsNotValid: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_VALID', 8, u64],
  inPktsNotUsingSa: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_USING_SA', 9, u64],
  inPktsUnusedSa: ['MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNUSED_SA', 10, u64],
  pad: ['MACSEC_RXSC_STATS_ATTR_PAD', 11, bytes],
}));

const channel = attributes(() => ({
  sci: ['MACSEC_RXSC_ATTR_SCI', 1, be64],
  active: ['MACSEC_RXSC_ATTR_ACTIVE', 2, u8],
  saList: ['MACSEC_RXSC_ATTR_SA_LIST', 3, indexed('MACSEC_RXSC_ATTR_SA_LIST', sa, 1)],
  stats: ['MACSEC_RXSC_ATTR_STATS', 4, channelStats],
  pad: ['MACSEC_RXSC_ATTR_PAD', 5, bytes],
}));

const secy = attributes(() => ({
  sci: ['MACSEC_SECY_ATTR_SCI', 1, be64],
  encodingSa: ['MACSEC_SECY_ATTR_ENCODING_SA', 2, u8],
  window: ['MACSEC_SECY_ATTR_WINDOW', 3, u32],
  cipherSuite: ['MACSEC_SECY_ATTR_CIPHER_SUITE', 4, u64],
  icvLen: ['MACSEC_SECY_ATTR_ICV_LEN', 5, u8],
  protect: ['MACSEC_SECY_ATTR_PROTECT', 6, u8],
  replay: ['MACSEC_SECY_ATTR_REPLAY', 7, u8],
  oper: ['MACSEC_SECY_ATTR_OPER', 8, u8],
  validate: ['MACSEC_SECY_ATTR_VALIDATE', 9, u8],
  encrypt: ['MACSEC_SECY_ATTR_ENCRYPT', 10, u8],
  incSci: ['MACSEC_SECY_ATTR_INC_SCI', 11, u8],
  es: ['MACSEC_SECY_ATTR_ES', 12, u8],
  scb: ['MACSEC_SECY_ATTR_SCB', 13, u8],
  pad: ['MACSEC_SECY_ATTR_PAD', 14, bytes],
}));

const txStats = attributes(() => ({
  outPktsProtected: ['MACSEC_TXSC_STATS_ATTR_OUT_PKTS_PROTECTED', 1, u64],
  outPktsEncrypted: ['MACSEC_TXSC_STATS_ATTR_OUT_PKTS_ENCRYPTED', 2, u64],
  outOctetsProtected: ['MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_PROTECTED', 3, u64],
  outOctetsEncrypted: ['MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_ENCRYPTED', 4, u64],
  pad: ['MACSEC_TXSC_STATS_ATTR_PAD', 5, bytes],
}));

const secyStats = attributes(() => ({
  outPktsUntagged: ['MACSEC_SECY_STATS_ATTR_OUT_PKTS_UNTAGGED', 1, u64],
  inPktsUntagged: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_UNTAGGED', 2, u64],
  outPktsTooLong: ['MACSEC_SECY_STATS_ATTR_OUT_PKTS_TOO_LONG', 3, u64],
  inPktsNoTag: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_TAG', 4, u64],
  inPktsBadTag: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_BAD_TAG', 5, u64],
  inPktsUnknownSci: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_UNKNOWN_SCI', 6, u64],
  inPktsNoSci: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_SCI', 7, u64],
  inPktsOverrun: ['MACSEC_SECY_STATS_ATTR_IN_PKTS_OVERRUN', 8, u64],
  pad: ['MACSEC_SECY_STATS_ATTR_PAD', 9, bytes],
}));

const macsecAttributes = attributes(() => ({
  ifindex: ['MACSEC_ATTR_IFINDEX', 1, u32],
  rxscConfig: ['MACSEC_ATTR_RXSC_CONFIG', 2, channel],
  saConfig: ['MACSEC_ATTR_SA_CONFIG', 3, sa],
  secy: ['MACSEC_ATTR_SECY', 4, secy],
  txsaList: ['MACSEC_ATTR_TXSA_LIST', 5, indexed('MACSEC_ATTR_TXSA_LIST', sa, 1)],
  rxscList: ['MACSEC_ATTR_RXSC_LIST', 6, indexed('MACSEC_ATTR_RXSC_LIST', channel, 1)],
  txscStats: ['MACSEC_ATTR_TXSC_STATS', 7, txStats],
  secyStats: ['MACSEC_ATTR_SECY_STATS', 8, secyStats],
  offload: ['MACSEC_ATTR_OFFLOAD', 9, attributes(() => ({ type: ['MACSEC_OFFLOAD_ATTR_TYPE', 1, u8], pad: ['MACSEC_OFFLOAD_ATTR_PAD', 2, bytes] }))],
}));

export const macsecFamily: GenericFamily = {
  name: 'macsec',
  commands: commands(macsecAttributes, {
    MACSEC_CMD_GET_TXSC: 0,
    MACSEC_CMD_ADD_RXSC: 1,
    MACSEC_CMD_DEL_RXSC: 2,
    MACSEC_CMD_UPD_RXSC: 3,
    MACSEC_CMD_ADD_TXSA: 4,
    MACSEC_CMD_DEL_TXSA: 5,
    MACSEC_CMD_UPD_TXSA: 6,
    MACSEC_CMD_ADD_RXSA: 7,
    MACSEC_CMD_DEL_RXSA: 8,
    MACSEC_CMD_UPD_RXSA: 9,
    MACSEC_CMD_UPD_OFFLOAD: 10,
  }),
};
