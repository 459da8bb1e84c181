// RTM_NEWNEXTHOP, RTM_DELNEXTHOP and RTM_GETNEXTHOP. net/ipv4/nexthop.c: nexthop_add(), insert_nexthop(), replace_nexthop(), remove_nexthop(),
// rtm_dump_nexthop().

import { NLM_F_CREATE, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EEXIST, EINVAL, ENOENT } from '../../netlink/errno-numbers.js';
import { RTNLGRP_NEXTHOP } from '../../rtnl/groups.js';
import { nhmsg } from '../../rtnl/nexthop.js';
import type { DumpPlan } from '../dump.js';
import { encapPart } from '../encap/encap.js';
import type { Handlers } from '../intake.js';
import { ipText } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { removeRoute6 } from '../route/inet6.js';
import { announceRoute } from '../route/message.js';
import { registerBuckets } from './buckets.js';
import { NHA, nexthopAsked } from './config.js';
import { dumpFilter, idAsked } from './filter.js';
import type { ResilientTable } from './resilient.js';
import type { NexthopEntry } from './table.js';

const RTM_NEWNEXTHOP = 104;
const RTM_DELNEXTHOP = 105;
const RTM_GETNEXTHOP = 106;

const u32 = { type: 'u32' } as const;
const flag = { type: 'flag' } as const;
const opFlags = { type: 'u32', mask: 3 } as const;

const deletePolicy: PolicyTable = { maxType: 1, rules: { 1: u32 } };
const getPolicy: PolicyTable = { maxType: 14, rules: { 1: u32, 14: opFlags } };
const dumpPolicy: PolicyTable = { maxType: 14, rules: { 5: u32, 9: flag, 10: u32, 11: flag, 14: opFlags } };

/** In groups: what they can tell, to whoever asks by NHA_OP_FLAGS. */
const OP_FLAG_RESP_GRP_RESVD_0 = 0x80000000;
const OP_FLAG_DUMP_STATS = 1;
const OP_FLAG_DUMP_HW_STATS = 2;

export function registerNexthops(handlers: Handlers): void {
  handlers.register(RTM_NEWNEXTHOP, 0, { doit: newNexthop });
  handlers.register(RTM_DELNEXTHOP, 0, { doit: deleteNexthop });
  handlers.register(RTM_GETNEXTHOP, 0, { doit: getNexthop, dumpit: dumpNexthops });
  registerBuckets(handlers);
}

function newNexthop(request: Request): void {
  const { ns, flags } = request;
  const { nexthops } = ns;
  const replacing = (flags & NLM_F_REPLACE) !== 0;
  const made = nexthopAsked(request, replacing);
  const existing = nexthops.get(made.id);
  if (existing !== undefined) {
    if (!replacing) throw new Refusal(EEXIST);
    expectReplaceable(ns, existing, made);
    nexthops.change(existing, made);
    existing.resilient?.setTimers((made.resilient as ResilientTable).asked);
    balance(ns, existing);
    announce(request, 'RTM_NEWNEXTHOP', existing, flags);
    return refreshRoutes(request, existing);
  }
  if (replacing && (flags & NLM_F_CREATE) === 0) throw new Refusal(ENOENT, 'Replace specified without create and no entry exists');
  if (made.resilient !== undefined && made.resilient.asked.buckets === undefined) {
    throw new Refusal(EINVAL, 'Number of buckets not specified for nexthop group insertion');
  }
  nexthops.add(made);
  balance(ns, made);
  announce(request, 'RTM_NEWNEXTHOP', made, flags);
}

const balance = ({ kernel }: NetNamespace, { resilient, group }: NexthopEntry): void => resilient?.balance(group ?? [], kernel.ticks);

/** replace_nexthop(): the routes that go by it, and the groups it is in, must do with the other one. */
function expectReplaceable({ nexthops, fib4, fib6 }: NetNamespace, old: NexthopEntry, made: NexthopEntry): void {
  const groups = nexthops.groups(old.id);
  const fits = ({ id }: NexthopEntry) => {
    for (const { scope } of fib4.by(id)) nexthops.expectUsable(made, scope);
    if (fib6.by(id).length > 0) nexthops.expectUsable6(made);
  };
  fits(old);
  for (const group of groups) {
    if (made.blackhole && (group.group?.length ?? 0) > 1) throw new Refusal(EINVAL, 'Blackhole nexthop can not be a member of a group with more than one path');
    fits(group);
  }
  if ((old.group === undefined) !== (made.group === undefined)) {
    throw new Refusal(EINVAL, old.group === undefined ? 'Can not replace a nexthop with a nexthop group.' : 'Can not replace a nexthop group with a nexthop.');
  }
  if ((old.resilient === undefined) !== (made.resilient === undefined)) throw new Refusal(EINVAL, 'Can not replace a nexthop group with one of a different type.');
  const buckets = made.resilient?.asked.buckets;
  if (buckets !== undefined && buckets !== old.resilient?.buckets.length) throw new Refusal(EINVAL, 'Can not change number of buckets of a resilient nexthop group.');
  if (groups.length > 0 && made.fdb !== old.fdb) throw new Refusal(EINVAL, 'Cannot change nexthop FDB status while in a group');
}

function deleteNexthop(request: Request): void {
  const entry = request.ns.nexthops.get(idAsked(request, deletePolicy));
  if (entry === undefined) throw new Refusal(ENOENT);
  remove(request.ns, entry, request);
}

/** remove_nexthop(): told first, then the routes that went by it, then the groups that lose it. With a link that goes nobody is told: it is told itself. */
function remove(ns: NetNamespace, entry: NexthopEntry, request?: Request): void {
  const { nexthops } = ns;
  const flags = request?.flags ?? 0;
  if (request !== undefined) announce(request, 'RTM_DELNEXTHOP', entry, flags);
  const groups = nexthops.groups(entry.id);
  nexthops.remove(entry);
  for (const route of ns.fib4.by(entry.id)) ns.fib4.remove(route);
  for (const route of [...ns.fib6.by(entry.id)].reverse()) removeRoute6(ns, route);
  for (const group of groups) {
    const left = (group.group ?? []).filter(({ id }) => id !== entry.id);
    if (left.length === 0) {
      remove(ns, group, request);
      continue;
    }
    nexthops.change(group, { ...group, group: left });
    balance(ns, group);
    if (request !== undefined) announce(request, 'RTM_NEWNEXTHOP', group, flags);
    for (const route of ns.fib4.by(group.id)) ns.fib4.replace(route, { ...route, hops: nexthops.hopsOf(group) });
    for (const route of ns.fib6.by(group.id)) ns.fib6.replace(route, { ...route, hops: nexthops.hopsOf(group) });
  }
}

/** nexthop_replace_notify(): routes by an object that has another way, and by the groups it is in. */
function refreshRoutes(request: Request, entry: NexthopEntry): void {
  const { ns } = request;
  for (const object of [entry, ...ns.nexthops.groups(entry.id)]) {
    const changed = { hops: ns.nexthops.hopsOf(object) };
    // In the order in which they were made, which stays theirs; they are told in another one.
    for (const route of ns.fib4.by(object.id)) ns.fib4.replace(route, { ...route, ...changed });
    for (const route of ns.fib6.by(object.id)) ns.fib6.replace(route, { ...route, ...changed, ...(object.blackhole && { refused: true }) });
    for (const route of ns.fib4.inWalkOrder(ns.fib4.by(object.id))) announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_REPLACE, request);
    for (const route of [...ns.fib6.by(object.id)].reverse()) announceRoute(ns, 'RTM_NEWROUTE', route, NLM_F_REPLACE, request);
  }
}

/** nexthop_flush_dev(): with a link that goes down, or loses its carrier, go the nexthops that leave by it. */
export function nexthopEvent(event: LinkEvent, dev: Device): void {
  const { ns } = dev;
  const lost = event === 'change' && !dev.carrier && !(dev.up && dev.operUp);
  if (event !== 'down' && event !== 'unregister' && !lost) return;
  for (const entry of ns.nexthops.of(dev)) {
    if (entry.blackhole && event !== 'unregister') continue;
    if (ns.nexthops.get(entry.id) === entry) remove(ns, entry);
  }
}

function announce(request: Request, name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', entry: NexthopEntry, flags: number): void {
  const { ns } = request;
  ns.kernel.notify(ns, RTNLGRP_NEXTHOP, () => nexthopMessage(name, entry), { cause: request, flags });
}

/** nla_put_nh_group_stats(): nothing is counted here, and no hardware counts. */
function statsOf({ group, hwStats }: NexthopEntry, asked: number): object {
  if ((asked & OP_FLAG_DUMP_STATS) === 0) return {};
  const hardware = (asked & OP_FLAG_DUMP_HW_STATS) !== 0;
  return {
    hwStatsEnable: hwStats ? 1 : 0,
    ...(hardware && hwStats && { hwStatsUsed: 0 }),
    groupStats: group?.map(({ id }) => ({ id, packets: 0n, ...(hardware && { packetsHw: 0n }) })),
  };
}

/** nh_fill_node(); `asked` is NHA_OP_FLAGS of a request. */
function nexthopMessage(name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', entry: NexthopEntry, asked = 0): Outgoing {
  const { id, family, protocol, flags, hop, blackhole, fdb, group, resilient } = entry;
  const head = (scope: number) => ({ family, scope, protocol, flags, id });
  if (group !== undefined) {
    return {
      name,
      body: {
        ...head(0),
        ...(fdb && { fdb: true as const }),
        groupType: resilient === undefined ? 0 : 1,
        group: group.map((member) => ({ ...member })),
        ...(resilient !== undefined && {
          resGroup: { buckets: resilient.buckets.length, idleTimer: resilient.idleTimer, unbalancedTimer: resilient.unbalancedTimer, unbalancedTime: 0n },
        }),
        ...statsOf(entry, asked),
        opFlags: OP_FLAG_RESP_GRP_RESVD_0,
      },
    };
  }
  if (blackhole) return { name, body: { ...head(0), blackhole: true } };
  return {
    name,
    body: {
      ...head(hop.scope ?? 0),
      ...(fdb && { fdb: true as const }),
      ...(hop.dev !== undefined && { oif: hop.dev.index }),
      ...(hop.gateway !== undefined && { gateway: ipText(hop.gateway) }),
      ...encapPart(hop.encap, NHA),
    },
  };
}

function getNexthop(request: Request): void {
  const entry = request.ns.nexthops.get(idAsked(request, getPolicy));
  if (entry === undefined) throw new Refusal(ENOENT);
  request.reply(nexthopMessage('RTM_NEWNEXTHOP', entry, request.attributes(nhmsg.size, getPolicy, 'strict').u32(NHA.opFlags)));
}

function dumpNexthops(request: Request): DumpPlan {
  request.struct(nhmsg);
  const attributes = request.attributes(nhmsg.size, dumpPolicy, 'strict');
  const { ns } = request;
  const wanted = dumpFilter(request, attributes);
  return {
    messages: (function* () {
      for (const entry of ns.nexthops.all()) if (wanted(entry)) yield () => nexthopMessage('RTM_NEWNEXTHOP', entry, attributes.u32(NHA.opFlags));
    })(),
    generation: () => ns.nexthops.generation,
  };
}
