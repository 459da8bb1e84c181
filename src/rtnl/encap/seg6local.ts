// SRv6 at a segment: what a node does with packets for one of its segments (RFC 8986). include/uapi/linux/seg6_local.h;
// net/ipv6/seg6_local.c: seg6_local_policy, seg6_action_table.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, u8, u32, u64, type Value } from '../../netlink/codec.js';
import { bitSet, enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { expectArray, expectBoolean } from '../../netlink/expect.js';
import { string } from '../../netlink/text.js';
import { withDestination } from './seg6.js';
import { segmentRoutingHeader } from './srh.js';

/** SEG6_LOCAL_ACTION_*, as `ip` spells them. */
export const seg6LocalAction = enumeration(u32, {
  End: 1,
  'End.X': 2,
  'End.T': 3,
  'End.DX2': 4,
  'End.DX6': 5,
  'End.DX4': 6,
  'End.DT6': 7,
  'End.DT4': 8,
  'End.B6': 9,
  'End.B6.Encaps': 10,
  'End.BM': 11,
  'End.S': 12,
  'End.AS': 13,
  'End.AM': 14,
  'End.BPF': 15,
  'End.DT46': 16,
});

/** The actions by name. */
export type Seg6LocalAction = keyof typeof seg6LocalAction.names;

/** Bits of SEG6_LOCAL_FLV_OP_*, as `ip` spells them. */
export const seg6LocalFlavors = bitSet(u32, { psp: 0x2, usp: 0x4, usd: 0x8, 'next-csid': 0x10 });

/** The flavors by name. */
export type Seg6LocalFlavor = keyof typeof seg6LocalFlavors.names;

const bpfProgram = flaggedAttributes(() => ({
  /** In a request a descriptor, in a reply the program's id. */
  prog: ['SEG6_LOCAL_BPF_PROG', 1, u32],
  name: ['SEG6_LOCAL_BPF_PROG_NAME', 2, string],
}));

/** Packets and bytes that the action took, and packets that it had to drop; all zero in a request. */
const counters = flaggedAttributes(() => ({
  pad: ['SEG6_LOCAL_CNT_PAD', 1, bytes],
  packets: ['SEG6_LOCAL_CNT_PACKETS', 2, u64],
  bytes: ['SEG6_LOCAL_CNT_BYTES', 3, u64],
  errors: ['SEG6_LOCAL_CNT_ERRORS', 4, u64],
}));

const flavors = flaggedAttributes(() => ({
  operation: ['SEG6_LOCAL_FLV_OPERATION', 1, seg6LocalFlavors],
  /** Bits of the locator block; of next-csid. */
  lcblockBits: ['SEG6_LOCAL_FLV_LCBLOCK_BITS', 2, u8],
  /** Bits of the node's function; of next-csid. */
  lcnodeFnBits: ['SEG6_LOCAL_FLV_LCNODE_FN_BITS', 3, u8],
}));

/** SEG6_LOCAL_*. */
export const seg6localEncap = flaggedAttributes(() => ({
  action: ['SEG6_LOCAL_ACTION', 1, seg6LocalAction],
  srh: ['SEG6_LOCAL_SRH', 2, segmentRoutingHeader],
  /** Routing table. */
  table: ['SEG6_LOCAL_TABLE', 3, u32],
  nh4: ['SEG6_LOCAL_NH4', 4, ipv4],
  nh6: ['SEG6_LOCAL_NH6', 5, ipv6],
  /** Index of a link. */
  iif: ['SEG6_LOCAL_IIF', 6, u32],
  /** Index of a link. */
  oif: ['SEG6_LOCAL_OIF', 7, u32],
  bpf: ['SEG6_LOCAL_BPF', 8, bpfProgram],
  /** The routing table of a VRF. */
  vrftable: ['SEG6_LOCAL_VRFTABLE', 9, u32],
  counters: ['SEG6_LOCAL_COUNTERS', 10, counters],
  flavors: ['SEG6_LOCAL_FLAVORS', 11, flavors],
}));

/** What it decodes to. */
export type Seg6LocalEncap = Value<typeof seg6localEncap>;

/** Acts on packets for a segment of this node. Each action takes its own options; what does not fit is EINVAL. */
export interface Seg6LocalEncapSpec {
  readonly type: 'seg6local';
  readonly action: Seg6LocalAction;
  /** End.T, End.DT6: the routing table looked up. */
  readonly table?: number;
  /** End.DT4, End.DT6, End.DT46: the table of a VRF, which must be there. */
  readonly vrfTable?: number;
  /** End.DX4: IPv4 address of the next hop. */
  readonly nh4?: string;
  /** End.X, End.DX6: IPv6 address of the next hop. */
  readonly nh6?: string;
  /** Index of a link. */
  readonly iif?: number;
  /** End.DX2, and End.X since kernel 6.8: index of the link to send by. */
  readonly oif?: number;
  /** End.B6, End.B6.Encaps: the segments to go on with, and the key id of an HMAC. */
  readonly srh?: { readonly segments: readonly string[]; readonly hmac?: number };
  /** End.BPF: descriptor of a loaded program of type BPF_PROG_TYPE_LWT_SEG6LOCAL, and what it is to be called. */
  readonly bpf?: { readonly fd: number; readonly name: string };
  /** Count packets, bytes and errors; kernel 5.14. */
  readonly count?: boolean;
  /** End, End.X, End.T: variants of the action; kernel 5.14, `next-csid` 6.2. */
  readonly flavors?: readonly Seg6LocalFlavor[];
  /** Of next-csid: bits of the locator block, 32 by default. */
  readonly lcblockBits?: number;
  /** Of next-csid: bits of the node's function, 16 by default. */
  readonly lcnodeFnBits?: number;
}

const ZERO_COUNTERS = { packets: 0n, bytes: 0n, errors: 0n };

/** In the order given, the segments last, as iproute2 sends them. */
export function seg6localEncapOf(spec: Seg6LocalEncapSpec): Seg6LocalEncap {
  const { action, srh } = spec;
  if (action === undefined) throw new EncodeError('an action is wanted');
  const out: Seg6LocalEncap = {};
  for (const [key, value] of Object.entries(spec)) {
    if (value === undefined) continue;
    if (key === 'vrfTable') out.vrftable = value as number;
    else if (key === 'bpf') out.bpf = { prog: spec.bpf?.fd as number, name: spec.bpf?.name as string };
    else if (key === 'count') Object.assign(out, expectBoolean(value, key) && { counters: { ...ZERO_COUNTERS } });
    else if (key === 'flavors') out.flavors = flavorsOf(spec);
    else if (key !== 'srh' && Object.hasOwn(seg6localEncap.schema, key)) (out as Record<string, unknown>)[key] = value;
  }
  if (srh !== undefined) expectArray(srh.segments, 'srh.segments');
  if (srh !== undefined) out.srh = { segments: withDestination(srh.segments, action !== 'End.B6.Encaps'), ...(srh.hmac !== undefined && { hmac: srh.hmac }) };
  return out;
}

function flavorsOf({ flavors: operation = [], lcblockBits, lcnodeFnBits }: Seg6LocalEncapSpec): NonNullable<Seg6LocalEncap['flavors']> {
  return { operation: [...operation], ...(lcblockBits !== undefined && { lcblockBits }), ...(lcnodeFnBits !== undefined && { lcnodeFnBits }) };
}
