// RTM_GETSTATS and RTM_SETSTATS. net/core/rtnetlink.c: rtnl_stats_get(), rtnl_stats_dump(), rtnl_stats_set(), rtnl_valid_stats_req();
// net/core/dev.c: netdev_offload_xstats_enable(), netdev_offload_xstats_disable().

import { EINVAL, ENODEV } from '../../netlink/errno-numbers.js';
import { RTM_GETSTATS } from '../../rtnl/constants.js';
import { RTNLGRP_STATS } from '../../rtnl/groups.js';
import { if_stats_msg } from '../../rtnl/stats.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { GROUP, groupBit, OFFLOAD, type StatsWanted, statsMessage } from './message.js';

const RTM_SETSTATS = 95;

/** IFLA_STATS_GETSET_*. */
const GET_FILTERS = 1;
const SET_L3_STATS = 2;

/** RTNL_STATS_OFFLOAD_XSTATS_VALID. */
const OFFLOAD_VALID = 0xf;

const filtersPolicy: PolicyTable = { maxType: 5, rules: { 4: { type: 'u32', mask: OFFLOAD_VALID } } };
const getPolicy: PolicyTable = { maxType: 2, rules: { 1: { type: 'nested', nested: filtersPolicy } } };
const setPolicy: PolicyTable = { maxType: 2, rules: { 2: { type: 'u8', max: 1 } } };

export function registerStats(handlers: Handlers): void {
  handlers.register(RTM_GETSTATS, 0, { doit: getStats, dumpit: dumpStats });
  handlers.register(RTM_SETSTATS, 0, { doit: setStats });
}

const LAST_GROUP = 5;
/** Bytes of struct if_stats_msg that nothing stands in. */
const PADDING = [17, 18, 19];

function headerOf(request: Request, lists: boolean) {
  const header = request.struct(if_stats_msg, 'Invalid header for stats dump');
  if (!request.strict) return header;
  if (PADDING.some((at) => request.bytes.array[at] !== 0) || (lists && header.ifindex !== 0)) throw new Refusal(EINVAL, 'Invalid values in header for stats dump request');
  if (header.filterMask >= groupBit(LAST_GROUP + 1)) throw new Refusal(EINVAL, 'Invalid stats requested through filter mask');
  return header;
}

function linkOf({ ns }: Request, index: number): Device {
  if (index <= 0 || index > 0x7fffffff) throw new Refusal(EINVAL);
  const dev = ns.links.get(index);
  if (dev === undefined) throw new Refusal(ENODEV);
  return dev;
}

/** rtnl_stats_get_parse(): of the groups that have kinds of their own all are told, unless it says which. */
function wanted(request: Request, groups: number): StatsWanted {
  const filters = request.attributes(if_stats_msg.size, getPolicy, 'strict').get(GET_FILTERS);
  const inside = filters === undefined ? undefined : parseNested(filters, filtersPolicy, { strictness: 'strict' });
  return { groups, offload: inside?.u32(GROUP.linkOffloadXstats) ?? 0xffffffff };
}

function getStats(request: Request): void {
  const { ifindex, filterMask } = headerOf(request, false);
  const dev = linkOf(request, ifindex);
  if (filterMask === 0) throw new Refusal(EINVAL, 'Filter mask must be set for stats get');
  request.reply(statsMessage(dev, wanted(request, filterMask)));
}

function dumpStats(request: Request): DumpPlan {
  const { filterMask } = headerOf(request, true);
  if (filterMask === 0) throw new Refusal(EINVAL, 'Filter mask must be set for stats dump');
  const { links } = request.ns;
  const asked = wanted(request, filterMask);
  return {
    messages: (function* () {
      for (const dev of links.all()) yield () => (dev.registered && dev.ns.links === links ? statsMessage(dev, asked) : undefined);
    })(),
    generation: () => links.generation,
  };
}

/** Whether a driver is asked to count on layer 3; there is none that does. */
function setStats(request: Request): void {
  const { family, ifindex, filterMask } = headerOf(request, false);
  if (family !== 0) throw new Refusal(EINVAL, 'Address family should be AF_UNSPEC');
  const dev = linkOf(request, ifindex);
  if (filterMask !== 0) throw new Refusal(EINVAL, 'Filter mask must be 0 for stats set');
  const asked = request.attributes(if_stats_msg.size, setPolicy, 'strict').u8(SET_L3_STATS);
  if (asked === undefined || dev.l3Stats === (asked !== 0)) return;
  dev.l3Stats = asked !== 0;
  const { ns } = dev;
  const told = { groups: groupBit(GROUP.linkOffloadXstats), offload: groupBit(OFFLOAD.hwStatsInfo) };
  ns.kernel.notify(ns, RTNLGRP_STATS, () => statsMessage(dev, told));
}
