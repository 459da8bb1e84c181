// RTM_NEWNETCONF: what is told of a link's parameters. net/ipv4/devinet.c: inet_netconf_notify_devconf(); net/ipv6/addrconf.c.

import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF } from '../../rtnl/groups.js';
import type { Netconf } from '../../rtnl/netconf.js';
import { INET, INET6 } from '../link/devconf.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';

/** NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT. */
export const IFINDEX_ALL = -1;
export const IFINDEX_DEFAULT = -2;

/** The message; of parameters that are gone only whose they were. */
export function netconfMessage(family: typeof AF_INET | typeof AF_INET6, ifindex: number, conf: Int32Array | undefined): Outgoing {
  const name = conf === undefined ? 'RTM_DELNETCONF' : 'RTM_NEWNETCONF';
  if (conf === undefined) return { name, body: { family, ifindex } };
  if (family === AF_INET) {
    return {
      name,
      body: {
        family,
        ifindex,
        forwarding: conf[INET.forwarding] as number,
        rpFilter: conf[INET.rpFilter] as number,
        mcForwarding: conf[INET.mcForwarding] as number,
        bcForwarding: conf[INET.bcForwarding] as number,
        proxyNeigh: conf[INET.proxyArp] as number,
        ignoreRoutesWithLinkdown: conf[INET.ignoreRoutesWithLinkdown] as number,
      },
    };
  }
  return {
    name,
    body: {
      family,
      ifindex,
      forwarding: conf[INET6.forwarding] as number,
      mcForwarding: conf[INET6.mcForwarding] as number,
      proxyNeigh: conf[INET6.proxyNdp] as number,
      ignoreRoutesWithLinkdown: conf[INET6.ignoreRoutesWithLinkdown] as number,
    },
  };
}

/** Parameters of which a change is told, by where they stand. */
const TOLD = {
  [AF_INET]: {
    [INET.forwarding]: 'forwarding',
    [INET.rpFilter]: 'rpFilter',
    [INET.proxyArp]: 'proxyNeigh',
    [INET.ignoreRoutesWithLinkdown]: 'ignoreRoutesWithLinkdown',
  },
  [AF_INET6]: {
    [INET6.forwarding]: 'forwarding',
    [INET6.proxyNdp]: 'proxyNeigh',
    [INET6.ignoreRoutesWithLinkdown]: 'ignoreRoutesWithLinkdown',
    // That it has changed, not to what.
    [INET6.forceForwarding]: undefined,
  },
} as const;

/** One parameter alone; of those that nobody is told of nothing. */
export function announceParameter(ns: NetNamespace, family: typeof AF_INET | typeof AF_INET6, ifindex: number, conf: Int32Array, at: number): void {
  const told = TOLD[family] as Readonly<Record<number, string | undefined>>;
  if (!(at in told)) return;
  const key = told[at];
  const body = { family, ifindex, ...(key !== undefined && { [key]: conf[at] as number }) } as unknown as Partial<Netconf>;
  ns.kernel.notify(ns, family === AF_INET ? RTNLGRP_IPV4_NETCONF : RTNLGRP_IPV6_NETCONF, () => ({ name: 'RTM_NEWNETCONF', body }));
}

export function announceNetconf(ns: NetNamespace, family: typeof AF_INET | typeof AF_INET6, ifindex: number, conf: Int32Array | undefined): void {
  ns.kernel.notify(ns, family === AF_INET ? RTNLGRP_IPV4_NETCONF : RTNLGRP_IPV6_NETCONF, () => netconfMessage(family, ifindex, conf));
}
