// A link with its addresses, as one entry of what `ip link` and `ip addr` list. iproute2: ip/ipaddress.c:
// ipaddr_list_flush_or_save(), print_selected_addrinfo().

import type { Address } from '../address.js';
import { AF_PACKET, AF_UNSPEC } from '../constants.js';
import type { AnyLink } from '../link.js';
import { showAddress } from './address.js';
import { familyOf, type ShowContext } from './context.js';
import { showLink } from './link.js';
import { showLinkStats } from './link-stats.js';
import type { Printer } from './printer.js';

/** What filters leave of an entry. What they hide still leaves an empty object in JSON. */
export interface Selection {
  /** All of it by default; `addresses` is what `label` leaves, `none` is for a link that `up`, `master`, `type`, `group` refuse. */
  readonly show?: 'all' | 'addresses' | 'none';
  /** Whether an address is shown; all are by default. */
  readonly address?: (address: Address) => boolean;
}

/** Writes the link and those of `addresses` that are its own and of the family asked for. */
export function showInterface(out: Printer, link: AnyLink, addresses: Iterable<Address>, context: ShowContext, selection: Selection = {}): void {
  const family = familyOf(context);
  /** `ip -o addr` shows addresses only: filters of the link have no say in it. */
  const addressesAlone = out.oneline && !out.brief && family !== AF_PACKET;
  const show = addressesAlone ? 'addresses' : (selection.show ?? 'all');
  out.openObject();
  if (show === 'all') showLink(out, link, context);
  if (show !== 'none' && family !== AF_PACKET) showAddresses(out, link, addresses, context, selection);
  if (show === 'all' && context.command === 'addr' && out.statistics > 0 && !out.brief) {
    showLinkStats(out, link);
    out.text(out.newline);
  }
  out.closeObject();
}

function showAddresses(out: Printer, link: AnyLink, addresses: Iterable<Address>, context: ShowContext, { address: accept }: Selection): void {
  const family = familyOf(context);
  out.openArray('addr_info');
  for (const address of addresses) {
    if (address.index !== link.index || (family !== AF_UNSPEC && family !== address.family)) continue;
    out.openObject();
    if (accept === undefined || accept(address)) showAddress(out, address, context);
    out.closeObject();
  }
  out.closeArray();
  if (out.brief) out.text('\n');
}
