// Traffic control: queueing disciplines, classes, filters and chains of them, actions. They have no object here and are only decoded, as a
// monitor meets them. include/uapi/linux/rtnetlink.h: struct tcmsg, TCA_*; pkt_sched.h, pkt_cls.h.

import { attributes } from '../../netlink/attributes.js';
import { type Body, type BodyCodec, body } from '../../netlink/body.js';
import { bytes, u8, u32 } from '../../netlink/codec.js';
import { __s16 } from '../../netlink/fields.js';
import { numbered } from '../../netlink/list.js';
import { __s32, __u8, __u16, __u32, __u64, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { variants } from '../../netlink/variants.js';
import { action } from './action.js';
import { kindCodecs } from './codecs.js';
import { counters } from './counters.js';
import { filterOptions } from './filters.js';
import { queueingOptions } from './queueing.js';
import { queueingStatistics } from './statistics.js';

/** Those of which something is known; `ingress`, `clsact` and `mq` have no options. */
const QUEUEING = [
  'bfifo',
  'cake',
  'cake_mq',
  'cbs',
  'choke',
  'codel',
  'drr',
  'dualpi2',
  'etf',
  'ets',
  'fq',
  'fq_codel',
  'fq_pie',
  'gred',
  'hfsc',
  'hhf',
  'htb',
  'mqprio',
  'multiq',
  'netem',
  'pfifo',
  'pfifo_fast',
  'pfifo_head_drop',
  'pie',
  'plug',
  'prio',
  'qfq',
  'red',
  'sfb',
  'sfq',
  'taprio',
  'tbf',
] as const;
const FILTERS = ['basic', 'bpf', 'cgroup', 'flow', 'flower', 'fw', 'matchall', 'route', 'u32'] as const;
const COUNTING = ['cake', 'cake_mq', 'choke', 'codel', 'drr', 'dualpi2', 'fq', 'fq_codel', 'fq_pie', 'hfsc', 'hhf', 'htb', 'pie', 'qfq', 'red', 'sfb', 'sfq'] as const;

const tcmsg = struct('tcmsg', { family: __u8, pad1: __u8, pad2: __u16, index: __s32, handle: __u32, parent: __u32, info: __u32 });
/** How sizes of packets are reckoned on slow media. */
const tc_sizespec = struct('tc_sizespec', { cellLog: __u8, sizeLog: __u8, cellAlign: __s16, overhead: __s32, linklayer: __u32, mpu: __u32, mtu: __u32, tsize: __u32 });
const bitfield32 = struct('nla_bitfield32', { value: __u32, selector: __u32 });

const trafficControl = body(
  tcmsg,
  attributes(() => ({
    kind: ['TCA_KIND', 1, string],
    options: ['TCA_OPTIONS', 2, bytes],
    ...variants('TCA_OPTIONS', 2, 'kind', kindCodecs(QUEUEING, queueingOptions)),
    ...variants('TCA_OPTIONS', 2, 'kind', kindCodecs(FILTERS, filterOptions)),
    /** As old programs read them; the same are in stats2. */
    stats: ['TCA_STATS', 3, struct('tc_stats', { bytes: __u64, packets: __u32, drops: __u32, overlimits: __u32, bps: __u32, pps: __u32, qlen: __u32, backlog: __u32, pad: __u32 })],
    xstats: ['TCA_XSTATS', 4, bytes],
    ...variants('TCA_XSTATS', 4, 'kind', kindCodecs(COUNTING, queueingStatistics), 'Xstats'),
    rate: ['TCA_RATE', 5, bytes],
    stats2: ['TCA_STATS2', 7, counters],
    stab: ['TCA_STAB', 8, attributes(() => ({ base: ['TCA_STAB_BASE', 1, tc_sizespec], data: ['TCA_STAB_DATA', 2, bytes] }))],
    pad: ['TCA_PAD', 9, bytes],
    dumpInvisible: ['TCA_DUMP_INVISIBLE', 10, bytes],
    chain: ['TCA_CHAIN', 11, u32],
    /** 0 or 1. */
    hwOffload: ['TCA_HW_OFFLOAD', 12, u8],
    ingressBlock: ['TCA_INGRESS_BLOCK', 13, u32],
    egressBlock: ['TCA_EGRESS_BLOCK', 14, u32],
    dumpFlags: ['TCA_DUMP_FLAGS', 15, bitfield32],
    extWarnMsg: ['TCA_EXT_WARN_MSG', 16, string],
  })),
);

/** Queueing disciplines, classes, filters and chains of them; what a kind has of its own stands under its name. */
export interface TrafficControl extends Body<typeof trafficControl> {}

export const trafficControlBody: BodyCodec<TrafficControl> = trafficControl;

const actions = body(
  struct('tcamsg', { family: __u8, pad1: __u8, pad2: __u16 }),
  attributes(() => ({
    tab: ['TCA_ACT_TAB', 1, numbered('TCA_ACT_TAB', action)],
    rootFlags: ['TCA_ROOT_FLAGS', 2, bitfield32],
    rootCount: ['TCA_ROOT_COUNT', 3, u32],
    rootTimeDelta: ['TCA_ROOT_TIME_DELTA', 4, u32],
    rootExtWarnMsg: ['TCA_ROOT_EXT_WARN_MSG', 5, string],
  })),
);

/** Actions that stand by themselves, to be shared by filters. */
export interface TrafficActions extends Body<typeof actions> {}

export const actionBody: BodyCodec<TrafficActions> = actions;
