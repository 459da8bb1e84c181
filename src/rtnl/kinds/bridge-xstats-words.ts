// What a bridge and its ports count, as `ip` reads and prints it. iproute2: ip/iplink_bridge.c.

import type { Value } from '../../netlink/codec.js';
import type { XstatsChoice, XstatsCommand, XstatsContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, UsageError, type Words } from '../words.js';
import type { BridgeXstats, br_mcast_stats, bridge_stp_xstats } from './bridge-xstats.js';

const FILTERS: Readonly<Record<string, keyof BridgeXstats & string>> = { igmp: 'mcast', mcast: 'mcast', stp: 'stp' };

/** Of repeated words the last one counts. */
async function words(words: Words, { kind, linkIndex }: XstatsContext): Promise<XstatsChoice> {
  let choice: XstatsChoice = { index: 0 };
  while (words.left > 0) {
    const word = words.next();
    if (Object.hasOwn(FILTERS, word)) choice = { ...choice, only: FILTERS[word] as string };
    else if (word === 'dev') choice = { ...choice, index: await linkIndex(words.next()) };
    else if (word === 'help') throw new UsageError(`Usage: ... ${kind} [ igmp ] [ dev DEVICE ]\n`, 0, true);
    else throw invalidWord('unknown attribute', word);
  }
  return choice;
}

/** In the order in which the kernel told them. */
function show(out: Printer, counters: BridgeXstats, only?: string): void {
  for (const key of Object.keys(counters)) {
    if (only !== undefined && key !== only) continue;
    if (key === 'mcast' && counters.mcast !== undefined) showMulticast(out, counters.mcast);
    if (key === 'stp' && counters.stp !== undefined) showSpanningTree(out, counters.stp);
  }
}

const INDENT = ' '.repeat(20);

function showMulticast(out: Printer, s: Value<typeof br_mcast_stats>): void {
  out.openObject('multicast');
  versions(out, 'igmp_queries', 'IGMP queries', [s.igmpV1QueriesRx, s.igmpV2QueriesRx, s.igmpV3QueriesRx], [s.igmpV1QueriesTx, s.igmpV2QueriesTx, s.igmpV3QueriesTx]);
  versions(out, 'igmp_reports', 'IGMP reports', [s.igmpV1ReportsRx, s.igmpV2ReportsRx, s.igmpV3ReportsRx], [s.igmpV1ReportsTx, s.igmpV2ReportsTx, s.igmpV3ReportsTx]);
  leaves(out, 'igmp_leaves', 'IGMP leaves', s.igmpLeavesRx, s.igmpLeavesTx);
  out.both('igmp_parse_errors', s.igmpParseErrors, `${INDENT}IGMP parse errors: ${s.igmpParseErrors}\n`);
  versions(out, 'mld_queries', 'MLD queries', [s.mldV1QueriesRx, s.mldV2QueriesRx], [s.mldV1QueriesTx, s.mldV2QueriesTx]);
  versions(out, 'mld_reports', 'MLD reports', [s.mldV1ReportsRx, s.mldV2ReportsRx], [s.mldV1ReportsTx, s.mldV2ReportsTx]);
  leaves(out, 'mld_leaves', 'MLD leaves', s.mldLeavesRx, s.mldLeavesTx);
  out.both('mld_parse_errors', s.mldParseErrors, `${INDENT}MLD parse errors: ${s.mldParseErrors}\n`);
  out.closeObject();
}

/** Messages by version of the protocol, the first being 1. */
function versions(out: Printer, key: string, title: string, received: readonly bigint[], sent: readonly bigint[]): void {
  out.openObject(key);
  out.text(`${INDENT}${title}:\n`);
  for (const [direction, counts] of [
    ['rx', received],
    ['tx', sent],
  ] as const) {
    out.text(`${INDENT}  ${direction.toUpperCase()}:`);
    for (const [i, count] of counts.entries()) out.both(`${direction}_v${i + 1}`, count, ` v${i + 1} ${count}`);
    out.text('\n');
  }
  out.closeObject();
}

function leaves(out: Printer, key: string, title: string, received: bigint, sent: bigint): void {
  out.openObject(key);
  out.both('rx', received, `${INDENT}${title}: RX: ${received} `);
  out.both('tx', sent, `TX: ${sent}\n`);
  out.closeObject();
}

function showSpanningTree(out: Printer, s: Value<typeof bridge_stp_xstats>): void {
  out.openObject('stp');
  out.both('rx_bpdu', s.rxBpdu, `${INDENT}STP BPDU:  RX: ${s.rxBpdu} `);
  out.both('tx_bpdu', s.txBpdu, `TX: ${s.txBpdu}\n`);
  out.both('rx_tcn', s.rxTcn, `${INDENT}STP TCN:   RX: ${s.rxTcn} `);
  out.both('tx_tcn', s.txTcn, `TX: ${s.txTcn}\n`);
  out.both('transition_blk', s.transitionBlk, `${INDENT}STP Transitions: Blocked: ${s.transitionBlk} `);
  out.both('transition_fwd', s.transitionFwd, `Forwarding: ${s.transitionFwd}\n`);
  out.closeObject();
}

export const bridgeXstatsCommand = { words, show } satisfies XstatsCommand<BridgeXstats>;
