// What an address family does on a link, as `ip netconf` and `ip monitor` show it. iproute2: ip/ipnetconf.c: print_netconf().

import { NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT, type Netconf } from '../netconf.js';
import { familyName } from './family.js';
import type { LinkNames } from './link-names.js';
import type { Printer } from './printer.js';

const RP_FILTER: readonly string[] = ['off', 'strict', 'loose'];

/** What showing settings depends on beside it. */
export interface NetconfContext {
  /** What links are called. */
  readonly names: Pick<LinkNames, 'name'>;
}

/** Writes one message; in JSON, as an object. `deleted` is for RTM_DELNETCONF. */
export function showNetconf(out: Printer, netconf: Netconf, { names }: NetconfContext, deleted = false): void {
  const { ifindex, rpFilter } = netconf;
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  const family = familyName(netconf.family);
  out.both('family', family, `${family} `);
  if (ifindex !== undefined) {
    const dev = ifindex === NETCONFA_IFINDEX_ALL ? 'all' : ifindex === NETCONFA_IFINDEX_DEFAULT ? 'default' : names.name(ifindex);
    out.both('interface', dev, `${dev} `, 'ifname');
  }
  showSwitch(out, 'forwarding', netconf.forwarding);
  if (rpFilter !== undefined) {
    const value = RP_FILTER[rpFilter] ?? rpFilter >>> 0;
    out.both('rp_filter', value, `rp_filter ${value} `);
  }
  showSwitch(out, 'mc_forwarding', netconf.mcForwarding);
  showSwitch(out, 'proxy_neigh', netconf.proxyNeigh);
  showSwitch(out, 'ignore_routes_with_linkdown', netconf.ignoreRoutesWithLinkdown);
  showSwitch(out, 'input', netconf.input);
  out.closeObject();
  out.text('\n');
}

function showSwitch(out: Printer, key: string, value: number | undefined): void {
  if (value !== undefined) out.both(key, value !== 0, `${key} ${value !== 0 ? 'on' : 'off'} `);
}
