// What IPv6 does when something happens to a link. net/ipv6/addrconf.c: addrconf_notify(), addrconf_ifdown(), ipv6_add_dev().

import { byteAsHex } from '../../netlink/bytes.js';
import { AF_INET6, IFA_F_NOPREFIXROUTE, IFA_F_PERMANENT, IFF_MULTICAST, IFF_NOARP } from '../../rtnl/constants.js';
import { isLinkLocal6, LOOPBACK6 } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import { ARPHRD_ETHER, type Device } from '../link/device.js';
import { updateFeatures } from '../link/features.js';
import type { LinkEvent } from '../link/ops.js';
import { macBytes } from '../mac.js';
import { addMulticastRoute, addPrefixRoute, changeMtu6, flushDevice6, reviveDevice6 } from '../route/inet6.js';
import { ALL_ROUTERS_OF_LINK, destroyAnycast } from './anycast.js';
import { completeAtOnce, makeAddress, proveAgain, restore, runDad, startDad, suspend, tellGone } from './inet6-addresses.js';
import { IF_READY, IF_RS_SENT, type Inet6Address, Inet6Device } from './inet6-device.js';
import { announceInet6Link } from './inet6-message.js';
import { announceNetconf } from './netconf.js';

export const IPV6_MIN_MTU = 1280;
const ALL_NODES_HERE = `ff01${'0'.repeat(27)}1`;
const ALL_NODES = `ff02${'0'.repeat(27)}1`;
const IFAPROT_KERNEL_LO = 1;
const IFAPROT_KERNEL_LL = 3;
const LINK_LOCAL = 'fe80000000000000';
/** IN6_ADDR_GEN_MODE_NONE. */
const GENERATE_NONE = 1;

export function inet6Event(event: LinkEvent, dev: Device, changed: number): void {
  switch (event) {
    case 'register':
      if (dev.inet6 === undefined && dev.mtu >= IPV6_MIN_MTU) start(dev);
      return;
    case 'changeMtu':
      return changeMtu(dev);
    case 'up':
    case 'change':
      return upOrChange(event, dev, changed);
    case 'down':
      return stop(dev, dev.mtu < IPV6_MIN_MTU && !dev.loopback);
    case 'unregister':
      return stop(dev, true);
    case 'changeName':
      if (dev.inet6 === undefined) return;
      announceNetconf(dev.ns, AF_INET6, dev.index, undefined);
      announceNetconf(dev.ns, AF_INET6, dev.index, dev.inet6.conf);
  }
}

/** ipv6_add_dev(). */
function start(dev: Device): Inet6Device {
  const inet6 = new Inet6Device(dev);
  // dev_disable_lro(): a router takes no packets put together.
  if (inet6.setting('forwarding') !== 0) updateFeatures(dev);
  dev.inet6 = inet6;
  if (dev.up && linkReady(dev)) inet6.flags |= IF_READY;
  announceNetconf(dev.ns, AF_INET6, dev.index, inet6.conf);
  inet6.multicast.join(ALL_NODES_HERE);
  inet6.multicast.join(ALL_NODES);
  if (inet6.setting('forwarding') !== 0 && (dev.flags & IFF_MULTICAST) !== 0) inet6.multicast.join(ALL_ROUTERS_OF_LINK);
  return inet6;
}

/** addrconf_link_ready(): able to send. */
const linkReady = (dev: Device): boolean => dev.operUp && dev.active;

function changeMtu(dev: Device): void {
  const { inet6, mtu } = dev;
  if (mtu < IPV6_MIN_MTU) return stop(dev, !dev.loopback);
  if (inet6 !== undefined) return takeMtu(inet6);
  start(dev);
  if (dev.up) upOrChange('up', dev, 0);
}

function takeMtu(inet6: Inet6Device): void {
  const { dev } = inet6;
  changeMtu6(dev.ns, dev, inet6.setting('mtu6'));
  inet6.conf[INET6.mtu6] = dev.mtu;
}

function upOrChange(event: 'up' | 'change', dev: Device, changed: number): void {
  const { inet6 } = dev;
  if (inet6 !== undefined && inet6.setting('disableIpv6') !== 0) return;
  if (event === 'up') {
    if (inet6 !== undefined) restorePermanent(inet6);
    if (!linkReady(dev)) return;
  } else {
    dev.ns.fib6.setCarrier(dev, linkReady(dev));
    if (linkReady(dev) && inet6?.ready === true && (changed & IFF_NOARP) !== 0) proveAgain(inet6);
    if (!linkReady(dev) || inet6?.ready === true) return;
  }
  const own = inet6 ?? (dev.mtu >= IPV6_MIN_MTU ? start(dev) : undefined);
  if (own === undefined) return;
  own.flags |= IF_READY;
  own.multicast.start();
  generateAddresses(dev);
  runDad(own);
  reviveDevice6(dev.ns, dev);
  if (own.setting('mtu6') !== dev.mtu && dev.mtu >= IPV6_MIN_MTU) takeMtu(own);
  own.tstamp = dev.ns.kernel.ticks;
  announceInet6Link(dev);
  if (dev.mtu < IPV6_MIN_MTU) stop(dev, !dev.loopback);
}

/** addrconf_init_auto_addrs(). */
export function generateAddresses(dev: Device): void {
  const { inet6 } = dev;
  if (inet6 === undefined || (inet6.setting('disableIpv6') !== 0 && !dev.loopback)) return;
  if (dev.loopback) return addFirst(inet6, LOOPBACK6, 128, IFAPROT_KERNEL_LO);
  // Of other links no address can be made.
  if (dev.type !== ARPHRD_ETHER) return;
  addMulticastRoute(dev);
  generateLinkLocal(inet6);
}

/** dev_disable_change(): as if the link went down, or came up. */
export function disablingChanged(dev: Device): void {
  if (dev.inet6?.setting('disableIpv6') !== 0) stop(dev, false);
  else upOrChange('up', dev, 0);
}

/** addrconf_permanent_addr(): the routes of addresses that were there while the link was down. */
function restorePermanent(inet6: Inet6Device): void {
  for (const ifp of [...inet6.addresses]) {
    if ((ifp.flags & IFA_F_PERMANENT) === 0) continue;
    if ((ifp.flags & IFA_F_NOPREFIXROUTE) === 0) addPrefixRoute(inet6.dev, ifp.address, ifp.prefixlen, ifp.priority);
    restore(ifp);
  }
}

/** The link-local address that follows from the hardware address: addrconf_addr_gen(). */
function generateLinkLocal(inet6: Inet6Device): void {
  if (inet6.addrGenMode === GENERATE_NONE) return;
  const address = `${LINK_LOCAL}${eui64(inet6.dev.address)}`;
  if (inet6.addresses.own(address).size > 0) return;
  const made = makeAddress(inet6, { address, prefixlen: 64, flags: IFA_F_PERMANENT, protocol: IFAPROT_KERNEL_LL });
  addPrefixRoute(inet6.dev, address, 64, 0);
  startDad(made);
}

/** addrconf_ifid_eui48(). */
function eui64(mac: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = macBytes(mac);
  return [a ^ 0x02, b, c, 0xff, 0xfe, d, e, f].map((byte) => byteAsHex(byte)).join('');
}

/** add_addr(): an address that is used at once. */
function addFirst(inet6: Inet6Device, address: string, prefixlen: number, protocol: number): void {
  if (inet6.addresses.own(address).size > 0) return;
  const made = makeAddress(inet6, { address, prefixlen, flags: IFA_F_PERMANENT | 0x02, protocol });
  made.flags = IFA_F_PERMANENT;
  completeAtOnce(made);
}

/** addrconf_ifdown(); `forGood` where IPv6 is not to come back with the link. */
function stop(dev: Device, forGood: boolean): void {
  const { inet6, ns } = dev;
  flushDevice6(ns, dev, forGood);
  ns.neighbours.stop(dev, AF_INET6, false);
  if (inet6 === undefined) return;
  const keeps = !forGood && inet6.setting('disableIpv6') === 0 && ((ns.inet6All[INET6.keepAddrOnDown] as number) || inet6.setting('keepAddrOnDown')) > 0;
  const wasReady = inet6.ready;
  if (!forGood) inet6.flags &= ~(IF_RS_SENT | IF_READY);
  else dev.inet6 = undefined;
  const isKept = ({ flags, address }: Inet6Address): boolean => keeps && (flags & IFA_F_PERMANENT) !== 0 && !isLocal(address);
  // None of those that go is ours any more when the first is told of.
  for (const ifp of inet6.addresses) if (!isKept(ifp)) ns.inet6.remove(ifp);
  for (const ifp of [...inet6.addresses]) {
    if (isKept(ifp)) {
      suspend(ifp);
      continue;
    }
    inet6.addresses.remove(ifp);
    tellGone(ifp, inet6);
  }
  inet6.tstamp = ns.kernel.ticks;
  if (!forGood && wasReady) inet6.multicast.stop();
  if (!forGood) return;
  destroyAnycast(inet6);
  inet6.multicast.destroy();
  announceNetconf(ns, AF_INET6, dev.index, undefined);
}

/** addr_is_local(). */
const isLocal = (address: string): boolean => isLinkLocal6(address) || address === LOOPBACK6;
