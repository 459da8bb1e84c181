// net.ipv4.conf and net.ipv6.conf of a namespace, and net.ipv4.ip_forward. net/ipv4/devinet.c: devinet_conf_proc(), devinet_sysctl_forward(), inet_forward_change();
// net/ipv6/addrconf.c: addrconf_fixup_forwarding().

import { EACCES, EINVAL, ENOENT } from '../netlink/errno-numbers.js';
import { SystemError } from '../netlink/errors.js';
import { type SysctlKey, sysctlParts } from '../netlink/sysctl-key.js';
import type { Parameters } from '../netlink/transport.js';
import { AF_INET, AF_INET6 } from '../rtnl/constants.js';
import { parseWhole } from '../rtnl/words.js';
import { forwardingChanged } from './address/anycast.js';
import type { Inet6Device } from './address/inet6-device.js';
import { disablingChanged, generateAddresses } from './address/inet6-events.js';
import { announceParameter, IFINDEX_ALL, IFINDEX_DEFAULT } from './address/netconf.js';
import { INET, INET6 } from './link/devconf.js';
import type { Device } from './link/device.js';
import type { NetNamespace } from './namespace.js';
import { Refusal } from './refusal.js';
import { INET_FILES, INET6_FILES, type ParameterFile } from './sysctl-files.js';
import { tickedUp } from './ticks.js';

interface Place {
  readonly conf: Int32Array;
  readonly file: ParameterFile;
  readonly at: number;
  readonly family: typeof AF_INET | typeof AF_INET6;
  readonly of: string;
  readonly dev: Device | undefined;
}

/** By its own name: the others have no folder. */
function named(ns: NetNamespace, name: string): Device | undefined {
  const dev = ns.links.find(name);
  return dev?.name === name ? dev : undefined;
}

function placeOf(ns: NetNamespace, key: SysctlKey): Place {
  const [net, version, word, of = '', name = '', ...more] = sysctlParts(key) ?? [];
  if (net !== 'net' || more.length > 0) throw new Refusal(ENOENT);
  if (version === 'ipv4' && word === 'ip_forward' && of === '')
    return { conf: ns.inetAll, file: { at: INET.forwarding }, at: INET.forwarding, family: AF_INET, of: 'all', dev: undefined };
  const file = version === 'ipv4' ? INET_FILES[name] : version === 'ipv6' ? INET6_FILES[name] : undefined;
  if (word !== 'conf' || file === undefined) throw new Refusal(ENOENT);
  const dev = named(ns, of);
  const own = version === 'ipv4' ? { all: ns.inetAll, default: ns.inetDefault, dev: dev?.inet?.conf } : { all: ns.inet6All, default: ns.inet6Default, dev: dev?.inet6?.conf };
  const conf = of === 'all' || of === 'default' ? own[of] : own.dev;
  if (conf === undefined) throw new Refusal(ENOENT);
  return { conf, file, at: file.at, family: version === 'ipv4' ? AF_INET : AF_INET6, of, dev };
}

/** Reads a parameter. Throws Refusal ENOENT where there is none of that name. */
export function readSysctl(ns: NetNamespace, key: SysctlKey): number {
  const place = placeOf(ns, key);
  return (place.conf[place.at] as number) / (place.file.unit ?? 1);
}

/** Writes one: what is told of it, and what follows, is as the kernel has it. Throws Refusal. */
export function writeSysctl(ns: NetNamespace, key: SysctlKey, value: number): void {
  if (!Number.isInteger(value)) throw new Refusal(EINVAL);
  const place = placeOf(ns, key);
  const { conf, at, family, file, dev } = place;
  const old = conf[at] as number;
  if (file.readOnly === true) throw new Refusal(EACCES);
  const most = file.most === 'mtu' ? dev?.mtu : file.most;
  if ((file.least !== undefined && value < file.least) || (most !== undefined && value > most)) throw new Refusal(EINVAL);
  if (family === AF_INET6) return writeInet6(ns, place, file.ticks === true ? tickedUp(value) : value * (file.unit ?? 1));
  conf[at] = value;
  if (at !== INET.forwarding && file.apart !== true) spread(ns, place, value);
  if (value === old) return;
  announceParameter(ns, AF_INET, indexOf(ns, place), conf, at);
  if (at === INET.forwarding && place.of === 'all') forwardInet(ns, value);
}

const indexOf = (ns: NetNamespace, { of }: Place): number => (of === 'all' ? IFINDEX_ALL : of === 'default' ? IFINDEX_DEFAULT : (named(ns, of)?.index ?? 0));

/** devinet_conf_proc(): what links are to begin with holds of those, too, of which nothing else was said. */
function spread(ns: NetNamespace, { at, of, dev }: Place, value: number): void {
  if (of === 'default') ns.inetDefaultTold.add(at);
  dev?.inet?.told.add(at);
  if (of === 'default') for (const { inet } of ns.links.all()) if (inet !== undefined && !inet.told.has(at)) inet.conf[at] = value;
}

/** inet_forward_change(). */
function forwardInet(ns: NetNamespace, value: number): void {
  ns.inetAll[INET.acceptRedirects] = value === 0 ? 1 : 0;
  ns.inetDefault[INET.forwarding] = value;
  announceParameter(ns, AF_INET, IFINDEX_DEFAULT, ns.inetDefault, INET.forwarding);
  for (const { index, inet } of ns.links.inOrder()) {
    if (inet === undefined) continue;
    inet.conf[INET.forwarding] = value;
    announceParameter(ns, AF_INET, index, inet.conf, INET.forwarding);
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

/** What happens on a link whose parameter goes on or off. */
const FOLLOWS: Readonly<Record<number, (dev: Device) => void>> = {
  [INET6.forwarding]: forwardingChanged,
  [INET6.disableIpv6]: disablingChanged,
  [INET6.forceForwarding]: (dev) => announceParameter(dev.ns, AF_INET6, dev.index, (dev.inet6 as Inet6Device).conf, INET6.forceForwarding),
  [INET6.ignoreRoutesWithLinkdown]: (dev) => announceParameter(dev.ns, AF_INET6, dev.index, (dev.inet6 as Inet6Device).conf, INET6.ignoreRoutesWithLinkdown),
};

/** IN6_ADDR_GEN_MODE_*. */
const STABLE_PRIVACY = 2;
const GENERATION_MOST = 3;

/** addrconf_fixup_forwarding(), addrconf_disable_ipv6(), addrconf_fixup_linkdown(), addrconf_sysctl_proxy_ndp(), addrconf_sysctl_addr_gen_mode(). */
function writeInet6(ns: NetNamespace, place: Place, value: number): void {
  const { conf, at, of } = place;
  const follows = FOLLOWS[at];
  const old = conf[at] as number;
  if (at === INET6.addrGenMode) return generate(ns, place, value);
  conf[at] = value;
  const turned = (value === 0) !== (old === 0);
  if (follows === undefined) {
    if (value !== old) announceParameter(ns, AF_INET6, indexOf(ns, place), conf, at);
    return;
  }
  if (of === 'all' && at === INET6.forceForwarding) {
    if (turned) announceParameter(ns, AF_INET6, IFINDEX_ALL, conf, at);
    setEach(ns, at, value, follows);
  } else if (of === 'all') {
    const before = ns.inet6Default[at] as number;
    ns.inet6Default[at] = value;
    if (at === INET6.forwarding && (value === 0) !== (before === 0)) announceParameter(ns, AF_INET6, IFINDEX_DEFAULT, ns.inet6Default, at);
    setEach(ns, at, value, follows);
    if (turned) announceParameter(ns, AF_INET6, IFINDEX_ALL, conf, at);
  } else if (of === 'default') {
    if (turned) announceParameter(ns, AF_INET6, IFINDEX_DEFAULT, conf, at);
  } else if (turned) {
    const dev = named(ns, of);
    if (dev !== undefined) follows(dev);
  }
}

/** Of all links. */
function setEach(ns: NetNamespace, at: number, value: number, follows: (dev: Device) => void): void {
  for (const dev of ns.links.inOrder()) {
    const own = dev.inet6?.conf;
    if (own === undefined) continue;
    const changed = (own[at] === 0) !== (value === 0);
    own[at] = value;
    if (changed) follows(dev);
  }
}

function generate(ns: NetNamespace, { conf, at, of }: Place, value: number): void {
  // No secret is set, which a stable address would need.
  if (value < 0 || value > GENERATION_MOST || value === STABLE_PRIVACY) throw new Refusal(EINVAL);
  if (of === 'all') ns.inet6Default[at] = value;
  const links = of === 'all' ? ns.links.inOrder() : of === 'default' ? [] : [named(ns, of)];
  for (const dev of links) {
    if (dev?.inet6 === undefined || dev.inet6.addrGenMode === value) continue;
    dev.inet6.addrGenMode = value;
    dev.inet6.conf[at] = value;
    generateAddresses(dev);
  }
  conf[at] = value;
}
