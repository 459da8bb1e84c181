// RTM_NEWSTATS: what a link has counted, which is nothing, since no packets pass. net/core/rtnetlink.c: rtnl_fill_statsinfo(),
// rtnl_offload_xstats_fill().

import { ARPHRD_ETHER, ARPHRD_LOOPBACK, type Device } from '../link/device.js';
import { STATS64 } from '../link/message.js';
import type { Outgoing } from '../protocol.js';

/** IFLA_STATS_*. */
export const GROUP = { link64: 1, linkXstats: 2, linkXstatsSlave: 3, linkOffloadXstats: 4, afSpec: 5 } as const;
/** IFLA_OFFLOAD_XSTATS_*. */
export const OFFLOAD = { hwStatsInfo: 2, l3Stats: 3 } as const;

/** LWTUNNEL_ENCAP_MPLS. */
const MPLS = 1;

/** IFLA_STATS_FILTER_BIT(). */
export const groupBit = (group: number): number => 1 << (group - 1);

/** What is to be told: a bit for each. */
export interface StatsWanted {
  readonly groups: number;
  /** Of what hardware counts. */
  readonly offload: number;
}

/** The message. */
export function statsMessage(dev: Device, { groups, offload }: StatsWanted): Outgoing {
  const has = (group: number): boolean => (groups & groupBit(group)) !== 0;
  const own = dev.ops?.xstats?.(dev);
  const ofMaster = dev.master?.ops?.xstats?.(dev);
  const body = {
    family: 0,
    ifindex: dev.index,
    filterMask: groups,
    ...(has(GROUP.link64) && { link64: STATS64 }),
    ...(has(GROUP.linkXstats) && own !== undefined && { linkXstats: { [dev.kind as string]: own } }),
    ...(has(GROUP.linkXstatsSlave) && ofMaster !== undefined && { linkXstatsSlave: { [dev.master?.kind as string]: ofMaster } }),
    ...(has(GROUP.linkOffloadXstats) && offloaded(dev, offload)),
    ...(has(GROUP.afSpec) && { afSpec: isRouted(dev) ? { mpls: { link: {} } } : {} }),
  };
  return { name: 'RTM_NEWSTATS', body: body as never };
}

/** Where there is MPLS it counts of its own: mpls_dev_notify(). */
const isRouted = ({ ns, type }: Device): boolean => ns.kernel.encapsulations.has(MPLS) && (type === ARPHRD_ETHER || type === ARPHRD_LOOPBACK);

function offloaded({ l3Stats }: Device, mask: number): object {
  const parts = {
    ...((mask & groupBit(OFFLOAD.hwStatsInfo)) !== 0 && { hwStatsInfo: { l3Stats: { request: l3Stats ? 1 : 0, used: 0 } } }),
    ...((mask & groupBit(OFFLOAD.l3Stats)) !== 0 && l3Stats && { l3Stats: {} }),
  };
  return Object.keys(parts).length === 0 ? {} : { linkOffloadXstats: parts };
}
