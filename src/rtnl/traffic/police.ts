// How much may pass in which time: by a filter or an action of its own. include/uapi/linux/pkt_cls.h: TCA_POLICE_*.

import { u32Array } from '../../netlink/array.js';
import { attributes } from '../../netlink/attributes.js';
import { bytes, u32, u64 } from '../../netlink/codec.js';
import { __s16, __struct } from '../../netlink/fields.js';
import { __s32, __u8, __u16, __u32, __u64, struct } from '../../netlink/struct.js';

/** A rate in bytes per second, and what is reckoned for a packet. */
export const tc_ratespec = struct('tc_ratespec', { cellLog: __u8, linklayer: __u8, overhead: __u16, cellAlign: __s16, mpu: __u16, rate: __u32 });

/** What a policer has; its rates as tables for old kernels. */
export const police = attributes(() => ({
  tbf: [
    'TCA_POLICE_TBF',
    1,
    struct('tc_police', {
      index: __u32,
      action: __s32,
      limit: __u32,
      burst: __u32,
      mtu: __u32,
      rate: __struct(tc_ratespec),
      peakrate: __struct(tc_ratespec),
      refcnt: __s32,
      bindcnt: __s32,
      capab: __u32,
    }),
  ],
  rate: ['TCA_POLICE_RATE', 2, u32Array],
  peakrate: ['TCA_POLICE_PEAKRATE', 3, u32Array],
  avrate: ['TCA_POLICE_AVRATE', 4, u32],
  result: ['TCA_POLICE_RESULT', 5, u32],
  tm: ['TCA_POLICE_TM', 6, struct('tcf_t', { install: __u64, lastuse: __u64, expires: __u64, firstuse: __u64 })],
  pad: ['TCA_POLICE_PAD', 7, bytes],
  rate64: ['TCA_POLICE_RATE64', 8, u64],
  peakrate64: ['TCA_POLICE_PEAKRATE64', 9, u64],
  pktrate64: ['TCA_POLICE_PKTRATE64', 10, u64],
  pktburst64: ['TCA_POLICE_PKTBURST64', 11, u64],
}));
