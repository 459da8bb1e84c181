// A link as RTM_NEWLINK tells it, attributes in the order of kernel 6.18. net/core/rtnetlink.c: rtnl_fill_ifinfo();
// net/ipv4/devinet.c: inet_fill_link_af(); net/ipv6/addrconf.c: inet6_fill_ifla6_attrs().

import { RTEXT_FILTER_SKIP_STATS } from '../../rtnl/constants.js';
import { RTNLGRP_NSID } from '../../rtnl/groups.js';
import type { AnyLink } from '../../rtnl/link.js';
import type { Inet6Device } from '../address/inet6-device.js';
import type { NetNamespace } from '../namespace.js';
import type { Outgoing } from '../protocol.js';
import type { Device } from './device.js';

/** How much of a link is told, and what about it. */
export interface LinkTold {
  readonly name: 'RTM_NEWLINK' | 'RTM_DELLINK';
  /** Which flags have changed. */
  readonly change?: number;
  /** IFLA_EVENT_*. */
  readonly event?: number;
  /** RTEXT_FILTER_*. */
  readonly extMask?: number;
  /** Of a link on its way to another namespace: the id that it has here, and the index there. */
  readonly moved?: { readonly nsid: number; readonly index: number };
  /** To whom: a namespace asked through another one. */
  readonly targetNsid?: number;
  /** The namespace that numbers those of other links; the link's own where nothing else is said. */
  readonly seenFrom?: NetNamespace;
}

const COUNTERS = ['rxPackets', 'txPackets', 'rxBytes', 'txBytes', 'rxErrors', 'txErrors', 'rxDropped', 'txDropped', 'multicast', 'collisions'] as const;
const STATS = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<(typeof COUNTERS)[number], number>;
export const STATS64 = Object.fromEntries(COUNTERS.map((name) => [name, 0n])) as Record<(typeof COUNTERS)[number], bigint>;
const MAP = { memStart: 0n, memEnd: 0n, baseAddr: 0n, irq: 0, dma: 0, port: 0 };
/** Counters of IPv6 and ICMPv6: the first element is how many there are. */
const INET6_STATS = BigUint64Array.of(38n, ...new Array<bigint>(37).fill(0n));
const ICMP6_STATS = BigUint64Array.of(7n, ...new Array<bigint>(6).fill(0n));

/** The message. */
export function linkMessage(dev: Device, told: LinkTold): Outgoing {
  const { name, change = 0, event, extMask = 0, moved, targetNsid, seenFrom = dev.ns } = told;
  const skipStats = (extMask & RTEXT_FILTER_SKIP_STATS) !== 0;
  const body = {
    family: 0,
    type: dev.type,
    index: dev.index,
    flags: dev.visibleFlags,
    change,
    ...(targetNsid !== undefined && { targetNetnsid: targetNsid }),
    ifname: dev.name,
    txqlen: dev.txqlen,
    operstate: dev.visibleOperstate,
    linkmode: dev.linkmode,
    netnsImmutable: dev.netnsImmutable ? 1 : 0,
    mtu: dev.mtu,
    minMtu: dev.minMtu,
    maxMtu: dev.maxMtu,
    group: dev.group,
    promiscuity: dev.promiscuity,
    allmulti: dev.allmulti,
    numTxQueues: dev.numTxQueues,
    gsoMaxSegs: dev.gsoMaxSegs,
    gsoMaxSize: dev.gsoMaxSize,
    groMaxSize: dev.groMaxSize,
    gsoIpv4MaxSize: dev.gsoIpv4MaxSize,
    groIpv4MaxSize: dev.groIpv4MaxSize,
    tsoMaxSize: dev.tsoMaxSize,
    tsoMaxSegs: dev.tsoMaxSegs,
    maxPacingOffloadHorizon: 0,
    numRxQueues: dev.numRxQueues,
    ...(dev.master !== undefined && { master: dev.master.index }),
    carrier: dev.carrier ? 1 : 0,
    // As the kernel gives it: with NUL, which the schema, made for requests, leaves out.
    ...(dev.ifalias !== undefined && { '#20': { flags: 0, payload: new TextEncoder().encode(`${dev.ifalias}\0`) } }),
    carrierChanges: dev.carrierUpCount + dev.carrierDownCount,
    carrierUpCount: dev.carrierUpCount,
    carrierDownCount: dev.carrierDownCount,
    headroom: 0,
    tailroom: 0,
    protoDown: dev.protoDown ? 1 : 0,
    ...(dev.protoDownReason !== 0 && { protoDownReason: { value: dev.protoDownReason } }),
    ...(event !== undefined && { event }),
    ...(dev.addressLength > 0 && { address: dev.address, broadcast: dev.broadcast }),
    ...(!skipStats && { stats64: STATS64, stats: STATS }),
    xdp: { attached: 0 },
    ...linkinfo(dev),
    ...(moved !== undefined && { newNetnsid: moved.nsid, newIfindex: moved.index }),
    ...(dev.permAddress !== undefined && dev.permAddress !== dev.address && { permAddress: dev.permAddress }),
    ...below(dev, seenFrom),
    qdisc: dev.qdisc,
    afSpec: afSpec(dev, skipStats),
    map: MAP,
    ...(dev.altnames.length > 0 && { propList: dev.altnames }),
    devlinkPort: {},
    dpllPin: {},
  };
  return { name, body: body as unknown as Partial<AnyLink> } as Outgoing;
}

function linkinfo(dev: Device): object {
  const { master, ops } = dev;
  const masterOps = master?.ops;
  if (ops === undefined && masterOps?.portInfo === undefined) return {};
  const info = ops?.info?.(dev);
  return {
    linkinfo: {
      ...(ops !== undefined && { kind: ops.kind, ...(info !== undefined && { [ops.kind]: info }) }),
      ...(masterOps?.portInfo !== undefined && { slaveKind: masterOps.kind, [`${masterOps.kind}_slave`]: masterOps.portInfo(dev) }),
    },
  };
}

/** The link below, and the namespace it is in where that is another one. */
function below(dev: Device, seenFrom: NetNamespace): object {
  const { iflink } = dev;
  const linkNetnsid = ensureLinkNsid(dev, seenFrom);
  if (linkNetnsid !== undefined) return { linkNetnsid, link: iflink };
  return iflink === dev.index ? {} : { link: iflink };
}

/** Sees to it that the namespace of the link below, where that is another one, has an id: the kernel does so whether anybody hears of the link or not. */
export function ensureLinkNsid(dev: Device, seenFrom = dev.ns): number | undefined {
  const other = dev.ops?.linkNs?.(dev);
  return other === undefined || other === dev.ns ? undefined : ensureNsid(seenFrom, other);
}

/** peernet2id_alloc(). */
export function ensureNsid(ns: NetNamespace, peer: NetNamespace): number {
  return ns.nsids.idOf(peer) ?? announceNsid(ns, peer);
}

function announceNsid(ns: NetNamespace, peer: NetNamespace): number {
  const nsid = ns.nsids.assign(peer) as number;
  ns.kernel.notify(ns, RTNLGRP_NSID, () => ({ name: 'RTM_NEWNSID', body: { family: 0, nsid } }));
  return nsid;
}

function afSpec(dev: Device, skipStats: boolean): object {
  return {
    ...(dev.inet !== undefined && { inet: { conf: dev.inet.conf } }),
    ...(dev.inet6 !== undefined && { inet6: inet6Attributes(dev.inet6, skipStats) }),
  };
}

/** IFLA_INET6_*: part of IFLA_AF_SPEC, and IFLA_PROTINFO of messages of family AF_INET6. */
export function inet6Attributes(inet6: Inet6Device, skipStats: boolean): object {
  return {
    flags: inet6.flags >>> 0,
    cacheinfo: { maxReasmLen: 65535, tstamp: inet6.tstamp, ...inet6.neighbours.times },
    conf: inet6.conf,
    ...(!skipStats && { stats: INET6_STATS, icmp6stats: ICMP6_STATS }),
    token: inet6.token,
    addrGenMode: inet6.addrGenMode,
  };
}
