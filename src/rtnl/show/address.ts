// An address as `ip addr` and `ip monitor` show it. iproute2: ip/ipaddress.c: print_addrinfo(), print_ifa_flags().

import type { Address } from '../address.js';
import {
  AF_BRIDGE,
  AF_INET,
  AF_INET6,
  AF_MPLS,
  AF_PACKET,
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
  INFINITY_LIFE_TIME,
} from '../constants.js';
import type { ShowContext } from './context.js';
import { scopeName } from './names.js';
import type { Colour, Printer } from './printer.js';

const FAMILIES: ReadonlyMap<number, string> = new Map([
  [AF_INET, 'inet'],
  [AF_INET6, 'inet6'],
  [AF_PACKET, 'link'],
  [AF_MPLS, 'mpls'],
  [AF_BRIDGE, 'bridge'],
]);

/** Writes one address; in JSON, into the object that is open. `deleted` is for RTM_DELADDR. */
export function showAddress(out: Printer, address: Address, context: ShowContext, deleted = false): void {
  if (deleted) out.both('deleted', true, 'Deleted ');
  if (!out.brief) showFamily(out, address, context);
  showLocal(out, address);
  if (out.brief) return;
  showOther(out, 'broadcast', 'brd', address.broadcast, address.family);
  showOther(out, 'anycast', 'any', address.anycast, address.family);
  const scope = scopeName(address.scope, out, context.tables);
  out.both('scope', scope, `scope ${scope} `);
  const flags = address.flags ?? address.flags8;
  showFlags(out, flags, address.family);
  if (address.label !== undefined) out.both('label', address.label, address.label);
  if (address.cacheinfo !== undefined) showLifetimes(out, address.cacheinfo, flags);
  out.text('\n');
}

/** Where a line stands for itself, -o and a monitor's, the link comes first. */
function showFamily(out: Printer, { index, family }: Address, { command, names, linkTold = false }: ShowContext): void {
  if ((out.oneline && !linkTold) || command === 'monitor') {
    const dev = names.name(index);
    out.member('index', index | 0);
    out.member('dev', dev);
    out.text(`${index}: ${dev}`);
  }
  const name = FAMILIES.get(family);
  if (name === undefined) out.both('family_index', family, `    family ${family} `);
  else out.both('family', name, `    ${name} `);
}

function colourOf(family: number): Colour | undefined {
  return family === AF_INET ? 'inet' : family === AF_INET6 ? 'inet6' : undefined;
}

function showLocal(out: Printer, { family, prefixlen, address, local, rtPriority }: Address): void {
  const own = local ?? address;
  if (own === undefined) return;
  out.both('local', own, own, colourOf(family));
  if (address !== undefined && address !== own) {
    out.text(' peer ');
    out.both('address', address, address, colourOf(family));
  }
  out.both('prefixlen', prefixlen, `/${prefixlen} `);
  if (rtPriority !== undefined) out.both('metric', rtPriority, `metric ${rtPriority} `);
}

function showOther(out: Printer, key: string, label: string, address: string | undefined, family: number): void {
  if (address === undefined) return;
  out.text(`${label} `);
  out.both(key, address, `${address} `, colourOf(family));
}

/** In the order shown; what has no name here is shown as hex. */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [IFA_F_SECONDARY, 'secondary'],
  [IFA_F_NODAD, 'nodad'],
  [IFA_F_OPTIMISTIC, 'optimistic'],
  [IFA_F_DADFAILED, 'dadfailed'],
  [IFA_F_HOMEADDRESS, 'home'],
  [IFA_F_DEPRECATED, 'deprecated'],
  [IFA_F_TENTATIVE, 'tentative'],
  [IFA_F_PERMANENT, 'permanent'],
  [IFA_F_MANAGETEMPADDR, 'mngtmpaddr'],
  [IFA_F_NOPREFIXROUTE, 'noprefixroute'],
  [IFA_F_MCAUTOJOIN, 'autojoin'],
  [IFA_F_STABLE_PRIVACY, 'stable-privacy'],
];

function showFlags(out: Printer, flags: number, family: number): void {
  let rest = flags;
  for (const [bit, name] of FLAGS) {
    const set = (rest & bit) !== 0;
    rest &= ~bit;
    if (bit === IFA_F_PERMANENT) {
      if (!set) out.both('dynamic', true, 'dynamic ');
    } else if (set) {
      const shown = bit === IFA_F_SECONDARY && family === AF_INET6 ? 'temporary' : name;
      out.both(shown, true, `${shown} `);
    }
  }
  if (rest === 0) return;
  const hex = (rest >>> 0).toString(16).padStart(2, '0');
  out.both('ifa_flags', hex, `flags ${hex} `);
}

function showLifetimes(out: Printer, { valid, preferred }: NonNullable<Address['cacheinfo']>, flags: number): void {
  out.text(`${out.newline}       valid_lft `);
  out.both('valid_life_time', valid, valid === INFINITY_LIFE_TIME ? 'forever' : `${valid}sec`);
  out.text(' preferred_lft ');
  /** The kernel lets the preferred lifetime of a deprecated address go below zero. */
  const left = preferred !== INFINITY_LIFE_TIME && (flags & IFA_F_DEPRECATED) !== 0 ? preferred | 0 : preferred;
  out.both('preferred_life_time', left, preferred === INFINITY_LIFE_TIME ? 'forever' : `${left}sec`);
}
