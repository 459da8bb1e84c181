// What a bridge counts of itself and of its ports: LINK_XSTATS_TYPE_BRIDGE. include/uapi/linux/if_bridge.h;
// net/bridge/br_netlink.c: br_fill_linkxstats().

import { attributes } from '../../netlink/attributes.js';
import { bytes, type Value } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { __u16, __u32, __u64, type CType, struct } from '../../netlink/struct.js';
import type { LinkXstats } from '../kind.js';

/** `__u64 name[BR_MCAST_DIR_SIZE]`: received, sent. */
const bothWays = <const N extends string>(name: N) => ({ [`${name}Rx`]: __u64, [`${name}Tx`]: __u64 }) as { readonly [P in `${N}${'Rx' | 'Tx'}`]: CType<bigint> };

const bridge_vlan_xstats = struct('bridge_vlan_xstats', {
  rxBytes: __u64,
  rxPackets: __u64,
  txBytes: __u64,
  txPackets: __u64,
  vid: __u16,
  /** BRIDGE_VLAN_INFO_*. */
  flags: __u16,
  pad2: __u32,
});

export const br_mcast_stats = struct('br_mcast_stats', {
  ...bothWays('igmpV1Queries'),
  ...bothWays('igmpV2Queries'),
  ...bothWays('igmpV3Queries'),
  ...bothWays('igmpLeaves'),
  ...bothWays('igmpV1Reports'),
  ...bothWays('igmpV2Reports'),
  ...bothWays('igmpV3Reports'),
  igmpParseErrors: __u64,
  ...bothWays('mldV1Queries'),
  ...bothWays('mldV2Queries'),
  ...bothWays('mldLeaves'),
  ...bothWays('mldV1Reports'),
  ...bothWays('mldV2Reports'),
  mldParseErrors: __u64,
  ...bothWays('mcastBytes'),
  ...bothWays('mcastPackets'),
});

export const bridge_stp_xstats = struct('bridge_stp_xstats', {
  /** How often the port went into this state. */
  transitionBlk: __u64,
  transitionFwd: __u64,
  rxBpdu: __u64,
  txBpdu: __u64,
  rxTcn: __u64,
  txTcn: __u64,
});

const xstats = attributes(() => ({
  /** One for each VLAN. */
  vlan: ['BRIDGE_XSTATS_VLAN', 1, repeated(bridge_vlan_xstats)],
  /** All zero unless the bridge has `mcastStatsEnabled`. */
  mcast: ['BRIDGE_XSTATS_MCAST', 2, br_mcast_stats],
  pad: ['BRIDGE_XSTATS_PAD', 3, bytes],
  /** Of ports. */
  stp: ['BRIDGE_XSTATS_STP', 4, bridge_stp_xstats],
}));

export type BridgeXstats = Value<typeof xstats>;

export const bridgeXstats = { line: ['LINK_XSTATS_TYPE_BRIDGE', 1, xstats], suites: { stp: 'stp', mcast: 'mcast' } } as const satisfies LinkXstats<BridgeXstats>;
