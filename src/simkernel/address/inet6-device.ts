// What IPv6 keeps of a link. include/net/if_inet6.h: struct inet6_dev, inet6_ifaddr.

import { AF_INET6 } from '../../rtnl/constants.js';
import { sourceScope6 } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NeighbourParameters } from '../neighbour/parameters.js';
import type { RouteEntry } from '../route/route.js';
import { AddressList } from './address-list.js';
import { MulticastList } from './multicast.js';

export const IF_RS_SENT = 0x10;
export const IF_READY = 0x80000000;

/** An IPv6 address of a link. Addresses are hex. */
export interface Inet6Address {
  readonly dev: Device;
  readonly address: string;
  /** Of a point-to-point one. */
  peer: string | undefined;
  readonly prefixlen: number;
  /** RT_SCOPE_*. */
  readonly scope: number;
  flags: number;
  priority: number;
  protocol: number;
  valid: number;
  preferred: number;
  readonly created: number;
  updated: number;
  /** Its own route in the local table, once it is usable. */
  route: RouteEntry | undefined;
  /** Probes yet to be sent. */
  probes: number;
  /** Whether its solicited-node group was joined. */
  solicited: boolean;
  /** Calls the next step of duplicate address detection off. */
  cancel: (() => void) | undefined;
  /** Kept while its link is down. */
  suspended: boolean;
  dead: boolean;
}

/** By scope, the last that came first. net/ipv6/addrconf.c: ipv6_link_dev_addr() */
class Inet6AddressList extends AddressList<Inet6Address> {
  protected rankOf({ address }: Inet6Address): number {
    return sourceScope6(address);
  }

  protected ownOf({ address }: Inet6Address): string {
    return address;
  }

  protected override listed(members: ReadonlySet<Inet6Address>): Iterable<Inet6Address> {
    return [...members].reverse();
  }
}

export class Inet6Device {
  readonly conf: Int32Array;
  readonly addresses = new Inet6AddressList();
  readonly multicast: MulticastList;
  flags = 0;
  tstamp: number;
  readonly neighbours: NeighbourParameters;
  token = '::';
  addrGenMode = 0;

  constructor(readonly dev: Device) {
    const { ns } = dev;
    this.conf = Int32Array.from(ns.inet6Default);
    this.conf[INET6.mtu6] = dev.mtu;
    this.multicast = new MulticastList(dev, 10);
    this.tstamp = ns.kernel.ticks;
    this.neighbours = ns.kernel.neighbours[AF_INET6].parametersOf(dev, ns.kernel.random);
    this.addrGenMode = this.setting('addrGenMode');
    if (dev.loopback) this.conf[INET6.useTempaddr] = -1;
    if (dev.loopback || (dev.flags & 0x80) !== 0) this.conf[INET6.acceptDad] = -1;
  }

  get ready(): boolean {
    return (this.flags & IF_READY) !== 0;
  }

  /** ipv6_accept_ra(): routers do not listen to others unless they are told to. */
  get acceptsAdvertisements(): boolean {
    const accepts = this.setting('acceptRa');
    return this.setting('forwarding') === 0 ? accepts !== 0 : accepts === 2;
  }

  setting(name: keyof typeof INET6): number {
    return this.conf[INET6[name]] as number;
  }

  insert(address: Inet6Address): void {
    this.addresses.add(address);
    this.dev.ns.inet6.add(address);
  }

  /** From what is listed, and from what the namespace has. */
  remove(address: Inet6Address): void {
    this.addresses.remove(address);
    this.dev.ns.inet6.remove(address);
  }
}
