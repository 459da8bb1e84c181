// RTM_NEWADDR of IPv6. net/ipv6/addrconf.c: inet6_fill_ifaddr(), inet6_ifa_notify(), inet6_ifinfo_notify().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_IFINFO } from '../../rtnl/groups.js';
import { ifinfomsg } from '../../rtnl/link.js';
import type { DumpPlan } from '../dump.js';
import { ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import { inet6Attributes } from '../link/message.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import type { Inet6Address } from './inet6-device.js';
import { remaining } from './lifetime.js';

export function inet6Message(name: 'RTM_NEWADDR' | 'RTM_DELADDR', ifp: Inet6Address, target?: number): Outgoing {
  const { dev } = ifp;
  return {
    name,
    body: {
      family: AF_INET6,
      prefixlen: ifp.prefixlen,
      flags8: ifp.flags & 0xff,
      scope: ifp.scope,
      index: dev.index,
      ...(target !== undefined && { targetNetnsid: target }),
      ...(ifp.peer === undefined ? { address: ipText(ifp.address) } : { local: ipText(ifp.address), address: ipText(ifp.peer) }),
      ...(ifp.priority !== 0 && { rtPriority: ifp.priority }),
      cacheinfo: { ...remaining(dev.ns.kernel.ticks, ifp, AF_INET6), cstamp: ifp.created, tstamp: ifp.updated },
      flags: ifp.flags,
      ...(ifp.protocol !== 0 && { proto: ifp.protocol }),
    },
  };
}

export function announceInet6(name: 'RTM_NEWADDR' | 'RTM_DELADDR', ifp: Inet6Address): void {
  const { ns } = ifp.dev;
  ns.kernel.notify(ns, RTNLGRP_IPV6_IFADDR, () => inet6Message(name, ifp));
}

/** inet6_fill_ifinfo(). */
function inet6LinkMessage(dev: Device): Outgoing {
  const body = {
    family: AF_INET6,
    type: dev.type,
    index: dev.index,
    flags: dev.visibleFlags,
    change: 0,
    ifname: dev.name,
    ...(dev.addressLength > 0 && { address: dev.address }),
    mtu: dev.mtu,
    ...(dev.iflink !== dev.index && { link: dev.iflink }),
    operstate: dev.visibleOperstate,
    ...(dev.inet6 !== undefined && { protinfoInet6: inet6Attributes(dev.inet6, false) }),
  };
  return { name: 'RTM_NEWLINK', body: body as never };
}

/** inet6_dump_ifinfo(). */
export function dumpInet6Links(request: Request): DumpPlan {
  if (request.strict) {
    const { type, flags, change, index } = request.struct(ifinfomsg, 'ipv6: Invalid header for link dump request');
    if (request.length > ifinfomsg.size) throw new Refusal(EINVAL, 'ipv6: Invalid data after header');
    if (request.padded || type !== 0 || flags !== 0 || change !== 0 || index !== 0) throw new Refusal(EINVAL, 'ipv6: Invalid values in header for dump request');
  }
  const { ns } = request;
  return {
    messages: (function* () {
      for (const dev of ns.links.all()) yield () => (dev.registered && dev.ns === ns && dev.inet6 !== undefined ? inet6LinkMessage(dev) : undefined);
    })(),
  };
}

export function announceInet6Link(dev: Device): void {
  dev.ns.kernel.notify(dev.ns, RTNLGRP_IPV6_IFINFO, () => inet6LinkMessage(dev));
}
