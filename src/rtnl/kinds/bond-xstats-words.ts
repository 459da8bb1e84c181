// What a bond and its slaves count of LACP, as `ip` reads and prints it. iproute2: ip/iplink_bond.c.

import type { Value } from '../../netlink/codec.js';
import type { XstatsChoice, XstatsCommand, XstatsContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, UsageError, type Words } from '../words.js';
import type { BondXstats, lacp } from './bond-xstats.js';
import { linkWord, noLink } from './option-values.js';

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

export const bondXstatsCommand = { words, show } satisfies XstatsCommand<BondXstats>;
