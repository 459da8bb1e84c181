// RTM_GETNEXTHOPBUCKET. net/ipv4/nexthop.c: rtm_get_nexthop_bucket(), rtm_dump_nexthop_bucket(), nh_fill_res_bucket().

import { EINVAL, ENOENT } from '../../netlink/errno-numbers.js';
import { nhmsg } from '../../rtnl/nexthop.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { NetNamespace } from '../namespace.js';
import { type PolicyTable, parseNested } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { NHA } from './config.js';
import { dumpFilter, idAsked } from './filter.js';
import type { ResilientTable } from './resilient.js';
import type { NexthopEntry } from './table.js';

const RTM_GETNEXTHOPBUCKET = 118;

/** NHA_RES_BUCKET_*. */
const INDEX = 1;
const NH_ID = 3;

const u32 = { type: 'u32' } as const;
const getNest: PolicyTable = { maxType: 1, rules: { 1: { type: 'u16' } } };
const dumpNest: PolicyTable = { maxType: 3, rules: { 3: u32 } };
const getPolicy: PolicyTable = { maxType: 13, rules: { 1: u32, 13: { type: 'nested', nested: getNest } } };
const dumpPolicy: PolicyTable = { maxType: 13, rules: { 1: u32, 5: u32, 10: u32, 13: { type: 'nested', nested: dumpNest } } };

export function registerBuckets(handlers: Handlers): void {
  handlers.register(RTM_GETNEXTHOPBUCKET, 0, { doit: getBucket, dumpit: dumpBuckets });
}

interface Group {
  readonly entry: NexthopEntry;
  readonly table: ResilientTable;
}

/** nexthop_find_group_resilient(). Throws Refusal. */
function groupOf({ nexthops }: NetNamespace, id: number): Group {
  const entry = nexthops.get(id);
  if (entry === undefined) throw new Refusal(ENOENT);
  if (entry.group === undefined) throw new Refusal(EINVAL, 'Not a nexthop group');
  if (entry.resilient === undefined) throw new Refusal(EINVAL, 'Nexthop group not of type resilient');
  return { entry, table: entry.resilient };
}

function bucketMessage({ entry: { id, protocol }, table }: Group, index: number, now: number): Outgoing {
  const { nhid, used } = table.buckets[index] as ResilientTable['buckets'][number];
  return { name: 'RTM_NEWNEXTHOPBUCKET', body: { family: 0, scope: 0, protocol, flags: 0, id, resBucket: { index, nhid, idleTime: BigInt(now - used) } } };
}

function getBucket(request: Request): void {
  const id = idAsked(request, getPolicy);
  const nest = request.attributes(nhmsg.size, getPolicy, 'strict').get(NHA.resBucket);
  if (nest === undefined) throw new Refusal(EINVAL, 'Bucket information is missing');
  const index = parseNested(nest, getNest, { strictness: 'strict' }).u16(INDEX);
  if (index === undefined) throw new Refusal(EINVAL, 'Bucket index is missing');
  const group = groupOf(request.ns, id);
  if (index >= group.table.buckets.length) throw new Refusal(ENOENT, 'Bucket index out of bounds');
  request.reply(bucketMessage(group, index, request.kernel.ticks));
}

function dumpBuckets(request: Request): DumpPlan {
  const { ns, kernel } = request;
  const attributes = request.attributes(nhmsg.size, dumpPolicy, 'strict');
  const id = attributes.u32(NHA.id);
  if (id === 0) throw new Refusal(EINVAL, 'Invalid nexthop id');
  const nest = attributes.get(NHA.resBucket);
  const nhid = nest === undefined ? undefined : parseNested(nest, dumpNest, { strictness: 'strict' }).u32(NH_ID);
  if (nhid === 0) throw new Refusal(EINVAL, 'Invalid nexthop id');
  const wanted = dumpFilter(request, attributes);
  const groups = id === undefined ? ns.nexthops.all().flatMap((entry) => (entry.resilient === undefined ? [] : [{ entry, table: entry.resilient }])) : [groupOf(ns, id)];
  return {
    messages: (function* () {
      for (const group of groups) {
        for (const [index, bucket] of group.table.buckets.entries()) {
          const member = ns.nexthops.get(bucket.nhid);
          if (member !== undefined && wanted(member) && (nhid === undefined || nhid === bucket.nhid)) yield () => bucketMessage(group, index, kernel.ticks);
        }
      }
    })(),
    generation: () => ns.nexthops.generation,
  };
}
