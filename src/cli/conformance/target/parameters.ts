// Parameters of a fresh namespace as a kernel has them to whom nobody said otherwise. A machine may have others, and new namespaces have IPv4's of the first
// one: net/ipv4/devinet.c, devinet_init_net(). What a case sees must not depend on them.

import { SystemError } from '../../../netlink/errors.js';
import type { Namespace } from '../../../netlink/socket/namespace.js';
import { readSysctl, writeSysctl } from '../../../netlink/socket/sysctl.js';
import { Unsupported } from './target.js';

type Values = Readonly<Record<string, number>>;

const zero = (...names: readonly string[]): Values => Object.fromEntries(names.map((name) => [name, 0]));

/** IPv4's. `forwarding` comes first: it changes others. */
const IPV4: Values = {
  ...zero('forwarding', 'accept_local', 'arp_accept', 'arp_announce', 'arp_filter', 'arp_ignore', 'arp_notify', 'bc_forwarding', 'bootp_relay', 'disable_policy', 'disable_xfrm'),
  ...zero('drop_gratuitous_arp', 'drop_unicast_in_l2_multicast', 'force_igmp_version', 'ignore_routes_with_linkdown', 'log_martians', 'medium_id', 'promote_secondaries'),
  ...zero('proxy_arp', 'proxy_arp_pvlan', 'route_localnet', 'rp_filter', 'src_valid_mark', 'tag'),
  ...{ accept_redirects: 1, arp_evict_nocarrier: 1, secure_redirects: 1, send_redirects: 1, shared_media: 1 },
};

/** IPv6's; of those of a namespace's own loopback some are others. */
const IPV6: Values = {
  ...zero('disable_ipv6', 'forwarding', 'addr_gen_mode', 'ignore_routes_with_linkdown', 'keep_addr_on_down', 'ndisc_notify', 'optimistic_dad', 'use_optimistic', 'use_tempaddr'),
  ...{ accept_dad: 1, accept_ra: 1, accept_redirects: 1, autoconf: 1, dad_transmits: 1, enhanced_dad: 1, ndisc_evict_nocarrier: 1 },
};

const of = (family: string, holders: readonly string[], values: Values) =>
  holders.flatMap((holder) => Object.entries(values).map(([name, value]) => ({ key: ['net', family, 'conf', holder, name].join('.'), value })));

const ALL = [...of('ipv4', ['all', 'default', 'lo'], IPV4), ...of('ipv6', ['all', 'default'], IPV6)];

/** Undefined where the kernel has no such parameter, or it cannot be read. */
function parameter(key: string): number | undefined {
  try {
    return Number(readSysctl(key));
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** Sets what the machine has otherwise, in namespaces that are fresh. */
export class FreshParameters {
  private foreign: typeof ALL | undefined;

  /** Throws Unsupported where that is refused. */
  settle(namespace: Namespace): void {
    if (this.foreign?.length === 0) return;
    namespace.run(() => {
      const differs = ({ key, value }: (typeof ALL)[number]) => ![undefined, value].includes(parameter(key));
      // All fresh namespaces of a machine are alike.
      this.foreign ??= ALL.filter(differs);
      for (const { key, value } of this.foreign) set(key, value);
    });
  }
}

function set(key: string, value: number): void {
  try {
    writeSysctl(key, value);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new Unsupported(`needs ${key} to be ${value} in a fresh namespace, and it is ${parameter(key)} and cannot be set: ${error.message}`);
  }
}
