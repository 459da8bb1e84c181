// What a filter does with what it matches. include/uapi/linux/pkt_cls.h: TCA_ACT_*; net/sched/act_api.c.

import { attributes } from '../../netlink/attributes.js';
import { bytes, u32 } from '../../netlink/codec.js';
import { __u32, struct } from '../../netlink/struct.js';
import { string } from '../../netlink/text.js';
import { variants } from '../../netlink/variants.js';
import { actionOptions } from './actions.js';
import { kindCodecs } from './codecs.js';
import { counters } from './counters.js';

const ACTIONS = [
  'bpf',
  'connmark',
  'csum',
  'ct',
  'ctinfo',
  'gact',
  'gate',
  'ife',
  'mirred',
  'mpls',
  'nat',
  'pedit',
  'police',
  'sample',
  'simple',
  'skbedit',
  'skbmod',
  'tunnel_key',
  'vlan',
] as const;

const bitfield32 = struct('nla_bitfield32', { value: __u32, selector: __u32 });

/** One action; what it does stands under its kind. */
export const action = attributes(() => ({
  kind: ['TCA_ACT_KIND', 1, string],
  options: ['TCA_ACT_OPTIONS', 2, bytes],
  ...variants('TCA_ACT_OPTIONS', 2, 'kind', kindCodecs(ACTIONS, actionOptions)),
  index: ['TCA_ACT_INDEX', 3, u32],
  stats: ['TCA_ACT_STATS', 4, counters],
  pad: ['TCA_ACT_PAD', 5, bytes],
  cookie: ['TCA_ACT_COOKIE', 6, bytes],
  flags: ['TCA_ACT_FLAGS', 7, bitfield32],
  hwStats: ['TCA_ACT_HW_STATS', 8, bitfield32],
  usedHwStats: ['TCA_ACT_USED_HW_STATS', 9, bitfield32],
  inHwCount: ['TCA_ACT_IN_HW_COUNT', 10, u32],
}));
