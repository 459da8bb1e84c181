// Parts of a link that its long and its brief form share: name and lower link, flags, state. iproute2: ip/ipaddress.c;
// lib/utils.c: print_name_and_link().

import { IFF_RUNNING, IFF_UP } from '../constants.js';
import type { AnyLink } from '../link.js';
import { linkMode, operState } from '../link.js';
import { type LinkNames, unknownLink } from './link-names.js';
import type { Printer } from './printer.js';

/** Returns whether the lower link, in the same namespace, is down. */
export function showNameAndLink(out: Printer, link: AnyLink, names: LinkNames, format: (name: string) => string): boolean {
  const name = link.ifname ?? unknownLink(link.index);
  const { lower, down } = showLower(out, link, names);
  out.both('ifname', name, format(lower === undefined ? name : `${name}@${lower}`), 'ifname');
  return down;
}

function showLower(out: Printer, { link, linkNetnsid }: AnyLink, names: LinkNames): { lower?: string; down: boolean } {
  if (link === undefined) return { down: false };
  if (link === 0) {
    out.member('link', null);
    return { lower: 'NONE', down: false };
  }
  if (linkNetnsid !== undefined) {
    out.member('link_index', link | 0);
    return { lower: unknownLink(link), down: false };
  }
  const lower = names.name(link);
  const flags = names.flags(link);
  out.member('link', lower);
  return { lower, down: flags !== undefined && (flags & IFF_UP) === 0 };
}

/** Interface flags in the order shown; RUNNING is told by NO-CARRIER alone. */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x8, 'LOOPBACK'],
  [0x2, 'BROADCAST'],
  [0x10, 'POINTOPOINT'],
  [0x1000, 'MULTICAST'],
  [0x80, 'NOARP'],
  [0x200, 'ALLMULTI'],
  [0x100, 'PROMISC'],
  [0x400, 'MASTER'],
  [0x800, 'SLAVE'],
  [0x4, 'DEBUG'],
  [0x8000, 'DYNAMIC'],
  [0x4000, 'AUTOMEDIA'],
  [0x2000, 'PORTSEL'],
  [0x20, 'NOTRAILERS'],
  [0x1, 'UP'],
  [0x10000, 'LOWER_UP'],
  [0x20000, 'DORMANT'],
  [0x40000, 'ECHO'],
];

export function showFlags(out: Printer, flags: number, lowerDown: boolean): void {
  const names: string[] = [];
  if ((flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) === 0) names.push('NO-CARRIER');
  let rest = flags & ~IFF_RUNNING;
  for (const [bit, name] of FLAGS) {
    if ((rest & bit) !== 0) names.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push((rest >>> 0).toString(16));
  out.text(`<${names.join(',')}${lowerDown ? ',M-DOWN' : ''}> `);
  out.member('flags', lowerDown ? [...names, 'M-DOWN'] : names);
}

/** What `operState` decodes to: the name, or the number of a state without one. */
export function showOperState(out: Printer, state: NonNullable<AnyLink['operstate']>): void {
  if (typeof state === 'number' && !Object.values<number>(operState.names).includes(state)) {
    out.member('operstate_index', state);
    out.text(`state 0x${state.toString(16)}`);
    return;
  }
  const name = nameIn(operState.names, state).toUpperCase();
  const colour = name === 'UP' ? 'up' : name === 'DOWN' ? 'down' : undefined;
  if (!out.brief) out.text('state ');
  out.both('operstate', name, out.brief ? `${name.padEnd(14)} ` : `${name} `, colour);
}

export function showLinkMode(out: Printer, mode: NonNullable<AnyLink['linkmode']>): void {
  if (typeof mode === 'number' && !Object.values<number>(linkMode.names).includes(mode)) return out.both('linkmode_index', mode, `mode ${mode} `);
  const name = nameIn(linkMode.names, mode).toUpperCase();
  out.both('linkmode', name, `mode ${name} `);
}

/** The name of a value that may have come as its number: hand-made links may hold either. */
function nameIn(names: Readonly<Record<string, number>>, value: string | number): string {
  return typeof value === 'string' ? value : (Object.keys(names).find((name) => names[name] === value) as string);
}
