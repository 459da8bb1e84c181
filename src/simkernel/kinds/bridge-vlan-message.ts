// RTM_NEWVLAN and RTM_DELVLAN: VLANs of a bridge or of a port, and how they are told. net/bridge/br_vlan.c: br_vlan_fill_vids(), br_vlan_notify(),
// br_vlan_dump_dev(); net/bridge/br_vlan_options.c: br_vlan_opts_fill(), br_vlan_opts_eq_range(), br_vlan_global_opts_fill().

import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_BRVLAN } from '../../rtnl/groups.js';
import type { Outgoing } from '../protocol.js';
import { type Bridge, type BridgePort, OPTION } from './bridge-state.js';
import { type AnyVlan, type BridgeVlan, isUsed } from './bridge-vlan.js';
import { flagsOf, runs } from './bridge-vlan-info.js';

const NO_STATS = { rxBytes: 0n, rxPackets: 0n, txBytes: 0n, txPackets: 0n };

function message(name: 'RTM_NEWVLAN' | 'RTM_DELVLAN', { dev }: Bridge | BridgePort, body: object): Outgoing {
  return { name, body: { family: AF_BRIDGE, reserved1: 0, reserved2: 0, index: dev.index, ...body } as never };
}

/** Of a range, what is told of all of it. */
function optionsOf(vlan: AnyVlan): object {
  const { state, mcastRouter } = vlan;
  if (vlan.of === 'bridge') return { state, neighSuppress: 0, mcastRouter };
  return {
    state,
    ...(vlan.tunnel !== undefined && { tunnelInfo: { id: vlan.tunnel } }),
    neighSuppress: vlan.neighSuppress ? 1 : 0,
    mcastRouter,
    ...(vlan.mcast && { mcastNGroups: 0, mcastMaxGroups: vlan.maxGroups }),
  };
}

/** br_vlan_fill_vids(): what is told of one that is gone is its number alone. */
function entry(first: number, last: number, vlan: AnyVlan | undefined, pvid: number, stats = false): object {
  const flags = vlan === undefined ? 0 : flagsOf(vlan, pvid);
  return {
    info: { flags, vid: first },
    ...(first < last && first !== pvid && { range: last }),
    ...(vlan !== undefined && optionsOf(vlan)),
    ...(stats && { stats: NO_STATS }),
  };
}

/** br_vlan_notify(): of one, or of all up to `last`. */
export function tellVlan(name: 'RTM_NEWVLAN' | 'RTM_DELVLAN', bridge: Bridge, port: BridgePort | undefined, first: number, last = 0): void {
  const vlans = port === undefined ? bridge.vlans : port.vlans;
  const vlan = name === 'RTM_NEWVLAN' ? vlans?.get(first) : undefined;
  if (name === 'RTM_NEWVLAN' && (vlan === undefined || !isUsed(vlan))) return;
  const body = { entry: [entry(first, last, vlan, vlan === undefined ? 0 : (vlans?.pvid ?? 0))] };
  const { ns } = (port ?? bridge).dev;
  ns.kernel.notify(ns, RTNLGRP_BRVLAN, () => message(name, port ?? bridge, body));
}

/** br_vlan_can_enter_range(). */
export function entersRange(vlan: AnyVlan, last: AnyVlan): boolean {
  return vlan.id === last.id + 1 && vlan.flags === last.flags && vlan.state === last.state && vlan.mcastRouter === last.mcastRouter && tunnelFits(vlan, last);
}

function tunnelFits(vlan: AnyVlan, last: AnyVlan): boolean {
  const [own, before] = [tunnelOf(vlan), tunnelOf(last)];
  return (own === undefined && before === undefined) || ((own ?? 0) - (before ?? 0)) >>> 0 === 1;
}

const tunnelOf = (vlan: AnyVlan): number | undefined => (vlan.of === 'port' ? vlan.tunnel : undefined);

/** br_vlan_dump_dev(): all of a bridge, or of a port. */
export function vlansMessage(bridge: Bridge, port: BridgePort | undefined, stats: boolean): Outgoing {
  const { all = [], pvid = 0 } = (port === undefined ? bridge.vlans : port.vlans) ?? {};
  const ranges = runs<AnyVlan>(all.filter(isUsed), (vlan, last) => !stats && vlan.id !== pvid && entersRange(vlan, last));
  const entries = ranges.map(([first, last]) => entry(first.id, last.id, first, pvid, stats));
  return message('RTM_NEWVLAN', port ?? bridge, entries.length > 0 ? { entry: entries } : {});
}

/** br_multicast_ctx_vlan_global_disabled(). */
export const isDeaf = ({ settings }: Bridge, { snooping }: BridgeVlan): boolean => (settings.options & OPTION.vlanSnooping) === 0 || !snooping;

/** br_vlan_global_opts_fill(). */
function globalOptions(bridge: Bridge, vlan: BridgeVlan, last: number): object {
  const { mcastIgmpVersion, mcastLastMemberCnt, mcastStartupQueryCnt, mcastQuerier, mcastMldVersion, ...intervals } = vlan.multicast;
  const asks = mcastQuerier !== 0 && bridge.settings.mcastSnooping !== 0 && !isDeaf(bridge, vlan);
  return {
    id: vlan.id,
    ...(vlan.id < last && { range: last }),
    mcastSnooping: vlan.snooping ? 1 : 0,
    mcastIgmpVersion,
    mcastLastMemberCnt,
    mcastStartupQueryCnt,
    mcastQuerier,
    ...(asks && { mcastQuerierState: { ipAddress: '0.0.0.0', ipv6Address: '::' } }),
    ...intervals,
    mcastMldVersion,
    msti: vlan.msti,
  };
}

/** br_vlan_global_opts_can_enter_range(). */
export function entersGlobalRange(vlan: BridgeVlan, last: BridgeVlan): boolean {
  const same = (Object.keys(vlan.multicast) as (keyof BridgeVlan['multicast'])[]).every((key) => vlan.multicast[key] === last.multicast[key]);
  return vlan.id === last.id + 1 && vlan.msti === last.msti && vlan.snooping === last.snooping && same;
}

/** The options of all VLANs that a bridge knows of, its own and those of its ports. */
export function globalsMessage(bridge: Bridge): Outgoing {
  const options = runs(bridge.vlans?.all ?? [], entersGlobalRange).map(([first, last]) => globalOptions(bridge, first, last.id));
  return message('RTM_NEWVLAN', bridge, options.length > 0 ? { globalOptions: options } : {});
}

/** br_vlan_global_opts_notify(). */
export function tellGlobals(bridge: Bridge, first: BridgeVlan, last: BridgeVlan): void {
  const { ns } = bridge.dev;
  ns.kernel.notify(ns, RTNLGRP_BRVLAN, () => message('RTM_NEWVLAN', bridge, { globalOptions: [globalOptions(bridge, first, last.id)] }));
}
