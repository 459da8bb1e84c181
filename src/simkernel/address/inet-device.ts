// What IPv4 keeps of a link. include/linux/inetdevice.h: struct in_device, in_ifaddr.

import { AF_INET, IFA_F_SECONDARY } from '../../rtnl/constants.js';
import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { NeighbourParameters } from '../neighbour/parameters.js';
import { AddressList, prefixOf } from './address-list.js';
import { MulticastList } from './multicast.js';

/** An IPv4 address of a link. Addresses are hex. */
export interface InetAddress {
  readonly dev: Device;
  readonly local: string;
  /** The peer's of a point-to-point one, else the same. */
  readonly address: string;
  readonly broadcast: string | undefined;
  readonly prefixlen: number;
  /** The first `prefixlen` bits that count. */
  readonly scope: number;
  flags: number;
  label: string;
  priority: number;
  protocol: number;
  valid: number;
  preferred: number;
  /** In hundredths of a second since the kernel started. */
  readonly created: number;
  updated: number;
}

export const isSecondary = ({ flags }: InetAddress): boolean => (flags & IFA_F_SECONDARY) !== 0;

/** Primaries by scope, then secondaries; of a subnet the primary is the first. net/ipv4/devinet.c: __inet_insert_ifa() */
class InetAddressList extends AddressList<InetAddress> {
  /** How many of a subnet have a broadcast address. */
  private readonly broadcasts = new Map<string, number>();

  protected rankOf(ifa: InetAddress): number {
    return isSecondary(ifa) ? -1 : ifa.scope;
  }

  protected ownOf({ local }: InetAddress): string {
    return local;
  }

  override add(ifa: InetAddress): void {
    super.add(ifa);
    this.count(ifa, 1);
  }

  override remove(ifa: InetAddress): void {
    super.remove(ifa);
    this.count(ifa, -1);
  }

  /** Whether one of the subnet of `told` has this broadcast address, `but` apart. */
  hasBroadcast(told: InetAddress, broadcast: string, but: InetAddress): boolean {
    const subnet = prefixOf(told);
    const apart = but.broadcast === broadcast && prefixOf(but) === subnet && this.has(but) ? 1 : 0;
    return (this.broadcasts.get(`${subnet} ${broadcast}`) ?? 0) > apart;
  }

  private count(ifa: InetAddress, more: 1 | -1): void {
    if (ifa.broadcast === undefined) return;
    const key = `${prefixOf(ifa)} ${ifa.broadcast}`;
    const count = (this.broadcasts.get(key) ?? 0) + more;
    if (count === 0) this.broadcasts.delete(key);
    else this.broadcasts.set(key, count);
  }
}

export class InetDevice {
  readonly conf: Int32Array;
  /** Parameters that were told of this link: what links are to begin with does not hold of it any more. */
  readonly told: Set<number>;
  /** In the order in which they are listed. */
  readonly addresses = new InetAddressList();
  readonly multicast: MulticastList;
  readonly neighbours: NeighbourParameters;
  dead = false;

  constructor(readonly dev: Device) {
    this.conf = Int32Array.from(dev.ns.inetDefault);
    this.told = new Set(dev.ns.inetDefaultTold);
    this.multicast = new MulticastList(dev, 2);
    this.neighbours = dev.ns.kernel.neighbours[AF_INET].parametersOf(dev);
  }

  /** ipv4_devconf_setall(): a link with addresses goes its own way. */
  tellAll(): void {
    for (const at of this.conf.keys()) this.told.add(at);
  }

  setting(name: keyof typeof INET): number {
    return this.conf[INET[name]] as number;
  }
}
