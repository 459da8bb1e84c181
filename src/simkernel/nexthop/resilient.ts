// Resilient groups: which of its buckets lead to which member. net/ipv4/nexthop.c: rtm_to_nh_config_grp_res(), nh_res_group_rebalance(),
// nh_res_table_upkeep(). No packets pass: a bucket is idle at once, and a group that is out of balance is so no longer when it is looked at.

import { EINVAL } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import { ticked } from '../ticks.js';

/** NHA_RES_GROUP_*. */
const PART = { buckets: 1, idleTimer: 2, unbalancedTimer: 3 } as const;
const policy: PolicyTable = { maxType: 3, rules: { 1: { type: 'u16' }, 2: { type: 'u32' }, 3: { type: 'u32' } } };

/** NH_RES_DEFAULT_IDLE_TIMER, in hundredths of a second. */
const IDLE_TIMER = 12000;

/** What a request says of it. */
export interface ResilientAsked {
  readonly buckets: number | undefined;
  readonly idleTimer: number | undefined;
  readonly unbalancedTimer: number | undefined;
}

/** Throws Refusal. */
export function resilientAsked(nest: Attribute | undefined): ResilientAsked {
  const attributes = nest === undefined ? undefined : parseNested(nest, policy, { strictness: 'strict' });
  const buckets = attributes?.u16(PART.buckets);
  if (buckets === 0) throw new Refusal(EINVAL, 'Number of buckets needs to be non-0');
  return { buckets, idleTimer: attributes?.u32(PART.idleTimer), unbalancedTimer: attributes?.u32(PART.unbalancedTimer) };
}

interface Member {
  readonly id: number;
  readonly weight: number;
}

interface Bucket {
  /** The member that it leads to. */
  nhid: number;
  /** In hundredths of a second since the kernel started. */
  used: number;
}

export class ResilientTable {
  readonly buckets: Bucket[];
  idleTimer = IDLE_TIMER;
  unbalancedTimer = 0;

  constructor(readonly asked: ResilientAsked) {
    this.buckets = Array.from({ length: asked.buckets ?? 0 }, () => ({ nhid: 0, used: 0 }));
    this.setTimers(asked);
  }

  setTimers({ idleTimer, unbalancedTimer }: ResilientAsked): void {
    if (idleTimer !== undefined) this.idleTimer = ticked(idleTimer);
    if (unbalancedTimer !== undefined) this.unbalancedTimer = ticked(unbalancedTimer);
  }

  /** Gives each member as many buckets as its weight is worth: those that have none, or have too many, give to the last that has too few. */
  balance(group: readonly Member[], now: number): void {
    const wanted = shares(group, this.buckets.length);
    const count = new Map<number, number>();
    for (const { nhid } of this.buckets) if (wanted.has(nhid)) count.set(nhid, (count.get(nhid) ?? 0) + 1);
    const lacking = [...wanted.keys()].reverse().filter((id) => (count.get(id) ?? 0) < (wanted.get(id) as number));
    for (const bucket of this.buckets) {
      const [to] = lacking;
      if (to === undefined) return;
      const has = count.get(bucket.nhid);
      if (has !== undefined && has <= (wanted.get(bucket.nhid) as number)) continue;
      if (has !== undefined) count.set(bucket.nhid, has - 1);
      count.set(to, (count.get(to) ?? 0) + 1);
      Object.assign(bucket, { nhid: to, used: now });
      if (count.get(to) === wanted.get(to)) lacking.shift();
    }
  }
}

/** How many buckets each member is to have. */
function shares(group: readonly Member[], buckets: number): Map<number, number> {
  const total = group.reduce((sum, { weight }) => sum + weight, 0);
  const out = new Map<number, number>();
  let weight = 0;
  let before = 0;
  for (const member of group) {
    weight += member.weight;
    const end = Math.floor((buckets * weight + Math.floor(total / 2)) / total);
    out.set(member.id, end - before);
    before = end;
  }
  return out;
}
