// A nexthop object, and a bucket of a resilient group, as `ip nexthop`, `ip -d route` and `ip monitor` show them.
// iproute2: ip/ipnexthop.c: __print_nexthop_entry(), print_nexthop_bucket().

import { USER_HZ } from '../constants.js';
import { showEncap } from '../encap/show.js';
import type { NameTables } from '../name-tables.js';
import type { Nexthop } from '../nexthop.js';
import type { LinkNames } from './link-names.js';
import { routeProtocolName, scopeName } from './names.js';
import { general } from './number.js';
import { Digits, type Printer } from './printer.js';
import { showGateway, showInterfaceName, showRouteFlags } from './route-parts.js';

/** What showing a nexthop depends on beside it. */
export interface NexthopContext {
  /** What links are called. */
  readonly names: LinkNames;
  /** Names of protocols and scopes; those iproute2 ships by default. */
  readonly tables?: NameTables;
}

/** By number: NEXTHOP_GRP_TYPE_*. */
const GROUP_TYPES: readonly string[] = ['mpath', 'resilient'];
const MPATH = 0;

/** Clock ticks in a second. */
/** Writes one nexthop without a line end; in JSON, as an object, under `key` where one is given. `deleted` is for RTM_DELNEXTHOP. */
export function showNexthop(
  out: Printer,
  nexthop: Nexthop,
  { names, tables }: NexthopContext,
  { key, deleted = false }: { readonly key?: string; readonly deleted?: boolean } = {},
): void {
  const { id = 0, group, groupType = MPATH, resGroup, gateway, oif = 0, family, scope, protocol, flags } = nexthop;
  out.openObject(key);
  if (deleted) out.both('deleted', true, 'Deleted ');
  out.both('id', id, `id ${id} `);
  if (group !== undefined) showGroup(out, group);
  if (groupType !== MPATH) {
    const type = GROUP_TYPES[groupType] ?? '<unknown type>';
    out.both('type', type, `type ${type} `);
  }
  if (resGroup !== undefined) showResilience(out, resGroup);
  showEncap(out, nexthop, { names, ...(tables !== undefined && { tables }) });
  if (gateway !== undefined) showGateway(out, family, gateway);
  if (oif !== 0) showInterfaceName(out, 'dev', names.name(oif));
  if (scope !== 0 || out.details > 0) {
    const name = scopeName(scope, out, tables);
    out.both('scope', name, `scope ${name} `);
  }
  if (nexthop.blackhole === true) out.both('blackhole', null, 'blackhole ');
  if (protocol !== 0 || out.details > 0) {
    const name = routeProtocolName(protocol, out, tables);
    out.both('protocol', name, `proto ${name} `);
  }
  showRouteFlags(out, flags);
  if (nexthop.fdb === true) out.both('fdb', null, 'fdb');
  out.closeObject();
}

/** Of a weight, iproute2 6.1 knows the low byte. */
function showGroup(out: Printer, group: NonNullable<Nexthop['group']>): void {
  out.openArray('group');
  out.text('group ');
  for (const [i, { id, weight }] of group.entries()) {
    out.openObject();
    if (i > 0) out.text('/');
    out.both('id', id, String(id));
    const low = (weight - 1) & 0xff;
    if (low !== 0) out.both('weight', low + 1, `,${low + 1}`);
    out.closeObject();
  }
  out.text(' ');
  out.closeArray();
}

function showSeconds(out: Printer, key: string, ticks: number): void {
  const seconds = general(ticks / USER_HZ);
  out.both(key, new Digits(seconds), `${key} ${seconds} `);
}

function showResilience(out: Printer, { buckets = 0, idleTimer = 0, unbalancedTimer = 0, unbalancedTime = 0n }: NonNullable<Nexthop['resGroup']>): void {
  out.openObject('resilient_args');
  out.both('buckets', buckets, `buckets ${buckets} `);
  showSeconds(out, 'idle_timer', idleTimer);
  showSeconds(out, 'unbalanced_timer', unbalancedTimer);
  showSeconds(out, 'unbalanced_time', Number(unbalancedTime));
  out.closeObject();
}

/** Writes one bucket with its line end; in JSON, as an object. iproute2 6.1 does not tell one that is gone from any other. */
export function showNexthopBucket(out: Printer, { id, resBucket, flags }: Nexthop): void {
  out.openObject();
  if (id !== undefined) out.both('id', id, `id ${id} `);
  if (resBucket !== undefined) {
    const { index, idleTime, nhid } = resBucket;
    out.openObject('bucket');
    if (index !== undefined) out.both('index', index, `index ${index} `);
    if (idleTime !== undefined) showSeconds(out, 'idle_time', Number(idleTime));
    if (nhid !== undefined) out.both('nhid', nhid, `nhid ${nhid} `);
    out.closeObject();
  }
  showRouteFlags(out, flags);
  out.text('\n');
  out.closeObject();
}
