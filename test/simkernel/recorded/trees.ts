// The machines that the trees of fixtures/captures were recorded on, and what their kernels tell otherwise than the one that is simulated.

import type { KernelOptions } from '../../../src/simkernel/kernel.js';

/** What a release tells otherwise than 6.18. */
export interface Release {
  /** Where the release that was recorded has nothing yet. */
  readonly unknown: readonly RegExp[];
  /** Attributes came in another order. */
  readonly reordered?: true;
  /** What has a text in 6.18 may have none. */
  readonly fewerTexts?: true;
  /** The queueing discipline that links get, where a distribution has chosen another. */
  readonly qdisc?: string;
  /** How many of a link's IPv6 parameters there were. */
  readonly inet6Parameters?: number;
}

export interface Tree {
  readonly options: KernelOptions & { readonly byteOrder: 'little' | 'big' };
  readonly release: Release;
}

/** Bridges of Debian's kernel filter VLANs; the one that is simulated has none to tell of. */
const bridgeVlans = /\.(bridge|bridge_slave)\.vlan/;

/** IFLA_NETNS_IMMUTABLE, IFLA_GSO_IPV4_MAX_SIZE, IFLA_HEADROOM and so on came after 6.1. */
const release61: Release = {
  unknown: [
    /^(netnsImmutable|gsoIpv4MaxSize|groIpv4MaxSize|maxPacingOffloadHorizon|headroom|tailroom|devlinkPort|dpllPin)$/,
    /^(sport|dport)Mask$/,
    bridgeVlans,
    // NHA_OP_FLAGS.
    /^opFlags$/,
    /\.bridge\.(fdb(MaxL|NL)earned|multiBoolopt\.optmask)$/,
    /\.bridge_slave\.(mab|mcastMaxGroups|mcastNGroups|neighVlanSuppress|backupNhid)$/,
  ],
  reordered: true,
  inet6Parameters: 58,
  fewerTexts: true,
  qdisc: 'fq_codel',
};

export const TREES: Readonly<Record<string, Tree>> = {
  // Its kernel is built with few kinds of links.
  'host-6.18': {
    options: { byteOrder: 'little', cpus: 2, kinds: ['bridge', 'ifb', 'macvlan', 'macvtap', 'tun', 'veth', 'vxlan'], encapsulations: ['ip', 'ip6', 'seg6', 'seg6local'] },
    release: { unknown: [] },
  },
  'vm-6.1-x86_64': { options: { byteOrder: 'little', cpus: 1 }, release: release61 },
  'vm-6.1-s390x': { options: { byteOrder: 'big', cpus: 1 }, release: release61 },
};
