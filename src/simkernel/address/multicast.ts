// The multicast groups a link has joined, and RTM_NEWMULTICAST. net/ipv4/igmp.c: inet_ifmcaddr_notify(); net/ipv6/mcast.c: inet6_ifmcaddr_notify().

import { byteAsHex } from '../../netlink/bytes.js';
import { AF_INET, IFA_F_PERMANENT } from '../../rtnl/constants.js';
import { RTNLGRP_IPV4_MCADDR, RTNLGRP_IPV6_MCADDR } from '../../rtnl/groups.js';
import { ipText } from '../ip.js';
import { addReceived, removeReceived } from '../link/addresses.js';
import { ARPHRD_ETHER, type Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import { FOREVER } from './lifetime.js';

interface Joined {
  users: number;
  readonly at: number;
}

/** ip_eth_mc_map(), ipv6_eth_mc_map(); undefined for what no other machine hears. */
function macOfGroup(address: string): string | undefined {
  const bytes = address.match(/../g) as string[];
  if (bytes.length === 4) return ['01', '00', '5e', byteAsHex(Number.parseInt(bytes[1] as string, 16) & 0x7f), ...bytes.slice(2)].join(':');
  return Number.parseInt(address[3] as string, 16) < LINK_LOCAL_SCOPE ? undefined : ['33', '33', ...bytes.slice(12)].join(':');
}

const LINK_LOCAL_SCOPE = 2;

/** addrconf_addr_solict_mult(): where whoever looks for the address asks. */
export const solicitedNode = (address: string): string => `ff0200000000000000000001ff${address.slice(26)}`;

/** Groups by address. */
export class MulticastList {
  private readonly groups = new Map<string, Joined>();
  /** Those whose hardware address the link receives. */
  private readonly received = new Set<string>();

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
    this.receive(address);
    this.tell('RTM_NEWMULTICAST', address, made.at);
  }

  leave(address: string): void {
    const joined = this.groups.get(address);
    if (joined === undefined || --joined.users > 0) return;
    this.groups.delete(address);
    this.ignore(address);
    this.tell('RTM_DELMULTICAST', address, joined.at);
  }

  has(address: string): boolean {
    return this.groups.has(address);
  }

  /** ip_mc_up(), ipv6_mc_up(). */
  start(): void {
    for (const address of this.groups.keys()) this.receive(address);
  }

  /** ip_mc_down(), ipv6_mc_down(): they are joined still, and not received. */
  stop(): void {
    for (const address of this.groups.keys()) this.ignore(address);
  }

  /** The link goes, and its groups with it. Of IPv6's, the one of all nodes alone is told. */
  destroy(): void {
    this.stop();
    for (const [address, { at }] of this.groups) if (this.family === AF_INET || address.startsWith('ff02')) this.tell('RTM_DELMULTICAST', address, at);
    this.groups.clear();
  }

  /** igmp_group_added(), igmp6_group_added(). */
  private receive(address: string): void {
    const mac = this.received.has(address) || this.dev.type !== ARPHRD_ETHER ? undefined : macOfGroup(address);
    if (mac === undefined) return;
    this.received.add(address);
    addReceived(this.dev, 'multicast', mac);
  }

  /** igmp_group_dropped(), igmp6_group_dropped(). */
  private ignore(address: string): void {
    if (this.received.delete(address)) removeReceived(this.dev, 'multicast', macOfGroup(address) as string);
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
