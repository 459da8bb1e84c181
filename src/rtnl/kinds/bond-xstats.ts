// What a bond and its slaves count of LACP: LINK_XSTATS_TYPE_BOND. include/uapi/linux/if_bonding.h; drivers/net/bonding/bond_3ad.c:
// bond_3ad_stats_fill(). Words and output: iproute2 ip/iplink_bond.c.

import { attributes } from '../../netlink/attributes.js';
import { bytes, u64, type Value } from '../../netlink/codec.js';
import type { LinkXstats, XstatsChoice, XstatsContext } from '../kind.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, UsageError, type Words } from '../words.js';
import { linkWord, noLink } from './option-values.js';

const lacp = attributes({
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
});

const xstats = attributes({
  pad: ['BOND_XSTATS_UNSPEC', 0, bytes],
  /** Of bonds in mode 802.3ad, and of their slaves. */
  lacp: ['BOND_XSTATS_3AD', 1, lacp],
});

export type BondXstats = Value<typeof xstats>;

/** Of repeated words the last one counts. */
async function words(words: Words, { kind, linkIndex }: XstatsContext): Promise<XstatsChoice> {
  let choice: XstatsChoice = { index: 0 };
  while (words.left > 0) {
    const word = words.next();
    if (word === 'lacp' || word === '802.3ad') choice = { ...choice, only: 'lacp' };
    else if (word === 'dev') choice = { ...choice, index: await linkWord(words.next(), { linkIndex }, noLink) };
    else if (word === 'help') throw new UsageError(`Usage: ... ${kind} [ 802.3ad ] [ dev DEVICE ]\n`, 0, true);
    else throw invalidWord('unknown attribute', word);
  }
  return choice;
}

const COUNTERS: readonly (readonly [key: keyof Value<typeof lacp>, json: string, title: string])[] = [
  ['lacpduRx', 'lacpdu_rx', 'LACPDU Rx'],
  ['lacpduTx', 'lacpdu_tx', 'LACPDU Tx'],
  ['lacpduUnknownRx', 'lacpdu_unknown_rx', 'LACPDU Unknown type Rx'],
  ['lacpduIllegalRx', 'lacpdu_illegal_rx', 'LACPDU Illegal Rx'],
  ['markerRx', 'marker_rx', 'Marker Rx'],
  ['markerTx', 'marker_tx', 'Marker Tx'],
  ['markerRespRx', 'marker_response_rx', 'Marker response Rx'],
  ['markerRespTx', 'marker_response_tx', 'Marker response Tx'],
  ['markerUnknownRx', 'marker_unknown_rx', 'Marker unknown type Rx'],
];

const INDENT = ' '.repeat(20);

function show(out: Printer, { lacp: counters }: BondXstats): void {
  if (counters === undefined) return;
  out.openObject('802.3ad');
  for (const [key, json, title] of COUNTERS) {
    const value = counters[key] as bigint | undefined;
    if (value !== undefined) out.both(json, value, `${INDENT}${title} ${value}\n`);
  }
  out.closeObject();
}

export const bondXstats = { line: ['LINK_XSTATS_TYPE_BOND', 2, xstats], suites: { '802.3ad': 'lacp' }, words, show } as const satisfies LinkXstats<BondXstats>;
