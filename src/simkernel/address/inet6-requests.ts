// RTM_NEWADDR, RTM_DELADDR and RTM_GETADDR of IPv6. net/ipv6/addrconf.c: inet6_rtm_newaddr(), inet6_addr_add(), inet6_addr_modify(),
// inet6_rtm_deladdr(), inet6_dump_addr().

import { NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EACCES, EADDRNOTAVAIL, EEXIST, EINVAL, ENODEV, ENXIO } from '../../netlink/errno-numbers.js';
import { ifaddrmsg } from '../../rtnl/address.js';
import {
  AF_INET6,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_TENTATIVE,
} from '../../rtnl/constants.js';
import type { Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { ipOf, isMulticast, isZero, LOOPBACK6 } from '../ip.js';
import type { Device } from '../link/device.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { addMulticastRoute, addPrefixRoute, METRIC_ADDRCONF, prefixRoute, removeRoute6 } from '../route/inet6.js';
import type { RouteEntry } from '../route/route.js';
import { autojoin, autoleave } from './autojoin.js';
import { dumpFilter, IFA, lifetimes } from './inet-requests.js';
import { cleanUpPrefixRoute, deleteAddress6, makeAddress, startDad, watchLifetime6 } from './inet6-addresses.js';
import type { Inet6Address, Inet6Device } from './inet6-device.js';
import { IPV6_MIN_MTU } from './inet6-events.js';
import { announceInet6, inet6Message } from './inet6-message.js';
import { FOREVER } from './lifetime.js';

const policy: PolicyTable = {
  maxType: 11,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: { type: 'unspec', length: 16 }, 2: { type: 'unspec', length: 16 }, 6: { type: 'unspec', length: 16 }, 8: { type: 'unspec', length: 4 }, 9: { type: 'unspec', length: 4 },
    10: { type: 's32' }, 11: { type: 'u8' },
  },
};

/** The others are not looked at. */
const TAKEN = IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN | IFA_F_OPTIMISTIC;

/** extract_addr(). */
function addresses(attributes: Attributes): { readonly address: string; readonly peer: string | undefined } {
  const told = attributes.get(IFA.local);
  const [first, local] = [attributes.get(IFA.address), told].map((attribute) => (attribute === undefined ? undefined : ipOf(attribute.payload, AF_INET6)));
  const address = local ?? first;
  if (address === undefined) throw new Refusal(EINVAL);
  // nla_memcmp(): a longer one is another, whatever it begins with.
  const same = local === undefined || (first === address && told?.length === 16);
  return { address, peer: same ? undefined : first };
}

export function newInet6Address(request: Request): void {
  const header = request.struct(ifaddrmsg);
  const attributes = request.attributes(ifaddrmsg.size, policy);
  const { address, peer } = addresses(attributes);
  const asked = lifetimes(attributes);
  if (asked !== undefined && (asked.valid === 0 || asked.preferred > asked.valid)) throw new Refusal(EINVAL, 'ipv6: address lifetime invalid');
  const dev = request.ns.links.get(header.index);
  if (dev === undefined) throw new Refusal(ENODEV, 'ipv6: Unable to find the interface');
  const inet6 = found(dev);
  const flags = (attributes.u32(IFA.flags) ?? header.flags8) & TAKEN & ~IFA_F_OPTIMISTIC;
  const told = {
    address,
    peer,
    prefixlen: header.prefixlen,
    flags,
    priority: attributes.u32(IFA.rtPriority) ?? 0,
    protocol: attributes.u8(IFA.proto) ?? 0,
    valid: asked?.valid ?? FOREVER,
    preferred: asked?.preferred ?? FOREVER,
  };
  const [existing] = inet6.addresses.own(address);
  if (existing === undefined) return add(inet6, told);
  if ((request.flags & NLM_F_EXCL) !== 0 || (request.flags & NLM_F_REPLACE) === 0) throw new Refusal(EEXIST, 'ipv6: address already assigned');
  modify(existing, told);
}

/** ipv6_find_idev(): with which the groups of a link that is up are received, be IPv6 off. */
function found(dev: Device): Inet6Device {
  if (dev.inet6 === undefined) throw new Refusal(dev.mtu < IPV6_MIN_MTU ? EINVAL : ENXIO);
  if (dev.up) dev.inet6.multicast.start();
  return dev.inet6;
}

type Told = Parameters<typeof makeAddress>[1] & { readonly priority: number; readonly protocol: number; readonly valid: number; readonly preferred: number };

const lived = (flags: number, valid: number, preferred: number): number => flags | (valid === FOREVER ? IFA_F_PERMANENT : 0) | (preferred === 0 ? IFA_F_DEPRECATED : 0);

function add(inet6: Inet6Device, told: Told): void {
  const { dev } = inet6;
  const { address, prefixlen, flags } = told;
  if (prefixlen > 128) throw new Refusal(EINVAL, 'ipv6: Invalid prefix length');
  if ((flags & IFA_F_MANAGETEMPADDR) !== 0 && prefixlen !== 64) throw new Refusal(EINVAL, 'ipv6: address with "mngtmpaddr" flag must have a prefix length of 64');
  if (inet6.setting('disableIpv6') !== 0) throw new Refusal(EACCES, 'ipv6: IPv6 is disabled on this device');
  if (!dev.loopback) addMulticastRoute(dev);
  const joins = (flags & IFA_F_MCAUTOJOIN) !== 0;
  if (joins) autojoin(dev, address);
  if (isZero(address)) throw new Refusal(EADDRNOTAVAIL, 'ipv6: Invalid address');
  if (isMulticast(address) && !joins) throw new Refusal(EADDRNOTAVAIL, 'ipv6: Cannot assign multicast address without "IFA_F_MCAUTOJOIN" flag');
  if (address === LOOPBACK6 && !dev.loopback) throw new Refusal(EADDRNOTAVAIL, 'ipv6: Cannot assign loopback address on this device');
  const made = makeAddress(inet6, { ...told, flags: lived(flags, told.valid, told.preferred) });
  if ((flags & IFA_F_NOPREFIXROUTE) === 0) addPrefixRoute(dev, address, prefixlen, told.priority, expiry(dev, told.valid));
  if ((flags & IFA_F_NODAD) === 0) announceInet6('RTM_NEWADDR', made);
  startDad(made);
  watchLifetime6(made);
}

/** When the route of a prefix goes with its address: RTF_EXPIRES. */
const expiry = (dev: Device, valid: number): RouteEntry['expires'] => (valid === FOREVER ? undefined : dev.ns.kernel.ticks + valid * 100);

/** inet6_addr_modify(). Throws Refusal. */
function modify(ifp: Inet6Address, { flags, valid, preferred, priority, protocol, peer }: Told): void {
  const { dev } = ifp;
  if ((flags & IFA_F_MANAGETEMPADDR) !== 0 && ifp.prefixlen !== 64) throw new Refusal(EINVAL);
  const newPeer = peer !== undefined && peer !== ifp.peer;
  if (newPeer && ifp.peer !== undefined) dropPrefixRoute(dev, ifp.peer, ifp.prefixlen);
  const had = (ifp.flags & IFA_F_PERMANENT) !== 0 && (ifp.flags & IFA_F_NOPREFIXROUTE) === 0;
  const changed = IFA_F_DEPRECATED | IFA_F_PERMANENT | IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE;
  ifp.flags = (ifp.flags & ~changed) | lived(flags, valid, preferred);
  ifp.updated = dev.ns.kernel.ticks;
  ifp.valid = valid;
  ifp.preferred = preferred;
  if (priority !== 0) ifp.priority = priority;
  ifp.protocol = protocol;
  if (newPeer) ifp.peer = peer;
  dev.ns.inet6.generation++;
  if ((ifp.flags & IFA_F_TENTATIVE) === 0) announceInet6('RTM_NEWADDR', ifp);
  watchLifetime6(ifp);
  const expires = expiry(dev, valid);
  if ((flags & IFA_F_NOPREFIXROUTE) !== 0) {
    if (had) cleanUpPrefixRoute(ifp);
    return;
  }
  for (const address of ifp.peer === undefined ? [ifp.address] : [ifp.address, ifp.peer]) {
    if (!had || !modifyPrefixRoute(ifp, address, expires, valid)) addPrefixRoute(dev, address, ifp.prefixlen, ifp.priority, expires);
  }
}

function dropPrefixRoute(dev: Device, address: string, length: number): void {
  const route = prefixRoute(dev, address, length);
  if (route !== undefined) removeRoute6(dev.ns, route);
}

/** INITIAL_JIFFIES of a kernel that counts 250 in a second, in hundredths of a second. */
const BEGINNING = (0x100000000 - 300 * 250) / 2.5;

/** modify_prefix_route(); whether there was one. The kernel takes how long it is to live, in hundredths of a second, for jiffies: when it is over. */
function modifyPrefixRoute(ifp: Inet6Address, address: string, expires: RouteEntry['expires'], valid: number): boolean {
  const { dev } = ifp;
  const route = prefixRoute(dev, address, ifp.prefixlen);
  if (route === undefined) return false;
  if (route.priority === (ifp.priority === 0 ? METRIC_ADDRCONF : ifp.priority)) {
    dev.ns.fib6.setExpiry(route, expires && Math.ceil(valid * 40 - BEGINNING));
    return true;
  }
  removeRoute6(dev.ns, route);
  addPrefixRoute(dev, address, ifp.prefixlen, ifp.priority, expires);
  return true;
}

export function deleteInet6Address(request: Request): void {
  const header = request.struct(ifaddrmsg);
  const attributes = request.attributes(ifaddrmsg.size, policy);
  const { address } = addresses(attributes);
  if (header.prefixlen > 128) throw new Refusal(EINVAL, 'ipv6: Invalid prefix length');
  const dev = request.ns.links.get(header.index);
  if (dev === undefined) throw new Refusal(ENODEV, 'ipv6: Unable to find the interface');
  if (dev.inet6 === undefined) throw new Refusal(ENXIO, 'ipv6: IPv6 is disabled on this device');
  const [ifp] = dev.inet6.addresses.own(address);
  if (ifp === undefined || ifp.prefixlen !== header.prefixlen) throw new Refusal(EADDRNOTAVAIL, 'ipv6: address not found');
  deleteAddress6(dev.inet6, ifp);
  autoleave(dev, address);
}

/** inet6_rtm_getaddr(): one address, of whatever link where that one is not there. */
export function getInet6Address(request: Request): void {
  const header = request.struct(ifaddrmsg, 'ipv6: Invalid header for get address request');
  if (request.strict && (header.prefixlen !== 0 || header.flags8 !== 0 || header.scope !== 0)) throw new Refusal(EINVAL, 'ipv6: Invalid values in header for get address request');
  const attributes = request.attributes(ifaddrmsg.size, policy, request.strict ? 'legacy' : 'liberal');
  for (const { type } of request.strict ? attributes.present() : []) {
    if (type !== IFA.targetNetnsid && type !== IFA.address && type !== IFA.local) throw new Refusal(EINVAL, 'ipv6: Unsupported attribute in get address request');
  }
  const target = attributes.s32(IFA.targetNetnsid);
  const ns = target === undefined ? request.ns : request.ns.nsids.find(target);
  if (ns === undefined) throw new Refusal(EINVAL);
  const { address } = addresses(attributes);
  const dev = ns.links.get(header.index);
  const found = address === undefined ? undefined : ns.inet6.find(address).find((ifp) => dev === undefined || ifp.dev === dev);
  if (found === undefined) throw new Refusal(EADDRNOTAVAIL);
  request.reply(inet6Message('RTM_NEWADDR', found, target));
}

export function dumpInet6Addresses(request: Request): DumpPlan {
  const { ns, index, target } = dumpFilter(request, 'ipv6', policy);
  return {
    messages: (function* () {
      if (index !== 0 && ns.links.get(index) === undefined) throw new Refusal(ENODEV);
      for (const dev of index === 0 ? ns.links.all() : [ns.links.get(index)]) {
        for (const ifp of [...(dev?.inet6?.addresses ?? [])]) yield () => inet6Message('RTM_NEWADDR', ifp, target);
      }
    })(),
    ...(index === 0 && { generation: () => ns.inet6.generation + ns.links.generation }),
    filtered: index === 0 ? undefined : 'all',
  };
}
