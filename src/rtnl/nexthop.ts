// Nexthops, groups of them and the buckets of resilient groups: struct nhmsg and the attributes NHA_*.
// include/uapi/linux/nexthop.h; net/ipv4/nexthop.c.

import { ip } from '../netlink/address.js';
import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { be16, type Codec, expectFields, expectInteger, flag, u16, u32, u64, uint } from '../netlink/codec.js';
import { DecodeError, EncodeError } from '../netlink/errors.js';
import { list } from '../netlink/list.js';
import { NLA_F_NESTED } from '../netlink/nlattr.js';
import { __u8, __u32, struct } from '../netlink/struct.js';
import { nexthopEncapLines } from './encap/encap.js';

/** What every message about nexthops begins with. */
export const nhmsg = struct('nhmsg', {
  family: __u8,
  /** RT_SCOPE_*; the kernel tells it, nobody sets it. */
  scope: __u8,
  /** RTPROT_*: who made the nexthop. */
  protocol: __u8,
  pad: __u8,
  /** RTNH_F_*. */
  flags: __u32,
});

/** A nexthop in a group. */
export interface NexthopGroupEntry {
  /** Of a nexthop. */
  readonly id: number;
  /** Its share, 1 to 65536; over 256 needs Linux 6.12. */
  readonly weight: number;
}

const ENTRY_SIZE = 8;
const MAX_WEIGHT = 0x10000;

/** struct nexthop_grp[]: on the wire the weight is one less, its high byte stands where older kernels have zero. */
export const nexthopGroup: Codec<NexthopGroupEntry[]> = {
  type: 'struct nexthop_grp[]',
  decode(b, start, end) {
    if ((end - start) % ENTRY_SIZE !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `nexthop group of ${end - start} bytes, not a multiple of ${ENTRY_SIZE}`, start);
    const out: NexthopGroupEntry[] = [];
    for (let at = start; at < end; at += ENTRY_SIZE) {
      out.push({ id: b.view.getUint32(at, b.littleEndian), weight: (b.view.getUint8(at + 4) | (b.view.getUint8(at + 5) << 8)) + 1 });
      if (b.view.getUint16(at + 6) !== 0) b.inexact = true;
    }
    return out;
  },
  encode(w, value: unknown) {
    if (!Array.isArray(value)) throw new EncodeError('expected a list of { id, weight }');
    for (const entry of value as unknown[]) {
      expectFields(entry);
      const { id, weight = 1 } = entry as Partial<NexthopGroupEntry>;
      expectInteger(id, 0, 0xffffffff, 'id');
      expectInteger(weight, 1, MAX_WEIGHT, 'weight');
      const at = w.reserve(ENTRY_SIZE);
      w.view.setUint32(at, id, w.littleEndian);
      w.view.setUint8(at + 4, (weight - 1) & 0xff);
      w.view.setUint8(at + 5, (weight - 1) >> 8);
    }
  },
};

/** NEXTHOP_GRP_TYPE_*. */
export const NEXTHOP_GROUP_TYPES = { mpath: 0, resilient: 1 } as const;

/** What makes a group resilient. */
export const resGroup = flaggedAttributes(() => ({
  buckets: ['NHA_RES_GROUP_BUCKETS', 1, u16],
  /** Clock ticks (1/100 s) a bucket must see no packet before it may be moved. */
  idleTimer: ['NHA_RES_GROUP_IDLE_TIMER', 2, u32],
  /** Clock ticks (1/100 s) a group may be out of balance before buckets are moved all the same; 0 for ever. */
  unbalancedTimer: ['NHA_RES_GROUP_UNBALANCED_TIMER', 3, u32],
  /** Clock ticks (1/100 s) the group has been out of balance. */
  unbalancedTime: ['NHA_RES_GROUP_UNBALANCED_TIME', 4, u64],
}));

const resBucket = flaggedAttributes(() => ({
  index: ['NHA_RES_BUCKET_INDEX', 1, u16],
  /** Clock ticks (1/100 s) since the last packet. */
  idleTime: ['NHA_RES_BUCKET_IDLE_TIME', 2, u64],
  /** The nexthop the bucket sends to. */
  nhid: ['NHA_RES_BUCKET_NH_ID', 3, u32],
}));

const statsEntry = flaggedAttributes(() => ({
  id: ['NHA_GROUP_STATS_ENTRY_ID', 1, u32],
  packets: ['NHA_GROUP_STATS_ENTRY_PACKETS', 2, uint],
  /** Of those, forwarded in hardware. */
  packetsHw: ['NHA_GROUP_STATS_ENTRY_PACKETS_HW', 3, uint],
}));

/** RTM_NEWNEXTHOP, RTM_NEWNEXTHOPBUCKET and what goes with them. */
export const nexthopBody = body(
  nhmsg,
  attributes(() => ({
    id: ['NHA_ID', 1, u32],
    group: ['NHA_GROUP', 2, nexthopGroup],
    /** NEXTHOP_GRP_TYPE_*: 0 mpath, 1 resilient. */
    groupType: ['NHA_GROUP_TYPE', 3, u16],
    blackhole: ['NHA_BLACKHOLE', 4, flag],
    /** Index of the link; in requests for a list: of this link only. */
    oif: ['NHA_OIF', 5, u32],
    gateway: ['NHA_GATEWAY', 6, ip],
    ...nexthopEncapLines,
    /** In requests for a list: groups only. */
    groups: ['NHA_GROUPS', 9, flag],
    /** In requests for a list: of links with this master only. */
    master: ['NHA_MASTER', 10, u32],
    /** The nexthop is for forwarding entries of VXLANs. */
    fdb: ['NHA_FDB', 11, flag],
    resGroup: ['NHA_RES_GROUP', 12, resGroup],
    resBucket: ['NHA_RES_BUCKET', 13, resBucket],
    /** In requests: NHA_OP_FLAG_*; since Linux 6.9. */
    opFlags: ['NHA_OP_FLAGS', 14, u32],
    /** Packets by nexthop of a group; since Linux 6.9. */
    groupStats: ['NHA_GROUP_STATS', 15, list('NHA_GROUP_STATS_ENTRY', 1, statsEntry, NLA_F_NESTED)],
    /** Whether hardware is to count packets, and whether some does; since Linux 6.9. */
    hwStatsEnable: ['NHA_HW_STATS_ENABLE', 16, u32],
    hwStatsUsed: ['NHA_HW_STATS_USED', 17, u32],
    /** Of one with `fdb`: the UDP port that VXLAN sends to. */
    dstPort: ['NHA_DST_PORT', 18, be16],
  })),
);

/** A nexthop, a group, or a bucket of a resilient group. */
export type Nexthop = Body<typeof nexthopBody>;

/** Bits of NHA_OP_FLAGS. */
export const NHA_OP_FLAG_DUMP_STATS = 1 << 0;
/** Those counted in hardware as well. */
export const NHA_OP_FLAG_DUMP_HW_STATS = 1 << 1;
