// The label of a prefix as `ip addrlabel` and `ip monitor` show it. iproute2: ip/ipaddrlabel.c: print_addrlabel().

import type { AddressLabel } from '../address-label.js';
import { familyColour } from './family.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

/** What showing a label depends on beside it. */
export interface AddressLabelContext {
  /** What links are called. */
  readonly names: Pick<LinkNames, 'name'>;
}

/** Writes one label; in JSON, as an object. `deleted` is for RTM_DELADDRLABEL. */
export function showAddressLabel(out: Printer, { family, address, prefixlen, index, label }: AddressLabel, { names }: AddressLabelContext, deleted = false): void {
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  if (address !== undefined) {
    out.text('prefix ');
    out.both('address', address, address, familyColour(family));
    out.both('prefixlen', prefixlen, `/${prefixlen} `);
  }
  if (index !== 0) {
    const dev = names.name(index);
    out.text('dev ');
    out.both('ifname', dev, `${dev} `, 'ifname');
  }
  if (label !== undefined) out.both('label', label, `label ${label} `);
  out.text('\n');
  out.closeObject();
}
