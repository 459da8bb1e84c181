// What showing a link or an address depends on beside the message itself and the printer. iproute2: ip/ipaddress.c: struct link_filter.

import { AF_PACKET, AF_UNSPEC } from '../constants.js';
import type { CommandKinds } from '../kind-command.js';
import type { NameTables } from '../name-tables.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

export interface ShowContext {
  readonly names: LinkNames;
  /** The kinds whose data is shown. */
  readonly kinds: CommandKinds;
  readonly tables?: NameTables;
  /** Writes the nexthop object of this id behind a route that goes by it, if it is known. */
  showNexthop?(out: Printer, id: number, names: LinkNames): void;
  /** `link` shows the link's mode, alias, counters; `addr` its addresses; `monitor` is how changes are announced, by -echo as well. */
  readonly command: 'link' | 'addr' | 'monitor';
  /** The link of an address was told already: with -o it is not told again. */
  readonly linkTold?: boolean;
  /** AF_*, as asked for with -4, -6, -0; none by default. `ip link` is always about AF_PACKET. */
  readonly family?: number;
  /** The byte order of the machine that told it; that of most by default. */
  readonly littleEndian?: boolean;
}

export function familyOf({ command, family }: ShowContext): number {
  return command === 'link' ? AF_PACKET : (family ?? AF_UNSPEC);
}
