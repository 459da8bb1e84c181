// How a bridge and its ports are told. net/bridge/br_netlink.c: br_fill_info(), br_port_fill_attrs(), br_fill_ifinfo().

import { note } from '../../netlink/note.js';
import { elementKey } from '../../netlink/written.js';
import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_LINK } from '../../rtnl/groups.js';
import type { Device } from '../link/device.js';
import type { Outgoing } from '../protocol.js';
import { BOOLEAN_OPTIONS, type Bridge, type BridgePort, bridgeOf, OPTION, portOf } from './bridge-state.js';
import { treeStates, tunnelInfos, vlanInfos } from './bridge-vlan-info.js';

const IFLA_BRIDGE_MST_ENTRY = 1;
const NO_TIMERS = { helloTimer: 0n, tcnTimer: 0n, topologyChangeTimer: 0n, gcTimer: 0n };

/** br_fill_info(). */
export function bridgeInfo(dev: Device): object {
  const { settings, id, endTopologyChange, vlans, filtering } = bridgeOf(dev);
  const { forwardDelay, helloTime, maxAge, ageingTime, stpState, priority, groupFwdMask, groupAddr, options, fdbMaxLearned, ...rest } = settings;
  const { mcastRouter, mcastSnooping, mcastQueryUseIfaddr, mcastQuerier, mcastStatsEnabled, ...more } = rest;
  const { mcastHashMax, mcastLastMemberCnt, mcastStartupQueryCnt, mcastIgmpVersion, mcastMldVersion, ...intervals } = more;
  return {
    ...NO_TIMERS,
    forwardDelay,
    helloTime,
    maxAge,
    ageingTime,
    stpState,
    priority,
    vlanFiltering: filtering.on ? 1 : 0,
    groupFwdMask,
    bridgeId: id,
    rootId: id,
    rootPort: 0,
    rootPathCost: 0,
    topologyChange: endTopologyChange === undefined ? 0 : 1,
    topologyChangeDetected: endTopologyChange === undefined ? 0 : 1,
    groupAddr,
    multiBoolopt: { optval: options, optmask: (1 << BOOLEAN_OPTIONS) - 1 },
    fdbNLearned: 0,
    fdbMaxLearned,
    ...(vlans !== undefined && {
      vlanProtocol: filtering.protocol,
      vlanDefaultPvid: filtering.defaultPvid,
      vlanStatsEnabled: filtering.stats,
      vlanStatsPerPort: filtering.statsPerPort,
    }),
    mcastRouter,
    mcastSnooping,
    mcastQueryUseIfaddr,
    mcastQuerier,
    mcastStatsEnabled,
    mcastHashElasticity: 16,
    mcastHashMax,
    mcastLastMemberCnt,
    mcastStartupQueryCnt,
    mcastIgmpVersion,
    // br_multicast_dump_querier_state(): it asks itself, by addresses that it has not yet looked for.
    ...(mcastQuerier === 1 && mcastSnooping === 1 && { mcastQuerierState: { ipAddress: '0.0.0.0', ipv6Address: '::' } }),
    mcastMldVersion,
    ...intervals,
  };
}

/** br_port_fill_attrs(). */
export function portInfo(dev: Device): object {
  const port = portOf(dev);
  if (port === undefined) return {};
  const { settings: s, bridge, designated } = port;
  const designatedId = bridge.idWith(designated.priority);
  return {
    state: port.state,
    priority: s.priority,
    cost: s.cost,
    mode: s.mode,
    guard: s.guard,
    protect: s.protect,
    fastLeave: s.fastLeave,
    mcastToUcast: s.mcastToUcast,
    learning: s.learning,
    unicastFlood: s.unicastFlood,
    mcastFlood: s.mcastFlood,
    bcastFlood: s.bcastFlood,
    proxyarp: s.proxyarp,
    proxyarpWifi: s.proxyarpWifi,
    rootId: designatedId,
    bridgeId: designatedId,
    designatedPort: designated.port,
    designatedCost: 0,
    id: port.id,
    no: port.number,
    topologyChangeAck: 0,
    configPending: 0,
    vlanTunnel: s.vlanTunnel,
    groupFwdMask: s.groupFwdMask,
    neighSuppress: s.neighSuppress,
    mrpRingOpen: 0,
    mrpInOpen: 0,
    isolated: s.isolated,
    locked: s.locked,
    mab: s.mab,
    neighVlanSuppress: s.neighVlanSuppress,
    messageAgeTimer: 0n,
    forwardDelayTimer: 0n,
    holdTimer: 0n,
    multicastRouter: s.multicastRouter,
    mcastEhtHostsLimit: s.mcastEhtHostsLimit,
    mcastEhtHostsCnt: 0,
    mcastNGroups: 0,
    mcastMaxGroups: s.mcastMaxGroups,
    ...(port.backup !== undefined && { backupPort: port.backup.index }),
    ...(port.backupNexthop !== 0 && { backupNhid: port.backupNexthop }),
  };
}

/** RTEXT_FILTER_BRVLAN, RTEXT_FILTER_BRVLAN_COMPRESSED, RTEXT_FILTER_MST; those that end it where there is no MRP or CFM: RTEXT_FILTER_MRP, *_CFM_*. */
const BRVLAN = 1 << 1;
const BRVLAN_COMPRESSED = 1 << 2;
const MST = 1 << 7;
const RINGS = 0x70;

/** br_fill_ifinfo(): a port, or the bridge itself, in a message of family AF_BRIDGE. `extMask` says what of its VLANs is told. */
export function bridgeLinkMessage(name: 'RTM_NEWLINK' | 'RTM_DELLINK' | 'RTM_SETLINK', dev: Device, extMask: number): Outgoing {
  const { master } = dev;
  const spec = vlansOf(dev, extMask);
  const body = {
    family: AF_BRIDGE,
    type: dev.type,
    index: dev.index,
    flags: dev.visibleFlags,
    change: 0,
    ifname: dev.name,
    master: master?.index ?? dev.index,
    mtu: dev.mtu,
    operstate: dev.visibleOperstate,
    address: dev.address,
    ...(dev.iflink !== dev.index && { link: dev.iflink }),
    ...(name === 'RTM_NEWLINK' && master !== undefined && { protinfoBridge: portInfo(dev) }),
    ...(spec !== undefined && { afSpecBridge: spec }),
  };
  return { name, body: body as never };
}

function vlansOf(dev: Device, extMask: number): object | undefined {
  const port = portOf(dev);
  const bridge = port?.bridge ?? bridgeOf(dev);
  const vlans = port === undefined ? bridge.vlans : port.vlans;
  if (vlans === undefined || vlans.used === 0) return undefined;
  const asked = (extMask & (BRVLAN | BRVLAN_COMPRESSED)) !== 0;
  const tunnels = asked && port !== undefined && port.settings.vlanTunnel !== 0 ? tunnelInfos(vlans) : [];
  const mst = (extMask & MST) !== 0 && (extMask & RINGS) === 0 && port !== undefined && (bridge.settings.options & OPTION.mst) !== 0;
  const spec = {
    ...(asked && { vlanInfo: vlanInfos(vlans, (extMask & BRVLAN_COMPRESSED) !== 0) }),
    ...(tunnels.length > 0 && { vlanTunnelInfo: tunnels }),
    ...(mst && { mst: withoutFlags(treeStates(vlans)) }),
  };
  return Object.keys(spec).length === 0 ? undefined : spec;
}

/** br_mst_info_fill(): entries do not say that they are nests, as those of requests must. */
function withoutFlags(entry: readonly object[]): object {
  const mst = { entry };
  for (let i = 0; i < entry.length; i++) note(mst, elementKey('entry', i), { header: IFLA_BRIDGE_MST_ENTRY });
  return mst;
}

/** br_ifinfo_notify(): of a port, or of the bridge itself. */
export function announcePort(name: 'RTM_NEWLINK' | 'RTM_DELLINK' | 'RTM_SETLINK', { dev }: BridgePort | Bridge): void {
  dev.ns.kernel.notify(dev.ns, RTNLGRP_LINK, () => bridgeLinkMessage(name, dev, BRVLAN_COMPRESSED));
}
