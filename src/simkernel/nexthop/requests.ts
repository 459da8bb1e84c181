// RTM_NEWNEXTHOP, RTM_DELNEXTHOP and RTM_GETNEXTHOP. net/ipv4/nexthop.c: rtm_to_nh_config(), nh_check_attr_group(), nexthop_add(),
// remove_nexthop(), rtm_dump_nexthop().

import { NLM_F_CREATE, NLM_F_REPLACE } from '../../netlink/constants.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { RTNLGRP_NEXTHOP } from '../../rtnl/groups.js';
import { nhmsg } from '../../rtnl/nexthop.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { EAFNOSUPPORT, EEXIST, EINVAL, ENETDOWN, ENODEV, ENOENT, EOPNOTSUPP } from '../errno.js';
import type { Handlers } from '../intake.js';
import { ipOf, ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedHop } from '../route/check.js';
import { checkedHop6 } from '../route/check6.js';
import { announceRoute } from '../route/message.js';
import { type Hop, RT_SCOPE, RTN } from '../route/route.js';
import type { NexthopEntry } from './table.js';

const RTM_NEWNEXTHOP = 104;
const RTM_DELNEXTHOP = 105;
const RTM_GETNEXTHOP = 106;

/** NHA_*. */
const NHA = { id: 1, group: 2, groupType: 3, blackhole: 4, oif: 5, gateway: 6, encapType: 7, encap: 8, groups: 9, master: 10, fdb: 11, resGroup: 12, opFlags: 14 } as const;

const u32 = { type: 'u32' } as const;
const binary = { type: 'binary' } as const;
const flag = { type: 'flag' } as const;

const newPolicy: PolicyTable = {
  maxType: 16,
  // biome-ignore format: as the kernel numbers them
  rules: { 1: u32, 2: binary, 3: { type: 'u16' }, 4: flag, 5: u32, 6: binary, 7: { type: 'u16' }, 8: { type: 'nested' }, 11: flag, 12: { type: 'nested' }, 16: { type: 'u32', max: 1 } },
};
const idPolicy: PolicyTable = { maxType: 14, rules: { 1: u32, 14: u32 } };
const dumpPolicy: PolicyTable = { maxType: 14, rules: { 5: u32, 9: flag, 10: u32, 11: flag, 14: u32 } };

/** In groups: what they can tell, to whoever asks by NHA_OP_FLAGS. */
const OP_FLAG_RESP_GRP_RESVD_0 = 0x80000000;

export function registerNexthops(handlers: Handlers): void {
  handlers.register(RTM_NEWNEXTHOP, 0, { doit: newNexthop });
  handlers.register(RTM_DELNEXTHOP, 0, { doit: deleteNexthop });
  handlers.register(RTM_GETNEXTHOP, 0, { doit: getNexthop, dumpit: dumpNexthops });
}

function newNexthop(request: Request): void {
  const header = request.struct(nhmsg);
  const attributes = request.attributes(nhmsg.size, newPolicy, 'strict');
  if (header.scope !== 0 || (request.bytes.array[19] ?? 0) !== 0) throw new Refusal(EINVAL, 'Invalid values in ancillary header');
  if ((header.flags & ~0x04) !== 0) throw new Refusal(EINVAL, 'Invalid nexthop flags in ancillary header');
  const { ns, flags } = request;
  const { nexthops } = ns;
  const made = entryOf(request, header, attributes);
  const replace = (flags & NLM_F_REPLACE) !== 0;
  if (replace && !attributes.has(NHA.id)) throw new Refusal(EINVAL, 'Replace requires nexthop id');
  const existing = nexthops.get(made.id);
  if (existing !== undefined) {
    if (!replace) throw new Refusal(EEXIST);
    if ((existing.group === undefined) !== (made.group === undefined)) {
      throw new Refusal(EINVAL, existing.group === undefined ? 'Can not replace a nexthop with a nexthop group.' : 'Can not replace a nexthop group with a nexthop.');
    }
    nexthops.change(existing, made);
    announce(request, 'RTM_NEWNEXTHOP', existing, flags);
    return refreshRoutes(request, existing);
  }
  if ((flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT, 'Nexthop id does not exist');
  nexthops.add(made);
  announce(request, 'RTM_NEWNEXTHOP', made, flags);
}

/** rtm_to_nh_config(). */
function entryOf(
  { ns }: Request,
  { family, protocol, flags }: { readonly family: number; readonly protocol: number; readonly flags: number },
  attributes: Attributes,
): NexthopEntry {
  const group = attributes.get(NHA.group);
  if (family !== AF_INET && family !== AF_INET6 && !(family === 0 && group !== undefined)) throw new Refusal(EINVAL, 'Invalid address family');
  const fdb = attributes.has(NHA.fdb);
  const id = attributes.u32(NHA.id);
  const none: Hop = { dev: undefined, gateway: undefined, weight: 1, flags: 0 };
  const made = (more: Partial<NexthopEntry>): NexthopEntry => ({
    id: id === undefined || id === 0 ? ns.nexthops.freeId() : id,
    family,
    protocol,
    flags,
    hop: none,
    blackhole: false,
    fdb,
    group: undefined,
    ...more,
  });
  if (fdb && (attributes.has(NHA.oif) || attributes.has(NHA.blackhole) || attributes.has(NHA.encap) || attributes.has(NHA.encapType))) {
    throw new Refusal(EINVAL, 'Fdb attribute can not be used with encap, oif or blackhole');
  }
  if (group !== undefined) {
    if (family !== 0) throw new Refusal(EINVAL, 'Invalid family for group');
    if ((attributes.u16(NHA.groupType) ?? 0) > 1) throw new Refusal(EINVAL, 'Invalid group type');
    if ((attributes.u16(NHA.groupType) ?? 0) === 1) throw new Refusal(EOPNOTSUPP);
    return made({ group: membersOf(ns, group) });
  }
  if (attributes.has(NHA.blackhole)) {
    if (attributes.has(NHA.gateway) || attributes.has(NHA.oif)) throw new Refusal(EINVAL, 'Blackhole attribute can not be used with gateway, oif, encap or fdb');
    const loopback = ns.links.get(1);
    if (loopback?.up !== true) throw new Refusal(ENETDOWN, 'Device for nexthop is not up');
    return made({ blackhole: true, hop: { ...none, dev: loopback } });
  }
  const oif = attributes.u32(NHA.oif);
  if (!fdb && oif === undefined) throw new Refusal(EINVAL, 'Device attribute required for non-blackhole and non-fdb nexthops');
  const dev = oif === undefined ? undefined : ns.links.get(oif);
  if (oif !== undefined) {
    if (dev === undefined) throw new Refusal(EINVAL, 'Invalid device index');
    if (!dev.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
    if (!dev.carrier) throw new Refusal(ENETDOWN, 'Carrier for nexthop device is down');
  }
  const gateway = gatewayOf(attributes.get(NHA.gateway), family);
  if (fdb) return made({ hop: { ...none, gateway } });
  const asked = { oif: oif ?? 0, gateway, weight: 1, flags };
  const hop = family === AF_INET ? checkedHop(ns, asked, 0, RT_SCOPE.universe) : checkedHop6(ns, asked, { type: RTN.unicast });
  return made({ hop });
}

function gatewayOf(attribute: Attribute | undefined, family: number): string | undefined {
  if (attribute === undefined) return undefined;
  const size = family === AF_INET ? 4 : 16;
  if (attribute.length !== size) throw new Refusal(EINVAL, 'Invalid gateway');
  return ipOf(attribute.payload, family === AF_INET ? AF_INET : AF_INET6);
}

/** nh_check_attr_group(). */
function membersOf(ns: NetNamespace, { bytes, start, end, length }: Attribute): { id: number; weight: number }[] {
  if (length === 0 || length % 8 !== 0) throw new Refusal(EINVAL, 'Invalid length for nexthop group');
  const out: { id: number; weight: number }[] = [];
  for (let at = start; at < end; at += 8) {
    const id = bytes.view.getUint32(at, bytes.littleEndian);
    if (bytes.view.getUint16(at + 6, bytes.littleEndian) !== 0) throw new Refusal(EINVAL, 'Reserved field in nexthop_grp must be 0');
    if (out.some((other) => other.id === id)) throw new Refusal(EINVAL, 'Nexthop id can not be used twice in a group');
    out.push({ id, weight: (bytes.view.getUint8(at + 4) | (bytes.view.getUint8(at + 5) << 8)) + 1 });
  }
  for (const { id } of out) {
    const member = ns.nexthops.get(id);
    if (member === undefined) throw new Refusal(EINVAL, 'Invalid nexthop id');
    if (member.group !== undefined) throw new Refusal(EINVAL, 'Invalid group type');
  }
  return out;
}

function idAsked(request: Request): number {
  request.struct(nhmsg);
  const id = request.attributes(nhmsg.size, idPolicy, 'strict').u32(NHA.id);
  if (id === undefined) throw new Refusal(EINVAL, 'Nexthop id is missing');
  if (id === 0) throw new Refusal(EINVAL, 'Invalid nexthop id');
  return id;
}

function deleteNexthop(request: Request): void {
  const entry = request.ns.nexthops.get(idAsked(request));
  if (entry === undefined) throw new Refusal(ENOENT);
  remove(request.ns, entry, request);
}

/** remove_nexthop(): told first, then the groups that lose it, then the routes that went by it. */
function remove(ns: NetNamespace, entry: NexthopEntry, request?: Request): void {
  announceIn(ns, 'RTM_DELNEXTHOP', entry, request?.flags ?? 0, request);
  const groups = ns.nexthops.groups(entry.id);
  ns.nexthops.remove(entry);
  for (const group of groups) {
    const left = (group.group ?? []).filter(({ id }) => id !== entry.id);
    if (left.length === 0) {
      remove(ns, group, request);
      continue;
    }
    ns.nexthops.change(group, { hop: group.hop, group: left });
    announceIn(ns, 'RTM_NEWNEXTHOP', group, request?.flags ?? 0, request);
    for (const route of [...ns.fib4.by(group.id), ...ns.fib6.by(group.id)])
      (route.family === AF_INET ? ns.fib4 : ns.fib6).replace(route, { ...route, hops: ns.nexthops.hopsOf(group) });
  }
  for (const route of ns.fib4.by(entry.id)) ns.fib4.remove(route);
  for (const route of ns.fib6.by(entry.id)) {
    ns.fib6.remove(route);
    announceRoute(ns, 'RTM_DELROUTE', route, 0);
  }
}

/** Routes by an object that has another way now, and by the groups it is in. */
function refreshRoutes(request: Request, entry: NexthopEntry): void {
  const { ns } = request;
  for (const object of [entry, ...ns.nexthops.groups(entry.id)]) {
    for (const route of [...ns.fib4.by(object.id), ...ns.fib6.by(object.id)]) {
      const changed = { ...route, hops: ns.nexthops.hopsOf(object) };
      (route.family === AF_INET ? ns.fib4 : ns.fib6).replace(route, changed);
      announceRoute(ns, 'RTM_NEWROUTE', changed, NLM_F_REPLACE, request);
    }
  }
}

/** nexthop_flush_dev(): with a link that goes down, or loses its carrier, go the nexthops that leave by it. */
export function nexthopEvent(event: LinkEvent, dev: Device): void {
  const { ns } = dev;
  if (event === 'down' || event === 'unregister' || (event === 'change' && !dev.carrier)) {
    for (const entry of ns.nexthops.of(dev)) {
      ns.nexthops.groups(entry.id);
      removeSilently(ns, entry);
    }
  }
}

/** Of a link that goes nobody is told: it is told itself. */
function removeSilently(ns: NetNamespace, entry: NexthopEntry): void {
  const groups = ns.nexthops.groups(entry.id);
  ns.nexthops.remove(entry);
  for (const group of groups) {
    const left = (group.group ?? []).filter(({ id }) => id !== entry.id);
    if (left.length === 0) removeSilently(ns, group);
    else ns.nexthops.change(group, { hop: group.hop, group: left });
  }
  for (const route of ns.fib4.by(entry.id)) ns.fib4.remove(route);
  for (const route of ns.fib6.by(entry.id)) ns.fib6.remove(route);
}

function announce(request: Request, name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', entry: NexthopEntry, flags: number): void {
  announceIn(request.ns, name, entry, flags, request);
}

function announceIn(ns: NetNamespace, name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', entry: NexthopEntry, flags: number, cause: Request | undefined): void {
  ns.kernel.notify(ns, RTNLGRP_NEXTHOP, () => nexthopMessage(name, entry), { cause, flags });
}

function nexthopMessage(name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', { id, family, protocol, flags, hop, blackhole, fdb, group }: NexthopEntry): Outgoing {
  const head = (scope: number) => ({ family, scope, protocol, flags, id, ...(fdb && { fdb: true as const }) });
  if (group !== undefined) {
    return { name, body: { ...head(0), groupType: 0, group: group.map((member) => ({ ...member })), opFlags: OP_FLAG_RESP_GRP_RESVD_0 } };
  }
  // That of the route to the gateway: what a loopback leads to is this machine.
  const scope = hop.gateway === undefined || (family === AF_INET && hop.dev?.loopback === true) ? RT_SCOPE.host : RT_SCOPE.link;
  if (blackhole) return { name, body: { ...head(scope), blackhole: true } };
  return {
    name,
    body: { ...head(scope), ...(hop.dev !== undefined && { oif: hop.dev.index }), ...(hop.gateway !== undefined && { gateway: ipText(hop.gateway) }) },
  };
}

function getNexthop(request: Request): void {
  const entry = request.ns.nexthops.get(idAsked(request));
  if (entry === undefined) throw new Refusal(ENOENT);
  request.reply(nexthopMessage('RTM_NEWNEXTHOP', entry));
}

function dumpNexthops(request: Request): DumpPlan {
  const header = request.struct(nhmsg);
  const attributes = request.attributes(nhmsg.size, dumpPolicy, 'legacy');
  const { ns } = request;
  const oif = attributes.u32(NHA.oif) ?? 0;
  const master = attributes.u32(NHA.master) ?? 0;
  if (header.family !== 0 && header.family !== AF_INET && header.family !== AF_INET6) throw new Refusal(EAFNOSUPPORT);
  if (oif !== 0 && ns.links.get(oif) === undefined) throw new Refusal(ENODEV);
  const wanted = ({ family, group, hop, fdb }: NexthopEntry): boolean =>
    (header.family === 0 || family === header.family) &&
    (!attributes.has(NHA.groups) || group !== undefined) &&
    (!attributes.has(NHA.fdb) || fdb) &&
    (oif === 0 || (group === undefined && hop.dev?.index === oif)) &&
    (master === 0 || hop.dev?.master?.index === master);
  return {
    messages: (function* () {
      for (const entry of ns.nexthops.all()) if (wanted(entry)) yield () => nexthopMessage('RTM_NEWNEXTHOP', entry);
    })(),
    generation: () => ns.nexthops.generation,
  };
}
