// A multicast route as `ip mroute` and `ip monitor` show it. iproute2: ip/ipmroute.c: print_mroute().

import { RT_TABLE_MAIN, RTNH_F_OFFLOAD, RTNH_F_UNRESOLVED, USER_HZ } from '../constants.js';
import type { NameTables } from '../name-tables.js';
import { type Route, tableOf } from '../route.js';
import { Digits } from './json-writer.js';
import type { LinkNames } from './link-names.js';
import { routeTableName } from './names.js';
import { general } from './number.js';
import type { Printer } from './printer.js';

/** What showing a multicast route depends on beside it. */
export interface MulticastRouteContext {
  readonly names: LinkNames;
  readonly tables?: NameTables;
  /** The table is told where it is not the main one; not if one was asked for. */
  readonly oneTable?: boolean;
}

/** Writes one route as an object of its own. `deleted` is for RTM_DELROUTE. */
export function showMulticastRoute(out: Printer, route: Route, { names, tables, oneTable = false }: MulticastRouteContext, deleted = false): void {
  const { src = 'unknown', dst = 'unknown', iif = 0, multipath, flags } = route;
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  out.member('src', src);
  out.member('dst', dst);
  out.text(`${`(${src},${dst})`.padEnd(32)} Iif: `);
  if (iif === 0) out.both('iif', 'unresolved', 'unresolved ');
  else out.both('iif', names.name(iif), `${names.name(iif).padEnd(10)} `, 'ifname');
  if (multipath !== undefined) showOutputs(out, multipath, names);
  const state = (flags & RTNH_F_UNRESOLVED) === 0 ? 'resolved' : 'unresolved';
  out.both('state', state, ` State: ${state}`);
  if ((flags & RTNH_F_OFFLOAD) !== 0) out.both('offload', null, ' offload');
  if (out.statistics > 0) showCounters(out, route);
  const table = tableOf(route);
  if (table !== 0 && (table !== RT_TABLE_MAIN || out.details > 0) && !oneTable) {
    const name = routeTableName(table, out, tables);
    out.both('table', name, ` Table: ${name}`);
  }
  out.text('\n');
  out.closeObject();
}

/** The links that packets leave by; `hops` is the time to live that they need at least. */
function showOutputs(out: Printer, outputs: NonNullable<Route['multipath']>, names: LinkNames): void {
  out.openArray('multipath');
  for (const [i, { ifindex, hops }] of outputs.entries()) {
    out.openObject();
    if (i === 0) out.text('Oifs: ');
    out.both('oif', names.name(ifindex), names.name(ifindex), 'ifname');
    if (hops > 1) out.both('ttl', hops, `(ttl ${hops}) `);
    else out.text(' ');
    out.closeObject();
  }
  out.closeArray();
}

function showCounters(out: Printer, { mfcStats, age, age6 = age }: Route): void {
  if (mfcStats !== undefined) {
    const { packets, bytes, wrongIf } = mfcStats;
    out.text(out.newline);
    out.both('packets', packets, `  ${packets} packets,`);
    out.both('bytes', bytes, ` ${bytes} bytes`);
    if (wrongIf !== 0n) out.both('wrong_if', wrongIf, `, ${wrongIf} arrived on wrong iif.`);
  }
  if (age6 === undefined) return;
  const seconds = Number(age6) / USER_HZ;
  out.both('expires', new Digits(general(seconds)), `, Age ${seconds.toFixed(2)}`);
}
