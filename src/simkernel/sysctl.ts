// net.ipv4.conf and net.ipv6.conf of a namespace, and net.ipv4.ip_forward. net/ipv4/devinet.c: devinet_sysctl_forward(), inet_forward_change();
// net/ipv6/addrconf.c: addrconf_fixup_forwarding().

import { SystemError } from '../netlink/errors.js';
import { type SysctlKey, sysctlParts } from '../netlink/sysctl-key.js';
import type { Parameters } from '../netlink/transport.js';
import { AF_INET, AF_INET6 } from '../rtnl/constants.js';
import { parseWhole } from '../rtnl/words.js';
import { announceNetconf, IFINDEX_ALL, IFINDEX_DEFAULT } from './address/netconf.js';
import { EINVAL, ENOENT } from './errno.js';
import { INET, INET6 } from './link/devconf.js';
import type { NetNamespace } from './namespace.js';
import { Refusal } from './refusal.js';

/** Places in IFLA_INET_CONF, by the names of the files. */
const INET_NAMES: Readonly<Record<string, number>> = {
  forwarding: INET.forwarding,
  mc_forwarding: INET.mcForwarding,
  proxy_arp: INET.proxyArp,
  accept_redirects: 3,
  secure_redirects: 4,
  send_redirects: 5,
  shared_media: 6,
  rp_filter: INET.rpFilter,
  accept_source_route: 8,
  log_martians: 10,
  arp_filter: 12,
  disable_xfrm: INET.noxfrm,
  disable_policy: INET.nopolicy,
  arp_announce: INET.arpAnnounce,
  arp_ignore: INET.arpIgnore,
  promote_secondaries: INET.promoteSecondaries,
  arp_accept: 20,
  arp_notify: 21,
  accept_local: 22,
  src_valid_mark: 23,
  proxy_arp_pvlan: 24,
  route_localnet: 25,
  ignore_routes_with_linkdown: INET.ignoreRoutesWithLinkdown,
  bc_forwarding: INET.bcForwarding,
  arp_evict_nocarrier: 32,
};

/** Places in IFLA_INET6_CONF. */
const INET6_NAMES: Readonly<Record<string, number>> = {
  forwarding: INET6.forwarding,
  hop_limit: 1,
  mtu: INET6.mtu6,
  accept_ra: INET6.acceptRa,
  accept_redirects: 4,
  autoconf: 5,
  dad_transmits: INET6.dadTransmits,
  router_solicitations: INET6.routerSolicitations,
  use_tempaddr: INET6.useTempaddr,
  proxy_ndp: INET6.proxyNdp,
  accept_source_route: 24,
  disable_ipv6: INET6.disableIpv6,
  accept_dad: INET6.acceptDad,
  ignore_routes_with_linkdown: INET6.ignoreRoutesWithLinkdown,
  keep_addr_on_down: INET6.keepAddrOnDown,
  addr_gen_mode: INET6.addrGenMode,
};

interface Place {
  readonly conf: Int32Array;
  readonly at: number;
  readonly family: typeof AF_INET | typeof AF_INET6;
  readonly of: string;
}

function placeOf(ns: NetNamespace, key: SysctlKey): Place {
  const [net, version, word, of = '', name = '', ...more] = sysctlParts(key) ?? [];
  if (net !== 'net' || more.length > 0) throw new Refusal(ENOENT);
  if (version === 'ipv4' && word === 'ip_forward' && of === '') return { conf: ns.inetAll, at: INET.forwarding, family: AF_INET, of: 'all' };
  const at = version === 'ipv4' ? INET_NAMES[name] : version === 'ipv6' ? INET6_NAMES[name] : undefined;
  if (word !== 'conf' || at === undefined) throw new Refusal(ENOENT);
  const dev = ns.links.find(of);
  const own = version === 'ipv4' ? { all: ns.inetAll, default: ns.inetDefault, dev: dev?.inet?.conf } : { all: ns.inet6All, default: ns.inet6Default, dev: dev?.inet6?.conf };
  const conf = of === 'all' || of === 'default' ? own[of] : own.dev;
  if (conf === undefined) throw new Refusal(ENOENT);
  return { conf, at, family: version === 'ipv4' ? AF_INET : AF_INET6, of };
}

/** Reads a parameter. Throws Refusal ENOENT where there is none of that name. */
export function readSysctl(ns: NetNamespace, key: SysctlKey): number {
  const { conf, at } = placeOf(ns, key);
  return conf[at] as number;
}

/** Writes one. Forwarding of all is that of each link. Throws Refusal. */
export function writeSysctl(ns: NetNamespace, key: SysctlKey, value: number): void {
  if (!Number.isInteger(value)) throw new Refusal(EINVAL);
  const { conf, at, family, of } = placeOf(ns, key);
  conf[at] = value;
  if (at !== INET.forwarding) return;
  const index = of === 'all' ? IFINDEX_ALL : of === 'default' ? IFINDEX_DEFAULT : (ns.links.find(of)?.index ?? 0);
  announceNetconf(ns, family, index, conf);
  if (of !== 'all') return;
  (family === AF_INET ? ns.inetDefault : ns.inet6Default)[at] = value;
  announceNetconf(ns, family, IFINDEX_DEFAULT, family === AF_INET ? ns.inetDefault : ns.inet6Default);
  for (const dev of ns.links.all()) {
    const own = family === AF_INET ? dev.inet?.conf : dev.inet6?.conf;
    if (own === undefined || own[at] === value) continue;
    own[at] = value;
    announceNetconf(ns, family, dev.index, own);
  }
}

/** The same as a transport has it. */
export function parametersOf(ns: NetNamespace): Parameters {
  return {
    read: (key) => String(attempt('read', () => readSysctl(ns, key))),
    write(key, value) {
      // There are no cached routes to flush.
      if (sysctlParts(key)?.join('/') === 'net/ipv4/route/flush') return;
      attempt('write', () => writeSysctl(ns, key, numberOf(value)));
      ns.kernel.settle();
    },
  };
}

/** As proc_dointvec() reads it. */
const numberOf = (value: string | number | boolean): number => (typeof value === 'string' ? (parseWhole(value.trim()) ?? Number.NaN) : Number(value));

function attempt<T>(syscall: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Refusal ? new SystemError(error.errno === ENOENT ? 'open' : syscall, error.errno) : error;
  }
}
