// A network namespace: everything that is found by name, index or address in one, and nowhere else.

import { AF_INET, AF_INET6 } from '../rtnl/constants.js';
import { AddressTable } from './address/address-table.js';
import type { InetAddress } from './address/inet-device.js';
import type { Inet6Address } from './address/inet6-device.js';
import { LabelTable } from './address/label-table.js';
import type { SimulatedKernel } from './kernel.js';
import { defaultInet, defaultInet6 } from './link/devconf.js';
import { LinkTable } from './link/link-table.js';
import { NeighbourTable } from './neighbour/table.js';
import { NsidTable } from './netns/nsid-table.js';
import { NexthopTable } from './nexthop/table.js';
import { Fib } from './route/fib.js';
import { RuleList } from './rule/rule.js';

/** A namespace of the simulated kernel: requests name it by `fd` or `pid`, people by `name`. */
export class NetNamespace {
  /** @internal */
  readonly links: LinkTable;
  /** @internal The ids that other namespaces have here. */
  readonly nsids = new NsidTable(this);
  /** @internal Those that have an id for this one. */
  readonly knownIn = new Set<NetNamespace>();
  /** @internal IPv4 addresses, by what they are looked up by. */
  readonly inet = new AddressTable<InetAddress>(({ local }) => local);
  /** @internal The same of IPv6. */
  readonly inet6 = new AddressTable<Inet6Address>(({ address }) => address);
  /** @internal Labels of IPv6 prefixes. */
  readonly labels = new LabelTable();
  /** @internal */
  readonly fib4 = new Fib(AF_INET);
  /** @internal */
  readonly fib6 = new Fib(AF_INET6);
  /** @internal */
  readonly rules4 = new RuleList(AF_INET);
  /** @internal */
  readonly rules6 = new RuleList(AF_INET6);
  /** @internal */
  readonly nexthops = new NexthopTable();
  /** @internal */
  readonly neighbours: NeighbourTable;
  /** @internal net.ipv4.conf.default and all. */
  readonly inetDefault = defaultInet();
  /** Which of them were told: links to come have them from there, and keep them. */
  readonly inetDefaultTold = new Set<number>();
  /** @internal */
  readonly inetAll = defaultInet();
  /** @internal net.ipv6.conf.default and all. */
  readonly inet6Default = defaultInet6();
  /** @internal */
  readonly inet6All = defaultInet6();

  constructor(
    readonly kernel: SimulatedKernel,
    /** A descriptor that requests may name it by; of no use to this machine's kernel. */
    readonly fd: number,
    /** A process id that requests may name it by. */
    readonly pid: number,
    /** What people call it. */
    readonly name: string,
  ) {
    this.links = new LinkTable(this);
    this.neighbours = new NeighbourTable(this);
  }
}
