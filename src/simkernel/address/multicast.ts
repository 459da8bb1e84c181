// The multicast groups a link has joined, and RTM_NEWMULTICAST. net/ipv4/igmp.c: inet_ifmcaddr_notify(); net/ipv6/mcast.c: inet6_ifmcaddr_notify().

import { AF_INET, IFA_F_PERMANENT } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_MCADDR, RTNLGRP_IPV6_MCADDR } from '../../rtnl/groups.js';
import { ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import { FOREVER } from './lifetime.js';

interface Joined {
  users: number;
  readonly at: number;
}

/** Groups by address. */
export class MulticastList {
  private readonly groups = new Map<string, Joined>();

  constructor(
    private readonly dev: Device,
    private readonly family: 2 | 10,
  ) {}

  join(address: string): void {
    const joined = this.groups.get(address);
    if (joined !== undefined) {
      joined.users++;
      return;
    }
    const made = { users: 1, at: this.dev.ns.kernel.ticks };
    this.groups.set(address, made);
    this.tell('RTM_NEWMULTICAST', address, made.at);
  }

  leave(address: string): void {
    const joined = this.groups.get(address);
    if (joined === undefined || --joined.users > 0) return;
    this.groups.delete(address);
    this.tell('RTM_DELMULTICAST', address, joined.at);
  }

  has(address: string): boolean {
    return this.groups.has(address);
  }

  /** The link goes, and its groups with it. Of IPv6's, the one of all nodes alone is told. */
  destroy(): void {
    for (const [address, { at }] of this.groups) if (this.family === AF_INET || address.startsWith('ff02')) this.tell('RTM_DELMULTICAST', address, at);
    this.groups.clear();
  }

  private tell(name: 'RTM_NEWMULTICAST' | 'RTM_DELMULTICAST', address: string, at: number): void {
    const { ns } = this.dev;
    ns.kernel.notify(ns, this.family === AF_INET ? RTNLGRP_IPV4_MCADDR : RTNLGRP_IPV6_MCADDR, () => this.message(name, address, at));
  }

  private message(name: 'RTM_NEWMULTICAST' | 'RTM_DELMULTICAST', address: string, at: number): Outgoing {
    return {
      name,
      body: {
        family: this.family,
        prefixlen: this.family === AF_INET ? 32 : 128,
        flags8: IFA_F_PERMANENT,
        scope: 0,
        index: this.dev.index,
        multicast: ipText(address),
        cacheinfo: { preferred: FOREVER, valid: FOREVER, cstamp: at, tstamp: at },
      },
    };
  }
}
