// RTM_NEWADDR of IPv4. net/ipv4/devinet.c: inet_fill_ifaddr(), rtmsg_ifa().

import { AF_INET } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_IFADDR } from '../../rtnl/groups.js';
import { ipText } from '../ip.js';
import type { Outgoing } from '../protocol.js';
import type { Request } from '../request.js';
import type { InetAddress } from './inet-device.js';
import { remaining } from './lifetime.js';

export function inetMessage(name: 'RTM_NEWADDR' | 'RTM_DELADDR', ifa: InetAddress, target?: number): Outgoing {
  const { dev } = ifa;
  return {
    name,
    body: {
      family: AF_INET,
      prefixlen: ifa.prefixlen,
      flags8: ifa.flags & 0xff,
      scope: ifa.scope,
      index: dev.index,
      ...(target !== undefined && { targetNetnsid: target }),
      ...(ifa.address !== '00000000' && { address: ipText(ifa.address) }),
      ...(ifa.local !== '00000000' && { local: ipText(ifa.local) }),
      ...(ifa.broadcast !== undefined && { broadcast: ipText(ifa.broadcast) }),
      ...(ifa.label !== '' && { label: ifa.label }),
      ...(ifa.protocol !== 0 && { proto: ifa.protocol }),
      flags: ifa.flags,
      ...(ifa.priority !== 0 && { rtPriority: ifa.priority }),
      cacheinfo: { ...remaining(dev.ns.kernel.ticks, ifa, AF_INET), cstamp: ifa.created, tstamp: ifa.updated },
    },
  };
}

export function announceInet(name: 'RTM_NEWADDR' | 'RTM_DELADDR', ifa: InetAddress, cause?: Request): void {
  const { ns } = ifa.dev;
  ns.kernel.notify(ns, RTNLGRP_IPV4_IFADDR, () => inetMessage(name, ifa), { cause });
}
