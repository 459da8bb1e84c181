// The neighbours of a namespace: by link and address. net/core/neighbour.c.

import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { type IpFamily, ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import { RTN } from '../route/route.js';

/** NUD_*. */
export const NUD = { incomplete: 0x01, reachable: 0x02, stale: 0x04, delay: 0x08, probe: 0x10, failed: 0x20, noarp: 0x40, permanent: 0x80 } as const;
/** States in which the address of the link layer is known. */
export const NUD_VALID = NUD.permanent | NUD.noarp | NUD.reachable | NUD.probe | NUD.stale | NUD.delay;
export const NTF_PROXY = 8;
const NTF_ROUTER = 0x80;

export interface NeighbourEntry {
  readonly family: IpFamily;
  readonly dev: Device;
  /** Hex. */
  readonly dst: string;
  /** RTN_*: what the address was to the kernel when the entry was made. */
  readonly type: number;
  lladdr: string | undefined;
  state: number;
  /** NTF_*. */
  flags: number;
  flagsExt: number;
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
}

export class NeighbourTable {
  private readonly byDevice = new Map<Device, Map<string, NeighbourEntry>>();
  private readonly proxies = new Map<string, ProxyEntry>();

  constructor(private readonly ns: NetNamespace) {}

  find(dev: Device, dst: string): NeighbourEntry | undefined {
    return this.byDevice.get(dev)?.get(dst);
  }

  add(entry: NeighbourEntry): void {
    const known = this.byDevice.get(entry.dev) ?? new Map<string, NeighbourEntry>();
    known.set(entry.dst, entry);
    this.byDevice.set(entry.dev, known);
  }

  /** Somebody has answered for the address. What an administrator has said of it stays as it is. */
  confirm(dev: Device, dst: string, lladdr: string): void {
    const known = this.find(dev, dst);
    if (known !== undefined && (known.state & (NUD.permanent | NUD.noarp)) !== 0) return;
    const family = dst.length === 8 ? AF_INET : AF_INET6;
    const entry = known ?? { family, dev, dst, type: RTN.unicast, lladdr, state: 0, flags: 0, flagsExt: 0, protocol: 0, updated: 0 };
    const told = entry.state !== NUD.reachable || entry.lladdr !== lladdr;
    Object.assign(entry, { lladdr, state: NUD.reachable, updated: this.ns.kernel.ticks });
    this.add(entry);
    if (told) this.announce('RTM_NEWNEIGH', entry);
  }

  remove(entry: NeighbourEntry): void {
    this.byDevice.get(entry.dev)?.delete(entry.dst);
    this.announce('RTM_DELNEIGH', entry);
  }

  *all(family: IpFamily): Generator<NeighbourEntry> {
    for (const entries of this.byDevice.values()) for (const entry of [...entries.values()]) if (entry.family === family) yield entry;
  }

  /** neigh_ifdown(), neigh_carrier_down(): all of a link's, or all but the permanent ones. */
  flush(dev: Device, family: IpFamily, keepPermanent: boolean): void {
    for (const entry of [...(this.byDevice.get(dev)?.values() ?? [])]) {
      if (entry.family === family && !(keepPermanent && (entry.state & NUD.permanent) !== 0)) this.remove(entry);
    }
    if (this.byDevice.get(dev)?.size === 0) this.byDevice.delete(dev);
  }

  proxy(dev: Device | undefined, dst: string): ProxyEntry | undefined {
    return this.proxies.get(`${dev?.index ?? 0} ${dst}`);
  }

  addProxy(entry: ProxyEntry): void {
    this.proxies.set(`${entry.dev?.index ?? 0} ${entry.dst}`, entry);
  }

  removeProxy(entry: ProxyEntry): void {
    this.proxies.delete(`${entry.dev?.index ?? 0} ${entry.dst}`);
  }

  *allProxies(family: IpFamily): Generator<ProxyEntry> {
    for (const entry of [...this.proxies.values()]) if (entry.family === family) yield entry;
  }

  announce(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', entry: NeighbourEntry, portId = 0): void {
    const { kernel } = this.ns;
    kernel.subscribers.notify(this.ns, RTNLGRP_NEIGH, () => neighbourMessage(name, entry, kernel.ticks), { portId }, undefined);
  }
}

/** neigh_fill_info(). */
export function neighbourMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', entry: NeighbourEntry, ticks: number): Outgoing {
  const age = ticks - entry.updated;
  return {
    name,
    body: {
      family: entry.family,
      index: entry.dev.index,
      state: entry.state,
      flags: entry.flags,
      type: entry.type,
      dst: ipText(entry.dst),
      ...((entry.state & NUD_VALID) !== 0 && entry.lladdr !== undefined && { lladdr: entry.lladdr }),
      probes: 0,
      cacheinfo: { confirmed: age, used: age, updated: age, refcnt: 0 },
      ...(entry.protocol !== 0 && { protocol: entry.protocol }),
      ...(entry.flagsExt !== 0 && { flagsExt: entry.flagsExt }),
    },
  };
}

/** pneigh_fill_info(). */
export function proxyMessage({ family, dev, dst, flags, protocol }: ProxyEntry): Outgoing {
  return {
    name: 'RTM_NEWNEIGH',
    body: { family, index: dev?.index ?? 0, state: 0, flags: (flags & NTF_ROUTER) | NTF_PROXY, type: 1, dst: ipText(dst), ...(protocol !== 0 && { protocol }) },
  };
}

export const keyLength = (family: IpFamily): number => (family === AF_INET ? 4 : 16);
