// What a bond and its slaves count of LACP: LINK_XSTATS_TYPE_BOND. include/uapi/linux/if_bonding.h; drivers/net/bonding/bond_3ad.c:
// bond_3ad_stats_fill().

import { attributes } from '../../netlink/attributes.js';
import { bytes, u64, type Value } from '../../netlink/codec.js';
import type { LinkXstats } from '../kind.js';

export const lacp = attributes(() => ({
  lacpduRx: ['BOND_3AD_STAT_LACPDU_RX', 0, u64],
  lacpduTx: ['BOND_3AD_STAT_LACPDU_TX', 1, u64],
  lacpduUnknownRx: ['BOND_3AD_STAT_LACPDU_UNKNOWN_RX', 2, u64],
  lacpduIllegalRx: ['BOND_3AD_STAT_LACPDU_ILLEGAL_RX', 3, u64],
  markerRx: ['BOND_3AD_STAT_MARKER_RX', 4, u64],
  markerTx: ['BOND_3AD_STAT_MARKER_TX', 5, u64],
  markerRespRx: ['BOND_3AD_STAT_MARKER_RESP_RX', 6, u64],
  markerRespTx: ['BOND_3AD_STAT_MARKER_RESP_TX', 7, u64],
  markerUnknownRx: ['BOND_3AD_STAT_MARKER_UNKNOWN_RX', 8, u64],
  pad: ['BOND_3AD_STAT_PAD', 9, bytes],
}));

const xstats = attributes(() => ({
  pad: ['BOND_XSTATS_UNSPEC', 0, bytes],
  /** Of bonds in mode 802.3ad, and of their slaves. */
  lacp: ['BOND_XSTATS_3AD', 1, lacp],
}));

export type BondXstats = Value<typeof xstats>;

export const bondXstats = { line: ['LINK_XSTATS_TYPE_BOND', 2, xstats], suites: { '802.3ad': 'lacp' } } as const satisfies LinkXstats<BondXstats>;
