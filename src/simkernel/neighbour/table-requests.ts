// RTM_GETNEIGHTBL and RTM_SETNEIGHTBL. net/core/neighbour.c: neightbl_dump_info(), neightbl_set().

import { EINVAL, ENOENT } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import { ndtmsg } from '../../rtnl/neighbour-table.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { type PolicyTable, parseNested, type Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import type { KernelNeighbours } from './kernel-tables.js';
import { type NeighbourParameters, ticksOf } from './parameters.js';
import { padded } from './requests.js';

const RTM_GETNEIGHTBL = 66;
const RTM_SETNEIGHTBL = 67;

const NDTA = { name: 1, thresh1: 2, thresh2: 3, thresh3: 4, parms: 6, gcInterval: 8 } as const;
const THRESHOLDS = ['thresh1', 'thresh2', 'thresh3'] as const;
const NDTPA_IFINDEX = 1;
const NDTPA_QUEUE_LEN = 8;
const COUNTS = { 9: 'appProbes', 10: 'ucastProbes', 11: 'mcastProbes', 14: 'proxyQlen', 16: 'queueLenbytes', 17: 'mcastReprobes' } as const;
const TIMES = {
  4: 'baseReachableTime',
  5: 'retransTime',
  6: 'gcStaletime',
  7: 'delayProbeTime',
  12: 'anycastDelay',
  13: 'proxyDelay',
  15: 'locktime',
  19: 'intervalProbeTimeMs',
} as const;

const u32: Rule = { type: 'u32' };
const u64: Rule = { type: 'u64' };
const rulesOf = (types: object, rule: Rule): Readonly<Record<number, Rule>> => Object.fromEntries(Object.keys(types).map((type) => [type, rule]));

/** nl_neightbl_policy, nl_ntbl_parm_policy. */
const policy: PolicyTable = { maxType: 9, rules: { 1: { type: 'string' }, 2: u32, 3: u32, 4: u32, 6: { type: 'nested' }, 8: u64 } };
const parmsPolicy: PolicyTable = { maxType: 19, rules: { 1: u32, 8: u32, ...rulesOf(COUNTS, u32), ...rulesOf(TIMES, u64) } };

export function registerNeighbourTables(handlers: Handlers): void {
  handlers.register(RTM_GETNEIGHTBL, 0, { dumpit: dumpTables });
  handlers.register(RTM_SETNEIGHTBL, 0, { doit: setTable });
}

const parametersOf = (dev: Device, { family }: KernelNeighbours): NeighbourParameters | undefined => (family === AF_INET ? dev.inet : dev.inet6)?.neighbours;

/** The tables of a family, or both. */
function tablesOf({ kernel }: Request, family: number): readonly KernelNeighbours[] {
  return [kernel.neighbours[AF_INET], kernel.neighbours[AF_INET6]].filter((table) => family === 0 || table.family === family);
}

function dumpTables(request: Request): DumpPlan {
  if (request.strict) {
    request.struct(ndtmsg, 'Invalid header for neighbor table dump request');
    if (padded(request)) throw new Refusal(EINVAL, 'Invalid values in header for neighbor table dump request');
    if (request.length > ndtmsg.size) throw new Refusal(EINVAL, 'Invalid data after header in neighbor table dump request');
  }
  const { ns, kernel } = request;
  const family = request.bytes.array[16] as number;
  return {
    messages: (function* () {
      for (const table of tablesOf(request, family)) {
        yield () => table.message(kernel.clock.now());
        for (const parameters of lastFirst(ns, table)) yield () => parametersMessage(ns, table, parameters);
      }
    })(),
  };
}

/** A table's list of parameters, as far as this namespace sees it. */
function lastFirst(ns: NetNamespace, table: KernelNeighbours): NeighbourParameters[] {
  const all = [...ns.links.all()].flatMap((dev) => parametersOf(dev, table) ?? []);
  return all.sort((a, b) => b.order - a.order);
}

/** neightbl_fill_param_info(). */
function parametersMessage(ns: NetNamespace, { family, name }: KernelNeighbours, parameters: NeighbourParameters) {
  const refcnt = 1 + ns.neighbours.countOf(parameters.dev as Device, family);
  return { name: 'RTM_NEWNEIGHTBL', body: { family, name, parms: parameters.told(refcnt) as never } } as const;
}

/** What is wrong in the end does not undo what was set before. */
function setTable(request: Request): void {
  const { ns, kernel } = request;
  const { family } = request.struct(ndtmsg);
  const attributes = request.attributes(ndtmsg.size, policy);
  const name = attributes.get(NDTA.name);
  if (name === undefined) throw new Refusal(EINVAL);
  const table = tablesOf(request, family).find((one) => isNamed(name, one.name));
  if (table === undefined) throw new Refusal(ENOENT);
  const parms = attributes.get(NDTA.parms);
  if (parms !== undefined) setParameters(ns, table, parseNested(parms, parmsPolicy, request.context));
  const general = [NDTA.thresh1, NDTA.thresh2, NDTA.thresh3, NDTA.gcInterval].some((type) => attributes.has(type));
  if (general && ns !== kernel.init) throw new Refusal(ENOENT);
  for (const key of THRESHOLDS) table.thresholds[key] = attributes.u32(NDTA[key]) ?? table.thresholds[key];
  const interval = attributes.get(NDTA.gcInterval);
  if (interval !== undefined) table.gcInterval = ticksOf(interval.u64);
}

/** nla_strcmp(). */
function isNamed({ payload }: Attribute, name: string): boolean {
  const end = payload.findLastIndex((byte) => byte !== 0) + 1;
  return end === name.length && [...name].every((letter, i) => letter.charCodeAt(0) === payload[i]);
}

function setParameters(ns: NetNamespace, table: KernelNeighbours, attributes: Attributes): void {
  const index = attributes.u32(NDTPA_IFINDEX) ?? 0;
  const parameters = index === 0 ? (ns === ns.kernel.init ? table.parameters : undefined) : ownOf(ns.links.get(index), table);
  if (parameters === undefined) throw new Refusal(ENOENT);
  for (const attribute of attributes.present()) {
    const { type } = attribute;
    if (type === NDTPA_QUEUE_LEN) parameters.setQueueLength(attribute.u32);
    else if (type in COUNTS) parameters.setCount(COUNTS[type as keyof typeof COUNTS], attribute.u32);
    else if (type in TIMES) parameters.setTime(TIMES[type as keyof typeof TIMES], attribute.u64, table.random);
  }
}

const ownOf = (dev: Device | undefined, table: KernelNeighbours): NeighbourParameters | undefined => (dev === undefined ? undefined : parametersOf(dev, table));
