// Parts that routes and nexthop objects are shown with: flags, gateways, realms. iproute2: ip/iproute.c: print_rt_flags(),
// print_rta_gateway(), print_rta_via(), print_rta_flow(), print_rta_ifidx().

import {
  RTM_F_NOTIFY,
  RTM_F_OFFLOAD,
  RTM_F_OFFLOAD_FAILED,
  RTM_F_TRAP,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
  RTNH_F_TRAP,
  RTNH_F_UNRESOLVED,
} from '../constants.js';
import type { NameTables } from '../name-tables.js';
import type { Via } from '../via.js';
import { familyColour, familyName } from './family.js';
import { realmName } from './names.js';
import type { Printer } from './printer.js';

/** In the order shown. */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [RTNH_F_DEAD, 'dead'],
  [RTNH_F_ONLINK, 'onlink'],
  [RTNH_F_PERVASIVE, 'pervasive'],
  [RTNH_F_OFFLOAD, 'offload'],
  [RTNH_F_TRAP, 'trap'],
  [RTM_F_NOTIFY, 'notify'],
  [RTNH_F_LINKDOWN, 'linkdown'],
  [RTNH_F_UNRESOLVED, 'unresolved'],
  [RTM_F_OFFLOAD, 'rt_offload'],
  [RTM_F_TRAP, 'rt_trap'],
  [RTM_F_OFFLOAD_FAILED, 'rt_offload_failed'],
];

/** RTNH_F_* and RTM_F_*. */
export function showRouteFlags(out: Printer, flags: number): void {
  out.openArray('flags');
  for (const [bit, name] of FLAGS) if ((flags & bit) !== 0) out.both(undefined, name, `${name} `);
  out.closeArray();
}

/** A gateway of the family of the route, or of the nexthop object. */
export function showGateway(out: Printer, family: number, gateway: string): void {
  out.text('via ');
  out.both('gateway', gateway, `${gateway} `, familyColour(family));
}

/** A gateway of another family. */
export function showVia(out: Printer, { family, address }: Via): void {
  out.openObject('via');
  out.both('family', familyName(family), `via ${familyName(family)} `);
  out.both('host', address, `${address} `, familyColour(family));
  out.closeObject();
}

/** `realms 5/6`, `realm 6`. */
export function showRealms(out: Printer, flow: number, tables: NameTables | undefined): void {
  const [from, to] = [flow >>> 16, flow & 0xffff];
  out.openObject('flow');
  out.text(from === 0 ? 'realm ' : 'realms ');
  if (from !== 0) {
    const name = realmName(from, out, tables);
    out.both('from', name, `${name}/`);
  }
  const name = realmName(to, out, tables);
  out.both('to', name, `${name} `);
  out.closeObject();
}

/** `dev eth0`, `iif eth0`. */
export function showInterfaceName(out: Printer, key: 'dev' | 'iif', name: string): void {
  out.text(`${key} `);
  out.both(key, name, `${name} `, 'ifname');
}
