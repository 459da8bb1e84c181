// What is done to packets that reach a segment of ours. net/ipv6/seg6_local.c: seg6_action_table, seg6_local_build_state(), parse_nla_*(),
// put_nla_*(), by a kernel that has neither BPF nor VRFs.

import { EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import type { Attribute, Attributes } from '../attribute.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type EncapOps, held, type Part, written } from './ops.js';
import { isSegmentHeader, LEAST_SRH } from './srh.js';

/** SEG6_LOCAL_*. */
const PART = { action: 1, srh: 2, table: 3, nh4: 4, nh6: 5, oif: 7, bpf: 8, vrftable: 9, counters: 10, flavors: 11 } as const;

const u32 = { type: 'u32' } as const;
const nested = { type: 'nested' } as const;
const policy: PolicyTable = {
  maxType: 11,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: u32, 2: { type: 'binary' }, 3: u32, 4: { type: 'binary', length: 4, exact: true }, 5: { type: 'binary', length: 16, exact: true }, 6: u32, 7: u32, 8: nested, 9: u32, 10: nested, 11: nested,
  },
};
const countersPolicy: PolicyTable = { maxType: 4, rules: { 2: { type: 'u64' }, 3: { type: 'u64' }, 4: { type: 'u64' } } };
const flavorsPolicy: PolicyTable = { maxType: 3, rules: { 1: u32, 2: { type: 'u8' }, 3: { type: 'u8' } } };

/** SEG6_LOCAL_ACTION_*. */
const END = 1;
const END_X = 2;
const END_DT6 = 7;

/** By action: attributes that it must have, and those that it may. */
const ACTIONS: Readonly<Record<number, readonly [required: readonly number[], optional: readonly number[]]>> = {
  [END]: [[], [PART.counters, PART.flavors]],
  [END_X]: [[PART.nh6], [PART.counters, PART.flavors]],
  3: [[PART.table], [PART.counters]],
  4: [[PART.oif], [PART.counters]],
  5: [[PART.nh6], [PART.counters]],
  6: [[PART.nh4], [PART.counters]],
  [END_DT6]: [[], [PART.table, PART.vrftable, PART.counters]],
  8: [[PART.vrftable], [PART.counters]],
  9: [[PART.srh], [PART.counters]],
  10: [[PART.srh], [PART.counters]],
  15: [[PART.bpf], [PART.counters]],
  16: [[PART.vrftable], [PART.counters]],
};

/** How an attribute is told. Throws Refusal. */
const TOLD: Readonly<Record<number, (attributes: Attributes, action: number) => Part>> = {
  [PART.srh]: (attributes) => {
    const { payload } = attributes.get(PART.srh) as Attribute;
    if (payload.length < LEAST_SRH || !isSegmentHeader(payload)) throw new Refusal(EINVAL);
    return [PART.srh, payload.slice()];
  },
  [PART.table]: (attributes) => [PART.table, held(attributes, PART.table, 4)],
  [PART.nh4]: (attributes) => [PART.nh4, held(attributes, PART.nh4, 4)],
  [PART.nh6]: (attributes) => [PART.nh6, held(attributes, PART.nh6, 16)],
  [PART.oif]: (attributes) => [PART.oif, held(attributes, PART.oif, 4)],
  // A program of that kind, of which there is none.
  [PART.bpf]: () => {
    throw new Refusal(EINVAL);
  },
  [PART.vrftable]: (attributes) => [PART.vrftable, held(attributes, PART.vrftable, 4)],
  [PART.counters]: (attributes) => counters(attributes.get(PART.counters) as Attribute),
  [PART.flavors]: (attributes, action) => flavors(attributes.get(PART.flavors) as Attribute, action),
};

/** All three are asked for; they begin at zero. */
function counters(nest: Attribute): Part {
  const asked = parseNested(nest, countersPolicy, { silent: true });
  const kinds = [2, 3, 4];
  if (!kinds.every((kind) => asked.has(kind))) throw new Refusal(EINVAL);
  return [
    PART.counters | NLA_F_NESTED,
    written(
      nest,
      kinds.map((kind) => [kind, new Uint8Array(8)]),
    ),
  ];
}

/** SEG6_LOCAL_FLV_*. */
const FLAVOR = { operation: 1, blockBits: 2, functionBits: 3 } as const;
const PSP = 0x02;
const NEXT_CSID = 0x10;
const SUPPORTED: Readonly<Record<number, number>> = { [END]: NEXT_CSID | PSP, [END_X]: NEXT_CSID };

/** Of an address: whole octets, and room for the other part. */
const isPart = (bits: number): boolean => bits > 0 && bits <= 120 && bits % 8 === 0;

function flavors(nest: Attribute, action: number): Part {
  const asked = parseNested(nest, flavorsPolicy, { silent: true });
  const operations = asked.u32(FLAVOR.operation);
  if (operations === undefined) throw new Refusal(EINVAL);
  if ((operations & ~(SUPPORTED[action] ?? 0)) !== 0) throw new Refusal(EOPNOTSUPP, 'Unsupported Flavor operation(s)');
  const parts: Part[] = [[FLAVOR.operation, held(asked, FLAVOR.operation, 4)]];
  if ((operations & NEXT_CSID) !== 0) {
    const [block, own] = [asked.u8(FLAVOR.blockBits) ?? 32, asked.u8(FLAVOR.functionBits) ?? 16];
    if (block + own > 128 || !isPart(block) || !isPart(own)) throw new Refusal(EINVAL, 'Invalid Locator Block/Node Function lengths');
    parts.push([FLAVOR.blockBits, Uint8Array.of(block)], [FLAVOR.functionBits, Uint8Array.of(own)]);
  }
  return [PART.flavors | NLA_F_NESTED, written(nest, parts)];
}

export const seg6localEncapOps: EncapOps = {
  name: 'seg6local',
  type: 7,
  build(attribute, family) {
    if (family !== AF_INET6) throw new Refusal(EINVAL);
    const attributes = parseNested(attribute, policy);
    const action = attributes.u32(PART.action);
    const [required, optional] = ACTIONS[action ?? 0] ?? [];
    if (action === undefined || required === undefined || optional === undefined) throw new Refusal(EINVAL);
    const parts: Part[] = [];
    const take = (type: number) => parts.push((TOLD[type] as (typeof TOLD)[number])(attributes, action));
    for (const type of required) {
      if (!attributes.has(type)) throw new Refusal(EINVAL);
      take(type);
    }
    for (const type of optional) if (attributes.has(type)) take(type);
    expectTable(action, attributes);
    parts.sort(([a], [b]) => (a & ~NLA_F_NESTED) - (b & ~NLA_F_NESTED));
    return written(attribute, [[PART.action, held(attributes, PART.action, 4)], ...parts]);
  },
};

/** What looks packets up again does so in one table, or in that of a VRF, of which there is none. */
function expectTable(action: number, attributes: Attributes): void {
  const vrf = attributes.has(PART.vrftable);
  if (action === END_DT6 && attributes.has(PART.table) === vrf) throw new Refusal(EINVAL, 'table or vrftable must be specified');
  if (vrf && (ACTIONS[action] ?? []).some((types) => types.includes(PART.vrftable))) throw new Refusal(EINVAL);
}
