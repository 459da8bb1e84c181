// A header of segments around a packet or in it. net/ipv6/seg6_iptunnel.c: seg6_build_state(), seg6_fill_encap_info().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type EncapOps, written } from './ops.js';
import { isSegmentHeader, LEAST_SRH } from './srh.js';

/** SEG6_IPTUNNEL_SRH: struct seg6_iptunnel_encap, which is a mode and the header. */
const SRH = 1;
const policy: PolicyTable = { maxType: 1, rules: { 1: { type: 'binary' } } };

const MODE_SIZE = 4;
/** SEG6_IPTUN_MODE_*. */
const INLINE = 0;
const LAST_MODE = 4;

export const seg6EncapOps: EncapOps = {
  name: 'seg6',
  type: 5,
  build(attribute, family) {
    const told = parseNested(attribute, policy).get(SRH);
    if (told === undefined || told.length < MODE_SIZE + LEAST_SRH) throw new Refusal(EINVAL);
    const mode = told.u32;
    if (mode > LAST_MODE || (mode === INLINE && family !== AF_INET6)) throw new Refusal(EINVAL);
    if (!isSegmentHeader(told.payload.subarray(MODE_SIZE))) throw new Refusal(EINVAL);
    return written(attribute, [[SRH, told.payload.slice()]]);
  },
};
