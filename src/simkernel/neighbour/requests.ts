// RTM_NEWNEIGH, RTM_DELNEIGH and RTM_GETNEIGH. net/core/neighbour.c: neigh_add(), neigh_delete(), neigh_get(), neigh_dump_info().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { AF_BRIDGE, AF_INET, AF_INET6, RT_TABLE_LOCAL } from '../../rtnl/constants.js';
import { ndmsg } from '../../rtnl/neighbour.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { EAFNOSUPPORT, EEXIST, EINVAL, ENODEV, ENOENT } from '../errno.js';
import type { Handlers } from '../intake.js';
import { type IpFamily, ipOf, isMulticast, isZero } from '../ip.js';
import { fdbMessage } from '../kinds/bridge-fdb.js';
import { bridgeOf } from '../kinds/bridge-state.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import { macOf } from '../mac.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { lookupTable } from '../route/lookup.js';
import { RTN } from '../route/route.js';
import { keyLength, type NeighbourEntry, NTF_PROXY, NUD, NUD_VALID, neighbourMessage, proxyMessage } from './table.js';

const RTM_NEWNEIGH = 28;
const RTM_DELNEIGH = 29;
const RTM_GETNEIGH = 30;

/** NDA_*. */
const NDA = { dst: 1, lladdr: 2, ifindex: 8, master: 9, protocol: 12, flagsExt: 15 } as const;

const policy: PolicyTable = { maxType: 17, strictFrom: 13, rules: { 8: { type: 'u32' }, 9: { type: 'u32' }, 12: { type: 'u8' }, 15: { type: 'u32', mask: 7 } } };

export function registerNeighbours(handlers: Handlers): void {
  handlers.register(RTM_NEWNEIGH, 0, { doit: newNeighbour });
  handlers.register(RTM_DELNEIGH, 0, { doit: deleteNeighbour });
  handlers.register(RTM_GETNEIGH, 0, { doit: getNeighbour, dumpit: dumpNeighbours });
  handlers.register(RTM_GETNEIGH, AF_BRIDGE, { dumpit: dumpFdb });
}

interface Asked {
  readonly header: { readonly family: number; readonly index: number; readonly state: number; readonly flags: number };
  readonly attributes: Attributes;
  readonly dst: Attribute;
  readonly dev: Device | undefined;
}

function asked(request: Request): Asked {
  const header = request.struct(ndmsg);
  const attributes = request.attributes(ndmsg.size, policy);
  const dst = attributes.get(NDA.dst);
  if (dst === undefined) throw new Refusal(EINVAL, 'Network address not specified');
  const dev = header.index === 0 ? undefined : request.ns.links.get(header.index);
  if (header.index !== 0 && dev === undefined) throw new Refusal(ENODEV);
  return { header, attributes, dst, dev };
}

function keyOf({ header, dst }: Asked): { readonly family: IpFamily; readonly key: string } {
  const { family } = header;
  if (family !== AF_INET && family !== AF_INET6) throw new Refusal(EAFNOSUPPORT);
  if (dst.length < keyLength(family)) throw new Refusal(EINVAL, 'Invalid network address');
  return { family, key: ipOf(dst.payload, family) };
}

function newNeighbour(request: Request): void {
  const told = asked(request);
  const { header, attributes, dev } = told;
  const lladdr = attributes.get(NDA.lladdr);
  if (dev !== undefined && lladdr !== undefined && lladdr.length < 6) throw new Refusal(EINVAL, 'Invalid link address');
  const { family, key } = keyOf(told);
  const { neighbours } = request.ns;
  const protocol = attributes.u8(NDA.protocol) ?? 0;
  if ((header.flags & NTF_PROXY) !== 0) {
    neighbours.addProxy({ family, dev, dst: key, flags: header.flags, protocol });
    return;
  }
  if (dev === undefined) throw new Refusal(EINVAL, 'Device not specified');
  if (family === AF_INET6 && (dev.inet6 === undefined || dev.inet6.setting('disableIpv6') !== 0)) throw new Refusal(EINVAL, 'IPv6 is disabled on this device');
  const existing = neighbours.find(dev, key);
  if (existing === undefined && (request.flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT);
  if (existing !== undefined && (request.flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  const override = existing === undefined || (request.flags & NLM_F_REPLACE) !== 0;
  const now = request.kernel.ticks;
  const place = keyOn(dev, family, key);
  const entry: NeighbourEntry = existing ??
    neighbours.find(dev, place) ?? { family, dev, dst: place, type: typeOf(dev, family, place), lladdr: undefined, state: 0, flags: 0, flagsExt: 0, protocol, updated: now };
  const known = (entry.state & NUD_VALID) !== 0;
  const valid = (header.state & NUD_VALID) !== 0;
  if (valid && lladdr === undefined && !known) throw new Refusal(EINVAL, 'No link layer address given');
  const before = `${entry.state} ${entry.lladdr} ${entry.flags}`;
  if (lladdr !== undefined && (override || !known)) entry.lladdr = macOf(lladdr.payload.subarray(0, 6));
  entry.state = header.state;
  entry.flags = header.flags & 0x90;
  if (attributes.has(NDA.protocol)) entry.protocol = protocol;
  entry.updated = now;
  if (neighbours.find(dev, place) !== entry) neighbours.add(entry);
  if (`${entry.state} ${entry.lladdr} ${entry.flags}` !== before) neighbours.announce('RTM_NEWNEIGH', entry, request.socket.portId);
}

/** arp_constructor(): a loopback has one neighbour for all of IPv4. */
const keyOn = (dev: Device, family: IpFamily, key: string): string => (family === AF_INET && dev.loopback ? '00000000' : key);

/** inet_addr_type_dev_table(); everything is broadcast where there is no local table yet. */
function typeOf(dev: Device, family: IpFamily, key: string): number {
  if (isMulticast(key)) return RTN.multicast;
  if (family === AF_INET6) return dev.loopback ? RTN.local : RTN.unicast;
  if (isZero(key) || key === 'ffffffff') return RTN.broadcast;
  const table = dev.ns.fib4.find(RT_TABLE_LOCAL);
  if (table === undefined) return RTN.broadcast;
  return lookupTable(table, { family, dst: key })?.route.type ?? RTN.unicast;
}

function deleteNeighbour(request: Request): void {
  const told = asked(request);
  const { header, dev } = told;
  const { key } = keyOf(told);
  const { neighbours } = request.ns;
  if ((header.flags & NTF_PROXY) !== 0) {
    const proxy = neighbours.proxy(dev, key);
    if (proxy === undefined) throw new Refusal(ENOENT);
    return neighbours.removeProxy(proxy);
  }
  if (dev === undefined) throw new Refusal(EINVAL);
  const entry = neighbours.find(dev, key);
  if (entry === undefined) throw new Refusal(ENOENT);
  if (entry.state !== NUD.failed) {
    entry.state = NUD.failed;
    entry.updated = request.kernel.ticks;
    neighbours.announce('RTM_NEWNEIGH', entry, request.socket.portId);
  }
  neighbours.remove(entry);
}

function getNeighbour(request: Request): void {
  const told = asked(request);
  const { header, dev } = told;
  const { key } = keyOf(told);
  if ((header.flags & NTF_PROXY) !== 0) {
    const proxy = request.ns.neighbours.proxy(dev, key);
    if (proxy === undefined) throw new Refusal(ENOENT, 'Proxy neighbour entry not found');
    return request.reply(proxyMessage(proxy));
  }
  if (dev === undefined) throw new Refusal(EINVAL, 'No device specified');
  const entry = request.ns.neighbours.find(dev, key);
  if (entry === undefined) throw new Refusal(ENOENT, 'Neighbour entry not found');
  request.reply(neighbourMessage('RTM_NEWNEIGH', entry, request.kernel.ticks));
}

interface Filter {
  readonly families: readonly IpFamily[];
  readonly proxies: boolean;
  readonly index: number;
  readonly master: number;
}

function filterOf(request: Request): Filter {
  const family = request.bytes.array[16];
  const families: readonly IpFamily[] = family === AF_INET || family === AF_INET6 ? [family] : [AF_INET, AF_INET6];
  if (!request.strict && request.length < ndmsg.size) return { families, proxies: false, index: 0, master: 0 };
  const header = request.struct(ndmsg, 'Invalid header for neighbor dump request');
  if (request.strict && (header.index !== 0 || header.state !== 0 || header.type !== 0 || (header.flags & ~NTF_PROXY) !== 0)) {
    throw new Refusal(EINVAL, 'Invalid values in header for neighbor dump request');
  }
  const attributes = request.attributes(ndmsg.size, policy, request.strict ? 'legacy' : 'liberal');
  if (request.strict)
    for (const { type } of attributes.present()) if (type !== NDA.ifindex && type !== NDA.master) throw new Refusal(EINVAL, 'Unsupported attribute in neighbor dump request');
  return { families, proxies: header.flags === NTF_PROXY, index: attributes.u32(NDA.ifindex) ?? 0, master: attributes.u32(NDA.master) ?? 0 };
}

function dumpNeighbours(request: Request): DumpPlan {
  const { families, proxies, index, master } = filterOf(request);
  const { ns, kernel } = request;
  const wanted = (dev: Device | undefined): boolean => (index === 0 || dev?.index === index) && (master === 0 || dev?.master?.index === master);
  return {
    messages: (function* () {
      for (const family of families) {
        if (proxies) for (const entry of ns.neighbours.allProxies(family)) if (wanted(entry.dev)) yield () => proxyMessage(entry);
        if (!proxies) for (const entry of ns.neighbours.all(family)) if (wanted(entry.dev)) yield () => neighbourMessage('RTM_NEWNEIGH', entry, kernel.ticks);
      }
    })(),
    filtered: index !== 0 || master !== 0 ? 'messages' : undefined,
  };
}

/** Forwarding entries of bridges: rtnl_fdb_dump(). */
function dumpFdb({ ns }: Request): DumpPlan {
  return {
    messages: (function* () {
      for (const dev of bridges(ns)) {
        const bridge = bridgeOf(dev);
        for (const entry of [...bridge.fdb.values()]) yield () => fdbMessage('RTM_NEWNEIGH', bridge, entry);
      }
    })(),
  };
}

function* bridges(ns: NetNamespace): Generator<Device> {
  for (const dev of ns.links.all()) if (dev.kind === 'bridge') yield dev;
}

/** What becomes of neighbours with their link: arp_netdev_event(), ndisc_netdev_event(), neigh_ifdown(). */
export function neighbourEvent(family: IpFamily): (event: LinkEvent, dev: Device) => void {
  return (event, dev) => {
    const { neighbours } = dev.ns;
    if (event === 'down' || event === 'unregister') neighbours.flush(dev, family, false);
    else if (event === 'changeAddress') neighbours.flush(dev, family, false);
    else if (event === 'change' && !dev.carrier) neighbours.flush(dev, family, true);
  };
}
