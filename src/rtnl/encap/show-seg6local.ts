// What a node does with packets for one of its segments, as `ip` writes it. iproute2: ip/iproute_lwtunnel.c: print_encap_seg6local().

import { showCount } from '../show/link-stats.js';
import { routeTableName } from '../show/names.js';
import type { Printer } from '../show/printer.js';
import { type Seg6LocalEncap, seg6LocalFlavors } from './seg6local.js';
import type { EncapContext } from './show.js';
import { showProgram } from './show-program.js';
import { showSegments } from './show-segments.js';

/** Writes nothing where there is no action; counters with -s. */
export function showSeg6Local(out: Printer, encap: Seg6LocalEncap, { names, tables }: EncapContext): void {
  const { action, srh, table, vrftable, nh4, nh6, iif, oif, bpf, counters, flavors } = encap;
  if (action === undefined) return;
  word(out, 'action', actionName(action));
  if (srh !== undefined) {
    out.openObject('srh');
    showSegments(out, srh);
    out.closeObject();
  }
  if (table !== undefined) word(out, 'table', routeTableName(table, out, tables));
  if (vrftable !== undefined) word(out, 'vrftable', routeTableName(vrftable, out, tables));
  if (nh4 !== undefined) word(out, 'nh4', nh4);
  if (nh6 !== undefined) word(out, 'nh6', nh6);
  if (iif !== undefined) word(out, 'iif', names.name(iif));
  if (oif !== undefined) word(out, 'oif', names.name(oif));
  if (bpf !== undefined) showProgram(out, 'endpoint', bpf.name);
  if (counters !== undefined && out.statistics > 0) showCounters(out, counters);
  if (flavors !== undefined) showFlavors(out, flavors);
}

function word(out: Printer, key: string, value: string): void {
  out.both(key, value, `${key} ${value} `);
}

function actionName(action: string | number): string {
  if (typeof action === 'string') return action;
  return action === 0 ? '<unknown>' : '<invalid>';
}

function showCounters(out: Printer, counters: NonNullable<Seg6LocalEncap['counters']>): void {
  out.openObject('stats64');
  for (const key of ['packets', 'bytes', 'errors'] as const) {
    const count = counters[key] ?? 0n;
    out.both(key, count, `${key} ${showCount(count, out.human)} `);
  }
  out.closeObject();
}

function showFlavors(out: Printer, { operation, lcblockBits, lcnodeFnBits }: NonNullable<Seg6LocalEncap['flavors']>): void {
  if (operation !== undefined) {
    const known = operation.filter((flavor) => typeof flavor === 'string' && Object.hasOwn(seg6LocalFlavors.names, flavor)) as string[];
    out.openArray('flavors');
    out.text(`flavors ${known.join(',')} `);
    for (const flavor of known) out.member(undefined, flavor);
    out.closeArray();
  }
  if (lcblockBits !== undefined) out.both('lblen', lcblockBits, `lblen ${showCount(BigInt(lcblockBits), out.human)} `);
  if (lcnodeFnBits !== undefined) out.both('nflen', lcnodeFnBits, `nflen ${showCount(BigInt(lcnodeFnBits), out.human)} `);
}
