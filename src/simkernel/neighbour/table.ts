// The neighbours of a namespace: by link and address. net/core/neighbour.c.

import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { NTF_EXT_EXT_VALIDATED, NTF_PROXY, NUD_STATES } from '../../rtnl/neighbour.js';
import { solicitedNode } from '../address/multicast.js';
import { type IpFamily, ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { RTN } from '../route/route.js';

/** States in which the address of the link layer is known. */
export const NUD_VALID = NUD_STATES.permanent | NUD_STATES.noarp | NUD_STATES.reachable | NUD_STATES.probe | NUD_STATES.stale | NUD_STATES.delay;
/** By how many bits the flags of NDA_FLAGS_EXT stand above those of struct ndmsg in an entry. */
export const NTF_EXT_SHIFT = 8;
export const EXT_VALIDATED = NTF_EXT_EXT_VALIDATED << NTF_EXT_SHIFT;

export interface NeighbourEntry {
  readonly family: IpFamily;
  readonly dev: Device;
  /** Hex. */
  readonly dst: string;
  /** RTN_*: what the address was to the kernel when the entry was made. */
  readonly type: number;
  lladdr: string;
  state: number;
  /** NTF_*, and NTF_EXT_* above them. */
  flags: number;
  protocol: number;
  /** In hundredths of a second since the kernel started. */
  updated: number;
}

/** An address that the kernel answers for. */
export interface ProxyEntry {
  readonly family: IpFamily;
  readonly dev: Device | undefined;
  readonly dst: string;
  flags: number;
  protocol: number;
  permanent: boolean;
}

export class NeighbourTable {
  private readonly byDevice = new Map<Device, Map<string, NeighbourEntry>>();
  private readonly proxies: ProxyEntry[] = [];

  constructor(private readonly ns: NetNamespace) {}

  find(dev: Device, dst: string): NeighbourEntry | undefined {
    return this.byDevice.get(dev)?.get(dst);
  }

  add(entry: NeighbourEntry): void {
    const known = this.byDevice.get(entry.dev) ?? new Map<string, NeighbourEntry>();
    if (!known.has(entry.dst)) this.ns.kernel.neighbours[entry.family].count(1);
    known.set(entry.dst, entry);
    this.byDevice.set(entry.dev, known);
  }

  /** Somebody has answered for the address. What an administrator has said of it stays as it is. */
  confirm(dev: Device, dst: string, lladdr: string): void {
    const known = this.find(dev, dst);
    if (known !== undefined && (known.state & (NUD_STATES.permanent | NUD_STATES.noarp)) !== 0) return;
    const family = dst.length === 8 ? AF_INET : AF_INET6;
    const entry = known ?? { family, dev, dst, type: RTN.unicast, lladdr, state: 0, flags: 0, flagsExt: 0, protocol: 0, updated: 0 };
    const told = entry.state !== NUD_STATES.reachable || entry.lladdr !== lladdr;
    Object.assign(entry, { lladdr, state: NUD_STATES.reachable, updated: this.ns.kernel.ticks });
    this.add(entry);
    if (told) this.announce('RTM_NEWNEIGH', entry);
  }

  remove(entry: NeighbourEntry): void {
    if (this.byDevice.get(entry.dev)?.delete(entry.dst) === true) this.ns.kernel.neighbours[entry.family].count(-1);
    this.announce('RTM_DELNEIGH', entry);
  }

  *all(family: IpFamily): Generator<NeighbourEntry> {
    for (const entries of this.byDevice.values()) for (const entry of [...entries.values()]) if (entry.family === family) yield entry;
  }

  countOf(dev: Device, family: IpFamily): number {
    let count = 0;
    for (const entry of this.byDevice.get(dev)?.values() ?? []) if (entry.family === family) count++;
    return count;
  }

  /** neigh_flush_dev(): all of a link's, or all but the permanent ones; the last made first. */
  flush(dev: Device, family: IpFamily, keepPermanent: boolean): void {
    for (const entry of [...(this.byDevice.get(dev)?.values() ?? [])].reverse()) {
      const kept = keepPermanent && ((entry.state & NUD_STATES.permanent) !== 0 || (entry.flags & EXT_VALIDATED) !== 0);
      if (entry.family === family && !kept) this.remove(entry);
    }
    if (this.byDevice.get(dev)?.size === 0) this.byDevice.delete(dev);
  }

  /** neigh_ifdown(), neigh_carrier_down(): the proxied ones go too. */
  stop(dev: Device, family: IpFamily, keepPermanent: boolean): void {
    this.flush(dev, family, keepPermanent);
    for (const entry of [...this.proxies]) {
      if (entry.family === family && entry.dev === dev && !(keepPermanent && entry.permanent)) this.removeProxy(entry);
    }
  }

  /** pneigh_lookup(): one without a link is for all of them. */
  proxy(family: IpFamily, dev: Device | undefined, dst: string): ProxyEntry | undefined {
    return this.proxies.find((entry) => entry.family === family && entry.dst === dst && (entry.dev === dev || entry.dev === undefined));
  }

  /** pneigh_create(). */
  addProxy(entry: ProxyEntry): void {
    const known = this.proxy(entry.family, entry.dev, entry.dst);
    if (known === undefined) {
      this.proxies.unshift(entry);
      groupsOf(entry)?.join(solicitedNode(entry.dst));
      return;
    }
    known.flags = entry.flags;
    known.permanent = entry.permanent;
    if (entry.protocol !== 0) known.protocol = entry.protocol;
  }

  removeProxy(entry: ProxyEntry): void {
    this.proxies.splice(this.proxies.indexOf(entry), 1);
    groupsOf(entry)?.leave(solicitedNode(entry.dst));
  }

  *allProxies(family: IpFamily): Generator<ProxyEntry> {
    for (const entry of [...this.proxies]) if (entry.family === family) yield entry;
  }

  announce(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', entry: NeighbourEntry, portId = 0): void {
    const { kernel } = this.ns;
    kernel.subscribers.notify(this.ns, RTNLGRP_NEIGH, () => neighbourMessage(name, entry, kernel.ticks), { portId }, undefined);
  }
}

/** pndisc_constructor(), pndisc_destructor(): whoever looks for a proxied address is to be heard. */
const groupsOf = ({ family, dev }: ProxyEntry) => (family === AF_INET6 ? dev?.inet6?.multicast : undefined);

/** neigh_fill_info(). */
export function neighbourMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', entry: NeighbourEntry, ticks: number): Outgoing {
  const age = ticks - entry.updated;
  return {
    name,
    body: {
      family: entry.family,
      index: entry.dev.index,
      state: entry.state,
      flags: entry.flags & 0xff,
      type: entry.type,
      dst: ipText(entry.dst),
      ...((entry.state & NUD_VALID) !== 0 && { lladdr: entry.dev.addressLength > 0 ? entry.lladdr : '' }),
      probes: 0,
      cacheinfo: { confirmed: age, used: age, updated: age, refcnt: 0 },
      ...(entry.protocol !== 0 && { protocol: entry.protocol }),
      ...(entry.flags >> NTF_EXT_SHIFT !== 0 && { flagsExt: entry.flags >> NTF_EXT_SHIFT }),
    },
  };
}

/** pneigh_fill_info(). */
export function proxyMessage({ family, dev, dst, flags, protocol }: ProxyEntry): Outgoing {
  return {
    name: 'RTM_NEWNEIGH',
    body: { family, index: dev?.index ?? 0, state: 0, flags: (flags & 0xff) | NTF_PROXY, type: 1, dst: ipText(dst), ...(protocol !== 0 && { protocol }) },
  };
}

export const keyLength = (family: IpFamily): number => (family === AF_INET ? 4 : 16);
