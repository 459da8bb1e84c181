// The forwarding table of a bridge, as far as the kernel fills it itself, and how it is told. net/bridge/br_fdb.c.

import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { NTF_EXT_LEARNED, NTF_STICKY, NUD_STATES } from '../../rtnl/neighbour.js';
import { addReceived, removeReceived } from '../link/addresses.js';
import { isValidMac } from '../mac.js';
import type { Outgoing } from '../protocol.js';
import { type Bridge, type BridgePort, type FdbEntry, OPTION } from './bridge-state.js';
import { isUsed } from './bridge-vlan.js';

/** Hundredths of a second, in milliseconds. */
export const TICK = 10;

/** Whether nothing was heard of a station for too long: has_expired(). */
function hasExpired(bridge: Bridge, { fixed, extLearned, updated }: FdbEntry): boolean {
  return !fixed && !extLearned && updated + holdTime(bridge) <= bridge.dev.ns.kernel.ticks;
}

/** hold_time(): while the tree changes, a station may have moved. */
const holdTime = ({ settings, endTopologyChange }: Bridge): number => (endTopologyChange === undefined ? settings.ageingTime : settings.forwardDelay);

/** fdb_to_nud(). */
export function stateOf(bridge: Bridge, entry: FdbEntry): number {
  if (entry.local) return NUD_STATES.permanent;
  if (entry.fixed) return NUD_STATES.noarp;
  return hasExpired(bridge, entry) ? NUD_STATES.stale : NUD_STATES.reachable;
}

/** fdb_fill_info(). */
export function fdbMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): Outgoing {
  const { ticks } = bridge.dev.ns.kernel;
  return {
    name,
    body: {
      family: AF_BRIDGE,
      index: (entry.port?.dev ?? bridge.dev).index,
      state: stateOf(bridge, entry),
      flags: (entry.extLearned ? NTF_EXT_LEARNED : 0) | (entry.sticky ? NTF_STICKY : 0),
      type: 0,
      lladdr: entry.address,
      master: bridge.dev.index,
      flagsExt: 0,
      cacheinfo: { confirmed: 0, used: ticks - entry.used, updated: ticks - entry.updated, refcnt: 0 },
      ...(entry.vlan !== 0 && { vlan: entry.vlan }),
      ...(entry.notify !== 0 && { fdbExtAttrs: { activityNotify: entry.notify } }),
    },
  };
}

/** fdb_notify(). */
export function tellEntry(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): void {
  const { ns } = bridge.dev;
  ns.kernel.notify(ns, RTNLGRP_NEIGH, () => fdbMessage(name, bridge, entry));
}

const entryKey = (address: string, vlan: number): string => (vlan === 0 ? address : `${address} ${vlan}`);

/** br_fdb_find(). */
export const findEntry = ({ fdb }: Bridge, address: string, vlan: number): FdbEntry | undefined => fdb.get(entryKey(address, vlan));

/** fdb_create(). */
export function createEntry(bridge: Bridge, port: BridgePort | undefined, address: string, vlan: number, is: Partial<FdbEntry>): FdbEntry {
  const { ticks } = bridge.dev.ns.kernel;
  const entry: FdbEntry = { address, vlan, port, local: false, fixed: false, byUser: false, extLearned: false, sticky: false, notify: 0, used: ticks, updated: ticks, ...is };
  bridge.fdb.set(entryKey(address, vlan), entry);
  if (entry.fixed) receiveFor(bridge, address);
  return entry;
}

/** fdb_add_hw_addr(): what an entry that does not age is for, ports receive by name that do not receive all. */
export function receiveFor({ ports }: Bridge, address: string): void {
  for (const { promiscuous, dev } of ports.values()) if (!promiscuous) addReceived(dev, 'unicast', address);
}

/** fdb_del_hw_addr(). */
export function ceaseFor({ ports }: Bridge, address: string): void {
  for (const { promiscuous, dev } of ports.values()) if (!promiscuous) removeReceived(dev, 'unicast', address);
}

/** fdb_delete(). */
export function deleteEntry(bridge: Bridge, entry: FdbEntry): void {
  if (entry.fixed) ceaseFor(bridge, entry.address);
  bridge.fdb.delete(entryKey(entry.address, entry.vlan));
  tellEntry('RTM_DELNEIGH', bridge, entry);
}

/** br->fdb_list, the last that came first. */
export const lastFirst = ({ fdb }: Bridge): FdbEntry[] => [...fdb.values()].reverse();

/** br_fdb_cleanup(): once what was heard of the entry is too long ago, unless something was since. */
export function age(bridge: Bridge, entry: FdbEntry): void {
  const { kernel } = bridge.dev.ns;
  kernel.clock.schedule((entry.updated + holdTime(bridge) - kernel.ticks) * TICK, () => {
    if (findEntry(bridge, entry.address, entry.vlan) !== entry || entry.fixed || entry.extLearned || !bridge.dev.up) return;
    if (hasExpired(bridge, entry)) deleteEntry(bridge, entry);
    else age(bridge, entry);
  });
}

/** br_stp_enable_bridge(): while a bridge was down, nothing of it aged. */
export function ageAll(bridge: Bridge): void {
  for (const entry of bridge.fdb.values()) if (!entry.fixed && !entry.extLearned) age(bridge, entry);
}

/** fdb_add_local(): the first to have an address keeps it, but for a station that was heard of. */
export function addLocal(bridge: Bridge, port: BridgePort | undefined, address: string, vlan = 0): void {
  if (!isValidMac(address)) return;
  const known = findEntry(bridge, address, vlan);
  if (known?.local === true) return;
  if (known !== undefined) deleteEntry(bridge, known);
  tellEntry('RTM_NEWNEIGH', bridge, createEntry(bridge, port, address, vlan, { local: true, fixed: true }));
}

/** fdb_delete_local(): another port, or the bridge itself, may have the same address. */
function deleteLocal(bridge: Bridge, port: BridgePort | undefined, entry: FdbEntry): void {
  const { address, vlan } = entry;
  const heir = bridge.lastFirst.find((other) => other !== port && other.dev.address === address && (vlan === 0 || other.vlans?.get(vlan) !== undefined));
  const own = bridge.vlans?.get(vlan);
  const bridgeHas = bridge.dev.address === address && (vlan === 0 || (own !== undefined && isUsed(own)));
  if (heir === undefined && (port === undefined || !bridgeHas)) return deleteEntry(bridge, entry);
  entry.port = heir;
  entry.byUser = false;
}

/** br_fdb_find_delete_local(): of the address that a port has, or the bridge, as nobody asked for it. */
export function removeLocal(bridge: Bridge, port: BridgePort | undefined, vlan: number): void {
  const entry = findEntry(bridge, (port ?? bridge).dev.address, vlan);
  if (entry?.local === true && !entry.byUser && entry.port === port) deleteLocal(bridge, port, entry);
}

/** In which VLANs a port, or the bridge, has its address beside none; under BR_BOOLOPT_FDB_LOCAL_VLAN_0 in none. */
const localVlans = ({ vlans, settings }: Bridge, port: BridgePort | undefined): readonly number[] =>
  (settings.options & OPTION.localVlan0) !== 0 ? [] : ((port === undefined ? vlans : port.vlans)?.all ?? []).filter(isUsed).map(({ id }) => id);

/** br_fdb_change_mac_address(): the bridge's own. */
export function changeBridgeAddress(bridge: Bridge, address: string): void {
  for (const vlan of [0, ...localVlans(bridge, undefined)]) {
    removeLocal(bridge, undefined, vlan);
    addLocal(bridge, undefined, address, vlan);
  }
}

/** br_fdb_changeaddr(): a port's. */
export function changePortAddress(bridge: Bridge, port: BridgePort): void {
  const vlans = localVlans(bridge, port);
  for (const entry of lastFirst(bridge)) {
    if (entry.port !== port || !entry.local || entry.byUser) continue;
    deleteLocal(bridge, port, entry);
    if (vlans.length === 0) break;
  }
  for (const vlan of [0, ...vlans]) addLocal(bridge, port, port.dev.address, vlan);
}

/** br_fdb_toggle_local_vlan_0(): on, ports and the bridge have their addresses in no VLAN. */
export function keepLocalsApart(bridge: Bridge, on: boolean): void {
  for (const port of [...bridge.lastFirst, undefined]) {
    for (const vlan of (port === undefined ? bridge.vlans : port.vlans)?.all ?? []) {
      if (on) removeLocal(bridge, port, vlan.id);
      else if (isUsed(vlan)) addLocal(bridge, port, (port ?? bridge).dev.address, vlan.id);
    }
  }
}

/** br_fdb_delete_by_port(): of a port that goes, or of the bridge itself; where `learned`, what was heard of alone, in one VLAN or in any (0). */
export function deletePortEntries(bridge: Bridge, port: BridgePort | undefined, learned = false, vlan = 0): void {
  for (const entry of lastFirst(bridge)) {
    if (entry.port !== port || (learned && (entry.fixed || entry.extLearned || (vlan !== 0 && entry.vlan !== vlan)))) continue;
    if (entry.local) deleteLocal(bridge, port, entry);
    else deleteEntry(bridge, entry);
  }
}
